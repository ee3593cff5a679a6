"""A site together with all that it followed from, and the same as plain values for the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from jianbao import digest
from jianbao.errors import Problem
from jianbao.model import Article, Card, Entry, article_of, plain
from jianbao.settings.config import Config
from jianbao.site.model import LISTS, Entries, Group, Issue, Site, Table
from jianbao.site.standing import Away

_SMALL = ("aliases", "files", "next_change")
_COLUMNS = tuple(column.name for column in fields(Table))
PARTS = ("known", "related", "lists", "fronts", *_COLUMNS)
"""What is remembered apart, because an edit leaves most of it as it was."""

Getter = Callable[[str], Article | None]
"""Gives an article by its content path, None where there is none."""


class Moment(NamedTuple):
    """When an article appears and goes by its date; "" is never."""

    publish: str
    expires: str
    draft: bool


class Asked(NamedTuple):
    """What a site follows from, the articles apart."""

    files: frozenset[str]
    """Content paths of pictures and attachments."""
    config: Config
    drafts: bool
    now: str


@dataclass(frozen=True, slots=True)
class Built:
    """A site, and what else is known of how it came to be."""

    files: frozenset[str]
    config: bytes
    """Digest of the settings."""
    drafts: bool
    now: str
    moments: dict[str, Moment]
    """By content path, of those that have one."""
    named: dict[str, str]
    """Content path → the issue that an article outside its folder says it belongs to."""
    site: Site
    told: tuple[Problem, ...]
    """Of the articles, by path."""
    others: tuple[Problem, ...]
    """Of the settings, and of the archive as a whole."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong in how the parts of the site fit together."""
        return (*self.told, *self.others)

    def parts(self) -> dict[str, Any]:
        """Plain values for the state."""
        site = self.site
        head = (
            self.config,
            self.drafts,
            self.now,
            {path: tuple(moment) for path, moment in self.moments.items()},
            self.named,
        )
        small = tuple(getattr(site, name) for name in _SMALL), plain(site.away)
        return {
            **site.entries.table.plain(),
            "known": (*head, plain(self.told), plain(self.others), sorted(self.files), small),
            "related": tuple(site.related),
            "lists": tuple(tuple((g.name, tuple(g.members)) for g in getattr(site, kind)) for kind in LISTS),
            "fronts": (
                tuple((plain(issue.entry), tuple(issue.members)) for issue in site.issues),
                plain(site.pages),
                plain(site.tombstones),
            ),
        }

    @classmethod
    def of_parts(cls, parts: Mapping[str, Any], article: Getter) -> "Built":
        """The same back from the state; ``article`` gives those that are asked for."""
        config, drafts, now, moments, named, told, others, files, small = parts["known"]
        issues, pages, tombstones = parts["fronts"]
        lists: Any = dict(
            zip(LISTS, (tuple(Group(*group) for group in groups) for groups in parts["lists"]), strict=True)
        )
        values, away = small
        lists |= zip(_SMALL, values, strict=True)
        site = Site(
            entries=Entries(Table.of_plain({name: parts[name] for name in _COLUMNS}), sure(article), now),
            related=parts["related"],
            issues=tuple(Issue(_entry(entry), members) for entry, members in issues),
            pages=tuple(map(_entry, pages)),
            tombstones=tuple(map(article_of, tombstones)),
            away=tuple(Away(*one) for one in away),
            **lists,
        )
        known = {path: Moment(*moment) for path, moment in moments.items()}
        problems = (tuple(map(Problem.of_plain, found)) for found in (told, others))
        return cls(frozenset(files), config, drafts, now, known, named, site, *problems)


def mark(config: Config) -> bytes:
    """What settings are told apart by."""
    return digest.of_text(repr(config))


def nothing(asked: Asked) -> Built:
    """The site without an article."""
    entries = Entries(Table.of(()), sure(lambda _: None), asked.now)
    site = Site(entries, (), (), (), (), (), (), (), (), (), (), (), "")
    return Built(frozenset(), mark(asked.config), asked.drafts, asked.now, {}, {}, site, (), ())


def sure(article: Getter) -> Callable[[str], Article]:
    """The same, of articles that are there; raises LookupError for others."""

    def found(path: str) -> Article:
        known = article(path)
        if known is None:
            raise LookupError(path)
        return known

    return found


def _entry(plain: tuple[Any, ...]) -> Entry:
    return Entry._make((article_of(plain[0]), Card(*plain[1]), *plain[2:]))
