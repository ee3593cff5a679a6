"""What a page shows of its article against what its own <meta> tags say: when both are there and differ, it is said.

A page that was moved to a new site keeps the old day below its title and has the new one in its tags; one that was
copied from another names that one's source in one place only. What the page shows is taken, as its readers saw it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from jianbao.errors import Level, Problem
from jianbao.importer.line import figures, signatures
from jianbao.importer.line.evidence import Year
from jianbao.importer.line.meta import Meta

_SHORT = (("妇女联合会", "妇联"), ("总工会", "工会"), ("人民政府", "政府"), ("委员会", "委"), ("共青团", "团"))
_OF_GREENWICH = re.compile(r"T\d\d:\d\d.{0,10}(?:Z|[+-]00:?00)$")
"""A moment of a tag that is eight hours behind the page's own."""


def problems(
    path: str, line: int, shown: Sequence[Meta], said: Mapping[str, str], departments: Mapping[str, str]
) -> list[Problem]:
    """What differs between the fields below a title and the page's tags (``tag_date``, ``tag_source`` of ``said``)."""
    found = []
    day = next((told for m in shown if (told := figures.whole(m.date))), None)
    tag = figures.whole(said.get("tag_date", ""))
    slack = timedelta(1 if _OF_GREENWICH.search(said.get("tag_date", "")) else 0)
    if day and tag and abs(day[0] - tag[0]) > slack:
        message = f"网页上写的时间是{day[0]}，网页的标记里是{tag[0]}"
        cure = "对照原来的网页，核对文章的 date"
        found.append(Problem(path, line, 1, Level.NOTICE, "import-page-date", message, cure))
    source = next((m.source for m in shown if m.source and "来源" in "".join(m.labels)), "")
    other = said.get("tag_source", "")
    if source and other and not _are_one(source, other, departments):
        message = f"网页上写的来源是“{source}”，网页的标记里是“{other}”"
        cure = "对照原来的网页，核对文章的 source"
        found.append(Problem(path, line, 1, Level.NOTICE, "import-page-source", message, cure))
    return found


def without_tag(evidence: Sequence[Year], shown: Sequence[Meta], said: Mapping[str, str]) -> Sequence[Year]:
    """The evidence of the year without the tag's day, where the page itself shows another one."""
    tag = figures.whole(said.get("tag_date", ""))
    day = next((told for m in shown if (told := figures.whole(m.date))), None)
    if not tag or not day or tag[0] == day[0]:
        return evidence
    return [e for e in evidence if e.basis != said["tag_date"]]


def _are_one(source: str, other: str, departments: Mapping[str, str]) -> bool:
    """Whether two names may be one body's: one in the other, a full and a short form, one department's."""
    names = [_short(signatures.canonical(name, departments) or name) for name in (source, other)]
    return names[0] in names[1] or names[1] in names[0]


def _short(name: str) -> str:
    bare = "".join(name.split())
    for full, brief in _SHORT:
        bare = bare.replace(full, brief)
    return bare


def said_of(found: Sequence[Problem]) -> list[str]:
    """The same as doubts of an item: 提示[import-page-date] …；…."""
    return [f"{problem.level}[{problem.code}] {problem.message}；{problem.hint}" for problem in found]
