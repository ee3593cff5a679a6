"""Tags while they are being chosen: those that sound like one that is there, or differ from it in script alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jianbao import zh


def alike(rows: Sequence[Sequence[Any]], tags: Any) -> dict[str, Any]:
    """Every tag with how often it is used, and for each of ``tags`` the more usual one that it may be meant for."""
    counted = Counter(tag for row in rows for tag in row[6])
    wanted = [tag for tag in tags if isinstance(tag, str) and tag.strip()] if isinstance(tags, list) else []
    near: dict[str, str] = {}
    if wanted:
        known = zh.readings(sorted({*counted, *wanted}), {})
        for tag in wanted:
            same = [t for t in counted if t != tag and known[t].pinyin == known[tag].pinyin]
            usual = max(same, key=lambda t: counted[t], default="")
            if usual and counted[usual] >= counted[tag]:
                near[tag] = usual
    return {"tags": counted.most_common(), "near": near}
