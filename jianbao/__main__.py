"""``python -m jianbao`` is ``python build.py``."""

from jianbao.cli import program

program()
