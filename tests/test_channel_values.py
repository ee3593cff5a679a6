"""微博, QR codes, titles on posters, posters, Word, e-mail: each is what it says, and the same every time."""

import email
import email.policy
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from jianbao import digest
from jianbao.channel import docx, letter, making, plain, poster, qr, raster, tree, weibo
from jianbao.channel.loading import Archive
from jianbao.channel.making import Maker
from jianbao.content import phrases
from jianbao.errors import UsageError
from jianbao.importer import bulletin as importing
from jianbao.importer import reading
from jianbao.importer.model import Options
from jianbao.media import lettering
from jianbao.settings import knowledge
from tests.channels import article, bulletins, issue, kinds, maker, photo, pieces, png, shipped
from tests.sites import Site

Golden = Callable[[str, str], None]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return shipped(tmp_path_factory.mktemp("shipped"))


# 微博


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("妇联", 2),
        ("ab", 1),
        ("abc", 2),
        ("，。", 2),
        ("←", 1),
        ("one two 🀂一二三四五🀀", 13),  # the example of its source
    ],
)
def test_characters_as_weibo_counts_them(text: str, count: int) -> None:
    assert weibo.count(text) == count


def test_a_post_ends_at_a_sentence(site: Site) -> None:
    """Title, sentences whole, topics between #, the address; nine pictures at most, each once."""
    made = maker(kinds(site))
    post = weibo.post(article(made, "content/2018/2018-04/kinds.md"))
    assert post.text == (
        "【市妇联发放第三批“四癌”救助金】15人领到救助金。其中甲区8人。#四癌救助##困难帮扶#"
        " https://example.org/small/2018/2018-04/kinds.html"
    )
    assert (post.length, post.whole) == (67, True)
    assert post.pictures == ("2018/2018-04/fenbu.svg", "2018/2018-04/xianchang.jpg")
    short = weibo.post(article(made, "content/2018/2018-04/kinds.md"), limit=64)
    assert "15人领到救助金。#四癌" in short.text
    assert (short.whole, short.length) == (False, 60)


def test_what_ships_fits_a_post(archive: Archive) -> None:
    """Every article within 140, with at least one sentence."""
    posts = [weibo.post(piece) for piece in pieces(archive)]
    assert max(post.length for post in posts) <= weibo.LIMIT
    assert [post.text for post in posts if "】#" in post.text or "】 http" in post.text] == []


def test_topics_give_way_before_the_first_sentence() -> None:
    post = weibo.post_of("题" * 30, "一句" * 40 + "。", ["#甲甲甲甲#", "#乙乙乙乙#"], "https://a.example/", [], 130)
    assert (post.length, post.whole, "#甲甲甲甲#" in post.text, "#乙" in post.text) == (128, True, True, False)


# QR codes


def shown(rows: list[list[bool]], unit: int = 4) -> Image.Image:
    side = (len(rows) + 8) * unit
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.paste(0, ((x + 4) * unit, (y + 4) * unit, (x + 5) * unit, (y + 5) * unit))
    return image


@pytest.mark.parametrize("length", [20, 60, 120, 250, 500])
def test_a_code_is_read_back(length: int) -> None:
    """As modules, and as the drawing made of them."""
    url = ("https://www.example.org/2018/2018-04/%E5%A6%87%E8%81%94/" * 20)[:length]
    assert [code.text for code in zxingcpp.read_barcodes(shown(qr.matrix(url)))] == [url]
    drawn = raster.drawn(qr.svg(url).encode())
    with Image.open(io.BytesIO(drawn)) as image:
        assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [url]


# Titles

TITLES = (
    "15名贫困妇女获第三批“四癌”救助金",
    "百场家庭教育公益讲座启动暨家长学校骨干培训在金尚中学举行",
    "市妇联举办信息、网络与新媒体工作暨“妇联通”培训",
    "市政府出台《关于进一步加强留守流动儿童关爱保护工作的通知》",
    "服务大局促发展，砥砺奋进再扬帆",
    "娘家人“三进三送”志愿服务走进湖里金安社区",
    "市妇联学习2018年综治（平安建设）责任书",
    "山东省潍坊市妇联来厦考察妇女创新创业",
    "吴亚汝带队到市妇儿中心开展改革专题调研",
    "市妇联改革任务落到基层",
)
"""Of our own archive, as they stood when this was written."""


