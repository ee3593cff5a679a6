"""What goes wrong over several sentences: a sentence given twice, numbering that jumps, one name written two ways."""

import difflib
from collections.abc import Iterator

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import BLANK, Prose

_SHORTEST = 16
_HALF = 6
"""Characters; 加油，加油， is meant."""
_BLANKS = " \t\n\u3000\xa0"
_BEFORE = r"(?:(?<=^.)|(?<=[。；：，！？;:,!?\n\x00 \u3000\xa0“].))"
_START = r"(?:(?<=^.)|(?<=[。；：！？;:!?\n\x00 \u3000\xa0“].))"
"""What stands before a number, or before the character that it begins with: that is looked for first."""
_N = "[一二三四五六七八九十]"
_KINDS = (
    ("是", re.compile(rf"(?P<n>{_N}{_BEFORE}{_N}?)是(?![否不一])", re.MULTILINE)),
    ("要", re.compile(rf"(?P<n>{_N}{_START}{_N}?)要(?=[^求])", re.MULTILINE)),
    ("第，", re.compile(rf"第{_START}(?P<n>{_N}{{1,2}})[，、,]", re.MULTILINE)),
    ("、", re.compile(r"^[ \t\u3000\xa0#*\x00]*(?P<n>[一二三四五六七八九十]{1,3})、", re.MULTILINE)),
    (
        "（）",
        re.compile(
            r"(?:^[ \t\u3000\xa0#*\x00]*|(?<=[。；：]))[（(](?P<n>[一二三四五六七八九十]{1,3})[）)](?=\S)", re.MULTILINE
        ),
    ),
    (".", re.compile(r"^[ \t\u3000\xa0#*\x00]*(?P<n>\d{1,2})[.．、](?![\d ])", re.MULTILINE)),
    ("(1)", re.compile(r"^[ \t\u3000\xa0*\x00]*[（(](?P<n>\d{1,2})[）)]", re.MULTILINE)),
)
_SIGNS = {
    "是": ("一是", "二是", "三是"),
    "要": ("一要", "二要", "三要"),
    "第，": ("第一", "第二", "第三"),
    "、": ("一、", "二、", "三、"),
    "（）": ("一）", "二）", "三）", "一)", "二)", "三)"),
    ".": ("1.", "2.", "3.", "1．", "2．", "3．", "1、", "2、", "3、"),
    "(1)": ("1）", "2）", "3）", "1)", "2)", "3)"),
}
"""A sequence in which nothing of this stands has no jump to find."""
_SIGNED = {kind: required.holding(signs) for kind, signs in _SIGNS.items()}
_TITLE = re.compile(r"《([^《》\n\x00]{4,60})》")
_ROW = re.compile("(?:《[^《》\n]{1,60}》[、和与及]?){1,9}")
_SAME_WORK = 1
"""Characters that the title of a work may have behind it."""
_YEARS = re.compile(r"\d+|[一二三四五六七八九十]+")


def repeats(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A sentence or a whole stretch that stands twice; a run of repeated sentences is one finding."""
    seen: dict[str, int] = {}
    run: list[tuple[int, int, int]] = []
    for start, end, key, kind in prose.sentences():
        if len(key) < _SHORTEST:
            continue
        first = seen.setdefault(key if kind == "text" else f"={key}", start)
        if first != start and len(key.encode("ascii", "ignore")) <= len(key) / 2:
            if run and (first < run[-1][2] or start - run[-1][1] > 60):
                yield _run(prose, run)
                run = []
            run.append((start, end, first))
    if run:
        yield _run(prose, run)


def clauses(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Half a sentence that stands twice in a row: 做好本职工作，做好本职工作，."""
    for block in prose.blocks:
        if block.text.count("，") < 2:
            continue
        at, before = block.start, ""
        for clause in block.text.split("，"):
            words = clause.strip(_BLANKS)
            twice = len(words) >= _HALF and before.rstrip(_BLANKS).endswith(words)
            if twice and re.split("[。；！？：\n]", before)[-1].strip(_BLANKS) == words:
                yield Hit("clauses", at, at + len(clause), words)
            at, before = at + len(clause) + 1, clause


def _run(prose: Prose, run: list[tuple[int, int, int]]) -> Hit:
    start, end = _from_its_beginning(prose, run[0][0], run[0][2]), run[-1][1]
    line, column = prose.place(run[0][2] - (run[0][0] - start))
    words = prose.text[start:end].strip()
    shown = words if len(words) <= 24 else words[:20] + "……"
    return Hit("repeats", start, end, shown, f"第{line}行第{column}字处")


def _from_its_beginning(prose: Prose, start: int, first: int) -> int:
    """Sentences shorter than those that are looked at, and a beginning glued to something else, belong to it."""
    text = prose.prose
    back = 0
    while (
        back < 200
        and first - back > 0
        and start - back - 1 > first
        and text[start - back - 1] == text[first - back - 1]
    ):
        if text[start - back - 1] in "\n" + BLANK:
            break
        back += 1
    while back and text[start - back] in "。！？；，、：”’）》 \t\u3000\xa0":
        back -= 1
    return start - back


def numbering(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """一是…三是, 二、…四、: a number that is left out or given twice; nested sequences count on their own."""
    text = prose.prose
    for kind, pattern in _KINDS:
        if not _SIGNED[kind].may_match(prose):
            continue
        marks = [(m.start("n"), zh.counted(m["n"])) for m in pattern.finditer(text, prose.body)]
        yield from _jumps(prose, kind, [m for m in marks if m[1]])


def _jumps(prose: Prose, kind: str, marks: list[tuple[int, int]]) -> Iterator[Hit]:
    text = prose.prose
    stack: list[tuple[int, bool]] = []
    last = -1
    for at, number in marks:
        line = text.rfind("\n", 0, at) + 1
        leads = not text[line:at].strip(" \t\u3000\xa0#*（(" + BLANK)
        same_line = last >= line
        if "\n#" in text[max(last, 0) : at] and kind in ("是", "要", "第，"):
            stack.clear()
        if number == 1:
            if not same_line and not (stack and stack[-1][1] and not leads):
                stack.clear()
            stack.append((1, leads))
        elif stack:
            depth = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] + 1 == number), -1)
            if depth >= 0:
                del stack[depth:]
                stack.append((number, leads))
            else:
                top = stack[-1][0]
                jumps = number > top + 1 and not (kind == "." and _is_written(text, max(last, 0), at, top + 1))
                if jumps or (number == top and number > 1):
                    yield Hit(
                        "numbering", at, at + len(_shown(kind, number)), _shown(kind, number), _shown(kind, top + 1)
                    )
                del stack[-1]
                stack.append((number, leads))
        last = at


