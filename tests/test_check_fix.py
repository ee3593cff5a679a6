"""`check --fix` can be trusted: what it may write is little, and whatever the text, the rest stays."""

import re
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao import cli
from jianbao.check import engine, fixes, prose
from jianbao.content import delimiters, parsing
from jianbao.content.edits import applied
from jianbao.desk import fixing, inspection, mending
from tests.sites import Site
from tests.small import small

ROOT = Path(__file__).resolve().parent.parent
TRAPS = (ROOT / "tests" / "traps.txt").read_text("utf-8").removesuffix("\n").split("\n")
ENGINE = engine.of_site(None)
HEAD = "---\ntitle: 试,一次\nkicker: 甲 乙\npeople: [张甲, 李乙]\nsummary: 摘要,一句话。\n---\n\n"


def read(text: str, kind: str) -> prose.Prose:
    return prose.of_markdown(text, "a.md") if kind == "md" else prose.of_text(text, "a.txt")


def fixed(text: str, kind: str) -> str:
    """The text when nothing is left to fix."""
    for _ in range(8):
        after = applied(text, fixes.edits(ENGINE.found(read(text, kind))))
        if after == text:
            return text
        text = after
    raise AssertionError("does not come to rest")


def test_two_hundred_traps() -> None:
    assert len(TRAPS) >= 200
    assert len(set(TRAPS)) == len(TRAPS)


@pytest.mark.parametrize("kind", ["md", "txt"])
def test_no_trap_is_harmed(kind: str) -> None:
    """Each by itself and all of them together: names, tables, headlines, verse, quotations, code, words met by chance."""
    assert [trap for trap in TRAPS if fixed(trap, kind) != trap] == []
    together = "\n\n".join(TRAPS) + "\n"
    assert fixed(together, kind) == together


def test_the_command_leaves_the_traps_alone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    file = site.article("2018/2018-04/a.md", "试", "2018-04-05", "\n\n".join(TRAPS) + "\n", column="要闻")
    before = file.read_bytes()
    cli.main(["check", "--fix", "--site", str(site.path), str(file)])
    capsys.readouterr()
    assert file.read_bytes() == before


def test_what_is_held_back_is_not_promised(site: Site) -> None:
    """A fix that would make a heading of a paragraph is left out, and nobody reads that --fix can make it."""
    small(site)
    file = site.article(
        "2018/2018-04/a.md", "试", "2018-04-05", "大家凝心聚力,服务妇女。\n\n她们说:真好。\n", column="要闻"
    )
    found = inspection.inspected(site.path, [file]).found
    first, *others = [f for f in found if f.fix is not None]
    assert others
    harmful = [f._replace(fix="\n\n# ") if f is first else f for f in found]
    data = file.read_bytes()
    told = mending.promised(prose.of_markdown(data.decode(), str(file)), data, harmful)
    assert [f.fix for f in told if f.start == first.start] == [None]
    assert [f for f in told if f.fix is not None] == others
    assert mending.promised(prose.of_markdown(data.decode(), str(file)), data, found) == found


def test_what_is_promised_is_written_in_the_encoding_of_the_file(tmp_path: Path) -> None:
    for codec in ("gb18030", "utf_16"):
        file = tmp_path / f"{codec}.txt"
        file.write_bytes("大家凝心聚力,服务妇女。\n".encode(codec))
        found = inspection.inspected(None, [file]).found
        assert [f.fix for f in found if f.fix] == ["，"]
        fixing.fixed(inspection.inspected(None, [file]), write=True)
        assert file.read_bytes().decode(codec) == "大家凝心聚力，服务妇女。\n"


@pytest.mark.parametrize(
    "words", ["详见[通知](https://a.example.cn/b)。", "详见（https://a.example.cn/b），请看[这里](http://a.cn/c(d))。"]
)
def test_an_address_in_brackets_leaves_them_paired(words: str) -> None:
    assert "mark-unpaired" not in {f.problem.code for f in ENGINE.found(read(words, "txt"))}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("大家凝心聚力,服务妇女;她说:好!真的?", "大家凝心聚力，服务妇女；她说：好！真的？"),
        ("建成妇女之家(微家)八个。", "建成妇女之家（微家）八个。"),
        ('开展"最美家庭"活动,大家参加。', "开展“最美家庭”活动，大家参加。"),
        ("大家通过培训， 提高能力 。", "大家通过培训，提高能力。"),
        ("大家按步就班，做好工作。", "大家按部就班，做好工作。"),
        ("举办巾帼心向党•喜迎二十大活动...大家都说好。", "举办巾帼心向党·喜迎二十大活动……大家都说好。"),
    ],
)
def test_what_is_fixed(before: str, after: str) -> None:
    assert fixed(before, "txt") == after
    assert fixed(HEAD + before, "md") == HEAD.replace("摘要,一", "摘要，一") + after


