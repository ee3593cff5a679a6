"""The header of another generator's article: YAML, TOML, JSON, or ``Key: value`` lines, as plain values.

--- … --- (Jekyll, Hugo, Hexo), +++ … +++ and a JSON object (Hugo), lines that end at a --- without one above
them (Hexo), lines that end at the first blank one (Pelican), ``.. key: value`` (Nikola). What
cannot be read is given back whole.
"""

import json
import re
import tomllib
from typing import Any, NamedTuple

from jianbao.errors import Problem
from jianbao.yaml import document, pieces
from jianbao.yaml.document import YamlError

_FENCE = re.compile(r"-{3,}[ \t]*")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w.-]{0,40}|[\u4e00-\u9fff]{1,6})[ \t]{0,4}[:：](?=\s|$)[ \t]*(?P<value>.*)")
_FIELD = re.compile(r"\.\. (?P<key>[A-Za-z_][\w-]{0,40}):(?P<value>.*)")
_NAMED_FENCE = re.compile(r"---[ \t]?(?P<language>json|toml|ya?ml|js|javascript|coffee|cson)[ \t]*|;;;[ \t]*")
_MOST_LINES = 200
_PELICAN = frozenset("title date modified category tags slug authors author summary status lang url save_as".split())


class Header(NamedTuple):
    """What the header says by key, in order; the text below it; why nothing was read, with the header's text."""

    values: dict[str, Any]
    body: str
    fault: str = ""
    unread: str = ""


def read(text: str, path: str) -> Header:
    """The header of a file's text; without one, no values and the whole text."""
    lines = text.split("\n")
    first = lines[0].rstrip()
    if _FENCE.fullmatch(first):
        end = _line(lines, _FENCE)
        return _yaml(lines, 1, end, path) if end else Header({}, text)
    if first == "+++":
        end = _line(lines, re.compile(r"\+\+\+[ \t]*"))
        return _toml(lines, end) if end else Header({}, text)
    if text.startswith("{"):
        return _json(text)
    if named := _NAMED_FENCE.fullmatch(first):
        end = _line(lines, _FENCE if named["language"] else re.compile(";;;[ \t]*"))
        return _of_language(lines, end, named["language"] or "json", path) if end else Header({}, text)
    if _FIELD.fullmatch(first) or (first.strip() == "<!--" and len(lines) > 1 and _FIELD.fullmatch(lines[1].rstrip())):
        return _of_fields(lines)
    if not _KEY.fullmatch(first):
        return Header({}, text)
    end = _line(lines, _FENCE)
    blank = next((n for n, line in enumerate(lines[:_MOST_LINES]) if not line.strip()), 0)
    if end and (not blank or end < blank or all(_KEY.match(line) or not line.strip() for line in lines[:end])):
        return _yaml(lines, 0, end, path)
    return _plain(lines, blank) if blank else Header({}, text)


def _of_fields(lines: list[str]) -> Header:
    """Lines of ``.. key: value`` as Nikola has them, in a comment or alone."""
    values: dict[str, Any] = {}
    end = 0
    for end, line in enumerate(lines):
        match = _FIELD.fullmatch(line.rstrip())
        if match:
            values[match["key"]] = match["value"].strip().replace(" UTC+", " +").replace(" UTC-", " -")
        elif line.strip() not in ("<!--", "-->", ""):
            return Header(values, "\n".join(lines[end:]))
        elif line.strip() == "-->" or (not line.strip() and lines[0].strip() != "<!--"):
            break
    return Header(values, _rest(lines, end))


def _of_language(lines: list[str], end: int, language: str, path: str) -> Header:
    """A header that says in which language it is: ---json, ---toml (Eleventy), or between ;;; in JSON."""
    head = "\n".join(lines[1:end])
    if language.startswith("y"):
        return _yaml(lines, 1, end, path)
    if language == "toml":
        return _toml(lines, end)
    if language == "json":
        try:
            values = json.loads(head if head.lstrip().startswith("{") else f"{{{head}}}")
        except (ValueError, RecursionError) as error:
            return Header({}, _rest(lines, end), str(error), head)
        if isinstance(values, dict):
            return Header(values, _rest(lines, end))
    return Header({}, _rest(lines, end), f"写成了程序（{language}）", head)


