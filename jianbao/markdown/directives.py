"""Directives: what an article asks its theme to show, as no other program writes it.

    【【图片行
    图片：![合影](heying.jpg)
    说明：培训班合影
    】】

A line ``【【`` with a name, a line ``name：value`` for each thing it is told, a line ``】】``; what is told nothing may
be one line, ``【【名字】】``. A value is a line of Markdown. In the body a directive is a list of its values, which any
program can show; a theme's macro makes of it what the site shows (theme/macros.py). Refused: a directive without
end, lines without a name, HTML in values, because that could end the list.
"""

from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.markdown.nodes import Line, Node, leaves
from jianbao.markdown.references import Source
from jianbao.model import Directive, Given

OPENING, CLOSING = "【【", "】】"
_BEGINS = re.compile(r"【【[ \t]*+([^\s【】：:|]{1,40}+)[ \t]*+(】】)?+[ \t]*+$")
_LINE = re.compile(r"([^：:\s][^：:]{0,39}?)[ \t]*+[：:][ \t]*+(.*)", re.DOTALL)
_HTML = re.compile(r"<[a-zA-Z/!?]")
_MARK = re.compile(r"<dl>\s*\x02d(\d+)\x03")
_LIST = re.compile(r'<dl data-directive="\d+">([^<]*+(?:<(?!/dl>)[^<]*+)*+)(?:</dl>)?+')
_VALUE = re.compile(r"<dd>([^<]*+(?:<(?!/dd>)[^<]*+)*+)(?:</dd>)?+")
"""Written here, each with its end; that an end may be missing leaves nothing to try again."""


def begins(line: str) -> tuple[str, bool] | None:
    """(name, whether the line is all of it) of a line that begins a directive."""
    found = _BEGINS.match(line)
    return (found[1], bool(found[2])) if found else None


def ends(line: str) -> bool:
    """Whether a line is the end of a directive."""
    return line.strip() == CLOSING


def values(node: Node) -> list[tuple[str, Line]]:
    """(name, value in its place) of each line that says something."""
    found = []
    for line in node.lines:
        parts = _LINE.fullmatch(line.text.strip())
        if parts:
            before = len(line.text) - len(line.text.lstrip()) + parts.start(2)
            found.append((parts[1], Line(line.number, line.column + before, parts[2].strip())))
    return found


def found(blocks: object, source: Source) -> None:
    """Notes the directives among the blocks of a text, and what is wrong with them."""
    roots: tuple[Node, ...] = (blocks.root, *blocks.notes.values())  # type: ignore[attr-defined]
    for node in (leaf for root in roots for leaf in leaves(root) if leaf.kind == "directive"):
        given = values(node)
        source.directives.append(
            Directive(node.info, node.line, node.level, tuple(Given(n, "", v.number, v.column) for n, v in given))
        )
        if node.mark:
            continue  # what stands behind one without end is not its own
        for line in node.lines:
            if line.text.strip() and not _LINE.fullmatch(line.text.strip()):
                message = f"这一行没有写“名字：内容”：{line.text.strip()[:30]}"
                hint = f"写成 说明：内容；{OPENING}{node.info} 到这里应已结束，就在上面加一行 {CLOSING}"
                _refuse(source, line.number, line.column, "directive-line", message, hint)
        for name, value in given:
            html = _HTML.search(value.text)
            if html:
                message, hint = f"“{name}”里不能写 HTML", "改用 Markdown 写法；要显示 < 这个符号，写成 &lt;"
                _refuse(source, value.number, value.column + html.start(), "directive-html", message, hint)


def left_open(node: Node, path: str) -> Problem:
    """What is to be said of a directive without its end."""
    message, hint = f"{OPENING}{node.info} 没有结尾", f"在最后一项下面单独写一行 {CLOSING}"
    return Problem(path, node.line, node.level, Level.ERROR, "directive-open", message, hint)


def marked(made: str, source: Source) -> str:
    """The HTML in which the lists that stand for directives say which."""
    at = {directive.line: number for number, directive in enumerate(source.directives)}
    return _MARK.sub(lambda m: f'<dl data-directive="{at[int(m[1])]}">', made)


def read(made: str, source: Source) -> tuple[Directive, ...]:
    """The directives of a body with the HTML of their values."""
    if not source.directives:
        return ()
    found = [_VALUE.findall(inner) for inner in _LIST.findall(made)]
    numbers = [int(n) for n in re.findall(r'<dl data-directive="(\d+)">', made)]
    by_number = dict(zip(numbers, found, strict=True))
    return tuple(
        directive._replace(
            given=tuple(g._replace(html=h.strip()) for g, h in zip(directive.given, by_number.get(n, ()), strict=False))
        )
        for n, directive in enumerate(source.directives)
    )


def _refuse(source: Source, line: int, column: int, code: str, message: str, hint: str) -> None:
    source.problems.append(Problem(source.path, line, column, Level.ERROR, code, message, hint))
