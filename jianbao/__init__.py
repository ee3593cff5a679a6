"""jianbao (简报): a folder of Markdown bulletins becomes a static news archive. Read pipeline.py first."""

__version__ = "0.2.0"
RELEASED = "2026-11-28"
"""The day of this version, as CHANGELOG.md has it."""