_PIECES = st.one_of(
    st.sampled_from(TRAPS),
    st.sampled_from(
        ["市妇联", "召开会议，大家参加", "按步就班", "部署假期", "张甲 李乙", "一是学习", "2018年4月", "15人", "A", "Word", "甲|乙", "甲\t乙",
         ",", "，", "。", ".", "...", "…", "(", ")", "（", "）", "《", "》", "“", "”", '"', "'", "‘", "’", ":", "：", ";", "?", "!", "—", "——",
         "--", "•", "・", " ", "\u3000", "\xa0", "\n", "\n\n", "    ", "> ", "- ", "# ", "1. ", "`,`", "[甲,乙](a,b.md)", "https://example.org/a,b",
         "<!-- 甲,乙 -->", "<b>甲,乙</b>", "、", "|", "*", "**", "\t", "```\n甲,乙\n```\n", "\n===\n", "| 甲,乙 | 丙 |\n| --- | --- |\n| 1,2 | 三,四 |\n"]
    ),
)  # fmt: skip
_LETTER = re.compile(r"[^\W_]")
_TAG = re.compile(r"<[^>]*>")


def letters(text: str) -> list[str]:
    return _LETTER.findall(text)


def built(text: str) -> tuple[list[str], list[str], list[str]]:
    """(codes of the build's problems, the page's tags, its letters)."""
    article, html, problems = parsing.parsed(text.encode(), "a.md", UTC)
    assert article is not None
    return sorted(p.code for p in problems), _TAG.findall(html or ""), letters(_TAG.sub(" ", html or ""))


@given(st.lists(_PIECES, max_size=24).map("".join), st.sampled_from(["md", "txt"]))
def test_whatever_the_text(words: str, kind: str) -> None:
    """Letters, digits, Han characters and tabs stay in their order, save for what typos.yaml lists; lines with tabs and
    bars, headlines, quotations and code stay as they are; the build says and makes the same; a second time changes nothing.
    """
    text = HEAD + words if kind == "md" else words
    after = fixed(text, kind)
    assert letters(after.replace("按部就班", "按步就班")) == letters(text.replace("按部就班", "按步就班"))
    assert after.count("\t") == text.count("\t")
    assert after.count("\n") == text.count("\n")
    for old, new in zip(text.split("\n"), after.split("\n"), strict=True):
        if "\t" in old or "|" in old or (kind == "md" and old.startswith((">", "#", "title:", "kicker:", "people:"))):
            assert new == old
    assert re.findall("《[^《》“”]*》|“[^《》“”]*”", text) == [
        q for q in re.findall("《[^《》“”]*》|“[^《》“”]*”", after) if q in text
    ]
    assert fixed(after, kind) == after
    if kind == "md":
        same = [part.replace("按部就班", "按步就班") for part in built(after)[2]]
        assert built(after)[:2] == built(text)[:2]
        assert "".join(same).replace("部", "步") == "".join(built(text)[2]).replace("部", "步")


HEADER = "title: 甲\ndate: 2026-01-01\ntags: [家庭教育, 困难帮扶]\nsummary: 会上说,要做好\n"


@pytest.mark.parametrize(
    "head",
    [
        f"———\n{HEADER}———\n",
        f"－－－\n{HEADER}－－－\n",
        f"\n\n---\n{HEADER}---\n",
        f"---\n{HEADER}",
        f"+++\n{HEADER}+++\n",
        "---\ntitle: 甲\ntags:\n  - 家庭教育, 困难帮扶\n\n# 注, 一\n",
    ],
)
def test_what_is_meant_as_front_matter_is_left_alone_where_it_is_not_one(head: str) -> None:
    """The build says what is wrong with its fences; the rules of wording are for what is behind it."""
    text = f"{head}\n市妇联走访慰问,送去米和油。\n"
    found = [f.problem for f in ENGINE.found(read(text, "md"))]
    assert [(p.line, p.code) for p in found] == [(text[: text.index("市妇联走访")].count("\n") + 1, "half-comma")]
    assert delimiters.meant("正文, 没有文件头。\n---\n") == delimiters.meant("——我们的话\n") == 0
