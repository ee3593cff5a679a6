"""The files of the index that are not shards: tables, records of articles, the manifest.

They are JSON in GB 18030, which holds all of Unicode and takes two bytes for a Han character, deflated
(RFC 1950) in the file, because servers often compress nothing they do not know. Browsers know both. The most frequent
characters of Chinese texts take one byte: they stand as control characters, which JSON has none of (zh.py).
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from typing import Any, NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.search.readings import Readings, common

FORMAT = 16
"""Of manifest, records and shards; index_reader.js says it too, and a page that was open before tells its reader."""
FOLDER = "search"
PACKS = "packs"
"""The folder below it of files that a browser reads in parts (packs.py)."""
OWNER = "搜索索引"
MANIFEST = f"{FOLDER}/index.z"
"""The one file whose name stays the same while its content changes."""
HEAD = 2000
"""Characters of a text that its record has; what a longer one has more is a file of its own, which few queries need."""
_FIRST, _BASE = 35, 16
"""Numbers are written as two texts, of the low digits and of the high ones, each digit from this character on."""
_STEP, _STEP_BASE = 115, 12
"""A step is written in digits from this character on, behind one that tells how many steps before it are none."""
_STEPPED = re.compile(f"([{chr(_FIRST)}-{chr(_STEP - 1)}])([{chr(_STEP)}-~]*)")

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
    folding: str = ""
    """The Traditional characters that it has, each followed by its simplified one."""


def deflated(value: Any) -> bytes:
    """A plain value as a file."""
    data = _json(value)
    # zlib clears whatever it is given, which for a short text takes longer than the text; the bytes are nearly the same
    window, usual = (_SHORT, 6) if len(data) <= 1 << _SHORT else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    made = zlib.compressobj(9, zlib.DEFLATED, window, usual)
    return made.compress(data) + made.flush()


def _json(value: Any) -> bytes:
    return zh.shorter(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).encode("gb18030")


def parted(parts: Iterable[bytes]) -> bytes:
    """Parts of a file that are deflated each by its own codes, and as if it knew no repetitions where that is shorter.

    Numbers that follow from nothing repeat by chance, and to tell so takes more than the numbers do.
    """
    made = bytearray(b"\x78\xda")
    check = 1
    for part in parts:
        ways = [zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, *each) for each in _STRATEGIES]
        made += min((way.compress(part) + way.flush(zlib.Z_SYNC_FLUSH) for way in ways), key=len)
        check = zlib.adler32(part, check)
    # An empty last block, and what RFC 1950 wants at the end.
    return bytes(made + b"\x03\x00" + check.to_bytes(4))


_STRATEGIES = ((4, zlib.Z_DEFAULT_STRATEGY), (4, zlib.Z_HUFFMAN_ONLY), (zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY))
"""With little memory codes are made anew for every thousand bytes or so, with more for all of a text."""


def apart(value: dict[str, Any], *names: str) -> bytes:
    """A plain value as a file, what it has under some names each by codes of its own."""
    made = [_json({key: each for key, each in value.items() if key not in names})[:-1]]
    for name in names:
        made[-1] += f',"{name}":'.encode()
        made.append(_json(value[name]))
    return parted([*made[:-1], made[-1] + b"}"])


def inflated(data: bytes) -> Any:
    """A file as a plain value."""
    return json.loads(zh.longer(zlib.decompress(data).decode("gb18030")))


def written(record: Record) -> bytes:
    """A record's file: of a text that goes on in another one only what comes before."""
    return deflated(shown(record._replace(text=record.text[:HEAD]) if record.goes_on else record))


def shown(record: Record) -> tuple[Any, ...]:
    """A record as a browser gets it, without what it has none of."""
    return (*record[:8], int(record.goes_on), record.folding)[: 10 if record.folding else 8 + record.goes_on]


def rest(path: str) -> str:
    """Where the text of a record goes on."""
    return f"{path.removesuffix('.z')}-.z"


