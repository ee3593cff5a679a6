"""The desk takes over what a build has read: the first check after a build parses what has changed since."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from jianbao.content import parsing
from jianbao.desk import inspection, loading
from jianbao.theme.environment import Sealed
from tests import once
from tests.sites import Site
from tests.small import small


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that are parsed, as they are."""
    paths: list[str] = []
    real = parsing.parsed

    def counted(data: bytes, path: str, *rest: object) -> object:
        paths.append(path)
        return real(data, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(parsing, "parsed", counted)
    return paths


def told(site: Site) -> list[str]:
    return [str(found.problem) for found in inspection.inspected(site.path, [], jobs=1).found]


def forget(site: Site) -> None:
    for file in (site.path / ".cache").glob("desk.*"):
        file.unlink()


def test_the_first_check_after_a_build_parses_what_has_changed(site: Site, parsed: list[str]) -> None:
    small(site)
    alone = told(site)
    forget(site)
    site.build()
    parsed.clear()
    assert told(site) == alone
    assert parsed == []
    assert [a.path for a in loading.archive(site.path, jobs=1).articles if "zuotan" in a.path]
    forget(site)
    site.article("2018/2018-04/a.md", "宣讲", "2018-04-25", "见[甲](b.md)。\n", column="要闻", tags=["宣讲"])
    assert [line for line in told(site) if "a.md" in line]
    assert parsed == ["2018/2018-04/a.md"]


@pytest.mark.parametrize("damage", ["no database", "turned bits", "another program's", "a link"])
def test_a_state_of_no_use_is_left_alone(damage: str, site: Site, parsed: list[str], tmp_path: Path) -> None:
    small(site)
    alone = told(site)
    forget(site)
    site.build()
    state = site.path / ".cache" / "jianbao.sqlite"
    if damage == "no database":
        state.write_bytes(b"no database any more" * 99)
    elif damage == "turned bits":
        data = bytearray(state.read_bytes())
        for at in range(5_000, len(data), 997):
            data[at] ^= 1
        state.write_bytes(data)
    elif damage == "another program's":
        shutil.rmtree(site.path / ".cache")
        (site.path / ".cache").mkdir()
        state.write_bytes(b"")
    else:
        state.rename(tmp_path / "elsewhere.sqlite")
        state.symlink_to(tmp_path / "elsewhere.sqlite")
    parsed.clear()
    assert [line for line in told(site) if "cache-" not in line] == alone
    assert parsed or damage == "turned bits"


def test_templates_are_compiled_by_the_build_or_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first check after a build compiles none of them; without one the first check does, and no later one."""
    compiled: list[str] = []
    real = Sealed.code

    def counted(self: Sealed, tree: Any, name: str, *rest: Any) -> object:
        compiled.append(name)
        return real(self, tree, name, *rest)

    monkeypatch.setattr(Sealed, "code", counted)
    small(site)
    once.forget()
    alone = told(site)
    assert compiled
    compiled.clear()
    once.forget()
    assert told(site) == alone
    assert compiled == []
    forget(site)
    once.forget()
    site.build()
    compiled.clear()
    once.forget()
    assert told(site) == alone
    assert compiled == []
