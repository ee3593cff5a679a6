"""Markdown that an input method has spoilt: its marks full-width, or a blank between the halves of a link.

It would be printed as it is typed. What is meant is told only where it is plain: a target looks like an address or the
name of a file, a mark stands where nothing else would.
"""

from collections.abc import Callable

from jianbao import expressions as re

_PICTURE = r"(?:png|jpe?g|gif|webp|svg|avif|bmp|PNG|JPE?G)"
_FILE = rf"(?:{_PICTURE}|md|html?|pdf|docx?|xlsx?|pptx?|zip|rar|wps|ofd|txt|mp[34])"
_TARGET = rf"(https?://[^()（）\s]{{1,500}}|[\w./%-]{{1,200}}\.{_FILE})"
_TITLE = r"([ \t]{1,4}[\"“”][^\"“”\n]{0,300}[\"“”])?"


def _title(written: str | None) -> str:
    return f' "{written.strip()[1:-1]}"' if written else ""


RULES: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], str | None], str], ...] = (
    (
        re.compile(
            rf"^[ \t]{{0,3}}！(\[[^\[\]\n]{{0,300}}\])\(([^()（）\s]{{1,500}}\.{_PICTURE}){_TITLE}\)", re.MULTILINE
        ),
        "全角叹号的图片",
        lambda m: f"!{m[1]}({m[2]}{_title(m[3])})",
        "",
    ),
    (
        re.compile(rf"(!?\[[^\[\]\n]{{0,300}}\])[ \t]{{1,4}}\({_TARGET}{_TITLE}\)"),
        "方括号和圆括号之间有空格的链接",
        lambda m: f"{m[1]}({m[2]}{_title(m[3])})",
        "",
    ),
    (
        re.compile(rf"(!?\[[^\[\]\n]{{1,300}}\])（{_TARGET}{_TITLE}）"),
        "全角括号的链接",
        lambda m: f"{m[1]}({m[2]}{_title(m[3])})",
        "链接的圆括号用半角：[文字](网址)",
    ),
    (
        re.compile(rf"([!！]?)［([^\[\]［］\n]{{0,300}})］[ \t]{{0,4}}[(（]{_TARGET}{_TITLE}[)）]"),
        "全角括号的链接",
        lambda m: f"{'!' if m[1] else ''}[{m[2]}]({m[3]}{_title(m[4])})",
        "",
    ),
    (
        re.compile(rf"(!\[[^\[\]\n]{{0,300}}\])\({_TARGET}[ \t]{{1,4}}[“”]([^\"“”\n]{{0,300}})[“”]\)"),
        "全角引号的图片说明",
        lambda m: f'{m[1]}({m[2]} "{m[3]}")',
        "",
    ),
    (
        # Two and more, or a blank behind one: ＃1楼, ＃最美家庭＃ are words of a text.
        re.compile(
            r"^[ \t]{0,3}(＃{2,6}(?=[ \t\u3000]*+[^＃\s])|＃(?=[ \t\u3000]))[ \t\u3000]*+"
            r"([^＃\n]{0,60}[^＃\s。；！？])$",
            re.MULTILINE,
        ),
        "全角井号的标题",
        lambda m: f"{'#' * len(m[1])} {m[2]}",
        "",
    ),
    (
        # Not 李＊＊、王＊＊, not 138＊＊＊＊5678: what is left out of a name or a number.
        re.compile(r"(?<![\w＊])＊＊([\w“《（][^＊\n]{0,300}[\w”》）。！？])＊＊(?![\w＊])"),
        "全角星号的重点",
        lambda m: f"**{m[1]}**",
        "",
    ),
)
"""(where, what it is, what it is in Markdown, what to do where that is not told)."""
