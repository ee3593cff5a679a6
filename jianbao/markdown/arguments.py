"""What a directive is told, by type: the HTML of its values to texts, numbers, dates, pictures, files and links.

Pure. Refused, with the place of the value and the cure: what the directive does not know, what is missing, a value of
another form, a picture that lies elsewhere.
"""

import html
import posixpath
import unicodedata
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any, NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.errors import Level, Problem, suggestion
from jianbao.markdown.references import linked
from jianbao.model import Directive, Given

TYPES = ("text", "number", "integer", "choice", "date", "boolean", "picture", "film", "file", "link")
MANY = ("text", "picture", "file", "link")
"""Types of which there may be several."""
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PLACED = re.compile(r"jianbao:(\d+)", re.ASCII)
_FORMS = {
    "number": ("数字", "写数字，例如 1200"),
    "integer": ("整数", "写数字，例如 1200"),
    "date": ("日期", "写成 2018-04-23、2018-04 或 2018"),
    "boolean": ("是或否", "写 是 或 否"),
    "picture": ("本文旁边的图片", "写成 ![说明](图片.jpg)"),
    "film": ("本文旁边的视频", "写成 ![说明](视频.mp4)"),
    "file": ("本站的文件", "写成 [标题](文件.pdf)"),
    "link": ("链接", "写成 [标题](网址)"),
}
"""Type → (what a value of it is called, how it is written)."""


class Parameter(NamedTuple):
    """What a directive can be told: a name, its type and what may be said."""

    name: str
    type: str
    required: bool = False
    many: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    """Of a number its bounds, of several how many; 0 is no bound."""


class Shown(NamedTuple):
    """Where a body is shown: what leads to the root, where its links lead, what is known of a picture there."""

    prefix: str
    hrefs: Sequence[str]
    picture: Callable[[str], dict[str, Any]]


def nowhere(href: str) -> dict[str, Any]:
    """What is known of a picture where nothing is."""
    del href
    return {"width": None, "height": None, "webp": []}


def values(
    directive: Directive, parameters: Sequence[Parameter], shown: Shown, path: str
) -> tuple[dict[str, Any], list[Problem]]:
    """What a directive's template is given, by name, and what is wrong with it; ``path`` is the file in problems."""
    problems: list[Problem] = []
    by_name: dict[str, list[Given]] = {}
    names = [parameter.name for parameter in parameters]

    def refused(place: tuple[int, int], code: str, message: str, hint: str) -> None:
        problems.append(Problem(path, *place, Level.ERROR, code, f"【【{directive.name}：{message}", hint))

    for given in directive.given:
        if given.name not in names:
            hint = suggestion(given.name, names) or f"可用：{'、'.join(names) or '无'}"
            refused(given[2:], "directive-argument", f"没有“{given.name}”这一项", hint)
        by_name.setdefault(given.name, []).append(given)
    made: dict[str, Any] = {}
    for parameter in parameters:
        found = [given for given in by_name.get(parameter.name, ()) if given.html]
        if parameter.required and not found:
            hint = f"加一行 {parameter.name}：{_example(parameter)}"
            refused((directive.line, directive.column), "directive-argument", f"缺少“{parameter.name}”", hint)
        if len(found) > 1 and not parameter.many:
            refused(found[1][2:], "directive-argument", f"“{parameter.name}”只能写一次", "只留一行")
        read: list[Any] = []
        well = True
        for given in found:
            value, wrong = _value(parameter, given.html, shown)
            read += value
            if wrong:
                well = False
                refused(given[2:], "directive-value", f"“{parameter.name}”应为{wrong[0]}", wrong[1])
        if count := _count(parameter, len(read)) if parameter.many and found and well else "":
            refused(found[-1][2:], "directive-value", f"“{parameter.name}”{count}", "增减几行")
        made[parameter.name] = read if parameter.many else read[0] if read else _default(parameter)
    return made, problems


