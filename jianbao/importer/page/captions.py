"""What stands beside a text on its page and speaks of it: the lines below pictures, a summary above the text."""

import re
from collections.abc import Sequence

from jianbao.importer.model import Paragraph

CAPTION = re.compile(r"(?:图|照片|图片|配图)\s*\d*\s*[：:为是]?|.{0,30}(?:摄|供图)[）)]?$|▲|△")
_SUMMARY = re.compile("(?:内容)?(?:摘要|导读|简介)[ \u3000]{0,2}[:：][ \u3000]{0,2}")
_SAME = 20
"""Characters that a summary has of the text it was cut from."""
_FURTHER, _SENT = 12, 16
"""Paragraphs that a summary is cut from, and characters before the words it begins with: 本网讯（记者 王甲）."""
_MARKS = re.compile(r"[^\w]+")


def joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Pictures with the short line below them as their caption."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        before = found[-1] if found else None
        text = paragraph.text
        below = before is not None and before.picture and not before.text and not paragraph.rows and 0 < len(text) <= 50
        if before and below and (CAPTION.match(text) or not text.endswith(("。", "！", "："))):
            found[-1] = Paragraph(text, picture=before.picture, alt=before.alt, caption=text)
            continue
        found.append(paragraph)
    return found


def summary(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs at the beginning that a page cut from those below them."""
    if not paragraphs or paragraphs[0].rows or paragraphs[0].picture:
        return []
    told = ["".join(p.text.split()) for p in paragraphs]
    found = _SUMMARY.match(paragraphs[0].text)
    if not found:
        return list(paragraphs[:1]) if _is_cut_from(told[0], told[1:_FURTHER]) else []
    cut = "".join(paragraphs[0].text[found.end() :].split())[:_SAME]
    if len(cut) < _SAME or not any(text.startswith(cut) for text in told[1:4]):
        return []
    rest = len(told[1]) <= _SAME and told[1].endswith(("...", "…")) and told[1].rstrip(".…") in "".join(told[2:])
    return list(paragraphs[: 2 if rest else 1])


def _is_cut_from(first: str, rest: Sequence[str]) -> bool:
    """Whether a paragraph is the beginning of those below it, letter by letter, and cut where its room ended."""
    bare = _MARKS.sub("", first)
    whole = _MARKS.sub("", "".join(rest)[: 2 * len(first) + _SENT])
    return len(bare) >= _SAME and 0 <= whole.find(bare) <= _SENT
