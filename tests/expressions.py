"""Every regular expression of the house, found in its sources and evaluated where it stands."""

import ast
import functools
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import jianbao
from jianbao import expressions

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


@functools.cache
def house() -> tuple[list[Expression], list[str]]:
    """(every expression, the places of those that only a running function knows)."""
    found: list[Expression] = []
    unknown: list[str] = []
    trees = {module: ast.parse(Path(module.__file__ or "").read_text("utf-8")) for module in modules()}
    del trees[expressions]  # which compiles what it is given
    uses = _uses(trees)
    for module, tree in trees.items():
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
            if hasattr(pattern, "pattern"):
                raise AssertionError(f"{where}: ask the expression itself, re knows none that waits to be compiled")
            if isinstance(pattern, bytes):
                pattern = pattern.decode("latin-1")
            mode = call.func.attr if call.func.attr in _ANCHORED else "search"
            if call.func.attr == "compile":
                mode = at_once.get(id(call)) or _mode(uses.get((module.__name__, _name(tree, call)), set()))
            found.append(Expression(where, pattern, flags, mode))
    return found, unknown


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), vars(module))


def _name(tree: ast.Module, call: ast.Call) -> str:
    """The name that a module gives to what it compiles; "" for none."""
    return next(
        (
            node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name)
        ),
        "",
    )


def _mode(uses: set[str]) -> str:
    """How an expression is used, as its name's methods say, and otherwise in the dearest way."""
    if not uses or not uses <= set(_ANCHORED):
        return "search"
    return uses.pop() if len(uses) == 1 else "match"


def _uses(trees: dict[ModuleType, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """(module, name) → the methods by which the name is used, in any module; those that begin somewhere are searches."""
    found: dict[tuple[str, str], set[str]] = {}
    for module, tree in trees.items():
        imported = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        asked = {id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        moved = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 1}
        for node in ast.walk(tree):
            if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
                continue
            if isinstance(node, ast.Name):
                name = imported.get(node.id, (module.__name__, node.id))
            elif isinstance(node.value, ast.Name) and isinstance(vars(module).get(node.value.id), ModuleType):
                name = (vars(module)[node.value.id].__name__, node.attr)
            else:
                continue
            method = asked.get(id(node))
            known = method is not None and method.attr in _FUNCTIONS and id(method) not in moved
            found.setdefault(name, set()).add(method.attr if known else "search")
    return found
