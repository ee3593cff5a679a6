"""A piece of a file on its way to an item: title, signature and paragraphs told apart, its year not known yet."""

import re
from collections.abc import Mapping, Sequence

from jianbao.importer import cut, furniture, repeats, signatures, when
from jianbao.importer.model import Dropped, Item, Line, Paragraph
from jianbao.importer.when import Year

_MOST_BELOW = 4
"""Lines at the foot of an item: the department, the writer, the photographer, the date."""
_CAPTION = re.compile(r"(?:图|照片|图片|配图)\s*\d*\s*[：:为是]?|.{0,30}(?:摄|供图)[）)]?$|▲|△")


class Draft:
    """One item before its year is known."""

    def __init__(self) -> None:
        self.kicker = self.title = self.subtitle = ""
        self.signature = self.signer = ""
        self.below = ""
        """The date below the signature."""
        self.above = ""
        """The date that stands alone below the title: of a speech, for the most part."""
        self.title_lines: list[str] = []
        self.meta: list[str] = []
        self.paragraphs: tuple[Paragraph, ...] = ()
        self.dropped: list[Dropped] = []
        self.doubts: list[str] = []
        self.line = 0

    def is_empty(self) -> bool:
        return not (self.title or self.kicker or self.subtitle or self.paragraphs or self.signature)

    def item(self, evidence: Sequence[Year], said: Mapping[str, str], departments: Mapping[str, str]) -> Item:
        """The finished item."""
        doubts = list(self.doubts)
        found = written(self.above) or when.of_item([p.text for p in self.paragraphs if not p.picture])
        found = found or when.of_title(self.title)
        if found is None:
            found = next((f for text in [self.below, *self.meta, said.get("date", "")] if (f := written(text))), None)
        day, basis, year_basis = "", "", ""
        if found:
            basis = found.basis
            doubts += [found.doubt] if found.doubt else []
            year, year_basis, doubt = when.year_of(found, evidence)
            doubts += [doubt] if doubt else []
            if found.year:
                year_basis = next(iter(re.findall(r"\d{4}年?", basis)), "")
            if year:
                day = when.iso(year, found.month, found.day)
                if not day:
                    doubts.append(f"没有“{basis}”这一天（{year}年），请核对")
                    year_basis = ""
        named = signatures.canonical(self.signer, departments) if self.signer else self._named(said)
        if named and self.signer and departments and named not in departments.values():
            doubts.append(f"来源“{named}”不在 data/departments.yaml 里，请核对")
        if not self.title:
            doubts.append("没有找到标题")
        return Item(
            title=self.title,
            kicker=self.kicker,
            subtitle=self.subtitle,
            date=day,
            date_basis=basis,
            year_basis=year_basis,
            source=named,
            signature=self.signature,
            paragraphs=self.paragraphs,
            line=self.line,
            doubts=tuple(doubts),
        )

    def _named(self, said: Mapping[str, str]) -> str:
        for text in self.meta:
            match = re.search(r"(?:信息)?来源\s*[：:]\s*([^\s：:]+)", text)
            if match and match[1] not in ("发布时间", "本站"):
                return match[1]
        return said.get("source", "")


def written(text: str) -> when.Found | None:
    """The whole date that a header or the foot of an item gives, in whatever form."""
    match = re.search(r"(20\d\d|19\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    if not match:
        return None
    return when.Found(int(match[1]), int(match[2]), int(match[3]), match.group())


def draft(piece: cut.Piece, departments: Mapping[str, str]) -> Draft:
    """A piece with its title's parts, its signature and what was dropped of it."""
    made = Draft()
    made.kicker, made.title, made.subtitle, doubt = cut.title_parts(piece.titles)
    made.doubts += [*piece.doubts, *([doubt] if doubt else [])]
    made.dropped += piece.dropped
    made.title_lines = [line.bare for line in piece.titles]
    body = list(enumerate(piece.body))
    every = [*piece.titles, *piece.body]
    made.line = every[0].number if every else 0
    while body and furniture.is_meta(body[0][1]):
        line = body.pop(0)[1]
        made.meta.append(line.bare)
        made.dropped.append(Dropped(line.bare, "网页上的来源和时间，已读入来源和日期"))
    if len(body) > 1 and piece.titles and signatures.is_date_below(body[0][1].text):
        made.above = body.pop(0)[1].bare
        made.dropped.append(Dropped(made.above, "标题下的日期，已读入日期"))
    below: list[str] = []
    while len(body) > 1 and len(below) < _MOST_BELOW and (found := _below(body[-1][1], departments)):
        day, name = found
        made.below = made.below or day
        if name and not (made.signer and signatures.canonical(made.signer, departments)):
            made.signer = name
        below.insert(0, body.pop()[1].bare)
    paragraphs: list[Paragraph] = []
    for position, (at, line) in enumerate(body):
        paragraph = _paragraph(line, at in piece.headings)
        last = all(other.picture or _CAPTION.match(other.bare) for _, other in body[position + 1 :])
        signed = signatures.at_end(line.text, departments) if last and not made.signer and not line.rows else None
        if signed:
            made.signer = signed.name
            below.insert(0, signed.signature)
            paragraph = Paragraph(signed.text.strip())
            if not paragraph.text:
                continue
        paragraphs.append(paragraph)
    made.signature = "\n".join(below)
    once, draft_dropped, doubts = repeats.without(_captioned(paragraphs))
    made.paragraphs = once
    made.dropped += draft_dropped
    made.doubts += doubts
    return made


def _below(line: Line, departments: Mapping[str, str]) -> tuple[str, str] | None:
    """(date, name) of a line at the foot of an item that is nothing but one of them."""
    if line.rows or line.picture:
        return None
    if signatures.is_date_below(line.text):
        return line.bare, ""
    signed = signatures.at_end(line.text, departments)
    name = "" if signed is not None and signed.text else signatures.below(line.text, departments)
    if not name and line.right and len(line.bare) <= 40 and not re.search("[。，；：！？]", line.bare):
        name = line.bare  # what stands on the right below a text is who signs it
    return ("", name) if name else None


def _paragraph(line: Line, heading: bool) -> Paragraph:
    if line.rows:
        return Paragraph(line.text, rows=line.rows)
    if line.picture:
        return Paragraph("", picture=line.picture, alt=line.alt)
    return Paragraph(line.bare, heading=heading)


def _captioned(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Pictures with the short line below them as their caption."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        before = found[-1] if found else None
        text = paragraph.text
        below = before is not None and before.picture and not before.text and not paragraph.rows and 0 < len(text) <= 50
        if before and below and (_CAPTION.match(text) or not text.endswith(("。", "！", "："))):
            found[-1] = Paragraph(text, picture=before.picture, alt=before.alt, caption=text)
            continue
        found.append(paragraph)
    return found
