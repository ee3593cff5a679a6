"""The files of the index that are not shards: tables, records of articles, the manifest.

They are JSON in GB 18030, which holds all of Unicode and takes two bytes for a Han character, deflated
(RFC 1950) in the file, because servers often compress nothing they do not know. Browsers know both.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from jianbao.search.readings import Readings, common

FORMAT = 12
"""Of manifest, records and shards; index_reader.js says it too, and a page that was open before tells its reader."""
FOLDER = "search"
OWNER = "搜索索引"
MANIFEST = f"{FOLDER}/index.z"
"""The one file whose name stays the same while its content changes."""
HEAD = 2000
"""Characters of a text that its record has; what a longer one has more is a file of its own, which few queries need."""
_FIRST, _BASE = 35, 80
"""Numbers are written as two texts, of the low digits and of the high ones, each digit from this character on."""


_SHORT = 13
"""Bits of the bytes of a text that needs no larger window."""


class Record(NamedTuple):
    """What is shown of an article, with the text that snippets are cut from."""

    title: str
    href: str
    date: str
    column: str
    source: str
    tags: tuple[str, ...]
    status: str
    text: str
    goes_on: bool = False
    """Whether the text has more than the record."""


def deflated(value: Any, *, memory: int = 0) -> bytes:
    """A plain value as a file; with less ``memory`` zlib looks more often how what comes now is best said."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("gb18030")
    # zlib clears whatever it is given, which for a short text takes longer than the text; the bytes are nearly the same
    window, usual = (_SHORT, 6) if len(data) <= 1 << _SHORT else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    made = zlib.compressobj(9, zlib.DEFLATED, window, memory or usual)
    return made.compress(data) + made.flush()


def inflated(data: bytes) -> Any:
    """A file as a plain value."""
    return json.loads(zlib.decompress(data).decode("gb18030"))


def written(record: Record) -> bytes:
    """A record's file: of a text that goes on in another one only what comes before."""
    return deflated((*record[:7], record.text[:HEAD], 1) if record.goes_on else record[:8])


def rest(path: str) -> str:
    """Where the text of a record goes on."""
    return f"{path.removesuffix('.z')}-.z"


def characters(readings: Readings) -> dict[str, Any]:
    """The browser's table of readings.

    GB 2312 lists its common characters by reading, so of those only the steps from one to the next are
    written, of its rarer ones the numbers, of all others the characters themselves.
    """
    table = common()
    said = sorted(set(readings.own.values()))
    number = {syllable: i for i, syllable in enumerate(["", *said])}
    numbers = [number[readings.own.get(c, "")] for c in table]
    steps = [(b - a) % len(number) for a, b in zip([0, *numbers[:_BY_READING]], numbers[:_BY_READING], strict=False)]
    more = sorted((readings.own[c], c) for c in readings.own.keys() - set(table))
    return {
        "syllables": " ".join(said),
        "steps": _text(steps),
        "numbers": _text(numbers[_BY_READING:]),
        "more": " ".join(c + s for s, c in more),
    }


def own_readings(table: Mapping[str, str]) -> dict[str, str]:
    """Character → reading, from the browser's table."""
    said = ["", *table["syllables"].split(" ")]
    made: dict[str, str] = {}
    names = common()
    at = 0
    for character, step in zip(names, _numbers(table["steps"]), strict=False):
        at = (at + step) % len(said)
        made[character] = said[at]
    for character, number in zip(names[_BY_READING:], _numbers(table["numbers"]), strict=True):
        made[character] = said[number]
    for word in table["more"].split():
        made[word[0]] = word[1:]
    return {c: s for c, s in made.items() if s}


_BY_READING = 3755
"""Characters of GB 2312's first part."""


def _text(numbers: list[int]) -> str:
    return "".join(chr(_FIRST + n % _BASE) for n in numbers) + "".join(chr(_FIRST + n // _BASE) for n in numbers)


def _numbers(text: str) -> list[int]:
    half = len(text) // 2
    return [ord(a) - _FIRST + _BASE * (ord(b) - _FIRST) for a, b in zip(text[:half], text[half:], strict=True)]


def folding(simplified: Mapping[str, str]) -> str:
    """The browser's table of Traditional characters, each followed by its simplified one."""
    return "".join(c + s for c, s in sorted(simplified.items()))
