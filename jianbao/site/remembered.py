"""The site of what is in content/: gone on from the last build's where that can be, else built from nothing."""

from dataclasses import dataclass, field
from typing import Any

from jianbao import pinyin, zh
from jianbao.cache import prepared
from jianbao.cache.state import State
from jianbao.content.reader import Content
from jianbao.errors import AnewError, errors_in
from jianbao.model import article_of
from jianbao.settings.config import Config
from jianbao.site import builder
from jianbao.site.built import PARTS, Asked, Built
from jianbao.site.model import Site
from jianbao.zh import Reading


@dataclass(slots=True)
class LastSite:
    """What the state holds, for a process that builds again and again."""

    built: Built | None = None
    parts: dict[str, Any] = field(default_factory=dict)


def site(content: Content, asked: Asked, state: State, memory: LastSite) -> tuple[Built, str]:
    """(the site of ``content``, why it was built from nothing); "" when it was gone on from the last one."""
    # Until the state has the new one, nothing is known: whoever is interrupted in between looks there again.
    last, parts, memory.built = memory.built, memory.parts, None
    reason = ""
    if errors_in(content.problems):
        reason = "有文件读不了"
    elif isinstance(content.since, str):
        reason, parts = content.since, {}
    else:
        if last is None:
            parts = state.settled(PARTS)
            last = Built.of_parts(parts, content.article)
        changes = {path: article_of(plain) if plain else None for path, plain in content.since.items()}
        try:
            built = builder.gone_on(last, changes, content.article, asked)
        except AnewError as error:
            reason = error.reason
    if reason:
        built = builder.from_nothing(content.articles, asked, complete=not errors_in(content.problems))
    if not errors_in((*content.problems, *built.problems)):
        now = built.parts()
        with state.transaction():
            state.settle({name: part for name, part in now.items() if name not in parts or parts[name] != part})
        memory.built, memory.parts = built, now
    return built, reason


def readings(site: Site, config: Config, state: State, version: bytes) -> dict[str, Reading]:
    """The readings of every tag and source; only words never met before cost anything.

    ``version`` is the program's, as a digest.
    """
    spoken = state.readings()
    missing = sorted({g.name for g in (*site.tags, *site.sources)} - spoken.keys())
    if missing:
        known = pinyin.Known(*prepared.value("pinyin", version, lambda: pinyin.known().plain()))
        fresh = zh.readings(missing, dict(config.pinyin), known)
        with state.transaction():
            state.keep_readings(fresh)
        spoken.update(fresh)
    return spoken
