"""A new article, or a new issue, as files that pass `check`; written all or none, over nothing."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jianbao import address, zh
from jianbao.content import additions, dates
from jianbao.errors import PROGRAM, UsageError, suggestion
from jianbao.importer import plan as planning
from jianbao.importer import writing
from jianbao.settings.config import Config
from jianbao.yaml.writing import scalar

_ISSUE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff_-]{0,40}")
_OF_MONTH = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?!\d)-?(.*)")
"""A folder name that says its month, and what stands behind: 2018-04, 2018-04-2, 2018-04特刊."""
_NO_MONTH = re.compile(r"\d{4}[-./年]\d{1,2}(?!\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)(?:[-./年](0?[1-9]|1[0-2])月?|(0[1-9]|1[0-2]))(?=-|$)")


class Wanted(NamedTuple):
    """What the editor asks for; "" is not said."""

    title: str
    issue: str
    date: str
    column: str
    source: str
    name: str
    number: str = ""
    """A new issue's."""


def files(
    site: Path, config: Config, departments: Mapping[str, str], wanted: Wanted, today: str
) -> list[tuple[str, str]]:
    """(path below the site, text) of the files to be made. Raises UsageError with the cure."""
    if not wanted.title and not wanted.issue:
        raise UsageError(f'请写标题，例如 {PROGRAM} new "举办业务培训班"；只建一期就写 --issue 2018-05')
    day = _day(wanted.date)
    folder = _issue(site, wanted.issue, day, today)
    made: list[tuple[str, str]] = []
    if not (site / folder / "index.md").exists():
        made.append((f"{folder}/index.md", _front_page(folder.rpartition("/")[2], day, wanted)))
    elif not wanted.title:
        raise UsageError(f"{folder}/index.md 已经有了，没有改动")
    if wanted.title:
        made.append(_article(site, folder, config, departments, wanted, (day, today)))
    return made


def issue_name(text: str) -> str:
    """The folder name of the issue that a person calls so: 2019年6月, 2019-6 and 201906 are 2019-06."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH.match(plain)
    return f"{found[1]}-{int(found[2] or found[3]):02}{plain[found.end() :]}" if found else text.strip()


def write(site: Path, made: list[tuple[str, str]]) -> tuple[str, ...]:
    """Writes the files; returns their paths."""
    encoded = [(path, text.encode()) for path, text in made]
    return additions.add(site, encoded, cure="用 --name 另起一个文件名，或先移开它")


def far(path: str, day: str) -> str:
    """What is odd about the date of an article in a file of an issue, in Chinese; "" when nothing is.

    An issue tells of its month, and of the one before, which may be of the year before.
    """
    month = _OF_MONTH.match(path.split("/")[-2])
    years = int(month[1][:4]) - int(day[:4]) if month and day[:4].isdigit() else 0
    if 0 <= years <= 1:
        return ""
    return f"日期 {day} 与这一期（{path.split('/')[-2]}）差了 {abs(years)} 年，请核对 {path} 里的 date"


def _day(text: str) -> str:
    if not text:
        return ""
    from datetime import UTC

    found = dates.parse(text, UTC)
    if found is None or found == dates.IMPOSSIBLE:
        raise UsageError(f"没有“{text}”这个日期；写成 2018-04-23、2018-04 或 2018")
    return found[0]


def _issue(site: Path, issue: str, day: str, today: str) -> str:
    """The issue's folder: the one that is named, else the latest, else this month's."""
    known = {p.parent.name: p.parent for p in sorted((site / "content").glob("*/*/index.md"))}
    if not issue:
        latest = max((name for name in known if _OF_MONTH.match(name)), default="") or max(known, default="")
        issue = latest or (day or today)[:7]
    issue = issue if issue in known else issue_name(issue)
    if issue in known:
        return known[issue].relative_to(site).as_posix()
    if not _ISSUE.fullmatch(issue) or address.fault(issue):
        raise UsageError(f"“{issue}”不能作期的文件夹名；写成 2018-04 这样")
    if month := _OF_MONTH.match(issue):
        return f"content/{month[1][:4]}/{issue}"
    if _NO_MONTH.match(issue):
        raise UsageError(f"“{issue}”里没有这个月份；月份是 01 到 12，写成 2018-04 这样")
    if not day:
        hint = suggestion(issue, sorted(known))
        said = f"没有“{issue}”这一期，也看不出是哪一年哪一月"
        raise UsageError(f"{said}；{f'{hint}；' if hint else ''}新的一期写成 2018-04 这样，或用 --date 写明它的日期")
    return f"content/{issue[:4] if issue[:4].isdigit() else day[:4]}/{issue}"


def _front_page(issue: str, day: str, wanted: Wanted) -> str:
    """The front page of a new issue; its month is the one that its folder's name says, or the date. What stands behind
    the month tells it from another issue of that month."""
    month = _OF_MONTH.match(issue)
    date = month[1] if month and (wanted.title or not day) else day[:7] if wanted.title else day
    more = month[2] if month else issue
    number = wanted.number or (f"{date[:4]}年第{int(date[5:7])}期" if len(date) >= 7 and not more else "")
    behind = (re.sub("^[0-9]{4}年", "", wanted.number) or more) if more else ""
    title = f"{zh.date_text(date[:7])}简报" + (f"（{behind}）" if behind else "")
    said = f"number: {scalar(number)}\n" if number else ""
    return f"---\ntitle: {scalar(title)}\ndate: {date}\n{said}---\n"


def _article(
    site: Path, folder: str, config: Config, departments: Mapping[str, str], wanted: Wanted, days: tuple[str, str]
) -> tuple[str, str]:
    """(path, text) of an article; ``days`` are its own, or "", and today."""
    day, today = days
    columns = [column.name for column in config.columns]
    column = wanted.column or (columns[0] if columns else "")
    if columns and column not in columns:
        raise UsageError(f"没有“{column}”这个栏目；{suggestion(column, columns) or '可用：' + '、'.join(columns)}")
    source = departments.get(wanted.source, wanted.source)
    wrong = address.fault_of_name(source) if source else ""
    if wrong:
        raise UsageError(f"来源“{source}”{wrong}；换一个写法")
    if address.seen(wanted.title) != wanted.title or not wanted.title.strip():
        raise UsageError("标题里有看不见的字符，或没有字；重新输入")
    name = wanted.name.removesuffix(".md") or planning.file_name(wanted.title)
    if address.fault(name) or "/" in name or any(character.isspace() for character in name):
        raise UsageError(f"“{name}”不能作文件名；用字母、数字、连字符或汉字，例如 --name jiuzhu")
    order = 1 + sum(path.name != "index.md" for path in (site / folder).glob("*.md"))
    values = [
        ("title", scalar(wanted.title)),
        ("date", day),
        ("added", writing.added(day or folder.rpartition("/")[2], today)),
        ("order", str(order)),
        ("column", scalar(column)),
        ("source", scalar(source)),
    ]
    front = "".join(f"{key}: {value}\n" for key, value in values if value)
    return f"{folder}/{name}.md", f"---\n{front}---\n\n"
