"""Blanks and paired marks: what stands in a text and should not, and what lacks its other half (GB/T 15834)."""

import re
from collections.abc import Iterator

from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import BLANK, Block, Prose

_SET_WIDE = zh.WIDE.replace("\u3000", "\u3001")
"""What is set full-width and is no blank."""
_GAP = re.compile(rf"(?<=[{_SET_WIDE}0-9A-Za-z%])(?P<gap>[ \t\u3000\xa0\u2002-\u200a]+)(?=[{_SET_WIDE}0-9A-Za-z])")
_HAN = re.compile(f"[{zh.HAN}]")
_WIDE = re.compile(f"[{_SET_WIDE}]")
_EDGE = re.compile(r"^(?P<lead>[ \t\u3000\xa0]+)(?=\S)|(?P<trail>[ \t]*[\u3000\xa0][ \t\u3000\xa0]*)$", re.MULTILINE)
_LIST = re.compile(r"(?:[-*+>]|\d+[.)]|#{1,6}|\|)\s")
_PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
}
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_ENUMERATOR = re.compile(r"(?:^|(?<=[\s。；，：、]))[（(]?[\da-zA-Z一二三四五六七八九十]{1,3}[)）]")
_MARK = re.compile("[“”‘’《》〈〉（）()【】〔〕「」『』]")
_CLOSING = re.compile("[)）]")
_TITLE_ENDS = "。！？；，、：,.;:!?"


