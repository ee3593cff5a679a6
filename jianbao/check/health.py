"""What is wrong with an archive as a whole, and with no single sentence of it."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date

from jianbao import digest, zh
from jianbao import expressions as re
from jianbao.check.engine import Found
from jianbao.check.prose import Prose
from jianbao.check.rules import Finding, Rule
from jianbao.errors import Problem
from jianbao.model import WITHDRAWN, Article
from jianbao.settings.config import Config
from jianbao.site.model import Site

_PICTURE = re.compile(r"!\[((?:[^\]\n!]|!(?!\[))*+)\]\(\s*+<?([^\s)>]*)")
_IMG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_FOOTER = {
    "sponsor": "主办单位",
    "organizer": "承办单位",
    "contact": "联系方式",
    "icp": "ICP备案号",
    "police": "公安备案号",
    "id_code": "网站标识码",
}
_SHORTEST = 12
"""Letters of a sentence that is compared."""
_DAY = len("2018-04-23")
_NAME = 8
"""Letters of a title that is no column's: two of 简讯 on a day are two."""
_MARKS = re.compile(f"[^{zh.HAN}0-9A-Za-z]+")
_ALIKE = 0.8
"""Two articles are near-duplicates when so much of the shorter one's sentences stands in the other."""


def pictures(prose: Prose, by_check: Mapping[str, Rule]) -> list[Found]:
    """Pictures without words for those who cannot see them, and pictures from unencrypted addresses."""
    found = []
    text = prose.text
    alt, resource = by_check.get("alt"), by_check.get("resource")
    for match in _PICTURE.finditer(text, prose.body):
        if prose.prose[match.start() : match.start() + 2] != "![" and prose.prose[match.start()] == "\x00":
            continue
        if alt and not match[1].strip():
            found.append(_at(prose, match.start(), match.end(), alt))
        if resource and match[2].startswith("http://"):
            found.append(_at(prose, match.start(2), match.end(2), resource, match[2]))
    for match in _IMG.finditer(text, prose.body):
        if alt and not re.search(r"\balt\s*=\s*[\"'][^\"']*\S", match.group()):
            found.append(_at(prose, match.start(), match.end(), alt))
        source = re.search(r"\bsrc\s*=\s*[\"']?(http://[^\"'\s>]+)", match.group())
        if resource and source:
            found.append(_at(prose, match.start(), match.end(), resource, source[1]))
    return [f for f in found if not prose.allows(f.problem.code, f.start)]


def _at(prose: Prose, start: int, end: int, rule: Rule, found: str = "") -> Found:
    line, column = prose.place(start)
    finding = Finding(start, end, rule, found)
    return Found(
        Problem(prose.path, line, column, rule.level, rule.code, finding.message, finding.hint), start, end, None
    )


def _whole(rule: Rule, path: str, line: int, column: int, found: str, right: str = "") -> Found:
    finding = Finding(0, 0, rule, found, right)
    return Found(Problem(path, line, column, rule.level, rule.code, finding.message, finding.hint), 0, 0, None)


def of_site(
    site: Site, config: Config, promises: Mapping[str, int], now: str, by_check: Mapping[str, Rule]
) -> list[Found]:
    """Columns, footer and tags."""
    found: list[Found] = []
    members = {group.name: group.members for group in site.columns}
    place = config.place("columns")
    empty, promise, footer, once = (by_check.get(name) for name in ("emptycolumn", "promise", "footer", "tagonce"))
    for column in config.columns:
        if not members.get(column.name):
            found += [_whole(empty, place.path, place.line, place.column, column.name)] if empty else []
        elif promise and column.name in promises:
            last = max(site.entries[m].card.date for m in members[column.name])
            days = _days(last, now)
            if days > promises[column.name]:
                right = f"承诺{promises[column.name]}天内，最近一篇是{last}，已过{days}天"
                found.append(_whole(promise, "data/columns.yaml", 0, 0, column.name, right))
    if footer:
        missing = [
            _FOOTER[f.name] for f in fields(config.footer) if f.name in _FOOTER and not getattr(config.footer, f.name)
        ]
        if missing:
            found.append(_whole(footer, "config.yaml", 0, 0, "、".join(missing)))
    if once:
        found += _tags(site, once)
    return found


