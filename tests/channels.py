"""Sites for tests of the channels: the archive that ships, and one article with every kind of content."""

import io
import shutil
import struct
import zlib
from functools import cache
from pathlib import Path

from jianbao.channel import loading
from jianbao.channel.loading import Archive
from jianbao.channel.making import Maker
from jianbao.channel.piece import Bulletin, Piece
from tests.sites import Site

ROOT = Path(__file__).resolve().parent.parent
KINDS = """\
第一段有**重点**、*强调*、~~旧说法~~ 和`代码`，还有[站内链接](qidong.md)与[站外链接](https://news.example.org/1?a=1&b=2)。

同一个[站外链接](https://news.example.org/1?a=1&b=2)再来一次，网址直接写的是<https://news.example.org/2>。
这一行与上一行之间是软换行；公众号的[旧文](https://mp.weixin.qq.com/s/AbCd)可以点开[^zhu]。

## 二级标题

### 三级标题

1. 第一项
2. 第二项有**重点**
    - 里面一层
    - 还有一层

- 无序的一项
- 第二项

    第二项的第二段。

> 引用的话，有两段。
>
> 第二段引文。

| 区 | 人数 | 占比 |
| --- | ---: | :---: |
| 甲 | 8 | 53% |
| **合计** | 15 | 100% |

| 一 | 二 | 三 | 四 | 五 | 六 | 七 |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 |

![分布图](fenbu.svg "各区人数｜供图：权益部")

![现场](xianchang.jpg)

文字中间的图![小图](xianchang.jpg)也在。

    第一行代码
        缩进 <b>的</b> & 第二行

---

电话[打热线](tel:12338)，邮件[写信](mailto:a@example.org)，回到[标题](#二级标题)。

术语<sub>2</sub>和<sup>3</sup>，<u>下划线</u>，<mark>标出</mark>，<q>引号</q>，<ruby>厦<rt>xià</rt></ruby>。

<dl><dt>名称</dt><dd>解释。</dd></dl>

<details><summary>展开</summary><p>里面的话。</p></details>

最后一段：1 < 2，a & b，“引号”。

[^zhu]: 注释里有**重点**和[链接](https://news.example.org/3)。
"""


def photo(width: int, height: int) -> bytes:
    """A JPEG with a gradient, the same every time."""
    from PIL import Image

    image = Image.frombytes(
        "RGB",
        (width, height),
        bytes((x * y + c * 40) % 256 for y in range(height) for x in range(width) for c in range(3)),
    )
    made = io.BytesIO()
    image.save(made, "JPEG", quality=90)
    return made.getvalue()


def png(width: int, height: int) -> bytes:
    """A PNG that Pillow has not made: one grey."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        made += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return made


CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 200"><rect width="360" height="200" fill="#fbf7f2"/>'
    '<text x="20" y="40" font-size="20">各区人数</text><rect x="20" y="70" width="200" height="30" fill="#a3305a"/></svg>\n'
)


def kinds(site: Site) -> Site:
    """One issue of two articles, one of them with every kind of content."""
    site.write(
        "config.yaml",
        "site: {name: 小站简报, url: https://example.org/small/}\ncolumns: [要闻, 维权服务]\n"
        "footer: {sponsor: 市妇联}\ntheme_options: {bulletin: 小站妇联简报}\n",
    )
    site.issue(
        "2018/2018-04",
        "2018年4月简报",
        "2018-04",
        number="2018年第4期",
        summary="本期两条。",
        body="本期共**两条**。\n",
    )
    site.article("2018/2018-04/qidong.md", "救助项目启动", "2018-04-05", "项目今天启动。\n", source="权益部", order=1)
    site.article(
        "2018/2018-04/kinds.md", "市妇联发放第三批“四癌”救助金", "2018-04-23", KINDS,
        kicker="民生实事：", subtitle="共15人", source="权益部", author="[甲, 乙]", order=2, tags="[四癌救助, 困难帮扶]",
        summary="15人领到救助金。其中甲区8人。", editor="陈某", reviewer="林某", approver="吴某",
        updates="[{date: 2018-05-02, text: 更正了人数。}]",
    )  # fmt: skip
    site.write("content/2018/2018-04/fenbu.svg", CHART)
    site.write("content/2018/2018-04/xianchang.jpg", photo(640, 480))
    return site


@cache
def shipped(folder: Path) -> Archive:
    """The archive that comes with the project, copied to ``folder``: nothing is written into the checkout."""
    for name in ("content", "data"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copyfile(ROOT / "config.yaml", folder / "config.yaml")
    return loading.archive(folder, jobs=1)


def pieces(archive: Archive) -> list[Piece]:
    """Every article."""
    return [loading.piece(archive, entry) for entry in archive.site.entries]


def bulletins(archive: Archive) -> list[Bulletin]:
    """Every issue."""
    return [loading.bulletin(archive, issue) for issue in archive.site.issues]


def maker(site: Site, style: str = "") -> Maker:
    """The channels of a test site."""
    return Maker(loading.archive(site.path, jobs=1), style)


def article(made: Maker, path: str) -> Piece:
    """An article of a test site."""
    found = loading.found(made.archive, Path(path))
    assert isinstance(found, Piece)
    return found


def issue(made: Maker, path: str) -> Bulletin:
    """An issue of a test site."""
    found = loading.found(made.archive, Path(path))
    assert isinstance(found, Bulletin)
    return found
