"""Marks of other programs that hold a text or a player: quotations, boxes, pictures, videos, as plain Markdown.

What else stays in a text is named by ``left``: it would be shown to readers as it is written.
"""

import re
from collections import Counter

from jianbao.importer.archive.scanning import outside
from jianbao.markdown import foreign
from jianbao.markdown.blocks import Blocks

_QUOTED = re.compile(
    r"\{%-?[ ]{0,4}(?P<name>blockquote|quote|pullquote|note|alert|cq|centerquote)\b(?P<given>[^%\n]{0,300}?)-?%\}"
    r"(?P<inner>(?:(?!\{%-?[ ]{0,4}(?:end)?(?P=name)\b).)*+)\{%-?[ ]{0,4}end(?P=name)[ ]{0,4}-?%\}",
    re.DOTALL,
)
_BOX = re.compile(
    r"\{\{(?P<open>[<%])[ ]{0,4}(?P<name>note|tip|info|warning|notice|admonition|callout|quote|blockquote)\b"
    r"(?P<given>[^{}<>\n]{0,300}?)[>%]\}\}(?P<inner>(?:(?!\{\{[<%][ ]{0,4}/?(?P=name)\b).)*+)"
    r"\{\{[<%][ ]{0,4}/(?P=name)[ ]{0,4}[>%]\}\}",
    re.DOTALL,
)
_IMG = re.compile(r"\{%-?[ ]{0,4}(?:img|image)[ ]{1,4}(?P<given>[^%\n]{1,500}?)-?%\}")
_PLAYED = re.compile(
    r"(?:\{%-?|\{\{[<%])[ ]{0,4}(?P<name>youtube|vimeo|bilibili|gist|iframe|video|audio)[ ]{1,4}"
    r"(?P<given>[^%{}\n]{1,500}?)(?:-?%\}|[>%]\}\})"
)
_FRAME = re.compile(
    r"<(?P<name>iframe|embed|object)(?=[\s/>])(?P<given>[^<>]*+)>(?:(?:(?!</?(?:iframe|object)).)*?</(?P=name)\s*>)?",
    re.DOTALL | re.IGNORECASE,
)
_PLAYER = re.compile(
    r"<(?P<name>video|audio)\b(?P<given>[^<>]*+)>(?P<inner>(?:(?!</?(?:video|audio)\b).)*+)</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SRC = re.compile(r"\b(?:src|data)\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b(?:[^<>]*+)>(?:(?!</?script\b).)*+</script\s*>", re.DOTALL | re.IGNORECASE)
_INSIDE = re.compile(r"</?script\b[^<>]*+>", re.IGNORECASE)
_ELEMENT = re.compile(r"<[^<>]*+>")
_BROWSER = re.compile("浏览器|browser|支持", re.IGNORECASE)
_WORD = re.compile(r"\"([^\"\n]*+)\"|'([^'\n]*+)'|(\S++)")
_PLACES = {
    "youtube": ("YouTube 视频", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo 视频", "https://vimeo.com/{}"),
    "bilibili": ("哔哩哔哩视频", "https://www.bilibili.com/video/{}"),
    "gist": ("代码", "https://gist.github.com/{}"),
}
_LABELS = frozenset(
    "default primary success info warning danger note tip important caution no-icon modern flat".split()
)
_NAMES = {"video": "视频", "audio": "录音"}
_NAME = re.compile(r"\{[%{]-?[<%]?[ \t]*+/?([\w.-]+)")


def translated(body: str) -> tuple[str, list[str]]:
    """(a body with quotations, boxes, pictures and players as Markdown, what is said of each kind)."""
    counted: Counter[str] = Counter()

    def with_count(what: str, new: str) -> str:
        counted[what] += 1
        return new

    body = outside(_QUOTED, body, lambda m: with_count(f"{m['name']} 改成了引用", _quoted(m)))
    body = outside(_BOX, body, lambda m: with_count(f"{m['name']} 改成了引用", _quoted(m)))
    body = outside(_IMG, body, lambda m: with_count("img 改成了图片", _image(m)))
    body = outside(_PLAYED, body, lambda m: with_count(f"{m['name']} 改成了链接", _played(m)))

    def framed(match: re.Match[str]) -> str:
        new = _framed(match, "嵌入的内容")
        return new if new == match[0] else with_count(f"嵌入的 {match['name'].lower()} 改成了链接", new)

    body = outside(_FRAME, body, framed)
    words: list[str] = []
    body = outside(_PLAYER, body, lambda m: _player(m, counted, words))
    scripts: list[str] = []

    def taken_out(match: re.Match[str]) -> str:
        scripts.append(" ".join(_INSIDE.sub("", match[0]).split()))
        return ""

    body = outside(_SCRIPT, body, taken_out)
    told = [f"脚本没有收入，请核对：“{one}”" if one else "一段脚本（引用别处的）没有收入" for one in scripts]
    told += [f"播放器里的提示文字“{one}”没有收入" for one in words]
    return body, [*(f"{what}（{count} 处），请核对" for what, count in sorted(counted.items())), *told]


def rewritten(body: str) -> list[str]:
    """What is said of marks of other programs that were rewritten: of those that lost a letter, each."""
    found: list[str] = []
    others = seen = 0
    line = 1
    for start, end, new in foreign.translations(body):
        line, seen = line + body.count("\n", seen, start), start
        before = body[start:end]
        if _letters(before) == _letters(new):
            others += 1
        else:
            shown = "，".join(f"“{' '.join(text.split())[:80]}”" for text in (before, new) if text.strip())
            found.append(f"正文第{line}行别的程序的记号已改写（{shown}{'' if new.strip() else '，去掉了'}）")
    return [*found, *([f"别的程序的记号 {others} 处已改写成 Markdown"] if others else [])]


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def left(body: str) -> list[str]:
    """What is said of the marks that stay in a body as they are written, by name."""
    if not foreign.suspected(body):
        return []
    names: Counter[str] = Counter()
    for mark in foreign.marks(body, Blocks(body, "", 1)):
        if mark.code == "foreign-mark" and mark.new is None:
            shown = body[mark.start : mark.end] or body[mark.start : mark.start + 20]
            named = _NAME.match(shown)
            names[named[1] if named else " ".join(shown.split())[:20]] += 1
    some = "、".join(f"{name} {count} 处" for name, count in names.most_common(12))
    return [f"别的程序的记号没有改写，会照原样显示：{some}"] if some else []


def _words(text: str) -> list[str]:
    return [m[1] or m[2] or m[3] or "" for m in _WORD.finditer(text)]


def _quoted(match: re.Match[str]) -> str:
    """A quotation, with the words of its head: whom it quotes, or the title of the box."""
    given = " ".join(_words(match["given"])).strip()
    box = match["name"] not in ("blockquote", "quote", "pullquote", "cq", "centerquote")
    given = " ".join(word for word in given.split() if word.lower() not in _LABELS) if box else given
    lines = match["inner"].strip("\n").strip().split("\n")
    lines = [f"**{given}**", "", *lines] if box and given else lines
    lines += ["", f"——{given}"] if given and not box else []
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _image(match: re.Match[str]) -> str:
    """{% img [class] /path [width] [height] ["title" ["alt"]] %}."""
    given = _words(match["given"])
    at = next((n for n, word in enumerate(given) if "/" in word or re.search(r"\.\w{3,5}$", word)), -1)
    if at < 0:
        return match.group()
    rest = [word for word in given[at + 1 :] if not re.fullmatch(r"\d+(?:px|%)?", word)]
    # Words without quotation marks are one title.
    said = rest if '"' in match["given"] or "'" in match["given"] else [" ".join(rest)] if rest else []
    target = f"<{given[at]}>" if " " in given[at] else given[at]
    title = said[0] if said else ""
    alt = said[1] if len(said) > 1 else title
    return f'![{alt}]({target} "{title}")' if title else f"![{alt}]({target})"


def _played(match: re.Match[str]) -> str:
    given = [word.partition("=")[2] if re.match(r"(?:id|src)=", word) else word for word in _words(match["given"])]
    given = [word.strip("\"'") for word in given]
    name = match["name"]
    if name in _PLACES:
        words, pattern = _PLACES[name]
        return f"[{words}]({pattern.format('/'.join(given) if name == 'gist' else given[0])})"
    return f"[{_NAMES.get(name, '嵌入的内容')}]({given[0]})"


def _framed(match: re.Match[str], words: str) -> str:
    """A frame of another site as a link to it; of one without an address, a comment that it was here."""
    src = _SRC.search(match["given"]) or _SRC.search(match.group())
    target = (src[1] or src[2] or src[3] or "").strip() if src else ""
    if not target and not match[0].lower().endswith(f"</{match['name'].lower()}>"):
        return match[0]  # List<Object> is no frame
    if not target:
        return f"<!-- 原来这里有 {match['name'].lower()} -->"
    target = f"https:{target}" if target.startswith("//") else target
    target = f"<{target}>" if re.search(r"[()\s]", target) else target
    return f"[{words}]({target})"


def _player(match: re.Match[str], counted: Counter[str], left: list[str]) -> str:
    """A player whose file lies elsewhere as a link to it; the build shows one whose file lies in the site.

    What stands in it for those who cannot play it names the link; that a browser is too old goes to ``left``.
    """
    name = match["name"].lower()
    src = _SRC.search(match["given"]) or _SRC.search(match["inner"])
    target = (src[1] or src[2] or src[3] or "").strip() if src else ""
    if target and not re.match("(?:https?:)?//", target):
        return match.group()
    counted[f"{_NAMES[name]}改成了链接"] += 1
    said = " ".join(_ELEMENT.sub(" ", match["inner"]).split())
    if said and (_BROWSER.search(said) or re.search(r"[\[\]]", said)):
        left.append(said)
        said = ""
    return _framed(match, said or _NAMES[name])
