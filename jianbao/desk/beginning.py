"""A site of one's own: the files with which an organisation begins, as values; what is there already stays as it is.

The files stand in starter/, with @NAMES@ where the organisation's own words go. Refused: a kind of organisation that
nobody has described, a name that cannot be shown.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jianbao import __version__, address, zh
from jianbao.desk import completion, pinning
from jianbao.errors import UsageError, suggestion
from jianbao.settings import config, described
from jianbao.settings.config import Config

STARTER = Path(__file__).parent / "starter"
_PLACES = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "github.yml": ".github/workflows/site.yml",
    "gitlab.yml": ".gitlab-ci.yml",
    "gitee.yml": ".workflow/site.yml",
    "pre-commit.yaml": ".pre-commit-config.yaml",
    "vscode.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
}
"""Files of the starter that go elsewhere than they stand: a dot at the beginning hides a file from packagers."""

_REMEMBERED = re.compile(r"^# 单位类型：(\w+)", re.MULTILINE)
_ANY = "单位"
"""The kind of a site that shows none."""


class Begun(NamedTuple):
    """What `init` would write, and what is there and stays."""

    files: tuple[tuple[str, bytes], ...]
    """(path below the site, bytes)."""
    kept: tuple[str, ...]
    unpinned: str
    """Why the program's own file has no digest; "" when it has."""
    kind: str
    """The kind of organisation."""
    why: str
    """What the kind follows from; "" when it was said."""


def kinds() -> dict[str, dict[str, Any]]:
    """What is known of each kind of organisation."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((STARTER / "kinds.yaml").read_text("utf-8"))
    return found


def begun(site: Path, name: str, kind: str, today: str, pins: pinning.Pins) -> Begun:
    """The files of a new site, without those that are there; ``kind`` "" is the one that follows from the site.

    Raises UsageError, and SiteError for settings that cannot be read.
    """
    known = kinds()
    if kind and kind not in known:
        raise UsageError(f"没有“{kind}”这一种；{suggestion(kind, known) or '可用：' + '、'.join(known)}")
    there = config.load(site) if (site / config.CONFIG_FILE).is_file() else None
    name = name or (there.name if there and "site" in there.places else "")
    kind, why = (kind, "") if kind else _kind(site, there, name or site.name, known)
    about = known[kind]
    if there is not None:
        about = _with_columns(about, [column.name for column in there.columns])
    name = " ".join((name or _name(site, about["name"])).split())
    if not name or address.seen(name) != name:
        raise UsageError("网站的名称里有看不见的字符，或没有字；重新输入")
    words = _words(name, about, today)
    made = {
        "config.yaml": "# 网站的设置；改好保存，预览会自动更新。行首有 # 的没有起作用，去掉 # 就起作用。\n"
        f"# 单位类型：{kind}（再运行 init 补缺少的文件时，照这一种补）\n\n"
        + described.text(_settings(name, about), comments=True),
        **_starter(words),
        **_schemas(tuple(about["columns"])),
        "requirements.txt": pins.dependencies,
        "requirements-jianbao.txt": pins.program,
    }
    if os.path.lexists(site / "content"):
        made = {path: text for path, text in made.items() if not path.startswith("content/")}
    kept = tuple(path for path in made if os.path.lexists(site / path))
    files = tuple((path, text.encode()) for path, text in made.items() if path not in kept)
    return Begun(files, kept, pins.unpinned, kind, why)


def _kind(site: Path, there: Config | None, name: str, known: Mapping[str, Any]) -> tuple[str, str]:
    """(the kind of organisation that a site is of, what that follows from); 单位 for a site that does not say."""
    if there is not None:
        said = _REMEMBERED.search((site / config.CONFIG_FILE).read_text("utf-8", "replace"))
        if said and said[1] in known:
            return said[1], "config.yaml 里的“单位类型”"
        columns = {column.name for column in there.columns}
        own = {kind: columns & _own_columns(kind, known) for kind in known}
        best = max(own, key=lambda kind: len(own[kind]))
        if own[best]:
            return best, f"config.yaml 里的栏目{'、'.join(sorted(own[best]))}"
    for kind, about in known.items():
        word = next((word for word in about["called"] if word in name), "")
        if word:
            return kind, f"名称里的“{word}”"
    return (_ANY, "看不出是哪一种，只补通用的") if there is not None else (next(iter(known)), "没有写 --kind")


def _own_columns(kind: str, known: Mapping[str, Any]) -> set[str]:
    """The columns that only this kind has: 要闻 says nothing."""
    others = {column for other, about in known.items() if other != kind for column in about["columns"]}
    return set(known[kind]["columns"]) - others


def _with_columns(about: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """What is known of a kind, for a site that has columns of its own, or none."""
    item = about["item"]
    column = item["column"] if item["column"] in columns else next(iter(columns), "")
    said = {name: about["columns"].get(name, f"{name}。") for name in columns}
    return {**about, "columns": said, "item": {**item, "column": column}}


def _name(site: Path, otherwise: str) -> str:
    """What the folder is called, when that is Chinese."""
    return site.name if re.search(f"[{zh.HAN}]", site.name) else otherwise


def _settings(name: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a new config.yaml says without a # in front."""
    default = described.values(Config(), {})
    given = {key: value for key, value in default.items() if key.partition(".")[0] in ("site", "footer", "pages")}
    given |= {
        "site.name": name,
        "site.description": f"{name}，按期、按月、按栏目、按标签查阅。",
        "theme": "ludao",
        "theme_options": {"palette": about["palette"]},
        "columns": list(about["columns"]),
    }
    return given


