"""What an editor probably did when YAML cannot be read: the commonest slips, by name and place.

A parser notices a fault where it can go no further, often a line below the slip; these rules look
at the lines that it was busy with.
"""

from typing import Any, NamedTuple

from jianbao import expressions as re


class Slip(NamedTuple):
    """A slip: ``row`` and ``column`` count from 0 within the YAML text."""

    row: int
    column: int
    code: str
    message: str
    hint: str


_WIDE_COLON = re.compile(r"[ \t]*(?:- )?([^\s:：\"'\[\]{}#][^:：\"'\[\]{}#]{0,20})：")
_NO_SPACE = re.compile(r"[ \t]*(?:- )?([A-Za-z_\u4e00-\u9fff]{1,20}):(?=[^\s:/\u200b-\u200f\ufeff])")
_VALUE = re.compile(r"[ \t]*(?:- )?(?:[A-Za-z_\u4e00-\u9fff]{1,20}:[ \t]+)?(\S.*)")
_KEYED = re.compile(r"[ \t]*[^\s:]+:(?:[ \t]|$)")
_ODD_BLANK = re.compile("[ \t]*(?:- )?([A-Za-z_\u4e00-\u9fff]{1,20}):([\u00a0\u2000-\u200f\u202f\u205f\u3000\ufeff])")
"""A blank behind the colon that YAML takes for a part of a word."""
_QUOTED_TAIL = re.compile(r"(\"[^\"]*\"|'[^']*')[ \t]*[^\s,#\]}:]")


def in_lines(lines: list[str], rows: list[int]) -> Slip | None:
    """The first slip that stands plainly in one of these rows."""
    for row in rows:
        if not 0 <= row < len(lines):
            continue
        line = lines[row]
        wide = _WIDE_COLON.match(line)
        if wide:
            key = wide[1].strip()
            return Slip(
                row, wide.end() - 1, "full-width-colon", "键后面用了全角冒号“：”", f"改为半角冒号加空格：{key}: …"
            )
        odd = _ODD_BLANK.match(line)
        if odd:
            message = f"冒号后面的空白不是空格（U+{ord(odd[2]):04X}）"
            return Slip(row, odd.end() - 1, "yaml-blank", message, f"删去它，重新打一个空格：{odd[1]}: …")
        tight = _NO_SPACE.match(line)
        if tight:
            rest = line[tight.end() :].strip()
            return Slip(row, tight.end() - 1, "yaml-colon-space", "冒号后面少一个空格", f"改为：{tight[1]}: {rest}")
        if line.startswith("\t") or re.match(r" *\t", line):
            return Slip(row, line.index("\t"), "yaml-tab", "缩进用了制表符", "改为空格")
    return None


def of_error(error: Any, text: str) -> Slip:
    """The slip behind libyaml's complaint."""
    lines = text.split("\n")
    marks = [m for m in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)) if m]
    rows = [min(m.line, len(lines) - 1) for m in marks] or [0]
    row, column = rows[-1], marks[-1].column if marks else 0
    slip = in_lines(lines, sorted({*rows, row - 1, _told_before(lines, row)}))
    if slip:
        return slip
    complaint = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '') or error}"
    first, first_column = rows[0], marks[0].column if marks else 0
    for at in (row, _told_before(lines, row)):
        found = _in_value(lines, at)
        if found:
            return found
    if "mapping values are not allowed" in complaint:
        above = lines[row - 1] if row else ""
        if _indent(lines[row]) > _indent(above) and _KEYED.match(lines[row]) and re.match(r".*:[ \t]+\S", above):
            hint = "与上一行对齐；只有上一行的冒号后面不写值时，下面才缩进"
            return Slip(row, _indent(lines[row]), "yaml-indent", "这一行缩进多了", hint)
        hint = "给整个值加上引号，或把值里的冒号改为全角“：”"
        return Slip(row, column, "yaml-colon", "值里有半角冒号", hint)
    if "could not find expected ':'" in complaint:
        return Slip(first, first_column, "yaml-no-colon", "这一行缺少“: ”", "写成 键: 值，冒号是半角的，后面有一个空格")
    if "escape" in complaint:
        hint = "反斜杠写成两个 \\\\，或把双引号换成单引号"
        return Slip(row, column, "yaml-escape", "双引号里的反斜杠写法不对", hint)
    if "quoted scalar" in complaint:
        return Slip(first, first_column, "yaml-quote", "引号没有成对", "补上结尾的引号，或去掉开头的引号")
    if "flow" in complaint:
        if re.search(r"\s#", lines[first]):
            hint = "给带 # 的那一项加引号"
            return Slip(first, first_column, "yaml-bracket", "方括号没有成对：# 之后被当作注释", hint)
        hint = "例如 tags: [家庭教育, 志愿服务]"
        return Slip(first, first_column, "yaml-bracket", "方括号或花括号没有成对，或列表里多了、少了逗号", hint)
    hint = "检查冒号、引号、括号和缩进；值里有特殊符号时给整个值加引号"
    return Slip(row, column, "yaml-syntax", "这里不是合法的 YAML", hint)


def _told_before(lines: list[str], row: int) -> int:
    """The last row above one that is no comment and not empty; the parser was busy with it."""
    at = row - 1
    while at >= 0 and (not lines[at].strip() or lines[at].lstrip().startswith("#")):
        at -= 1
    return at


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _curled(text: str) -> str:
    """How a value with straight quotes may be written: with curled ones, those around all of it taken away perhaps."""
    quote = text[0]
    inside = text.rstrip()
    parted = _pairs(inside, quote)
    if inside[-1] == quote and inside.count(quote) > 2:
        bare = _pairs(inside[1:-1], quote)
        return bare if "“”" in parted else f"{parted}；引号包着整个值的，去掉外面一对：{bare}"
    return parted


def _pairs(text: str, quote: str) -> str:
    """Every other quote as an opening one; without quotes where one has no other half."""
    parts = text.split(quote)
    if len(parts) % 2 == 0:
        return "".join(parts)
    return "".join(part if at == 0 else f"{'“' if at % 2 else '”'}{part}" for at, part in enumerate(parts))


def _in_value(lines: list[str], row: int) -> Slip | None:
    """A value that begins with a mark of YAML's, or goes on after its closing quote."""
    value = _VALUE.match(lines[row]) if 0 <= row < len(lines) else None
    if not value:
        return None
    column, text = value.start(1), value[1]
    if text[0] in "*&!%@`|>" and text != "---":
        return Slip(row, column, "yaml-character", f"值不能以 {text[0]} 开头", f'给整个值加引号："{text}"')
    if _QUOTED_TAIL.match(text):
        return Slip(row, column, "yaml-quote", "引号后面还有文字", f"引号改用“ ”：{_curled(text)}")
    inner = re.match(r"\[(?:[^\]\"']*,)?[ \t]*([*&!%@`][^,\]]*)", text)
    if inner:
        message = f"列表里的一项不能以 {inner[1][0]} 开头"
        return Slip(row, column + inner.start(1), "yaml-character", message, f'给这一项加引号："{inner[1].strip()}"')
    if re.match(r"\[[^\]]*\][^\s,]", text):
        return Slip(row, column, "yaml-character", "值不能以 [ 开头", f'给整个值加引号："{text}"')
    return None
