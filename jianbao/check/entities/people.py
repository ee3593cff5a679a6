"""Names and posts, held against data/people.yaml: what editors fear most to get wrong.

A post on a date outside the time for which it is recorded is an error, and so is a post that the person
is not recorded with at all; a person recorded without posts is never wrong. One character off a known
name, beside a post, is a near-miss.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon
from jianbao.settings.knowledge import Post

POSTS = tuple(
    """
    书记处第一书记 书记处书记 党组副书记 党组书记 党委副书记 党委书记 党工委副书记
    党工委书记 党支部书记 党总支书记 党组成员 纪检组长 副书记 总书记 书记 国家主席
    名誉主席 兼职副主席 挂职副主席 副主席 主席 副委员长 委员长 副总理 总理 副省长 省长
    副市长 市长 副区长 区长 副县长 县长 副镇长 镇长 副主任 主任 副部长 部长 副局长
    局长 副处长 处长 副科长 科长 副会长 会长 副秘书长 秘书长 副组长 组长 副院长 院长
    副校长 校长 副园长 园长 副理事长 理事长 调研员 巡视员 常委 委员 主委
    """.split()
)
_LAST = frozenset(post[-1] for post in POSTS) | set("、，兼和")
"""What can stand right before a name that has its post before it."""
_POST = "|".join(sorted(POSTS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?P<posts>(?:(?:(?!{_POST})[{zh.HAN}]){{0,16}}+(?:{_POST})[、，兼和]?+)++)$")
"""No post is looked for inside what stands before one: 主席主席主席… could be cut in too many ways."""
FAR = 60
"""Characters before a name in which its posts are looked for: the expression is slow on more."""
_ONE = re.compile(rf"(?P<organisation>[{zh.HAN}]{{0,16}}?)(?P<post>{_POST})(?:[、，兼和]|$)")
_AFTER = re.compile(rf"(?P<post>{_POST})")
_FORMER = re.compile(r"[原时前]任?(?:[\u4e00-\u9fff]{0,8})?$")
_ONCE = re.compile("(?:时任|原任|曾任)")
"""Tells of the past, for every post that follows."""
_NAME_AFTER = re.compile(rf"(?:{_POST})(?P<name>[{zh.HAN}]{{2,3}})")
_NAME = re.compile(rf"[{zh.HAN}]{{2,3}}")
_TAIL = re.compile(rf"[{zh.HAN}]{{2,3}}$")
_GOES_ON = re.compile(r"[，。、：；说强指传]|主持|讲话|$")


def posts(prose: Prose, context: Context) -> Iterator[Hit]:
    """A known name beside a post that the person did not hold."""
    text = prose.prose
    for name, held in context.knowledge.people.items():
        if not held:
            continue
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            yield from _beside(text, at, end, name, held, context.date)
            at = text.find(name, end)


def _beside(text: str, at: int, end: int, name: str, held: Sequence[Post], day: str) -> Iterator[Hit]:
    before = _BEFORE.search(text[max(0, at - FAR) : at]) if text[at - 1 : at] in _LAST else None
    start = max(0, at - FAR)
    if before:
        for match in _ONE.finditer(before["posts"]):
            said = before["posts"][: match.start()]
            former = _ONCE.search(said) or _FORMER.search(said + match["organisation"])
            wrong = _wrong(match["organisation"], match["post"], held, "" if former else day)
            if wrong and not (former and wrong == "postnever"):
                place = start + before.start("posts") + match.start("post")
                yield Hit(wrong, place, place + len(match["post"]), f"{match['post']}{name}", _told(held))
    after = _AFTER.match(text, end)
    if after and not re.match("[的办]", text[after.end() : after.end() + 1]):
        wrong = _wrong("", after["post"], held, day)
        if wrong:
            yield Hit(wrong, at, after.end(), f"{name}{after['post']}", _told(held))


def _wrong(organisation: str, post: str, held: Sequence[Post], day: str) -> str:
    """``postnever``, ``postdate``, ``postunsure`` or "" when the post is right."""
    same = [h for h in held if h.post == post or _short_for(post, h.post)]
    same = [h for h in same if _one_organisation(organisation, h.organisation)]
    if not same:
        here = [h for h in held if _one_organisation(organisation, h.organisation)]
        if organisation and not here:
            return ""
        # What the archive happens to show of somebody is not all that there was; 主席 for a 副主席 is a slip.
        recorded = any(h.since or h.until for h in held)
        return "postnever" if recorded or any(_one_rank_off(post, h.post) for h in here) else "postunsure"
    if not any(_at(h.since, h.until, day) for h in same):
        return "postdate"
    return "" if any(h.since or h.until or _near(h.first, h.last, day) for h in same) else "postunsure"


def _near(first: str, last: str, day: str) -> bool:
    """Whether a day lies within a year of what the archive shows: terms last longer than that."""
    return _at(_years_on(first, -1), _years_on(last, 1), day)


def _years_on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}" if day[:4].isdigit() else day


def _short_for(post: str, held: str) -> bool:
    """书记 may stand for 党组书记; 主席 never for 副主席."""
    return post in ("书记", "主席", "组长", "总书记") and held.endswith(post) and not held.endswith(f"副{post}")


def _one_rank_off(post: str, held: str) -> bool:
    return held in (f"副{post}", post.removeprefix("副"), post.replace("副", "")) or post == held.replace("副", "")


def _one_organisation(said: str, recorded: str) -> bool:
    """市妇联 may stand for 厦门市妇联, and so may nothing at all; another town's is another."""
    if not said or not recorded:
        return True
    said = re.sub("^(?:.*[，、。：；的与和由向对是]|会上|会议上|由)", "", said)
    short = said.removesuffix("党组").removesuffix("党委").removesuffix("机关")
    if not short or short in ("党组", "党委"):
        return True
    return recorded.endswith(short) or short.endswith(recorded) or (set(short) <= set(recorded) and len(short) >= 2)


