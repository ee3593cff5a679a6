"""A file's lines to its items: cut, named, dated, signed, each text once."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from jianbao.importer import lists
from jianbao.importer.items import (
    contents,
    cut,
    furniture,
    glued,
    issuer,
    layout,
    lone,
    opening,
    remains,
    repeats,
)
from jianbao.importer.items import draft as drafting
from jianbao.importer.line import figures, kinds, masthead, meta, parts, signatures, titlemarks, when
from jianbao.importer.line.evidence import DATED, Year, of_head, of_path, written, years
from jianbao.importer.model import OF_PAGE, Dropped, Item, Line, Options, Paragraph, Source
from jianbao.importer.page import frame, stray, tail
from jianbao.importer.text import blanks, tags, traditional

_BESIDE = 45
"""Days between the oldest and the newest of the articles that tell when their page came out."""
_BELOW_TITLE = 4
"""Lines of a title, with its kicker and subtitle, above a page's fields."""
_ADDRESSES = re.compile(r"[ \t\u3000\xa0]*+(https?://[^\s\u4e00-\u9fff]++)[ \t\u3000\xa0]++(?=\S)", re.IGNORECASE)
_OF_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
"""The addresses of pictures before a text, as an archived page has them."""
_REPORT = re.compile("[\u4e00-\u9fff/／·]{1,12}[报网刊社台]讯")
"""How a report begins, whoever sent it: 本报讯, 今日女报/凤网讯."""
_LEADS = (">", "＞", "»")
_BACK = re.compile("(?<=[。！？”）])返回[\u4e00-\u9fff]{2,8}[>＞»]{1,3}$")
"""返回新闻网首页>>, glued behind a text."""
_PLANNED = re.compile("将|计划|拟|力争|争取|打算|要")
"""2018年，街道将…, a sentence at a text's end that tells of a year to come."""
_CAPTION = 80
"""Characters of what stands below a picture."""
_SHOWS = re.compile("[▲△↑↓]|图[片一二三四五六七八九十\\d]{0,2}[:：为]|上图|下图|左图|右图")
_TAKEN = ("摄", "供图", "摄影")


class Cut:
    """What a file was cut into. ``number`` is the issue's number as printed, ``month`` the issue's month."""

    def __init__(self, items: list[Item], dropped: list[Dropped], doubts: list[str], number: str, month: str) -> None:
        self.items = items
        self.dropped = dropped
        self.doubts = doubts
        self.number = number
        self.month = month


def items(source: Source, departments: Mapping[str, str], options: Options) -> Cut:
    """The items of a file, what was dropped of it, and what is doubtful."""
    if source.markdown or source.front:
        return Cut(
            [_whole(source, departments)],
            list(source.dropped),
            list(source.doubts),
            "",
            source.said.get("date", "")[:7],
        )
    read = traditional.shadow(source)
    if read is not None:
        made = _items(read, departments, options)
        original = traditional.Original(source, read)
        of_file = len(source.dropped)
        made.items = original.items(made.items)
        made.dropped = [*source.dropped, *original.dropped(made.dropped[of_file:])]
        if original.is_whole(made.items, made.dropped[of_file:]):
            return made
    return _items(source, departments, options)


