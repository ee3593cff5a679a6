"""Commands of the command line that have many options of their own; cli.py names them all."""
