"""Jinja without anything that could make two renderings differ, and its complaints in Chinese.

A template sees one plain context and nothing else: no globals, no clock, no random; dictionaries by
key alone; an unknown name is an error. Only macros, blocks and loops can be called, and all of it is counted
(bounds.py).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import CodeType, MethodType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, operators, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from jianbao import expressions as re
from jianbao.errors import PROGRAM, Level, Problem, suggestion
from jianbao.theme import bounds, partials

_SPECIAL = re.compile("[&<>\"']")
_LOOP = frozenset(
    "index index0 revindex revindex0 first last length depth depth0 previtem nextitem cycle changed".split()
)
UNCOMPILABLE = (jinja2.TemplateSyntaxError, RecursionError, SyntaxError, MemoryError, ValueError)
"""What compiling a template can raise; the last three are Python's, of what Jinja made of it."""


Names = Callable[[str, str], str]
"""(name as it is written, name of the template in which) → name of the template that is meant."""


class Loader(jinja2.BaseLoader):
    """Templates by name, compiled beforehand; ``codes`` gives them when the first is asked for."""

    def __init__(self, codes: Callable[[], dict[str, CodeType]]) -> None:
        self._codes = codes

    def load(self, environment: jinja2.Environment, name: str, globals: Any = None) -> jinja2.Template:  # noqa: A002
        codes = self._codes()
        if name not in codes:
            raise jinja2.TemplateNotFound(name)
        return environment.template_class.from_code(environment, codes[name], globals or {}, lambda: True)


_STATIC = "静态文件"
_STATIC_CURE = "把它放进主题的 static/，或改正名字"


class Unknown(jinja2.StrictUndefined):
    """A name that the context does not have; says which one was probably meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, above = str(self._undefined_name), self._undefined_obj
        if above is missing:
            return name
        if above is None:
            return f"{name}（它的上一级是空的，先用 if 判断）"
        near = suggestion(name, map(str, above)) if isinstance(above, dict) else ""
        if isinstance(above, dict) and above and str(next(iter(above.values()))).startswith("assets/"):
            name = f"{_STATIC} {name}"
        return f"{name}（{near.removesuffix('？')}）" if near else name


_escaped: Callable[[str], str] | None = getattr(markupsafe, "_escape_inner", None)
"""markupsafe's own loop: it gives a text back where nothing is to be escaped; ``escape`` makes an object each time.
Where a version has no such name, ``escaped_by_search`` does."""


def escaped_by_search(text: str) -> str:
    """The text as HTML, escaped only where there is something to escape."""
    return str(escape(text)) if _SPECIAL.search(text) else text


class _Generator(CodeGenerator):
    """Escapes plain texts where they stand, and what is none through Environment.text; takes keys of dictionaries where
    they stand, and what is none through Environment.getattr: a page has hundreds of both, and calls are their cost.

    And counts a step wherever something can be done again and again.
    """

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802
        for block in [node, *node.find_all(nodes.Block)]:
            _stepping(block)
        looked = partials.seen(node)
        super().visit_Template(node, frame)
        self.writeline(f"seen = {looked!r}")
        self.writeline("escaped = environment.escaped")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        # Each text would be handed up through every block and every template that it stands in.
        if x.startswith("yield from "):
            x = f"yield environment.concat({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        if not (isinstance(node.template, nodes.Const) and node.with_context):
            super().visit_Include(node, frame)
            return
        names = f"{node.template.value!r}, {self.name!r}"
        self.writeline(f"event = environment.included({names}, context, {self.dump_local_context(frame)})", node)
        self.simple_write("event", frame)

    def visit_For(self, node: nodes.For, frame: Any) -> None:  # noqa: N802
        _stepping(node)
        super().visit_For(node, frame)

    def macro_body(self, node: Any, frame: Any) -> Any:
        _stepping(node)
        return super().macro_body(node, frame)

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Any) -> None:  # noqa: N802
        if isinstance(node.node, nodes.EnvironmentAttribute):
            # Counted where it stands: a page has hundreds of steps, and calls are their cost.
            self.writeline(f"environment.meter.left -= {node.node.name}", node)
            self.writeline("if environment.meter.left < 0: environment.meter.step(0)")
        else:
            super().visit_ExprStmt(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802
        self.write("environment.meter.joined(markup_join, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Operand(self, node: nodes.Operand, frame: Any) -> None:  # noqa: N802
        if isinstance(node.expr, nodes.Const):
            super().visit_Operand(node, frame)
            return
        self.write(f" {operators[node.op]} environment.meter.weighed(")
        self.visit(node.expr, frame)
        self.write(")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        key = repr(node.attr)
        self.write(f"(_of[{key}] if type(_of := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {key} in _of else environment.getattr(_of, {key}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002
        self.write("(escaped(_said) if type(_said := ")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002
        self.write(") is str else environment.text(_said))")


def _stepping(node: Any) -> None:
    """Counts a step whenever the node's body begins."""
    cost = "1" if isinstance(node, nodes.For) else str(bounds.CALL)
    step = nodes.ExprStmt(nodes.EnvironmentAttribute(cost), lineno=node.lineno)
    if not (node.body and isinstance(node.body[0], nodes.ExprStmt) and node.body[0] == step):
        node.body.insert(0, step)


