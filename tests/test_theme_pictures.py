"""Pictures as published: sizes that keep their place, smaller copies, no place or device in them, SVG that only draws."""

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jianbao.media import metadata, pictures, svg
from tests.sites import Site

HEYING = "2018/2018-04/heying.jpg"
ARTICLE = "2018/2018-04/jiuzhu.md"


def photo(width: int = 1200, height: int = 800, orientation: int = 1) -> bytes:
    """A JPEG as a telephone writes it: place, device, time, comment, and something after its end."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[2] = (24.0, 28.0, 47.0)
    exif.get_ifd(0x8825)[1] = "SECRETNORTH"
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif, comment=b"SECRETCOMMENT", quality=90)
    return made.getvalue() + b"SECRETTRAILER"


def drawing(inner: str, root: str = 'width="10" height="20"') -> bytes:
    """An SVG with something in it."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {root}>{inner}</svg>'.encode()


def shown(site: Site, name: str, data: bytes, **front: Any) -> Site:
    """A site whose article shows a picture."""
    site.write(f"content/2018/2018-04/{name}", data)
    site.article(ARTICLE, body=f'前文。\n\n![合影]({name} "合影｜供图：宣传部")\n', **front)
    return site


# ---- what stands in pages ----


def test_a_photo_has_its_size_and_smaller_copies(site: Site) -> None:
    """width, height, lazy loading, WebP in three widths; every file that srcset names is there, as wide as it says."""
    shown(site, "heying.jpg", photo(2400, 1600)).build()
    page = site.read("2018/2018-04/jiuzhu.html")
    (image,) = re.findall(r"<img [^>]*>", page.partition('class="prose"')[2])
    assert ' width="2400" height="1600" loading="lazy" decoding="async"' in image
    copies = dict(re.findall(r"(\S+\.webp) (\d+)w", re.search(r'srcset="([^"]*)"', page)[1]))
    assert copies == {f"../../{HEYING}.{width}.webp": str(width) for width in (480, 960, 1600)}
    sizes = {}
    for href, width in copies.items():
        data = (site.output / href.removeprefix("../../")).read_bytes()
        with Image.open(io.BytesIO(data)) as copy:
            assert (copy.format, copy.width, copy.height) == ("WEBP", int(width), round(int(width) * 2 / 3))
        sizes[width] = len(data)
    assert sizes["480"] < sizes["1600"] < len((site.output / HEYING).read_bytes())


@pytest.mark.parametrize(("width", "copies"), [(120, []), (480, [480]), (700, [480, 700]), (3000, [480, 960, 1600])])
def test_widths_of_copies(site: Site, width: int, copies: list[int]) -> None:
    """No copy is wider than the picture, none wider than a text on a fine screen needs, and an icon has none."""
    shown(site, "heying.jpg", photo(width, 300)).build()
    found = sorted(int(path.name.split(".")[-2]) for path in site.output.rglob("*.webp"))
    assert found == copies


def test_a_turned_photo_has_the_size_that_is_seen(site: Site) -> None:
    """A photo taken upright: width and height as shown, copies upright, the original says still how to turn it."""
    shown(site, "heying.jpg", photo(1000, 500, orientation=6)).build()
    assert ' width="500" height="1000" ' in site.read("2018/2018-04/jiuzhu.html")
    with Image.open(site.output / f"{HEYING}.480.webp") as copy:
        assert (copy.width, copy.height) == (480, 960)
    with Image.open(site.output / HEYING) as original:
        assert dict(original.getexif()) == {0x0112: 6}


def test_cover_feeds_and_drawings(site: Site) -> None:
    """A cover has size and copies too; feeds carry the plain picture; a drawing has its size and no copies."""
    site.write("content/2018/2018-04/tu.svg", drawing("", 'viewBox="0 0 360 282"'))
    shown(site, "heying.jpg", photo(1000, 500))
    site.article(ARTICLE, body="![图](tu.svg)\n", cover="heying.jpg")
    site.build()
    page = site.read("2018/2018-04/jiuzhu.html")
    assert re.search(r'<img src="\S+/heying\.jpg" alt="[^"]+" width="1000" height="500" fetchpriority="high">', page)
    assert re.search(r'<img alt="图" src="\S+/tu\.svg" width="360" height="282" loading="lazy"', page)
    assert len(re.findall("<source", page)) == 1
    assert "webp" not in site.read("feed.xml")
    assert "webp" not in site.read("feed.json")


