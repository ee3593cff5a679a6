"""The bytes of a shard: what is written is read again, in Python and by the shipped script."""

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.errors import AnewError
from jianbao.search import patch
from jianbao.search.readings import place
from jianbao.search.shards import bits, posting_lists, shard
from jianbao.search.shards.pairs import Pairs
from tests.conftest import EXAMPLES
from tests.searching import in_node, known, needs_node, needs_search

pytestmark = needs_search

SCRIPT = """
const { decode, pairsOf } = await load("shard.js");
const [shards, articles, own] = values, pair = pairsOf(new Map(own));
return shards.map((hex) => decode(Uint8Array.from(Buffer.from(hex, "hex")), articles, true, pair)
  .map(({ text, reading, lists }) => [text, reading, lists.map(([ids, counts]) => [[...ids], [...counts]])]));"""


def encoded(terms: dict[str, dict[int, int]], articles: int, *, frequencies: bool = True) -> bytes:
    """A shard of pairs that stand in bodies: those that have a number, then the others."""
    numpy = pytest.importorskip("numpy")
    number = {name: numbers().number(name) if len(name) == 2 else -1 for name in terms}
    names = sorted(terms, key=lambda name: (number[name] < 0, number[name], name))
    rows = [(at, 2, article, n) for at, name in enumerate(names) for article, n in sorted(terms[name].items())]
    columns = [numpy.array(column, numpy.int64) for column in zip(*rows, strict=True)]
    zeros = numpy.zeros(len(names), numpy.int64)
    texts = [name for name in names if number[name] < 0]
    batch = shard.Batch(zeros, numpy.array([number[name] for name in names], numpy.int64), texts, *columns)
    return next(data for _, data in shard.encoded(batch, articles, frequencies=frequencies))


@cache
def numbers() -> Pairs:
    """The numbers of pairs on the shipped site."""
    return Pairs(known().own)


def as_told(postings: dict[int, int]) -> dict[int, int]:
    """What is left of frequencies where a term is heavy."""
    many, total = len(postings), sum(postings.values())
    low, mean = posting_lists.bound(many, total), posting_lists.mean(many, total)
    return {article: n if n > low else mean for article, n in postings.items()} if low else postings


def bodies(data: bytes, articles: int, *, frequencies: bool = True) -> dict[str, dict[int, int]]:
    """Term → article → frequency."""
    terms = shard.decoded(data, articles, frequencies=frequencies, pairs=numbers())
    return {term.text + term.reading: term.postings[2] for term in terms}


def rewritten(data: bytes, articles: int, *, frequencies: bool = True) -> bytes:
    """A shard read and written again list by list, and passed over list by list, as a patch does it."""
    keys, counts, reader, told = shard.opened(data, numbered=True)
    other = shard.opened(data, numbered=True).reader
    terms = {}
    for key, dfs in zip(keys, counts, strict=True):
        found = []
        for df in dfs:
            found.append(posting_lists.read(reader, df, articles, frequencies=frequencies))
            posting_lists.skip(other, df, articles, frequencies=frequencies)
            assert other.at == reader.at
        lists = [posting_lists.text(f, articles, frequencies=frequencies) if f else "" for f in found]
        terms[key] = (len(found[0]), len(found[1]), len(found[2])), "".join(lists)
    assert shard.closed(terms, told) == shard.closed(terms)
    return shard.closed(terms)


@settings(max_examples=max(60, EXAMPLES))
@given(st.data())
def test_lists_of_every_kind_are_read_again_fuzz(data: st.DataObject) -> None:
    """Rare, dense, heavy, in every article, side by side; the bound of heaviness low, so that small lists reach it."""
    articles = data.draw(st.integers(1, 70))
    frequency = st.one_of(st.integers(1, 9), st.integers(1, bits.MOST_TF))
    lists_of = st.dictionaries(st.integers(0, articles - 1), frequency, min_size=1)
    terms = data.draw(
        st.dictionaries(
            st.sampled_from("甲甲 乙乙 𠮷野 㐀x x一 重塑chong'su 重新chong'xin".split()), lists_of, min_size=1
        )
    )
    with pytest.MonkeyPatch.context() as low:
        low.setattr(posting_lists, "HEAVY", 6)
        made = encoded(terms, articles)
        assert bodies(made, articles) == {name: as_told(postings) for name, postings in terms.items()}
        assert rewritten(made, articles) == made
    plain = encoded(terms, articles, frequencies=False)
    expected = {name: dict.fromkeys(postings, 1) for name, postings in terms.items()}
    assert bodies(plain, articles, frequencies=False) == expected
    assert rewritten(plain, articles, frequencies=False) == plain


@needs_node
def test_the_shipped_script_reads_what_is_written() -> None:
    """Lists on both sides of every limit, in a level as large as the limits need."""
    rng, articles = random.Random(3), 20_000

    def postings(many: int) -> dict[int, int]:
        return {article: min(4095, 1 + int(rng.expovariate(0.3))) for article in rng.sample(range(articles), many)}

    sizes = [1, 700, 4096, 4097, 8191, 8192, 9999, 10_000, 10_001, 16_384, 19_999, 20_000]
    terms = {chr(0x4E00 + i) * 2: postings(size) for i, size in enumerate(sizes)}
    terms["重塑chong'su"] = {0: 4095, 19_999: 4095}
    terms |= {"𠮷野": {3: 1}, "𠮷家": {3: 1}, "9年": {4: 2}, "a一": {5: 1}}
    # One by one, for what fills the last byte, and all together.
    shards = [encoded({name: terms[name]}, articles) for name in terms] + [encoded(terms, articles)]
    assert [rewritten(data, articles) for data in shards] == shards
    told: dict[str, dict[int, int]] = {name: as_told(found) for name, found in terms.items()}
    read = in_node(SCRIPT, [data.hex() for data in shards], articles, list(known().own.items()))
    for data, found in zip(shards, read, strict=True):
        expected = bodies(data, articles)
        assert expected == {name: told[name] for name in expected}
        assert {t + r: dict(zip(*fields[2], strict=True)) for t, r, fields in found} == expected