def _line(lines: list[str], pattern: re.Pattern[str]) -> int:
    """The first line behind the first one that is nothing but a fence; 0 for none."""
    return next((n for n in range(1, len(lines)) if pattern.fullmatch(lines[n])), 0)


def _rest(lines: list[str], end: int) -> str:
    return "\n".join(lines[end + 1 :])


def _yaml(lines: list[str], start: int, end: int, path: str) -> Header:
    head = "\n".join(lines[start:end])
    try:
        values = document.plain(document.parse(head, path, start + 1))
    except YamlError as error:
        values, unread = _by_line(lines[start:end])
        wrong = pieces.apart(head, path, start + 1, error.problem)[1]
        return Header(values, _rest(lines, end), "；".join(map(_said, wrong)), unread)
    return Header(values, _rest(lines, end))


def _by_line(lines: list[str]) -> tuple[dict[str, Any], str]:
    """(the keys of lines that are nearly YAML, each with what stands behind its colon; the lines that have none).

    Where half of the lines have none, or none has a title, it is no header, and nothing of it is read.
    """
    values: dict[str, Any] = {}
    unread: list[str] = []
    last = ""
    for line in lines:
        match = _KEY.fullmatch(line)
        item = re.match(r"[ \t]*-[ \t]+(.*)", line)
        if match and not line[0].isspace():
            last = match["key"]
            values[last] = _bare(match["value"])
        elif last and item:
            before = values[last]
            values[last] = [*(before if isinstance(before, list) else [before] if before else []), _bare(item[1])]
        elif last and line[:1].isspace() and isinstance(values[last], str):
            values[last] = f"{values[last]} {line.strip()}".strip()
        elif line.strip():
            unread.append(line)
            last = ""
    titled = any(key.lower() in ("title", "标题") for key in values)
    if unread and (not titled or 2 * len(unread) >= len(lines)):
        return {}, "\n".join(lines)
    return values, "\n".join(unread)


def doubts(header: Header) -> list[str]:
    """What is said of a header that is not as it should be."""
    if not header.fault:
        return []
    if not header.unread:
        return [f"文件头有错（{header.fault}），按行读取，请核对各项"]
    if header.values:
        return [f"文件头有错（{header.fault}），按行读取，读不出的行原样留作注释，请核对各项"]
    return [f"文件头读不懂（{header.fault}），原样留作注释，请改写"]


def _bare(text: str) -> Any:
    """A value without its quotes; a list in brackets as one."""
    text = text.strip()
    if text[:1] == "[" and (text[-1:] == "]" or "]" not in text):
        return [part for piece in text.strip("[]").split(",") if (part := piece.strip(" \"'[]"))]
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _said(problem: Problem) -> str:
    return f"第{problem.line}行：{problem.message}"


def _toml(lines: list[str], end: int) -> Header:
    head = "\n".join(lines[1:end])
    try:
        return Header(tomllib.loads(head), _rest(lines, end))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Header({}, _rest(lines, end), str(error), head)


def _json(text: str) -> Header:
    """A JSON object at the very beginning; Hexo puts ;;; below it."""
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Header({}, text)
    if not isinstance(values, dict) or not values:
        return Header({}, text)
    return Header(values, re.sub(r"\A[ \t]{0,8}(?:\n?;;;[ \t]{0,8})?\n?", "", text[end:], count=1))


def _plain(lines: list[str], blank: int) -> Header:
    """Key: value lines as Pelican has them; an indented line goes on with the value above it."""
    values: dict[str, Any] = {}
    last = ""
    for line in lines[:blank]:
        match = _KEY.fullmatch(line)
        if match and not line[0].isspace():
            last = match["key"]
            values[last] = match["value"].strip()
        elif last and line[:1].isspace():
            values[last] = f"{values[last]} {line.strip()}".strip()
        else:
            return Header({}, "\n".join(lines))
    if not {key.lower() for key in values} & {"title", "标题"} or (
        len(values) == 1 and not {key.lower() for key in values} <= _PELICAN
    ):
        return Header({}, "\n".join(lines))
    return Header(values, _rest(lines, blank))
