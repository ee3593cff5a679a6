"""Texts are cut in Python and in JavaScript alike, whatever is in them."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.search import grams
from jianbao.search.asking import query, spell
from jianbao.search.asking.exact import exact
from tests.conftest import EXAMPLES
from tests.searching import in_memory, in_node, known, needs_node, needs_search, texts_of

ODD = (
    "妇女联合会婦聯厦门曾厝垵〇𠮷𪚥豈abcXYZ019０１９ＡＢ①²éüǜ'"
    '\u0301\u0308\u200b\ufeff\u00ad\u3000 \t\n\x1c，。+-*:^~"<>'
)
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8", max_codepoint=0x2FFFF)), max_size=60)

SCRIPT = """
const { query, fold, pairs, singles, suffixes, bare } = await load("grams.js");
const { words } = await load("initials.js");
const { ways } = await load("spell.js");
await load("letters.js");
const [list, table, syllables] = values, simplified = new Map(table), known = new Set(syllables);
return list.map((text) => {
  const folded = fold(text, simplified), asked = query(text, simplified);
  const cut = [pairs(folded), [...singles(folded)].sort(), suffixes(folded), bare(folded), [...words(folded)].sort()];
  return [folded, ...cut, asked.phrases, asked.tokens, asked.more, ways(text, simplified, known)];
});"""


def by_python(text: str) -> list[Any]:
    """The same by jianbao."""
    fold = grams.Fold(known().simplified)
    folded = fold(text)
    asked = grams.query(text, fold)
    return [
        folded,
        grams.pairs(folded),
        sorted(grams.singles(folded), key=lambda c: c.encode("utf-16-be")),
        list(grams.suffixes(folded)),
        grams.bare(folded),
        sorted(grams.words(folded), key=lambda word: word.encode("utf-16-be")),
        list(asked.phrases),
        [[list(token) for token in phrase] for phrase in asked.tokens],
        [[list(token) for token in phrase] for phrase in asked.more],
        [[[list(sound[:2]) for sound in row] for row in way] for way in spell.rows(text, fold, syllables())],
    ]


def syllables() -> frozenset[str]:
    return frozenset(known().own.values())


def by_node(given_texts: list[str]) -> Any:
    return in_node(SCRIPT, given_texts, list(known().simplified.items()), sorted(syllables()))


@needs_node
@settings(max_examples=max(8, EXAMPLES // 40))
@given(st.lists(texts, min_size=40, max_size=80))
def test_both_cut_alike_fuzz(given_texts: list[str]) -> None:
    """Folding may differ in characters that are never searched; all that is searched is the same."""
    expected = [by_python(text)[1:6] + by_python(text)[7:] for text in given_texts]
    assert [row[1:6] + row[7:] for row in by_node(given_texts)] == expected


@needs_node
def test_known_texts() -> None:
    """The kinds of query that readers type."""
    queries = "妇联改革|婦聯改革|妇联、改革|15人|第3期a5|wifi密码|zuichongjianhuoxiangliang|fulian|fl|妇lian|flianhui|lǜ|LV女|ü|zhongg|2018年4月|12338".split(
        "|"
    )
    queries += ["家庭 调解", "wifi 密码", "xi'an", "fu lian"]
    assert by_node(queries) == [by_python(query) for query in queries]


def test_what_is_looked_up() -> None:
    """Pairs and words, also where a number meets a character; singles where there is nothing else; four pairs of many."""
    fold = grams.Fold({"婦": "妇"})

    def tokens(text: str) -> list[list[str]]:
        return [[f"{token.kind} {token.text}" for token in phrase] for phrase in grams.query(text, fold).tokens]

    assert tokens("婦联 2018年5月") == [["pair 妇联"], ["word 2018", "pair 8年", "pair 年5", "pair 5月"]]
    assert tokens("联 g20 x") == [["single 联"], ["start 20", "pair g2"], ["single x"]]
    assert tokens("联") == [["single 联"]]
    assert [len(phrase) for phrase in tokens("厦门市妇联召开学习总书记重要讲话座谈会")] == [4]
    assert [len(phrase) for phrase in grams.query("厦门市妇联召开学习总书记重要讲话座谈会", fold).more] == [16]
    assert tokens("，。 *+-") == []
    assert tokens("a" * 30) == [[f"start {'a' * 24}"]]


@needs_search
@settings(max_examples=max(6, EXAMPLES // 10))
@given(st.lists(texts, min_size=3, max_size=24), st.data())
def test_whatever_stands_in_an_article_finds_it_fuzz(given_texts: list[str], data: st.DataObject) -> None:
    """Any part of any text, also beside each other's; and no query throws, whatever is in it."""
    index = in_memory(given_texts)
    for number, which in texts_of(index).items():
        text = given_texts[which]
        start = data.draw(st.integers(0, max(len(text) - 1, 0)))
        part = text[start : start + data.draw(st.integers(1, 12))]
        asked = grams.query(part, index.fold)
        # What is folded apart (a mark without its letter, half of a word) is another text.
        if asked.phrases and all(phrase in index.fold(text) for phrase in asked.phrases):
            found = exact(index, asked.more)
            whole = [run for phrase in asked.phrases for run in grams.runs(phrase)]
            if all(run in grams.runs(index.fold(text)) or grams.is_han(run) for run in whole):
                assert all(any(number in field for field in lists) for lists in found.terms.values()), part
        query.answer(index, part)
    query.answer(index, data.draw(texts))
