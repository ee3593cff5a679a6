"""An article, or a whole issue, as 公众号 wants it: title, author, digest, HTML, pictures, 阅读原文.

The limits are those of the platform's own description of a draft (wechat_rules.py names the sources). What does
not fit is said, with what to do; an issue that is too long as one article is made into several that fit.
"""

import html
from collections.abc import Mapping
from typing import NamedTuple

from jianbao import zh
from jianbao.channel.piece import Bulletin, Piece, pictures
from jianbao.channel.styles import Style
from jianbao.channel.wechat_body import Body, Picture
from jianbao.channel.wechat_rules import AUTHOR, CONTENT, DIGEST, TITLE
from jianbao.errors import Level, Problem
from jianbao.model import PUBLISHED_STATUSES


class Message(NamedTuple):
    """One article for 公众号 (图文消息)."""

    title: str
    author: str
    digest: str
    content: str
    """HTML."""
    source_url: str
    """What 阅读原文 leads to."""
    pictures: tuple[Picture, ...]
    cover: str
    """Content path of the picture that the cover is cut from; "" for a card with the title."""
    name: str
    """The bulletin's, for a card with the title."""
    date_text: str
    problems: tuple[Problem, ...]

    def counters(self) -> tuple[tuple[str, int, int], ...]:
        """(what, how much, how much there may be)."""
        return (
            ("标题", len(self.title), TITLE),
            ("作者", len(self.author), AUTHOR),
            ("摘要", len(self.digest), DIGEST),
            ("正文（含标签）", len(self.content), CONTENT - 1),
        )


def message(piece: Piece, style: Style, *, name: str, uploaded: Mapping[str, str] | None = None) -> Message:
    """An article by itself; ``name`` is the bulletin's, for its head."""
    body = Body(style, uploaded)
    inner = _head(style, name, piece.date_text) + _titles(style, piece) + _told(body, piece)
    inner += body.endnotes() + _foot(style, piece)
    content = _whole(style, inner)
    digest, problems = _digest(piece.summary, piece)
    problems += _fits(piece, content)
    author = piece.author if len(piece.author) <= AUTHOR else ""
    return Message(
        piece.title, author, digest, content, piece.url, tuple(body.pictures), _cover(piece, body), name,
        piece.date_text, tuple(problems),
    )  # fmt: skip


def messages(bulletin: Bulletin, style: Style, *, uploaded: Mapping[str, str] | None = None) -> tuple[Message, ...]:
    """An issue as one article with its contents, or as several where one would be too long."""
    parts = _parts(bulletin, style, uploaded)
    made = []
    for number, pieces in enumerate(parts, 1):
        mark = f"（{zh.numeral(number)}）" if len(parts) > 1 else ""
        body, content = _of_issue(bulletin, pieces, style, uploaded, mark)
        digest, problems = _digest(bulletin.summary, None) if bulletin.summary else (_listed(pieces), [])
        title = f"{bulletin.title}{mark}"
        if len(title) > TITLE:
            problems.append(bulletin.fault(*_too_long("wechat-title", "标题", len(title), TITLE)))
        if len(content) >= CONTENT:
            problems.append(pieces[0].fault("title", *_too_long("wechat-content", "正文", len(content), CONTENT - 1)))
        if len(parts) > 1 and number == 1:
            split = "、".join(f"第{n}篇{len(p)}条" for n, p in enumerate(parts, 1))
            problems.append(
                bulletin.fault(
                    Level.NOTICE,
                    "wechat-parts",
                    f"整期超过{CONTENT}字（含标签），分成{len(parts)}篇：{split}",
                    "在公众号里作为同一次推送的几篇图文；不想分就减少内容，或只发目录和要闻",
                )
            )
        problems += [p for piece in pieces for p in _status(piece)]
        covers = (_cover(piece, body) for piece in pieces)
        made.append(
            Message(
                title,
                "",
                digest,
                content,
                bulletin.whole_url,
                tuple(body.pictures),
                next(filter(None, covers), ""),
                bulletin.name,
                bulletin.date_text,
                tuple(problems),
            )
        )
    return tuple(made)


def _parts(bulletin: Bulletin, style: Style, uploaded: Mapping[str, str] | None) -> list[tuple[Piece, ...]]:
    """The items in as few groups as fit, in order."""
    parts: list[tuple[Piece, ...]] = []
    for piece in bulletin.pieces:
        if parts and len(_of_issue(bulletin, (*parts[-1], piece), style, uploaded, "（十）")[1]) < CONTENT:
            parts[-1] = (*parts[-1], piece)
        else:
            parts.append((piece,))
    return parts


def _of_issue(
    bulletin: Bulletin, pieces: tuple[Piece, ...], style: Style, uploaded: Mapping[str, str] | None, mark: str
) -> tuple[Body, str]:
    body = Body(style, uploaded)
    inner = _head(style, bulletin.name, f"{bulletin.number or bulletin.title}{mark}　{bulletin.date_text}")
    first = pieces[:1] == bulletin.pieces[:1]
    inner += body.written(list(bulletin.lead)) if first else ""
    inner += f'<p style="{style["section"]}">本期目录</p>'
    inner += "".join(f'<p style="{style["contents"]}">{n}. {html.escape(p.title)}</p>' for n, p in enumerate(pieces, 1))
    for piece in pieces:
        inner += _titles(style, piece, titled=True) + _told(body, piece)
        inner += f'<p style="{style["caption"]}">{html.escape(_signature(piece))}</p>'
    inner += body.endnotes()
    return body, _whole(style, inner + f'<p style="{style["foot"]}">点击文末“阅读原文”，看网页上的整期。</p>')