def test_pairs_are_numbered_by_their_place() -> None:
    """Every pair of the table has one number, in the range of the shard that its readings name; no other pair has any."""
    rng, own, made = random.Random(5), known().own, numbers()
    characters = [*sorted(own), *"az09"]
    bounds = made.bounds(512).tolist()
    assert (bounds[0], bounds[-1]) == (0, made.count)
    assert made.count == len({*own, *"abcdefghijklmnopqrstuvwxyz0123456789"}) ** 2
    for _ in range(3000):
        pair = rng.choice(characters) + rng.choice(characters)
        number = made.number(pair)
        where = place(own.get(pair[0], pair[0]), own.get(pair[1], pair[1])) * 512 >> 16
        assert made.pair(number) == pair
        assert bounds[where] <= number < bounds[where + 1]
    assert [made.number(pair) for pair in ("𠮷一", "一𠮷", "A一")] == [-1, -1, -1]


@pytest.mark.parametrize("shards", [1, 3, 96, 768, 2048, 3072, 6144])
def test_pairs_stand_in_the_shard_of_their_place(shards: int) -> None:
    """Where a browser looks for a pair its number is, also where there are no powers of two of shards."""
    made, own = numbers(), known().own
    bounds = made.bounds(shards).tolist()
    rng = random.Random(shards)
    characters = sorted(own)
    for pair in ("".join(rng.choices(characters, k=2)) for _ in range(3000)):
        at = place(own[pair[0]], own[pair[1]]) * shards >> 16
        assert bounds[at] <= made.number(pair) < bounds[at + 1]


@given(st.lists(st.text("abcxyz 妇联𠮷", min_size=1, max_size=50), unique=True))
def test_terms_share_their_beginnings_fuzz(words: list[str]) -> None:
    """What is written shorter is read again, also where more is shared than is told."""
    assert shard.unfronted(shard.fronted(sorted(words))) == sorted(words)


def test_a_heavy_list_is_patched_without_knowing_every_frequency() -> None:
    """The same bytes as made anew; where frequencies would have to be known that are not, it says so."""
    rng, articles, refused = random.Random(4), 120, 0
    with pytest.MonkeyPatch.context() as low:
        low.setattr(posting_lists, "HEAVY", 50)
        for turn in range(300):
            now = {a: rng.randint(1, 9) for a in rng.sample(range(articles), rng.choice((49, 50, 51, 60, 61, 119)))}
            data = _changed(b"", {}, now, articles)
            for _ in range(4):
                after = {a: n for a, n in now.items() if rng.random() > 0.02}
                after |= {rng.randrange(articles): rng.randint(1, 9) for _ in range(rng.randint(0, 3))}
                clean = _changed(b"", {}, after, articles)
                try:
                    data = _changed(data, now, after, articles)
                except AnewError:
                    refused += 1
                    data = clean
                assert data == clean, turn
                now = after
    assert 0 < refused < 300


def _changed(data: bytes, before: dict[int, int], after: dict[int, int], articles: int) -> bytes:
    """A shard of one pair, patched."""
    both = sorted(before.keys() | after.keys())
    changes = [patch.Change("妇联", 2, a, before.get(a, 0), after.get(a, 0)) for a in both]
    return patch.patched(data, "p", articles, [c for c in changes if c.before != c.frequency], numbers())


@settings(max_examples=max(200, EXAMPLES))
@given(
    st.dictionaries(st.integers(0, 300), st.integers(1, 40), min_size=1),
    st.integers(0, 300),
    st.integers(0, 40),
    st.booleans(),
    st.sampled_from([301, 700, 1 << 20]),
)
def test_a_list_is_spliced_fuzz(before: dict[int, int], article: int, frequency: int, told: bool, space: int) -> None:
    """One article more, less, or with another frequency: the bits are those of the list written again."""
    known = before if told else dict.fromkeys(before, 1)
    after = {a: n for a, n in known.items() if a != article} | (
        {article: frequency if told else 1} if frequency else {}
    )
    text = posting_lists.text(known, space, frequencies=told)
    reader = bits.BitReader(bits.packed_text(text + "1" * 8))
    made = posting_lists.spliced(reader, len(known), space, article, frequency, frequencies=told)
    if made is None:
        assert reader.at == 0
        assert not after or bits.parameter(space, len(after)) != bits.parameter(space, len(known))
    else:
        assert made == (len(after), posting_lists.text(after, space, frequencies=told))
        assert reader.at == len(text)


def test_numbers_survive_their_codes() -> None:
    """Rice and gamma, escapes included, beside each other in one stream."""
    numpy = pytest.importorskip("numpy")
    numbers: Any = numpy.array([0, 1, 5, 19, 20, 700, 70_000, (1 << 20) - 1], numpy.uint64)
    codes = bits.joined(bits.rice(numbers, numpy.full(8, 2, numpy.uint64), bits.GAP), bits.gamma(numbers % 4095 + 1))
    reader = bits.BitReader(bits.packed(*codes))
    assert [(reader.rice(2, bits.GAP), reader.gamma()) for _ in numbers] == [
        (int(n), int(n % 4095 + 1)) for n in numbers
    ]
