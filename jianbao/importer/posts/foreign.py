"""What another generator's header says, in this site's keys: nothing of it is lost without a word.

A key that means here what it means there is written as it is; the build's own reader looks at it before. What
has no key here goes into ``extra``; what can go nowhere is told with its value.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

from jianbao import zh
from jianbao.content import dates, frontmatter
from jianbao.content.keys import KEYS, canonical
from jianbao.importer.posts import closed
from jianbao.yaml.writing import scalar

CHINA = timezone(timedelta(hours=8))
"""A moment with an offset is a day in China."""
_APART = frozenset({"title", "kicker", "subtitle", "source", "column", "tags", "cover", "order", "issue", "number"})
"""Keys that the import itself writes, or has to look at before."""
_LISTS = frozenset({"tags", "people", "aliases"})
_DAYS = frozenset({"date", "modified", "publish", "expires", "withdrawn"})
"""Keys whose value is a day, which others write as 2018/9/5 8:05 and this site as 2018-09-05 08:05."""
_DAY = re.compile(r"\"?(\d{4}-\d{1,2}-\d{1,2})(?!\d)")
_FROM_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-")
_TEMPLATE = re.compile(r"/:\w|:\w+/")
_COVERS = frozenset({"cover.image", "cover.src", "image.path", "image.src", "header.image", "header.teaser"})


class Said(NamedTuple):
    """A header in this site's keys."""

    said: dict[str, str]
    """title, kicker, subtitle, date, source, column, tags (line by line), cover."""
    front: tuple[tuple[str, str], ...]
    """Other keys with their values as YAML."""
    doubts: tuple[str, ...]


def values(header: Mapping[str, Any], name: str) -> Said:
    """A header's values; ``name`` is the file's, in which Jekyll writes the date."""
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    doubts: list[str] = []
    apart = "layout" in header and _FROM_NAME.match(name) is not None
    flat = [(key, _named(value) if key.lower() in ("author", "authors") else value) for key, value in _flat(header)]
    named = [(key, value, _key(key, value)) for key, value in flat]
    own = {ours for key, value, ours in named if ours and not _is_under(key) and _usable(ours, value)}
    for key, value, ours in named:
        if ours in own and _is_under(key):
            ours = ""  # params.title beside a title
        if apart and ours in ("tags", "column") and isinstance(value, str) and not re.search("[,，、]", value):
            value = value.split()  # Jekyll's own way to write several
        if ours and ours not in known and _usable(ours, value):
            known[ours] = value
        elif not _is_empty(value):
            extra[key] = value
    doubts += _states(known, extra)
    dated = _FROM_NAME.match(name)
    if "date" not in known and dated:
        known["date"] = dated[1]
    _one_column(known, extra)
    texts = ["title", "kicker", "subtitle", "source", "column", "cover"]
    said: dict[str, str] = {key: _text(known[key]) for key in texts if key in known}
    said["tags"] = "\n".join(names(known.get("tags", [])))
    front = [(key, _yaml(key, value)) for key, value in known.items() if key not in _APART]
    front, refused = _accepted(front)
    doubts += refused
    for key in ("order", "issue", "number"):
        if key in known:
            extra[key] = known[key]
    found = dates.parse(dict(front).get("date", "").strip('"'), CHINA)
    said["date"] = found[0] if found else ""
    kept, told = _extra(extra)
    return Said({k: v for k, v in said.items() if v}, (*front, *kept), (*doubts, *told))


def _key(key: str, value: Any) -> str:
    """This site's key for one of theirs, "" for none."""
    if key.lower() in _COVERS:
        return "cover"
    if key.lower() in ("author.name", "authors.name"):
        return "author"
    ours = canonical(key.removeprefix("taxonomies.").removeprefix("params.")) or ""
    if ours == "layout" or (ours == "permalink" and _TEMPLATE.search(_text(value))):
        return ""  # a layout is one of their theme's, whatever it is called
    return ours if ours in KEYS else ""


def _is_under(key: str) -> bool:
    """Whether a key stands in a mapping of keys that a theme or a site made, which the text's own ones go before."""
    return key.startswith(("params.", "taxonomies."))


def _named(value: Any) -> Any:
    """Authors that are described one by one, by their names; anything else as it is, so that no description is lost."""
    described = isinstance(value, list) and all(isinstance(one, dict) and set(one) == {"name"} for one in value)
    return [_text(one["name"]) for one in value] if described else value


def _usable(ours: str, value: Any) -> bool:
    """Whether a value has a form in which the key can hold it."""
    if _is_empty(value) and not isinstance(value, bool):
        return False
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value)):
        return ours in ("origin", "updates")
    return True


