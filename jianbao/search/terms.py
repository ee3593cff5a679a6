"""What one article is filed under: the terms of its title, its tags and its text."""

from collections.abc import Iterator

from jianbao.search import grams, initials
from jianbao.search.files import Record
from jianbao.search.readings import Readings
from jianbao.search.shards import across, segment


def of_article(
    record: Record, fold: grams.Fold, readings: Readings, came: str = ""
) -> Iterator[tuple[str, str, int, int]]:
    """(family, term, field, frequency) of one article that ``came`` in a year; a term may come several times."""
    fields = (fold(record.title), fold("\n".join(record.tags)), fold(record.text))
    for field, text in enumerate(fields):
        for pair in grams.pairs(text):
            yield "p", pair, field, 1
            for reading in readings.others(pair):
                yield "p", pair + reading, field, 1
        for character in grams.singles(text):
            yield "s", character, field, 1
        for suffix in grams.suffixes(text):
            yield "w", suffix, field, 1
        for bucket in {across.bucket(two) for two in grams.neighbours(text)}:
            yield "m", across.name(bucket), field, 1
    for found in initials.of_title(fields[0], readings):
        yield "i", found, 0, 1
    for found in set().union(*(initials.of_title(tag, readings) for tag in fields[1].split("\n"))):
        yield "i", found, 1, 1
    for field, text in enumerate(fields):
        for found in initials.of_words(text, readings):
            yield "i", found, field, 1
    for text in segment.facets(record.column, record.source, record.tags, record.date, came):
        yield "f", text, 2, 1
