"""What of a site that is about to be published must not be seen: numbers of persons, by the rules of `check`.

Only pages that are new or changed are looked at. A number that an editor has allowed where it stands, or a hotline of
data/hotlines.yaml, passes here as it passes there.
"""

import gzip
import html
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from jianbao import files
from jianbao.check import engine, inspect
from jianbao.check.entities import privacy
from jianbao.check.prose import Prose
from jianbao.desk import inspection, loading
from jianbao.errors import Problem
from jianbao.settings.knowledge import Knowledge

_TAGS = re.compile(r"<(script|style)\b[^<]*+(?:<(?!/\1\b)[^<]*+)*+(?:</\1\s*+>)?+|<[^<>]*+>")
"""A tag, or an element whose content is none; without its end it goes to the end of the page, as browsers read it."""
_CHECKS = ("mobile", "identity", "card")


def problems(site: Path, output: Path, paths: Iterable[str], before: Callable[[str], bytes | None]) -> list[Problem]:
    """What `check` says of numbers of persons in the articles behind these pages, with its places and cures.

    ``before`` gives what readers see at a path now: a number that is there already is not asked about again, so that
    an old page does not stop the others whenever its neighbours change.
    """
    hotlines = engine.hotlines(site)

    def new(path: str) -> bool:
        numbers = _numbers(_read(output, path), hotlines)
        return bool(numbers) and bool(numbers - _numbers(before(path) or b"", hotlines))

    suspect = {path for path in paths if path.endswith(".html") and new(path)}
    if not suspect:
        return []
    archive = loading.archive(site, jobs=1)
    entries = (*archive.site.entries, *(issue.entry for issue in archive.site.issues), *archive.site.pages)
    files = [site / "content" / entry.article.path for entry in entries if entry.article.address in suspect]
    codes = {rule.code for check, rule in engine.of_site(site).by_check.items() if check in _CHECKS}
    if not files:
        return []
    found = inspection.inspected(site, files, jobs=1).found
    return [one.problem for one in found if one.problem.code in codes]


def _read(output: Path, path: str) -> bytes:
    data = files.read(output / path, f"output/{path}", files.LARGEST_FILE, output)
    return b"" if isinstance(data, Problem) else data


def _numbers(page: bytes, hotlines: frozenset[str]) -> set[str]:
    """What looks like numbers of persons on a page, as it is written there."""
    if page[:2] == b"\x1f\x8b":
        page = gzip.decompress(page)
    text = html.unescape(_TAGS.sub(" ", page.decode("utf-8", "replace")))
    context = inspect.Context(Knowledge({}, {}, frozenset()), hotlines)
    return {text[hit.start : hit.end] for hit in privacy.hits(Prose("", text, text, "txt"), context)}
