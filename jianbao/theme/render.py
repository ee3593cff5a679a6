"""A page's bytes from its context: pure but for the bodies and files that the context names."""

import html
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from jianbao import expressions as re
from jianbao import files
from jianbao.content import public
from jianbao.content.phrases import MARK
from jianbao.errors import Level, Problem, SiteError
from jianbao.markdown import convert
from jianbao.media import cards, pictures
from jianbao.model import Page
from jianbao.theme import macros, visible
from jianbao.theme.environment import WBR
from jianbao.theme.loader import Theme

_HEADING = re.compile(r'(<h[2-6] id="([^"]*)"[^<>]*+>)([^<]*+)</h')
_DIRECTIVE = re.compile(r'<dl data-directive="(\d+)">[^<]*+(?:<(?!/dl>)[^<]*+)*+(?:</dl>)?+')
BodyOf = Callable[[str], str]
"""Content path → HTML of the body."""


def data(page: Page, theme: Theme, chrome: dict[str, Any], body_of: BodyOf, site: Path) -> bytes:
    """The bytes of a page's file.

    ``chrome`` is what every template sees as ``site``. A context without template is ``json`` (a JSON feed),
    ``static`` (a theme's file), ``public`` (a file of public/), ``copy`` (a content path), ``webp`` (a picture's
    content path, made smaller) or ``share`` (the words on a card for sharing), unless the page brings its bytes.
    Raises SiteError when the template fails.
    """
    if page.data:
        return page.data()
    if page.template:
        context = {"site": chrome, **_resolved(page.context, partial(_body, body_of=body_of, theme=theme))}
        try:
            return theme.render(page.template, context).encode()
        except UnicodeEncodeError as error:  # half a character, written as an escape in the template
            raise theme.failed(page.template, error, context) from None
    if "static" in page.context:
        return theme.statics[page.context["static"]].data
    if "copy" in page.context:
        path: str = page.context["copy"]
        return _whole(path, lambda: pictures.published(_content(site, path), path))
    if "public" in page.context:
        found = public.data(site, page.context["public"])
        if isinstance(found, Problem):
            raise SiteError([found])
        return found
    if "share" in page.context:
        return _card(page.context, theme, site / ".cache" / "pictures")
    if "webp" in page.context:
        path, width = page.context["webp"], page.context["width"]
        return _whole(path, lambda: pictures.copy(_content(site, path), width, site / ".cache" / "pictures"))
    return (json.dumps(page.context["json"], ensure_ascii=False) + "\n").encode()


def _card(context: dict[str, Any], theme: Theme, cache: Path) -> bytes:
    """A card for sharing. Raises SiteError when there is no room, or no sign in the font, for its words."""
    base, share = theme.statics["share.png"].data, context["share"]
    try:
        if "number" in share:
            glyphs = theme.statics["share-glyphs.png"].data
            return cards.of_issue(base, glyphs, share["number"], share["name"], cache)
        return cards.of_article(base, share["title"].split(MARK), share["below"], cache)
    except cards.CardError as error:
        path, line, column, hint = context["place"]
        problem = Problem(path, line, column, Level.ERROR, "share-card", f"分享图没有画成：{error}", hint)
        raise SiteError([problem]) from None


def _whole(path: str, make: Callable[[], bytes]) -> bytes:
    """What is made of a picture. Raises SiteError with its name when only a part of it is there."""
    try:
        return make()
    except pictures.BrokenError:
        raise SiteError([pictures.incomplete(path)]) from None


def _content(site: Path, path: str) -> bytes:
    """The bytes of a picture or an attachment. Raises SiteError when it has gone meanwhile."""
    folder = site / "content"
    found = files.read(folder / path, f"content/{path}", files.LARGEST_FILE, folder, walked=True)
    if isinstance(found, Problem):
        raise SiteError([found])
    return found


def _resolved(context: dict[str, Any], body: Callable[[dict[str, Any] | None], Markup]) -> dict[str, Any]:
    """The context with the bodies it refers to in place of the references."""
    made = dict(context)
    for key in ("article", "issue"):
        if isinstance(made.get(key), dict) and "body" in made[key]:
            made[key] = {**made[key], "body": body(made[key]["body"])}
    if "bulletin" in made:
        items = [
            {**item, "body": Markup(convert.embedded(body(item["body"]), f"item{n}-"))}
            for n, item in enumerate(made["bulletin"]["items"], 1)
        ]
        made["bulletin"] = {**made["bulletin"], "items": items}
    if "feed" in made:
        made["feed"] = {
            **made["feed"],
            "entries": [{**e, "content": body(e["content"])} for e in made["feed"]["entries"]],
        }
    return made


def _body(reference: dict[str, Any] | None, body_of: BodyOf, theme: Theme) -> Markup:
    if reference is None:
        return Markup("")
    prefix = reference["prefix"]
    made = convert.linked(body_of(reference["path"]), [prefix + h for h in reference["hrefs"]])
    if reference["pictures"]:
        made = convert.illustrated(made, reference["pictures"], prefix)
    if "headings" in reference:
        made = _HEADING.sub(partial(_broken, reference["headings"]), made)
    if "directives" in reference:
        shown = [_shown(directive, theme) for directive in reference["directives"]]
        made = _DIRECTIVE.sub(lambda m: shown[int(m[1])], made)
    return Markup(made)


def _broken(phrased: dict[str, str], heading: re.Match[str]) -> str:
    """A heading with the places at which it may be broken; one that holds more than words stays as it is."""
    start, name, text = heading.groups()
    pieces = html.escape(phrased.get(html.unescape(name), ""), quote=False).split(MARK)
    return f"{start}{WBR.join(pieces)}</h" if "".join(pieces) == text else heading[0]


def _shown(directive: dict[str, Any], theme: Theme) -> str:
    """What a macro makes of a directive. Raises SiteError when it leaves out words that an editor wrote."""
    name = directive["macro"]
    safe = {parameter.name for parameter in theme.macros[name] if parameter.type == "text"}
    given = {key: _marked(value) if key in safe else value for key, value in directive["given"].items()}
    path, line, column = directive["place"]
    made = theme.render(macros.template(name), given, f"{path}:{line} 的【【{name}").strip()
    words = visible.lost(directive["words"], made)
    if words:
        hint = f"在主题的 macros/{name}.html 里让读者看到它：写成正文，不放进注释、属性或不成立的 if"
        message = f"主题的宏 {name} 没有显示“{words[:30]}”"
        raise SiteError([Problem(path, line, column, Level.ERROR, "macro-loses", message, hint)])
    return made


def _marked(value: Any) -> Any:
    return [Markup(v) for v in value] if isinstance(value, list) else Markup(value)
