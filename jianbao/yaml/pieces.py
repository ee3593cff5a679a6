"""YAML that cannot be read as a whole, key by key: everything that is wrong with it, and what its other keys say.

A parser stops where it can go no further. An editor who mends that place and saves would be told the next one, and the
next: here every key of the top level is read by itself, with the lines that belong to it.
"""

from collections.abc import Iterator
from itertools import islice

from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.yaml import document
from jianbao.yaml.document import Mapping, Node, Scalar, YamlError

_MOST = 200
"""Keys that are looked at by themselves; the next run tells of more."""
_BEGINS = re.compile(r"[^\s#\[\]{}\"',:：|>&*!%@`-][^:：\n]{0,60}[:：]")
"""A line that begins a key of the top level, with whatever colon."""


def apart(text: str, path: str, first_line: int, stopped: Problem) -> tuple[Mapping, list[Problem]]:
    """(the keys that can be read, everything that is wrong); ``stopped`` is what stopped the reading of the whole."""
    if stopped.code == "yaml-too-large":
        return Mapping((), first_line, 1), [stopped]
    pairs: dict[str, tuple[Scalar, Node]] = {}
    wrong: list[Problem] = []
    held = False
    for line, piece in islice(_pieces(text, first_line), _MOST):
        inside = line <= stopped.line <= line + piece.count("\n")
        try:
            items = document.parse(piece, path, line).items
        except YamlError as error:
            wrong.append(stopped if inside else error.problem)
            held = held or inside
            continue
        for key, node in items:
            if key.text in pairs:
                first = pairs[key.text][0].line
                message = f"{key.text} 写了两次（第一次在第 {first} 行）"
                wrong.append(Problem(path, key.line, key.column, Level.ERROR, "key-twice", message, "两处合为一处"))
            else:
                pairs[key.text] = key, node
    # Where it stopped may be a line below the slip, in a key that is sound.
    if not held and not any(problem.line <= stopped.line for problem in wrong):
        wrong.append(stopped)
    return Mapping(tuple(pairs.values()), first_line, 1), wrong


def _pieces(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """(line, text) of each key of the top level with all lines below it that begin no other."""
    begun, lines = first_line, list[str]()
    for line, written in enumerate(text.split("\n"), first_line):
        if lines and _BEGINS.match(written):
            yield begun, "\n".join(lines)
            begun, lines = line, []
        lines.append(written)
    yield begun, "\n".join(lines)
