"""香港, 澳门 and 台湾 beside states: they are regions, and no list that ends in 国家 may hold them."""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao import zh
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_PLACE = re.compile("港澳台|台港澳|港澳|香港|澳门|台湾")
_STATES = re.compile(
    r"(?:等|以及其他)?(?:\d{1,3}|[一二两三四五六七八九十多几各]{1,3})?个?(?:国家|国(?!家))(?!和地区|与地区|及地区|或地区|、地区|（地区|\(地区|[\u4e00-\u9fff]{0,2}级)"
)
_JOINED = re.compile("[、和与及]")
_NAME = re.compile(f"(?:特别行政区|特区|地区|同胞)?(?:[{zh.HAN}]{{0,8}})$")
_REACH = 40
_STOP = re.compile("[，。；！？\n：“”《》（）]")


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """A list of places with one of the three in it, and 等国家 or 两国 at its end."""
    text = prose.prose
    reached = 0
    for match in _PLACE.finditer(text):
        if match.start() < reached:
            continue
        stop = _STOP.search(text, match.end(), match.end() + _REACH)
        end = stop.start() if stop else min(len(text), match.end() + _REACH)
        for states in _STATES.finditer(text, match.end(), end):
            between = text[match.end() : states.start()]
            counted = states.group() not in ("国家", "国")
            before = text[max(0, match.start() - 1) : match.start()]
            listed = _JOINED.match(between) or (before and _JOINED.match(before)) or not between
            if counted and listed and _are_places(between):
                reached = states.end()
                yield Hit("territory", match.start(), states.end(), text[match.start() : states.end()])
                break


def _are_places(between: str) -> bool:
    """Whether only further short names stand between the place and its 等国家."""
    return all(len(part) <= 6 for part in _JOINED.split(between))
