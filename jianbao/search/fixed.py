"""The files beside the segments: tables of characters, scripts, whatever a manifest names that is no shard."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from jianbao import digest
from jianbao import expressions as re
from jianbao.model import Page
from jianbao.search import files, hints
from jianbao.search.entries import filed
from jianbao.search.files import FOLDER, OWNER
from jianbao.search.grams import Fold, normal
from jianbao.search.readings import Readings
from jianbao.search.scripts import Scripts
from jianbao.search.shards.pairs import Pairs

COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Characters that are read as others, which may be Traditional."""


class Tables(NamedTuple):
    """What is known of characters, as plain values that the state can keep."""

    own: dict[str, str]
    pairs: dict[str, tuple[str, ...]]
    surnames: dict[str, str]
    simplified: dict[str, str]
    several: dict[str, str]
    layout: tuple[Any, ...] = ()
    """pairs.Layout, plain: it follows from the readings and costs an import of numpy to make."""

    @property
    def readings(self) -> Readings:
        return Readings(self.own, self.pairs, self.surnames)

    def folding(self, texts: Iterable[str]) -> str:
        """The Traditional characters of some texts, as a record tells them; most texts have none."""
        suspect = _suspect(self.simplified).search
        some = [text for text in texts if suspect(text)]
        found = {c for text in some for c in normal(text)} & self.simplified.keys()
        return files.folding({c: self.simplified[c] for c in found})


_classes: list[tuple[dict[str, str], re.Pattern[str]]] = []
"""Of the last characters asked for: a table of a thousand times as many characters as a text has is looked at once."""


def _suspect(simplified: dict[str, str]) -> re.Pattern[str]:
    """What a text has to have in order to have one of these characters, or one that is read as one."""
    if not _classes or _classes[0][0] is not simplified:
        # Nothing in it is special within brackets: all are Han.
        _classes[:] = [(simplified, re.compile(f"[{''.join(simplified)}]|{COMPATIBLE.pattern}"))]
    return _classes[0][1]


class Fixed(NamedTuple):
    """Files that follow from no article."""

    named: dict[str, Page]
    """By the name under which the manifest tells their address."""
    scripts: list[Page]
    first: list[str]
    """Of the scripts those that a first query loads."""
    told: dict[str, Any]
    """What the manifest says of entries: what may name one, and the tags that most articles have."""


def made(
    tables: Tables,
    scripts: Scripts,
    entries: list[list[str | int]],
    alike: Iterable[Iterable[str]] = (),
    topics: Sequence[str] = (),
) -> Fixed:
    """The tables, the scripts, what is beside the articles, other words for the same, and what is offered to all.

    A process that is asked again for the same tables has them already.
    """
    if not _known or _known[0][0] != tables:
        found = {
            "characters": named("characters", "z", files.characters_file(tables.readings)),
            "several": named("several", "z", files.deflated(tables.several)),
            "folding": named("folding", "z", files.deflated(files.folding(tables.simplified))),
        }
        _known[:] = [(tables, found)]
    fold = Fold(tables.simplified)
    groups = [list(dict.fromkeys(map(fold, group))) for group in alike]
    same = [group for group in groups if len(group) > 1]
    tables_of = {
        "entries": [filed(row, tables.readings, fold) for row in entries],
        "said": [row[3] for row in entries],
        "same": same,
    }
    beside = {name: named(name, "z", files.deflated(found)) for name, found in tables_of.items()}
    hinted = [*hints.told(entries, fold, tables.readings), hints.of_words(chain(*same))]
    told = {"hints": hinted, "topics": list(topics)}
    pages = [page(name, data) for name, data in scripts.files.items()]
    return Fixed({**_known[0][1], **beside}, pages, scripts.first, told)


_known: list[tuple[Tables, Mapping[str, Page]]] = []


def pairs(tables: Tables) -> Pairs:
    """The numbers of pairs by the tables; made once in a process."""
    if not _numbers or _numbers[0][0] != tables.own:
        _numbers[:] = [(tables.own, Pairs(tables.own, tables.layout))]
    return _numbers[0][1]


_numbers: list[tuple[dict[str, str], Pairs]] = []


def named(stem: str, ending: str, data: bytes) -> Page:
    """A file whose name carries its digest."""
    return page(f"{stem}.{digest.of_bytes(data).hex()[:10]}.{ending}", data)


def page(path: str, data: bytes) -> Page:
    """A file below the index's folder."""
    return Page(f"{FOLDER}/{path}", OWNER, "", {"digest": digest.of_bytes(data).hex()}, partial(bytes, data))
