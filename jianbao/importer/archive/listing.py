"""A list of an old archive as a value, what such lists held, and what their addresses have in common."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

HOME, TAGS, COLUMNS, FEED = "archive", "tags", "columns", "feed"
"""What an address listed, where it needs no name: everything, all tags, all categories, what is new."""


class Listed(NamedTuple):
    """An old address of a list."""

    address: str
    what: str
    """``HOME``, ``TAGS``, ``COLUMNS``, ``FEED``; or ``tag``, ``column``, ``period``, ``nth`` (the newest but so many),
    ``section``, ``tagfeed``, ``columnfeed``, with a name."""
    name: str = ""


class Facts(NamedTuple):
    """What old lists held, of published texts."""

    dates: tuple[str, ...]
    """ISO, newest first."""
    tags: Counter[str]
    columns: Counter[tuple[str, ...]]
    """Categories, from the uppermost down."""
    sections: Counter[str]
    """Folders of Hugo's content/."""
    slugs: Mapping[tuple[str, str], str]
    """(``tag`` or ``column``, name) → the slug that the old archive itself says."""


class Settings:
    """Settings by dotted name, whatever the case of their letters."""

    def __init__(self, values: Any) -> None:
        self.values = {str(k).lower(): v for k, v in values.items()} if isinstance(values, Mapping) else {}

    def __call__(self, name: str, other: Any = None) -> Any:
        first, _, rest = name.lower().partition(".")
        value = self.values.get(first)
        if rest:
            return Settings(value)(rest, other)
        return other if value is None else value

    def text(self, name: str, other: str) -> str:
        """A text, without slashes at its ends."""
        value = self(name, other)
        return str(value if isinstance(value, (str, int)) and value != "" else other).strip("/")

    def path(self, name: str, other: str) -> str:
        """A text, without slashes in front."""
        value = self(name, other)
        return value.lstrip("/") if isinstance(value, str) else other

    def number(self, name: str, other: int) -> int:
        """A number that is not negative."""
        value = self(name, other)
        return int(value) if str(value).isdigit() else other


def paged(base: str, count: int, each: int, pattern: str = "page/{}/") -> Iterator[tuple[str, int]]:
    """(address of a further page of a list, how many stand before its first); ``base`` ends with a slash."""
    for number in range(2, -(-count // each) + 1 if each else 0):
        yield base + pattern.format(number), (number - 1) * each


def whole(base: str, facts: Facts, each: int, pattern: str = "page/{}/") -> Iterator[Listed]:
    """Further pages of a list of everything."""
    for where, before in paged(base, len(facts.dates), each, pattern):
        yield Listed(where, "nth", str(before))


def one(base: str, what: str, name: str, count: int, each: int, pattern: str = "page/{}/") -> Iterator[Listed]:
    """A list of one thing, and its further pages."""
    yield Listed(base, what, name)
    for where, _ in paged(base, count, each, pattern):
        yield Listed(where, what, name)


def periods(base: str, facts: Facts, each: int, pattern: str = "page/{}/") -> Iterator[Listed]:
    """Lists of years and months: /2018/, /2018/05/."""
    for length in (4, 7):
        counted = Counter(date[:length] for date in facts.dates if len(date) >= length)
        for name, count in sorted(counted.items()):
            yield from one(f"{base}{name.replace('-', '/')}/", "period", name, count, each, pattern)


def nested(facts: Facts, slug: Callable[[str], str]) -> Iterator[tuple[str, str, int]]:
    """(path of slugs, name, articles) of every category, those below others too."""
    counted: Counter[tuple[str, ...]] = Counter()
    for names, count in facts.columns.items():
        for depth in range(1, len(names) + 1):
            counted[names[:depth]] += count
    for names, count in sorted(counted.items()):
        path = "/".join(slug(name) for name in names)
        if all(path.split("/")):
            yield path, names[-1], count
