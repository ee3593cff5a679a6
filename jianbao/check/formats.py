"""Problems in the forms that people and programs read: lines, JSON, GitHub, GitLab, SARIF 2.1.0."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from jianbao.check.engine import Found
from jianbao.errors import Level, Problem

NAMES = ("text", "json", "github", "gitlab", "sarif")
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "notice"}
_GITLAB = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTICE: "info"}
_SARIF = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def text(found: Sequence[Found], form: str) -> str:
    """All problems in one of the forms of ``NAMES``; without a line end at the end."""
    if form == "json":
        return json.dumps([_plain(f) for f in found], ensure_ascii=False, indent=1)
    if form == "gitlab":
        return json.dumps(_gitlab(found), ensure_ascii=False, indent=1)
    if form == "sarif":
        return json.dumps(_sarif(found), ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join(_github(f.problem) for f in found)
    return "\n".join(_line(f) for f in found)


def count(found: Iterable[Found]) -> str:
    """``3 个错误，12 个警告``; ``没有发现问题``."""
    levels = Counter(f.problem.level for f in found)
    return "，".join(f"{levels[level]} 个{level}" for level in Level if levels[level]) or "没有发现问题"


def _line(found: Found) -> str:
    problem = found.problem
    place = f"{problem.path}:{problem.line}:{problem.column or 1}" if problem.line else problem.path
    mend = "（--fix 可改）" if found.fix is not None else ""
    hint = f"。{problem.hint}" if problem.hint else ""
    return f"{place} {problem.level}[{problem.code}] {problem.message}{hint}{mend}"


def _plain(found: Found) -> dict[str, Any]:
    problem = found.problem
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "level": str(problem.level),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "fixable": found.fix is not None,
    }


def _github(problem: Problem) -> str:
    """A workflow command; % and line ends are escaped as GitHub wants them, and in its properties : and , too."""

    def escaped(value: str) -> str:
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def inside(value: str) -> str:
        return escaped(value).replace(":", "%3A").replace(",", "%2C")

    place = (
        f"file={inside(problem.path)},line={problem.line or 1},col={problem.column or 1},title={inside(problem.code)}"
    )
    hint = f"\n{problem.hint}" if problem.hint else ""
    return f"::{_GITHUB[problem.level]} {place}::{escaped(problem.message + hint)}"


def _gitlab(found: Sequence[Found]) -> list[dict[str, Any]]:
    """GitLab's code quality report; a fingerprint stays while the words around it do."""
    made = []
    times: Counter[str] = Counter()
    for problem in (f.problem for f in found):
        words = f"{problem.path}\x1f{problem.code}\x1f{problem.message}"
        times[words] += 1
        digest = hashlib.sha256(f"{words}\x1f{times[words]}".encode()).hexdigest()
        made.append(
            {
                "description": f"{problem.message}。{problem.hint}" if problem.hint else problem.message,
                "check_name": problem.code,
                "fingerprint": digest,
                "severity": _GITLAB[problem.level],
                "location": {"path": problem.path, "lines": {"begin": problem.line or 1}},
            }
        )
    return made


def _sarif(found: Sequence[Found]) -> dict[str, Any]:
    from urllib.parse import quote

    from jianbao import __version__

    codes = sorted({f.problem.code for f in found})
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": _SARIF[problem.level],
            "message": {"text": f"{problem.message}。{problem.hint}" if problem.hint else problem.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.path)},
                        "region": {"startLine": problem.line or 1, "startColumn": problem.column or 1},
                    }
                }
            ],
        }
        for problem in (f.problem for f in found)
    ]
    driver = {"name": "jianbao", "version": __version__, "rules": [{"id": code} for code in codes]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
