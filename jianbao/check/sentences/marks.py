"""Paired marks and dashes: what stands in a text and should not, and what lacks its other half (GB/T 15834)."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import BLANK, Block, Prose
from jianbao.check.sentences.blanks import SET_WIDE

_WIDE = re.compile(f"[{SET_WIDE}]")
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


def pairs(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Quotation marks, title marks and brackets: unpaired, doubled, or the same pair inside itself."""
    blocks = prose.blocks
    for number, block in enumerate(blocks):
        marks = "".join(_MARK.findall(block.text))
        if _is_even(marks) and not _CLOSING.search(marks):
            continue
        following = blocks[number + 1].text.lstrip(" \t\u3000\xa0") if number + 1 < len(blocks) else ""
        yield from _paired(block, following)


def _paired(block: Block, following: str) -> Iterator[Hit]:
    text = block.text
    skipped = {i for match in _ENUMERATOR.finditer(text) for i in range(*match.span())} if _CLOSING.search(text) else ()
    stack: list[tuple[str, int]] = []
    open_: Counter[str] = Counter()
    too_many = {mark for mark in "“《" if text.count(mark) > text.count(_PAIRS[mark])}
    doubled: set[int] = set()
    nested: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if at in skipped or at in doubled:
            continue
        if mark in _PAIRS:
            # Of two same marks side by side one is too many when the text closes fewer than it opens.
            if mark in too_many and text[at + 1 : at + 2] == mark:
                yield Hit("doubled", block.start + at, block.start + at + 2, mark * 2, mark)
                doubled.add(at + 1)
            stack.append((mark, at))
            open_[mark] += 1
        elif mark in _CLOSERS:
            opening = _CLOSERS[mark]
            if mark == "’" and not open_["‘"]:
                continue  # an apostrophe
            at_top = _match(stack, opening)
            if at_top < 0:
                if mark in "”》" and text[at - 1 : at] == mark:
                    yield Hit("doubled", block.start + at - 1, block.start + at + 1, mark * 2, mark)
                else:
                    yield Hit("unpaired", block.start + at, block.start + at + 1, mark, opening)
                continue
            for other, place in stack[at_top + 1 :]:
                yield Hit("unpaired", block.start + place, block.start + place + 1, other, _PAIRS[other])
            place = stack[at_top][1]
            open_.subtract(other for other, _ in stack[at_top:])
            del stack[at_top:]
            if opening in "“《" and open_[opening]:
                nested.append((place, at))
    yield from _left_open(block, stack, following)
    for start, end in nested:
        yield from _nested(block, start, end)


@lru_cache(maxsize=10_000)
def _is_even(marks: str) -> bool:
    """Whether some marks, without what stands between them, are pairs side by side: nothing can be said of them."""
    return (
        all(_PAIRS.get(one) == other for one, other in zip(marks[::2], marks[1::2], strict=False))
        and not len(marks) % 2
    )


def _left_open(block: Block, stack: list[tuple[str, int]], following: str) -> Iterator[Hit]:
    for opening, place in stack:
        if opening == "“" and following.startswith("“") and not block.text[:place].strip(" \t\u3000\xa0"):
            continue  # a quotation of several paragraphs
        yield Hit("unpaired", block.start + place, block.start + place + 1, opening, _PAIRS[opening])


_DEEPEST = 500
"""Open marks among which a closing one is looked for; nobody writes so many into each other."""


def _match(stack: list[tuple[str, int]], opening: str) -> int:
    """Which open mark a closing one closes; brackets of the other width pair up, and are another rule's."""
    for at in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        other = stack[at][0]
        if other == opening or (opening in "（(" and other in "（("):
            return at
        if other in "《“" and opening not in "《“（(":
            break
    return -1


_SAID = 80
"""Characters of a stretch that are said; of a longer one its beginning and its end."""


def _said(text: str, start: int, end: int) -> str:
    if end - start <= _SAID:
        return text[start:end]
    return f"{text[start : start + _SAID // 2]}……{text[end - _SAID // 2 : end]}"


def _nested(block: Block, start: int, end: int) -> Iterator[Hit]:
    opening = block.text[start]
    inner = "‘’" if opening == "“" else "〈〉"
    words = _said(block.text, start, end + 1)
    right = inner[0] + words[1:-1] + inner[1]
    # Of “甲“乙”丙” nobody knows whether 乙 is quoted in a quotation, or 甲 and 丙 are, with marks the wrong way round.
    yield Hit("nested", block.start + start, block.start + end + 1, words, right)


_STRAIGHT = re.compile('"')
_QUOTABLE = re.compile(f"[{zh.HAN}]")


