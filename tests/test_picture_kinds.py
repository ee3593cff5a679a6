"""Pictures of every kind that telephones, scanners and WeChat make: shown as they are meant, without metadata, or named."""

import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageCms

from jianbao.media import heif, metadata, pictures
from tests.sites import Site

ARTICLE = "2018/2018-04/jiuzhu.md"
FOLDER = "content/2018/2018-04"


def exif(orientation: int = 1) -> Image.Exif:
    """As a telephone writes it."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "SECRETPHONE"
    made.get_ifd(0x8825)[1] = "SECRETNORTH"
    return made


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def shown(site: Site, name: str, data: bytes) -> Site:
    """A site whose article shows a picture."""
    site.write(f"{FOLDER}/{name}", data)
    site.article(ARTICLE, body=f"前文。\n\n![合影]({name})\n")
    return site


def copy_of(site: Site, name: str, width: int) -> Image.Image:
    opened = Image.open(io.BytesIO((site.output / f"2018/2018-04/{name}.{width}.webp").read_bytes()))
    opened.load()
    return opened


HALVES = Image.new("RGB", (400, 200), "white")
HALVES.paste("black", (0, 0, 200, 200))


def test_a_long_screenshot_is_published_without_copies_that_cannot_be(site: Site) -> None:
    """WebP ends at 16,383 pixels; narrow copies of a higher picture fit, wide ones are left out."""
    shown(site, "chang.png", saved(Image.new("RGB", (1080, 20_000), "red"), "PNG")).build()
    assert ["chang.png", "chang.png.480.webp"] == sorted(p.name for p in (site.output / "2018/2018-04").glob("chang*"))
    assert ' width="1080" height="20000"' in site.read("2018/2018-04/jiuzhu.html")


def test_sixteen_bits_of_grey_stay_grey(site: Site) -> None:
    """Cut off at 255 they were white."""
    grey = Image.new("I;16", (400, 300), 257 * 100)
    shown(site, "hui.png", saved(grey, "PNG")).build()
    assert all(abs(value - 100) <= 3 for value in copy_of(site, "hui.png", 400).getpixel((9, 9))[:3])


def noise(width: int, height: int, scale: int) -> Image.Image:
    """Detail everywhere, the same every time; ``scale`` pixels are one speck."""
    specks = (width // scale, height // scale)
    grey = Image.frombytes("L", specks, Random(7).randbytes(specks[0] * specks[1]))
    return grey.resize((width, height), Image.Resampling.BICUBIC)


@pytest.mark.parametrize(("scale", "quality"), [(1, 40), (8, 40), (9, 50), (10, 65), (14, 80)])
def test_the_copy_for_telephones_comes_in_one_round_trip(tmp_path: Path, scale: int, quality: int) -> None:
    """It is made of lower quality until it has 20,000 bytes, at the least of 40; a copy that is looked at large is not."""
    image = Image.merge("RGB", [noise(960, 720, n * scale) for n in (2, 2, 4)])
    small = image.resize((480, 360), Image.Resampling.LANCZOS)
    sizes = {q: len(saved(small, "WEBP", quality=q, method=4)) for q in (80, 65, 50, 40)}
    assert quality == next((q for q, size in sizes.items() if size <= 20_000), 40), sizes
    data = saved(image, "PNG")
    assert len(pictures.copy(data, 480, tmp_path)) == sizes[quality]
    assert len(pictures.copy(data, 960, tmp_path)) == len(saved(image, "WEBP", quality=80, method=4))


def test_a_photograph_of_greys_is_no_drawing(tmp_path: Path) -> None:
    """Both have few colours; what is kept without loss is smaller of a drawing, and four times as large of a photograph."""
    photograph, chart = noise(960, 720, 16), Image.new("L", (960, 720), 250)
    chart.paste(30, (100, 100, 300, 600))
    copies = [pictures.copy(saved(image, "PNG"), 480, tmp_path) for image in (photograph, chart)]
    assert [b"VP8L" in copy[:16] for copy in copies] == [False, True]
    assert len(copies[0]) <= 20_000
    assert len(copies[1]) < 1_000


def test_a_profile_that_says_what_every_browser_assumes_is_left_out(tmp_path: Path) -> None:
    """sRGB's, three thousand bytes in photos of cameras; another goes along with its colours."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile, kept in ((srgb, None), (lab, lab), (b"torn", b"torn")):
        copy = pictures.copy(saved(Image.new("RGB", (400, 300), "red"), "JPEG", icc_profile=profile), 400, tmp_path)
        assert Image.open(io.BytesIO(copy)).info.get("icc_profile") == kept


