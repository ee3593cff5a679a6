"""The bundle of editor.js, CodeMirror among it, that the screen's text area is replaced by."""

from pathlib import Path

FOLDERS = (Path(__file__).with_name("bundle"), Path(__file__).parents[3] / "node_modules" / "jianbao-editor")
"""Where it is: inside the package when installed, beside it in a checkout."""


def made() -> bool:
    """Whether it is there; without it the screen has a plain text area."""
    return any((folder / "editor.js").is_file() for folder in FOLDERS)
