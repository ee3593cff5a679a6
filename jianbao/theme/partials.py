"""Included templates that are the same on many pages: made once for as long as what they show is the same.

A page is its article and its frame; the frame (masthead, navigation, foot) is most of what a template has to do, and of
thousands of pages it differs in the way back to the root. What an included template can see is known when it is
compiled: where that is a few values of ``page`` and of ``site``, its text is a function of them.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from jinja2 import meta, nodes
from jinja2.runtime import Context

from jianbao.theme import trees

Path = tuple[str | int, ...]
"""``("page", "tab", "href")``: a name of the context, and the keys that are taken of it one after the other."""
Seen = tuple[tuple[Path, ...], tuple[str, ...]] | None
"""(what a template looks at itself, what it includes), None when it looks at more than ``page`` and ``site``."""

_ANEW = (nodes.Extends, nodes.Block, nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)
"""What makes a template depend on more than what it looks at."""
_OF_THE_FRAME = frozenset({"page", "site"})
_OF_JINJA = frozenset({"loop", "caller", "varargs", "kwargs", "self", "super"})
"""Names that are set where nothing sets them."""
_PLAIN = (str, int, bool, type(None))
_MOST = 512
"""Texts that are kept of one template: of one that is another on every page there is no use in more."""


def seen(tree: nodes.Template) -> Seen:
    """What a template looks at when it is included."""
    found = trees.below(tree)
    if any(isinstance(node, _ANEW) for node in found):
        return None
    if any(isinstance(node, (nodes.Import, nodes.FromImport)) and node.with_context for node in found):
        return None
    included = [node.template for node in found if isinstance(node, nodes.Include)]
    names = [wanted.value for wanted in included if isinstance(wanted, nodes.Const) and isinstance(wanted.value, str)]
    if len(names) < len(included) or not _undeclared(tree, found) <= _OF_THE_FRAME:
        return None
    paths = {path for path in _paths(tree) if path[0] == "page"}
    return tuple(sorted(paths, key=repr)), tuple(sorted(set(names)))


def _undeclared(tree: nodes.Template, found: list[nodes.Node]) -> set[str]:
    """The names that a template takes from its context.

    To tell them all Jinja compiles the template. Where there are no others than the frame's it need not, and where one
    is plainly from elsewhere, that one is enough.
    """
    loaded = {node.name for node in found if isinstance(node, nodes.Name) and node.ctx == "load"}
    if loaded <= _OF_THE_FRAME:
        return loaded
    elsewhere = loaded - _OF_THE_FRAME - _OF_JINJA
    for node in found:
        if (isinstance(node, nodes.Name) and node.ctx != "load") or isinstance(node, nodes.Macro):
            elsewhere.discard(node.name)
        elif isinstance(node, nodes.Import):
            elsewhere.discard(node.target)
        elif isinstance(node, nodes.FromImport):
            elsewhere -= {name if isinstance(name, str) else name[1] for name in node.names}
    return elsewhere or meta.find_undeclared_variables(tree)


def _paths(node: nodes.Node) -> Iterator[Path]:
    """Every name that is looked up below a node, with the constant keys behind it."""
    keys: list[str | int] = []
    inner = node
    while isinstance(inner, (nodes.Getattr, nodes.Getitem)):
        if isinstance(inner, nodes.Getattr):
            keys.append(inner.attr)
        elif isinstance(inner.arg, nodes.Const) and isinstance(inner.arg.value, (str, int)):
            keys.append(inner.arg.value)
        else:
            break
        inner = inner.node
    if keys and isinstance(inner, nodes.Name):
        yield (inner.name, *reversed(keys))
        return
    if isinstance(node, nodes.Name):
        yield (node.name,)
    for child in node.iter_child_nodes():
        yield from _paths(child)


class _Part(NamedTuple):
    """An included template: what its text follows from, None when it is made anew each time, and its texts so far."""

    paths: tuple[Path, ...] | None
    texts: dict[tuple[Any, ...], tuple[str, int]]
    """Values → (text, the steps that making it took)."""


class Partials:
    """The texts of included templates within one site's frame."""

    def __init__(self, seen_by: Callable[[str], Seen]) -> None:
        """``seen_by`` is what a template looks at, by its name."""
        self._seen_by = seen_by
        self._site: Any = None
        self.parts: dict[str, _Part] = {}

    def key(self, name: str, context: Context, local: Iterable[str]) -> tuple[_Part, tuple[Any, ...]] | None:
        """Where the text of a template is kept in this context, None when it has to be made.

        ``local`` are the names that the including template has given values of its own.
        """
        given = context.parent
        if "page" in local or "site" in local or not context.exported_vars.isdisjoint(("page", "site")):
            return None
        if given.get("site") is not self._site:
            self._site = given.get("site")
            self.parts = {}
        part = self.parts.get(name)
        if part is None:
            part = self.parts[name] = _Part(self._all(name), {})
        if part.paths is None:
            return None
        values = []
        for path in part.paths:
            value: Any = given
            for step in path:
                try:
                    value = value[step]
                except (KeyError, TypeError, IndexError):
                    return None
            if not isinstance(value, _PLAIN):
                return None
            values += [type(value), value]
        return part, tuple(values)

    @staticmethod
    def keep(part: _Part, key: tuple[Any, ...], text: str, steps: int) -> None:
        """Remembers a text, and what it cost: whoever is given it is charged the same."""
        if len(part.texts) < _MOST:
            part.texts[key] = text, steps

    def _all(self, name: str) -> tuple[Path, ...] | None:
        """What a template and all that it includes look at."""
        found: dict[Path, None] = {}
        waiting, met = [name], {name}
        while waiting:
            looked = self._seen_by(waiting.pop())
            if looked is None:
                return None
            found.update(dict.fromkeys(looked[0]))
            waiting += [inner for inner in looked[1] if inner not in met]
            met.update(looked[1])
        return tuple(found)