def test_a_grey_profile_does_not_go_along_with_colours(site: Site) -> None:
    """A profile of grey on an RGB picture is one that no browser can use; CMYK is turned into sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = bytearray(profile)
    grey[16:20] = b"GRAY"
    shown(site, "hui.jpg", saved(Image.new("L", (400, 300), 90), "JPEG", icc_profile=bytes(grey))).build()
    copy = copy_of(site, "hui.jpg", 400)
    assert (None, "RGB") == (copy.info.get("icc_profile"), copy.mode)
    shown(site, "yin.jpg", saved(Image.new("CMYK", (400, 300), (0, 255, 255, 0)), "JPEG", icc_profile=profile)).build()
    copy = copy_of(site, "yin.jpg", 400)
    assert copy.info.get("icc_profile") is None
    red, green, blue = copy.getpixel((9, 9))[:3]
    assert red > 150 > green + 60
    assert red > blue + 60


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_has_to_be_turned_is_turned(site: Site, form: str) -> None:
    """The size in the page, the copy and the file itself agree; of the metadata nothing else is left."""
    name = f"hengpai.{form.lower()}"
    shown(site, name, saved(HALVES, form, exif=exif(6), quality=95)).build()
    assert ' width="200" height="400"' in site.read("2018/2018-04/jiuzhu.html")
    copy = copy_of(site, name, 200).convert("L")
    assert (200, 400) == copy.size
    assert copy.crop((0, 0, 200, 150)).histogram()[60:] == [0] * 196
    assert copy.crop((0, 250, 200, 400)).histogram()[:200] == [0] * 200
    data = (site.output / f"2018/2018-04/{name}").read_bytes()
    assert b"SECRET" not in data
    with Image.open(io.BytesIO(data)) as image:
        upright = image.size == (200, 400) and image.getexif().get(0x0112, 1) == 1
        assert upright or form == "AVIF" or image.getexif().get(0x0112) == 6


def test_gifs_lose_their_comments_and_move_on(site: Site) -> None:
    """Comment and XMP blocks go, frames and loops stay."""
    frames = [Image.new("RGB", (300, 200), color) for color in ("red", "green", "blue")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0, comment=b"SECRETCOMMENT")
    xmp = b"\x21\xff\x0bXMP DataXMP\x07SECRETX\x00"
    at = data.index(b"\x21\xf9")
    shown(site, "dong.gif", data[:at] + xmp + data[at:]).build()
    made = (site.output / "2018/2018-04/dong.gif").read_bytes()
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert (3, 0) == (image.n_frames, image.info["loop"])


def test_avif_is_blanked_where_it_stands() -> None:
    """Exif and XMP become zeros, and every pixel stays."""
    data = saved(HALVES, "AVIF", exif=exif(), xmp=b"<x>SECRETXMP</x>")
    made = metadata.removed(data)
    assert b"SECRET" in data
    assert b"SECRET" not in made
    assert len(data) == len(made)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(made)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "HEIC"),
        ("a.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(40), "HEIC"),
        ("a.tif", saved(HALVES, "TIFF"), "TIFF"),
        ("a.png", saved(HALVES, "TIFF"), "TIFF"),
    ],
    ids=["heic", "heic as jpg", "tif", "tif as png"],
)
def test_what_no_browser_shows_is_refused(site: Site, name: str, data: bytes, form: str) -> None:
    """By its bytes, whatever it is called: published as it is, it would show nothing but its owner's place."""
    shown(site, name, data)
    message = (
        f"{FOLDER}/{name} 错误[picture-format] 浏览器显示不了 {form} 图片\n    另存为 .jpg 或 .png，再改文章里的文件名"
    )
    assert [message] == site.problems()


def test_bitmaps_have_copies(site: Site) -> None:
    """What old programs write is shown, and comes smaller."""
    shown(site, "a.bmp", saved(HALVES, "BMP")).build()
    assert (400, 200) == copy_of(site, "a.bmp", 400).size


def test_a_cut_off_picture_ends_the_build_with_its_name(site: Site) -> None:
    """Not with a traceback; and nothing of the site has changed by then."""
    site.article("2018/2018-04/b.md")
    site.build()
    before = site.tree()
    whole = saved(Image.effect_noise((800, 600), 90).convert("RGB"), "JPEG")
    shown(site, "duan.jpg", whole[: len(whole) // 2])
    message = f"{FOLDER}/duan.jpg 错误[picture-broken] 图片只有一部分\n    多半没有传完；换上完整的文件"
    assert [message] == site.problems()
    assert before == site.tree()


def test_boxes_that_make_no_sense_are_left_alone() -> None:
    """A file that only begins as HEIF does."""
    for size in range(0, 120, 7):
        data = b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + (b"\0\0\0\x40meta" + b"\xff" * 100)[:size]
        assert len(data) == len(metadata.removed(data))
    assert "" == heif.brand(b"RIFF")
    with pytest.raises(pictures.BrokenError):
        pictures.copy(b"no picture", 200, Path("nowhere"))
