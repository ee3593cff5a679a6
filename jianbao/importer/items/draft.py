"""A piece of a file on its way to an item: title, signature and paragraphs told apart, its year not known yet."""

import re
from collections.abc import Mapping, Sequence

from jianbao.importer.items import foot, opening, repeats
from jianbao.importer.items.piece import Piece, squeezed
from jianbao.importer.line import bylines, figures, heads, imprint, masthead, meta, notes, signatures, titles, when
from jianbao.importer.line.evidence import DATED, Found, Year, earlier, iso, of_head, partial, written, year_of
from jianbao.importer.model import Dropped, Item, Line, Paragraph
from jianbao.importer.page import captions, conflicts

_MOST_BELOW = 7
"""Lines at the foot of an item: the department, the writer, the photographer, the date."""
_PARAGRAPH, _ENDS = 40, 12
"""Characters of a paragraph, and of the end of a title by which another line is known to say it."""
_OF_META = "网页上的来源和时间，已读入来源和日期"
_OF_END = "网页末尾的文字"
_NUMBER = "发文字号"
_OWN_WORDS = "网页自己的标题；文件的标题在下面"
_ASIDE = re.compile(r"[（(]此[件页][^（）()。]{1,16}[）)]")
_PASSED = re.compile("[（(][^（）()]{2,60}(?:通过|批准|公布|发布|施行|修订)[^（）()]{0,40}[）)]")
"""By whom and when a document was passed, below its title."""
_CREDITS = re.compile(r"[ \u3000]{0,8}[（(「【\[]([^（）()「」【】\[\]]{4,80})[）)」】\]](?=[^。]{12})")


class Draft:
    """One item before its year is known."""

    def __init__(self) -> None:
        self.kicker = self.title = self.subtitle = ""
        self.signature = self.signer = self.speaker = self.unit = ""
        self.below = ""
        """The date below the signature."""
        self.above = ""
        """The date that stands alone below the title: of a speech, for the most part."""
        self.title_lines: list[str] = []
        self.meta: list[meta.Meta] = []
        self.paragraphs: tuple[Paragraph, ...] = ()
        self.dropped: list[Dropped] = []
        self.doubts: list[str] = []
        self.line = 0

    def is_empty(self) -> bool:
        return not (self.title or self.kicker or self.subtitle or self.paragraphs or self.signature)

    def item(self, evidence: Sequence[Year], said: Mapping[str, str], departments: Mapping[str, str]) -> Item:
        """The finished item."""
        doubts = list(self.doubts)
        evidence = conflicts.without_tag(evidence, self.meta, said)
        found = self._found(evidence, said)
        day, basis, year_basis = "", "", ""
        if found:
            basis = found.basis
            doubts += [found.doubt] if found.doubt else []
            year, year_basis, doubt = year_of(found, evidence)
            doubts += [doubt] if doubt else []
            if not (self.below or said.get("date") or any(m.date for m in self.meta)):
                unsure = earlier(found, self.title, [p.text for p in self.paragraphs if not (p.picture or p.note)])
                doubts += [unsure] if unsure else []
            if found.year:
                year_basis = found.told or next(iter(re.findall(r"\d{4}年?", basis)), "")
            if year:
                day = iso(year, found.month, found.day)
                if not day:
                    doubts.append(f"没有“{basis}”这一天（{year}年），请核对")
                    year_basis = ""
        old = when.lunar([p.text for p in self.paragraphs if not p.picture])
        doubts += [f"“{old}”是农历，没有当作日期，请核对"] if old else []
        named = signatures.canonical(self.signer, departments) if self.signer else ""
        named, reporter = ("", named) if signatures.is_of_reporter(named, self.signature) else (named, "")
        if named and departments and named not in departments.values():
            doubts.append(f"来源“{named}”不在 data/departments.yaml 里，请核对")
        told = sorted(self.meta, key=lambda m: "来源" not in m.labels)
        named = named or next((m.source for m in told if m.source), "") or said.get("source", "")
        named = named or reporter or self.unit or bylines.medium([p.text for p in self.paragraphs if not p.picture])
        doubts += conflicts.said_of(conflicts.problems("", self.line, self.meta, said, departments))
        if not self.title:
            doubts.append("没有找到标题")
        elif opening.says_little(self.title):
            doubts.append(f"标题“{self.title}”很短，请核对是不是栏目名、小标题，或标题的一截")
        if not self.paragraphs:
            doubts.append("标题下面没有正文，请对照原来的文件")
        return Item(
            title=self.title,
            kicker=self.kicker,
            subtitle=self.subtitle,
            date=day,
            date_basis=basis,
            year_basis=year_basis,
            source=signatures.canonical(named, departments) or named,
            signature=self.signature,
            paragraphs=self.paragraphs,
            line=self.line,
            doubts=tuple(doubts),
        )

    def _found(self, evidence: Sequence[Year], said: Mapping[str, str]) -> Found | None:
        """The item's date: a document's is the one below it, a report's the one that its text tells."""
        texts = [p.text for p in self.paragraphs if not (p.picture or p.note)]
        heads = [e for e in evidence if e.strength >= DATED]
        heads = [e for m in self.meta for e in of_head(m.date)] + heads
        printed = [self.below, *(m.date for m in self.meta), said.get("date", "")]
        of_document = written(self.below) if titles.KIND.search(self.title) else None
        if not of_document and any(d.reason == _NUMBER for d in self.dropped):
            of_document = next((f for text in printed if (f := written(text))), None)
        return (
            written(self.above)
            or of_document
            or when.in_title(self.title, heads)
            or when.not_long_before(when.of_item(texts, heads), printed)
            or when.of_title(self.title)
            or when.later(texts, heads)
            or next((f for m in self.meta if m.labels and (f := partial(m.date))), None)
            or next((f for text in printed if (f := written(text))), None)
            or when.begins(texts)
        )


