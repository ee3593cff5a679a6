"""What must not be published: mobile numbers, identity numbers, bank cards; masked ones and hotlines pass.

The whole file is read, also code and the front matter; only web addresses are not.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789XX- ")
_ADDRESS = re.compile(r"https?://[^\s<>（）“”，。、；]+", re.ASCII)
_LONG = re.compile(r"\d[\d \-－\u3000]{10}")
"""What most texts have none of; \\d is a full-width digit, too."""
_RUN = re.compile(r"(?<![\d*.])\+?\d(?:[ \-]?\d){9,22}[ \-]?[\dXx](?![\d*])", re.ASCII)
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_NATIONAL = 11
"""Digits of a mobile number without +86: a hotline is the same number with it."""
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARDS = re.compile(r"(?:62|4\d|5[1-5]|35|3[47]|60|9\d)\d{11,17}", re.ASCII)


def hits(prose: Prose, context: Context) -> Iterator[Hit]:
    """Numbers of persons, wherever they stand."""
    if not _LONG.search(prose.text):
        return
    text = prose.text.translate(_DIGITS)
    if "http" in text:
        text = _ADDRESS.sub(lambda m: "/" * len(m.group()), text)
    for match in _RUN.finditer(text):
        written = match.group()
        bare = re.sub(r"[ \-]", "", written)
        kind = _kind(bare, written)
        if kind and not {bare.lstrip("+"), bare[-_NATIONAL:]} & context.hotlines:
            shown = f"{bare[:3]}****{bare[-4:]}" if kind == "mobile" else f"{bare[:4]}****{bare[-2:]}"
            yield Hit(kind, match.start(), match.end(), shown)


def _kind(bare: str, written: str) -> str:
    if _MOBILE.fullmatch(bare):
        return "mobile"
    if _IDENTITY.fullmatch(bare):
        return "identity" if checksum(bare) else ""
    if _CARDS.fullmatch(bare) and 15 <= len(bare) <= 19 and luhn(bare) and _grouped(written):
        return "card"
    return ""


def _grouped(written: str) -> bool:
    """In one row, or in fours as on the card: a column of other numbers is none."""
    parts = re.split("[ -]", written)
    return len(parts) == 1 or all(len(part) == 4 for part in parts[:-1])


def checksum(number: str) -> bool:
    """GB 11643: the last character of an identity number follows from the others."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """ISO/IEC 7812: the check digit of bank cards."""
    digits = [int(c) for c in reversed(number)]
    return (
        len(set(digits)) > 1 and sum(d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(digits)) % 10 == 0
    )