def test_a_new_picture_under_the_old_name_changes_what_shows_it(site: Site) -> None:
    """Another size: the page and the copies follow; the same bytes again: nothing."""
    shown(site, "heying.jpg", photo(1000, 500)).build()
    site.article("2018/2018-04/zuotan.md", "别的", "2018-04-24")
    site.build()
    site.write(f"content/{HEYING}", photo(900, 700))
    written = {wanted.path for wanted in site.build().written}
    shows = {"2018/2018-04/jiuzhu.html", "index.html"}
    assert written == {*shows, HEYING, f"{HEYING}.480.webp", f"{HEYING}.900.webp"}
    assert 'width="900" height="700"' in site.read("2018/2018-04/jiuzhu.html")
    assert site.build().written == ()


def test_copies_are_kept_by_digest_and_the_same_everywhere(site: Site, tmp_path: Path) -> None:
    """Made anew they are the same bytes; remembered, Pillow is not asked again."""
    shown(site, "heying.jpg", photo()).build()
    other = shown(Site(tmp_path / "other"), "heying.jpg", photo())
    other.build()
    assert site.tree() == other.tree()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "copied", lambda *_: 1 / 0)
        site.build(clean=True)
    assert site.tree() == other.tree()


def test_a_picture_that_cannot_be_read(site: Site) -> None:
    """A photo that is none is a warning and published as it is, a drawing that is none an error."""
    shown(site, "heying.jpg", b"no picture")
    assert [p.split("\n")[0] for p in site.problems()] == [
        f"content/{HEYING} 警告[picture-unreadable] 图片打不开",
    ]
    assert (site.output / HEYING).read_bytes() == b"no picture"
    shown(site, "tu.svg", b"<svg")
    assert "content/2018/2018-04/tu.svg 错误[picture-unreadable]" in site.problems()[0]


# ---- what is not published ----


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A 1×1 PNG with more chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    end = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*c) for c in chunks) + end


