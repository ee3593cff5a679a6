"""The whole archive as values, for every command that looks at it and builds nothing.

What was read is remembered in a state file of the desk's own, so that a build may run meanwhile; what a build has read
is taken over from its state at the first time.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao import workers
from jianbao.cache import program, trouble
from jianbao.cache.state import State, state_path
from jianbao.content import reader
from jianbao.errors import Problem, SiteError, errors_in
from jianbao.model import Article, Entry
from jianbao.settings import config as configuration
from jianbao.settings.config import Config
from jianbao.site import builder, future, pictures, related, remembered, standing
from jianbao.site.built import Asked
from jianbao.site.model import Site


class Archive(NamedTuple):
    """A site folder, read and related as of ``now``."""

    folder: Path
    config: Config
    articles: list[Article]
    """Every file that could be read, published or not, sorted by path."""
    files: dict[str, str]
    """Pictures and attachments below content/."""
    site: Site
    problems: tuple[Problem, ...]
    """Everything the build would say of content/ and of the settings."""
    now: str

    def entry(self, path: str) -> Entry | None:
        """A published article, issue or page in its place, by its path below content/."""
        others = (e for e in (*(i.entry for i in self.site.issues), *self.site.pages))
        return next((e for e in (*self.site.entries, *others) if e.article.path == path), None)


def archive(folder: Path, *, as_of: str = "", jobs: int | None = None, whole: bool = False) -> Archive:
    """The archive of a site folder; ``whole`` with what is wrong with its pictures, each looked at once.

    Raises SiteError only when the settings cannot be read."""
    return trouble.mended(partial(_archive, folder, as_of, jobs or workers.cores(), whole))


def _archive(folder: Path, as_of: str, jobs: int, whole: bool, anew: bool) -> Archive:
    config = configuration.load(folder)
    now = as_of or f"{datetime.now(ZoneInfo(config.time_zone)):%Y-%m-%dT%H:%M}"
    path = folder / ".cache" / "desk.sqlite"
    with State(path, anew=anew) as state:
        told = trouble.notices(path, state.links, forgotten=state.forgotten)
        version = program.version()
        if not anew:
            reader.borrow(state, state_path(folder, folder / "output"), version, config.time_zone)
        reader.expect(state, version, config.time_zone)
        state.expect("words", program.words(dict(config.pinyin)), "word")
        content = reader.content(folder / "content", state, ZoneInfo(config.time_zone), jobs)
        complete = not errors_in(content.problems)
        # Drafts are looked at as well; what a build, which leaves them out, says beyond that is added.
        without: Sequence[Problem] = ()
        if any(
            standing.published(a, now, drafts=True) and not standing.published(a, now, drafts=False)
            for a in content.articles
        ):
            public = Asked(frozenset(content.others), config, drafts=False, now=now)
            without = builder.from_nothing(content.articles, public, complete=complete).problems
        asked = Asked(frozenset(content.others), config, drafts=True, now=now)
        built = builder.from_nothing(content.articles, asked, complete=complete)
        site, found = built.site, built.problems
        known = remembered.readings(site, config, state, version)
        of_theme = _theme(folder, config, site, state, version)
        of_pictures = pictures.told(folder, site, content.others, state, version) if whole else ()
    ahead, _ = future.told(site, now)
    problems = (*told, *content.problems, *without, *found, *related.alike(site, known), *of_theme)
    problems = (*problems, *ahead, *of_pictures)
    return Archive(folder, config, content.articles, content.others, site, problems, now)


def _theme(folder: Path, config: Config, site: Site, state: State, version: bytes) -> tuple[Problem, ...]:
    """What the build would say of the theme, and of what articles ask of it; its templates are compiled once for as
    long as they stay the same, by the last build or here."""
    from jianbao import pages
    from jianbao.theme import kept

    try:
        theme = kept.theme(folder, config, state, version)
    except SiteError as error:
        return error.problems
    return (*theme.problems, *pages.problems(site, pages.Themed(theme.layouts, theme.spoken())))
