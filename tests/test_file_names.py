"""Names as telephones, macOS and editors make them: found, or told with what has to be written."""

import itertools
import re
import unicodedata

import lxml.html
import pytest

from jianbao import address, files
from jianbao.errors import Problem, SiteError
from tests.sites import Site

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">x</svg>\n'


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("hy_1.svg", "hy\\_1.svg"),
        ("hy_1.svg", "hy_1.svg"),
        ("图 1.svg", "图 1.svg"),
        ("图 1.svg", "<图 1.svg>"),
        ("图 1.svg", "图%201.svg"),
        ("图#1.svg", "图#1.svg"),
        ("图#1.svg", "图%231.svg"),
        ("50%.svg", "50%.svg"),
        ("a%20b.svg", "a%20b.svg"),
        ("图(1).svg", "图(1).svg"),
        ("图(1).svg", "图\\(1\\).svg"),
        ("图[1].svg", "图[1].svg"),
        ("图（1）.svg", "图（1）.svg"),
        (unicodedata.normalize("NFD", "café 图.svg"), "café 图.svg"),
        (unicodedata.normalize("NFD", "café.svg"), unicodedata.normalize("NFD", "café.svg")),
        ("a'b.svg", "a'b.svg"),
        ("a&b.svg", "a&b.svg"),
        ("a_b_c.svg", "a_b_c.svg"),
    ],
)
def test_a_picture_is_found_by_its_name(site: Site, name: str, written: str) -> None:
    """However it is called, and however its name is written."""
    site.write(f"content/2018/{name}", SVG)
    site.article("2018/a.md", body=f"前文。\n\n![图]({written})\n")
    assert [] == site.problems()
    (src,) = lxml.html.fromstring(site.read("2018/a.html")).xpath("//figure/img/@src")
    from urllib.parse import unquote

    assert SVG.encode() == (site.output / "2018" / unquote(src)).resolve().read_bytes()


@pytest.mark.parametrize(("name", "mark"), [("图?1.svg", "?"), ("*a*.svg", "*")])
def test_a_name_that_no_address_can_have_is_told(site: Site, name: str, mark: str) -> None:
    """Windows, buckets and browsers would read it as something else."""
    site.write(f"content/2018/{name}", SVG)
    site.article("2018/a.md", body=f"前文。\n\n![图](<{name}>)\n")
    (message,) = site.problems()
    assert f"地址里不能有字符 {mark}" in message


def test_another_case_is_told(site: Site) -> None:
    """Servers tell A.SVG from a.svg."""
    site.write("content/2018/heying.svg", SVG)
    site.article("2018/a.md", body="前文。\n\n![图](HeYing.SVG)\n")
    (message,) = site.problems()
    assert "broken-picture" in message
    assert "是不是想写 heying.svg？" in message


def test_an_escape_shows_neither_in_messages_nor_in_places(site: Site) -> None:
    """The place is that of the target, the name is the file's."""
    site.article("2018/a.md", body="前文。\n\n![图](hy\\_1.svg)\n")
    (message,) = site.problems()
    assert message.startswith("content/2018/a.md:7:6 错误[broken-picture] 图片指向不存在的 hy_1.svg")


def test_what_begins_with_a_mark_is_not_published_and_said_once(site: Site) -> None:
    """Files in _drafts are drafts."""
    site.article("2018/_drafts/b.md")
    site.article("2018/_c.md")
    site.article("2018/_d.md")
    site.article("_old/e.md")
    site.article("_old/deep/f.md")
    site.article(".obsidian/g.md")
    site.article("2018/a.md")
    site.write("content/.gitkeep", "")
    hint = "要发布，就去掉开头的符号；草稿放进 _drafts 文件夹"
    assert [
        f"content 提示[not-published] 名字以 _ 或 . 开头的不发布：.obsidian/、_old/\n    {hint}",
        f"content/2018 提示[not-published] 名字以 _ 或 . 开头的不发布：_c.md、_d.md\n    {hint}",
    ] == site.problems()
    assert ["2018/a.html"] == [p for p in site.tree() if p.startswith("2018/") and p.endswith("a.html")]
    assert not (site.output / "2018/_drafts/b.html").exists()
    site.build(drafts=True)
    assert (site.output / "2018/_drafts/b.html").exists()


def test_signs_in_the_names_of_lists(site: Site) -> None:
    """What no file name may hold stands in an address as its full-width sister; readers see what was written."""
    names = ["c/cpp", "a:b", "a?b", 'a"b', "a<b>", "a|b", "a\\b", "a*b", "../../x"]
    site.write("config.yaml", "site: {url: https://example.org/}\ncolumns: [要/闻]\n")
    site.article("2018/a.md", "甲", "2018-04-01", "正文。\n", column="要/闻", source="甲/乙", tags=names)
    assert site.build().problems == ()
    made = [
        path for path in site.tree() if path.startswith(("tags/", "sources/", "columns/")) and path.endswith("html")
    ]
    expected = "a＂b a＊b a：b a＜b＞ a？b a＼b a｜b c／cpp ．.／..／x".split()
    assert sorted(made) == ["columns/要／闻.html", "sources/甲／乙.html", *(f"tags/{name}.html" for name in expected)]
    page = site.tree()["2018/a.html"].decode()
    for name in expected:
        assert f'href="../tags/{name}.html"' in page
    assert "c/cpp</a>" in page
    site.article("2018/b.md", "乙", "2018-04-01", "正文。\n", tags=["c／cpp"])
    with pytest.raises(SiteError) as told:
        site.build()
    assert {problem.code for problem in told.value.problems} == {"path-taken"}


ODD = (
    "con",
    "COM1",
    "Nul",
    "lpt9",
    "/",
    ".",
    "..",
    ".html",
    "妇联",
    "a",
    "-",
    "_",
    " ",
    "\u200b",
    "*",
    "x" * 61,
    "女" * 70,
)


def test_ordinary_addresses_are_those_with_nothing_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short way to "nothing is wrong" never says so of what the long way refuses."""
    addresses = {"".join(parts) for size in (1, 2, 3, 4) for parts in itertools.product(ODD, repeat=size)}
    ordinary = {one for one in addresses if address.ORDINARY.fullmatch(one)}
    assert len(ordinary) > 100
    monkeypatch.setattr(address, "ORDINARY", re.compile(r"(?!)"))
    assert {one for one in ordinary if address.fault(one)} == set()
    assert address.fault("/".join(["女" * 60] * 4))


def test_control_characters_are_found_wherever_their_bytes_begin() -> None:
    """The look at bytes that goes before the look at characters lets none of them by."""
    for point in (*range(0x120), *range(0xFFF0, 0x10010), 0x3000, 0x4E00):
        text = f"正文，·{chr(point)}。"
        found = files.text(text.encode(), "content/a.md")
        control = (
            point in (0x0B, 0x0C, 0xFFFE, 0xFFFF) or (point < 0x20 and point not in (9, 10, 13)) or 0x7F <= point < 0xA0
        )
        assert isinstance(found, Problem) == control, hex(point)
        assert isinstance(files.text(f"{chr(point)}".encode(), "content/a.md"), Problem) == control, hex(point)
