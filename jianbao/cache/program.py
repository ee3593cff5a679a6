"""The program's own version, as a digest: what it made under another is made again."""

import importlib.metadata
import sys
from importlib.util import find_spec
from pathlib import Path

from jianbao import digest

_PACKAGE = Path(__file__).parent.parent
SHIPPED_THEMES = tuple(p for p in (_PACKAGE.parent / "themes", _PACKAGE / "themes") if p.is_dir())
"""Where the themes that come with jianbao are: beside the package in a checkout, inside it when installed."""
SCRIPTS = _PACKAGE.parent / "node_modules" / "jianbao-search"
"""The search scripts, lunr.js among them, as tools/lunr.py bundles them; without them there is no search."""
_RENDERING = ("markdown", "jinja2", "markupsafe", "nh3", "pyyaml", "rjieba")
_READING = ("pypinyin", "opencc")


def version() -> bytes:
    """Of our sources, of Python, and of the packages that turn text into pages."""
    sources = sorted(_PACKAGE.rglob("*.py"))
    parts = [digest.of_bytes(path.read_bytes()).hex() for path in sources]
    parts += [digest.of_bytes(path.read_bytes()).hex() for path in bundles()]
    return digest.of_plain([*parts, *_versions(_RENDERING + _READING), list(sys.version_info[:2])])


def bundles() -> list[Path]:
    """What says which search scripts were bundled from which sources, one file a theme."""
    return sorted(SCRIPTS.glob("*/made.json"))


def without_search() -> str:
    """Why a site gets no search, in an editor's words; "" when it does."""
    if not bundles():
        return "没有取到 lunr.js（运行 python tools/lunr.py）"
    if find_spec("numpy") is None:
        return "没有装 numpy（运行 make setup）"
    return ""


def words(corrections: dict[str, str]) -> bytes:
    """Of what decides how a word is read."""
    ours = digest.of_bytes((_PACKAGE / "zh.py").read_bytes()).hex()
    return digest.of_plain([*_versions(_READING), ours, corrections])


def _versions(packages: tuple[str, ...]) -> list[str]:
    return [f"{name} {importlib.metadata.version(name)}" for name in packages]
