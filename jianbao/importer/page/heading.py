"""The title of a saved page, and what the page prints between it and the text: its fields, the title once more.

The page names its title itself, in <title> and in tags beside it. Where the line stands twice, a bar that floats over
the page has the first one; what stands above the title is of the page, but for the line that leads to it.
"""

import re
from collections.abc import Sequence

from jianbao.importer.line import bylines, controls, figures, kinds, masthead, meta, titles
from jianbao.importer.model import Line

_AMONG = 160
"""Lines among which the title is looked for."""
_FOLDED = 4
"""Lines that a title is set in."""
_ABOVE = 6
"""Lines above a title among which its fields are looked for."""
_TO_DO = re.compile("[阅閱][读讀]|查看|返回|[点點][击擊]|下[载載]|分享|打[开開]|[关關]注|登[录錄]|更多|[听聽]")
"""How a link begins that is no account's name."""
_NEAR = 8
"""Lines between a title and its text."""
_MARK = re.compile("(?:原创|转载|置顶|独家|图文|组图|视频|头条|推荐|热门?|荐|新)[ \u3000|｜:：]{0,3}")
"""A site's mark before a title, which the page's own name does not have."""
_COUNTED = re.compile("(?:阅读|点击|浏览|访问|查看)(?:数|量|次数|人数)?[:：][ \u3000]{0,4}(?=\\S)")
"""How often read, with the number that a script adds missing, before a title on its line."""
_DASHED = re.compile("[—–－-]{1,3}[ \u3000]{0,2}[\u4e00-\u9fff“《\\d][^。；！？]{3,50}$")
_STOPS = "！!。？?"
"""What a title may end with, and its name in the page's head not."""
_SHORTEST = 6
"""Characters of a kicker."""


def marked(lines: list[Line], names: Sequence[str], framing: list[str], said: dict[str, str]) -> list[Line]:
    """The lines from the page's title on, marked as such; what stood above goes into ``framing``.

    ``names``: what the page calls itself, the surest first.
    """
    for name in names:
        wanted = "".join(name.split())
        found = [found for at in range(min(len(lines), _AMONG)) if (found := _named(lines, at, wanted))]
        found = [place for place in found if not _is_column(lines, place[0])]
        if found and not _is_behind(lines, found[0][0]):
            begin, end = _last(lines, found)
            said["issued"] = _of_paper(lines[:begin])
            return _from(lines, begin, end, framing, wanted)
    at = _by_look(lines)
    if at < 0:
        return lines
    said["issued"] = _of_paper(lines[:at])
    return _from(lines, at, at + 1, framing, "".join(lines[at].bare.split()))


def _by_look(lines: Sequence[Line]) -> int:
    """Where the title is that the page names nowhere: the only heading, above the first paragraph; -1 for none."""
    text = next((n for n, line in enumerate(lines) if kinds.is_text(line) and not line.heading), -1)
    called = [n for n, line in enumerate(lines) if line.role == "title" and _can_be(line)]
    heads = [n for n, line in enumerate(lines) if line.heading and _can_be(line)]
    for found in (called, heads):
        if len(found) == 1 and text - _NEAR <= found[0] < text:
            return found[0]
    return -1


def _can_be(line: Line) -> bool:
    bare = line.bare
    return (
        8 <= len(bare) <= 80
        and re.search("[\u4e00-\u9fff]{2}", bare) is not None
        and not (line.rows or line.picture or kinds.is_loose(line) or _is_field(line))
        and not (controls.OWN_NAME.fullmatch(bare) or controls.NAME_OF_SITE.fullmatch(bare))
    )


def _named(lines: list[Line], at: int, wanted: str) -> tuple[int, int] | None:
    """(where the lines that say the page's name begin, where they end)."""
    if len(wanted) < _FOLDED or lines[at].rows:
        return None
    line = lines[at]
    folded = _folded(lines, at, wanted)
    if folded:
        return at, folded
    named = is_named(line, line.bare, wanted)
    mark = None if named else _before(line)
    if named or (mark and is_named(line, line.bare[mark.end() :], wanted)):
        return at, at + 1
    return None