def characters(readings: Readings) -> dict[str, Any]:
    """The browser's table of readings.

    GB 2312 lists its common characters by reading, so of those only the steps from one reading to the next are
    written, most of them to the next syllable, of its rarer ones the numbers, of all others the characters themselves.
    Syllables stand behind the consonants that they have in common, also those that characters have in words alone
    (fo of 佛教, dei of 得).
    """
    table = common()
    said = sorted(readings.syllables)
    number = {syllable: i for i, syllable in enumerate(["", *said])}
    numbers = [number[readings.own.get(c, "")] for c in table]
    steps = [(b - a) % len(number) for a, b in zip([0, *numbers[:_BY_READING]], numbers[:_BY_READING], strict=False)]
    more = sorted((readings.own[c], c) for c in readings.own.keys() - set(table))
    grouped = groupby(said, lambda syllable: syllable[: _consonants(syllable)])
    groups = (" ".join([head, *(s.removeprefix(head) for s in group)]) for head, group in grouped)
    return {
        "syllables": "|".join(groups),
        "steps": _stepped(steps),
        "numbers": digits(numbers[_BY_READING:]),
        "more": " ".join(c + s for s, c in more),
    }


def characters_file(readings: Readings) -> bytes:
    """The browser's table of readings as a file: JSON like the others, in parts."""
    table = characters(readings)
    half = len(table["numbers"]) // 2
    steps, low, high = (_json(text) for text in (table["steps"], table["numbers"][:half], table["numbers"][half:]))
    names = _json({name: table[name] for name in ("syllables", "more")})
    return parted([names[:-1] + b',"steps":', steps + b',"numbers":', low[:-1], high[1:] + b"}"])


def _consonants(syllable: str) -> int:
    """With how many it begins; what stands for a syllable without vowels begins with none."""
    return next((i for i, letter in enumerate(syllable) if letter in "aeiouv"), 0)


def syllables(table: Mapping[str, str]) -> list[str]:
    """All syllables that some character has, from the browser's table."""
    groups = (group.split(" ") for group in table["syllables"].split("|"))
    return [head + end for head, *ends in groups for end in ends]


def own_readings(table: Mapping[str, str]) -> dict[str, str]:
    """Character → reading, from the browser's table."""
    said = ["", *syllables(table)]
    made: dict[str, str] = {}
    names = common()
    at = 0
    for character, step in zip(names, _steps(table["steps"]), strict=False):
        at = (at + step) % len(said)
        made[character] = said[at]
    for character, number in zip(names[_BY_READING:], numbers_of(table["numbers"]), strict=True):
        made[character] = said[number]
    for word in table["more"].split():
        made[word[0]] = word[1:]
    return {c: s for c, s in made.items() if s}


_BY_READING = 3755
"""Characters of GB 2312's first part."""


def _stepped(steps: Iterable[int]) -> str:
    """Steps as how many are none before each, and how far it goes where that is not one."""
    made: list[str] = []
    none = 0
    for step in steps:
        if not step and none < _STEP - _FIRST - 1:
            none += 1
            continue
        made.append(chr(_FIRST + none) + _digits(step))
        none = 0
    return "".join(made) + (chr(_FIRST + none - 1) + _digits(0) if none else "")


def _digits(step: int) -> str:
    if step == 1:
        return ""
    head, last = divmod(step, _STEP_BASE)
    return (_digits(head) or chr(_STEP + head) if head else "") + chr(_STEP + last)


def _steps(text: str) -> Iterator[int]:
    """The steps that ``_stepped`` wrote."""
    for none, digits in _STEPPED.findall(text):
        yield from [0] * (ord(none) - _FIRST)
        yield reduce(lambda step, digit: step * _STEP_BASE + ord(digit) - _STEP, digits, 0) if digits else 1


def digits(numbers: Sequence[int]) -> str:
    """Numbers as two texts of digits, one behind the other, for deflate to find often what is often."""
    return "".join(chr(_FIRST + n % _BASE) for n in numbers) + "".join(chr(_FIRST + n // _BASE) for n in numbers)


def numbers_of(text: str) -> list[int]:
    """The numbers that ``digits`` wrote."""
    half = len(text) // 2
    return [ord(a) - _FIRST + _BASE * (ord(b) - _FIRST) for a, b in zip(text[:half], text[half:], strict=True)]


def folding(simplified: Mapping[str, str]) -> str:
    """The browser's table of Traditional characters, each followed by its simplified one."""
    return "".join(c + s for c, s in sorted(simplified.items()))
