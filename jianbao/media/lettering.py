"""Lines of Chinese text on a picture: the font, how pieces of a title and how text are filled into a width.

The font comes along as a package (Noto Sans CJK, OFL 1.1), so that a picture is the same on every machine; for posters
config.yaml may name another. A character that a font does not have would be an empty box: ``missing`` tells.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from jianbao.errors import UsageError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_FACE = "Noto Sans CJK SC"
_NOT_FIRST = set("，。、；：？！）》」』”’】〕…—·％%,.;:?!)]}〉々℃")
_NOT_LAST = set("（《「『“‘【〔([{〈")
_JOINING = frozenset("在暨与和及并获就为到向对于把将从由以促")
"""Words of one character before which a title is well broken."""
_BALANCE, _WEAK = 1.5, 0.3
"""What it costs that lines are uneven, and that one of them ends where nothing asks for it."""


@lru_cache(maxsize=32)
def font(path: str, size: int) -> "FreeTypeFont":
    """A font in a size in pixels; ``path`` "" is the one that comes along. Raises UsageError."""
    import noto_cjk_sans_otc
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC  # of the two layouts the one that does not depend on the system's libraries
    try:
        if path:
            return ImageFont.truetype(path, size, layout_engine=basic)
        file = str(noto_cjk_sans_otc.FONT_PATH)
        for index in range(10):
            found = ImageFont.truetype(file, size, index=index, layout_engine=basic)
            if found.getname()[0] == _FACE:
                return found
    except OSError:
        raise UsageError(f"字体打不开：{path or '随 jianbao 安装的字体'}") from None
    raise UsageError(f"字体里没有 {_FACE}；请重新安装 jianbao")


def missing(face: "FreeTypeFont", text: str) -> list[str]:
    """The characters of a text that the font does not have, each once."""
    nothing = bytes(face.getmask("\U0010ffff"))
    return sorted({c for c in text if not c.isspace() and bytes(face.getmask(c)) == nothing})


def lines(pieces: Iterable[str], face: "FreeTypeFont", width: int, most: int) -> list[str]:
    """Pieces, between which a text may be broken, in as few lines as fit, about equally long; [] when they take more
    than ``most``."""
    pieces = [part for piece in pieces for part in re.findall(r"(?:^\s++)?+\S++\s*+", piece)]
    # A phrase that is wider than a line is broken anywhere.
    parts = [p for piece in pieces for p in ([piece] if face.getlength(piece) <= width else filled(piece, face, width))]
    lengths = [face.getlength(part) for part in parts]
    weak = [0.0, *(_weakness(a, b) for a, b in pairwise(parts))]
    total = sum(lengths)
    for count in range(max(1, -(-int(total) // width)), most + 1):
        best = _balanced(lengths, weak, count, width, total / count)
        if best is not None:
            return ["".join(parts[a:b]).strip() for a, b in zip([0, *best], [*best, len(parts)], strict=True)]
    return []


def _weakness(before: str, after: str) -> float:
    """What it costs to break between two parts: nothing at a mark, or before a word that joins."""
    return 0.0 if before[-1] in _NOT_FIRST or after[0] in _NOT_LAST | _JOINING else _WEAK


def _balanced(
    lengths: Sequence[float], weak: Sequence[float], count: int, width: int, ideal: float
) -> list[int] | None:
    """Where to break a row of parts into ``count`` lines, cheapest; None when they do not fit.

    ``weak`` is what it costs that a line begins with a part, ``ideal`` how long a line should be.
    """
    unset = float("inf")
    costs = [[unset] * (len(lengths) + 1) for _ in range(count + 1)]
    back = [[0] * (len(lengths) + 1) for _ in range(count + 1)]
    costs[0][0] = 0.0
    for line in range(1, count + 1):
        for end in range(1, len(lengths) + 1):
            long = 0.0
            for start in range(end - 1, -1, -1):
                long += lengths[start]
                if long > width:
                    break
                cost = costs[line - 1][start] + weak[start] + _BALANCE * ((long - ideal) / ideal) ** 2
                if cost < costs[line][end]:
                    costs[line][end], back[line][end] = cost, start
    if costs[count][len(lengths)] == unset:
        return None
    ends, at = [], len(lengths)
    for line in range(count, 0, -1):
        at = back[line][at]
        ends.append(at)
    return ends[::-1][1:]


def filled(text: str, face: "FreeTypeFont", width: int) -> list[str]:
    """A text in lines of at most ``width``; no line begins with a mark that ends, or ends with one that opens."""
    lines: list[str] = []
    line = ""
    for token in _tokens(text):
        if line and face.getlength(line + token) > width:
            if token[0] in _NOT_FIRST or line[-1] in _NOT_LAST:
                # The sign goes down together with what it belongs to.
                at = max(len(line) - 1, 1)
                while at > 1 and (line[at] in _NOT_FIRST or line[at - 1] in _NOT_LAST):
                    at -= 1
                line, token = line[:at], line[at:] + token
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def _tokens(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*[%％]?|[A-Za-z0-9]+|——|……|.", text)