def shows(directive: Directive, parameters: Sequence[Parameter]) -> list[list[str]]:
    """What a page must show of a directive, piece by piece, in the order in which it is written: every word of it.

    A piece is the forms in which it may stand: a date as it is written or in Chinese, a number as it is written or as
    a number. What is yes or no says how, and its word need not stand there.
    """
    types = {parameter.name: parameter for parameter in parameters}
    made: list[list[str]] = []
    for given in directive.given:
        parameter = types.get(given.name)
        if parameter is None or parameter.type == "boolean":
            continue
        pieces = dict.fromkeys(piece for piece in _Pieces(given.html).everything if piece.strip())
        made += [_forms(parameter, piece) for piece in pieces]
    return made


def _forms(parameter: Parameter, piece: str) -> list[str]:
    if parameter.type in ("number", "integer"):
        return [piece, str(_number(parameter, piece.strip()))]
    if parameter.type == "date":
        return [piece, *(_date(parameter, piece.strip()) or {}).values()]
    return [piece]


def _count(parameter: Parameter, count: int) -> str:
    if parameter.least and count < parameter.least:
        return f"至少 {parameter.least} 个，现有 {count} 个"
    return f"最多 {parameter.most} 个，现有 {count} 个" if parameter.most and count > parameter.most else ""


def _default(parameter: Parameter) -> Any:
    """What is told where nothing is written."""
    if parameter.type == "boolean":
        return zh.truth(parameter.default) is True
    if parameter.default:
        read, _ = _value(parameter, html.escape(parameter.default), Shown("", (), nowhere))
        return read[0] if read else None
    return "" if parameter.type in ("text", "choice") else None


def unfit(parameter: Parameter) -> str:
    """What is wrong with a parameter's default, "" when it is a value that may be told."""
    if not parameter.default or parameter.type == "text":
        return ""
    if parameter.type not in (*_SCALARS, "choice"):
        return "不能有 default"
    _, wrong = _value(parameter, html.escape(parameter.default), Shown("", (), nowhere))
    return f"的 default 应为{wrong[0]}" if wrong else ""


def _example(parameter: Parameter) -> str:
    if parameter.type in ("number", "integer") and (parameter.least or parameter.most):
        return str(parameter.least or parameter.most)
    form = _FORMS.get(parameter.type)
    return (
        form[1].removeprefix("写成 ").removeprefix("写数字，例如 ").partition("、")[0]
        if form
        else (parameter.choices[0] if parameter.choices else "文字")
    )