def _is_written(text: str, start: int, end: int, number: int) -> bool:
    """5.5月份: a number before a number looks like a decimal, and is a number all the same."""
    return any(f"\n{number}{mark}" in text[start:end] for mark in ".．、")


def _shown(kind: str, number: int) -> str:
    han = zh.numeral(number)
    return {
        "是": f"{han}是",
        "要": f"{han}要",
        "第，": f"第{han}",
        "、": f"{han}、",
        "（）": f"（{han}）",
        ".": f"{number}.",
    }.get(kind, f"（{number}）")


def variants(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """One document, or one department, named two ways within an article."""
    first: dict[str, int] = {}
    for match in _TITLE.finditer(prose.prose):
        first.setdefault(match[1], match.start())
    names = sorted(first, key=lambda n: first[n])
    counts = {name: prose.prose.count(f"《{name}》") for name in names}
    for position, name in enumerate(names):
        earlier = (o for o in names[:position] if not _side_by_side(prose.prose, first[o], first[name]))
        other = next((o for o in earlier if _one_document(o, name)), "")
        if other:
            wrong, right = (name, other) if counts[name] <= counts[other] else (other, name)
            yield Hit("variants", first[wrong], first[wrong] + len(wrong) + 2, f"《{wrong}》", f"《{right}》")


_TREATY = re.compile("^中华人民共和国和.{2,30}(?:条约|协定|协议)$")
"""With one state and with another one are two."""


def _side_by_side(text: str, one: int, other: int) -> bool:
    """Whether they stand in one row of titles, and are two: 通过了《甲协会章程》《乙协会章程》."""
    return _ROW.fullmatch(text, one, other) is not None


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _one_document(one: str, other: str) -> bool:
    """Whether two titles differ by a slip only: a few characters left out or changed, no number or year."""
    if _YEARS.findall(one) != _YEARS.findall(other) or min(len(one), len(other)) < 7:
        return False
    if abs(len(one) - len(other)) > 3 or (_TREATY.search(one) and _TREATY.search(other)):
        return False
    if len(one) == len(other) and sorted(one) == sorted(other) and one != other:
        differing = [n for n in range(len(one)) if one[n] != other[n]]
        # 家教家风 and 家风家教; 中朝 and 朝中 are what either side says.
        return len(one) >= 8 and differing[-1] - differing[0] >= 2 and not re.search("[、和与]", one)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    changes = [(one[a:b], other[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
    if sum(max(len(a), len(b)) for a, b in changes) > 3 or matcher.ratio() < 0.75:
        return False
    if len(changes) != 1:
        return False
    before, after = changes[0]
    if min(len(before), len(after)) > 1 or (_SAME_WORK < max(map(len, changes[0])) and _begins(one, other)):
        return False  # 《关税法》 and 《学位法》; 《某某》 and 《某某案例选》
    opposed = {
        frozenset(pair)
        for pair in (
            ("上", "下"),
            ("省", "市"),
            ("市", "区"),
            ("男", "女"),
            ("国", "省"),
            ("甲", "乙"),
            ("修订", ""),
            ("修正案", ""),
        )
    }
    return frozenset((before, after)) not in opposed and not re.search(
        "[省市区县]|草案|修[订正]|试行|暂行|实施|细则|续|上|下|解读|释义|学习", before + after
    )


_BRAND = re.compile(r"“([^“”\n\x00]{4,16})”")


def brands(prose: Prose, context: Context) -> Iterator[Hit]:
    """A quoted name that is nearly one of the confirmed names, and none of them."""
    known = context.knowledge.brands
    if not known:
        return
    for match in _BRAND.finditer(prose.prose):
        name = match[1]
        if name in known or not re.fullmatch(f"[{zh.HAN}]+", name):
            continue
        near = next((brand for brand in sorted(known) if _near(name, brand)), "")
        if near:
            yield Hit("brands", match.start(1), match.end(1), name, near)


def _near(name: str, brand: str) -> bool:
    """One character changed in at least five, or one or two left out or added in at least six."""
    if abs(len(name) - len(brand)) > 2 or (name[0] != brand[0] and name[-1] != brand[-1]):
        return False
    if name.startswith(brand) or name.endswith(brand):
        return False  # 光彩巾帼众创基地 is another one than 巾帼众创基地
    if _YEARS.findall(name) != _YEARS.findall(brand):
        return False
    if len(name) == len(brand):
        return len(name) >= 5 and sum(a != b for a, b in zip(name, brand, strict=True)) == 1
    short, long = sorted((name, brand), key=len)
    if len(short) < 6:
        return False
    letters = iter(long)
    return all(c in letters for c in short)