class Sealed(SandboxedEnvironment):
    """Jinja without anything that could make two renderings differ, lead to Python, or go on without end."""

    code_generator_class = _Generator
    escaped = staticmethod(_escaped or escaped_by_search)
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, loader: jinja2.BaseLoader, names: Names, data: Mapping[str, Any]) -> None:
        """``names`` finds what a template refers to; ``data`` are the files of data/ that templates name."""
        self._names = names
        self.data = data
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.meter = bounds.Meter()
        self.partials = partials.Partials(self._seen_by)
        self.globals.clear()
        for name in ("random", "pprint", "attr", "urlize"):
            self.filters.pop(name, None)
        self.filters["wbr"] = _breakable
        self.filters.update({name: self.meter.filtered(name, made) for name, made in self.filters.items()})

    def code(self, tree: nodes.Template, name: str, path: str, made_of: tuple[Any, ...]) -> CodeType:
        """The code of a template whose tree is ``made_of`` a source and what was put into it."""
        del made_of  # what whoever remembers codes has to know beside the name
        return self.compile(tree, name, path)

    def join_path(self, template: str, parent: str) -> str:
        """The name of the template that ``parent`` calls ``template``."""
        return self._names(template, parent)

    def included(self, name: str, parent: str, context: Context, local: dict[str, Any]) -> str:
        """The text of an included template."""
        name = self.join_path(name, parent)
        kept = self.partials.key(name, context, local)
        if kept:
            found = kept[0].texts.get(kept[1])
            if found:
                self.meter.step(found[1])
                return found[0]
        before = self.meter.left
        template = self.get_template(name)
        text = self.concat(template.root_render_func(template.new_context(context.get_all(), True, local)))
        if kept:
            self.partials.keep(*kept, text, before - self.meter.left)
        return text

    def _seen_by(self, name: str) -> partials.Seen:
        seen: partials.Seen = self.get_template(name).root_render_func.__globals__["seen"]
        return (seen[0], tuple(self.join_path(inner, name) for inner in seen[1])) if seen else None

    @staticmethod
    def text(value: Any) -> str:
        """The value as it stands in the page, escaped unless it is markup."""
        return value if type(value) is Markup else escape(value)

    def concat(self, parts: Iterable[str]) -> str:
        """What a page, a block or a macro is made of, as one text."""
        found = list(parts)
        if not found:
            return ""
        size = sum(map(len, found))
        if size > bounds.LONGEST:
            bounds.fits(size)
        return "".join(found)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Operations whose result can be large."""
        self.meter.step(bounds.calculated(operator, left, right))
        return super().call_binop(context, operator, left, right)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, blocks and loops; nothing else in a template can be called."""
        if isinstance(obj, MethodType):
            return isinstance(obj.__self__, LoopContext) and obj.__name__ in ("cycle", "changed")
        return isinstance(obj, (Macro, BlockReference, LoopContext, jinja2.Undefined))  # the last says its name

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary; never an attribute, so that ``list.items`` is the rows of a list.

        What Jinja itself makes (loops, imported templates, blocks) has the names that its documentation gives it.
        """
        try:
            return obj[attribute]
        except (KeyError, TypeError, IndexError):
            if isinstance(obj, LoopContext) and attribute in _LOOP:
                return getattr(obj, attribute)
            if isinstance(obj, TemplateModule) and not attribute.startswith("_") and attribute in vars(obj):
                return vars(obj)[attribute]
            if isinstance(obj, BlockReference) and attribute == "super":
                return obj.super
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As ``getattr``: ``page['keys']`` is a key or nothing, never a method."""
        try:
            return obj[argument]
        except (KeyError, TypeError, IndexError):
            return self.undefined(obj=obj, name=argument)