def webp() -> bytes:
    """A WebP with Exif and XMP."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    Image.new("RGB", (30, 20), "red").save(made, "WEBP", exif=exif, xmp=b"<x>SECRET</x>")
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        photo(300, 200),
        photo(300, 200, orientation=8),
        png((b"tEXt", b"Author\0SECRET"), (b"eXIf", b"SECRET"), (b"tIME", b"SECRET!"), (b"pHYs", b"\0" * 9))
        + b"SECRET",
        webp(),
    ],
    ids=["jpeg", "turned jpeg", "png", "webp"],
)
def test_nothing_but_the_picture_is_published(data: bytes) -> None:
    """No place, device, owner, comment or trailer is left; the picture decodes to the very same pixels."""
    clean = metadata.removed(data)
    assert b"SECRET" in data
    assert b"SECRET" not in clean
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert (before.mode, before.tobytes()) == (after.mode, after.tobytes())
        assert set(after.getexif()) <= {0x0112}
    assert metadata.removed(clean) == clean


@given(st.data())
def test_damaged_pictures_do_no_harm(data: st.DataObject) -> None:
    """Cut short or altered anywhere, a picture is published as it is or cleaned, and nothing breaks."""
    whole = data.draw(st.sampled_from([photo(60, 40, 3), png((b"tEXt", b"a")), webp()]))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] if data.draw(st.booleans()) else whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + 3 :]
    assert isinstance(metadata.removed(broken), bytes)
    pictures.of("a.png", broken)


# ---- drawings ----

UNSAFE = [
    "<script>alert(1)</script>",
    '<g onload="alert(1)"/>',
    '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
    '<a href=" JavaScript:alert(1)"/>',
    '<image href="https://evil.example/x.png"/>',
    '<use xlink:href="https://evil.example/x.svg#a"/>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>',
    '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
    '<animate attributeName="xlink:href" values="javascript:alert(1)"/>',
    '<a><set attributeName="href" to="https://evil.example/"/></a>',
    "<style>@import url(https://evil.example/x.css);</style>",
    '<rect style="fill:url(https://evil.example/x)"/>',
    '<rect fill="url(https://evil.example/x#a)"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
    '<rect style="fill:image-set(&apos;https://evil.example/x&apos; 1x)"/>',
    '<rect style="fill:-webkit-image-set(url(https://evil.example/x) 1x)"/>',
    "<style>.a{background:image(evil)}</style>",
    "<style>.a{background:cross-fade(url(//evil.example/x), red)}</style>",
    '<rect style="fill:u\\72l(//evil.example)"/>',
    '<rect fill="src(&quot;https://evil.example&quot;)"/>',
    "<style>@font-face{src:url(//evil.example)}</style>",
    '<set attributeName="onmouseover" to="alert(1)"/>',
    '<animate attributeName="style" values="fill:url(//evil.example)"/>',
    '<g xml:base="https://evil.example/"/>',
    '<iframe src="https://evil.example"/>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<handler type="application/ecmascript">alert(1)</handler>',
    '<a xlink:href="&#106;avascript:alert(1)"/>',
    '<use href="data:image/svg+xml,evil"/>',
    '<feImage href="https://evil.example/x.png"/>',
    '<g ONLOAD="alert(1)"/>',
]


@pytest.mark.parametrize("inner", UNSAFE)
def test_a_drawing_only_draws(inner: str) -> None:
    """What could run or fetch is gone, and said; what draws stays; cleaning again changes nothing."""
    made = svg.drawing(drawing(inner + '<circle r="5"/>'))
    for word in (b"alert", b"evil", b"script", b"svg+xml"):
        assert word not in made.data.replace(b"http://www.w3.org", b"")
    assert b"circle" in made.data
    assert made.removed
    assert made.looks_other
    assert svg.drawing(made.data) == (made.data, made.size, ())


SAFE = [
    "",
    '<rect fill="url(#a)" style="stroke: #333; filter: url(#b)"/>',
    '<use href="#a"/><use xlink:href="#a"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    "<style>.a { fill: url(#b) } @media (min-width: 1px) { .b { fill: rgb(1,2,3) } }</style><title>题</title>",
    '<animate attributeName="r" values="1;2"/><g transform="translate (1,2) rotate(3)"/>',
    '<text xml:space="preserve" aria-label="图(一)">a &lt; b &amp; c<tspan>甲</tspan>乙</text>',
]


@pytest.mark.parametrize("inner", SAFE)
def test_a_harmless_drawing_stays_as_it_is(inner: str) -> None:
    """Nothing in it is lost or changed; how it was written, in quotes and blanks of tags, may be."""
    made = svg.drawing(drawing(inner))
    assert made.removed == ()
    assert canonicalize(made.data.decode()) == canonicalize(drawing(inner).decode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "<!ENTITY>"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "不是 SVG"),
        (b"<svg", "不是完整的 SVG"),
        (b"", "不是完整的 SVG"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'.encode("utf-16"), "<!ENTITY>"),
        ("<svg/>".encode("utf-16")[2:], "编码看不出来"),
        (b"<?xml version='1.0' encoding='utf-7'?><svg/>", "编码是 utf-7"),
        (b"<?xml version='1.0' encoding='utf-8'?><svg>\xb5\xe7</svg>", "与它自己写的不符"),
        (b"<svg>" + b"<g>" * 100_000, "嵌套超过 200 层"),
        (b"<svg>" + b"<g/>" * 100_001 + b"</svg>", "超过 10 万个图形"),
        (b"<svg>" + b" " * svg.LARGEST + b"</svg>", "超过 10 MB"),
    ],
)
def test_what_is_no_drawing(data: bytes, reason: str) -> None:
    """No SVG, no XML, entities, an encoding that nobody needs, or more than any drawing has; and the reason is told."""
    with pytest.raises(svg.NoDrawingError, match=re.escape(reason)):
        svg.drawing(data)


HIDDEN = (
    '<?xml-stylesheet type="text/xsl" href="#x"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><g/></svg>'
)


@pytest.mark.parametrize(
    "data",
    [
        HIDDEN.encode("utf-16"),
        b"\xfe\xff" + HIDDEN.encode("utf-16-be"),
        b"\xef\xbb\xbf" + HIDDEN.encode(),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + HIDDEN.encode(),
        b"<?xml version='1.0' encoding='GB2312' standalone='no'?>\n" + HIDDEN.encode(),
        b'<!DOCTYPE svg [<!ATTLIST svg onclick CDATA "alert(1)">]>' + HIDDEN.encode(),
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://evil.example/x">' + HIDDEN.encode(),
    ],
)
def test_what_is_published_is_what_was_parsed(data: bytes) -> None:
    """In whatever encoding it came, with whatever stood before it: UTF-8, and the drawing alone."""
    made = svg.drawing(data)
    assert made.data == b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>\n'
    assert made.removed == ("事件",)


def test_large_drawings_take_linear_time() -> None:
    """60,000 elements that all have to go were minutes once; the work is one walk."""
    made = svg.drawing(b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<script/><g/>" * 45_000 + b"</svg>")
    assert made.data.count(b"<g/>") == 45_000


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="10" height="20"', (10, 20)),
        ('width="10.6px" height="20" viewBox="0 0 1 1"', (11, 20)),
        ('viewBox="0 0 360 282"', (360, 282)),
        ('viewBox="0,0,36,28" width="100%"', (36, 28)),
        ("", None),
        ('width="0" height="0"', None),
        (f'width="{"9" * 5000}" height="20"', None),
    ],
)
def test_size_of_a_drawing(root: str, size: tuple[int, int] | None) -> None:
    """From width and height, or else the view box."""
    assert svg.drawing(drawing("", root)).size == size


def test_what_is_taken_out_of_a_drawing_is_told(site: Site) -> None:
    """A warning where it could be seen or run, a notice where an editor's program has left notes."""
    site.article("2018/a.md", body="![甲](jia.svg)\n![乙](yi.svg)\n![丙](bing.svg)\n")
    site.write("content/2018/jia.svg", drawing('<script>alert(1)</script><g onclick="x()"/>'))
    site.write("content/2018/yi.svg", drawing('<metadata><x xmlns="urn:x"/></metadata>'))
    site.write("content/2018/bing.svg", b"<svg")
    assert site.problems() == [
        "content/2018/bing.svg 错误[picture-unreadable] 图片打不开：不是完整的 SVG\n    用看图软件打开核对，另存一次再换上",
        "content/2018/jia.svg 警告[drawing-cleaned] 图里的事件、脚本没有发布\n"
        "    不要紧的可以不管；要它们的，另存为 PNG，或在画图软件里改好",
        "content/2018/yi.svg 提示[drawing-cleaned] 图里的编辑软件的附注没有发布\n"
        "    不要紧的可以不管；要它们的，另存为 PNG，或在画图软件里改好",
    ]