def _items(source: Source, departments: Mapping[str, str], options: Options) -> Cut:
    dropped = list(source.dropped)
    doubts = list(source.doubts)
    lines = _with_values([part for line in blanks.days(source.lines) for part in _unglued(line, departments)])
    doubts += [doubt for line in source.lines for doubt in kinds.guessed(line)]
    lines = glued.signature(tags.without(stray.unscrambled(lines, dropped), dropped))
    lines = titlemarks.without_whole(titlemarks.unlabelled(titlemarks.unstarred(lines, dropped), dropped), dropped)
    lines = lists.marked(lines)
    lines, found_around, evidence, number, said, named = _without_frame(source, lines)
    dropped += found_around
    lines, found = stray.without(lines)
    dropped += found
    lines = blanks.tables(lines)
    evidence += _said_by(options)
    evidence += [e for d in source.dropped if d.reason == OF_PAGE for e in masthead.dated(d.text)]
    evidence += [e for text in tail.paths(source.lines, found_around) for e in of_path(text)]
    evidence += _of_others([d.text for d in found_around if d.reason == frame.OF_OTHERS])
    bulletin = bool(number) or any(d.reason == "报头" for d in found_around)
    doubts += figures.impossible(d.text for d in found_around if d.reason == "报头")
    known = False
    if not source.is_page:
        listed = any(d.reason == furniture.CONTENTS for d in found_around)
        around = remains.around(found_around)
        laid = layout.told(lines, departments, around, bulletin=bulletin, listed=listed)
        lines, known = laid.lines, laid.found
        evidence += laid.evidence
        dropped += laid.dropped
        doubts += laid.doubts
    signed = _signed(lines, departments)
    single = _is_single(source, lines, signed)
    pieces = cut.pieces(lines, signed, single=single, copied=_is_copied(lines), numbered=bool(number), known=known)
    drafts = [drafting.drafted(piece, departments) for piece in pieces]
    evidence += _evidence(drafts)
    made: list[Item] = []
    for position, draft in enumerate(drafts):
        dropped += draft.dropped
        if draft.is_empty():
            continue
        own = [e._replace(strength=e.strength + 1, day=0) for e in _evidence([draft])] if len(drafts) > 1 else []
        made.append(draft.item([*evidence, *own], said if position == 0 else {}, departments))
    more = opening.rescued(made, dropped)
    doubts += more
    made, found, more = repeats.items_once(made)
    dropped += found
    doubts += more
    doubts += contents.doubts(dropped, made)
    alone = [title for title in named if any(item.title and title.endswith(item.title) for item in made)]
    doubts += [f"“{title}”与各栏目的名称一样写，按一条的标题，请核对分条" for title in alone]
    if bulletin and not source.is_page:
        head = [d.text for d in found_around if d.reason == "报头"]
        made = issuer.rooms_of(lone.dated(made, evidence, head), head, departments)
    framed = any(d.reason in (tail.OF_META, tail.OF_PAGE) for d in found_around)
    if len(made) > 1 and framed and not bulletin:
        doubts.append(f"网页上的文字分成了{len(made)}条，请核对分条")
    _conserved(source, made, dropped[len(source.dropped) :])
    months = [e for e in evidence if e.strength >= 9 and e.month]
    return Cut(made, dropped, doubts, number, _month(months, made))


def _without_frame(
    source: Source, lines: list[Line]
) -> tuple[list[Line], list[Dropped], list[Year], str, dict[str, str], list[str]]:
    """The lines without what a print or a page has around its texts, and what that says of them all."""
    lines, numbers = parts.without(lines)
    numbered = source.is_page and {"1", "2"} <= {line.bare for line in lines}  # the parts of a text, not pages
    lines, dropped = (lines, []) if numbered else masthead.without_pages(lines)
    said = dict(source.said)
    framed = frame.Framed(lines, [], [])
    of_page = next((n for n, line in enumerate(lines[:10]) if kinds.is_frame(line) or kinds.is_meta(line)), -1)
    if of_page >= 0 and not masthead.begins(lines, of_page):
        framed = frame.without(lines)
    kept, head, evidence, number = masthead.without(framed.lines)
    if framed.lines is lines:
        framed = frame.without(kept)
        kept = framed.lines
    kept, found = furniture.without(kept, issue=bool(number) or any(d.reason == "报头" for d in head))
    kept, named = furniture.named_alone(kept, found)
    said.setdefault("source", "")
    said["source"] = said["source"] or issuer.of_head(head)
    evidence += of_head(source.said.get("date", ""))
    for about in framed.whole:
        evidence += of_head(about.date)
        said["source"] = said["source"] or about.source
        said.setdefault("date", about.date)
    return kept, [*numbers, *dropped, *head, *framed.dropped, *found], evidence, number, said, named


