"""Files in Traditional characters or with wide figures: read in those of the rules, and handed back as they stood.

Every rule of this room is written in simplified characters. A file in the others is read through a shadow of
itself, character for character; of what came out each text is looked up in the shadow, and what stands at the
same place in the file is put in its place. Where that fails the file is read as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from jianbao.importer.model import Dropped, Item, Line, Source

_OFTEN = frozenset(
    "會學國個們來時發為說這過還對開關與業區縣鎮鄉婦聯團總動務員導農貧兒愛慶獎屆體係點議領黨間實現問題進產經濟書記長門東車馬鳥見"
)
"""Traditional characters that any text of some length has some of."""
_LEAST = 0.03
"""The share of them among a text's characters."""
_WIDE_DAY = re.compile("[０-９]{1,4}[年月日期]")
"""A day or an issue in figures as wide as Han characters, which old programs typed: ５月１１日."""
_NARROW = {ord("０") + n: str(n) for n in range(10)}


def shadow(source: Source) -> Source | None:
    """The file in simplified characters and plain figures, each line as long as it was; None when it is in these."""
    texts = [line.text for line in source.lines]
    often = sum(map(_OFTEN.__contains__, "".join(texts)))
    traditional = often >= 4 and often >= _LEAST * sum(map(len, texts))
    wide = any(_WIDE_DAY.search(text) for text in texts)
    if not (traditional or wide):
        return None
    lines = [_simple_line(line) for line in source.lines] if traditional else source.lines
    return replace(source, lines=tuple(_narrow_line(line) for line in lines))


def _narrow_line(line: Line) -> Line:
    rows = tuple(tuple(cell.translate(_NARROW) for cell in row) for row in line.rows)
    return line._replace(text=line.text.translate(_NARROW), rows=rows)


def simple(text: str) -> str:
    """The text in simplified characters, as long as it was."""
    made: str = _converter().convert(text)
    if len(made) != len(text):
        letters = [_converter().convert(letter) for letter in text]
        made = "".join(new if len(new) == 1 else old for old, new in zip(text, letters, strict=True))
    return made


@cache
def _converter() -> Any:
    import opencc  # costs more than reading a short file

    return opencc.OpenCC("t2s")


def _simple_line(line: Line) -> Line:
    rows = tuple(tuple(map(simple, row)) for row in line.rows)
    return line._replace(text=simple(line.text), rows=rows, alt=simple(line.alt))


class Original:
    """The file as it stood, in which what was read in its shadow is looked up."""

    def __init__(self, source: Source, read: Source) -> None:
        self._old = _squeezed(line.text for line in source.lines)
        self._new = _squeezed(line.text for line in read.lines)
        self._taken = bytearray(len(self._old))
        self._near = 0

    def items(self, items: Sequence[Item]) -> list[Item]:
        """The items in the characters of the file."""
        return [self._item(item) for item in items]

    def dropped(self, dropped: Sequence[Dropped]) -> list[Dropped]:
        """What was dropped, in the characters of the file."""
        return [Dropped(self._taking(text), reason) for text, reason in dropped]

    def is_whole(self, items: Sequence[Item], dropped: Sequence[Dropped]) -> bool:
        """Whether the characters of the file are those of the items and of what was dropped of it."""
        kept = [t for i in items for t in (i.kicker, i.title, i.subtitle, i.signature, *(p.text for p in i.paragraphs))]
        return Counter(self._old) == Counter(_squeezed([*kept, *(d.text for d in dropped)]))

    def _item(self, item: Item) -> Item:
        paragraphs = []
        kicker, title, subtitle = (self._taking(text) for text in (item.kicker, item.title, item.subtitle))
        for paragraph in item.paragraphs:
            text = self._taking(paragraph.text)
            paragraphs.append(
                replace(
                    paragraph,
                    text=text,
                    caption=text if paragraph.caption else "",
                    alt=self._seen(paragraph.alt),
                    rows=_rows(text) if paragraph.rows else (),
                )
            )
        return replace(
            item,
            kicker=kicker,
            title=title,
            subtitle=subtitle,
            signature=self._taking(item.signature),
            paragraphs=tuple(paragraphs),
            source=self._seen(item.source),
            date_basis=self._seen(item.date_basis),
            year_basis=self._seen(item.year_basis),
            doubts=tuple("“".join(map(self._quoted, doubt.split("“"))) for doubt in item.doubts),
        )

    def _quoted(self, text: str) -> str:
        words, mark, rest = text.partition("”")
        return self._seen(words) + mark + rest if mark else text

    def _taking(self, text: str) -> str:
        """A text in the file's characters, each of which is used once; every line by itself."""
        return "\n".join(self._part(line, taking=True) for line in text.split("\n"))

    def _seen(self, text: str) -> str:
        return self._part(text, taking=False)

    def _part(self, text: str, *, taking: bool) -> str:
        wanted = "".join(text.split())
        at = self._found(wanted, taking=taking) if wanted else -1
        if at < 0:
            words = text.split(" ")
            return " ".join(self._part(word, taking=taking) for word in words) if len(words) > 1 else text
        if taking:
            self._taken[at : at + len(wanted)] = b"\1" * len(wanted)
            self._near = at + len(wanted)
        letters = iter(self._old[at : at + len(wanted)])
        return "".join(letter if letter.isspace() else next(letters) for letter in text)

    def _found(self, wanted: str, *, taking: bool) -> int:
        """Where the shadow has a text, if it can be behind the last one; -1 when nowhere."""
        for begin in (self._near, 0):
            at = self._new.find(wanted, begin)
            while taking and at >= 0 and any(self._taken[at : at + len(wanted)]):
                at = self._new.find(wanted, at + 1)
            if at >= 0:
                return at
        return -1


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("\t")) for line in text.split("\n"))


def _squeezed(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())