def spaces(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Blanks between characters that are set without, and those that indent or end a line."""
    text = prose.prose
    for block in prose.blocks:
        if not any(blank in block.text for blank in " \t\u3000\xa0\u2002\u2003\u2009"):
            continue
        for match in _GAP.finditer(block.text):
            before, after = block.text[match.start() - 1], block.text[match.end()]
            if not (_WIDE.match(before) or _WIDE.match(after)) or _is_meant(prose, block, match):
                continue
            if _sets_apart(block.text, match):
                continue
            odd = re.search("[\u3000\xa0]", match["gap"])
            what = "break" if before in "。！？" else "odd" if odd else "gap"
            yield Hit(
                f"space-{what}".replace("-", ""),
                block.start + match.start(),
                block.start + match.end(),
                match["gap"],
                "",
                "",
            )
    yield from _edges(prose, text)


_FIELD = re.compile(rf"[{zh.HAN}]{{2,6}}[：:]|[A-Z][.、．]")


def _sets_apart(text: str, match: re.Match[str]) -> bool:
    """A blank as wide as three characters, or one before 户名：, sets apart what stands on one line."""
    gap = match["gap"]
    wide = sum(2 if c == "\u3000" else 1 for c in gap) >= 6
    return wide or _FIELD.match(text, match.end()) is not None


def _is_meant(prose: Prose, block: Block, match: re.Match[str]) -> bool:
    """A blank between the two halves of a slogan in quotation marks or of a title without other marks."""
    before, after = block.text[: match.start()], block.text[match.end() :]
    if _LIST.match(block.text) and match.start() <= 4:
        return True
    inside = max(before.rfind("“"), before.rfind("《"))
    if inside >= 0 and before.rfind("”" if before[inside] == "“" else "》") < inside:
        left = before[inside + 1 :]
        right = re.split("[”》]", after)[0]
    elif len(block.text.strip()) <= 40 and not any(mark in block.text for mark in "。；！？，"):
        if prose.kind == "md" and block.kind == "text":
            return False
        left, right = before.strip(), after.strip()
    else:
        return False
    if re.search("[\u3000\xa0]{2}", match["gap"]):
        return False
    halves = [len(_HAN.findall(part)) for part in (left, right)]
    return min(halves) >= 3 and abs(halves[0] - halves[1]) <= (1 if inside >= 0 else 2)


def _edges(prose: Prose, text: str) -> Iterator[Hit]:
    """Indents and ends of lines. Two full-width blanks are the indent of a typed text, and stay in .txt."""
    for match in _EDGE.finditer(text, prose.body):
        lead, trail = match["lead"], match["trail"]
        if lead:
            following = text[match.end() : match.end() + 3]
            if following[:1] == BLANK or (not _WIDE.match(following) and not following[:1].isalnum()):
                continue
            if prose.kind == "txt":
                if lead.strip("\u3000") or len(lead) == 1:
                    yield Hit("spaceindent", match.start(), match.end(), lead, "", "")
            elif re.search("[\u3000\xa0]", lead):
                yield Hit("spaceindent", match.start(), match.end(), lead, "", "")
            elif _is_code(prose, match.start(), lead):
                yield Hit("codeindent", match.start(), match.end(), lead, "", "")
        elif trail:
            yield Hit("spaceend", match.start(), match.end(), trail, "", "")


def _is_code(prose: Prose, start: int, lead: str) -> bool:
    """Four blanks after an empty line, and not inside a list or a footnote: Markdown makes code of it."""
    if len(lead.replace("\t", "    ")) < 4:
        return False
    before = prose.text[prose.body : start]
    if before.strip(" \t") and not re.search(r"\n[ \t]*\n$", before) and before != "\n":
        previous = before[:-1].rpartition("\n")[2]
        if not (previous.startswith(("    ", "\t")) and _is_code_block(before)):
            return False
    return not _in_list(before)


def _is_code_block(before: str) -> bool:
    lines = before.rstrip("\n").split("\n")
    while lines and lines[-1].startswith(("    ", "\t")):
        lines.pop()
    return not lines or not lines[-1].strip()


def _in_list(before: str) -> bool:
    for line in reversed(before.split("\n")):
        if not line.strip() or line.startswith((" ", "\t")):
            continue
        return re.match(r"(?:[-*+]|\d+[.)])\s|\[\^", line) is not None
    return False


def pairs(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Quotation marks, title marks and brackets: unpaired, doubled, or the same pair inside itself."""
    blocks = prose.blocks
    for number, block in enumerate(blocks):
        if not _MARK.search(block.text):
            continue
        following = blocks[number + 1].text.lstrip(" \t\u3000\xa0") if number + 1 < len(blocks) else ""
        yield from _paired(block, following)


def _paired(block: Block, following: str) -> Iterator[Hit]:
    text = block.text
    skipped = {i for match in _ENUMERATOR.finditer(text) for i in range(*match.span())} if _CLOSING.search(text) else ()
    stack: list[tuple[str, int]] = []
    doubled: set[int] = set()
    nested: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if at in skipped or at in doubled:
            continue
        if mark in _PAIRS:
            if mark in "“《" and text[at + 1 : at + 2] == mark and _is_doubled(text, mark):
                yield Hit("doubled", block.start + at, block.start + at + 2, mark * 2, mark, mark)
                doubled.add(at + 1)
            stack.append((mark, at))
        elif mark in _CLOSERS:
            opening = _CLOSERS[mark]
            if mark == "’" and not any(o == "‘" for o, _ in stack):
                continue  # an apostrophe
            at_top = _match(stack, opening)
            if at_top < 0:
                if mark in "”》" and text[at - 1 : at] == mark:
                    yield Hit("doubled", block.start + at - 1, block.start + at + 1, mark * 2, mark, mark)
                else:
                    yield Hit("unpaired", block.start + at, block.start + at + 1, mark, opening)
                continue
            for other, place in stack[at_top + 1 :]:
                yield Hit("unpaired", block.start + place, block.start + place + 1, other, _PAIRS[other])
            place = stack[at_top][1]
            del stack[at_top:]
            if opening in "“《" and any(o == opening for o, _ in stack):
                nested.append((place, at))
    yield from _left_open(block, stack, following)
    for start, end in nested:
        yield from _nested(block, start, end)


def _left_open(block: Block, stack: list[tuple[str, int]], following: str) -> Iterator[Hit]:
    for opening, place in stack:
        if opening == "“" and following.startswith("“") and not block.text[:place].strip(" \t\u3000\xa0"):
            continue  # a quotation of several paragraphs
        yield Hit("unpaired", block.start + place, block.start + place + 1, opening, _PAIRS[opening])


def _match(stack: list[tuple[str, int]], opening: str) -> int:
    """Which open mark a closing one closes; brackets of the other width pair up, and are another rule's."""
    for at in range(len(stack) - 1, -1, -1):
        other = stack[at][0]
        if other == opening or (opening in "（(" and other in "（("):
            return at
        if other in "《“" and opening not in "《“（(":
            break
    return -1


def _is_doubled(text: str, mark: str) -> bool:
    """Whether one of two same marks side by side is too many: the text closes fewer than it opens."""
    closing = _PAIRS[mark]
    return text.count(mark) > text.count(closing)


def _nested(block: Block, start: int, end: int) -> Iterator[Hit]:
    opening = block.text[start]
    inner = "‘’" if opening == "“" else "〈〉"
    words = block.text[start : end + 1]
    right = inner[0] + words[1:-1] + inner[1]
    yield Hit("nested", block.start + start, block.start + end + 1, words, right, right if len(words) < 80 else None)


def dash(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A single — where a dash of two was meant; as the sign of a range or a route it is right."""
    for match in re.finditer(r"(?<![—\-0-9A-Za-z])—(?!—)", prose.prose):
        before, after = (
            prose.prose[max(0, match.start() - 8) : match.start()],
            prose.prose[match.end() : match.end() + 8],
        )
        if not _WIDE.match(after[:1] or " ") or not before.strip() or before[-1:] == "|":
            continue
        if _is_route(before, after) or (before[-1:].isspace() and after[:1].isspace()):
            continue
        yield Hit("dash", match.start(), match.end(), f"{before[-4:]}—{after[:4]}".replace(BLANK, ""), "——", "——")


_SPAN_END = re.compile(
    r"(?:[年月日时分号期届章条款页楼室路线站级岁]|[一二三四五六七八九十\d]|午|周|星期.|初|门|[东西南北]|[^—]{0,4}[省市区县镇村州港桥站湾岛])$"
)
_PLACES = re.compile(
    "北京|上海|天津|重庆|福州|厦门|泉州|漳州|金门|台湾|台北|高雄|香港|澳门|广州|深圳|武夷山|平潭|马尾|马祖|海沧|集美|同安|翔安|思明|湖里|龙岩|莆田|宁德|南平|三明"
)


def _is_route(before: str, after: str) -> bool:
    places = [m.end() for m in _PLACES.finditer(before)]
    if places and places[-1] == len(before) and _PLACES.match(after):
        return True
    unit = re.search(rf"[\d一二三四五六七八九十百千万](?:[{zh.HAN}]{{0,2}})$", before)
    return bool(unit and re.match(r"[\d一二三四五六七八九十]", after)) or bool(
        re.search("[周期][一二三四五六日]$|[上下中]午$", before) and re.match("[周星上下中晚]", after)
    )
