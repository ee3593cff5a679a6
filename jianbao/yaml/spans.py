"""Where each value of a YAML text begins and ends, to the character: what may be replaced without touching the rest.

``document`` says what a text means and refuses what it does not read; here only texts come that it has read. A
block list or mapping ends with its last value, not where the next one begins: blank lines and comments between belong
to nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Span:
    """``text[start:end]`` is a value as written: ``kind`` is ``scalar``, ``list`` or ``map``.

    ``style`` of a scalar is ``""`` (plain), ``'``, ``"``, ``|`` or ``>``; of a list or mapping ``flow`` or ``block``.
    ``items`` are a list's values, or a mapping's keys and values in turn.
    """

    kind: str
    style: str
    start: int
    end: int
    value: str = ""
    items: "list[Span]" = field(default_factory=list)

    @property
    def pairs(self) -> "list[tuple[Span, Span]]":
        """A mapping's keys with their values."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))


def read(text: str) -> Span | None:
    """The spans of a text that ``document.parse`` accepts; None for one without any value."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[Span] = []
    root: Span | None = None
    events: Iterable[Any] = yaml.parse(text, Loader=loader)
    for event in events:
        name = type(event).__name__
        made: Span | None = None
        if name == "ScalarEvent":
            made = _scalar(event, text)
        elif name in ("SequenceStartEvent", "MappingStartEvent"):
            style = "flow" if event.flow_style else "block"
            stack.append(Span("list" if name[0] == "S" else "map", style, event.start_mark.index, 0))
            continue
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            made = stack.pop()
            flow = made.style == "flow"
            made.end = event.end_mark.index if flow or not made.items else made.items[-1].end
        if made is None:
            continue
        if stack:
            stack[-1].items.append(made)
        else:
            root = made
    return root


def _scalar(event: Any, text: str) -> Span:
    style = event.style or ""
    start, end = event.start_mark.index, event.end_mark.index
    if style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    return Span("scalar", style, start, end, event.value)
