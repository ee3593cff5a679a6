"""Marks of other programs (Hexo, Jekyll, Hugo, Obsidian, Pandoc, Word's exporters), which mean nothing here.

They stay as they are written, and a 警告 says so. ``translations`` gives what the plain ones are in Markdown, for
`check --fix` and `import`. Every pattern is linear in its line.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jianbao import expressions as re
from jianbao import zh
from jianbao.errors import Level, Problem
from jianbao.markdown import starts, wide
from jianbao.markdown.blocks import Blocks
from jianbao.markdown.nodes import Node, leaves
from jianbao.markdown.sanitise import without_code

_NEW = Callable[[re.Match[str]], str | None]


class Mark(NamedTuple):
    """A mark of another program: where it stands in the text, what to say, and what it is in Markdown, if anything."""

    start: int
    end: int
    code: str
    message: str
    hint: str
    new: str | None


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    what: str
    new: _NEW
    cure: str


_SIGNS = {
    "{": ("{%", "{{", "]{", "{:toc}"),
    "[": ("[[", "[!", "[toc]", "[TOC]", "]（", "！[", "] (", "]\t("),
    "]": ("“)", "”)"),
    **{sign: (sign,) for sign in "［＃＊"},
    ":": (":::",),
    "$": ("$$",),
    "\\": ("\\begin{",),
    "=": ("==",),
    "｜": ("｜",),
}
"""Signs by their first character, which a text mostly has not; to look for that is cheaper than any pattern."""
_EMOJI = re.compile(r"(?<![A-Za-z0-9:/]):[a-z][a-z0-9_+-]{1,40}:(?![A-Za-z0-9:/])")
_HASH = re.compile(r"^ {0,3}#[^\s#]", re.MULTILINE)
_ROW = re.compile(r"^[ \t>]*+\|", re.MULTILINE)
_DRAWING = re.compile(
    r"^[ \t>]*+(?:```|~~~)[`~]*+[ \t]*+\{?(?:mermaid|flow|seq|plant|mind|puml|dot|graphviz|echarts|markmap)",
    re.MULTILINE,
)
_LIQUID_ARGUMENT = re.compile(r"\"([^\"\n]*+)\"|'([^'\n]*+)'|(\S++)")
_GO_ARGUMENT = re.compile(r"(?<!\w)(\w++)\s*+=\s*+(?:\"([^\"\n]*+)\"|`([^`\n]*+)`|(\S++))")
_ALERTS = {"note": "说明", "info": "说明", "tip": "提示", "important": "重要", "warning": "警告", "caution": "注意"}
_BLANK_ROW = re.compile(r"[ \t>]*+[|｜][ \t|｜:+=—–-]*+$")
_DRAWN = frozenset(
    "mermaid flow flowchart sequence plantuml mindmap mindmap2 puml dot graphviz echarts markmap".split()
)
_FILE = re.compile(r"[^\s\"']+\.[A-Za-z0-9]{2,5}")


def suspected(text: str) -> bool:
    """Whether a text may hold marks of other programs."""
    return (
        _signed(text)
        or bool("#" in text and _HASH.search(text))
        or bool("|" in text and _ROW.search(text))
        or bool(("```" in text or "~~~" in text) and _DRAWING.search(text))
    )


def _signed(text: str) -> bool:
    """Whether any mark that stands in a line may be there."""
    return any(first in text and any(sign in text for sign in signs) for first, signs in _SIGNS.items()) or (
        ":" in text and _EMOJI.search(text) is not None
    )


def found(blocks: Blocks, path: str, text: str) -> list[Problem]:
    """A 警告 for every mark of another program; ``text`` is what the blocks were made of."""
    starts_at = [0, *(m.end() for m in re.finditer("\n", text))]
    problems = []
    for mark in marks(text, blocks):
        row = bisect_right(starts_at, mark.start) - 1
        column = mark.start - starts_at[row] + 1
        line = blocks.root.line + row
        problems.append(Problem(path, line, column, Level.WARNING, mark.code, mark.message, mark.hint))
    return problems


def translations(text: str) -> list[tuple[int, int, str]]:
    """(start, end, Markdown) of every mark of another program that plainly has a translation, none overlapping."""
    if not suspected(text):
        return []
    made: list[tuple[int, int, str]] = []
    for mark in marks(text, Blocks(text, "", 1)):
        if mark.new is not None and (not made or mark.start >= made[-1][1]):
            made.append((mark.start, mark.end, mark.new))
    return made


def translated(text: str) -> str:
    """The text with its translations in their places."""
    pieces, at = [], 0
    for start, end, new in translations(text):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def marks(text: str, blocks: Blocks) -> list[Mark]:
    """All marks of other programs in a text outside code, in order."""
    visible = _masked(text, blocks)
    made = [*_tables(text, visible, blocks), *_drawings(text, blocks)]
    if _signed(text):
        for rule in _RULES:
            made += [_mark(rule, match, text) for match in rule.pattern.finditer(visible)]
    for match in _TIGHT.finditer(visible):
        title = text[slice(*match.span(2))]
        new = f"# {title}"
        message = f"“#{_shown(title)}”的 # 后面没有空格，不是标题，会照原样显示"
        made.append(Mark(match.start(), match.end(), "heading-space", message, f"改为：{_shown(new)}", new))
    return sorted(made)


def _mark(rule: _Rule, match: re.Match[str], text: str) -> Mark:
    """A mark with its translation, of the words as they are written: in ``match`` code is blank."""
    written = match if match[0] == text[slice(*match.span())] else rule.pattern.fullmatch(text, *match.span())
    new = rule.new(written) if written else None
    hint = f"改为：{_shown(new)}" if new else "删去它" if new == "" else rule.cure
    message = f"“{_shown(text[slice(*match.span())])}”是{rule.what}，这里不起作用，会照原样显示"
    return Mark(match.start(), match.end(), "foreign-mark", message, hint, new)


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}……"


def _masked(text: str, blocks: Blocks) -> str:
    """The text with blanks for all that is code, of the same length."""
    lines = text.split("\n")
    for node in _leaves(blocks):
        if node.kind in ("code", "fence"):
            for number in range(node.line - blocks.root.line, min(node.end - blocks.root.line + 1, len(lines))):
                lines[number] = " " * len(lines[number])
    parts = re.split(r"(\n[ \t]*\n)", "\n".join(lines))
    return "".join(without_code(part) for part in parts)


def _leaves(blocks: Blocks) -> Iterator[Node]:
    for root in (blocks.root, *blocks.notes.values()):
        yield from leaves(root)


def _drawings(text: str, blocks: Blocks) -> Iterable[Mark]:
    """Fenced code that another program would draw."""
    offsets = [0, *(m.end() for m in re.finditer("\n", text))]
    for node in _leaves(blocks):
        name = node.info.split(" ")[0].strip("{}").lower() if node.kind == "fence" else ""
        if name in _DRAWN:
            start = offsets[node.line - blocks.root.line]
            message = f"{name} 图不会画出来，会照代码原样显示"
            yield Mark(
                start, start, "foreign-mark", message, "把图导出为图片，放在本文旁边，写成 ![说明](文件名.png)", None
            )


def _tables(text: str, visible: str, blocks: Blocks) -> Iterable[Mark]:
    """Rows of a table without the line that makes them one; what is code in them stays as it is written."""
    offsets = [0, *(m.end() for m in re.finditer("\n", text))]
    lines = "".join("|" if seen == "｜" else c for c, seen in zip(text, visible, strict=True)).split("\n")
    first = blocks.root.line
    for node in _leaves(blocks):
        if node.kind != "paragraph":
            continue
        rows = [line.number - first for line in node.lines if line.text[:1] in ("|", "｜")]
        if len(rows) < 2 or rows != list(range(rows[0], rows[-1] + 1)):
            continue
        start, end = offsets[rows[0]], offsets[rows[-1]] + len(lines[rows[-1]])
        new = _table([lines[row] for row in rows])
        message = "这几行像一张表，表头下面少了一行 | --- |，或竖线用了全角，会照原样显示"
        yield Mark(start, end, "table-broken", message, "表头下面写一行 | --- | --- |，竖线和减号都用半角", new)


def _table(rows: list[str]) -> str | None:
    """The rows as a table; None when they have not all as many cells as the first."""
    body = [row for row in rows if not _BLANK_ROW.fullmatch(row)]
    if not body or any(
        len(starts.cells(row.lstrip(" \t>"))) != len(starts.cells(body[0].lstrip(" \t>"))) for row in body
    ):
        return None
    prefix = body[0][: len(body[0]) - len(body[0].lstrip(" \t>"))]
    rule = prefix + "|" + " --- |" * len(starts.cells(body[0].lstrip(" \t>")))
    return "\n".join([body[0], rule, *body[1:]])


def _arguments(text: str) -> list[str]:
    return [m[1] or m[2] or m[3] or "" for m in _LIQUID_ARGUMENT.finditer(text)]


def _picture(words: str, target: str, title: str = "") -> str:
    said = f' "{title}"' if title and '"' not in title else ""
    return f"![{words}]({f'<{target}>' if ' ' in target else target}{said})"


def _link(words: str, target: str) -> str:
    return f"[{words}]({f'<{target}>' if ' ' in target else target})"


def _liquid(match: re.Match[str]) -> str | None:
    """What a tag of Hexo's or Jekyll's is in Markdown."""
    name, given = match[1], _arguments(match[2])
    if name == "asset_img":
        file = next((at for at, word in enumerate(given) if _FILE.fullmatch(word)), -1)
        rest = [word for word in given[file + 1 :] if not re.fullmatch(r"\d+(?:px|%)?", word)]
        return _picture(" ".join(rest), given[file]) if file >= 0 else None
    if name in ("asset_link", "post_link", "post_url", "asset_path") and given:
        target = given[0] if name.startswith("asset") or given[0].endswith(".md") else f"{given[0]}.md"
        if name in ("post_url", "asset_path"):
            return target
        return _link(" ".join(given[1:]) or given[0], target)
    if name == "link" and len(given) >= 2 and re.match("https?://", given[1]):
        return _link(given[0], given[1])
    return _liquid_code(name, given)


def _liquid_code(name: str, given: list[str]) -> str | None:
    if name in ("codeblock", "code", "highlight"):
        language = next((word.removeprefix("lang:") for word in given if word.startswith("lang:")), "")
        return f"```{language or (given[0] if name == 'highlight' and given else '')}"
    if name in ("endcodeblock", "endcode", "endhighlight"):
        return "```"
    return "" if name in ("raw", "endraw") else None


def _shortcode(match: re.Match[str]) -> str | None:
    """What a shortcode of Hugo's is in Markdown."""
    name, rest = match[1], match[2]
    given = {m[1]: m[2] or m[3] or m[4] or "" for m in _GO_ARGUMENT.finditer(rest)}
    if name == "figure" and given.get("src"):
        return _picture(given.get("alt", ""), given["src"], given.get("caption") or given.get("title") or "")
    words = _arguments(rest)
    if name in ("ref", "relref") and words:
        return words[0] if words[0].endswith(".md") or "#" in words[0] else f"{words[0]}.md"
    if name == "highlight":
        return f"```{words[0] if words else ''}"
    return "```" if name == "/highlight" else None