def _days(last: str, now: str) -> int:
    """Days from a date of any precision (its last possible day, kindly) to now."""
    parts = [int(p) for p in last.split("-")]
    if len(parts) == 1:
        day = date(parts[0], 12, 31)
    elif len(parts) == 2:
        day = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    else:
        day = date(*parts)
    return (date.fromisoformat(now[:10]) - day).days


def _tags(site: Site, rule: Rule) -> list[Found]:
    """Tags that stand in one article only, with one that may be meant."""
    used = {group.name: len(group.members) for group in site.tags}
    found = []
    for group in site.tags:
        if len(group.members) > 1:
            continue
        article = site.entries[group.members[0]].article
        line, column = article.place("tags")
        near = next((o for o in used if o != group.name and (o in group.name or group.name in o)), "")
        hint = f"是不是“{near}”？" if near else "与常用的标签核对；独有的标签可以不管"
        found.append(_whole(rule, f"content/{article.path}", line, column, group.name, hint))
    return found


Said = tuple[str, frozenset[int], bytes]
"""(path, the sentences of a body as numbers, what all its letters are told by)"""


def said(prose: Prose) -> tuple[frozenset[int], bytes]:
    """The sentences and the letters of a body, for comparing many articles; nothing where there are too few."""
    if prose.kind != "md":
        return frozenset(), b""
    letters = _MARKS.sub("", prose.prose[prose.body :])
    sentences = frozenset(
        zlib.crc32(s.letters.encode()) for s in prose.sentences() if s.kind == "text" and len(s.letters) >= _SHORTEST
    )
    return sentences, digest.of_text(letters) if len(letters) >= _SHORTEST else b""


def twice(said: Sequence[Said], by_check: Mapping[str, Rule], paths: Mapping[str, Article]) -> list[Found]:
    """Articles that came in twice: by what they say, or by their title and day. Withdrawn ones are gone already."""
    said = [one for one in said if one[0] not in paths or paths[one[0]].status != WITHDRAWN]
    found = _duplicates(said, by_check.get("duplicates"), paths)
    told = {one.problem.path for one in found}
    articles = [paths[path] for path, *_ in said if path in paths]
    return found + [one for one in _titles(articles, by_check.get("titletwice")) if one.problem.path not in told]


def _titles(articles: Iterable[Article], rule: Rule | None) -> list[Found]:
    """Articles of the same day and the same title: one bulletin that came in twice."""
    found: list[Found] = []
    first: dict[tuple[str, str], str] = {}
    for article in articles if rule is not None else ():
        if len(article.date) == _DAY and len(article.title) >= _NAME:
            other = first.setdefault((article.date, article.title), article.path)
            if other != article.path and rule is not None:
                line, column = article.place("title")
                found.append(_whole(rule, f"content/{article.path}", line, column, f"content/{other}"))
    return found


def _duplicates(said: Sequence[Said], rule: Rule | None, paths: Mapping[str, Article]) -> list[Found]:
    """Articles of the very letters of an earlier one, or nearly all of whose sentences stand in one.

    ``said`` by path, in order: the sentences and the letters.
    """
    if rule is None:
        return []
    where: dict[int, list[int]] = defaultdict(list)
    found = []
    first: dict[bytes, str] = {}
    for number, (path, mine, body) in enumerate(said):
        article = paths.get(path)
        line, column = article.place("title") if article else (1, 1)
        same = first.setdefault(body, path) if body else path
        if same != path:
            found.append(_whole(rule, path, line, column, same))
            continue
        if len(mine) < 3:
            continue
        shared: dict[int, int] = defaultdict(int)
        for sentence in mine:
            for other in where[sentence][:20]:
                shared[other] += 1
            where[sentence].append(number)
        best = max(shared, key=lambda n: shared[n], default=-1)
        if best >= 0 and shared[best] >= _ALIKE * max(len(mine), 3) and shared[best] >= 0.5 * len(said[best][1]):
            found.append(_whole(rule, path, line, column, said[best][0]))
    return found


def unsigned(signed: Iterable[tuple[str, str, Sequence[str], tuple[int, int]]], rule: Rule | None) -> list[Found]:
    """Articles of a column that needs sign-off (path, column, the missing ones, where the front matter ends)."""
    if rule is None:
        return []
    return [
        _whole(rule, path, line, place, column, "、".join(missing)) for path, column, missing, (line, place) in signed
    ]