def test_titles_are_broken_at_phrases(golden: Golden) -> None:
    """In the type of a poster: no number from its unit, no quotation broken, no mark at a line's head."""
    face = lettering.font("", 76)
    lines = [lettering.lines(phrases.pieces(title, ("市妇联", "市妇儿中心")), face, 920, 4) for title in TITLES]
    assert ["".join(found) for found in lines] == list(TITLES)
    assert [line for found in lines for line in found if line[0] in "，。、）》”" or line[-1] in "（《“"] == []
    assert max(face.getlength(line) for found in lines for line in found) <= 920
    golden("channel/titles.txt", "".join(f"{'｜'.join(found)}\n" for found in lines))


def test_a_title_that_fits_one_line_stands_on_one() -> None:
    assert lettering.lines(phrases.pieces("2018年4月简报"), lettering.font("", 76), 920, 4) == ["2018年4月简报"]


def test_every_title_that_ships_fits(archive: Archive) -> None:
    """In four lines at most, whole."""
    face = lettering.font("", 76)
    for piece in pieces(archive):
        lines = lettering.lines(phrases.pieces(piece.title, piece.tags), face, 920, 4)
        assert ("".join(lines), len(lines) <= 4) == (piece.title, True)


def test_a_text_is_filled() -> None:
    """No line wider than the width, no mark that ends at a head, no number torn."""
    face = lettering.font("", 40)
    text = "市妇联向1500名患病的贫困妇女发放“四癌”救助金，合计14.6122万元（第三批）。" * 5
    lines = lettering.filled(text, face, 400)
    assert "".join(lines) == text
    assert [line for line in lines if face.getlength(line) > 400 or line[0] in "，。）”" or line[-1] in "（“"] == []
    assert [line for line in lines if line[0].isdigit() and lines[lines.index(line) - 1][-1].isdigit()] == []


def test_signs_that_the_font_does_not_have_are_named() -> None:
    assert lettering.missing(lettering.font("", 40), "镕堃喆 珺！🀀") == ["🀀"]


# Posters


def of(site: Site, path: str = "content/2018/2018-04/kinds.md") -> tuple[Maker, poster.Poster]:
    made = maker(site)
    return made, made.poster(article(made, path))


def test_posters_and_covers(site: Site, golden: Golden) -> None:
    """In their sizes, the same pixels, with a code that is read back; without a photo the cover is a card."""
    made, asked = of(kinds(site))
    pixels = {}
    for name, draw in poster.SIZES.items():
        image = draw(asked, made.content)
        assert name.endswith("{}x{}.png".format(*image.size))
        pixels[name] = digest.of_bytes(image.tobytes()).hex()
        read = [code.text for code in zxingcpp.read_barcodes(image)]
        assert read == (["https://example.org/small/2018/2018-04/kinds.html"] if "1080" in name else [])
    bare, asked = of(site, "content/2018/2018-04/qidong.md")
    assert asked.cover == ""
    pixels |= {
        f"qidong {n}": digest.of_bytes(draw(asked, bare.content).tobytes()).hex() for n, draw in poster.SIZES.items()
    }
    golden("channel/posters.json", json.dumps(pixels, indent=1) + "\n")


def test_a_photo_stands_for_an_article_before_a_drawing(site: Site) -> None:
    """A photo is cut to the cover; a drawing, whose words cannot be cut, leaves the cover to the title."""
    made, asked = of(kinds(site))
    assert asked.cover == "2018/2018-04/xianchang.jpg"
    photographed = poster.cover(asked, made.content)
    assert len(photographed.resize((90, 38)).getcolors(10_000) or ()) > 500
    chart = poster.cover(poster.Poster(**{**_values(asked), "cover": "2018/2018-04/fenbu.svg"}), made.content)
    assert chart.tobytes() == poster.cover(poster.Poster(**{**_values(asked), "cover": ""}), made.content).tobytes()


