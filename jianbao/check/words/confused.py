"""Which characters are taken for which: those that look alike, that sound alike, and that are often exchanged.

The file is made by tools/lexicon.py: shapes measured from Noto (OFL), sounds of pypinyin (MIT).
"""

from pathlib import Path

_FOLDER = Path(__file__).parent
_SAME_SOUND, _NEAR_SOUND, _VERY_ALIKE, _ALIKE, _OFTEN = 2.0, 3.0, 1.0, 2.0, 1.0
"""What it costs to believe that one character was written for another."""


class Confused:
    """Which characters are taken for which, and what it costs to believe that; told apart when first asked for."""

    def __init__(self, rows: dict[str, list[tuple[str, float]]]) -> None:
        self.rows = rows
        """By character rows of others, which may hold it too, each with its cost; of several the least is meant."""
        self._known: dict[str, dict[str, float]] = {}

    def of(self, one: str) -> dict[str, float]:
        """The others that a character is taken for, with their costs."""
        found = self._known.get(one)
        if found is None:
            found = {}
            for others, cost in self.rows.get(one, ()):
                for other in others:
                    if other != one and found.get(other, cost) >= cost:
                        found[other] = cost
            self._known[one] = found
        return found


def read() -> Confused:
    """What came with jianbao; many characters of one sound share a row."""
    found: dict[str, list[tuple[str, float]]] = {}

    def confuse(ones: str, others: str, cost: float) -> None:
        row = others, cost
        for one in ones:
            found.setdefault(one, []).append(row)

    for line in (_FOLDER / "confused.txt").read_text("utf-8").splitlines():
        parts = line.lstrip("~=").split(" ")
        if line.startswith("#"):
            continue
        if line.startswith("~"):
            confuse(parts[0], parts[1], _NEAR_SOUND)
            confuse(parts[1], parts[0], _NEAR_SOUND)
        elif line.startswith("="):
            confuse(parts[0], parts[0], _OFTEN)
        elif len(parts) == 1:
            confuse(line, line, _SAME_SOUND)
        else:
            confuse(parts[0], parts[1].strip("-"), _VERY_ALIKE)
            confuse(parts[0], parts[2].strip("-"), _ALIKE)
    return Confused(found)
