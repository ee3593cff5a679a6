"""An issue as a newsletter: one HTML e-mail of tables and inline styles, the same as plain text, and both as one .eml.

What mail programs keep of HTML is little: no style sheets, no pictures from elsewhere until the reader asks. So
there are tables, inline styles, photos by their address on the site, and in place of drawings, which mail programs
do not show, their description.
"""

import html
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import quote

from jianbao.channel import plain
from jianbao.channel.piece import Bulletin, Piece
from jianbao.channel.plain import Paragraph, Run
from jianbao.channel.raster import is_photo
from jianbao.channel.styles import INK, RED, RULE, SOFT, TINT, accent_of

_WIDTH = 600
_FONT = "font-family:'Microsoft YaHei','PingFang SC',sans-serif"
_BOUNDARY = "jianbao-letter"


class Letter(NamedTuple):
    """``subject``, and the two forms of the text."""

    subject: str
    html: str
    text: str


def message(bulletin: Bulletin, base: str, palette: str = "") -> Letter:
    """The newsletter of an issue; ``base`` is the site's address, where its pictures are."""
    accent = accent_of(palette)
    subject = f"{bulletin.name}：{bulletin.title}" if bulletin.name not in bulletin.title else bulletin.title
    return Letter(subject, _html(bulletin, base, accent, subject), _text(bulletin))


