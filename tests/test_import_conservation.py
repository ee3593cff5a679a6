"""The law of conservation: whatever is done to a bulletin, every character of it lands in one place.

Mutated inputs: no blank lines, glued titles, shuffled indents, other line ends and encodings, stray
marks, texts that restart, and texts that are no bulletin at all. A date is never invented either.
"""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.raw import BULLETIN, SEEDS, cut, lost

_OURS = [BULLETIN] + [p.read_bytes().decode() for p in sorted(SEEDS.glob("*.txt"))]


def _no_blank_lines(text: str, rng: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def _glued(text: str, rng: random.Random) -> str:
    """Some line ends go, so that titles stick to what stands before or behind them."""
    return "".join("" if c == "\n" and rng.random() < 0.2 else c for c in text)


def _indents(text: str, rng: random.Random) -> str:
    return "\n".join(
        rng.choice(["", "　", "　　", "\xa0\xa0", "    ", "\t", " "]) + line.strip() for line in text.split("\n")
    )


def _shuffled(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _restarted(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text


def _marks(text: str, rng: random.Random) -> str:
    """Marks, blanks and invisible characters anywhere."""
    made = list(text)
    for _ in range(20):
        made.insert(
            rng.randrange(len(made)),
            rng.choice(list("《》“”（）|｜。，：—\u3000\xa0\u200b\ufeff\x07\x1f\u2028	◆1一、*#<")),
        )
    return "".join(made)


def _doubled(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[: at + 3], *lines[at:]])


def _one_line(text: str, rng: random.Random) -> str:
    return text.replace("\n", rng.choice(["", " ", "　　"]))


def _wrapped(text: str, rng: random.Random) -> str:
    width = rng.randrange(20, 45)
    return "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, max(len(line), 1), width))


def _crlf(text: str, rng: random.Random) -> str:
    return text.replace("\n", "\r\n")


_MUTATIONS = [_no_blank_lines, _glued, _indents, _shuffled, _restarted, _marks, _doubled, _one_line, _wrapped, _crlf]
_ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]


@given(
    st.sampled_from(range(len(_OURS))),
    st.lists(st.sampled_from(_MUTATIONS), max_size=4),
    st.integers(0, 2**32),
    st.sampled_from(_ENCODINGS),
)
def test_every_character_of_a_mutated_bulletin_lands_in_one_place(
    number: int, mutations: list[object], seed: int, encoding: str
) -> None:
    rng = random.Random(seed)
    text = _OURS[number]
    for mutation in mutations:
        text = mutation(text, rng)  # type: ignore[operator]
    made = cut(text.encode(encoding))
    assert lost(text.removeprefix("\ufeff"), made) == ({}, {})
    _dates_are_read(text, made)


_PIECES = st.sampled_from(
    ["市妇联", "召开会议", "。", "，", "\n", "\n\n", "　　", " ", "12月18日", "2014年", "（市妇联宣传部）", "《", "》", "“", "”",
     "：",      "——", "一、", "1.", "目录", "第4期", "近日", "|", "\t", "\r\n", "暨", "截至", "简报", "来源：", "共印50份",
     "\x0c", "a", "<b>"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_every_character_of_anything_lands_in_one_place(text: str) -> None:
    made = cut(text.encode())
    assert lost(text, made) == ({}, {})
    _dates_are_read(text, made)


@given(st.text(max_size=300))
def test_every_character_of_any_text_lands_in_one_place(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"PK") or b"\x00" in data or data.startswith(b"%PDF"):
        return
    if re.match(r"\s*<(!doctype )?html", text, re.IGNORECASE):
        return
    assert lost(text.removeprefix("\ufeff"), cut(data)) == ({}, {})


def _dates_are_read(text: str, made: object) -> None:
    """Month and day stand in the basis, the basis in the source, and so does the year."""
    plain = re.sub(r"\s|[\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]", "", text)
    for item in made.items:
        assert re.sub(r"\s", "", item.date_basis) in plain
        if item.date:
            year, *rest = (int(n) for n in item.date.split("-"))
            said = {int(n) for n in re.findall(r"\d{4}", item.year_basis + item.date_basis)}
            said |= {2000 + int(n) for n in re.findall(r"(?<!\d)(\d\d)[年-]", item.year_basis + item.date_basis)}
            written = bool(re.search("二[○〇].{2}年", plain))
            assert year in said or year + 1 in said or written
            if any("推算为" in doubt for doubt in item.doubts):
                continue  # 昨日, 27日: counted from the masthead's day, and said
            numbers = [int(n) for n in re.findall(r"\d+", item.date_basis)]
            assert rest == numbers[: len(rest)] or rest == numbers[1 : len(rest) + 1]


@pytest.mark.parametrize("mutation", _MUTATIONS)
def test_boundaries_survive_what_does_not_touch_them(mutation: object) -> None:
    """Blank lines and line ends do not carry meaning."""
    if mutation in (_no_blank_lines, _crlf):
        for text in _OURS:
            before = [(i.title, i.date, i.source, len(i.paragraphs)) for i in cut(text).items]
            after = [
                (i.title, i.date, i.source, len(i.paragraphs)) for i in cut(mutation(text, random.Random(1))).items
            ]
            assert after == before


@pytest.mark.parametrize(
    "text",
    [
        # A title above a page's fields, another below them, a third that stands alone in the text.
        "1.张甲家庭（前进街道）\n发文机关：柳河县政府办公室\n发布日期：2017年12月22日\n"
        "柳河县政府办公室关于印发《妇女发展五年行动》的通知\n各乡镇政府：\n现将行动方案印发给你们，请认真贯彻执行。\n"
        "柳河县政府办公室\n为树立和宣传先进典型，引导全县妇女坚定信心，县妇联日前决定授予张甲等二十七人巾帼建功标兵称号，"
        "授予苏乙等五人提名奖，请各地认真组织学习。\n2017年12月20日\n",
        # Headlines of others with their days, one below the other, as a page's list has them.
        "山里的第一场露天电影\n2020-07-10 15:05 电影\n老木匠的儿子回来开了店\n2020-07-10 13:05 手艺\n"
        "河边的孩子学会了游泳\n2020-07-09 12:55\n我乡举行插秧比赛\n2020-07-09 11:47\n",
    ],
)
def test_no_title_is_lost_where_titles_stand_close(text: str) -> None:
    assert lost(text, cut(text)) == ({}, {})
