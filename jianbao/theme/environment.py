"""Jinja without anything that could make two renderings differ, and its complaints in Chinese.

A template sees one plain context and nothing else: no globals, no clock, no random; dictionaries by
key alone; an unknown name is an error.
"""

import re
from collections.abc import Callable
from types import CodeType
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator
from jinja2.utils import missing
from markupsafe import escape

from jianbao.errors import Level, Problem, suggestion

_SPECIAL = re.compile("[&<>\"']")


class Loader(jinja2.BaseLoader):
    """Templates by name, compiled beforehand; ``codes`` gives them when the first is asked for."""

    def __init__(self, codes: Callable[[], dict[str, CodeType]]) -> None:
        self._codes = codes

    def load(self, environment: jinja2.Environment, name: str, globals: Any = None) -> jinja2.Template:  # noqa: A002
        codes = self._codes()
        if name not in codes:
            raise jinja2.TemplateNotFound(name)
        return environment.template_class.from_code(environment, codes[name], globals or {}, lambda: True)


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
        return f"{name}（{near.removesuffix('？')}）" if near else name


class _QuickEscape(CodeGenerator):
    """Escapes through Environment.text: most values are plain words, and markupsafe wraps each in an object."""

    def _output_child_pre(self, node: jinja2.nodes.Expr, frame: Any, finalize: Any) -> None:  # noqa: ARG002
        self.write("environment.text(")


class Sealed(jinja2.Environment):
    """Jinja without anything that could make two renderings differ."""

    code_generator_class = _QuickEscape

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.globals.clear()
        for name in ("random", "pprint", "attr", "urlize"):
            self.filters.pop(name, None)

    @staticmethod
    def text(value: Any) -> str:
        """The value as it stands in the page, escaped unless it is markup."""
        if type(value) is str and not _SPECIAL.search(value):
            return value
        return escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a dictionary; never an attribute, so that ``list.items`` is the rows of a list."""
        try:
            return obj[attribute]
        except (KeyError, TypeError, IndexError):
            if isinstance(obj, jinja2.runtime.LoopContext):
                return getattr(obj, attribute)
            if not isinstance(obj, (dict, list, str, int, type(None))):
                return super().getattr(obj, attribute)  # macros, imported templates
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As ``getattr``: ``page['keys']`` is a key or nothing, never a method."""
        try:
            return obj[argument]
        except (KeyError, TypeError, IndexError):
            return self.undefined(obj=obj, name=argument)


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


def fault(error: jinja2.TemplateSyntaxError | RecursionError, path: str) -> Problem:
    """Why a template cannot be compiled."""
    if isinstance(error, RecursionError):
        return Problem(path, 0, 0, Level.ERROR, "template-syntax", "模板嵌套太深", "把里层的移到另一个模板里")
    said = error.message or ""
    for pattern, chinese in _SYNTAX:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            said = match.expand(chinese)
            break
    hint = "核对 {% %} 与 {{ }} 是否成对"
    return Problem(path, error.lineno, 1, Level.ERROR, "template-syntax", f"模板语法有误：{said}", hint)


def failure(error: Exception, path: str, line: int, context: dict[str, Any]) -> Problem:
    """Why a template could not be rendered, at a line of the template ``path``."""
    page = context.get("page", {}).get("href", "")
    if isinstance(error, jinja2.UndefinedError):
        said = error.message or ""
        hint = suggestion(said, context) or "可用的变量见 docs/themes.md"
        message = f"模板用了没有的变量：{said}，页面 {page}"
        return Problem(path, line, 1, Level.ERROR, "template-undefined", message, hint)
    said = "宏或模板没有尽头地调用自己" if isinstance(error, RecursionError) else str(error)
    return Problem(path, line, 1, Level.ERROR, "template-error", f"模板出错：{said}，页面 {page}", "核对这一行")
