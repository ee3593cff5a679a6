"""The program's own version, as a digest: what it made under another is made again."""

import sys
from importlib.util import find_spec
from pathlib import Path

from jianbao import digest
from jianbao.errors import PROGRAM
from jianbao.files import installed

_PACKAGE = Path(__file__).parent.parent
SHIPPED_THEMES = tuple(p for p in (_PACKAGE / "themes", _PACKAGE.parent / "themes") if p.is_dir())[:1]
"""Where the themes that come with jianbao are: beside the package in a checkout, inside it when installed."""
_INSTALLED = _PACKAGE / "bundles"
SCRIPTS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "node_modules" / "jianbao-search"
"""The search scripts, lunr.js among them: in the wheel (hatch_build.py), in a checkout as tools/lunr.py bundles them.

Without them there is no search."""
CURE = "运行 make site" if PROGRAM != "jianbao" else "重新安装：pip install --force-reinstall jianbao"
"""What brings back what should have come along."""
MAKING = (
    "address cache content digest errors expressions files markdown media mime model output pages pinyin pipeline "
    "search settings site theme workers yaml zh"
).split()
"""The rooms that a built page follows from: pipeline.py and all that it leads to, as tests/test_repository.py finds."""
_RENDERING = ("markdown", "jinja2", "markupsafe", "nh3", "pyyaml", "rjieba")
_READING = ("pypinyin", "opencc")


def version(*rooms: str) -> bytes:
    """Of the sources that make a site, and of those of more ``rooms`` of jianbao/; of Python, and of the packages that
    turn text into pages."""
    parts = []
    for room in sorted({*MAKING, *rooms}):
        within = sorted(str(path) for path in (_PACKAGE / room).rglob("*.py")) or [f"{_PACKAGE / room}.py"]
        for path in within:
            with open(path, "rb", buffering=0) as file:
                parts.append(digest.of_bytes(file.read()).hex())
    parts += [digest.of_bytes(path.read_bytes()).hex() for path in bundles()]
    return digest.of_text("\n".join([*parts, *_versions(_RENDERING + _READING), "%d.%d" % sys.version_info[:2]]))


def bundles() -> list[Path]:
    """What says which search scripts were bundled from which sources, one file a theme."""
    return sorted(SCRIPTS.glob("*/made.json"))


def without_search() -> str:
    """Why a site gets no search, in an editor's words; "" when it does."""
    if not bundles():
        return f"缺少搜索脚本（{CURE}）"
    if find_spec("numpy") is None:
        return f"缺少 numpy（{CURE}）"
    return ""


def words(corrections: dict[str, str]) -> bytes:
    """Of what decides how a word is read."""
    ours = [digest.of_bytes((_PACKAGE / name).read_bytes()).hex() for name in ("zh.py", "pinyin.py")]
    return digest.of_plain([*_versions(_READING), *ours, corrections])


def _versions(packages: tuple[str, ...]) -> list[str]:
    return [f"{name} {installed.version(name)}" for name in packages]
