"""Numbers as codes of few bits: Rice's for gaps, Elias' gamma for counts and frequencies.

The writer works on whole arrays of codes at once (numpy); the reader walks along one by one, as the
browser's bits.js does. Codes: Rice, M.F. and Plaunt, R. (1971); gamma, Elias, P. (1975). A quotient
of ``LIMIT`` or more is escaped, so that no code is longer than a machine word.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, Any]

LIMIT = 20
WIDE, GAP = 32, 21
"""Bits of an escaped number: of a term, of a gap between articles (a segment has at most 2²¹ numbers)."""
TF_BITS = 12
MOST_TF = (1 << TF_BITS) - 1
"""More often than this a term is not counted in one field of one article."""


@lru_cache(maxsize=1 << 14)
def parameter(articles: int, df: int) -> int:
    """Rice's parameter for the gaps of a list of ``df`` among ``articles``: about the log of .69 times the mean."""
    return max(0, (articles * 11 // (16 * df)).bit_length() - 1)


def parameters(articles: "int | Numbers", df: "Numbers") -> "Numbers":
    """``parameter`` of many lists, among as many articles each or all."""
    import numpy as np

    mean = np.uint64(11) * np.asarray(articles, np.uint64) // (np.uint64(16) * df)
    return np.maximum(bit_length(mean), 1).astype(np.uint64) - np.uint64(1)


def bit_length(numbers: "Numbers") -> "Numbers":
    """Of each number below 2⁵²; 0 has none."""
    import numpy as np

    return np.frexp(numbers.astype(np.float64))[1].astype(np.uint64)


def rice(numbers: "Numbers", k: "Numbers", escape: int) -> "tuple[Numbers, Numbers]":
    """(codes, lengths)."""
    import numpy as np

    one = np.uint64(1)
    quotient = numbers >> k
    far = quotient >= LIMIT
    quotient[far] = 0
    codes = (((one << quotient) - one) << (k + one)) | (numbers & ((one << k) - one))
    lengths = quotient + one + k
    codes[far] = np.uint64(((1 << LIMIT) - 1) << escape) | numbers[far]
    lengths[far] = LIMIT + escape
    return codes, lengths


def gamma(numbers: "Numbers") -> "tuple[Numbers, Numbers]":
    """(codes, lengths) of numbers from 1 on; 0 takes no bits at all."""
    import numpy as np

    size = bit_length(numbers)
    return numbers, np.where(size > 0, np.uint64(2) * size - np.uint64(1), np.uint64(0)).astype(np.uint64)


def joined(first: "tuple[Numbers, Numbers]", second: "tuple[Numbers, Numbers]") -> "tuple[Numbers, Numbers]":
    """Each code followed by the other; together at most 64 bits."""
    return (first[0] << second[1]) | second[0], first[1] + second[1]


def packed(codes: "Numbers", lengths: "Numbers") -> bytes:
    """The codes one behind the other, the highest bit first, filled up with zeros to a multiple of 64."""
    import numpy as np

    some = lengths > 0
    if not some.all():
        codes, lengths = codes[some], lengths[some]
    if not len(codes):
        return b""
    ends = np.cumsum(lengths)
    starts = ends - lengths
    words = np.zeros(int(ends[-1]) // 64 + 2, np.uint64)
    word, offset = starts >> np.uint64(6), starts & np.uint64(63)
    left = codes << (np.uint64(64) - lengths)
    first = np.flatnonzero(np.concatenate(([True], word[1:] != word[:-1])))
    words[word[first]] = np.bitwise_or.reduceat(left >> offset, first)
    # Only the last code that begins in a word can run over into the next one.
    last = np.concatenate((first[1:] - 1, [len(codes) - 1]))
    over = last[offset[last] + lengths[last] > 64]
    words[word[over] + np.uint64(1)] |= left[over] << (np.uint64(64) - offset[over])
    return words.astype(">u8").tobytes()


def rice_text(number: int, k: int, escape: int) -> str:
    """One code of ``rice`` as a text of zeros and ones."""
    quotient = number >> k
    if quotient >= LIMIT:
        return "1" * LIMIT + f"{number:0{escape}b}"
    return "1" * quotient + "0" + (f"{number & (1 << k) - 1:0{k}b}" if k else "")


def gamma_text(number: int) -> str:
    """One code of ``gamma`` the same way."""
    digits = f"{number:b}"
    return "0" * (len(digits) - 1) + digits


def packed_text(text: str) -> bytes:
    """Zeros and ones as bytes, filled up with zeros."""
    size = -(-len(text) // 8)
    return int(text.ljust(size * 8, "0"), 2).to_bytes(size, "big") if text else b""


_PASSED = (256, 16, 8, 4, 2, 1)
"""So many postings are passed by one expression; more sizes would cost more to compile than they spare."""


@lru_cache(maxsize=1024)
def _codes(many: int, k: int, frequencies: bool) -> re.Pattern[str]:
    """So many postings as zeros and ones; nothing in it has two readings, so that none is tried twice."""
    gap = f"(?:1{{0,{LIMIT - 1}}}+0.{{{k}}}|1{{{LIMIT}}}.{{{GAP}}})"
    frequency = "|".join("0" * zeros + "1" + "." * zeros for zeros in range(TF_BITS)) if frequencies else ""
    return re.compile(f"(?>{gap}(?:{frequency})){{{many}}}")


class BitReader:
    """Reads codes from bytes."""

    def __init__(self, data: bytes) -> None:
        # As a text of zeros and ones: find() is the fastest way to the end of a unary code.
        self._bits = bin(int.from_bytes(b"\x01" + data, "big"))[3:] if data else ""
        self._at = 0

    @classmethod
    def of_text(cls, text: str) -> "BitReader":
        """Reads codes from zeros and ones."""
        made = cls(b"")
        made._bits = text
        return made

    def skip(self, many: int, k: int, frequencies: bool) -> None:
        """Passes so many postings without reading them."""
        for size in _PASSED:
            while many >= size:
                found = _codes(size, k, frequencies).match(self._bits, self._at)
                assert found
                self._at, many = found.end(), many - size

    @property
    def at(self) -> int:
        """The bit that is read next."""
        return self._at

    def back(self, at: int) -> None:
        """Goes on from there."""
        self._at = at

    def since(self, at: int) -> str:
        """All bits that were read from there on."""
        return self._bits[at : self._at]

    def number(self, bits: int) -> int:
        """A number of so many bits."""
        at = self._at
        self._at = at + bits
        return int(self._bits[at : at + bits], 2) if bits else 0

    def ones(self, most: int) -> int:
        """How many ones stand here, ``most`` at most; the zero behind fewer is passed."""
        at = self._at
        end = self._bits.find("0", at, at + most)
        if end < 0:
            self._at = at + most
            return most
        self._at = end + 1
        return end - at

    def rice(self, k: int, escape: int) -> int:
        """A number in Rice's code."""
        quotient = self.ones(LIMIT)
        return self.number(escape) if quotient == LIMIT else quotient << k | self.number(k)

    def gamma(self) -> int:
        """A number in Elias' gamma code."""
        zeros = self._bits.index("1", self._at) - self._at
        self._at += zeros
        return self.number(zeros + 1)

    def counts(self, many: int) -> list[tuple[int, int, int]]:
        """The counts of so many terms: a 1 and gamma of the third, or a 0 and gamma of one more than each of three."""
        row, at = self._bits, self._at
        found = []
        for _ in range(many):
            plain, at = row[at] == "1", at + 1
            told = []
            for _ in range(1 if plain else 3):
                one = row.index("1", at)
                at, start = 2 * one - at + 1, one
                told.append(int(row[start:at], 2))
            found.append((0, 0, told[0]) if plain else (told[0] - 1, told[1] - 1, told[2] - 1))
        self._at = at
        return found

    def until(self, wanted: int, many: int, k: int, frequencies: bool) -> tuple[int, int]:
        """(how many of so many postings lie before an article, the last of these or -1); the next is read next."""
        row, at, article = self._bits, self._at, -1
        for n in range(many):
            start, last = at, article
            end = row.find("0", at, at + LIMIT)
            if end < 0:
                at += LIMIT + GAP
                article += 1 + int(row[start + LIMIT : at], 2)
            else:
                at = end + 1 + k
                article += 1 + ((end - start) << k | int(row[end + 1 : at], 2) if k else end - start)
            if article >= wanted:
                self._at = start
                return n, last
            if frequencies:
                at = 2 * row.index("1", at) - at + 1
        self._at = at
        return many, article

    def posting(self, k: int, frequencies: bool) -> tuple[int, str]:
        """(the gap before a posting, the bits of its frequency)."""
        gap, at = self.rice(k, GAP), self._at
        if frequencies:
            self.gamma()
        return gap, self._bits[at : self._at]

    def postings(self, many: int, k: int, frequencies: bool, escape: int = GAP) -> dict[int, int]:
        """Article → frequency, of so many; ``rice`` and ``gamma`` in one loop, which is what asking costs.

        ``escape``: the bits of a gap that is told whole. Other ascending numbers are told the same way.
        """
        row, at, article = self._bits, self._at, -1
        found: dict[int, int] = {}
        for _ in range(many):
            end = row.find("0", at, at + LIMIT)
            if end < 0:
                start, at = at + LIMIT, at + LIMIT + escape
                article += 1 + int(row[start:at], 2)
            else:
                quotient, at = end - at, end + 1 + k
                article += 1 + (quotient << k | int(row[end + 1 : at], 2)) if k else 1 + quotient
            if not frequencies:
                found[article] = 1
            elif row[at] == "1":
                found[article] = 1
                at += 1
            else:
                one = row.index("1", at)
                at = 2 * one - at + 1
                found[article] = int(row[one:at], 2)
        self._at = at
        return found
