"""What is wrong with pictures is told by the check as by the build, all at once, and each picture is opened once."""

import io
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from PIL import Image

from jianbao import files
from jianbao.desk import inspection
from jianbao.media import pictures
from tests.sites import NOW, Site
from tests.small import small

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def photo(size: int = 400, form: str = "JPEG", **options: Any) -> bytes:
    """A picture with copies, of noise, so that a part of it is no whole."""
    made = io.BytesIO()
    Image.effect_noise((size, size), 80).convert("RGB").save(made, form, **options)
    return made.getvalue()


def shown(site: Site, **pictures_of: bytes) -> None:
    """An article with these pictures."""
    for name, data in pictures_of.items():
        site.write(f"content/2018/2018-04/{name}.jpg", data)
    body = "\n\n".join(f"![现场]({name}.jpg)" for name in pictures_of)
    site.article("2018/2018-04/tu.md", "图片", "2018-04-25", f"{body}\n", column="要闻", tags=["宣讲"])


def checked(site: Site) -> list[str]:
    """What the check says of content/, as the build says it."""
    found = inspection.inspected(site.path, [], as_of=NOW).found
    return [str(f.problem) for f in found if f.problem.code.startswith(("picture", "date-ahead", "broken", "no-"))]


def test_the_check_says_of_pictures_what_the_build_says_all_at_once(site: Site) -> None:
    """A format that no browser shows, too many pixels, a part of a picture, another part, and a link: one list."""
    small(site)
    whole = photo()
    shown(site, a=HEIC, b=whole[: len(whole) // 2], c=whole, d=photo(401)[:-2000], e=photo(30))
    with mock.patch.object(pictures, "MOST_PIXELS", 160_500):
        told = [problem.split("\n")[0] for problem in site.problems()]
        assert told == [
            "content/2018/2018-04/a.jpg 错误[picture-format] 浏览器显示不了 HEIC 图片",
            "content/2018/2018-04/b.jpg 错误[picture-broken] 图片只有一部分",
            "content/2018/2018-04/d.jpg 错误[picture-too-large] 图片的像素超过 16 万",
        ]
        assert [problem.split("\n")[0] for problem in checked(site)] == told
        site.article("2018/2018-04/zz.md", "链接", "2018-04-25", "[没有](meiyou.md)\n", column="要闻")
        assert [p.split("]")[0].split("[")[1] for p in site.problems()] == [
            *("picture-format", "picture-broken", "picture-too-large", "broken-link")
        ]


def test_a_check_of_one_article_tells_of_its_own_pictures(site: Site) -> None:
    """What an article shows is checked with it, also on an issue's front page; what another shows is not."""
    small(site)
    shown(site, a=HEIC)
    site.write("content/2018/2018-03/b.jpg", HEIC)
    site.issue("2018/2018-03", "2018年3月简报", "2018-03", body="![现场](b.jpg)\n")
    for name, told in (("2018-04/tu", ["2018-04/a"]), ("2018-03/index", ["2018-03/b"]), ("2018-04/zuotan", [])):
        found = inspection.inspected(site.path, [site.path / f"content/2018/{name}.md"], as_of=NOW).found
        paths = [f.problem.path for f in found if f.problem.code == "picture-format"]
        assert paths == [f"content/2018/{path}.jpg" for path in told]


def test_every_broken_picture_is_told_by_one_build(site: Site) -> None:
    """Where nothing else is wrong, what is found while copies are made is told of all."""
    small(site)
    whole = photo()
    shown(site, a=whole[: len(whole) // 2], b=whole, c=photo(401)[:-2000])
    told = [f"content/2018/2018-04/{n}.jpg 错误[picture-broken] 图片只有一部分" for n in "ac"]
    assert [problem.split("\n")[0] for problem in site.problems()] == told
    assert [problem.split("\n")[0] for problem in checked(site)] == told
    shown(site, a=whole, b=whole, c=whole)
    assert (checked(site), site.problems()) == ([], [])


@pytest.mark.parametrize("built", [True, False])
def test_a_second_check_opens_no_picture(site: Site, built: bool) -> None:
    """What is known of a picture is remembered by its bytes; after a build the first check opens none either."""
    small(site)
    shown(site, a=photo(), b=photo(300))
    if built:
        site.build()
    else:
        checked(site)
    opened: list[str] = []
    real = files.read

    def read(path: Path, name: str, *more: Any, **others: Any) -> Any:
        opened.append(name)
        return real(path, name, *more, **others)

    with mock.patch.object(files, "read", read):
        assert checked(site) == []
        assert [name for name in opened if name.endswith(".jpg")] == []
        shown(site, a=photo(310), b=photo(300))
        opened.clear()
        checked(site)
    assert {name for name in opened if name.endswith(".jpg")} <= {f"content/2018/2018-04/{n}.jpg" for n in "ab"}


def test_the_check_tells_dates_that_lie_ahead(site: Site) -> None:
    """As the build does, at the same place."""
    small(site)
    site.article("2018/2018-04/yuan.md", "远", "2918-04-25", column="要闻")
    told = [p for p in site.problems() if "date-ahead" in p]
    assert (len(told), checked(site)) == (1, told)


@pytest.mark.parametrize(
    ("form", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {}), ("BMP", {})],
)
def test_a_part_of_a_picture_is_none_for_the_check_as_for_the_build(
    form: str, options: dict[str, object], tmp_path: Path
) -> None:
    """Wherever it is cut off: unpacked small for the check, whole for the copies."""
    data = photo(400, form, **options)
    for size in (len(data), len(data) - 1, len(data) - 20, len(data) * 3 // 4, len(data) // 3):
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content/a.jpg").write_bytes(data[:size])
        made = pictures.of("a.jpg", data[:size])
        if made is None or not made.copies:
            continue
        try:
            pictures.copied(data[:size], 480)
            expected = True
        except pictures.unreadable():
            expected = False
        assert pictures.is_whole(tmp_path, "a.jpg", b"mark", made) == expected, size