def _whole(style: Style, inner: str) -> str:
    return f'<section style="{style["all"]}">{inner}</section>'


def _head(style: Style, name: str, below: str) -> str:
    return (
        f'<p style="{style["bulletin"]}">{html.escape(name)}</p><p style="{style["number"]}">{html.escape(below)}</p>'
        f'<section style="{style["red"]}"><br></section>'
    )


def _titles(style: Style, piece: Piece, *, titled: bool = False) -> str:
    """What stands above a text; its title only where 公众号 does not show it by itself."""
    made = f'<p style="{style["kicker"]}">{html.escape(piece.kicker)}</p>' if piece.kicker else ""
    made += f'<h2 style="{style["title"]}">{html.escape(piece.title)}</h2>' if titled else ""
    return made + (f'<p style="{style["subtitle"]}">{html.escape(piece.subtitle)}</p>' if piece.subtitle else "")


def _told(body: Body, piece: Piece) -> str:
    notices = {
        "已归档": f"本文发布于{piece.date_text}，所述情况以当时为准，现供查阅。",
        "已废止": f"本文发布于{piece.date_text}，所述规定现已废止，请勿作为办事依据。",
    }
    said = notices.get(piece.status, "")
    made = f'<section style="{body.style["notice"]}">{html.escape(said)}</section>' if said else ""
    made += body.written(list(piece.body))
    for date, text in piece.updates:
        made += f'<p style="{body.style["plain"]}">更正（{date}）：{html.escape(text)}</p>'
    return made


def _signature(piece: Piece) -> str:
    return f"（{piece.source}，{piece.date_text}）" if piece.date_text else f"（{piece.source}）"


def _foot(style: Style, piece: Piece) -> str:
    said = [f"来源：{piece.source}"]
    said += [f"转载自：{piece.origin}"] if piece.origin and piece.origin != piece.source else []
    said += [f"作者：{piece.author}"] if len(piece.author) > AUTHOR else []
    said += [f"编辑：{piece.editor}"] if piece.editor else []
    said += (
        ["审核：" + "、".join(filter(None, (piece.reviewer, piece.approver)))]
        if piece.reviewer or piece.approver
        else []
    )
    line = f'<p style="{style["foot"]}">{html.escape("　".join(said))}</p>'
    way = f'<p style="{style["foot"]}">点击文末“阅读原文”，看网页版。</p>'
    return f'<section style="{style["rule"]}"><br></section>{line}{way}'


def _cover(piece: Piece, body: Body) -> str:
    mine = {path for path, _ in pictures(piece.body)}
    return piece.cover or next((p.path for p in body.pictures if p.path in mine and "://" not in p.path), "")


def _digest(summary: str, piece: Piece | None) -> tuple[str, list[Problem]]:
    if len(summary) <= DIGEST:
        return summary, []
    cut = zh.summary(summary, longest=DIGEST)
    if piece is None:
        return cut, []
    message = f"摘要{len(summary)}字，公众号最多{DIGEST}字，已在“{cut[-8:]}”处截短"
    return cut, [piece.fault("summary", Level.NOTICE, "wechat-digest", message, "把 summary 写短一些")]


def _listed(pieces: tuple[Piece, ...]) -> str:
    """The titles as a digest, as many as there is room for."""
    made = ""
    for piece in pieces:
        longer = f"{made}；{piece.title}" if made else piece.title
        if len(longer) > DIGEST:
            break
        made = longer
    return made


def _too_long(code: str, what: str, count: int, limit: int) -> tuple[Level, str, str, str]:
    cure = {
        "wechat-title": "在公众号里改短；或把一部分移到副题（subtitle）、引题（kicker）",
        "wechat-content": "删去一部分，把大表格换成图片，或分两次发，其余用“阅读原文”看",
        "wechat-author": "作者写在文末；公众号的作者栏留空，或只写单位",
    }[code]
    level = Level.WARNING
    return level, code, f"公众号的{what}最多{limit}字，现在{count}字，多{count - limit}字", cure


def _fits(piece: Piece, content: str) -> list[Problem]:
    found = []
    if len(piece.title) > TITLE:
        found.append(piece.fault("title", *_too_long("wechat-title", "标题", len(piece.title), TITLE)))
    if len(piece.author) > AUTHOR:
        found.append(piece.fault("author", *_too_long("wechat-author", "作者", len(piece.author), AUTHOR)))
    if len(content) >= CONTENT:
        found.append(piece.fault("title", *_too_long("wechat-content", "正文（含标签）", len(content), CONTENT - 1)))
    return found + _status(piece)


def _status(piece: Piece) -> list[Problem]:
    if piece.status in PUBLISHED_STATUSES:
        return []
    message = f"这篇文章还是“{piece.status}”，“阅读原文”的网页还没有"
    return [piece.fault("draft", Level.WARNING, "channel-unpublished", message, "先在网站上发布，再往别处发")]
