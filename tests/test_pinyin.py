"""Words are read from plain values as pypinyin reads them, which is asked here."""

import marshal
import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT, RE_HANS

from jianbao import pinyin, zh
from jianbao.pinyin import Known


@pytest.fixture(scope="module")
def known() -> Known:
    """As a process gets it that did not ask pypinyin."""
    return Known(*marshal.loads(marshal.dumps(pinyin.known().plain())))


def test_every_character_and_every_phrase_is_read_as_pypinyin_reads_it(known: Known) -> None:
    asked = [chr(code) for code in [*range(0x20, 0x3100), *PINYIN_DICT] if not 0xD800 <= code < 0xE000]
    chance = random.Random(7)
    for text in [*chance.sample(asked, 4_000), *chance.sample(list(PHRASES_DICT), 4_000)]:
        assert known.reading(text) == lazy_pinyin(text, v_to_u=False), text


def test_what_is_han_is_what_pypinyin_takes_for_it(known: Known) -> None:
    """Two characters are one piece, each by itself, or apart: of all planes, with what has no reading."""
    for code in [*range(0x20, 0xD800), *range(0xE000, 0x32400)]:
        han = RE_HANS.match(chr(code)) is not None
        assert (len(known.reading(f"a{chr(code)}")) == 2) == han, hex(code)


def test_any_text_is_cut_as_pypinyin_cuts_it(known: Known) -> None:
    """Phrases beside one another, cut short, among characters, letters and marks."""
    chance = random.Random(8)
    phrases, characters = list(PHRASES_DICT), [chr(code) for code in range(0x4E00, 0x9FA6)]

    def piece() -> str:
        phrase = chance.choice(phrases)
        ways = (
            phrase,
            phrase[: chance.randrange(1, 5)],
            chance.choice(characters),
            chance.choice("aB1 ，、。·-（）《》"),
        )
        return chance.choice(ways)

    for _ in range(6_000):
        text = "".join(piece() for _ in range(chance.randrange(1, 6)))
        assert known.reading(text) == lazy_pinyin(text, v_to_u=False), text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("重庆", ["chong", "qing"]),
        ("绿色出行", ["lv", "se", "chu", "xing"]),
        ("崭露头", ["zhan", "lu", "tou"]),
        ("“三八”节", ["“", "san", "ba", "”", "jie"]),
        ("5G+直播", ["5G+", "zhi", "bo"]),
        ("", []),
    ],
)
def test_what_is_no_han_is_one_piece(known: Known, text: str, said: list[str]) -> None:
    assert known.reading(text) == said == lazy_pinyin(text, v_to_u=False)


def test_corrections_come_first(known: Known) -> None:
    words = ["厦大重塑", "廈門"]
    readings = zh.readings(words, {"厦大": "xià dà", "重塑": "chóng sù"}, known)
    assert [readings[word].pinyin for word in words] == ["xia da chong su", "xia men"]
    assert readings["廈門"].simplified == "厦门"
    assert readings == zh.readings(words, {"厦大": "xià dà", "重塑": "chóng sù"})
