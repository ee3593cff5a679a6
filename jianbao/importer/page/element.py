"""The element of a saved page that its article's text stands in, and what the page has around that.

Sites call their elements as they like; but an article's paragraphs stand in one of them, together, and what is
recommended, counted or commented stands in others. Nothing is taken off where another element has paragraphs, too,
unless the page itself says what these are: 相关阅读, 最新评论.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jianbao.importer.line import bylines, controls, kinds, meta, signatures
from jianbao.importer.model import Line

_MOST_OF_IT = 0.8
"""How much of a page's paragraphs stands in the element of the text."""
_OF_READERS = re.compile(
    r".{0,16}(?:今天|昨天|前天|刚刚|\d{1,2} ?(?:分钟|小时|天|秒)前)[ \d:]{0,9}(?:举报|赞|回复|\d){0,8}|"
    r"(?:[^。，]{0,6}(?:评论|跟[帖贴]|回复|留言|热评|新评)(?:区|列表)?[ ]?[（(]?\d{0,6}[条）)]?|登录并发[帖贴]|"
    r"发表(?:回复|评论)[ ]?(?:取消回复)?|文章导航)"
)
"""Above what readers wrote: 最新评论, 评论（3）."""
_OF_OTHERS = re.compile(
    "(?:作者|小编|本[网站报刊]|大家|网友|频道|图片|视频|新闻|点击|热门|热点|今日|最新|精彩|更多|相关|为[您你]|猜[您你]|阅读){1,3}"
    "(?:最新|最近|都在|下一)?(?:文章|推荐|喜欢|看|排行榜?|故事|图集|话题|搜索|新闻|推荐了?.{0,6}|下一篇)"
)
"""Above other articles: 作者最新文章, 大家都爱看."""
_ATTACHED = re.compile(r"附[件表录图]|.{2,60}\.(?:docx?|xlsx?|pdf|wps|zip|rar)(?:$|[ （(])", re.IGNORECASE)
_WORDS = re.compile("[\u4e00-\u9fff]")
_OF_PLATFORM = re.compile(
    '[“"]?(?:(?:特别|免责|平台|郑重|版权)?[声申]明[：:]|以上)[^。]{0,60}(?:平台|自媒体|用户上传|创作者|本站|观点|立场)|'
    "Notice: The content above"
)
"""Below a text, whose platform it is and that it answers for nothing: 特别声明：以上内容为自媒体平台…."""
_POSTED = re.compile("发表于 ?(?:19|20)\\d\\d-")
"""Above each text of a forum's thread."""
_FIELDS = 160
_HEAD = 60
"""Characters of a line above what is of others."""
_DEEPEST = 60
"""Elements around a line that are looked at."""
_SHORT = 4
"""Characters of a word beside a page's fields that is no title: 图集, 关注."""


class Parts(NamedTuple):
    """The lines of the article, and those of the page around it."""

    lines: list[Line]
    around: list[Line]


def parts(lines: Sequence[Line], above: Mapping[int, int]) -> Parts:
    """A page's lines without those around its text; ``above``: each element, and the one that it stands in."""
    found = _within(lines, above)
    if not any(map(_is_paragraph, found.lines)) and any(map(_is_paragraph, lines)):
        return Parts(list(lines), [])  # rather the page's words than no text
    return found


def _within(lines: Sequence[Line], above: Mapping[int, int]) -> Parts:
    over = _over(lines)
    behind = [line for line in lines[over:] if not _is_credit(line)]
    found = _parts([*lines[:over], *filter(_is_credit, lines[over:])], above)
    return Parts(found.lines, [*found.around, *behind])


def _over(lines: Sequence[Line]) -> int:
    """Where the page itself says that the article is over: whose platform it is, or another page's title."""
    first = next((n for n, line in enumerate(lines) if _is_paragraph(line)), len(lines))
    titled = next((line for line in lines[:first] if line.title), None)
    home = lines[first].home if first < len(lines) else 0
    posted = any(_POSTED.match(line.bare) for line in lines[:first])
    for n in range(first + 1, len(lines)):
        line = lines[n]
        if line.rows or line.picture:
            continue
        if _OF_PLATFORM.match(line.bare) and len(line.bare) <= 2 * _FIELDS:
            return n
        if (line.heading and _begins_others(line)) or (posted and _POSTED.match(line.bare)):
            return n
        if line.heading == 1 and titled and titled.heading == 1 and line.home != home and titled.bare != line.bare:
            return n
    return len(lines)