def _wiki(match: re.Match[str]) -> str | None:
    target, _, words = match[2].partition("|")
    page, hash_, part = target.strip().partition("#")
    if match[1]:
        if not re.search(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$", page, re.IGNORECASE):
            return None
        size = words.strip().partition("x")[0]
        name = page.rpartition("/")[2].rpartition(".")[0]
        return _picture("" if size.isdigit() else words.strip() or name, page) + (
            f"{{: width={size} }}" if size.isdigit() else ""
        )
    if not page:
        return _link(words.strip() or part, f"#{part}")
    page = page if page.endswith(".md") else f"{page}.md"
    return _link(words.strip() or target.strip(), f"{page}{hash_}{part}")


def _removed(match: re.Match[str]) -> str | None:  # noqa: ARG001 (as every translation)
    return ""


def _nothing(match: re.Match[str]) -> str | None:  # noqa: ARG001 (as every translation)
    return None


_RULES = (
    _Rule(
        re.compile(r"\{%-?[ \t]*+(\w++)([^%\n]{0,400}?)-?%\}"),
        "Hexo、Jekyll 的标签",
        _liquid,
        "改写成 Markdown，或删去",
    ),
    _Rule(
        re.compile(r"\{\{[<%][ \t]*+(/?\w++)([^<>{}\n]{0,400}?)[%>]\}\}"),
        "Hugo 的短代码",
        _shortcode,
        "改写成 Markdown，或删去",
    ),
    _Rule(re.compile(r"\{\{(?![<%])[^{}\n]{1,400}\}\}"), "模板的变量", _nothing, "换成它的值"),
    _Rule(re.compile(r"(!?)\[\[([^\[\]\n]{1,300})\]\]"), "维基链接", _wiki, "写成 [文字](文件名.md)"),
    _Rule(
        re.compile(r"(?<=> )\[!(\w{3,12})\][-+]?[ \t]*+(?=\n|\Z)"),
        "提示框的记号",
        lambda m: f"**{_ALERTS.get(m[1].lower(), '说明')}**",
        "",
    ),
    _Rule(
        re.compile(r"^[ \t]{0,3}:::[^\n]{0,200}$", re.MULTILINE),
        "提示框的记号",
        _nothing,
        "删去 ::: 的行，或改用引用：行首写 > ",
    ),
    _Rule(
        re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\{\.(?:underline|ul)\}"),
        "Pandoc 的记号",
        lambda m: f"<u>{m[1]}</u>",
        "",
    ),
    _Rule(
        re.compile(r"(?<!!)\[[^\[\]\n]{1,300}\]\{[.#](?!underline\}|ul\})[\w .#-]{1,60}\}"),
        "Pandoc 的记号",
        _nothing,
        "只留方括号里的文字",
    ),
    _Rule(
        re.compile(r"\$\$|\\begin\{\w{1,20}\}"), "数学公式的记号", _nothing, "把公式做成图片，或用文字、<sup>、<sub> 写"
    ),
    _Rule(
        re.compile(r"(?<![A-Za-z0-9:/]):[a-z][a-z0-9_+-]{1,40}:(?![A-Za-z0-9:/])"),
        "表情的代号",
        _nothing,
        "换成表情符号本身，或删去",
    ),
    _Rule(
        re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,300})(?<=\S)==(?![=\w])"),
        "高亮的记号",
        lambda m: f"<mark>{m[1]}</mark>",
        "",
    ),
    _Rule(
        re.compile(r"^@?\[toc\](?:\([^()\n]{0,100}\))?[ \t]*+$|^\{:toc\}[ \t]*+$", re.MULTILINE | re.IGNORECASE),
        "目录的记号",
        _removed,
        "",
    ),
    *(_Rule(*rule) for rule in wide.RULES),
)
_TIGHT = re.compile(rf"^ {{0,3}}(#)([{zh.HAN}（《“【][^#\n]*+)$", re.MULTILINE)