def drafted(piece: Piece, departments: Mapping[str, str]) -> Draft:
    """A piece with its title's parts, its signature and what was dropped of it."""
    made = Draft()
    told = titles.of_lines(piece.titles)
    made.kicker, made.title, made.subtitle = told.kicker, told.title, told.subtitle
    _above(made, piece.above)
    if piece.under:
        under = [line.bare for line in piece.under if squeezed(line.bare) != squeezed(made.title)]
        made.dropped += [Dropped(line.bare, "又写了一遍的标题") for line in piece.under if line.bare not in under]
        made.subtitle = " ".join(part for part in (made.subtitle, *under) if part)
        made.doubts += [f"“{made.subtitle}”在来源和时间下面，按副题，请核对"] if under else []
    made.unit = made.speaker = told.unit
    made.doubts += [*piece.doubts, *told.doubts]
    made.dropped += [*piece.dropped, *told.dropped]
    made.title_lines = [line.bare for line in piece.titles]
    body = list(enumerate(piece.body))
    every = [*piece.above, *piece.titles, *piece.under, *piece.body]
    made.line = every[0].number if every else 0
    _off_head(made, body, titled=bool(piece.titles))
    below = _off_foot(made, body, departments)
    if not made.below and titles.KIND.search(made.title):
        made.below = next((line.bare for _, line in reversed(body) if signatures.is_date_below(line.bare)), "")
    made.dropped += [Dropped(line.bare, "公开说明") for _, line in body if _ASIDE.fullmatch(line.bare)]
    body = [pair for pair in body if not _ASIDE.fullmatch(pair[1].bare)]
    paragraphs: list[Paragraph] = []
    for position, (at, line) in enumerate(body):
        paragraph = _paragraph(line, at in piece.headings)
        last = all(other.picture or captions.CAPTION.match(other.bare) for _, other in body[position + 1 :])
        signed = signatures.at_end(line.text, departments) if last and not line.rows else None
        if signed and _signer(made, departments) and signatures.canonical(signed.name, departments):
            signed = None  # who signs stands below
        if signed:
            made.signer = made.signer if _signer(made, departments) else signed.name
            below.insert(0, signed.signature)
            paragraph = Paragraph(signed.text.strip())
            if not paragraph.text:
                continue
        paragraphs.append(paragraph)
    made.signature = "\n".join([made.speaker, *below] if made.speaker else below)
    once, draft_dropped, doubts = repeats.without(captions.joined(paragraphs))
    made.paragraphs = notes.marked(_without_page(made, once))
    made.doubts += ["编者按写成引用，日期不从里面读，请核对"] if any(p.note for p in made.paragraphs) else []
    made.dropped += draft_dropped
    made.doubts += doubts
    return made


