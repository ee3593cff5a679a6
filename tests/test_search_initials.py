"""The initials of words, cut from many texts at once, are those that each text has by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jianbao.search import grams, initials
from jianbao.zh import HAN_RANGES
from tests.searching import known

MARKS = "王李陈小明妇女联合会长员师的𪚥龘〇aZ19 ，。、\n"
texts = st.lists(st.text(st.one_of(st.sampled_from(MARKS), st.characters(max_codepoint=0x2FFFF, codec="utf-8"))))


def at_once(given_texts: list[str]) -> list[set[str]]:
    """For each text what ``Codes`` finds in all of them together."""
    code = np.array([ord(c) for c in "\n".join(given_texts)], np.int64)
    han = np.zeros(len(code), bool)
    for first, last in HAN_RANGES:
        han |= (code >= first) & (code <= last)
    said, which, begins = initials.Codes(known().readings).words(code, han)
    text_of = np.repeat(np.arange(len(given_texts)), [len(text) + 1 for text in given_texts])
    found: list[set[str]] = [set() for _ in given_texts]
    for number, at in zip(which.tolist(), begins.tolist(), strict=True):
        found[text_of[at]].add(said[number])
    return found


@given(texts.map(lambda found: [grams.Fold(known().simplified)(text).replace("\n", " ") for text in found]))
def test_the_initials_of_many_texts_at_once_are_those_of_each(given_texts: list[str]) -> None:
    assert at_once(given_texts) == [initials.of_words(text, known().readings) for text in given_texts]


def test_words_names_and_characters_without_a_reading() -> None:
    text = "王小明，记者李晓红报道：联席会议𪚥明明、赵𪚥𪚥"
    assert at_once([text, "", "妇联"]) == [
        {"wxm.", "lxh.", *(initials.of_word(word, known().readings) for word in ("赵𪚥𪚥",))},
        set(),
        set(),
    ]


def test_the_last_word_of_a_list_may_have_an_etcetera_behind_it() -> None:
    """等 ends it as a mark would, where three to five characters stand before it."""
    text = "海洋经济、模式创新等新业态，等等等，民办教育等"
    said = [
        initials.of_word(word, known().readings)
        for word in ("海洋经济", "模式创新", "等等等", "民办教育", "民办教育等")
    ]
    assert at_once([text]) == [set(said)] == [initials.of_words(text, known().readings)]