def _flat(header: Mapping[str, Any], above: str = "", depth: int = 0) -> list[tuple[str, Any]]:
    """Every value with its key; those of a mapping under ``key.key``, unless this site reads the mapping."""
    found: list[tuple[str, Any]] = []
    for key, value in header.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and canonical(name) not in ("origin", "updates") and depth < 8:
            found += _flat(value, f"{name}.", depth + 1)
        else:
            found.append((name, value))
    return found


def _states(known: dict[str, Any], extra: dict[str, Any]) -> list[str]:
    """What was not open to everybody is a draft: it must not come out by being imported. Gives what is said of it."""
    doubts: list[str] = []
    for key, value in [*extra.items(), *((k, known[k]) for k in ("publish", "status", "permalink") if k in known)]:
        if why := closed.reason(key, value):
            known["draft"] = "true"
            doubts.append(why)
        if closed.says(key, value):
            extra.pop(key, None)
            known.pop(key, None)
    if "draft" in known and (said := zh.truth(_text(known["draft"]))) is not None:
        known["draft"] = said
    return list(dict.fromkeys(doubts))


def _one_column(known: dict[str, Any], extra: dict[str, Any]) -> None:
    """The first of several categories is the column; all of them are kept."""
    column = known.get("column")
    found = names(column) if column is not None else []
    if len(found) > 1:
        known["column"] = found[0]
        extra["categories"] = found


def _accepted(front: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """The keys that the build takes, and what is said of the others."""
    kept: list[tuple[str, str]] = []
    doubts: list[str] = []
    for key, value in front:
        wrong = _refused(key, value)
        day = _DAY.match(value) if wrong and key == "date" else None
        if day and not _refused(key, day[1]):
            doubts.append(f"文件头的 date 原来是“{value}”，只写下{day[1]}：{wrong}")
            kept.append((key, day[1]))
        elif wrong:
            doubts.append(f"文件头的 {key} 原来是“{value}”，没有写进去：{wrong}")
        else:
            kept.append((key, value))
    return kept, doubts


def _refused(key: str, value: str) -> str:
    """Why the build would not take a value, "" when it does."""
    _, problems = frontmatter.read(f"---\ntitle: x\n{key}: {value}\n---\n", "x.md", CHINA)
    return next((p.message for p in problems if p.level.name == "ERROR"), "")


def _extra(extra: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """What has no key here: under extra, where the site has such a key, else as doubts with the value."""
    if not extra:
        return [], []
    if "extra" in KEYS:
        lines = "".join(f"\n  {_word(key)}: {_yaml(key, value)}" for key, value in extra.items())
        kept, doubts = _accepted([("extra", lines)])
        if kept or len(extra) == 1:
            return kept, doubts
        # One of them is wrong: the others stay, and it is told.
        wrong = {
            key: value for key, value in extra.items() if _refused("extra", f"\n  {_word(key)}: {_yaml(key, value)}")
        }
        right = {key: value for key, value in extra.items() if key not in wrong}
        told = [f"文件头的 {key} 在这里放不下，没有写进去，原来是“{_text(value)}”" for key, value in wrong.items()]
        kept, doubts = _extra(right) if wrong else ([], doubts)
        return kept, [*told, *doubts]
    return [], [f"文件头的 {key} 在这里没有对应的项，原来是“{_text(value)}”" for key, value in extra.items()]


def _word(key: str) -> str:
    return key if re.fullmatch(r"[\w.-]+", key) else scalar(key)


def _yaml(key: str, value: Any) -> str:
    """A value as YAML in one line."""
    if canonical(key) in _LISTS and not isinstance(value, list):
        value = [part.strip() for part in re.split("[,，、]", _text(value)) if part.strip()]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_mapping(v) if isinstance(v, dict) else scalar(_text(v), inside=True) for v in value)}]"
    if isinstance(value, dict):
        return _mapping(value)
    text = _text(value)
    if canonical(key) in _DAYS and not re.match(r"\d{4}-\d\d-\d\d", text) and (found := dates.parse(text, CHINA)):
        text = " ".join(part for part in found if part) if found != dates.IMPOSSIBLE else text
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?", text) else scalar(text)


def _mapping(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {scalar(_text(v), inside=True)}" for key, v in value.items()) + "}"


def _text(value: Any) -> str:
    """A value as text: what TOML and YAML read as dates, as this site writes them."""
    if isinstance(value, datetime):
        local = value.astimezone(CHINA) if value.tzinfo else value
        return f"{local:%Y-%m-%d %H:%M}" if local.time() != time() else f"{local:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "、".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict) else str(value).strip()


def names(value: Any) -> list[str]:
    """The names in a list, in a list of lists (Hexo), or between commas."""
    if _is_empty(value):
        return []
    if isinstance(value, list):
        return list(
            dict.fromkeys(name for v in value for name in (names(v) if isinstance(v, list) else [_text(v)]) if name)
        )
    return [part.strip() for part in re.split("[,，、;；]", _text(value)) if part.strip()]


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}, "null", "~")
