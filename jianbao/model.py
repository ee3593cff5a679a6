"""The things a site is made of, as plain frozen values. Nothing here reads, decides or writes.

The values that exist once per article are NamedTuples: a build from nothing loads them all, and a tuple is decoded
several times faster than a frozen dataclass (docs/why.md). Dates are ISO
texts of three precisions: ``2018``, ``2018-04``, ``2018-04-23``; "" is no date.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

PUBLISHED_STATUSES = ("现行", "已归档", "已废止")
WITHDRAWN = "已撤回"
EXPIRED = "已下线"
"""What stands in the place of an article whose time is over."""
STATUSES = (*PUBLISHED_STATUSES, WITHDRAWN)


class Origin(NamedTuple):
    """Where a reprint comes from; ``url`` may be ""."""

    name: str
    url: str


class Update(NamedTuple):
    """A dated correction."""

    date: str
    text: str


class Elsewhere(NamedTuple):
    """Where else an article was published: the channel's name, the address there, the day; "" is not known."""

    name: str
    url: str
    date: str


class Heading(NamedTuple):
    """A heading of a body: ``level`` is 2 to 6, ``id`` its anchor."""

    level: int
    id: str
    title: str
    phrased: str = ""
    """The title with a zero width space wherever a line may be broken; "" for one that fits a line."""


class Link(NamedTuple):
    """A link or picture that a body makes into the site, as written, with its place in the file."""

    target: str
    line: int
    column: int
    picture: bool


class Given(NamedTuple):
    """A value that a directive is given, as HTML, and where it stands."""

    name: str
    html: str
    line: int
    column: int


class Directive(NamedTuple):
    """A directive of a body (【【名字 … 】】), what it is given, and where it begins."""

    name: str
    line: int
    column: int
    given: tuple[Given, ...]


class Article(NamedTuple):
    """One Markdown file, read: an article, an issue's front page, or a standing page.

    It is a function of the file's path and bytes alone; nothing of the other files is in it.
    """

    path: str
    """Below content/, with forward slashes."""
    kind: str
    """``article``, ``issue`` or ``page``."""
    digest: bytes
    """Of the file's bytes."""
    address: str
    """The page's path below output/."""
    title: str
    kicker: str
    subtitle: str
    phrased: tuple[str, str, str]
    """Kicker, title and subtitle with a zero width space wherever a line may be broken (content/phrases.py)."""
    date: str
    time: str
    """``HH:MM`` or ""."""
    modified: str
    number: str
    """An issue's number as printed: 2018年第4期."""
    issue: str
    """The folder name of the issue that a file outside its folder says it belongs to."""
    order: int
    column: str
    source: str
    origin: Origin | None
    author: str
    editor: str
    """责任编辑; shown only where the theme is told to."""
    lead: bool
    """Whether an editor wants it at the head of the home page."""
    card: bool | None
    """Whether an editor wants shared links to show a picture of its title; None leaves it to pages/cards.py."""
    tags: tuple[str, ...]
    people: tuple[str, ...]
    summary: str
    """Only what an editor wrote."""
    description: str
    """The summary, or the first sentences of the body."""
    cover: str
    status: str
    draft: bool
    publish: str
    """Not before this moment (``YYYY-MM-DDTHH:MM``, site time), or ""."""
    expires: str
    """Not from this moment on, or ""."""
    aliases: tuple[str, ...]
    updates: tuple[Update, ...]
    channels: tuple[Elsewhere, ...]
    withdrawn: str
    """The date of withdrawal, or ""."""
    reason: str
    """The reason of withdrawal, or ""."""
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    """Every id in the body."""
    links: tuple[Link, ...]
    """In the order of their placeholders in the body."""
    characters: int
    """Han characters and words of the body, for reading length."""
    added: str
    """The date on which it came into the archive (收录), or "": a late one is new to the index, not to its lists."""
    extra: tuple[tuple[str, Any], ...]
    """What the site's own keys say: (key, a text, a number, true or false, or a tuple of them)."""
    layout: str
    """The layout that it asks its theme for, or ""."""
    directives: tuple[Directive, ...]
    """In the order of their lists in the body."""
    places: str
    """``key:line:column`` of the front matter's values, spaces between them, for problems found later."""

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of a front matter value; (1, 1) when the key is not written."""
        for place in self.places.split():
            name, line, column = place.split(":")
            if name == key:
                return int(line), int(column)
        return 1, 1


class Card(NamedTuple):
    """A row in a list: what other pages show of an article or an issue."""

    title: str
    href: str
    date: str
    column: str
    source: str
    summary: str
    status: str
    phrased: str
    """The title with a zero width space wherever a line may be broken."""


class Entry(NamedTuple):
    """An article in its place: what the site knows of it beyond its own file.

    ``digest`` covers the article's bytes and all that stands here but the neighbours.
    """

    article: Article
    card: Card
    digest: bytes
    card_digest: bytes
    issue: int
    """Index into Site.issues, -1 for none."""
    hrefs: tuple[str, ...]
    """Where the links of the body lead, below output/, in the order of their placeholders."""
    cover: str
    """The cover picture's address, or ""."""