def _is_credit(line: Line) -> bool:
    """Whether a line below an article names with its label who answers for it, or whose it is."""
    found = None if line.rows or line.picture else meta.read(line.bare)
    return found is not None and bool(found.labels) and bool(found.person or found.source) and not found.date


def _parts(lines: Sequence[Line], above: Mapping[int, int]) -> Parts:
    paragraphs = [n for n, line in enumerate(lines) if _is_paragraph(line)]
    begin, end = _first(lines, above, paragraphs) or _extent(lines, above, _own(lines, paragraphs))
    if not end:
        return Parts(list(lines), [])
    begin, end = _grown(lines, above, begin, end)
    around = _head(lines, begin)
    over = next((n for n in range(end, len(lines)) if _begins_others(lines[n])), len(lines))
    if all(n < end or n > over or controls.is_legal(lines[n].bare) for n in paragraphs):
        apart = next((n for n in range(end, over) if lines[n].apart), over)
        signed = next((n for n in range(end, over) if not _is_of_article(lines[n], apart=n >= apart)), over)
        around |= {n for n in range(signed, len(lines)) if n >= over or not _is_field(lines[n])}
    kept = [line for n, line in enumerate(lines) if n not in around]
    return Parts(kept, [lines[n] for n in sorted(around)])


def _grown(lines: Sequence[Line], above: Mapping[int, int], begin: int, end: int) -> tuple[int, int]:
    """Where the largest element around the text begins and ends that has neither the title nor anything of the page's.

    Short lines are of the text as its paragraphs are, whatever elements an editor's program set them in.
    """
    spans: dict[int, tuple[int, int]] = {}
    for n, line in enumerate(lines):
        for home in _around(line.home, above):
            spans[home] = (spans.get(home, (n, n))[0], n + 1)
    for home in _around(lines[begin].home, above):
        first, last = spans[home]
        inner = lines[first:last]
        if any(line.apart for line in inner[1:]) or any(line.title or _begins_others(line) for line in inner):
            break
        begin, end = min(begin, first), max(end, last)
    return begin, end


def _first(lines: Sequence[Line], above: Mapping[int, int], paragraphs: Sequence[int]) -> tuple[int, int] | None:
    """Where the element of the first paragraphs begins and ends; None when no line says that others begin behind it.

    From the first paragraph's element outwards, as long as the next paragraphs follow without such a line.
    """
    titled = next((n for n, line in enumerate(lines) if _is_titled(line)), 0)
    begin = next((n for n in paragraphs if n > titled and lines[n].home), -1)
    ends = _ends(lines, above) if begin >= 0 else {}
    told = [n for n in range(begin + 1, len(lines)) if _begins_others(lines[n])]
    for home in _around(lines[begin].home, above) if begin >= 0 else ():
        end = ends[home]
        further = next((n for n in paragraphs if n >= end), len(lines))
        if any(end <= n < further for n in told):
            own = sum(begin <= n < end for n in paragraphs)
            return (begin, end) if own > 1 or further == len(lines) else None
    return None


def _own(lines: Sequence[Line], paragraphs: list[int]) -> list[int]:
    """The positions of the paragraphs above the first line that says what follows is of others."""
    first = paragraphs[0] if paragraphs else len(lines)
    over = next((n for n in range(first + 1, len(lines)) if _begins_others(lines[n])), len(lines))
    own, rest = (sum(len(lines[n].bare) for n in paragraphs if (n < over) is above) for above in (True, False))
    return [n for n in paragraphs if n < over] if 2 * own >= rest else paragraphs


def _extent(lines: Sequence[Line], above: Mapping[int, int], paragraphs: Sequence[int]) -> tuple[int, int]:
    """Where the smallest element that has most of the paragraphs begins and ends; (0, 0) when it is none or all."""
    inside: dict[int, list[int]] = {}
    for n in paragraphs:
        for home in _around(lines[n].home, above):
            inside.setdefault(home, []).append(n)
    whole = sum(len(lines[n].bare) for n in paragraphs)
    most = {h: ns for h, ns in inside.items() if sum(len(lines[n].bare) for n in ns) >= _MOST_OF_IT * whole}
    if not most:
        return 0, 0
    fewest = min(len(ns) for ns in most.values())
    home = next(h for h, ns in most.items() if len(ns) == fewest)  # the innermost comes first
    return most[home][0], _ends(lines, above)[home]


def _around(home: int, above: Mapping[int, int]) -> list[int]:
    """An element and those around it, the nearest ones of a page that nests as none does."""
    found: list[int] = []
    while home and len(found) < _DEEPEST:
        found.append(home)
        home = above.get(home, 0)
    return found


