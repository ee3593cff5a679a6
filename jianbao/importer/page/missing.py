"""The pictures of a saved page that the browser did not save with it: which are the article's, and where they stood.

A page has as many pictures in its bars, and these were told as if they were the article's, first and by name.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from jianbao.importer.line import kinds
from jianbao.importer.model import Line

_DEEPEST = 60
"""Elements around a picture that are looked at."""
_SHOWN, _WORDS, _NAME = 5, 12, 40
"""Pictures that are told one by one, characters of the line that one stands below, and of its own name."""
_SAID = re.compile("[\u4e00-\u9fff]{2}")


def words(pictures: Sequence[tuple[int, str, int]]) -> list[str]:
    """What the pictures say that are not there, each once."""
    return list(dict.fromkeys(name for _, name, _ in pictures if _SAID.search(name)))


def told(pictures: Sequence[tuple[int, str, int]], lines: Sequence[Line], above_of: Mapping[int, int]) -> list[str]:
    """What is said of them; each is (the number of the line above it, its name, its element).

    ``lines`` are the article's; ``above_of``: each element, and the one around it. Below the last line a picture is
    the article's when it stands in the element of its text, or in one in that.
    """
    own = [line for line in lines if not line.picture]
    title = max((line.number for line in own if line.title), default=0)
    texts = [line.number for line in own if kinds.is_text(line) and line.number > title]
    begin = title or min(texts, default=1) - 1
    fields = (line.number for line in own if line.number > begin and kinds.is_meta(line))
    end = max(texts, default=max((number for number in fields if number <= begin + 2), default=begin))
    homes = {line.home for line in own if line.number in texts} - {0}
    inside = [
        (above, name[:_NAME])
        for above, name, home in pictures
        if begin <= above <= end and (above < end or not homes or _is_in(home, homes, above_of))
    ]
    other = len(pictures) - len(inside)
    by_number = {line.number: line.bare for line in own if not kinds.is_meta(line)}
    said = []
    for above, name in inside[:_SHOWN]:
        place = by_number.get(above, "")
        said.append(f"{name}在“{place[:_WORDS]}{'…' if len(place) > _WORDS else ''}”下面" if place else name)
    more = f"，还有{len(inside) - _SHOWN}张" if len(inside) > _SHOWN else ""
    found = []
    if inside:
        found.append(
            f"正文里有{len(inside)}张图片没有和网页存在一起（{'；'.join(said)}{more}），请从原来的网页另存，补到原处"
        )
    if pictures and not texts:
        found.append("网页里没有找到正文，可能全在图片里，请把图上的话写成文字")
    if other and not inside:
        found.append(f"网页上有{other}张图片没有和网页存在一起，都在正文以外，正文里没有缺")
    return found


def _is_in(home: int, homes: Collection[int], above_of: Mapping[int, int]) -> bool:
    """Whether an element is one of some, or stands in one."""
    for _ in range(_DEEPEST):
        if home in homes or not home:
            break
        home = above_of.get(home, 0)
    return home in homes