def _folded(lines: Sequence[Line], at: int, wanted: str) -> int:
    """Where a title ends that is set in several lines; 0 when none begins at a position."""
    if not wanted.startswith("".join(lines[at].bare.split())):
        return 0
    for end in range(at + 2, min(at + _FOLDED, len(lines)) + 1):
        whole = "".join("".join(other.bare for other in lines[at:end]).split())
        if len(whole) > len(wanted) or any(other.rows or other.picture for other in lines[at:end]):
            return 0
        rest = wanted[len(whole) :]
        site = controls.NAME_OF_SITE.fullmatch(rest[1:]) is not None and rest[:1] in "-_—–|｜"
        own = len(whole) >= 2 * _SHORTEST and wanted.startswith(whole) and (not rest or site)
        if own and len({other.home for other in lines[at:end]}) == 1:
            return end
    return 0


def _before(line: Line) -> re.Match[str] | None:
    """What a page has before a title on its line."""
    return (_MARK.match(line.bare) if line.heading else None) or _COUNTED.match(line.bare)


def is_named(line: Line, text: str, wanted: str) -> bool:
    """Whether a line's text is what the page calls itself; <title> goes on with the site's name."""
    bare = "".join(text.split())
    return (
        len(bare) >= 4
        and not line.rows
        and (
            wanted.rstrip(_STOPS) == bare.rstrip(_STOPS)
            or _begins(wanted, bare)
            or (len(bare) >= 10 and wanted.endswith(bare) and wanted[-len(bare) - 1] in "-_—–|｜·》")
            or _ends(wanted, bare)
            or (wanted.startswith(bare) and re.fullmatch("[（(][^（）()]{4,20}[）)]", wanted[len(bare) :]) is not None)
            or (wanted.startswith(bare) and (line.heading > 0 or (len(bare) >= 10 and wanted[len(bare)] in "-_—–|｜·")))
        )
    )


