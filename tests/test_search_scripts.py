"""The scripts that readers get are those of the theme, bundled; what is out of date is refused."""

import json
from pathlib import Path

import pytest

from jianbao.cache import program
from jianbao.errors import SiteError
from jianbao.search import scripts
from tests.searching import SCRIPTS, in_node, needs_node, needs_search

pytestmark = needs_search


def modules() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in SCRIPTS.glob("*.js")}


def test_what_ships_was_made_from_what_the_theme_has() -> None:
    """Also where lines end otherwise; and the first query loads the whole of lunr that answers, and no more."""
    made = scripts.shipped(program.bundles(), modules())
    assert scripts.shipped(program.bundles(), {n: d.replace(b"\n", b"\r\n") for n, d in modules().items()}) == made
    assert set(made.first) < set(made.files)
    assert made.page not in made.first
    # By these names the budget for a first query knows them (jianbao/search/weight.py).
    assert all(name.startswith(("app.", "chunk.")) for name in made.first)
    loaded = b"".join(made.files[name] for name in made.first)
    assert b".Index.prototype.query=" in loaded
    assert not any(name in loaded for name in (b"QueryLexer(", b"editDistance-", b"toJSON"))
    assert b"MIT" not in loaded
    assert b"Permission is hereby granted" in made.files[scripts.LICENCE]


def test_scripts_that_are_not_bundled_are_refused(tmp_path: Path) -> None:
    """Whatever module differs; the reader would get the old one without a word."""
    cure = "删去主题里的 search/ 文件夹，就用随程序安装的搜索脚本"
    for name, text in (("mark.js", b"// changed\n"), ("new.js", b"")):
        with pytest.raises(SiteError) as caught:
            scripts.shipped(program.bundles(), {**modules(), name: text})
        assert [str(problem) for problem in caught.value.problems] == [
            f"themes 错误[search-scripts] 主题的搜索脚本和打包好的不一致，读者得到的会是旧的\n    {cure}"
        ]
    with pytest.raises(SiteError):
        scripts.shipped([], modules())
    # The box is loaded as it is.
    assert scripts.shipped(program.bundles(), {**modules(), "box.js": b"//"})


@needs_node
def test_every_name_of_the_modules_survives() -> None:
    """Each import of a module that is bundled names what the other module exports: nothing is lost in silence."""
    names = json.loads((program.bundles()[0]).read_text("utf-8"))["sources"]
    # A module whose import is not exported does not load at all: the browser's own check, without a browser.
    loaded = in_node(
        "const made = {}; for (const name of values[0]) made[name] = Object.keys(await load(name)); return made;",
        [name for name in names if name not in ("app.js", "header.js", "page.js", "open.js", "outside.js")],
    )
    assert loaded["grams.js"].count("MOST") == 1
