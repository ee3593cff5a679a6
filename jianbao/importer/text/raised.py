"""Raised and lowered letters as characters of their own: 10² is a hundred, and 102 is another figure.

What is a mark of a note (〔1〕, ①, 注1) stays as it is; what has no character of its own stays too, and is told.
"""

import re

_UP = str.maketrans("0123456789+-−－=()（）ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−－=()（）", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎₍₎")
_NOTE = re.compile(r"[\[〔【［（(]\d{1,3}[\]〕】］）)]|注释?[〔\[（(]?\d{0,3}[〕\]）)]?")
_SAYS = re.compile("[0-9A-Za-z\u4e00-\u9fff]")
UP, DOWN = "上标", "下标"
_SHOWN = 8
"""Places that are told one by one."""


class Raised:
    """The raised and lowered letters of one file."""

    def __init__(self) -> None:
        self.read: list[str] = []
        """The letters that others stand for, as they stood."""
        self._unshown: list[str] = []

    def shown(self, text: str, where: str) -> str:
        """Letters as they look ``where`` they stand; as they are on the line, when that says the same or must do."""
        if not where or not _SAYS.search(text) or _NOTE.fullmatch(text.strip()):
            return text
        made = text.translate(_UP if where == UP else _DOWN)
        if any(a == b and not a.isspace() for a, b in zip(text, made, strict=True)):
            self._unshown.append(f"{where}“{text.strip()}”")
            return text
        self.read.append(text)
        return made

    def doubts(self) -> list[str]:
        """What is said of those that have no character."""
        names = list(dict.fromkeys(self._unshown))
        more = f"等{len(names)}种" if len(names) > _SHOWN else ""
        return [f"{'、'.join(names[:_SHOWN])}{more}没有对应的字，写成了平常的字，请核对"] if names else []
