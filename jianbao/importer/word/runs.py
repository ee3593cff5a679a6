"""The runs of a paragraph of a Word document, and what an element of its XML says."""

from typing import NamedTuple
from xml.etree import ElementTree as ET

from jianbao.importer.word.numbering import W

_OFF = ("0", "false", "off")


class Run(NamedTuple):
    """A piece of a paragraph as it is met: text, or a picture by its relationship."""

    text: str
    bold: bool = False
    picture: str = ""
    alt: str = ""
    size: int = 0


def by_line(runs: list[Run]) -> list[list[Run]]:
    """The runs of a paragraph, parted at the line ends in it: what stands above one can be set otherwise."""
    made: list[list[Run]] = [[]]
    for run in runs:
        for count, text in enumerate(run.text.split("\n")):
            made += [[]] if count else []
            made[-1].append(run._replace(text=text))
    return made


def all_text(element: ET.Element | None) -> str:
    if element is None:
        return ""
    return "".join(e.text or "" for e in element.iter() if e.tag in (f"{W}t", f"{W}delText"))


_SYMBOLS = {
    "B7": "·",
    "FC": "√",
    "FE": "☑",
    "A8": "□",
    "6F": "□",
    "6C": "●",
    "6E": "■",
    "75": "◆",
    "D8": "➢",
    "FB": "×",
}
"""What the letters of Wingdings and Symbol show, where a list or a form has them."""


def symbol(element: ET.Element) -> str:
    """The sign that a symbol's letter shows, "" for one that is no mark of a list and of a form."""
    return _SYMBOLS.get(element.get(f"{W}char", "").upper().removeprefix("F0").removeprefix("00"), "")


def value(element: ET.Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def is_on(properties: ET.Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in _OFF


def size_of(properties: ET.Element | None) -> int:
    found = properties.find(f"{W}sz") if properties is not None else None
    return int(half) if found is not None and (half := found.get(f"{W}val", "")).isdecimal() else 0
