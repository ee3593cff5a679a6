"""The life of an article: each act is the command that exists, with a form's values in place of options.

new → desk.drafting, withdraw → desk.withdrawal, import → importer.plan, 更正 and 定时 → one value of the front matter.
Nothing is decided here beyond what the form asked for. Raises UsageError with the reason, nothing written.
"""

import glob
import posixpath
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jianbao import files
from jianbao.content import additions, dates, editing, frontmatter
from jianbao.desk import drafting, loading, moving, withdrawal
from jianbao.errors import Problem, UsageError
from jianbao.importer import plan as planning
from jianbao.importer import reading
from jianbao.importer.model import Options, Plan
from jianbao.preview.edit import article, place, wording
from jianbao.settings import config as configuration
from jianbao.settings import knowledge

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-|$)")


class NoActError(Exception):
    """No act has this name."""


def today(site: Path) -> str:
    """The day it is where the site is."""
    return f"{datetime.now(ZoneInfo(configuration.load(site).time_zone)):%Y-%m-%d}"


def new_article(site: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A new article; its path. Its file has a name that is free, whatever others are called."""
    wanted = _wanted(site, asked, "title", "issue", "date", "column", "source")
    if not wanted.title:
        raise UsageError("请写标题")
    settings, departments = configuration.load(site), knowledge.load(site).departments
    made = drafting.files(site, settings, departments, wanted, today(site))
    path = made[-1][0]
    stem, number = path.rpartition("/")[2].removesuffix(".md"), 1
    while (site / path).exists():
        there = article.front_of(place.read(site, path.removeprefix("content/"))).get("title", "")
        if there == wanted.title:
            raise UsageError(f"这一期里已经有《{there}》；换一个标题，或者打开那一篇")
        number += 1
        made = drafting.files(site, settings, departments, wanted._replace(name=f"{stem}-{number}"), today(site))
        path = made[-1][0]
    drafting.write(site, made)
    return {"path": path.removeprefix("content/")}


def new_issue(site: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A new issue of a year and a month; its path. A second one of the month has a number behind: 2018-04-2."""
    wanted = _wanted(site, asked, "issue", "number")
    if not _MONTH.match(wanted.issue):
        what = f"看不出“{wanted.issue}”是哪一年哪一月" if wanted.issue else "请写是哪一年哪一月"
        raise UsageError(f"{what}；写成 2018-04")
    there = next((site / "content").glob(f"*/{wanted.issue}/index.md"), None)
    if there:
        title = article.front_of(place.read(site, there.relative_to(site / "content").as_posix())).get("title", "")
        raise UsageError(f"这一期已经有了：《{title}》；同一个月再出一期，写成 {wanted.issue[:7]}-2")
    if len(wanted.issue) > len("2018-04") and not wanted.number:
        raise UsageError("同一个月的第二期要写期号，标题里才分得清")
    path, text = drafting.files(site, configuration.load(site), {}, wanted, today(site))[0]
    drafting.write(site, [(path, text)])
    return {"path": path.removeprefix("content/")}


def _wanted(site: Path, asked: Mapping[str, Any], *keys: str) -> drafting.Wanted:
    said = {key: _said(asked, key) if key in keys else "" for key in drafting.Wanted._fields}
    if said["issue"] and not any((site / "content").glob(f"*/{glob.escape(said['issue'])}/index.md")):
        said["issue"] = drafting.issue_name(said["issue"])
    return drafting.Wanted(**said)


def withdrawn(site: Path, path: str, why: str, *, silent: bool, write: bool) -> dict[str, Any]:
    """What withdrawing an article takes along, written when asked."""
    if not why.strip():
        raise UsageError("请写撤回的原因；不想公布就勾上“不公布原因”")
    archive = loading.archive(site, jobs=1)
    made = withdrawal.plan(archive, site / "content" / path, today(site), "" if silent else why.strip())
    titles = {a.path: a.title for a in archive.articles}
    if write:
        withdrawal.act(site, made)
    return {
        "title": made.title,
        "lists": len(made.lists),
        "pictures": [posixpath.basename(p) for p in made.pictures],
        "mentions": [titles.get(p.removeprefix("content/"), "") for p in made.mentions],
        "done": write,
    }


def corrected(site: Path, path: str, mark: str, day: str, words: str) -> dict[str, Any]:
    """A correction (更正) with its date, beside those that are there."""
    found = dates.parse(day, UTC)
    if found is None or found == dates.IMPOSSIBLE:
        raise UsageError(f"没有“{day}”这个日期；写成 2018-04-23")
    if not words.strip():
        raise UsageError("请写更正了什么，例如：更正了参加人数。")
    data = place.read(site, path)
    if found[0] > today(site):
        raise UsageError(f"“{found[0]}”还没有到；写更正的那一天")
    before = article.front_of(data).get("updates", [])
    record = {"date": found[0], "text": " ".join(words.split())}
    return article.saved(site, path, {"mark": mark, "changes": {"updates": [*before, record]}})


def scheduled(site: Path, path: str, mark: str, times: Mapping[str, str]) -> dict[str, Any]:
    """When an article comes (``publish``) and goes (``expires``), each ``2018-04-23 09:00``; "" takes a time away."""
    zone = ZoneInfo(configuration.load(site).time_zone)
    made = {}
    for key, name in (("publish", "上线"), ("expires", "下线")):
        text = times.get(key, "").strip()
        found = dates.parse(text, zone) if text else ("", "")
        if found is None or found == dates.IMPOSSIBLE or (text and len(found[0]) < len("2018-04-23")):
            raise UsageError(f"看不懂{name}的时间“{text}”；写成 2018-04-23 09:00")
        made[key] = " ".join(filter(None, found))
    if made["publish"] and made["expires"] and made["expires"] <= made["publish"]:
        raise UsageError("下线的时间要在上线以后")
    before = article.front_of(place.read(site, path))
    changes = {key: text for key, text in made.items() if text != before.get(key, "")}
    return article.saved(site, path, {"mark": mark, "changes": changes}) | made


def moved(site: Path, path: str, issue: str, *, write: bool) -> dict[str, Any]:
    """An article into another issue, its old address kept, its pictures and the links to it along."""
    if not issue:
        raise UsageError("请选移到哪一期")
    archive = loading.archive(site, jobs=1)
    made = moving.plan(archive, site / "content" / path, issue)
    titles = {a.path: a.title for a in archive.articles}
    if write:
        moving.act(site, made)
    return {
        "path": made.path,
        "title": titles.get(path, ""),
        "beside": [posixpath.basename(p) for p, _ in made.beside],
        "linked": [titles.get(p, "") for p, _, _ in made.linked],
        "alias": made.alias,
        "done": write,
    }


# ---- a bulletin dropped on the list ----


def planned(site: Path, name: str, data: bytes, said: Mapping[str, str]) -> Plan:
    """The plan for a bulletin. Raises UsageError when it cannot be read."""
    settings = configuration.load(site)
    source = reading.source(name, data)
    there = frozenset(p.relative_to(site).as_posix() for p in (site / "content").glob("*/*/*"))
    issue = said.get("issue", "")
    there_is = any(path.split("/")[2] == issue for path in there)
    options = Options(
        issue if there_is else drafting.issue_name(issue), said.get("date", ""), said.get("year", ""), today(site)
    )
    return planning.planned(
        [source],
        knowledge.load(site).departments,
        [column.name for column in settings.columns],
        knowledge.suggestions(site),
        options,
        there,
        lambda folder: _number(site, folder),
    )


def shown(made: Plan) -> dict[str, Any]:
    """A plan as the screen asks about it: each item's values, and its doubts one by one."""
    return {
        "issue": made.issue,
        "refused": wording.told(made.refused) if made.refused else "",
        "items": [
            {
                "title": item.shown_title,
                "date": item.date,
                "basis": item.date_basis,
                "source": item.source,
                "column": item.column,
                "tags": list(item.tags),
                "doubts": [wording.told(d) for d in item.doubts],
                "first": next((p.text for p in item.paragraphs if p.text), "")[:120],
                "words": sum(len(p.text) for p in item.paragraphs),
                "pictures": sum(bool(p.picture) for p in item.paragraphs),
            }
            for item in made.items
        ],
        "dropped": [{"text": d.text[:200], "reason": d.reason} for d in made.dropped],
        "doubts": [
            wording.told(d) for d in made.doubts if not any(d.endswith(x) for i in made.items for x in i.doubts)
        ],
    }


def brought(site: Path, made: Plan, answers: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Writes a plan with the editor's answers, which are values of each item's front matter; the first one's path."""
    if made.refused or not made.issue:
        raise UsageError(wording.told(made.refused) if made.refused else "看不出是哪一期；请写上，例如 2018-04")
    articles = [path for path, _ in made.files if path.endswith(".md") and not path.endswith("/index.md")]
    if len(answers) != len(articles):
        raise UsageError("看不懂这次导入")
    by_path = dict(zip(articles, answers, strict=True))
    final = [(path, _answered(data, by_path[path]) if path in by_path else data) for path, data in made.files]
    index = next((data for path, data in final if path.endswith("/index.md")), None)
    if index is not None and b"\ndate: " not in index:
        raise UsageError(f"看不出“{made.issue}”是什么时候的；请写上这一期的日期")
    additions.add(site, final, cure="改一个期号，另起一期")
    return {"paths": [path.removeprefix("content/") for path in articles], "issue": made.issue}


def _answered(data: bytes, answer: Mapping[str, Any]) -> bytes:
    given = {key: answer[key] for key in ("title", "date", "source", "column", "tags") if key in answer}
    before = article.front_of(data)
    changes = {key: value for key, value in given.items() if value != before.get(key, [] if key == "tags" else "")}
    try:
        return editing.changed(data, changes)
    except editing.EditError as error:
        raise UsageError(str(error)) from None


def _number(site: Path, folder: str) -> str:
    """The number of the issue in a folder; "" when it has none or cannot be read."""
    index = site / folder / "index.md"
    data = files.read(index, folder, files.LARGEST_TEXT, site / "content")
    if isinstance(data, Problem):
        return ""
    front, _ = frontmatter.read(data.decode("utf-8-sig", "replace"), "index.md", UTC)
    return str(front.values.get("number", "")) if front else ""


def _said(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key, "")
    return value.strip() if isinstance(value, str) else ""