def test_half_a_photo_is_told(site: Site) -> None:
    """A sound beginning and no end: nothing is published, and nothing breaks."""
    site.article("2018/a.md", body="![甲](jia.png)\n")
    site.write("content/2018/jia.png", large_png()[:-200])
    assert site.problems() == [
        "content/2018/jia.png 错误[picture-broken] 图片只有一部分\n    多半没有传完；换上完整的文件"
    ]


def test_a_picture_of_too_many_pixels_is_told(site: Site) -> None:
    """A small file that would be a gigabyte when it is unpacked."""
    site.article("2018/a.md", body="![甲](jia.png)\n")
    site.write("content/2018/jia.png", large_png(20_000, 10_000))
    assert site.problems() == [
        "content/2018/jia.png 错误[picture-too-large] 图片的像素超过 8000 万\n    缩小到 4000 像素宽再放进来"
    ]


def large_png(wide: int = 600, high: int = 400) -> bytes:
    """A PNG of one colour and some noise."""
    made = io.BytesIO()
    image = Image.new("L", (wide, high)) if wide > 1000 else Image.effect_noise((wide, high), 50)
    image.save(made, "PNG")
    return made.getvalue()


def test_a_copy_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    """.cache/pictures is verified like the state: a bit turned there is on no page."""
    data = photo(600, 400, 1)
    first = pictures.copy(data, 480, tmp_path)
    (kept,) = tmp_path.iterdir()
    for at in (0, 20, len(first) // 2):
        broken = bytearray(kept.read_bytes())
        broken[at] ^= 16
        kept.write_bytes(broken)
        assert pictures.copy(data, 480, tmp_path) == first
