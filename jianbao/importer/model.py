"""What an import is made of, as plain frozen values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    """One line of a text file, or one paragraph of a document."""

    text: str
    """As it stands, with its indent."""
    number: int
    """Counted from 1 in the file."""
    blank_before: bool = False
    centred: bool = False
    right: bool = False
    bold: bool = False
    heading: int = 0
    """The level of a heading style, 0 for none."""
    headed: bool = False
    """A column's label stood above it, or the list of contents names it."""
    title: bool = False
    """The page says that it is (part of) the title."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table; ``text`` is then the same with tabs and line ends."""
    picture: str = ""
    """Name of a picture in ``Source.media``; ``text`` is then ""."""
    alt: str = ""
    home: int = 0
    """The element of the page that it stands in, with others of the same number; 0 for none that says anything."""
    quoted: bool = False
    item: bool = False
    """Whether it is of a list: by the page's elements, or by the line of the text that announces it."""
    role: str = ""
    """What the page calls it: "kicker", "subtitle"; "" for nothing."""
    apart: bool = False
    """Whether the page has links or something else of its own between it and the line before."""
    size: int = 0
    """Of its letters, in half-points, where the document says one for all of them; 0 where it does not."""

    @property
    def bare(self) -> str:
        """Without the blanks at both ends."""
        return self.text.strip()


Beside = Callable[[str], bytes | None]
"""The file that an address in a document names, as it stands beside the document; None when there is none."""
OF_PAGE = "页眉或页脚"
"""Why the head and the foot of a document's pages are dropped."""


class Dropped(NamedTuple):
    """What was left out, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read."""

    name: str
    lines: tuple[Line, ...]
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
    media: dict[str, bytes] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """title, date and source that the file's own header names (a saved page, another generator's Markdown)."""
    markdown: str = ""
    """The body, when it is Markdown already."""
    front: tuple[tuple[str, str], ...] = ()
    """Other keys of the file's own header, with their values as YAML."""
    is_page: bool = False
    """Whether it is a saved web page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an item; a table has ``rows``, a picture its name in the media."""

    text: str
    heading: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""
    alt: str = ""
    caption: str = ""
    note: bool = False
    """Whether an editor says it of the text, and it is none of the text: 编者按."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item (条) of a bulletin."""

    title: str
    kicker: str
    subtitle: str
    date: str
    """ISO, of day or month precision; "" when the text does not say."""
    date_basis: str
    """The very words that the date was read from."""
    year_basis: str
    """The words that tell the year, when ``date_basis`` does not."""
    source: str
    """The department, in its canonical spelling."""
    signature: str
    """The words that name it, as they stood."""
    paragraphs: tuple[Paragraph, ...]
    line: int
    """Where the item begins in the file."""
    column: str = ""
    tags: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    markdown: str = ""
    """The body, when it came as Markdown."""
    front: tuple[tuple[str, str], ...] = ()
    """Other keys of its own header, with their values as YAML."""

    @property
    def shown_title(self) -> str:
        """The title, or what can stand in for one until an editor has written it."""
        if self.title:
            return self.title
        first = next((p.text for p in self.paragraphs if p.text), "")
        for mark in "。！？；\n":
            first = first.partition(mark)[0]
        first = " ".join(first.replace(",", "，").split())
        return first[:40] or "（无标题）"


@dataclass(frozen=True, slots=True)
class Options:
    """What the editor says beside the file."""

    issue: str = ""
    date: str = ""
    year: str = ""
    today: str = ""
    """The day on which it is imported; "" leaves unsaid when late items came."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write; nothing has been written."""

    folder: str
    """Below the site: content/2018/2018-04; "" while the issue is not known."""
    issue: str
    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]
    doubts: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]
    """(path below the site, content), in order."""
    kept: tuple[str, ...] = ()
    """Files that exist already and stay as they are."""
    refused: str = ""
    """Why this must not be written: the issue's folder is there, and nobody said to add to it."""
