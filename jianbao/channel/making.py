"""Which files each channel makes of an article or an issue, and what there is to say about them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from jianbao import digest
from jianbao.channel import docx, letter, poster, qr, raster, styles, wechat, weibo
from jianbao.channel.loading import Archive
from jianbao.channel.piece import Bulletin, Piece, pictures
from jianbao.channel.wechat import Message
from jianbao.channel.wechat_rules import PICTURE_BYTES
from jianbao.errors import Level, Problem, UsageError
from jianbao.settings import knowledge

CHANNELS = ("wechat", "weibo", "poster", "qr", "docx", "letter")
OF_ISSUES = ("docx", "letter")
"""Those that are made of an issue alone."""
TITLES = {"wechat": "公众号", "weibo": "微博", "poster": "海报", "qr": "二维码", "docx": "Word 文档", "letter": "邮件"}
_DOCUMENT_PICTURE = 2 * 1024 * 1024


class File(NamedTuple):
    """A file to be: ``data`` makes its bytes when they are needed."""

    name: str
    data: Callable[[], bytes]
    plain: bool = False
    """Whether it is made without the packages that draw."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a channel makes. ``basis`` digests all that the files follow from."""

    channel: str
    basis: bytes
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    told: tuple[str, ...] = ()
    """Lines for the editor: counters, the text itself."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A site's settings for its channels."""

    archive: Archive
    style: str = ""
    """Of 公众号; "" is the one of config.yaml."""
    engine: bytes = b""
    """Digest of the program, so that another version makes everything again."""

    @property
    def palette(self) -> str:
        """The theme's colours."""
        return self.archive.config.theme_options.get("palette", "")

    @property
    def content(self) -> Path:
        """The folder that pictures are in."""
        return self.archive.folder / "content"

    @property
    def font(self) -> str:
        """The file of the font for pictures; "" for the one that comes along."""
        named = self.archive.config.channel_font
        return str(self.archive.folder / named) if named else ""

    @property
    def name(self) -> str:
        """The bulletin's name."""
        config = self.archive.config
        return config.theme_options.get("bulletin") or config.name

    def look(self) -> styles.Style:
        """The style of 公众号. Raises UsageError for one that there is not."""
        name = self.style or self.archive.config.channel_style or styles.NAMES[0]
        if name not in styles.NAMES:
            raise UsageError(f"没有“{name}”这种样式；可用：{'、'.join(styles.NAMES)}")
        return styles.style(name, self.palette)

    def messages(self, asked: Piece | Bulletin) -> tuple[Message, ...]:
        """The articles for 公众号."""
        if isinstance(asked, Bulletin):
            return wechat.messages(asked, self.look())
        return (wechat.message(asked, self.look(), name=self.name),)

    def poster(self, asked: Piece | Bulletin) -> poster.Poster:
        """What stands on the pictures."""
        known = knowledge.load(self.archive.folder)
        names = tuple(sorted({*known.departments, *known.brands}))
        if isinstance(asked, Bulletin):
            shown = [p.cover for p in asked.pieces if p.cover]
            below = "　".join(filter(None, (asked.sponsor, asked.date_text)))
            title = asked.title if asked.title != asked.name else asked.number
            said = asked.summary or "；".join(piece.title for piece in asked.pieces)
            return poster.Poster(
                title, asked.number if asked.number != title else "", "", said, below, asked.url, self.name,
                next(iter(shown), ""), self.palette, self.font, names,
            )  # fmt: skip
        inside = [path for path, _ in pictures(asked.body) if "://" not in path]
        # A photo says more than a drawing; where there is no cover the first picture stands for it.
        cover = asked.cover or next((p for p in inside if raster.is_photo(p)), next(iter(inside), ""))
        below = "　".join(filter(None, (asked.source, asked.date_text)))
        return poster.Poster(
            asked.title, asked.kicker, asked.subtitle, asked.summary, below, asked.url, self.name, cover,
            self.palette, self.font, (*names, *asked.tags),
        )  # fmt: skip

    def image(self, path: str) -> docx.Image:
        """A picture for a document."""
        data = raster.for_upload(self.content / path, _DOCUMENT_PICTURE, self.font)
        size = raster.size(data)
        return docx.Image(data, ".jpg" if data.startswith(b"\xff\xd8") else ".png", *size)


def made(maker: Maker, channel: str, asked: Piece | Bulletin) -> Made:
    """What a channel makes of an article or an issue. Raises UsageError for one that it is not made of."""
    if channel in OF_ISSUES and isinstance(asked, Piece):
        raise UsageError(f"{TITLES[channel]}按整期做；写期的文件夹，例如 content/2018/2018-04")
    files, problems, told = _MAKERS[channel](maker, asked)
    return Made(channel, _basis(maker, channel, asked), tuple(files), tuple(problems), tuple(told))


def without_drawing(whole: Made) -> Made:
    """What of it is made where the packages that draw are not installed."""
    basis = digest.of_all([whole.basis, digest.of_text("无图")])
    return replace(whole, files=tuple(file for file in whole.files if file.plain), basis=basis)


_Parts = tuple[Sequence[File], Sequence[Problem], Sequence[str]]


def _basis(maker: Maker, channel: str, asked: Piece | Bulletin) -> bytes:
    """Everything that the files of a channel follow from, as a digest; pictures by their bytes."""
    pieces = asked.pieces if isinstance(asked, Bulletin) else (asked,)
    paths = sorted({p for piece in pieces for p in (piece.cover, *(q for q, _ in pictures(piece.body))) if p})
    bytes_of = [digest.of_bytes(raster.read(maker.content / p)) for p in paths if (maker.content / p).is_file()]
    font = digest.of_bytes(Path(maker.font).read_bytes()) if maker.font and Path(maker.font).is_file() else b""
    settings = [channel, maker.look().name, maker.palette, maker.name, maker.archive.config.url, repr(asked)]
    poster_words = repr(maker.poster(asked)) if channel in ("wechat", "poster") else ""
    return digest.of_all(
        [
            maker.engine or bytes(digest.SIZE),
            digest.of_plain([*settings, poster_words]),
            *bytes_of,
            font or bytes(digest.SIZE),
        ]
    )


