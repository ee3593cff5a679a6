"""Whether the words that an editor gave a directive can be read in what its macro made.

Pure. What counts is text that a reader sees, and what a picture or a film is called: its ``alt``, ``title`` or
``aria-label``. Comments, other attributes and elements that are not shown do not count.
"""

from collections.abc import Sequence
from html.parser import HTMLParser

_UNSHOWN = frozenset("dialog head noscript object script select style svg template textarea title".split())
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())


class _Shown(HTMLParser):
    """The text of a fragment that a reader sees, in its order."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        """The elements that are open, and whether what stands in them is hidden."""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        hidden = self._hidden() or tag in _UNSHOWN - ({"dialog"} if "open" in given else set()) or "hidden" in given
        if tag == "img" and not hidden:
            self.words += [given.get("alt", ""), given.get("title", "")]
        elif tag in ("video", "audio") and not hidden:
            self.words.append(given.get("aria-label", ""))
        if tag not in _EMPTY:
            self._open.append((tag, hidden))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if at is not None:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        if not self._hidden():
            self.words.append(data)

    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def lost(pieces: Sequence[Sequence[str]], made: str) -> str:
    """The first piece that the HTML ``made`` does not show, "" when it shows all.

    A piece is the forms in which it may stand (2018-04-23, 2018年4月23日); what is given twice has to stand twice.
    """
    forms = [[form for form in map(_letters, piece) if form] for piece in pieces]
    left = _letters("".join(_Shown(made).words))
    missing: dict[int, str] = {}
    # The longest first, so that a short one never takes what a longer one needs.
    for n in sorted(range(len(forms)), key=lambda n: -max(map(len, forms[n]), default=0)):
        found = next((form for form in forms[n] if form in left), None)
        if found is not None:
            left = left.replace(found, "\n", 1)
        elif forms[n]:
            missing[n] = pieces[n][0]
    return missing[min(missing)] if missing else ""


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
