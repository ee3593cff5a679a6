"""What a template needs: everything that it extends, includes or imports, the interface words and data files it names.

Known before rendering, so that a page follows from the templates, words and data it really uses. Refused: names that
are computed, choices between several names, templates that lead back to themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from operator import is_
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes

from jianbao import expressions as re
from jianbao.errors import Level, Problem, SiteError, suggestion
from jianbao.theme import trees
from jianbao.theme.chain import PARENT
from jianbao.theme.environment import UNCOMPILABLE, fault

Templates = dict[str, tuple[str, str]]
"""Template name → (path shown in problems, source)."""
_COMMENT = re.compile(r"\{#[^#]*+(?:#(?!\})[^#]*+)*+(?:#\})?+")


class Parsed(NamedTuple):
    """A template, parsed: what it refers to as (name, line), the words that it names with what they say, the data files
    that it names, what it includes in vain, and its tree with all that put in."""

    references: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    empties: tuple[str, ...]
    tree: nodes.Template


class Needs:
    """What the templates of a theme need; each is parsed once."""

    def __init__(
        self,
        templates: Templates,
        environment: jinja2.Environment,
        theme: str,
        words: Mapping[str, str],
        data: Mapping[str, Any],
    ) -> None:
        self._templates, self._environment, self._theme = templates, environment, theme
        self._words, self._data = words, data
        self._known: dict[str, Parsed] = {}

    def parsed(self, name: str) -> Parsed:
        """A template with its words and data put in. Raises SiteError."""
        if name not in self._known:
            self._known[name] = self._parse(name)
        return self._known[name]

    def of(self, name: str) -> set[str]:
        """The names of a template and of all that it needs. Raises SiteError."""
        if name not in self._templates:
            hint = "补上它，或在 theme.yaml 里写 parent: ludao"
            raise _refused(f"themes/{self._theme}/templates/{name}", 0, "template-missing", f"没有模板 {name}", hint)
        reached: set[str] = set()
        # Depth first, so that what is on the way down is what a loop would lead back to.
        way: list[tuple[str, Iterator[tuple[str, int]]]] = []

        def enter(name: str) -> None:
            way.append((name, iter(self.parsed(name).references)))

        enter(name)
        while way:
            current, references = way[-1]
            following = next(references, None)
            if following is None:
                reached.add(current)
                way.pop()
                continue
            wanted, line = following
            shown = self._templates[current][0]
            if wanted not in self._templates:
                message = f"没有模板 {wanted}"
                hint = suggestion(wanted, self._templates) or "补上它，或改正模板名"
                if wanted.startswith(PARENT):
                    path = wanted.removeprefix(PARENT)
                    message = f"上级主题没有模板 {path}"
                    hint = suggestion(path, self._templates) or "改正模板名；没有 parent 的主题没有上级"
                raise _refused(shown, line, "template-missing", message, hint)
            if any(wanted == above for above, _ in way):
                hint = f'要在上级主题的模板上改，写 {{% extends "{PARENT}{wanted}" %}}'
                raise _refused(shown, line, "template-loop", f"模板 {wanted} 绕一圈又用到自己", hint)
            if wanted not in reached:
                enter(wanted)
        return reached

    def _parse(self, name: str) -> Parsed:
        shown, source = self._templates[name]
        try:
            tree = self._environment.parse(source, name, shown)
        except UNCOMPILABLE as error:
            raise SiteError([fault(error, shown)]) from None
        references = tuple(
            (self._environment.join_path(wanted, name), line) for wanted, line in _references(tree, shown)
        )
        filled = _Filled(shown, self._words, self._data, lambda wanted: self._empty(wanted, name))
        made: Any = filled.of(tree)
        if made is not tree:
            made.set_environment(self._environment)
        words = tuple((word, self._words[word]) for word in sorted(filled.words))
        return Parsed(references, words, tuple(sorted(filled.files)), tuple(sorted(filled.empties)), made)

    def _empty(self, wanted: str, name: str) -> bool:
        """Whether a template that is included has nothing in it: an empty slot costs no page anything."""
        found = self._templates.get(self._environment.join_path(wanted, name))
        return found is not None and not _COMMENT.sub("", found[1]).strip()


class _Filled:
    """Puts interface words in as the texts they are, and data files as what a template takes them from.

    What changes is made anew and the rest shared: the tree that it is given stays as it was.
    """

    def __init__(
        self, shown: str, words: Mapping[str, str], data: Mapping[str, Any], empty: Callable[[str], bool]
    ) -> None:
        self._shown, self._words, self._data, self._empty = shown, words, data, empty
        self.words: set[str] = set()
        self.files: set[str] = set()
        self.empties: set[str] = set()

    def of(self, node: nodes.Node) -> nodes.Node | None:
        """What stands in a node's place; None for what is left out."""
        if isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
            if self._empty(node.template.value):
                self.empties.add(node.template.value)
                return None
        elif isinstance(node, (nodes.Getattr, nodes.Getitem)):
            found = self._named(node)
            if found is not None:
                return found
        elif isinstance(node, nodes.Name) and node.name in ("words", "data"):
            what = "界面文字" if node.name == "words" else "data/ 里的文件"
            hint = f"写死名字，例如 {{{{ {node.name}.xxx }}}}；自己的变量换一个名字"
            code = "template-word" if node.name == "words" else "template-data"
            raise _refused(self._shown, node.lineno, code, f"{node.name} 是{what}，后面要跟名字", hint)
        other = node
        for name in node.fields:
            value = getattr(node, name, None)
            new = (
                self.of(value) if isinstance(value, nodes.Node) else self._list(value) if type(value) is list else value
            )
            if new is not value:
                other = copy(node) if other is node else other
                setattr(other, name, new)
        return other

    def _list(self, value: list[Any]) -> list[Any]:
        made = [self.of(item) if isinstance(item, nodes.Node) else item for item in value]
        if all(map(is_, made, value)):
            return value
        return [item for item in made if item is not None]

    def _named(self, node: Any) -> nodes.Node | None:
        of = node.node.name if isinstance(node.node, nodes.Name) and node.node.ctx == "load" else ""
        constant = isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const)
        name = node.attr if isinstance(node, nodes.Getattr) else node.arg.value if constant else None
        if of not in ("words", "data") or not isinstance(name, str):
            return None
        if of == "words":
            if name not in self._words:
                hint = suggestion(name, self._words) or f"在主题的 words/zh-CN.yaml 里加一行 {name}: 文字"
                raise _refused(self._shown, node.lineno, "template-word", f"没有界面文字 {name}", hint)
            self.words.add(name)
            return nodes.Const(self._words[name], lineno=node.lineno)
        if name not in self._data:
            hint = f"在网站的 data/ 里加上 {name}.yaml，或改正名字"
            raise _refused(self._shown, node.lineno, "template-data", f"没有 data/{name}.yaml 这个文件", hint)
        self.files.add(name)
        return nodes.Getitem(nodes.EnvironmentAttribute("data"), nodes.Const(name), "load", lineno=node.lineno)


def _references(tree: nodes.Template, shown: str) -> Iterator[tuple[str, int]]:
    """(name as it is written, line) of each template that a template refers to."""
    for node in trees.below(tree):
        if not isinstance(node, (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
            continue
        wanted = node.template
        if isinstance(wanted, nodes.Const) and isinstance(wanted.value, str):
            yield wanted.value, node.lineno
            continue
        several = isinstance(wanted, (nodes.List, nodes.Tuple, nodes.Const))
        message = "一次只能用一个模板" if several else "模板名是算出来的，无法知道页面用到哪些模板"
        hint = "extends、include、import 后面写死一个模板名，不支持几个里选一个，也不支持 ignore missing"
        raise _refused(shown, node.lineno, "template-computed-name", message, hint)


def _refused(path: str, line: int, code: str, message: str, hint: str) -> SiteError:
    return SiteError([Problem(path, line, 1 if line else 0, Level.ERROR, code, message, hint)])
