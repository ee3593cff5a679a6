"""The site related: from that of the last build and what has changed since, or from nothing but the articles."""

from dataclasses import dataclass, field
from typing import Any

from jianbao import zh
from jianbao.cache.state import State
from jianbao.content.reader import Content
from jianbao.errors import errors_in
from jianbao.settings.config import Config
from jianbao.site import relate
from jianbao.site.again import PARTS, Asked, Known
from jianbao.site.model import Site
from jianbao.site.related import Related
from jianbao.zh import Reading


@dataclass(slots=True)
class Memory:
    """What the state holds, for a process that builds again and again."""

    known: Known | None = None
    parts: dict[str, Any] = field(default_factory=dict)


def site(content: Content, asked: Asked, version: bytes, state: State, memory: Memory) -> Known:
    """The site of ``content``, and what is wrong in how its parts fit together."""
    # Until the state has the new one, nothing is known: whoever is interrupted in between looks there again.
    before, parts, memory.known = memory.known, memory.parts, None
    if content.since is None:
        before, parts = None, {}
    elif before is None:
        parts = state.settled(PARTS)
        before = Known.of_parts(parts, content.article)
    complete = not errors_in(content.problems)
    known = before.after(content.since or {}, content.article, asked) if before and complete else None
    known = known or _anew(content, asked, version, state, complete=complete)
    if complete and not errors_in(known.problems):
        now = known.parts()
        with state.transaction():
            state.settle({name: part for name, part in now.items() if name not in parts or parts[name] != part})
        memory.known, memory.parts = known, now
    return known


def _anew(content: Content, asked: Asked, version: bytes, state: State, *, complete: bool) -> Known:
    remembered = state.get("related")
    before = Related(*remembered[1:]) if remembered and remembered[0] == version else None
    made, found = relate.site(
        content.articles,
        asked.files,
        asked.config,
        asked.now,
        drafts=asked.drafts,
        complete=complete,
        before=before,
    )
    related = Related(asked.config.related, tuple(e.article.tags for e in made.entries), tuple(made.related))
    if related != before:
        with state.transaction():
            state.put("related", (version, *related))
    return Known.of(asked, content.articles, made, found)


def readings(site: Site, config: Config, state: State) -> dict[str, Reading]:
    """The readings of every tag and source; only words never met before cost anything."""
    known = state.readings()
    missing = sorted({g.name for g in (*site.tags, *site.sources)} - known.keys())
    if missing:
        fresh = zh.readings(missing, dict(config.pinyin))
        with state.transaction():
            state.keep_readings(fresh)
        known.update(fresh)
    return known
