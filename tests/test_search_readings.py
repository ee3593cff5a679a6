"""Readings are those that pypinyin gives when it is asked for each character and each word."""

import numpy as np
from pypinyin import lazy_pinyin

from jianbao.search import files, fixed, grams, readings
from jianbao.search.shards import characters
from tests.searching import known


def test_a_character_is_read_as_pypinyin_reads_it_alone() -> None:
    own = known().own
    asked = [*readings.common(), *readings.NAMES]
    assert {c: own[c] for c in asked} == {c: readings.plain(lazy_pinyin(c)[0]) for c in asked}


def test_a_pair_has_the_readings_of_every_phrase_that_reads_it_otherwise() -> None:
    own, found = known().own, readings.of_words((), {}, {}).pairs
    for word in ["重庆", "银行", "长大", "和平"]:
        said = [readings.plain(s) for s in lazy_pinyin(word)]
        usual = [own[c] for c in word]
        assert ("'".join(said) in found.get(word, ())) == (said != usual), word
    assert all(len(pair) == 2 and "'" in reading for pair, several in found.items() for reading in several)


def test_words_of_the_archive_add_readings_and_wrong_ones_do_nothing() -> None:
    added = readings.of_words((), {"单县": "shàn xiàn", "太短": "tài"}, {"单": "shàn"})
    assert added.others("单县") == ("shan'xian",)
    assert added.pairs.keys() - readings.of_words((), {}, {}).pairs.keys() <= {"单县"}
    assert "单" in readings.several({}, {"单": "shàn"}, added.own)["shan"]


def test_syllables_are_also_those_that_characters_have_in_words_alone() -> None:
    """佛 is fu by itself, and fo in 佛教: letters are cut by both, and the browser's table tells them."""
    known_readings = known().readings
    assert {"fo", "dei"} <= known_readings.syllables - set(known_readings.own.values())
    table = files.characters(known_readings)
    assert set(files.syllables(table)) == known_readings.syllables
    assert files.own_readings(table) == known_readings.own


def test_a_surname_of_two_characters_is_no_reading_of_a_character() -> None:
    assert readings.several({}, {"尉迟": "yù chí"}, known().own) == readings.several({}, {}, known().own)


def test_pairs_that_may_be_read_otherwise_are_those_of_known_words_and_of_surnames() -> None:
    """Of every thousandth pair, of all that words read otherwise, and of those that surnames begin, and no others."""
    tables, numbers = known(), fixed.pairs(known())
    readings = tables.readings
    held = characters.known(readings, numbers, grams.Fold(tables.simplified))
    assert held is characters.known(tables.readings, numbers, grams.Fold(tables.simplified)), "made once"
    own = sorted(tables.own)
    pairs = {one + other for one in [*tables.surnames, *own[::50]] for other in own[::40]} | set(tables.pairs)
    by_number = {number: pair for pair in pairs if (number := numbers.number(pair)) >= 0}
    asked = np.array(sorted(by_number), np.int64)
    found = [by_number[number] for number in held.otherwise(asked).tolist()]
    expected = [p for p in map(by_number.__getitem__, asked.tolist()) if p in tables.pairs or p[0] in tables.surnames]
    assert found == expected
    assert 100 < len(found) < len(asked)
