"""Which articles of an import stand in the site already, in whatever issue: of the same title and day, or body.

Two issues print the same news now and then, and the same file is imported twice; nothing else would tell.
"""

import re
from collections.abc import Iterable, Sequence

from jianbao.importer.model import Item

_SAYS_NOTHING = re.compile(r"[\W_]+")
_FIELD = re.compile(r"^(title|date):([^\n]*+)$", re.MULTILINE)
_HEAD = 2000
"""Characters of a file in which its title and its day stand."""
_SHORTEST, _PART, _LEAST = 25, 0.8, 8
"""Letters of a body that is compared, the part of it that is there, and letters of a paragraph that counts."""


def found(items: Sequence[Item], articles: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Where items stand already, by position: the path of an article; each of ``articles`` is (path, its text)."""
    told: dict[int, str] = {}
    titles = [(_letters(item.title), item.date) for item in items]
    bodies = [[part for p in item.paragraphs if len(part := _letters(p.text)) >= _LEAST] for item in items]
    for path, text in articles:
        fields = dict(reversed(_FIELD.findall(text[:_HEAD])))
        title, day = _letters(fields.get("title", "")), fields.get("date", "").strip("\"' \t")[:10]
        letters = _letters(text)
        for at, body in enumerate(bodies):
            named = title and (title, day) == titles[at] and len(day) >= 7
            if at not in told and (named or _holds(letters, body)):
                told[at] = path
    return told


def _holds(letters: str, body: Sequence[str]) -> bool:
    """Whether most of a body stands in an article."""
    whole = sum(map(len, body))
    if whole < _SHORTEST or max(body, key=len)[:_SHORTEST] not in letters:
        return False
    return sum(len(part) for part in body if part in letters) >= _PART * whole


def _letters(text: str) -> str:
    """Letters and figures: a check may have changed the rest since."""
    return _SAYS_NOTHING.sub("", text)