class Page(NamedTuple):
    """One file the site will have.

    ``template`` renders ``context``; a template "" means the context itself is the file: ``json`` (a JSON text),
    ``copy`` or ``static`` (a file of content/ or of the theme), or it only says what ``data`` follows from. GONE is the
    template of a page that the last build had and this one has not.
    """

    path: str
    owner: str
    """What wants this file, in an editor's words, for collisions."""
    template: str
    context: dict[str, Any]
    data: Callable[[], bytes] | None = None
    """Gives the bytes when they are really needed; a pure function of what ``context`` names."""


GONE = "gone"


class Before(NamedTuple):
    """What the last finished build knew of a shelf, of which every file is as it left it."""

    basis: bytes
    read: Callable[[str], bytes]
    """The bytes of any file of output/ that is as the last build left it. Raises AnewError for every other."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pages that follow from one plain value.

    ``pages`` is a pure function of what ``digest`` covers, so that an unchanged digest means that
    none of its pages changed and none of their contexts need be built.
    """

    name: str
    digest: bytes
    size: int
    """About how many pages and rows it takes to make, for sharing work out."""
    pages: Callable[[], Iterator[Page]]
    again: Callable[[Before], Iterator[Page]] | None = None
    """Those of the same pages that are new or may have changed, where the last build is known, and those that are gone;
    all others stay as they were.

    Raises AnewError when that is of no use.
    """
    basis: Callable[[], bytes] = bytes
    """Gives what ``again`` will be told of this build; asked where the shelf has changed."""


_BARE = frozenset((str, int, float, bool, bytes))
_EMPTY = ()
"""The one that there is: an article has ten of them."""


def plain(value: Any) -> Any:
    """Named tuples and texts with names as the bare ones that the state can keep."""
    if isinstance(value, (tuple, list)):
        return tuple([v if type(v) in _BARE or v is _EMPTY else plain(v) for v in value])
    return str(value) if isinstance(value, str) and type(value) is not str else value


def directives_of(plain: Iterable[tuple[Any, ...]]) -> tuple[Directive, ...]:
    """Directives back from the state."""
    return tuple(Directive(name, line, column, tuple(Given(*g) for g in given)) for name, line, column, given in plain)


def article_of(plain: tuple[Any, ...]) -> Article:
    """An article back from the state; its inner tuples get their names again."""
    made = Article._make(plain)
    if made.origin or made.updates or made.channels or made.headings or made.links or made.directives:
        made = made._replace(
            origin=Origin(*made.origin) if made.origin else None,
            updates=tuple(Update(*u) for u in made.updates),
            channels=tuple(Elsewhere(*c) for c in made.channels),
            headings=tuple(Heading(*h) for h in made.headings),
            links=tuple(Link(*link) for link in made.links),
            directives=directives_of(made.directives),
        )
    return made
