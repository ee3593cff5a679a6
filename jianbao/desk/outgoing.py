"""What of a site that is about to be published must not be seen: numbers of persons, by the rules of `check`.

Only pages that are new or changed are looked at. A number that an editor has allowed where it stands, or a hotline of
data/hotlines.yaml, passes here as it passes there.
"""

import html
import re
from collections.abc import Iterable
from pathlib import Path

from jianbao.check import engine, inspect, privacy
from jianbao.check.prose import Prose
from jianbao.desk import inspection, loading
from jianbao.errors import Problem
from jianbao.settings.knowledge import Knowledge

_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_CHECKS = ("mobile", "identity", "card")


def problems(site: Path, output: Path, paths: Iterable[str]) -> list[Problem]:
    """What `check` says of numbers of persons in the articles behind these pages, with its places and cures."""
    hotlines = engine.hotlines(site)
    suspect = {path for path in paths if path.endswith(".html") and _holds(output / path, hotlines)}
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


def _holds(file: Path, hotlines: frozenset[str]) -> bool:
    """Whether a page shows what looks like a number of a person."""
    try:
        text = html.unescape(_TAGS.sub(" ", file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError):
        return False
    context = inspect.Context(Knowledge({}, {}, frozenset()), hotlines)
    return any(True for _ in privacy.privacy(Prose("", text, text, "txt"), context))
