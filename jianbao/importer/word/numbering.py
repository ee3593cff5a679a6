"""The numbers that Word prints and does not write: 一、（一）1. come from numbering.xml and from styles.xml."""

from collections import defaultdict
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jianbao import zh

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "japaneseDigitalTenThousand", "ideographDigital", "ideographTraditional", "koreanDigital",
}  # fmt: skip
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


class ListLevel(NamedTuple):
    """One level of a list: the format of its number, the text around it (``%1、``), where it starts."""

    format: str
    text: str
    start: int


class Numbering:
    """The counters of a document's lists while it is being read from top to bottom."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self._abstract_of: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        for style in styles.iter(f"{W}style") if styles is not None else ():
            found = _reference(style.find(f"{W}pPr"))
            if found:
                self._styles[style.get(f"{W}styleId", "")] = found

    def _read(self, root: ET.Element) -> None:
        abstract: dict[str, dict[int, ListLevel]] = {}
        for element in root.findall(f"{W}abstractNum"):
            abstract[element.get(f"{W}abstractNumId", "")] = _levels(element)
        for element in root.findall(f"{W}num"):
            name = element.get(f"{W}numId", "")
            reference = _value(element, "abstractNumId")
            levels = dict(abstract.get(reference, {}))
            for override in element.findall(f"{W}lvlOverride"):
                level = _int(override.get(f"{W}ilvl"))
                start = override.find(f"{W}startOverride")
                if start is not None and level in levels:
                    levels[level] = levels[level]._replace(start=_int(start.get(f"{W}val"), 1))
                    reference = f"{reference}/{name}"
                levels |= _levels(override)
            self._lists[name] = levels
            self._abstract_of[name] = reference

    def label(self, properties: ET.Element | None) -> str:
        """The number printed before the next paragraph, "" for none; bullets print nothing that is text."""
        reference = _reference(properties)
        if reference is None and properties is not None:
            reference = self._styles.get(_value(properties, "pStyle"))
        if reference is None or reference[0] not in self._lists:
            return ""
        name, depth = reference
        levels = self._lists[name]
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters[self._abstract_of[name]]
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        if level.format in ("bullet", "none"):
            return ""
        made = level.text
        for other in range(depth + 1):
            at = levels.get(other, level)
            made = made.replace(f"%{other + 1}", _number(counters.get(other, at.start), at.format))
        return made


def _levels(element: ET.Element) -> dict[int, ListLevel]:
    found = {}
    for level in element.findall(f"{W}lvl"):
        texts = (_value(level, "numFmt") or "decimal", _value(level, "lvlText"))
        found[_int(level.get(f"{W}ilvl"))] = ListLevel(*texts, _int(_value(level, "start"), 1))
    return found


def _reference(properties: ET.Element | None) -> tuple[str, int] | None:
    """(list, level) that a paragraph's or a style's properties name; a list 0 takes the number away."""
    numbers = properties.find(f"{W}numPr") if properties is not None else None
    if numbers is None or not _value(numbers, "numId"):
        return None
    return _value(numbers, "numId"), _int(_value(numbers, "ilvl"))


def _value(element: ET.Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _number(number: int, form: str) -> str:
    if form in _CHINESE:
        return zh.numeral(number)
    if form in _CIRCLED and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("lowerLetter", "upperLetter") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 400:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return "".join(chr(0xFF10 + int(d)) for d in str(number)) if form == "decimalFullWidth" else str(number)


def _roman(number: int) -> str:
    made = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        count, number = divmod(number, value)
        made += letters * count
    return made
