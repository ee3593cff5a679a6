"""Every regular expression of the house, found in its sources and evaluated where it stands."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import jianbao

_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_ANCHORED = ("match", "fullmatch")


class Expression(NamedTuple):
    """An expression, how it is used, and where it stands."""

    where: str
    pattern: str
    flags: int
    mode: str


def modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(jianbao.__path__, "jianbao."):
        if info.name != "jianbao.__main__":
            yield importlib.import_module(info.name)


def house() -> tuple[list[Expression], list[str]]:
    """(every expression, the places of those that only a running function knows)."""
    found: list[Expression] = []
    unknown: list[str] = []
    for module in modules():
        path = Path(module.__file__ or "")
        tree = ast.parse(path.read_text("utf-8"))
        at_once = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in _ANCHORED
        }
        for call in ast.walk(tree):
            if not (
                isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _FUNCTIONS
            ):
                continue
            if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "re"):
                continue
            where = f"{module.__name__}:{call.lineno}"
            try:
                pattern = _value(call.args[0], module)
                at = {"sub": 4, "subn": 4, "split": 3, "compile": 1}.get(call.func.attr, 2)
                given = [k.value for k in call.keywords if k.arg == "flags"] or call.args[at : at + 1]
                flags = int(_value(given[0], module)) if given else 0
            except NameError:
                unknown.append(where)
                continue
            if isinstance(pattern, re.Pattern):
                continue  # found where it is made
            if isinstance(pattern, bytes):
                pattern = pattern.decode("latin-1")
            mode = call.func.attr if call.func.attr in _ANCHORED else "search"
            if call.func.attr == "compile":
                mode = at_once.get(id(call)) or _mode(tree, call)
            found.append(Expression(where, pattern, flags, mode))
    return found, unknown


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), vars(module))


def _mode(tree: ast.Module, call: ast.Call) -> str:
    """How a compiled expression is used in its module: as its name's methods say, and otherwise in the dearest way."""
    name = next(
        (
            node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name)
        ),
        "",
    )
    if not name:
        return "search"
    uses: set[str] = set()
    named = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)]
    methods = {
        id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in _FUNCTIONS
    }
    moved = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) > 1
    }
    for node in named:
        method = methods.get(id(node))
        uses.add("search" if method is None or id(method) in moved else method.attr)
    return (
        next(iter(uses))
        if len(uses) == 1 and uses <= set(_ANCHORED)
        else "match"
        if uses == set(_ANCHORED)
        else "search"
    )