def _conserved(source: Source, made: Sequence[Item], dropped: Sequence[Dropped]) -> None:
    """The law of the room, at every import: a lost character is a bug of ours, and then nothing is written."""
    kept = [t for i in made for t in (i.kicker, i.title, i.subtitle, i.signature, *(p.text for p in i.paragraphs))]
    after = Counter("".join("".join([*kept, *(d.text for d in dropped)]).split()))
    before = Counter("".join("".join(line.text for line in source.lines).split()))
    if after != before:
        raise AssertionError(f"{source.name}: {before - after} lost, {after - before} added")


def _whole(source: Source, departments: Mapping[str, str]) -> Item:
    """A Markdown file is one item, and says itself what it is."""
    said = source.said
    day = said.get("date", "")
    named = said.get("source", "")
    return Item(
        title=said.get("title", ""),
        kicker=said.get("kicker", ""),
        subtitle=said.get("subtitle", ""),
        date=day if len(day) >= 7 else "",
        date_basis=day,
        year_basis=day[:4],
        source=signatures.canonical(named, departments) if named else "",
        signature="",
        paragraphs=tuple(Paragraph(line.bare) for line in source.lines),
        line=1,
        column=said.get("column", ""),
        tags=tuple(said["tags"].split("\n")) if said.get("tags") else (),
        doubts=() if said.get("title") else ("没有找到标题",),
        markdown=source.markdown,
        front=source.front,
    )


def needs_year(made: Sequence[Item]) -> bool:
    """Whether a day was read whose year nothing tells."""
    return any(item.date_basis and not item.date for item in made)


def _month(evidence: Sequence[Year], made: Sequence[Item]) -> str:
    """The issue's month: the masthead's, else the one in which most of its items happened."""
    if evidence:
        best = max(evidence, key=lambda e: e.strength)
        return f"{best.year:04}-{best.month:02}"
    months = Counter(item.date[:7] for item in made if len(item.date) >= 7)
    return max(months, key=lambda m: (months[m], m)) if months else ""


def _said_by(options: Options) -> list[Year]:
    found = []
    for text, name, strength in (
        (options.year, "--year", 12),
        (options.date, "--date", 12),
        (options.issue, "--issue", 11),
    ):
        match = re.match(r"(20\d\d|19\d\d)(?:-(\d\d))?", text)
        if match:
            month = int(match[2] or 0)
            found.append(Year(int(match[1]), f"{name} {text}", strength, month if 1 <= month <= 12 else 0))
    return found


def _unglued(line: Line, departments: Mapping[str, str]) -> list[Line]:
    """A line in which a title was glued behind a signature, as two."""
    if line.rows or line.picture:
        return [line]
    pictures = _ADDRESSES.match(line.text)
    if pictures and all(one.endswith(_OF_PICTURES) for one in _one_by_one(pictures[1].lower())):
        rest = line._replace(text=line.text[pictures.end() :], blank_before=False)
        return [line._replace(text=pictures.group().rstrip()), *_unglued(rest, departments)]
    back = _BACK.search(line.text[-24:]) if line.text.endswith(_LEADS) else None
    if back and len(line.text) > 40:
        cut_at = len(line.text) - len(back.group())
        return [*_unglued(line._replace(text=line.text[:cut_at]), departments), line._replace(text=back.group())]
    at = signatures.middle(line.text, departments)
    if at < 0:
        return kinds.apart(line) or kinds.whole(line) or glued.in_front(line)
    rest = line._replace(text=line.text[at:], blank_before=False, centred=False)
    return [line._replace(text=line.text[:at]), *_unglued(rest, departments)]


def _one_by_one(addresses: str) -> list[str]:
    """Addresses that stand one behind the other without a blank."""
    return addresses.replace("http://", " http://").replace("https://", " https://").split()


def _of_others(texts: Sequence[str]) -> list[Year]:
    """The years of other articles that a page recommends, as evidence of what happened in the months beside them."""
    found = [day[0] for text in texts if (day := figures.whole(text))]
    if not found or max(found) - min(found) > timedelta(_BESIDE):
        return []
    return [Year(day.year, f"{day.isoformat()}（网页上别的文章）", 2, day.month) for day in dict.fromkeys(found)]


