"""What is wrong with one article, at its place in the form or in the text, with what may be done about it.

The build's problems and those of `check` are one list. 改正 writes what the rule lists, where the page stays as it is
but for that; 忽略 writes the comment that `check` knows. Neither writes anything when the text is another one by now.
"""

from pathlib import Path
from typing import Any

from jianbao import files
from jianbao.check.engine import Found
from jianbao.content import delimiters, edits
from jianbao.content.edits import Edit, applied
from jianbao.content.keys import canonical
from jianbao.desk import mending
from jianbao.errors import Level, Problem, UsageError, in_order
from jianbao.preview.edit import place, wording
from jianbao.preview.session import Session
from jianbao.yaml import document

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "notice"}


def problems(session: Session, path: str) -> dict[str, Any]:
    """The article's problems in order: ``from``/``to`` in the body or ``key`` of a field; and errors of others."""
    site = session.request.site
    data = place.read(site, path)
    text = _text(data, path)
    outcome = session.outcome
    shown = f"content/{path}"
    built = [p for p in (*outcome.errors, *outcome.warnings) if p.path == shown]
    found = [*(Found(p, *_stretch(text, p), None) for p in in_order(built)), *session.found(path, text)]
    lines = _fields(text)
    body = _body(text)
    elsewhere = [p for p in outcome.errors if p.path != shown]
    return {
        "mark": place.mark(data),
        "problems": [_plain(one, text, lines, body) for one in sorted(found, key=_weight)],
        "elsewhere": [_other(p) for p in elsewhere[:20]],
        "crash": bool(outcome.crash),
        "built": outcome.version,
    }


def _weight(one: Found) -> tuple[int, int]:
    return list(Level).index(one.problem.level), one.start


def _other(problem: Problem) -> dict[str, Any]:
    path = problem.path.removeprefix("content/") if problem.path.endswith(".md") else ""
    return {"path": path, "message": wording.told(problem.message), "hint": wording.cure(problem, "")}


def _plain(one: Found, text: str, lines: dict[int, str], body: int) -> dict[str, Any]:
    problem = one.problem
    key = "" if one.start >= body and problem.line else lines.get(problem.line, "")
    if problem.code == "no-title":
        key = "title"
    within = one.start >= body and one.end > one.start
    safe = one.fix is not None and _mended(text, one) is not None
    return {
        "level": _LEVELS[problem.level],
        "name": str(problem.level),
        "code": problem.code,
        "message": wording.told(problem.message),
        "hint": wording.cure(problem, key),
        "key": key,
        "field": wording.FIELDS.get(key, ""),
        "from": one.start - body if within else -1,
        "to": one.end - body if within else -1,
        "words": text[one.start : one.end][:40] if within else "",
        "start": one.start,
        "end": one.end,
        "fix": one.fix if safe else None,
        "ignore": problem.level is not Level.ERROR and one.end > one.start and problem.code != "value-cut",
    }


def _body(text: str) -> int:
    parts = delimiters.split(text, "")
    return 0 if isinstance(parts, Problem) else len(text) - len(parts[1])


def _fields(text: str) -> dict[int, str]:
    """Line of the file → the key whose entry stands there."""
    parts = delimiters.split(text, "")
    if isinstance(parts, Problem):
        return {}
    try:
        items = document.parse(parts[0], "", 2).items
    except document.YamlError:
        return {}
    made: dict[int, str] = {}
    starts = [*(name.line for name, _ in items), parts[0].count("\n") + 2]
    for (name, _), begin, end in zip(items, starts, starts[1:], strict=False):
        made |= dict.fromkeys(range(begin, max(end, begin + 1)), canonical(name.text) or "")
    return made


def _stretch(text: str, problem: Problem) -> tuple[int, int]:
    """What a problem that knows its line is about: from its column to the end of that line."""
    if not problem.line:
        return 0, 0
    lines = text.split("\n")
    if problem.line > len(lines):
        return 0, 0
    begin = sum(len(line) + 1 for line in lines[: problem.line - 1])
    line = lines[problem.line - 1]
    start = begin + min(max(problem.column - 1, 0), len(line))
    return start, begin + len(line)


def _text(data: bytes, path: str) -> str:
    text = files.text(data, path)
    if isinstance(text, Problem):
        raise UsageError(f"{text.message}；{text.hint}")
    return text


def _mended(text: str, one: Found) -> str | None:
    """The text with a fix in it; None where the page would be another one beyond what the rule lists."""
    if one.fix is None:
        return None
    made = applied(text, [Edit(one.start, one.end, one.fix)])
    return made if mending.harmless(text, made, worded=one.worded) else None


def mended(session: Session, path: str, mark: str, start: int, end: int, code: str) -> dict[str, Any]:
    """Writes the fix of one finding. Raises UsageError, nothing written."""
    site = session.request.site
    data = _same(site, path, mark)
    text = _text(data, path)
    one = next((f for f in session.found(path, text) if (f.start, f.end, f.problem.code) == (start, end, code)), None)
    made = _mended(text, one) if one is not None else None
    if made is None:
        raise UsageError("这一处已经变了，没有改；请看新的检查结果")
    return _written(site, path, data, text, made)


def ignored(session: Session, path: str, mark: str, start: int, end: int, code: str) -> dict[str, Any]:
    """Writes the comment by which `check` lets one finding pass. Raises UsageError, nothing written."""
    site = session.request.site
    data = _same(site, path, mark)
    text = _text(data, path)
    for made in _opted_out(text, start, end, code):
        silent = all((f.problem.code, f.start) != (code, start) for f in session.found(path, made))
        if silent and mending.harmless(text, made):
            return _written(site, path, data, text, made)
    raise UsageError("这一处不能忽略：注释会改变页面；请改写这一句")


def _opted_out(text: str, start: int, end: int, code: str) -> list[str]:
    """The text with the comment at the end of the line; with the comment above the paragraph."""
    if start < _body(text):
        line = text.find("\n", end)
        return [f"{text[:line]}  # 不检查：{code}{text[line:]}"]
    line = text.find("\n", end)
    line = len(text) if line < 0 else line
    above = text.rfind("\n\n", 0, start) + 2
    above = max(above, _body(text)) if above > 1 else _body(text)
    comment = f"<!-- 不检查：{code} -->"
    return [f"{text[:line]}{comment}{text[line:]}", f"{text[:above]}{comment}\n\n{text[above:]}"]


def _same(site: Path, path: str, mark: str) -> bytes:
    data = place.read(site, path)
    if place.mark(data) != mark:
        raise UsageError("文章刚刚变了，没有改；请看新的检查结果")
    return data


def _written(site: Path, path: str, data: bytes, text: str, made: str) -> dict[str, Any]:
    new = edits.mended(data, edits.between(text, made))
    assert new is not None
    place.write(site, path, new)
    return {"mark": place.mark(new)}
