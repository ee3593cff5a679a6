"""The preview's page of channels: an article for 公众号, 微博 and posters, to copy and to save.

Texts are made when the page is asked for; pictures and documents when the browser asks for them, into
.cache/channel/, where the command `channel` would put them. Refused: other sites' pages, whatever the channels refuse.
"""

import html
import threading
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from jianbao.cache import program
from jianbao.channel import act, loading, making, qr, styles
from jianbao.channel.loading import Archive
from jianbao.channel.making import CHANNELS, OF_ISSUES, TITLES, Made, Maker
from jianbao.channel.piece import Bulletin, Piece
from jianbao.errors import Problem, SiteError, UsageError

POLICY = "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; base-uri 'none'"
"""Of the page: its script is the preview's own, and what an article says can run none."""


class Answer(NamedTuple):
    """What is sent; ``name`` tells the media type."""

    name: str
    data: bytes
    found: bool = True


class Channels:
    """The channels of one site being previewed; requests take turns."""

    def __init__(self, site: Path, state: str) -> None:
        self._site = site
        self._state = state
        self._turn = threading.Lock()
        self._archive: tuple[int, Archive] | None = None

    def page(self, address: str, style: str, version: int, assets: tuple[str, str]) -> Answer:
        """The page for the article or issue at an address; ``assets`` are the addresses of style sheet and script."""
        with self._turn:
            try:
                maker, asked = self._asked(address, style, version)
                kinds = [k for k in CHANNELS if isinstance(asked, Bulletin) or k not in OF_ISSUES]
                every = [making.made(maker, kind, asked) for kind in kinds]
                return Answer("channel.html", _page(maker, asked, every, address, assets).encode())
            except (UsageError, SiteError) as error:
                return Answer("channel.txt", f"{error}\n".encode(), found=False)

    def file(self, address: str, style: str, version: int, channel: str, name: str) -> Answer:
        """A file of a channel, made if need be."""
        with self._turn:
            try:
                if channel not in CHANNELS:
                    raise UsageError("没有这个渠道")
                maker, asked = self._asked(address, style, version)
                made = making.made(maker, channel, asked)
                if name not in [file.name for file in made.files]:
                    raise UsageError("没有这个文件")
                done = act.bring_up_to_date(act.home(self._site), f"{act.stem(asked.path)}/{channel}", made)
                return Answer(name, (done.folder / name).read_bytes())
            except (UsageError, SiteError, OSError) as error:
                return Answer("channel.txt", f"{error}\n".encode(), found=False)

    def _asked(self, address: str, style: str, version: int) -> tuple[Maker, Piece | Bulletin]:
        if self._archive is None or self._archive[0] != version:
            # A process with threads must not be forked.
            self._archive = version, loading.archive(self._site, jobs=1, state=self._state)
        archive = self._archive[1]
        maker = Maker(archive, style, program.version("channel"))
        maker.look()
        return maker, loading.found(archive, Path(address))


def _page(maker: Maker, asked: Piece | Bulletin, every: list[Made], address: str, assets: tuple[str, str]) -> str:
    sheet, script = (html.escape(asset) for asset in assets)
    by_name = {made.channel: made for made in every}
    query = f"page={quote(address)}&style={quote(maker.look().name)}"
    parts = [_wechat(maker, asked, by_name["wechat"], query), _weibo(by_name["weibo"], query)]
    parts += [_files(by_name[kind], query) for kind in ("poster", "qr", *OF_ISSUES) if kind in by_name]
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>'
        f"各渠道：{html.escape(asked.title)}</title>\n"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="viewport" '
        f'content="width=device-width">\n'
        f'<link rel="stylesheet" href="{sheet}">\n<script src="{script}" defer></script>\n</head>\n<body>\n'
        f'<header><a href="/{html.escape(quote(address))}">← 回到网页</a><h1>{html.escape(asked.title)}</h1></header>\n'
        f'<p id="said" role="status"></p>\n' + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _wechat(maker: Maker, asked: Piece | Bulletin, made: Made, query: str) -> str:
    chosen = maker.look().name
    page = query.partition("&")[0]
    looks = "".join(
        f"<b>{name}</b>" if name == chosen else f'<a href="?{html.escape(page)}&amp;style={quote(name)}">{name}</a>'
        for name in styles.NAMES
    )
    shown = [_problems(made.problems)]
    for number, message in enumerate(maker.messages(asked), 1):
        counts = "".join(
            f"<li{' class=over' if count > limit else ''}>{what} {count}/{limit}</li>"
            for what, count, limit in message.counters()
        )
        field = f"wechat-{number}"
        shown.append(
            f'<div class="message"><div class="phone"><p class="title" id="{field}-title">'
            f"{html.escape(message.title)}</p>"
            f'<div id="{field}-body">{message.content}</div></div><div class="beside"><p class="buttons">'
            f'<button type="button" data-rich="{field}-body">复制正文</button>'
            f'<button type="button" data-copy="{field}-title">复制标题</button>'
            f'<button type="button" data-copy="{field}-digest">复制摘要</button>'
            f'<button type="button" data-copy="{field}-url">复制阅读原文的地址</button></p><ul class="counts">'
            f"{counts}</ul>"
            f'<p>摘要：<span id="{field}-digest">{html.escape(message.digest)}</span></p>'
            f'<p>阅读原文：<span id="{field}-url">{html.escape(message.source_url)}</span></p></div></div>'
        )
    return (
        f'<section><h2>公众号</h2><p class="looks">样式：{looks}</p><p>'
        f"图片不能跟着正文粘贴：按号码把下面的文件传到正文里标着“图1”“图2”的地方。</p>"
        f"{''.join(shown)}{_listed(made, query)}</section>"
    )


def _weibo(made: Made, query: str) -> str:
    text, count = made.told
    return (
        f'<section><h2>微博</h2>{_problems(made.problems)}<p id="weibo" class="text">{html.escape(text)}</p>'
        f'<p class="buttons"><button type="button" data-copy="weibo">复制文案</button> {html.escape(count.strip())}</p>'
        f"{_listed(made, query)}</section>"
    )


def _files(made: Made, query: str) -> str:
    return f"<section><h2>{TITLES[made.channel]}</h2>{_problems(made.problems)}{_listed(made, query)}</section>"


def _listed(made: Made, query: str) -> str:
    """The files of a channel to save; pictures are shown."""
    rows = []
    without = qr.without()
    for file in made.files:
        if without and not file.plain:
            rows.append(f"<li>{html.escape(file.name.rpartition('/')[2])}：{html.escape(without)}</li>")
            continue
        url = html.escape(f"/__jianbao/channel-file?{query}&channel={made.channel}&name={quote(file.name)}")
        picture = file.name.endswith((".png", ".jpg", ".jpeg", ".svg"))
        image = f'<img src="{url}" alt="" loading="lazy">' if picture else ""
        saved = html.escape(file.name.rpartition("/")[2])
        rows.append(f'<li><a href="{url}" download="{saved}">{image}{saved}</a></li>')
    return f'<ul class="files">{"".join(rows)}</ul>'


def _problems(problems: tuple[Problem, ...]) -> str:
    rows = "".join(f"<li>{p.level}：{html.escape(p.message)}<br>{html.escape(p.hint)}</li>" for p in problems)
    return f'<ul class="problems">{rows}</ul>' if rows else ""
