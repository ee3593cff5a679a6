"""Laws and regulations by a name that none has: 《妇女权益保护法》, 《中华人民共和国工会条例》.

A name is a slip when it is none of the state's, and one of these differs from it by two characters, or by 法 and 条例.
Regulations of provinces and cities are called as they please.
"""

from collections.abc import Iterator
from functools import lru_cache

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_TITLE = re.compile(r"《(?P<state>中华人民共和国)?(?P<name>[\u4e00-\u9fff、]{2,30}(?:法|条例|特别规定|保护规定))》")
_OF_PLACE = re.compile("[\u4e00-\u9fff]{2,8}?(?:省|市|区|县|州|特区)")
_METHODS = "办法"
_LEFT_OUT = 3
"""Characters that a short form of a name leaves out, at most."""
_SHORTEST = 5
"""Characters of a name in which a changed one says nothing of another law."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each name of a law that is nearly one that there is."""
    for match in _TITLE.finditer(prose.prose) if "《" in prose.prose else ():
        name = match["name"]
        if name in _laws() or name.endswith(_METHODS) or (_OF_PLACE.match(name) and not match["state"]):
            continue
        right = _nearest(name, of_state=match["state"] is not None)
        if right:
            whole = f"《{match['state'] or ''}{right}》"
            yield Hit("lawnames", match.start(), match.end(), match.group(), whole)


@lru_cache(maxsize=1)
def _laws() -> frozenset[str]:
    return lexicon.laws()


@lru_cache(maxsize=2_000)
def _nearest(name: str, *, of_state: bool) -> str:
    """The one law whose name is nearly this; "" when none is, or several are."""
    if name.endswith("规定"):
        return next((law for law in _laws() if sorted(law) == sorted(name)), "")
    stem, kind = (name[:-1], "法") if name.endswith("法") else (name[:-2], "条例")
    other = stem + ("条例" if kind == "法" else "法")
    if of_state and other in _laws():
        return other
    if of_state:
        within = [law for law in _laws() if law[:2] == name[:2] and (_is_within(name, law) or _is_within(law, name))]
        if len(within) == 1:
            return within[0]
    if len(name) < _SHORTEST or (kind == "条例" and not of_state):
        return ""
    near = [law for law in _laws() if law.endswith(kind) and _is_near(name, law)]
    return near[0] if len(near) == 1 else ""


def _is_within(short: str, long: str) -> bool:
    """Whether a name is another one with some characters left out: 人口与计生法."""
    rest = iter(long)
    return 0 < len(long) - len(short) <= _LEFT_OUT and all(one in rest for one in short)


def _is_near(name: str, law: str) -> bool:
    if name != law and sorted(name) == sorted(law):
        return True  # 女职工特别劳动保护规定
    if abs(len(name) - len(law)) > 2 or min(len(name), len(law)) < _SHORTEST:
        return False
    begin = 0
    while begin < min(len(name), len(law)) and name[begin] == law[begin]:
        begin += 1
    end = 0
    while end < min(len(name), len(law)) - begin and name[-1 - end] == law[-1 - end]:
        end += 1
    changed, wanted = len(name) - begin - end, len(law) - begin - end
    kept = begin + end
    return max(changed, wanted) <= (2 if kept >= 4 else 1) and begin >= 2
