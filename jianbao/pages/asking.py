"""What articles ask of their theme: a layout for the page, directives in the body.

Refused: a layout that the theme does not have for such a page, a directive that it does not know, and whatever a
directive is told that its macro cannot show; all at once, each at its place.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jianbao.errors import Level, Problem, suggestion
from jianbao.markdown import arguments
from jianbao.markdown.arguments import Parameter, Shown
from jianbao.model import Article, Directive, Entry, directives_of
from jianbao.site.model import NOT_LINKED, Asking, Site, asking

_KINDS = {"article": "文章", "page": "页面（content/pages/）", "issue": "期（_index.md）"}
"""Kind of page → what editors call it."""


class Themed(NamedTuple):
    """What a theme offers: layout → kind of page → template; directive → (what it can be told, its macro's digest)."""

    layouts: Mapping[str, Mapping[str, str]]
    macros: Mapping[str, tuple[tuple[Parameter, ...], bytes]]


def template(article: Article, themed: Themed) -> str:
    """The template of an article's page, a standing page's or an issue's."""
    return themed.layouts.get(article.layout, {}).get(article.kind, f"{article.kind}.html")


def names(articles: Iterable[Article]) -> list[str]:
    """The layouts and the directives that some articles ask for."""
    asked = [article for article in articles if article.layout or article.directives]
    return sorted({n for a in asked for n in (a.layout, *(d.name for d in a.directives)) if n}) if asked else []


def directives(entry: Entry, shown: Shown, themed: Themed) -> list[dict[str, Any]]:
    """What stands in a page's context for the directives of a body, in their order."""
    path = f"content/{entry.article.path}"
    made = []
    for directive in entry.article.directives:
        parameters, mark = themed.macros.get(directive.name, ((), b""))
        given, _ = arguments.values(directive, parameters, shown, path)
        place = [path, directive.line, directive.column]
        words = arguments.shows(directive, parameters)
        made.append({"macro": directive.name, "given": given, "digest": mark.hex(), "place": place, "words": words})
    return made


def problems(site: Site, themed: Themed) -> list[Problem]:
    """Everything that articles ask and the theme does not have."""
    known = site.entries.table
    found = [
        problem
        for path, asked in known.asking.items()
        for problem in _of(path, "article", asked, known.linked.get(path, NOT_LINKED)[0], themed)
    ]
    for entry in (*(issue.entry for issue in site.issues), *site.pages):
        article = entry.article
        if article.layout or article.directives:
            found += _of(article.path, article.kind, asking(article), entry.hrefs, themed)
    return found


def _of(path: str, kind: str, asked: Asking, hrefs: tuple[str, ...], themed: Themed) -> Iterable[Problem]:
    layout, line, column, plain = asked
    shown = f"content/{path}"
    known = [name for name, kinds in themed.layouts.items() if kind in kinds]
    if layout and layout not in known:
        hint = suggestion(layout, known) or f"可用：{'、'.join(known) or '主题没有版式，删去这一行'}"
        others = "、".join(_KINDS[other] for other in themed.layouts.get(layout, ()))
        message = f"主题没有“{layout}”这种版式"
        if others:
            message = f"版式“{layout}”是给{others}的，不能用于{_KINDS[kind]}"
        yield Problem(shown, line, column, Level.ERROR, "unknown-layout", message, hint)
    for directive in directives_of(plain):
        if directive.name not in themed.macros:
            yield _unknown(directive, shown, themed)
            continue
        to = Shown("", hrefs, arguments.nowhere)
        yield from arguments.values(directive, themed.macros[directive.name][0], to, shown)[1]


def _unknown(directive: Directive, shown: str, themed: Themed) -> Problem:
    hint = suggestion(directive.name, themed.macros) or f"可用：{'、'.join(sorted(themed.macros)) or '这个主题没有'}"
    message = f"主题没有【【{directive.name}"
    return Problem(shown, directive.line, directive.column, Level.ERROR, "unknown-directive", message, hint)