class _Pieces(HTMLParser):
    """The pictures, links, films and words of a value's HTML."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.pictures: list[dict[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.films: list[dict[str, str]] = []
        self.words = ""
        """What stands outside of links and films."""
        self.everything: list[str] = []
        """All words, in their pieces."""
        self._inside: dict[str, str] | None = None
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.pictures.append(given)
            self.everything += [given.get("alt", ""), *given.get("title", "").replace("|", "｜").split("｜")]
        elif tag in ("video", "audio"):
            self.films.append(given)
            self._inside = given
        elif tag == "a" and self._inside is None:
            self.links.append({**given, "title": ""})
            self._inside = self.links[-1]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("video", "audio") or (tag == "a" and self._inside not in self.films):
            self._inside = None

    def handle_data(self, data: str) -> None:
        self.everything.append(data)
        if self._inside is None:
            self.words += data
        elif self._inside not in self.films:
            self._inside["title"] += data


def _value(parameter: Parameter, fragment: str, shown: Shown) -> tuple[list[Any], tuple[str, str] | None]:
    """(the values that a fragment of HTML says, what it should have been and how that is written)."""
    kind = parameter.type
    if kind == "text":
        return [linked(fragment, [shown.prefix + href for href in shown.hrefs])], None
    pieces = _Pieces(fragment)
    if kind == "choice":
        said = pieces.words.strip()
        right = said in parameter.choices
        return [said] if right else [], None if right else (f"{'、'.join(parameter.choices)}之一", "从中选一个")
    if kind in _SCALARS:
        plain = not (pieces.pictures or pieces.links or pieces.films)
        read = _SCALARS[kind](parameter, pieces.words.strip()) if plain else None
    else:
        found = {"picture": pieces.pictures, "film": pieces.films}.get(kind, pieces.links)
        alone = not any(c.isalnum() for c in pieces.words) and len(found) == sum(
            map(len, (pieces.pictures, pieces.links, pieces.films))
        )
        things = [_THINGS[kind](thing, shown) for thing in found] if alone and found else [None]
        if None not in things and (parameter.many or len(things) == 1):
            return things, None
        read = None
    if read is None:
        form, hint = _FORMS[kind]
        if kind in ("number", "integer") and (parameter.least or parameter.most):
            return [], (f" {_bounds(parameter)}的{form}", f"写数字，例如 {_example(parameter)}")
        return [], (form, hint)
    return [read], None


def _number(parameter: Parameter, said: str) -> int | float | None:
    said = unicodedata.normalize("NFKC", said).replace(",", "")
    if not _NUMBER.fullmatch(said) or ("." in said and parameter.type == "integer"):
        return None
    number = float(said) if "." in said else int(said)
    within = parameter.least <= number if parameter.least or parameter.most else True
    return number if within and (not parameter.most or number <= parameter.most) else None


def _bounds(parameter: Parameter) -> str:
    """The bounds of a number in words; 0 is the least where only the most is told."""
    return f"{parameter.least} 到 {parameter.most} " if parameter.most else f"不小于 {parameter.least} "


def _date(parameter: Parameter, said: str) -> dict[str, str] | None:
    del parameter
    found = _DATE.fullmatch(said)
    if not found or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
        return None
    return {"date": said, "date_text": zh.date_text(said)}


def _boolean(parameter: Parameter, said: str) -> bool | None:
    del parameter
    return zh.truth(said)


def _href(target: str, shown: Shown) -> tuple[str, str]:
    """(address for the page, address below the root or "") of what a link says."""
    placed = _PLACED.fullmatch(target)
    if not placed:
        return target, ""
    href = shown.hrefs[int(placed[1])] if int(placed[1]) < len(shown.hrefs) else ""
    return shown.prefix + href, href


def _picture(found: dict[str, str], shown: Shown) -> dict[str, Any] | None:
    where, href = _href(found.get("src", ""), shown)
    if not _PLACED.fullmatch(found.get("src", "")):
        return None
    caption, _, credit = found.get("title", "").replace("|", "｜").partition("｜")
    known = shown.picture(href)
    copies = [{**copy, "href": shown.prefix + copy["href"]} for copy in known["webp"]]
    words = {"alt": found.get("alt", ""), "caption": caption.strip(), "credit": credit.strip()}
    return {"href": where, **words, "width": known["width"], "height": known["height"], "webp": copies}


def _film(found: dict[str, str], shown: Shown) -> dict[str, Any] | None:
    where, _ = _href(found.get("src", ""), shown)
    return {"href": where, "title": found.get("aria-label", "")} if _PLACED.fullmatch(found.get("src", "")) else None


def _file(found: dict[str, str], shown: Shown) -> dict[str, Any] | None:
    where, href = _href(found.get("href", ""), shown)
    if not _PLACED.fullmatch(found.get("href", "")):
        return None
    ending = posixpath.splitext(href.partition("#")[0])[1].removeprefix(".").lower()
    return {"href": where, "title": found["title"], "ending": ending}


def _link(found: dict[str, str], shown: Shown) -> dict[str, Any] | None:
    where, _ = _href(found.get("href", ""), shown)
    return {"href": where, "title": found["title"]} if where else None


_SCALARS: dict[str, Callable[[Parameter, str], Any]] = {
    "number": _number,
    "integer": _number,
    "date": _date,
    "boolean": _boolean,
}
_THINGS: dict[str, Callable[[dict[str, str], Shown], Any]] = {
    "picture": _picture,
    "film": _film,
    "file": _file,
    "link": _link,
}