def _ends(lines: Sequence[Line], above: Mapping[int, int]) -> dict[int, int]:
    """Where each element that lines stand in ends."""
    homes = {line.home: _around(line.home, above) for line in lines}
    return {home: n + 1 for n, line in enumerate(lines) for home in homes[line.home]}


def _is_paragraph(line: Line) -> bool:
    return kinds.is_text(line) and not line.title


def _is_titled(line: Line) -> bool:
    return line.title or line.heading == 1


def _head(lines: Sequence[Line], begin: int) -> set[int]:
    """The positions of what the page has between its title and the element of its text, without its fields.

    What stands below the fields can be no title's line any more; above them a subtitle may stand.
    """
    titled = next((n for n in range(begin) if _is_titled(lines[n])), -1)
    if titled < 0:
        return set()
    own = lines[begin].home
    inside = lines[titled].home == own
    told = {"".join(line.bare.split()) for line in lines[:begin] if line.title}
    below = False
    fields = max((n for n in range(titled + 1, min(begin + 2, len(lines))) if _is_told(lines[n])), default=-1)
    around: set[int] = set()
    for n in range(titled + 1, begin):
        line = lines[n]
        if line.title or (line.home == own and own != 0):
            continue
        if _is_told(line):
            below = True
        elif (
            _is_control(line)
            or "".join(line.bare.split()) in told
            or (below and _is_short(line, inside=inside))
            or (line.heading == 1 and len(line.bare) <= _HEAD // 2 and not below)
            or kinds.are_glued(controls.plain(line.bare))
            or (not inside and n < fields and _is_between(line, n == titled + 1))
        ):
            around.add(n)
    return around


def _is_told(line: Line) -> bool:
    return not (line.rows or line.picture) and meta.read(line.bare) is not None


def _is_between(line: Line, second: bool) -> bool:
    """Whether a line between a title and its fields is the page's; ``second``: it stands right below the title."""
    short = _is_short(line, inside=True)
    return short and (line.apart or not second or re.search(r"\d", line.bare) is not None)


def _is_short(line: Line, *, inside: bool) -> bool:
    """Whether a line below a page's fields is none of a text: short, and no body that wrote it.

    ``inside``: title and text stand in one element, and a short line with a mark may be of the text.
    """
    bare = line.bare
    if line.picture or line.rows or meta.is_body(bare) or meta.is_medium(bare) or bylines.is_person(bare):
        return False
    if re.search("[。；]|^[—–（(【]|记者|通讯员|作者", bare):
        return False
    return len(bare) <= (_HEAD // 2 if inside else _HEAD) and not (inside and re.search("[！？：:，]", bare))


def _is_control(line: Line) -> bool:
    """Whether a line between a title and the element of its text is a word of the page's: 微博, Qzone, 图集, T + -."""
    bare = "".join(line.bare.split())
    return (
        not (line.picture or line.rows or line.heading or line.title)
        and (len(bare) <= _SHORT or not _WORDS.search(bare))
        and not re.search(r"\d{2}", bare)
        and meta.read(line.bare) is None
        and not (meta.is_body(line.bare) or meta.is_medium(line.bare))
    )


def _begins_others(line: Line) -> bool:
    """Whether a line behind a text says that what follows is of others: articles, or what readers wrote."""
    bare = line.bare.strip("【】[]■◆●▶ \u3000：:")
    known = (controls.RECOMMENDED, controls.LIST, controls.RELATED, controls.COMMENTS, _OF_READERS, _OF_OTHERS)
    return not line.rows and len(bare) <= _HEAD and any(form.fullmatch(bare) for form in known)


def _is_field(line: Line) -> bool:
    """Whether a line further below a text can be the page's about it: a field with its label, what is attached."""
    found = None if line.picture or line.rows or line.heading else meta.read(line.bare)
    return (found is not None and bool(found.labels)) or (not line.heading and _ATTACHED.match(line.bare) is not None)


def _is_of_article(line: Line, *, apart: bool) -> bool:
    """Whether a line behind the element of a text can be the article's: who signs it and when, what is attached.

    ``apart``: the page has links of its own before it, and then a day alone is of another article.
    """
    bare = line.bare
    if apart and not _is_field(line):
        return False
    if line.picture or line.rows:
        return True
    if line.heading or not _WORDS.search(bare):
        return signatures.is_date_below(bare)
    return (
        meta.read(bare) is not None
        or signatures.is_date_below(bare)
        or meta.is_body(bare)
        or _ATTACHED.match(bare) is not None
        or bare[:1] in "（("
    )


__all__ = ["Parts", "parts"]