def _is_column(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the column's name, which the page's path says again right below it."""
    bare = lines[at].bare
    below = (line.bare for line in lines[at + 1 : at + 3] if not (line.rows or line.picture))
    return len(bare) <= 2 * _SHORTEST and any(controls.PATH.match(text) and text.endswith(bare) for text in below)


def _is_behind(lines: Sequence[Line], at: int) -> bool:
    """Whether most of a page stands above a line that is no first heading: then it is no title."""
    above, below = (sum(len(line.bare) for line in part) for part in (lines[:at], lines[at:]))
    return lines[at].heading != 1 and above > below


def _begins(wanted: str, bare: str) -> bool:
    """Whether a line is the first of a page's names, before its column and its site, and no site's name itself."""
    return (
        len(wanted) > len(bare) >= _SHORTEST
        and wanted.startswith(bare)
        and wanted[len(bare)] in "-_—–|｜"
        and not (controls.NAME_OF_SITE.fullmatch(bare) or controls.OWN_NAME.fullmatch(bare))
    )


def _ends(wanted: str, bare: str) -> bool:
    """Whether a line is the last of a page's names, behind its paper's or its site's."""
    site = wanted[: -len(bare) - 1]
    return (
        len(bare) >= _SHORTEST
        and wanted.endswith(bare)
        and wanted[-len(bare) - 1 : -len(bare)] in ("-", "_", "—", "–", "|", "｜", "》")
        and controls.NAME_OF_SITE.fullmatch(site) is not None
    )


def _last(lines: Sequence[Line], found: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The last place above the text in which the title stands, but for one in the text's own element."""
    begin = found[0][0]
    text = next((n for n in range(begin + 1, len(lines)) if kinds.is_text(lines[n])), len(lines))
    home = lines[text].home if text < len(lines) else 0
    outside = [place for place in found if place[0] < text and (lines[place[0]].home != home or home == 0)]
    return outside[-1] if outside else found[0]


def _from(lines: list[Line], begin: int, end: int, framing: list[str], wanted: str) -> list[Line]:
    """The lines from the title on; its kicker, and the fields that stand above it, go with it."""
    own = [line._replace(heading=line.heading or 1, title=True, headed=True) for line in lines[begin:end]]
    mark = _before(own[0])
    if mark and len(own) == 1 and not is_named(lines[begin], own[0].bare, wanted):
        framing.append(mark.group().strip())
        own[0] = own[0]._replace(text=own[0].bare[mark.end() :])
    above = lines[:begin]
    kicker = above.pop() if above and _is_kicker(above[-1], own[0]) else None
    below = lines[end:]
    if len(below) > 2 and masthead.is_number(below[0].bare) and _is_field(below[1]):
        below[:2] = [below[1], below[0]]  # a document's number, above the page's fields
    fields: list[Line] = []
    if not any(map(_dated, below[:_ABOVE])):
        fields = [line for line in above[-_ABOVE:] if _is_field(line)]
    framing += [line.text if line.rows else line.bare for line in above if not line.picture and line not in fields]
    if len(below) >= 2 and own[-1].heading < below[0].heading and kinds.is_meta(below[1]):
        below[0] = below[0]._replace(title=True)  # its subtitle, above the page's fields
    elif len(below) > 1 and _is_field(below[1]) and _is_second(below[0], own[-1]):
        below[0] = below[0]._replace(title=True, role="subtitle")
    elif below and (below[0].role == "subtitle" or _DASHED.match(below[0].bare)) and _can_be_subtitle(below[0]):
        below[0] = below[0]._replace(title=True)
    count = 1 if below and below[0].title else 0
    leading = [kicker._replace(title=True, headed=True, role="kicker")] if kicker else []
    return [*leading, *own, *below[:count], *fields, *below[count:]]


def _of_paper(above: Sequence[Line]) -> str:
    """When a newspaper came out, as it stands above an article of its page: 2016年03月08日 星期二; "" for no paper."""
    if not any(controls.SHEET.fullmatch(line.bare) for line in above):
        return ""
    return next((line.bare for line in above if not line.rows and controls.TODAY.fullmatch(line.bare)), "")


def _is_second(line: Line, title: Line) -> bool:
    """Whether a line between a title and the page's fields is set as its subtitle: one of its own, no byline."""
    return (
        line.home != title.home
        and not line.apart
        and len(line.bare) >= _SHORTEST
        and not kinds.is_loose(line)
        and _can_be_subtitle(line)
        and titles.is_title_like(line)
        and not (meta.is_body(line.bare) or bylines.is_person(line.bare) or kinds.are_glued(line.bare))
    )


def _can_be_subtitle(line: Line) -> bool:
    """Whether what the page calls a subtitle can be one, and is no field and no document's number."""
    number = masthead.is_number(line.bare.strip("（）()"))
    return len(line.bare) >= 4 and not (line.rows or line.picture or number or _is_field(line))


def _is_kicker(line: Line, title: Line) -> bool:
    """Whether the line above a title leads to it: the page calls it so, or sets it as a heading beside the title."""
    bare = line.bare
    if not re.search("[\u4e00-\u9fff]{2}", bare) or not _SHORTEST <= len(bare) <= 45:
        return False
    if line.rows or line.picture or kinds.is_loose(line) or _is_field(line):
        return False
    if line.role == "kicker":
        return True
    set_alike = (line.heading > 0 and line.home == title.home) or (line.centred and title.centred)
    return set_alike and not (title.apart or controls.OWN_NAME.fullmatch(bare) or controls.NAME_OF_SITE.fullmatch(bare))


def _is_field(line: Line) -> bool:
    return not (line.rows or line.picture) and meta.read(line.bare) is not None


def _dated(line: Line) -> bool:
    found = None if line.rows or line.picture else meta.read(line.bare)
    return found is not None and found.date != ""


def note_beside(lines: Sequence[Line], beside: Sequence[tuple[int, str]], said: dict[str, str]) -> None:
    """Notes the day and the account that the page has as links, or in its own bars, between its title and the text."""
    title = next((line.number for line in lines if line.title), 0)
    text = next((line.number for line in lines if line.number > title and kinds.is_text(line)), 0)
    if not title or any(map(_dated, lines[:_ABOVE])):
        between = [] if not title else [(at, told) for at, told in beside if title <= at < text]
        _note_account(between, said)
        return
    between = [(at, told) for at, told in beside if title <= at < text]
    _note_account(between, said)
    words = [told for _, told in between]
    for count in (3, 2, 1):
        for at in range(len(words) - count + 1):
            found = meta.read(" ".join(" ".join(words[at : at + count]).split()))
            if found and figures.whole(found.date):
                said["date"] = said.get("date") or found.date
                said["source"] = said.get("source") or (found.source if "来源" in found.labels else "")
                return


def _note_account(between: Sequence[tuple[int, str]], said: dict[str, str]) -> None:
    """Notes whose account published a text: the first link between the title and the text, when it is a name."""
    if said.get("source") or said.get("medium") or said.get("account") or not between:
        return
    name = between[0][1]
    if _TO_DO.match(name):
        return
    if re.fullmatch(r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fffA-Za-z0-9·]{2,12}", name) and not (
        controls.WORDS.fullmatch(name) or kinds.is_loose(Line(name, 0))
    ):
        said["account"] = name


__all__ = ["is_named", "marked", "note_beside"]