def _words(name: str, about: Mapping[str, Any], today: str) -> dict[str, str]:
    """What stands in the starter's files in place of each @NAME@."""
    item = about["item"]
    other = next(tag for tag in about["tags"] if tag != item["tag"])
    columns = "".join(
        f"\n{column}:\n  description: {text}\n  keywords: [{column}, {about['unit']}]\n"
        for column, text in about["columns"].items()
    )
    departments = "".join(
        f"\n{short}:\n  full: {full}\n  aliases: []\n  kind: 部门\n" for short, full in about["departments"].items()
    )
    return {
        "NAME": name,
        "UNIT": about["unit"],
        "VERSION": __version__,
        "MONTH": today[:7],
        "DAY": today,
        "SHOWN": zh.date_text(today[:7]),
        "DAYSHOWN": zh.date_text(today).partition("年")[2],
        "NUMBER": f"{today[:4]}年第{int(today[5:7])}期",
        "ITEM": item["title"],
        "COLUMN": item["column"],
        "SOURCE": item["source"],
        "TAG": item["tag"],
        "OTHERTAG": other,
        "WHAT": item["what"],
        "WHO": item["who"],
        "FIRST": next(iter(about["columns"]), ""),
        "OFFICE": next(iter(about["departments"])),
        "COLUMNS": columns.rstrip("\n"),
        "DEPARTMENTS": departments.rstrip("\n"),
        "TOPICS": "\n".join(f"{tag}: {text}" for tag, text in about["tags"].items()),
        "CHOICES": ",".join(about["columns"]),
    }


def _starter(words: Mapping[str, str]) -> dict[str, str]:
    """The starter's files by their place in the site."""
    found: dict[str, str] = {}
    root = STARTER / "files"
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        issue = f"content/{words['MONTH'][:4]}/{words['MONTH']}"
        found[_PLACES.get(name, name.replace("content/issue", issue))] = text
    return found


def _schemas(columns: Sequence[str]) -> dict[str, str]:
    """What binds an editor's program to the settings and to the front matter."""
    snippet = {
        "新的一条": {
            "scope": "markdown",
            "prefix": ["jianbao", "简报"],
            "description": "一条信息的文件头",
            "body": [
                "---",
                "title: ${1:标题}",
                "date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE",
                f"column: ${{2|{','.join(columns)}|}}" if columns else "column: ${2:栏目}",
                "source: ${3:来源}",
                "tags: [${4:标签}]",
                "---",
                "",
                "$0",
            ],
        }
    }
    made = {
        ".vscode/config.schema.json": described.schema(),
        ".vscode/article.schema.json": completion.schema(columns),
        ".vscode/jianbao.code-snippets": snippet,
    }
    return {path: json.dumps(value, ensure_ascii=False, indent=1) + "\n" for path, value in made.items()}