def _values(asked: poster.Poster) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "救助🀀金"}, "字体里没有“🀀”，海报没有做；在 config.yaml 的 channels 里换一个 font"),
        ({"title": "很长的标题" * 30}, "标题“很长的标题很长的标题很长……”有150字，海报上放不下；把标题改短"),
        ({"url": "https://example.org/" + "a" * 900}, "网址太长，二维码印出来看不清；给文章一个短的 slug"),
        ({"cover": "2018/nothing.jpg"}, "读不了图片 nothing.jpg：读不了这个文件：不存在"),
    ],
)
def test_what_a_poster_cannot_show_is_refused(site: Site, change: dict[str, str], said: str) -> None:
    made, asked = of(kinds(site))
    with pytest.raises(UsageError) as refused:
        poster.drawn(poster.Poster(**{**_values(asked), **change}), made.content)
    assert str(refused.value) == said


def test_a_long_summary_ends_at_a_sentence(site: Site) -> None:
    """What finds no room is left out whole; a poster of any length of text has its code."""
    made, asked = of(kinds(site))
    for summary in ("", "一句话。", "很长的一句话，" * 60 + "完。", "一句话。" * 80):
        image = poster.share(poster.Poster(**{**_values(asked), "summary": summary}), made.content)
        assert [code.text for code in zxingcpp.read_barcodes(image)] == [asked.url]


