"""What a template needs: everything that it extends, includes or imports, directly or not.

Known before rendering, so that a page follows from the templates it really uses. Refused: names that
are computed, choices between several names, templates that lead back to themselves.
"""

from collections.abc import Iterator
from typing import Any

import jinja2
from jinja2 import nodes

from jianbao.errors import Level, Problem, SiteError, suggestion
from jianbao.theme.environment import UNCOMPILABLE, fault

Templates = dict[str, tuple[str, str]]
"""Template name → (path shown in problems, source)."""
Known = dict[str, tuple[tuple[str, int], ...]]
"""Template name → (name, line) of each template that it refers to."""


def of(name: str, templates: Templates, environment: jinja2.Environment, theme: str, known: Known) -> set[str]:
    """The names of a template and of all that it needs. Raises SiteError.

    ``known`` remembers what each template refers to: most of them extend the same one.
    """
    if name not in templates:
        hint = "补上它，或在 theme.yaml 里写 parent: ludao"
        raise _refused(f"themes/{theme}/templates/{name}", 0, "template-missing", f"没有模板 {name}", hint)
    reached: set[str] = set()
    # Depth first, so that what is on the way down is what a loop would lead back to.
    way: list[tuple[str, Iterator[tuple[str, int]]]] = []

    def enter(name: str) -> None:
        if name not in known:
            known[name] = tuple(_references(name, templates, environment))
        way.append((name, iter(known[name])))

    enter(name)
    while way:
        current, references = way[-1]
        following = next(references, None)
        if following is None:
            reached.add(current)
            way.pop()
            continue
        wanted, line = following
        shown = templates[current][0]
        if wanted not in templates:
            hint = suggestion(wanted, templates) or "补上它，或改正模板名"
            raise _refused(shown, line, "template-missing", f"没有模板 {wanted}", hint)
        if any(wanted == above for above, _ in way):
            hint = "子主题不能继承同名的模板：要么整个重写它，要么只改 partials/ 里的小模板"
            raise _refused(shown, line, "template-loop", f"模板 {wanted} 绕一圈又用到自己", hint)
        if wanted not in reached:
            enter(wanted)
    return reached


def _references(name: str, templates: Templates, environment: jinja2.Environment) -> Iterator[tuple[str, int]]:
    """(name, line) of each template that a template refers to."""
    shown, source = templates[name]
    try:
        tree = environment.parse(source, name, shown)
    except UNCOMPILABLE as error:
        raise SiteError([fault(error, shown)]) from None
    found: Iterator[Any] = tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include))
    for node in found:
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
