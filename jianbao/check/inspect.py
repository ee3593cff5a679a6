"""What an inspection of the program's own finds, before a rule gives it level and words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jianbao.check.prose import Prose
from jianbao.settings.knowledge import Knowledge


class Hit(NamedTuple):
    """``check`` is the inspection that a rule of data/checks.yaml names."""

    check: str
    start: int
    end: int
    found: str = ""
    right: str = ""
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What an inspection may know beside the text."""

    knowledge: Knowledge
    hotlines: frozenset[str] = frozenset()
    date: str = ""
    """The article's, ISO of any precision; "" is not known."""
    pinned: dict[str, str] = field(default_factory=dict)


Inspection = Callable[[Prose, Context], Iterator[Hit]]