def straight(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Straight quotation marks around Chinese words; with an odd one among them nobody knows which are pairs."""
    for block in prose.blocks:
        for start, line in _lines_with(block, '"'):
            places = [m.start() for m in _STRAIGHT.finditer(line)]
            inches = any(line[at - 1 : at].isdigit() for at in places[::2])
            if len(places) % 2:
                continue
            for left, right in zip(places[::2], places[1::2], strict=True):
                words = line[left + 1 : right]
                if words and _QUOTABLE.search(words) and BLANK not in words and not inches:
                    yield Hit("straight", start + left, start + right + 1, words, f"“{words}”", f"“{words}”")


def _lines_with(block: Block, mark: str) -> Iterator[tuple[int, str]]:
    at = block.start
    for line in block.text.split("\n") if mark in block.text else ():
        if mark in line:
            yield at, line
        at += len(line) + 1


def dash(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A single — where a dash of two was meant; as the sign of a range or a route it is right."""
    for match in re.finditer(r"(?<![—\-0-9A-Za-z])—(?!—)", prose.prose) if "—" in prose.prose else ():
        before, after = (
            prose.prose[max(0, match.start() - 8) : match.start()],
            prose.prose[match.end() : match.end() + 8],
        )
        if not _WIDE.match(after[:1] or " ") or not before.strip() or before[-1:] == "|":
            continue
        if _is_route(before, after) or _are_partners(before, after) or (before[-1:].isspace() and after[:1].isspace()):
            continue
        if _are_regions(before, after) or _is_chain(before, after) or _is_one_name(before, after):
            continue
        yield Hit("dash", match.start(), match.end(), f"{before[-4:]}—{after[:4]}".replace(BLANK, ""), "——")


_SPAN_END = re.compile(
    r"(?:[年月日时分号期届章条款页楼室路线站级岁]|[一二三四五六七八九十\d]|午|周|星期.|初|门|[东西南北]|[^—]{0,4}[省市区县镇村州港桥站湾岛])$"
)
_PLACES = re.compile(
    "北京|上海|天津|重庆|福州|厦门|泉州|漳州|金门|台湾|台北|高雄|香港|澳门|广州|深圳|武夷山|平潭|马尾|马祖|海沧|集美|同安|翔安|思明|湖里|龙岩|莆田|宁德|南平|三明"
)


_PARTNER = re.compile(f"[{zh.HAN}]+")


def _are_partners(before: str, after: str) -> bool:
    """中国—东盟, 首发引领—产业跟进: short names on both sides are joined by a single dash."""
    left = re.search(f"[{zh.HAN}]{{0,8}}$", before)
    right = _PARTNER.match(after)
    return left is not None and right is not None and 2 <= len(left.group()) <= 6 and len(right.group()) >= 2


_REGION = (
    "中国|东盟|中亚|拉美|拉共体|中东欧|欧盟|阿拉伯|[非欧亚美]洲|海合会|太平洋|[东南西北]亚|东[南北]亚|联合国"
    "|[江河海洋]|斯坦|金砖|上合|印度尼西亚|北京|山"
)
_REGION_BEFORE = re.compile(f"(?:{_REGION})(?:国家|组织|地区)?[）)]?$")
_REGION_BEHIND = re.compile(f"(?:{_REGION})|[{zh.HAN}]{{1,3}}(?:斯坦|[江河])")


def _are_regions(before: str, after: str) -> bool:
    """更为紧密的中国—东盟, 澜沧江—湄公河: states, regions and rivers are joined by a single dash."""
    return _REGION_BEFORE.search(before) is not None and _REGION_BEHIND.match(after) is not None


_SPELLED = frozenset(
    "斯克尔尼夫拉德巴布卡姆赫贝萨穆伊奥乌罗莫托维洛诺科普雷哈迪纳阿亚兹塞吉西特伦格莱戈图邦耶佩鲁切琼里加翰施劳恩瓦道马丁兰黎"
)
"""What names from abroad are spelled with."""
_PARTY = re.compile("(?:党|阵线|联盟|运动|全国委员会|团结大会)$")


def _is_one_name(before: str, after: str) -> bool:
    """约翰—格伦, 非洲民族联盟—爱国阵线."""
    spelled = before[-1:] in _SPELLED and after[:1] in _SPELLED and after[1:2] in _SPELLED
    return spelled or _PARTY.search(before) is not None


def _is_chain(before: str, after: str) -> bool:
    """草—河—湖, 发—储—用: short words, one behind the other."""
    return bool(re.search(f"—[{zh.HAN}]{{1,4}}$", before) or re.match(f"[{zh.HAN}]{{1,4}}—(?!—)", after))


def _is_route(before: str, after: str) -> bool:
    places = [m.end() for m in _PLACES.finditer(before)]
    if places and places[-1] == len(before) and _PLACES.match(after):
        return True
    unit = re.search(rf"[\d一二三四五六七八九十百千万](?:[{zh.HAN}]{{0,2}})$", before)
    return bool(unit and re.match(r"[\d一二三四五六七八九十]", after)) or bool(
        re.search("[周期][一二三四五六日]$|[上下中]午$", before) and re.match("[周星上下中晚]", after)
    )


_NOT_PLAIN = re.compile("[，：\\d]")
_SHORT = 24
"""Parts of a sentence longer than this may need ；; shorter ones, without a comma, do with 、 or ，."""


def semicolons(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Short parts without a comma in them, three in a row, set apart by ；."""
    for block in prose.blocks:
        if block.text.count("；") < 2 or block.kind == "row":
            continue
        at = 0
        for sentence in re.split("(?<=[。！？\n])", block.text):
            parts = sentence.split("；")
            first = re.split("[，。！？：]", parts[0])[-1]
            if _is_list(first, parts[1:]):
                mark = block.start + at + len(parts[0])
                yield Hit("semicolons", mark, mark + 1, f"{first[-8:]}；{parts[1][:8]}")
            at += len(sentence)


def _is_list(first: str, others: list[str]) -> bool:
    """以甲为题的比赛；以乙为题的比赛；以丙为题的比赛: three short parts that begin alike, without a comma in them."""
    if len(others) < 2 or not others[0]:
        return False
    short = all(4 <= len(part) <= _SHORT and not _NOT_PLAIN.search(part) for part in (first, *others[:-1]))
    begin = others[0][0]
    if first.startswith("有的"):  # 有的在画画；有的在唱歌；…… are clauses
        return False
    return short and begin in first and sum(part.startswith(begin) for part in others) >= 2
