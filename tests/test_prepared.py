"""What follows from the program alone is made once, as bytecode is, and a site is the same with it and without."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from jianbao.cache import prepared
from jianbao.theme.loader import Theme
from tests import once
from tests.searching import needs_search
from tests.sites import Site
from tests.small import small
from tests.test_build import edit

MINE, OTHERS = b"1" * 16, b"2" * 16


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept, empty; and nothing of it, nor of themes, in this process."""
    monkeypatch.setattr(prepared, "get", once.PREPARED[0])
    monkeypatch.setattr(prepared, "put", once.PREPARED[1])
    once.forget()
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def files(kept: Path) -> list[str]:
    return sorted(path.name.partition(".")[0] for path in kept.rglob("*.prepared"))


def test_a_value_is_made_once_for_a_version(kept: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"readings": len(made)}

    assert [prepared.value("a", MINE, make) for _ in range(3)] == [{"readings": 1}] * 3
    assert prepared.get("a", OTHERS) is None
    assert prepared.value("a", OTHERS, make) == {"readings": 2} == prepared.get("a", OTHERS)
    assert files(kept) == ["a"]


@pytest.mark.parametrize("damage", ["cut", "turned", "other", "folder"])
def test_what_is_damaged_is_made_anew(kept: Path, damage: str) -> None:
    prepared.put("a", MINE, ["值"] * 99)
    prepared.put("b", MINE, ["别的"])
    place, other = sorted(kept.rglob("*.prepared"))
    data = place.read_bytes()
    if damage == "cut":
        place.write_bytes(data[: len(data) // 2])
    elif damage == "turned":
        place.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    elif damage == "other":
        shutil.copy(other, place)
    else:
        place.unlink()
        place.mkdir()
    assert prepared.get("a", MINE) is None
    assert prepared.value("a", MINE, lambda: ["值"]) == ["值"]


def test_nothing_is_kept_where_no_bytecode_is(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.write_text("no folder")
    assert prepared.value("a", MINE, lambda: 5) == 5
    kept.unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert prepared.value("a", MINE, lambda: 6) == 6
    assert not kept.exists()


def test_whoever_has_pypinyin_forget_its_phrases_keeps_it_from_others(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYPINYIN_NO_PHRASES", "1")
    prepared.put("a", MINE, "chong qing")
    monkeypatch.delenv("PYPINYIN_NO_PHRASES")
    assert (files(kept), prepared.get("a", MINE)) == (["a"], None)


def cold(site: Site, **options: Any) -> dict[str, bytes]:
    for name in (".cache", "output"):
        shutil.rmtree(site.path / name, ignore_errors=True)
    site.build(**options)
    return site.tree()


@needs_search
def test_a_site_is_the_same_with_it_and_without(site: Site, kept: Path) -> None:
    """The tables, the readings of tags and the templates: made in the first build, taken from there in the second."""
    small(site)
    site.write("data/pinyin.yaml", "words:\n  单县: shàn xiàn\n  龘山: dá shān\nsurnames:\n  单: shàn\n")
    first = cold(site, search=True)
    assert files(kept) == ["pinyin", "readings", "theme-ludao-zh-CN"]
    assert cold(site, search=True) == first
    shutil.rmtree(kept)
    assert cold(site, search=True, jobs=2) == first


def test_a_theme_that_comes_along_is_compiled_once(site: Site, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a site's own by each site: nothing of a site is kept for another one."""
    compiled: list[str] = []
    real = Theme.compiled

    def counted(self: Theme) -> Any:
        compiled.append(self.name)
        return real(self)

    monkeypatch.setattr(Theme, "compiled", counted)
    small(site)
    first = cold(site)
    assert (cold(site) == first, compiled) == (True, ["ludao"])
    site.write("themes/mine/theme.yaml", "parent: ludao\n")
    site.write("themes/mine/templates/partials/slot-article-end.html", "<p>本站自己的</p>")
    site.write("config.yaml", (site.path / "config.yaml").read_text() + "theme: mine\n")
    own = [cold(site) for _ in range(2)]
    assert (own[0] == own[1], compiled) == (True, ["ludao", "mine", "mine"])
    assert files(kept) == ["pinyin", "theme-ludao-zh-CN"]


def test_a_template_that_was_changed_is_not_taken_as_it_was(
    site: Site, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the themes that come along too: whoever works at them sees what they say."""
    from jianbao.theme import folder

    ours = tmp_path / "ours"
    shutil.copytree(folder.SHIPPED_THEMES[0], ours)
    monkeypatch.setattr(folder, "SHIPPED_THEMES", (ours,))
    small(site)
    first = cold(site)
    article = ours / "ludao" / "templates" / "article.html"
    article.write_text(article.read_text("utf-8") + "{# 改过 #}", "utf-8")
    base = ours / "ludao" / "templates" / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "<!-- 改过 --></body>"), "utf-8")
    for _ in range(2):
        second = cold(site)
        assert second.keys() == first.keys()
        assert "<!-- 改过 --></body>" in second["index.html"].decode()
    edit(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "16人领到")
    site.build()
    assert "<!-- 改过 --></body>" in site.read("2018/2018-04/jiuzhu.html")
    assert files(kept) == ["pinyin", "theme-ludao-zh-CN"]
