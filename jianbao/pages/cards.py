"""Cards for sharing: which pages have one of their own, what stands on it, and which picture a shared link shows.

An issue has one where the theme can write its number. An article has one where its editor asks for it (card: true), or
has put it at the head of the home page or sent it elsewhere (lead, channels) and it has no photo: what is shared on
purpose is not to be known by the number of its issue. All others show a photo, their issue's card, the theme's picture.
"""

from urllib.parse import unquote

from jianbao import address, zh
from jianbao.media import cards
from jianbao.model import Article, Entry, Page
from jianbao.pages.frame import SHARE, SHARE_GLYPHS, Context, Frame

_LEAST = 300
"""Pixels each way of a picture that WeChat shows beside a link."""


def image(entry: Entry, issue: Article | None, frame: Frame) -> str:
    """The URL of the picture that a shared link to an article shows; "" for the theme's."""
    if own(entry, frame):
        return frame.url(address.of_share(entry.article.address))
    shown = photo(entry, frame)
    if shown:
        return frame.url(unquote(shown))
    return frame.url(address.of_share(issue.address)) if issue and number(issue, frame) else ""


def photo(entry: Entry, frame: Frame) -> str:
    """The cover of an article or else the first photo of its text, large enough to be shown; nobody who shows shared
    links draws SVG."""
    for href in (entry.cover, *entry.hrefs):
        found = frame.pictures.get(href)
        if found and not href.lower().endswith(".svg") and min(found.width, found.height) >= _LEAST:
            return href
    return ""


def own(entry: Entry, frame: Frame) -> bool:
    """Whether an article has a card of its own."""
    article = entry.article
    if SHARE not in frame.chrome["assets"] or article.card is not None:
        return bool(article.card) and SHARE in frame.chrome["assets"]
    return bool(article.lead or article.channels) and not photo(entry, frame)


def number(issue: Article, frame: Frame) -> str:
    """What stands on an issue's card; "" when the theme draws none or has no signs for it."""
    if not {SHARE, SHARE_GLYPHS} <= frame.chrome["assets"].keys():
        return ""
    texts = (issue.number, zh.date_text(issue.date))
    return next((text for text in texts if text and len(text) <= 10 and set(text) <= set(cards.GLYPHS)), "")


def of_issue(issue: Article, text: str, frame: Frame) -> Page:
    """An issue's card."""
    hint = "在 config.yaml 的 theme_options 里写 bulletin: 作报头的名字，短一些，用常见的字"
    words = {"number": text, "name": _name(frame)}
    return _page(issue, words, (SHARE, SHARE_GLYPHS), ["config.yaml", 0, 0, hint], frame)


def of_article(entry: Entry, frame: Frame) -> Page:
    """An article's card."""
    article = entry.article
    hint = "改标题；不要分享图的，在文件头写 card: false"
    place = [f"content/{article.path}", *article.place("title"), hint]
    below = f"{_name(frame)}　{zh.date_text(entry.card.date)}"
    return _page(article, {"title": article.phrased[1], "below": below}, (SHARE,), place, frame)


def _name(frame: Frame) -> str:
    return frame.config.theme_options.get("bulletin") or frame.config.name


def _page(article: Article, words: Context, files: tuple[str, ...], place: list[object], frame: Frame) -> Page:
    context = {"share": words, "place": place, "maker": cards.maker()}
    context["files"] = {name: frame.chrome["assets"][name] for name in files}
    return Page(address.of_share(article.address), f"content/{article.path} 的分享图", "", context)