def _at(since: str, until: str, day: str) -> bool:
    """Whether a day of any precision lies between two others; "" bounds nothing."""
    if not day:
        return True
    return (not since or day[: len(since)] >= since[: len(day)]) and (
        not until or day[: len(until)] <= until[: len(day)]
    )


def _told(held: Sequence[Post]) -> str:
    return "；".join(f"{h.organisation}{h.post}{_span(h)}" for h in held)


def _span(held: Post) -> str:
    if held.since or held.until:
        return f"（{held.since}至{held.until or '今'}）"
    return f"（见于{held.first}至{held.last}）" if held.first or held.last else ""


def near(prose: Prose, context: Context) -> Iterator[Hit]:
    """A name beside a post that is one character off a known one."""
    known = context.knowledge.people
    if not known:
        return
    twins = _twins(tuple(known))
    for start, name in _named(prose.prose):
        twin = next((k for form in _forms(name) for k in twins.get(form, ())), "")
        if twin and _is_alike(name, twin) and not any(name.startswith(k) or k.startswith(name) for k in known):
            yield Hit("namenear", start, start + len(name), name, twin)


@lru_cache(maxsize=4)
def _twins(known: tuple[str, ...]) -> dict[str, list[str]]:
    """The names by each of their forms with one character open: a name one character off shares such a form."""
    found: dict[str, list[str]] = {}
    for name in sorted(known):
        for form in _forms(name):
            found.setdefault(form, []).append(name)
    return found


def _is_alike(name: str, known: str) -> bool:
    """Whether one may have been written for the other: another surname is another person's, another sound as well."""
    changed = [(a, b) for a, b in zip(name, known, strict=True) if a != b]
    taken = lexicon.shipped().confused
    return name[0] == known[0] or any(b in taken.of(a) for a, b in changed)


def _forms(name: str) -> list[str]:
    return [f"{name[:n]}?{name[n + 1 :]}" for n in range(len(name))] if len(name) >= 3 else []


def _named(text: str) -> Iterator[tuple[int, str]]:
    """Characters that may be a name, beside a post: both sides of every post, found in one pass."""
    for match in _AFTER.finditer(text):
        after = _NAME.match(text, match.end())
        if after:
            yield after.start(), after.group()
        before = _TAIL.search(text, max(0, match.start() - 3), match.start())
        if before and _GOES_ON.match(text, match.end()):
            yield before.start(), before.group()


def unknown(prose: Prose, context: Context) -> Iterator[tuple[str, int, str]]:
    """(kind, offset, words) of 职务＋姓名 and of quoted names that data/ does not know, for the editor to confirm."""
    text = prose.prose
    for match in _NAME_AFTER.finditer(text):
        name = match["name"]
        if (
            name[0] in zh.SURNAMES
            and not any(k[:2] == name[:2] for k in context.knowledge.people)
            and _ends_name(text, match.end())
        ):
            yield "人物", match.start(), match.group()
    for match in re.finditer(rf"“([{zh.HAN}·]{{4,12}})”", text):
        if match[1] not in context.knowledge.brands:
            yield "品牌", match.start(), match.group()


def _ends_name(text: str, end: int) -> bool:
    """Whether what follows can follow a name: otherwise the characters may be the beginning of another word."""
    return (
        re.match(
            r"[，。、：；）\s]|一行|[在到与率带主出作就对为参强指传分介说要表向代宣从讲说赴深来走等和]",
            text[end : end + 2] or "。",
        )
        is not None
    )