def _is_single(source: Source, lines: Sequence[Line], signed: frozenset[int]) -> bool:
    """Whether a saved page is one article: it names its title, is no bulletin, and at most its end is signed."""
    bulletin = re.search(r"第[\d一二三四五六七八九十]{1,4}期|简报|快讯|动态|集锦", lines[0].bare) if lines else None
    names = [at for at in signed if not signatures.is_date_below(lines[at].bare) and meta.read(lines[at].bare) is None]
    texts = [n for n, line in enumerate(lines) if len(line.bare) >= 40]
    inside = [at for at in names if texts and texts[0] <= at < texts[-1]]
    return source.is_page and bool(lines) and lines[0].title and not bulletin and not inside


def _is_copied(lines: Sequence[Line]) -> bool:
    """Whether a text was copied from the page of one article: the day stands below its title, and nowhere else.

    One that was copied before has the fields of both pages, and nothing but fields between them.
    """
    dated = [n for n, line in enumerate(lines) if kinds.is_meta(line) and (m := meta.read(line.bare)) and m.date]
    reports = sum(_REPORT.match(line.bare) is not None for line in lines)
    one = bool(dated) and all(meta.read(line.bare) for line in lines[dated[0] : dated[-1]])
    return one and dated[0] <= _BELOW_TITLE and reports < 2


def _with_values(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a page's labels and the values that stand below them as one."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        if (
            last
            and not (line.rows or line.picture or last.rows or last.picture)
            and meta.is_apart(last.text, line.text)
        ):
            made[-1] = last._replace(text=last.text.rstrip() + line.bare)
        else:
            made.append(line)
    return made


def _signed(lines: Sequence[Line], departments: Mapping[str, str]) -> frozenset[int]:
    """The positions of the lines after which an item is over because it is signed."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        if line.rows or line.picture or _is_caption(line):
            continue
        before = lines[at - 1].bare if at else ""
        after = lines[at + 1].bare if at + 1 < len(lines) else ""
        if (
            signatures.at_end(line.text, departments)
            or (
                before
                and signatures.below(line.text, departments, dated=line.right)
                and (at - 1 in found or _set_off(line, before, after))
            )
            or (before and signatures.is_date_below(line.text) and len(line.bare) <= 20)
        ):
            found.add(at)
    return frozenset(found)


def _is_caption(line: Line) -> bool:
    """Whether a line says what a picture shows and who took it: 图为启动仪式现场。（张甲摄）."""
    return (
        len(line.bare) <= _CAPTION and _SHOWS.match(line.bare) is not None and line.bare.rstrip("）)").endswith(_TAKEN)
    )


def _set_off(line: Line, before: str, after: str) -> bool:
    """Whether a line with a department's name alone is a signature, and not a title or a heading."""
    ended = before.endswith(("。", "！", "？", "”", "）", "…"))
    return ended and (
        line.right or line.text[:2].isspace() or not after or signatures.is_date_below(after) or len(after) < 60
    )


def _evidence(drafts: Sequence[drafting.Draft]) -> list[Year]:
    """What the items say of the year: titles most, then leads, then whatever stands in the texts."""
    found: list[Year] = []
    for draft in drafts:
        for text in draft.title_lines:
            found += years(text, 5)
        for text in (draft.above, draft.below, *(m.date for m in draft.meta)):
            whole = written(text)
            found += [Year(whole.year, whole.basis, DATED, whole.month, whole.day)] if whole else []
        lead = when.of_item([p.text for p in draft.paragraphs if not p.picture])
        if lead and lead.year:
            found.append(Year(lead.year, lead.basis, 6, lead.month))
        for at, paragraph in enumerate(p for p in draft.paragraphs if not p.picture):
            opening = re.match(r"(20\d\d)年[，,]", paragraph.text)
            if opening and not (at and _PLANNED.search(paragraph.text.partition("。")[0])):
                found.append(Year(int(opening[1]), f"{opening[1]}年", 4, unsure=at > 0))
            found += years(paragraph.text, 1, opens=at == 0)
    return found
