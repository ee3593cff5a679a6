"""Make jianbao/check/words/parts.txt.xz: which characters are made of which, so that one may be read for another.

    python tools/parts.py FILE

FILE is chaizi-jt.txt of a dictionary of parts of characters (漢語拆字字典, https://github.com/kfcd/chaizi, CC BY 3.0).
A line for each part: the part, and the characters that have it; those of a part that few have look alike themselves,
and stand behind "=". Run by hand, seldom; what it writes is committed.
"""

from __future__ import annotations

import lzma
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from jianbao.check.words import lexicon  # noqa: E402 (the path is made first)

_FEW = 40
"""Characters that are often written and share a part, at most, for which it tells them from others."""
_OFTEN = 8.0
"""How often such a character is met, as a logarithm to 2."""


def _made(file: str) -> list[str]:
    users, alone = defaultdict[str, set[str]](set), lexicon.alone()
    for line in Path(file).read_text("utf-8").splitlines():
        character, *ways = line.split("\t")
        if character in alone:
            for part in {part for way in ways for part in way.split()}:
                users[part].add(character)
    lines = []
    for part, those in sorted(users.items()):
        often = sum(alone.get(one, 0.0) >= _OFTEN for one in those)
        few = often <= _FEW and often + (alone.get(part, 0.0) >= _OFTEN) > 1
        if few or (part in alone and often):
            lines.append((part if part in alone else "") + ("=" if few else "+") + "".join(sorted(those)))
    return lines


if __name__ == "__main__":
    made = "\n".join(_made(sys.argv[1])).encode()
    file = ROOT / "jianbao" / "check" / "words" / "parts.txt.xz"
    file.write_bytes(lzma.compress(made, preset=9 | lzma.PRESET_EXTREME))
    print(f"{file.stat().st_size} bytes")
