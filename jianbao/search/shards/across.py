"""What stands side by side only across a mark: the last character before it and the first one behind it.

Whoever puts 妇联 改革 in quotation marks means 妇联、改革 too, and two frequent words stand apart in thousands of texts
and side by side in few. Such neighbours are put into buckets by their two code points, not by sound: nobody asks for
them by ear. A bucket is a number, as a pair is (pairs.py), and its shard is found by its highest bits. It says that an
article may have the two, one article of some thousand by chance; the text says whether it has.
"""

from jianbao.search.readings import mixed

PLACES = 1 << 16
_BYTE, _ABOVE = 8, 0x100


def bucket(two: str) -> int:
    """The bucket of two characters, which is its place among 2¹⁶ too."""
    return mixed(ord(two[0]), ord(two[1]))


def name(number: int) -> str:
    """A bucket as a term: two characters that no pair has."""
    return chr(_ABOVE + (number >> _BYTE)) + chr(_ABOVE + number % _ABOVE)


def is_name(term: str) -> bool:
    """Whether a term is a bucket's."""
    return _ABOVE <= ord(term[0]) < 2 * _ABOVE


class Buckets:
    """What shards of buckets ask of the numbers of their terms, as others do of Pairs."""

    def number(self, pair: str) -> int:
        """The bucket that a term names."""
        return (ord(pair[0]) - _ABOVE << _BYTE) + ord(pair[1]) - _ABOVE

    def pair(self, number: int) -> str:
        """The term of a bucket."""
        return name(number)