def _wechat(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    files: list[File] = []
    problems: list[Problem] = []
    told: list[str] = []
    messages = maker.messages(asked)
    for number, message in enumerate(messages, 1):
        mark = f"-{number}" if len(messages) > 1 else ""
        data = {
            "title": message.title, "author": message.author, "digest": message.digest,
            "content_source_url": message.source_url, "pictures": [p._asdict() for p in message.pictures],
        }  # fmt: skip
        files.append(File(f"zhengwen{mark}.html", _constant(message.content), plain=True))
        about = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        files.append(File(f"shuoming{mark}.json", _constant(about), plain=True))
        for picture in message.pictures:
            if "://" in picture.path:
                words = f"图{picture.number}在别的网站上（{picture.path[:60]}），公众号不收外部图片"
                cure = "把图片存下来，放在文章旁边"
                problems.append(_said(asked, "title", Level.WARNING, "wechat-picture", words, cure))
            else:
                files.append(File(f"tupian{mark}/{picture.file}", _uploadable(maker, picture.path)))
        moving = [p.number for p in message.pictures if p.path.lower().endswith(".gif")]
        if moving:
            words = f"图{'、图'.join(map(str, moving))}是 GIF：如果是动图，这里只取了第一帧"
            problems.append(_said(asked, "title", Level.NOTICE, "wechat-gif", words, "在公众号里直接上传原来的文件"))
        problems += message.problems
        told.append(f"{message.title}")
        told += [f"  {what} {count}/{limit}" for what, count, limit in message.counters()]
        told += [f"  图{p.number} {p.file}" + (f"　{p.caption}" if p.caption else "") for p in message.pictures]
    on_covers = maker.poster(asked)
    covers = ("fengmian-900x383.png", "fengmian-383x383.png")
    files += [File(name, _drawn(maker, name, on_covers)) for name in covers]
    return files, problems, told


def _said(asked: Piece | Bulletin, key: str, level: Level, code: str, message: str, hint: str) -> Problem:
    """A problem of an article, at one of its keys, or of an issue."""
    if isinstance(asked, Bulletin):
        return asked.fault(level, code, message, hint)
    return asked.fault(key, level, code, message, hint)


def _constant(text: str) -> Callable[[], bytes]:
    return text.encode


def _uploadable(maker: Maker, path: str) -> Callable[[], bytes]:
    return lambda: raster.for_upload(maker.content / path, PICTURE_BYTES, maker.font)


def _drawn(maker: Maker, name: str, asked: poster.Poster) -> Callable[[], bytes]:
    return lambda: raster.png(poster.SIZES[name](asked, maker.content))


def _weibo(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    post = weibo.of_issue(asked) if isinstance(asked, Bulletin) else weibo.post(asked)
    files = [File("weibo.txt", _constant(post.text + "\n"), plain=True)]
    for number, path in enumerate(post.pictures, 1):
        name = f"tupian/{number}-{Path(path).stem}{raster.uploaded_as(path)}"
        files.append(File(name, _uploadable(maker, path)))
    if not post.pictures:
        files.append(
            File("tupian/fenxiang-1080x1080.png", _drawn(maker, "fenxiang-1080x1080.png", maker.poster(asked)))
        )
    problems = []
    if post.length > weibo.LIMIT:
        over = f"微博文案{post.length}字，超过{weibo.LIMIT}字的部分要点“展开”才看得到"
        cure = "给文章一个短的网址（slug），或把标题改短"
        problems.append(_said(asked, "title", Level.NOTICE, "weibo-long", over, cure))
    whole = "" if post.whole else "（摘要没有用完）"
    return files, problems, [post.text, f"  {post.length}/{weibo.LIMIT}字，{len(post.pictures)}张图{whole}"]


def _poster(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    on_it = maker.poster(asked)
    names = ("haibao-1080x1920.png", "fenxiang-1080x1080.png")
    return [File(name, _drawn(maker, name, on_it)) for name in names], [], []


def _qr(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    del maker
    return [File("erweima.svg", lambda: qr.svg(asked.url).encode())], [], [f"  {asked.url}"]


def _docx(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    assert isinstance(asked, Bulletin)
    bare = not any(pictures(piece.body) for piece in asked.pieces)
    problems = []
    if asked.lead:
        message = "期首页的说明文字没有放进 Word 文档：那里只有报头、目录和各条"
        problems.append(asked.fault(Level.NOTICE, "docx-lead", message, "需要印出来的话，写成一条"))
    return [File("jianbao.docx", lambda: docx.bulletin(asked, maker.image), plain=bare)], problems, []


def _letter(maker: Maker, asked: Piece | Bulletin) -> _Parts:
    assert isinstance(asked, Bulletin)
    made = letter.message(asked, maker.archive.config.url, maker.palette)
    return [
        File("youjian.html", _constant(made.html), plain=True),
        File("youjian.txt", _constant(made.text), plain=True),
        File("youjian.eml", lambda: letter.eml(made), plain=True),
    ], [], [f"  主题：{made.subject}"]  # fmt: skip


_MAKERS: dict[str, Callable[[Maker, Piece | Bulletin], _Parts]] = {
    "wechat": _wechat,
    "weibo": _weibo,
    "poster": _poster,
    "qr": _qr,
    "docx": _docx,
    "letter": _letter,
}
