"""Jinja without anything that could make two renderings differ.

A template sees one plain context and nothing else: no globals, no clock, no random; dictionaries by
key alone; an unknown name is an error.
"""

import re
from collections.abc import Callable
from types import CodeType
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator
from markupsafe import escape

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
            undefined=jinja2.StrictUndefined,
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
