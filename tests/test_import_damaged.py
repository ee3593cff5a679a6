"""Files that arrive damaged: cut at a byte, with a stray one, of two encodings, with tags that are left open."""

import random

import pytest

from jianbao.errors import RefusedError
from jianbao.importer.text import decode, witness
from tests.raw import characters, cut, words

_TEXT = (
    "<p>9月8日上午，区妇联在文化馆举办巧手课堂，四十名女职工学习了剪纸和盘扣。</p>"
    "<p>区妇联副主席孟兰说，课堂每月一期，由大家点题。</p><p align=right>区妇联办公室</p>"
)
_HEAD = "<html><head><title>巧手课堂开到家门口-柳河区妇联</title></head><body>"
_PAGE = (
    f"{_HEAD}<table width=760><tr><td><a href=/>首页</a> | <a href=/a>动态</a></td></tr></table>\n"
    "<table><tr><td>您的位置：<a href=/>首页</a> &gt; 动态</td></tr><tr><td><h1>巧手课堂开到家门口</h1></td></tr>\n"
    f"<tr><td>发布时间：2021-09-09　来源：柳河区妇联</td></tr><tr><td><div class=con>{_TEXT}</div></td></tr></table>\n"
    "<table><tr><td>【<a href=#>打印</a>】【<a href=#>关闭</a>】</td></tr><tr><td>版权所有：柳河区妇联</td></tr></table></body></html>"
)


def _conserved(data: bytes) -> None:
    made = cut(data, "a.html")
    kept = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    seen = "".join("".join(decode.lines(text)[0]) for text in witness.read(decode.text(data, "a.html")[0]).texts)
    assert characters([seen]) - kept == {}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_page_cut_at_any_byte_loses_nothing_of_what_is_left(codec: str) -> None:
    data = _PAGE.encode(codec)
    for end in range(120, len(data), 7):
        _conserved(data[:end])
    for begin in range(1, len(data) // 2, 11):
        _conserved(data[begin:])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_broken_byte_costs_one_letter_and_is_said(codec: str) -> None:
    data = _PAGE.encode(codec)
    at = data.index("盘扣".encode(codec))
    made = cut(data[:at] + data[at + 1 :], "a.html")
    assert [(i.title, i.date, i.source, len(i.paragraphs)) for i in made.items] == [
        ("巧手课堂开到家门口", "2021-09-08", "区妇联办公室", 2)
    ]
    assert any("警告[import-letters] 有1处的字读不出" in doubt for doubt in made.doubts)
    assert "�" in made.items[0].paragraphs[0].text


def test_a_part_in_another_encoding_is_read_in_it() -> None:
    before, _, after = _PAGE.partition("版权所有：柳河区妇联")
    made = cut(before.encode() + "版权所有：柳河区妇联".encode("gb18030") + after.encode(), "a.html")
    assert [len(i.paragraphs) for i in made.items] == [2]
    assert any("版权所有：柳河区妇联" in d.text for d in made.dropped)
    assert not any("import-letters" in doubt for doubt in made.doubts)


def test_whole_files_are_read_as_before() -> None:
    for text in ("联通", "区妇联", "区妇联举办巧手课堂。", "a\n区妇联"):
        assert decode.text(text.encode("gb18030"), "a.txt") == (text, "GB18030（GBK、ANSI）")
        assert decode.text(text.encode(), "a.txt") == (text, "UTF-8")


def test_bytes_that_are_no_text_stay_refused() -> None:
    made = random.Random(7)
    for data in (b"\xff\xff\x81\x30\xff" * 3, b"\x80\x81\x82" * 40, made.randbytes(4000)):
        with pytest.raises(RefusedError, match="import-encoding"):
            decode.text(data, "a.txt")


_OPEN = ["<div>", "<table><tr><td>", "</td></tr></table>", "</div>", "<p>", "<b>", "</p></p>", "<h1>", "<a href=x>",
         "<table><tr><td><table><tr><td>", "<span class=Head>", "<form>", "<!--", "<script>", "<style>", "</script>",
         "<div style='display:none'>", "<td", "<ul><li>", "<select><option>", "&nbsp;&#x110000;", "\x00"]  # fmt: skip


@pytest.mark.parametrize("part", _OPEN)
def test_tags_left_open_anywhere_lose_nothing(part: str) -> None:
    for at in range(len(_HEAD), len(_PAGE), 37):
        _conserved((_PAGE[:at] + part + _PAGE[at:]).encode())


def test_parts_that_change_places_lose_nothing() -> None:
    made = random.Random(11)
    for _ in range(60):
        rows = _PAGE.replace("><", ">\n<").split("\n")
        one, other = made.randrange(len(rows)), made.randrange(len(rows))
        rows[one], rows[other] = rows[other], rows[one]
        _conserved("\n".join(rows).encode())


def test_a_title_without_a_text_is_said() -> None:
    made = cut(f"{_HEAD}<h1>巧手课堂开到家门口</h1><p>发布时间：2021-09-09</p><style>{_TEXT}", "a.html")
    assert [d for i in made.items for d in i.doubts if "没有正文" in d] == ["标题下面没有正文，请对照原来的文件"]


def test_a_zero_byte_by_a_slip_makes_no_text_utf_16() -> None:
    said = "柳桥街道妇联在社区书屋举办亲子共读活动，二十个家庭参加。\n管理员忙到天黑，孩子们都不愿意走。\n"
    for encoding in ("utf-8", "gb18030"):
        data = said.encode(encoding) + b"\0"
        data += b"" if len(data) % 2 == 0 else b"\n"
        assert decode.text(data, "a.txt")[0].startswith(said)
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode.text(said.encode(encoding), "a.txt")[0] == said
        assert decode.text("2018-04-05 12:30\n".encode(encoding), "a.txt")[0] == "2018-04-05 12:30\n"
