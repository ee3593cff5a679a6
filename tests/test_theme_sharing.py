"""What other programs show of the site: shared links, a telephone's first screen, a feed opened in a browser."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from jianbao.media import cards
from tests.sites import Site
from tests.small import small


def image(site: Site, path: str) -> str:
    """The file that a page names for sharing, below output/."""
    (url,) = re.findall(r'<meta property="og:image" content="https://example.org/small/([^"]*)">', site.read(path))
    return url


def test_an_issue_has_a_cover_of_its_own(site: Site) -> None:
    """1200×630, for the issue and its articles; no two alike; other pages and drawings as covers get the theme's."""
    small(site)
    site.issue("2019/zhuanji", "专辑", "2019", number="特辑")
    site.article("2019/zhuanji/yi.md", "一条", "2019")
    site.build()
    cover = "2018/2018-04/share.png"
    assert [image(site, f"2018/{page}.html") for page in ("2018-04", "2018-04/zuotan", "2018-04/jiuzhu")] == [cover] * 3
    assert image(site, "2019/zhuanji.html") == "2019/zhuanji/share.png"
    plain = image(site, "archive.html")
    assert plain.startswith("assets/share.")
    covers = [site.tree()[path] for path in (cover, "2018/2018-03/share.png", "2019/zhuanji/share.png", plain)]
    assert len(set(covers)) == 4
    for data in covers:
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert not [path for path in site.tree() if "share-glyphs" in path]


def test_a_card_names_the_site(site: Site) -> None:
    """The same issue of a site of another name has another card; theme_options.bulletin goes before the name."""
    small(site).build()
    cards_ = {"小站": site.tree()["2018/2018-04/share.png"]}
    config = (site.path / "config.yaml").read_text("utf-8")
    for name, other in (
        ("大站", config.replace("name: 小站", "name: 大站")),
        ("报头", f"{config}theme_options: {{bulletin: 报头}}\n"),
    ):
        site.write("config.yaml", other)
        site.build()
        cards_[name] = site.tree()["2018/2018-04/share.png"]
    assert len(set(cards_.values())) == 3
    site.write("config.yaml", config)
    site.build(clean=True)
    assert site.tree()["2018/2018-04/share.png"] == cards_["小站"]


def test_an_article_has_a_card_where_it_asks_or_is_shared_without_a_photo(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """card: true; lead or channels without a photo, unless card: false; else a photo of the text; else the issue's."""
    small(site)
    photo = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(photo, "JPEG")
    site.write("content/2018/2018-04/he ying.jpg", photo.getvalue())
    pictured = "会议召开。\n\n![合影](<he ying.jpg>)\n"
    shared = "\n  - {name: 公众号, date: 2018-04-25}"
    folder = "2018/2018-04"
    expected = {
        "yao": ({"card": "true"}, f"{folder}/yao/share.png"),
        "tu": ({"body": pictured}, f"{folder}/he%20ying.jpg"),
        "zhaopian": ({"body": pictured, "channels": shared}, f"{folder}/he%20ying.jpg"),
        "dou": ({"body": pictured, "card": "true"}, f"{folder}/dou/share.png"),
        "fa": ({"channels": shared}, f"{folder}/fa/share.png"),
        "tou": ({"lead": "true"}, f"{folder}/tou/share.png"),
        "buyao": ({"channels": shared, "card": "false"}, f"{folder}/share.png"),
        "ping": ({}, f"{folder}/share.png"),
    }
    for name, (front, _) in expected.items():
        site.article(f"{folder}/{name}.md", f"救助金发放{name}", **front)
    site.build()
    assert {name: image(site, f"{folder}/{name}.html") for name in expected} == {n: e for n, (_, e) in expected.items()}
    own = [site.tree()[f"{folder}/{name}/share.png"] for name in ("yao", "dou", "fa", "tou")]
    assert len(set(own)) == 4
    assert [n for n in ("tu", "zhaopian", "buyao", "ping") if f"{folder}/{n}/share.png" in site.tree()] == []
    monkeypatch.delattr(cards, "_article")  # what was drawn once is remembered, whatever happens to the state
    before = site.tree()
    site.build(clean=True)
    assert site.tree() == before


def test_a_cover_is_written_with_the_signs_of_the_theme(tmp_path: Path) -> None:
    """Wider for more signs, in the middle, in ink; the same bytes every time."""
    base, strip = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(base, "PNG")
    Image.new("L", (20 * len(cards.GLYPHS), 20), "black").save(strip, "PNG")

    def box(text: str) -> tuple[int, int, int, int]:
        made = cards.of_issue(base.getvalue(), strip.getvalue(), text, "", tmp_path / "a")
        assert made == cards.of_issue(base.getvalue(), strip.getvalue(), text, "", tmp_path / "b")
        with Image.open(io.BytesIO(made)) as picture:
            dark = picture.convert("L").point([255 * (n < 128) for n in range(256)])
            return dark.getbbox() or (0, 0, 0, 0)

    assert box("年") == (190, 100, 210, 120)
    assert box("1年") == (184, 100, 215, 120)
    assert box("") == (0, 0, 0, 0)


def test_the_manifest(site: Site) -> None:
    """JSON with the site's name whatever is in it; its icons are there, in the sizes that it says."""
    small(site)
    config = (site.path / "config.yaml").read_text("utf-8")
    site.write("config.yaml", config.replace("name: 小站", "name: '“小”站 <&\"'"))
    site.build()
    manifest = json.loads(site.read("manifest.webmanifest"))
    assert manifest["name"] == '“小”站 <&"'
    assert manifest["start_url"] == "index.html"
    for icon in manifest["icons"]:
        data = site.tree()[icon["src"]]
        if icon["type"] == "image/png":
            with Image.open(io.BytesIO(data)) as picture:
                assert "x".join(map(str, picture.size)) == icon["sizes"]
    page = site.read("2018/2018-04/jiuzhu.html")
    assert '<link rel="manifest" href="../../manifest.webmanifest">' in page


def test_a_feed_has_a_style_sheet_at_every_depth(site: Site) -> None:
    """The sheet that a feed names is there, and the way to the page is a link."""
    small(site).build()
    for path, up in (("feed.xml", ""), ("columns/要闻.xml", "../")):
        feed = site.read(path)
        (href,) = re.findall(r'<\?xml-stylesheet type="text/css" href="([^"]*)"\?>', feed)
        assert href.startswith(f"{up}assets/feed.")
        assert (site.output / path).parent.joinpath(href).resolve().is_file()
        assert re.search(r'<p xmlns="http://www.w3.org/1999/xhtml">.*<a href="https://example.org/small/', feed)
