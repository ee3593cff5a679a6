"""The articles of an archive as rows, and counted: by year, column and source."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from jianbao.check import health, rules
from jianbao.desk import promises
from jianbao.desk.loading import Archive
from jianbao.errors import UsageError, suggestion
from jianbao.model import STATUSES, WITHDRAWN, Article
from jianbao.site import model


class Row(NamedTuple):
    """An article as `list` prints it."""

    date: str
    title: str
    column: str
    source: str
    status: str
    issue: str
    tags: tuple[str, ...]
    characters: int
    path: str


def rows(archive: Archive, wanted: Mapping[str, str]) -> list[Row]:
    """The articles that fit every filter ("" is none), oldest first, withdrawn ones and drafts among them."""
    places = {entry.article.path: entry for entry in archive.site.entries}
    made = []
    for article in archive.articles:
        if article.kind != "article" and not (article.kind == "page" and article.draft):
            continue
        entry = places.get(article.path)
        date = entry.card.date if entry else article.date
        issue = article.path.split("/")[-2] if "/" in article.path else ""
        status = _status(article, archive.now)
        fields = (date, article.title, article.column, article.source, status, issue, article.tags, article.characters)
        made.append(Row(*fields, f"content/{article.path}"))
    made.sort(key=lambda row: (row.date, row.path))
    return [row for row in made if _fits(row, wanted)]


_FILTERS = {"column": "栏目", "source": "来源", "tag": "标签", "issue": "期", "status": "状态"}


def look_at(archive: Archive, wanted: Mapping[str, str]) -> None:
    """Raises UsageError for a filter that nothing can fit, with what was probably meant."""
    year = wanted.get("year", "")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise UsageError(f"--year 应为四位年份，现为“{year}”")
    for key in ("from", "to"):
        value = wanted.get(key, "")
        if value and not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", value, re.ASCII):
            raise UsageError(f"--{key} 应为日期，例如 2018、2018-04 或 2018-04-23，现为“{value}”")
    since, until = wanted.get("from", ""), wanted.get("to", "")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"--from {since} 在 --to {until} 之后")
    everything = rows(archive, {})
    known = {
        "column": {row.column for row in everything} | {column.name for column in archive.config.columns},
        "source": {row.source for row in everything},
        "tag": {tag for row in everything for tag in row.tags},
        "issue": {row.issue for row in everything},
        "status": {*STATUSES, "草稿", "待上线", "已下线"},
    }
    for key, name in _FILTERS.items():
        value = wanted.get(key, "")
        if value and value not in known[key]:
            near = suggestion(value, known[key]) or _some(known[key])
            raise UsageError(f"没有“{value}”这个{name}{'；' if near else ''}{near}")


def _some(known: set[str]) -> str:
    names = sorted(known - {""})
    return f"有：{'、'.join(names[:12])}{' 等' if len(names) > 12 else ''}" if names else ""


def _status(article: Article, now: str) -> str:
    if article.status == WITHDRAWN:
        return WITHDRAWN
    if article.expires and article.expires <= now:
        return "已下线"
    return model.label(article, now) or "现行"


def _between(date: str, since: str, until: str) -> bool:
    """Whether a date lies from the one to the other, both included, or may: 2018-04 is from 2018-04-23 on as well."""
    if not date:
        return not since and not until
    return date[: len(since)] >= since[: len(date)] and date[: len(until)] <= until[: len(date)]


def _fits(row: Row, wanted: Mapping[str, str]) -> bool:
    exact = {"column": row.column, "source": row.source, "status": row.status, "issue": row.issue}
    return (
        all(not wanted.get(key) or wanted[key] == value for key, value in exact.items())
        and _between(row.date, wanted.get("from", ""), wanted.get("to", ""))
        and (not wanted.get("year") or row.date.startswith(wanted["year"]))
        and (not wanted.get("tag") or wanted["tag"] in row.tags)
        and (not wanted.get("text") or wanted["text"] in row.title)
    )


def figures(archive: Archive, year: str) -> dict[str, Any]:
    """Counts of published articles, columns past their promise, what changes by date alone."""
    shown = [r for r in rows(archive, {"year": year}) if r.status not in (WITHDRAWN, "草稿", "待上线", "已下线")]
    rule = next((r for r in rules.load(archive.folder).values() if r.check == "promise"), None)
    by_check = {"promise": rule} if rule else {}
    late = health.of_site(archive.site, archive.config, promises.of(archive.folder), archive.now, by_check)
    coming = [
        {"when": when.replace("T", " "), "what": what, "path": f"content/{a.path}", "title": a.title}
        for a in archive.articles
        for when, what in ((a.publish, "上线"), (a.expires, "下线"))
        if when > archive.now and not a.draft
    ]
    return {
        "articles": len(shown),
        "characters": sum(row.characters for row in shown),
        "years": dict(sorted(Counter(row.date[:4] or "无日期" for row in shown).items())),
        "columns": _counted(row.column or "无栏目" for row in shown),
        "sources": _counted(row.source or "无来源" for row in shown),
        "overdue": [f.problem.message for f in late],
        "coming": sorted(coming, key=lambda c: c["when"]),
    }


def _counted(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda n: (-n[1], n[0])))


def text(counted: Mapping[str, Any]) -> str:
    """The figures as an editor reads them."""
    lines = [f"文章 {counted['articles']} 篇，{counted['characters']} 字"]
    for name, title in (("years", "按年"), ("columns", "按栏目"), ("sources", "按来源")):
        lines += [f"{title}：", *(f"   {key}  {n}" for key, n in counted[name].items())]
    if counted["overdue"]:
        lines += ["超过承诺更新时间的栏目：", *(f"   {message}" for message in counted["overdue"])]
    if counted["coming"]:
        lines += [
            "将要上线和下线的：",
            *(f"   {c['when']}  {c['what']}  {c['title']}  {c['path']}" for c in counted["coming"]),
        ]
    return "\n".join(lines)