def test_pictures_for_upload(site: Site) -> None:
    """JPEG and PNG alone, below the limit, without what a camera wrote; drawings as pictures."""
    site.write("a.jpg", photo(900, 700))
    site.write("b.png", png(30, 20))
    site.write("c.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><text y="8">图</text></svg>')
    kept = (site.path / "a.jpg").read_bytes()
    assert raster.for_upload(site.path / "a.jpg", 10_000_000) == kept
    most = len(kept) * 3 // 4
    small = raster.for_upload(site.path / "a.jpg", most)
    assert (small[:2], len(small) < most) == (b"\xff\xd8", True)
    assert raster.for_upload(site.path / "b.png", 1_000_000) == (site.path / "b.png").read_bytes()
    assert raster.size(raster.for_upload(site.path / "c.svg", 1_000_000)) == (1080, 540)
    site.write("d.jpg", "no picture")
    with pytest.raises(UsageError, match=r"图片 d\.jpg 打不开"):
        raster.for_upload(site.path / "d.jpg", 3)


# Word


def image_of(archive: Archive) -> Callable[[str], docx.Image]:
    return Maker(archive).image


def back(archive: Archive, data: bytes) -> Any:
    """What import reads of a document."""
    departments = knowledge.load(archive.folder).departments
    return importing.items(reading.source("a.docx", data), departments, Options())


def paragraphs(nodes: Any) -> list[Any]:
    """What is told of a body: words without blanks, rows of tables; pictures as such."""
    made: list[Any] = []
    for paragraph in plain.paragraphs(nodes):
        if paragraph.rows:
            made.append([[tree.squeezed(cell[0]) for cell in row] for row in paragraph.rows])
        elif not paragraph.picture:
            made.append(tree.squeezed(paragraph.text))
    return made


def test_word_comes_back_as_the_same_items(archive: Archive) -> None:
    """All issues that ship: title, kicker, subtitle, source, day, every paragraph, table and picture, and the number."""
    counts = []
    for bulletin in bulletins(archive):
        found = back(archive, docx.bulletin(bulletin, image_of(archive)))
        expected, actual = [], []
        for piece in bulletin.pieces:
            day = piece.date if len(piece.date) == 10 else ""
            shown = [p.alt for p in plain.paragraphs(piece.body) if p.picture]
            expected.append(
                (piece.title, piece.kicker, piece.subtitle, piece.source, day, paragraphs(list(piece.body)), shown)
            )
        for item in found.items:
            told: list[Any] = []
            for p in item.paragraphs:
                if p.rows:
                    told.append([[tree.squeezed(cell) for cell in row] for row in p.rows])
                elif p.text:
                    told.append(tree.squeezed(p.text))
            alts = [p.alt for p in item.paragraphs if p.picture]
            subtitle = item.subtitle.lstrip("—")
            actual.append((item.title, item.kicker, subtitle, item.source, item.date, told, alts))
        assert actual == expected
        assert found.number == (bulletin.number if "第" in bulletin.number else "")
        counts.append(len(actual))
    assert counts == [6, 8, 5, 10, 1]


def test_word_of_every_kind_of_content(site: Site) -> None:
    """Well-formed parts, links that are links, pictures in the package; the same bytes twice; read back whole."""
    made = maker(kinds(site))
    bulletin = issue(made, "content/2018/2018-04")
    data = docx.bulletin(bulletin, made.image)
    assert data == docx.bulletin(bulletin, made.image)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(package.read(name))
        relations = package.read("word/_rels/document.xml.rels").decode()
        assert [n for n in package.namelist() if "media/" in n] == [
            "word/media/image1.png", "word/media/image2.jpg", "word/media/image3.jpg",
        ]  # fmt: skip
    assert 'Target="https://news.example.org/1?a=1&amp;b=2" TargetMode="External"' in relations
    found = importing.items(reading.source("a.docx", data), {"权益部": "权益部"}, Options())
    assert [(i.kicker, i.title, i.subtitle, i.source, i.date) for i in found.items] == [
        ("", "救助项目启动", "", "权益部", "2018-04-05"),
        ("民生实事：", "市妇联发放第三批“四癌”救助金", "——共15人", "权益部", "2018-04-23"),
    ]
    piece = bulletin.pieces[1]
    said = "".join(tree.squeezed(p.text) for p in found.items[1].paragraphs if not p.rows)
    expected = "".join(text for text in paragraphs(list(piece.body)) if isinstance(text, str))
    assert said == expected + "更正（2018年5月2日）：更正了人数。"


def test_what_word_leaves_out_is_said(site: Site) -> None:
    made = maker(kinds(site))
    found = making.made(made, "docx", issue(made, "content/2018/2018-04"))
    assert [(p.code, p.path) for p in found.problems] == [("docx-lead", "content/2018/2018-04/index.md")]


# E-mail


def test_a_letter(site: Site, golden: Golden) -> None:
    """HTML of tables and inline styles, the same words as plain text, and both in one message."""
    made = maker(kinds(site))
    found = letter.message(issue(made, "content/2018/2018-04"), "https://example.org/small/")
    golden("channel/letter.html", found.html)
    golden("channel/letter.txt", found.text)
    assert [tag for tag in ("<style", "<script", " class=", " id=", "<div", "position:") if tag in found.html] == []
    message = email.message_from_bytes(letter.eml(found), policy=email.policy.default)
    parts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
    assert message["Subject"] == "小站妇联简报：2018年4月简报"
    assert {k: v.replace("\r\n", "\n") for k, v in parts.items()} == {"text/plain": found.text, "text/html": found.html}
    assert letter.eml(found) == letter.eml(found)


def test_every_word_of_what_ships_is_in_both_forms(archive: Archive) -> None:
    """Every paragraph and cell of every item stands in the HTML and in the text of its issue's letter."""
    looked = 0
    for bulletin in bulletins(archive):
        found = letter.message(bulletin, archive.config.url)
        shown = tree.squeezed(tree.words(tree.parsed(found.html)))
        text = tree.squeezed(found.text)
        for piece in bulletin.pieces:
            for told in paragraphs(list(piece.body)):
                for words in [told] if isinstance(told, str) else [cell for row in told for cell in row]:
                    assert words in shown
                    # The addresses of links stand in the text.
                    assert words in text or any(run.link for p in plain.paragraphs(piece.body) for run in p.runs)
                    looked += 1
    assert looked > 300


def test_the_folder_of_the_sources_is_only_read(archive: Archive) -> None:
    assert not archive.folder.is_relative_to(Path(__file__).resolve().parent.parent)
