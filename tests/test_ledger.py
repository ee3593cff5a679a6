"""A build that reads the ledger in part comes to what one that reads all of it comes to."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jianbao import digest
from jianbao.cache.state import State
from jianbao.errors import AnewError
from jianbao.model import Before, Page, Shelf
from jianbao.output import apply
from jianbao.output.inventory import Disk
from tests.sites import Site
from tests.small import small
from tests.test_build import JIUZHU, QIDONG, ZUOTAN, edit

Lists = dict[str, dict[str, str]]
"""Shelf → path → text."""


def pages(texts: dict[str, str]) -> Iterator[Page]:
    for path, text in texts.items():
        yield Page(path, path, "", {"text": text})


def again(now: dict[str, str], before: Before) -> Iterator[Page]:
    """A shelf that remembers which pages it had, and what stood on them."""
    had = dict(line.split("\t") for line in before.basis.decode().splitlines())
    if had.keys() - now.keys():
        raise AnewError("有一页不再需要")
    for path in had:
        assert before.read(path).decode() == had[path]
    yield from pages({path: text for path, text in now.items() if had.get(path) != text})


def shelves(lists: Lists, *, remember: bool) -> list[Shelf]:
    made = []
    for name, texts in lists.items():
        basis = "\n".join(f"{path}\t{text}" for path, text in texts.items()).encode()
        make = partial(again, texts) if remember else None
        made.append(Shelf(name, digest.of_bytes(basis), len(texts), partial(pages, texts), make, partial(bytes, basis)))
    return made


class Place:
    """An output folder with its state, brought up to date by ``write`` alone."""

    def __init__(self, folder: Path, *, remember: bool, part: bool) -> None:
        self.output, self.path = folder / "output", folder / ".cache" / "state.sqlite"
        self.remember, self.part = remember, part

    def build(self, lists: Lists) -> tuple[list[tuple[str, str]], tuple[str, ...], int]:
        on_disk, _ = apply.look(self.output, 1)
        with State(self.path) as state:
            done, strays = apply.bring_up_to_date(
                self.output,
                on_disk,
                shelves(lists, remember=self.remember),
                state,
                lambda page: digest.of_plain(page.context) * 3,
                lambda page: str(page.context["text"]).encode(),
                clean=False,
                intact=self.part,
                jobs=1,
                progress=lambda *_: None,
            )
            assert strays == []
            assert dict(done.on_disk) == dict(apply.look(self.output, 1)[0])
            rows = state.rows()
        wanted = {path: (name, text) for name, texts in lists.items() for path, text in texts.items()}
        found = {path: (row.shelf, (self.output / path).read_text()) for path, row in rows.items()}
        assert found == wanted
        assert done.total == len(wanted)
        assert dict(done.on_disk).keys() == wanted.keys()
        return sorted((step.path, step.reason) for step in done.written), done.pruned, done.total


def edits(chance: random.Random, lists: Lists) -> Lists:
    """Pages are edited, added, taken away, moved to another shelf; shelves come and go."""
    now = {name: dict(texts) for name, texts in lists.items()}
    for _ in range(chance.randrange(1, 4)):
        name = chance.choice([*sorted(now), "neu"])
        texts = now.setdefault(name, {})
        path = chance.choice(sorted(texts) or ["x"])
        free = f"{chance.choice('abc')}/{chance.randrange(50)}.html"
        match chance.choice(("edit", "add", "add", "drop", "move", "shelf")):
            case "edit" if texts:
                texts[path] = str(chance.random())
            case "add" if not any(free in other for other in now.values()):
                texts[free] = str(chance.random())
            case "drop" if texts:
                texts.pop(path)
            case "move" if texts:
                now[chance.choice(sorted(now))][path] = texts.pop(path)
            case "shelf" if chance.random() < 0.2:
                now.pop(name)
    return now


@pytest.mark.parametrize("seed", range(4))
def test_part_of_the_ledger_is_as_good_as_all_of_it(tmp_path: Path, seed: int) -> None:
    """Over random changes: the same files, rows, reasons and counts, with shelves made again or as a whole."""
    chance = random.Random(seed)
    places = [
        Place(tmp_path / f"{remember}{part}", remember=remember, part=part)
        for remember in (False, True)
        for part in (False, True)
    ]
    lists: Lists = {name: {f"{name}/{at}.html": str(at) for at in range(9)} for name in ("a", "b", "c", "d")}
    for place in places:
        place.build(lists)
    for _ in range(25):
        lists = edits(chance, lists)
        did = [place.build(lists) for place in places]
        assert did == did[:1] * 4


def test_only_rows_that_are_asked_for_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shelf that is made again from what it was has none of its rows read as a whole, also when a page is new."""
    place = Place(tmp_path, remember=True, part=True)
    lists: Lists = {name: {f"{name}/{at}.html": str(at) for at in range(9)} for name in ("a", "b")}
    place.build(lists)
    asked = []
    rows = State.rows

    def counted(self: State, names: Any = None) -> Any:
        asked.append(names)
        return rows(self, names)

    monkeypatch.setattr(State, "rows", counted)
    lists["a"] |= {"a/3.html": "neu", "a/9.html": "neu"}
    assert place.build(lists)[0] == [("a/3.html", "变更：程序、模板、内容"), ("a/9.html", "新")]
    assert asked[:-1] == [set()]  # the last is the test's own


@pytest.fixture
def taken(site: Site, settle: Callable[[], None]) -> Site:
    """A built site with some addresses that are not their own keys."""
    small(site)
    edit(site, QIDONG, "[四癌救助]", "[四癌救助, App, Caf\u00e9]")
    edit(site, QIDONG, "source: 权益部", "source: 权益部\naliases: [/Mixed.d/a.html]")
    settle()
    site.build()
    return site


@pytest.mark.parametrize(
    "address",
    [
        "archive.html",
        "Archive.HTML",
        "tags/App.html",
        "TAGS/APP.html",
        "tags/app.html",
        "tags/cafe\u0301.html",
        "tags/APP.html/a/b.html",
        "mixed.d",
    ],
)
def test_a_new_page_at_an_address_of_an_unread_shelf(taken: Site, address: str) -> None:
    """What a build of everything refuses is refused by one that looks at a few shelves."""
    edit(taken, ZUOTAN, "order: 2", f"order: 2\npermalink: /{address}")
    before = taken.tree()
    problems = taken.problems()
    assert "path-taken" in problems[0]
    assert taken.tree() == before
    assert [p.partition("]")[0] for p in problems] == [p.partition("]")[0] for p in taken.problems(clean=True)]


@pytest.mark.parametrize("address", ["tags/App", "tags/App.html0", "tags/app.htm", "mixed", "Mixed.d/A"])
def test_a_new_page_beside_others_is_none_that_collides(taken: Site, address: str) -> None:
    """Names that begin alike are two addresses."""
    edit(taken, JIUZHU, "order: 1", f"order: 1\npermalink: /{address}.x.html")
    taken.build()
    assert "15人领到" in taken.read(f"{address}.x.html")


def test_disk_is_empty_for_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert apply.look(tmp_path / "output", 2) == (Disk(), [])
