"""New columns written into config.yaml, in its own hand: behind the last one that is there."""

import re
from collections.abc import Sequence

from jianbao.yaml.writing import scalar


def added(text: str, names: Sequence[str]) -> str:
    """The text of config.yaml with more columns; "" when its list is written so that nothing can be put in safely."""
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines) if re.match(r"columns[ \t]*:", line)), None)
    if at is None:
        return ""
    flow = re.fullmatch(r"(columns[ \t]*:[ \t]*\[)([^\[\]#]*)(\].*)", lines[at])
    if flow:
        inner = ", ".join([*([flow[2].strip()] if flow[2].strip() else []), *(scalar(n, inside=True) for n in names)])
        lines[at] = f"{flow[1]}{inner}{flow[3]}"
        return "\n".join(lines)
    if not re.fullmatch(r"columns[ \t]*:[ \t]*(?:#.*)?", lines[at]):
        return ""
    last, indent = at, "  "
    for number in range(at + 1, len(lines)):
        item = re.match(r"([ \t]*)- ", lines[number])
        if item:
            last, indent = number, item[1]
        elif lines[number].strip() and not lines[number].lstrip().startswith("#"):
            break
    lines[last + 1 : last + 1] = [f"{indent}- {scalar(name)}" for name in names]
    return "\n".join(lines)