def _without_page(made: Draft, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without what a page says of them: its summary of the text, credits behind it."""
    kept = repeats.without_title(paragraphs, made.title, made.dropped)
    for paragraph in captions.summary(kept):
        made.dropped.append(Dropped(paragraph.text, "网页的摘要，正文里都有"))
        kept.remove(paragraph)
    while len(kept) > 1 and foot.is_credit(kept[-1].text):
        made.dropped.append(Dropped(kept.pop().text, _OF_META))
    return kept


def _above(made: Draft, lines: Sequence[Line]) -> None:
    """Takes what stands above a page's fields, over the title below them: its kicker, or the page's own words of it."""
    above = " ".join(line.bare for line in lines)
    if above and titles.KIND.search(made.title) and "关于" + made.title.partition("关于")[2] in above:
        made.dropped.append(Dropped(above, _OWN_WORDS))
    elif above:
        made.kicker = " ".join(part for part in (above, made.kicker) if part)
        made.doubts.append(f"“{above}”在“{made.title}”上面，按引题，请核对")


def _signer(made: Draft, departments: Mapping[str, str]) -> str:
    """The body that signs, "" while only persons do."""
    return signatures.canonical(made.signer, departments) if made.signer else ""


_Body = list[tuple[int, Line]]


def _off_head(made: Draft, body: _Body, *, titled: bool) -> None:
    """Takes the lines between a title and its text off: a page's fields, a speech's date, the title once more."""
    count = 0
    while count < len(body) and (found := _meta(body[count][1])):
        line = body[count][1]
        made.meta.append(found)
        made.dropped.append(Dropped(line.text if line.rows else line.bare, _OF_META))
        count += 1
    del body[:count]
    if len(body) > 1 and (again := titles.FIRST.fullmatch(body[0][1].bare)):
        made.dropped.append(Dropped(again.group(), opening.OF_ORIGINAL))
        body.pop(0)
    bare = re.sub(r"[（(](?:总?第?\d{1,4}期|[一二三四上中下])[）)]$", "", made.title)
    wanted = squeezed(made.kicker + made.title + made.subtitle), squeezed(made.title), squeezed(bare)
    for count in range(1, min(4, len(body))) if titled else ():
        if squeezed("".join(line.bare for _, line in body[:count])) in wanted:
            made.dropped += [Dropped(line.bare, "又写了一遍的标题") for _, line in body[:count]]
            told = titles.of_lines([line for _, line in body[:count]])
            if told.subtitle and not (made.subtitle or made.kicker or told.kicker or told.dropped):
                made.title, made.subtitle = told.title, told.subtitle
            del body[:count]
            _off_line_below(made, body)
            break
    if titled and not made.subtitle and len(body) > 2 and titles.is_subtitle_of(body[1][1].bare, made.title):
        # The page is called by the subtitle, and the title stands in the text.
        made.dropped.append(Dropped(made.title, "又写了一遍的标题"))
        made.title, made.subtitle = body.pop(0)[1].bare, body.pop(0)[1].bare
    _off_own_words(made, body, titled=titled)
    _off_whole_title(made, body)
    if len(body) > 1 and titled and masthead.is_number(body[0][1].bare):
        made.dropped.append(Dropped(body.pop(0)[1].bare, _NUMBER))
    if len(body) > 1 and titled and not made.subtitle and heads.is_subtitle(body[0][1]):
        made.subtitle = body.pop(0)[1].bare  # below the fields of a page
    _off_credits(made, body)
    _off_speaker(made, body, titled=titled)


def _off_line_below(made: Draft, body: _Body) -> None:
    """Takes what stands between a title that is said again and its text as the subtitle."""
    while len(body) > 1 and squeezed(body[0][1].bare) == squeezed(made.title):
        made.dropped.append(Dropped(body.pop(0)[1].bare, "又写了一遍的标题"))
    if len(body) < 2 or made.subtitle or made.kicker or titles.KIND.search(made.title):
        return
    line = body[0][1]
    own = titles.is_title_like(line) and not titles.UNIT.fullmatch(line.bare)
    if own and 6 <= len(line.bare) <= 40 and len(body[1][1].bare) >= _PARAGRAPH:
        made.subtitle = body.pop(0)[1].bare
        made.doubts.append(f"“{made.subtitle}”按副题，请核对")


def _off_credits(made: Draft, body: _Body) -> None:
    """Takes the bracket off that says who wrote a text before its first word: （作者：… 审核：…）, 「来源：…」."""
    found = _CREDITS.match(body[0][1].bare) if body and not body[0][1].rows else None
    if not found or re.search("记者|通讯员", found[1]) or not (told := meta.read(found[1])) or not told.labels:
        return
    at, line = body[0]
    source = told.source or signatures.canonical(told.person, {})
    made.meta.append(told._replace(source=source))
    made.dropped.append(Dropped(found.group().strip(), _OF_META))
    body[0] = (at, line._replace(text=line.bare[found.end() :]))


def _off_speaker(made: Draft, body: _Body, *, titled: bool) -> None:
    """Takes the day of a speech, and who gave it, off: they stand in either order below its title."""
    if not titled or len(body) < 2:
        return
    at = 1 if bylines.is_speaker(body[0][1].bare) else 0
    passed = _PASSED.fullmatch(body[0][1].bare)
    if passed and titles.KIND.search(made.title) and figures.whole(body[0][1].bare):
        made.above = body[0][1].bare  # stays in the text
        return
    recorded = titles.KIND.search(made.title) is not None and titles.RECORDED.fullmatch(body[at][1].bare)
    if recorded or signatures.is_date_below(body[at][1].text) or titles.is_day(body[at][1].bare):
        made.above = body.pop(at)[1].bare
        made.dropped.append(Dropped(made.above, "标题下的日期，已读入日期"))
        speaks = len(body) > 1 and bylines.is_speaker(body[0][1].bare)
    else:
        speaks = at == 1 and (titles.KIND.search(made.title) is not None or heads.is_writer(body[0][1]))
    if speaks:
        made.speaker = body.pop(0)[1].bare
        made.unit = made.unit or bylines.of_writer(("作者",), made.speaker)


def _off_own_words(made: Draft, body: _Body, *, titled: bool) -> None:
    """Takes a page's own headline off where the document that it tells of follows with its title and number."""
    if len(body) > 2 and titled and titles.KIND.search(body[0][1].bare) and masthead.is_number(body[1][1].bare):
        told = (made.kicker, made.title, made.subtitle)
        made.dropped += [Dropped(part, _OWN_WORDS) for part in told if part]
        made.kicker, made.title, made.subtitle = "", body.pop(0)[1].bare, ""


def _off_whole_title(made: Draft, body: _Body) -> None:
    """Takes a document's own title from above its text, where the page's headline is only the end of it."""
    if not titles.KIND.search(made.title) or len(made.title) < _ENDS:
        return
    for count in range(1, min(5, len(body))):
        whole = squeezed("".join(line.bare for _, line in body[:count]))
        if whole.endswith(squeezed(made.title)[-_ENDS:]) and "关于" in whole and "。" not in whole:
            made.dropped.append(Dropped(made.title, _OWN_WORDS))
            made.title = "".join(line.bare for _, line in body[:count])
            del body[:count]
            return


def _off_foot(made: Draft, body: _Body, departments: Mapping[str, str]) -> list[str]:
    """Takes the lines below a text off: who signs it and when, a page's fields; returns the signature's lines."""
    rest = foot.after_signature(body, departments)
    for at in reversed(foot.behind_credits([line for _, line in body[:rest]], departments)):
        made.dropped.append(Dropped(body.pop(at)[1].bare, _OF_END))
        rest -= 1
    behind = body[rest:]
    del body[rest:]
    while behind and ((form := foot.is_form(behind[-1][1])) or imprint.is_foot(behind[-1][1])):
        made.dropped.append(Dropped(behind.pop()[1].bare, _OF_META if form else "报尾"))
    below: list[str] = []
    while len(body) > 1 and len(below) < _MOST_BELOW:
        line = body[-1][1]
        found = foot.below(line, departments, dated=bool(made.below), above=body[-2][1].bare, last=not below)
        if found:
            day, name = found
            made.below = made.below or day
            if name and not _signer(made, departments):
                made.signer = name
            elif name and signatures.are_equal(name, made.signer):
                made.signer = f"{name}、{made.signer}"
            below.insert(0, body.pop()[1].bare)
        elif again := foot.told_again(made.title, line):
            made.meta.append(again)
            made.dropped.append(Dropped(body.pop()[1].bare, "又写了一遍的标题和日期，已读入日期"))
        elif titles.FIRST.fullmatch(line.bare):
            made.dropped.append(Dropped(body.pop()[1].bare, opening.OF_ORIGINAL))
        elif (about := _meta(line)) and (about.labels or re.search(r"\d[:：]\d\d", line.bare)):
            made.meta.append(about)
            made.dropped.append(Dropped(body.pop()[1].bare, _OF_META))
        else:
            break
    body += behind
    return below


def _meta(line: Line) -> meta.Meta | None:
    return None if line.picture else meta.read(" ".join(line.text.split("\n")))


def _paragraph(line: Line, heading: bool) -> Paragraph:
    if line.rows:
        return Paragraph(line.text, rows=line.rows)
    if line.picture:
        return Paragraph("", picture=line.picture, alt=line.alt)
    return Paragraph(line.bare, heading=heading)