def eml(made: Letter) -> bytes:
    """The letter as a file that mail programs open as a draft (RFC 5322, 2046); whom it goes to is the editor's."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = made.subject
    message["X-Unsent"] = "1"
    message.set_content(made.text, cte="base64")
    message.add_alternative(made.html, subtype="html", cte="base64")
    message.set_boundary(_BOUNDARY)
    return message.as_bytes()


def _html(bulletin: Bulletin, base: str, accent: str, subject: str) -> str:
    rows = [
        _row(f"color:{RED};font-size:28px;line-height:1.4;font-weight:bold;"
        f"text-align:center", bulletin.name, "28px 24px 4px"),
        _row(f"color:{SOFT};font-size:14px;text-align:center;border-bottom:3px solid {RED}",
             f"{bulletin.number or bulletin.title}　{bulletin.date_text}", "0 24px 14px"),
    ]  # fmt: skip
    rows.append(_row("font-size:1px;line-height:1px", "", "8px 24px"))
    for paragraph in plain.paragraphs(bulletin.lead):
        rows += _paragraph(paragraph, base, accent)
    rows.append(_row(f"color:{accent};font-size:16px;font-weight:bold", "本期目录", "20px 24px 6px"))
    for number, piece in enumerate(bulletin.pieces, 1):
        link = f'{number}. <a href="{html.escape(piece.url)}" style="color:{INK}">{html.escape(piece.title)}</a>'
        rows.append(_row(f"color:{INK};font-size:15px;line-height:1.7", link, "0 24px", raw=True))
    for piece in bulletin.pieces:
        rows += _piece(piece, base, accent)
    rows.append(
        _row(f"color:{SOFT};font-size:13px;line-height:1.7;border-top:1px solid {RULE}",
             f'{html.escape(bulletin.sponsor)}　<a href="{html.escape(bulletin.whole_url)}" '
             f'style="color:{accent}">在网页上看这一期</a>',
             "16px 24px 28px", raw=True)
    )  # fmt: skip
    table = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
        f'content="width=device-width">\n'
        f'<title>{html.escape(subject)}</title>\n</head>\n<body style="margin:0;background-color:{TINT}">\n'
        f'<table {table} width="100%" style="background-color:{TINT}"><tr><td align="center">\n'
        f'<table {table} width="{_WIDTH}" style="width:100%;max-width:{_WIDTH}px;background-color:#ffffff;{_FONT}">\n'
        + "\n".join(rows)
        + "\n</table>\n</td></tr></table>\n</body>\n</html>\n"
    )


def _row(style: str, inner: str, padding: str, *, raw: bool = False) -> str:
    words = inner if raw else html.escape(inner)
    return f'<tr><td style="padding:{padding};{style};{_FONT}">{words}</td></tr>'


def _piece(piece: Piece, base: str, accent: str) -> list[str]:
    rows = []
    if piece.kicker:
        rows.append(_row(f"color:{SOFT};font-size:14px", piece.kicker, "28px 24px 0"))
    link = (
        f'<a href="{html.escape(piece.url)}" style="color:{accent};text-decoration:none">{html.escape(piece.title)}</a>'
    )
    top = "4px" if piece.kicker else "28px"
    rows.append(_row("font-size:20px;line-height:1.5;font-weight:bold", link, f"{top} 24px 4px", raw=True))
    if piece.subtitle:
        rows.append(_row(f"color:{INK};font-size:16px", piece.subtitle, "0 24px 4px"))
    rows.append(_row(f"color:{SOFT};font-size:13px", _from(piece), "0 24px 8px"))
    for paragraph in plain.paragraphs(piece.body):
        rows += _paragraph(paragraph, base, accent)
    for date, text in piece.updates:
        rows += _paragraph(Paragraph((Run(f"更正（{date}）：{text}"),)), base, accent)
    return rows


def _from(piece: Piece) -> str:
    return "　".join(filter(None, (piece.source, piece.date_text)))


def _paragraph(paragraph: Paragraph, base: str, accent: str) -> list[str]:
    text = f"color:{INK};font-size:16px;line-height:1.8"
    if paragraph.rows:
        return [_row(text, _table(paragraph), "4px 24px 12px", raw=True)]
    if paragraph.picture:
        return [_picture(paragraph, base, accent)]
    words = "".join(_run(run, accent) for run in paragraph.runs)
    look, padding = {
        "heading": (f"color:{accent};font-size:17px;line-height:1.6;font-weight:bold", "12px 24px 4px"),
        "item": (text, "0 24px 4px 40px"),
        "quote": (f"{text};border-left:3px solid {accent};background-color:{TINT}", "4px 24px"),
        "note": (f"color:{SOFT};font-size:13px;line-height:1.6", "4px 24px"),
        "caption": (f"color:{SOFT};font-size:13px;line-height:1.6;text-align:center", "0 24px 12px"),
    }.get(paragraph.kind, (text, "0 24px 12px"))
    return [_row(look, words, padding, raw=True)]


def _run(run: Run, accent: str) -> str:
    made = html.escape(run.text).replace("\n", "<br>")
    made = f"<strong>{made}</strong>" if run.bold else made
    return f'<a href="{html.escape(run.link)}" style="color:{accent}">{made}</a>' if run.link else made


def _picture(paragraph: Paragraph, base: str, accent: str) -> str:
    url = paragraph.picture if "://" in paragraph.picture else base + quote(paragraph.picture)
    if is_photo(paragraph.picture):
        look = 'width="552" style="width:100%;max-width:552px"'
        image = f'<img src="{html.escape(url)}" alt="{html.escape(paragraph.alt)}" {look}>'
        return _row("text-align:center", image, "4px 24px", raw=True)
    told = f'〔图〕<a href="{html.escape(url)}" style="color:{accent}">{html.escape(paragraph.alt or "打开图片")}</a>'
    return _row(f"color:{SOFT};font-size:14px;line-height:1.6;background-color:{TINT}", told, "8px 24px", raw=True)


def _table(paragraph: Paragraph) -> str:
    rows = []
    for row in paragraph.rows:
        cells = []
        for words, align, head in row:
            look = f"padding:5px 8px;border:1px solid {RULE};font-size:14px;text-align:{align};{_FONT}"
            look += f";background-color:{TINT};font-weight:bold" if head else ""
            cells.append(f'<td style="{look}">{html.escape(words)}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    table = 'cellpadding="0" cellspacing="0" border="0" width="100%" style="border-collapse:collapse"'
    return f"<table {table}>{''.join(rows)}</table>"


def _text(bulletin: Bulletin) -> str:
    lines = [bulletin.name, f"{bulletin.number or bulletin.title}　{bulletin.date_text}", "=" * 40, ""]
    lines += [line for paragraph in plain.paragraphs(bulletin.lead) for line in (*_plain(paragraph), "")]
    lines += ["本期目录", *(f"{n}. {p.title}" for n, p in enumerate(bulletin.pieces, 1)), ""]
    for number, piece in enumerate(bulletin.pieces, 1):
        lines += ["-" * 40, "", *filter(None, [piece.kicker]), f"{number}. {piece.title}"]
        lines += [f"——{piece.subtitle}"] if piece.subtitle else []
        lines += [f"（{_from(piece)}）", ""]
        for paragraph in plain.paragraphs(piece.body):
            lines += [*_plain(paragraph), ""]
        for date, text in piece.updates:
            lines += [f"更正（{date}）：{text}", ""]
        lines += [f"网页：{piece.url}", ""]
    return "\n".join([*lines, "=" * 40, f"这一期：{bulletin.whole_url}", ""])


def _plain(paragraph: Paragraph) -> list[str]:
    if paragraph.rows:
        return ["　".join(words for words, _, _ in row) for row in paragraph.rows]
    if paragraph.picture:
        return [f"〔图：{paragraph.alt}〕"]
    told = [f"{run.text}（{run.link}）" if run.link not in ("", run.text) else run.text for run in paragraph.runs]
    return ["".join(told)]