WBR = "<wbr>"
"""Where a line may be broken. Style sheets hide it, ``wbr { visibility: hidden }``, or those who hear a headline would
hear a blank; the attribute that says the same was a third of every list's bytes."""


@lru_cache(maxsize=16_384)
def _breakable(phrased: str) -> Markup:
    """A phrased text as HTML: ``<wbr>`` wherever a line may be broken. A title stands in ten lists."""
    return Markup(str(escape(phrased)).replace("\u200b", WBR))


_SYNTAX = (
    (r"Encountered unknown tag '([^']*)'.*", r"这里不该有 {% \1 %}：没有这个标记，或前面的标记没有结束"),
    (r"Unexpected end of template\..* closed is '(\w+)'\.", r"{% \1 %} 没有结束，缺少 {% end\1 %}"),
    (r"[Uu]nexpected end of template.*", "模板没有写完"),
    (r"Expected an expression, got .*", "这里缺少变量或值"),
    (r"expected token '(.*?)', got .*", r"这里应为 \1"),
    (r"unexpected char '(.+?)' at.*", r"这里不能有字符 \1"),
    (r"unexpected '(.+?)'.*", r"这里不该有 \1"),
    (r"Missing end of comment tag", "注释的 {# 没有对应的 #}"),
    (r"Missing end of raw directive", "{% raw %} 没有对应的 {% endraw %}"),
    (r"No filter named '(\w+)'\..*", r"没有过滤器 \1"),
    (r"No test named '(\w+)'\..*", r"没有判断 \1"),
    (r"block '(\w+)' defined twice", r"{% block \1 %} 写了两次"),
)


def fault(error: Exception, path: str) -> Problem:
    """Why a template cannot be compiled."""
    if not isinstance(error, jinja2.TemplateSyntaxError):
        return Problem(path, 0, 0, Level.ERROR, "template-syntax", "模板嵌套太深", "把里层的移到另一个模板里")
    said = error.message or ""
    for pattern, chinese in _SYNTAX:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            said = match.expand(chinese)
            break
    hint = "核对 {% %} 与 {{ }} 是否成对"
    return Problem(path, error.lineno, 1, Level.ERROR, "template-syntax", f"模板语法有误：{said}", hint)


def failure(error: Exception, path: str, line: int, context: dict[str, Any], where: str = "") -> Problem:
    """Why a template could not be rendered, at a line of the template ``path``; ``where`` for want of a page."""
    where = where or f"页面 {context['page']['href']}"
    if isinstance(error, jinja2.UndefinedError):
        said = error.message or ""
        if said.startswith(_STATIC):
            return Problem(path, line, 1, Level.ERROR, "static-missing", f"主题没有{said}，{where}", _STATIC_CURE)
        hint = suggestion(said, context) or f"可用的变量见 {PROGRAM} docs themes"
        if "page" not in context:
            known = "、".join((*context, "words", "data"))
            hint = suggestion(said, context) or f"宏里只有它的参数和 words、data：{known}"
        message = f"模板用了没有的变量：{said}，{where}"
        return Problem(path, line, 1, Level.ERROR, "template-undefined", message, hint)
    said = str(error)
    if isinstance(error, RecursionError):
        said = "宏或模板没有尽头地调用自己"
    elif isinstance(error, SecurityError):
        said = "这里只能调用宏、块和 loop 的方法"
    return Problem(path, line, 1, Level.ERROR, "template-error", f"模板出错：{said}，{where}", "核对这一行")
