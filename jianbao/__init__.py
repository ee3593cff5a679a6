"""jianbao (简报): a folder of Markdown bulletins becomes a static news archive. Read pipeline.py first."""

__version__ = "0.1.0"
