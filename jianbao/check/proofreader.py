"""One article through the rules, quickly and again and again: what the preview shows beside a page.

What only the whole archive can tell (the build's own problems, dead links, duplicates, tags, sign-off) is
left to `check`. Refused: nothing; a mistake in data/ is told as a problem of data/.
"""

from collections import OrderedDict
from pathlib import Path

from jianbao import digest
from jianbao.check import engine, health, prose
from jianbao.check.engine import Engine, Found
from jianbao.check.prose import Prose
from jianbao.errors import Problem, SiteError, in_order
from jianbao.settings import knowledge

FILES = (*knowledge.RULES, "hotlines", "departments", "people", "brands", "words", "leaders")
"""What an engine is made of; a change in one of them makes a new one."""
_KEPT = 200
"""Articles whose problems are remembered."""


def found(made: Engine, read_as: Prose, date: str) -> list[Found]:
    """Everything that one text by itself shows."""
    pictures = health.pictures(read_as, made.by_check) if read_as.kind == "md" else []
    return made.found(read_as, date) + pictures


class Proofreader:
    """A site's rules, for one article after another; made ready at the first, and again when data/ changes."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._stamps: tuple[tuple[int, int], ...] | None = None
        self._engine: Engine | None = None
        self._faults: tuple[Problem, ...] = ()
        self._known: OrderedDict[tuple[str, str, bytes], tuple[Problem, ...]] = OrderedDict()

    def problems(self, path: str, text: str, date: str = "") -> tuple[Problem, ...]:
        """An article's problems in order.

        ``path`` is below the site (content/2018/…), ``text`` the file as it stands, front matter and all, with
        \\n as its line ends, ``date`` the article's, ISO of any precision ("" when it has none: names and posts
        are then held against no date). The same text costs nothing the second time.
        """
        self._look_at_data()
        if self._engine is None:
            return self._faults
        key = (path, date, digest.of_bytes(text.encode("utf-8", "surrogatepass")))
        if key not in self._known:
            told = found(self._engine, prose.of_markdown(text, path), date)
            self._known[key] = in_order(one.problem for one in told)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return self._known[key]

    def found(self, path: str, text: str, date: str = "") -> list[Found]:
        """The same, each with its stretch of the text and its fix; nothing is remembered."""
        self._look_at_data()
        if self._engine is None:
            return [Found(fault, 0, 0, None) for fault in self._faults]
        return found(self._engine, prose.of_markdown(text, path), date)

    def _look_at_data(self) -> None:
        stamps = tuple(_stamp(knowledge.file(self._site, name)[0]) for name in FILES)
        if stamps == self._stamps:
            return
        self._stamps, self._known = stamps, OrderedDict()
        try:
            self._engine = engine.of_site(self._site)
            self._faults = ()
        except SiteError as error:
            self._engine, self._faults = None, error.problems


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size
