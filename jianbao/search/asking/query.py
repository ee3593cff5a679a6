"""Asking the index: what the browser's query.js does too.

What is found stands in sections, each with its own count: articles that have the words (``exact``); those that
have another word for the same (``same``); those that sound like it, typed in full, begun, by initials, by ear or
with the other reading of a character (``sounds``); those that were meant when a letter slipped (``slip``); those
that have only some of the words (``some``). In the first three, the best are looked at as texts: what turns out
not to have the words one behind the other is only partly what was asked for.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.search import entries, grams
from jianbao.search.asking import above, asked, narrow, rank, slip, sounds, spell
from jianbao.search.asking.asked import Asked, Wish, special
from jianbao.search.asking.chain import Step
from jianbao.search.asking.confirm import BESIDE, LOOKED_AT, alike, bare_of, confirmed_by_sound, looked_at
from jianbao.search.asking.exact import Exact, exact
from jianbao.search.asking.index_reader import IndexReader, Postings
from jianbao.search.asking.sections import Section, shown, together
from jianbao.search.asking.spell import Row, rows, spelled, unspoken
from jianbao.search.files import Record

SUGGESTED = 6
SAID = 3
"""Whole syllables in a row that are not said by chance."""
PASSES = (
    (False, False, False, False),
    (False, False, True, True),
    (True, True, False, False),
    (True, False, False, False),
    (False, False, True, False),
)
"""In turn: whole syllables; by ear what is nothing but several of them; initials of whole words; any initials; by ear.

(initials, words, near, early)
"""


class Answer(NamedTuple):
    """What was found."""

    sections: list[Section]
    articles: list[int]
    """Of all sections, those first that a reader should see first."""
    scores: dict[int, float]
    suggestions: list[str]
    """What was probably meant, in Han characters; each finds something."""
    entries: list[entries.Found]
    """Pages, columns, sources, issues, tags and people of that name."""

    @property
    def total(self) -> int:
        """How many the first section has."""
        return len(self.sections[0].articles) if self.sections else 0


def answer(store: IndexReader, text: str, *, limit: int = 10, today: date | None = None) -> Answer:
    """The answer to what a reader typed; ``today`` is what 去年 is reckoned from, the machine's own if not given."""
    if store.needs_folding(text):
        store.load_folding()
    if spelled(grams.normal(text)):
        store.scripts.add("letters")
    if special(text):
        store.scripts.add("asked")
    parts = asked.read(text, today or datetime.now().astimezone().date())
    if any(wish.quoted for wish in parts.either):
        store.scripts.add("beside")
    left = _left(store, parts)
    found = [_Finder(store, wish, limit, left) for wish in parts.either]
    for finder in found:
        finder.find()
    sections = list(together([finder.sections for finder in found]))
    scores = {a: s.scores.get(a, 0.0) for s in reversed(sections) for a in s.articles}
    suggestions = list(dict.fromkeys(said for finder in found for said in finder.suggestions))
    rows_shown = shown(store, sections, limit, spelling=spelled(text))
    return Answer(
        sections, rows_shown, scores, suggestions[:SUGGESTED], above.found(store, text, brief=limit < LOOKED_AT)
    )


def _left(store: IndexReader, parts: Asked) -> Set[int] | None:
    """All articles but those that have what is to be left out; None for all."""
    out: set[int] = set()
    for words in parts.without:
        found = exact(store, grams.query(words, store.fold).more, few=0)
        out |= found.joined if found.all else set()
    return set(range(store.count)) - out if parts.without else None


class _Finder:
    """One alternative of a query, answered tier by tier until there are enough."""

    def __init__(self, store: IndexReader, wish: Wish, limit: int, among: Set[int] | None) -> None:
        self.store, self.wish, self.limit, self.among = store, wish, limit, among
        self.sections: list[Section] = []
        self.suggestions: list[str] = []
        self._known: set[int] = set()
        self._before = len(store.here)

    def find(self) -> None:
        """Fills the sections."""
        period = self.wish.period
        if period:
            self.store.scripts.add("facets")
        within = self.store.within(period) if period else set()
        if within:
            everywhere = self.among
            self.among = within if everywhere is None else within & everywhere
            if self.wish.dated:
                self._words(self.wish.dated)
            else:
                self._add("exact", sorted(self.among, reverse=True), {})
            self.among = everywhere
            if self.sections:
                # What only tells of that time in its words.
                if not self._enough:
                    # What was written with the time in one word was perhaps meant as it stands.
                    if len(self.wish.dated.split()) < len(self.wish.text.split()):
                        self.limit = min(self.limit, BESIDE)
                    self._exactly(self.wish.text, "some")
                return
        self._words(self.wish.text)

    @property
    def _brief(self) -> bool:
        """Whether somebody is still typing: what takes more files than the rows that fit is left for later."""
        return self.limit < LOOKED_AT

    @property
    def _looks(self) -> int:
        """How many texts may be looked at together; while somebody spells a word letter by letter, in all."""
        return max(BESIDE - len(self.store.here) + self._before, 0) if self._spelling else self.limit

    @property
    def _spelling(self) -> bool:
        return self._brief and spelled(self.wish.text)

    @property
    def _enough(self) -> bool:
        return len(self._known) >= self.limit

    def _add(self, tier: str, articles: Iterable[int], scores: dict[int, float], **more: bool | str) -> bool:
        fresh = [a for a in articles if a not in self._known]
        self._known.update(fresh)
        if fresh:
            self.sections.append(Section(tier, fresh, scores, **more))  # type: ignore[arg-type]
        return bool(fresh)

    def _words(self, text: str) -> None:
        if self._brief and spell.one_syllable(text, self.store.syllables):
            return
        terms = Exact([], {}, set(), {}, False)
        pinyin = self._spelling and spell.nothing_else(text, self.store.fold, self.store.syllables)
        if pinyin:
            # Whether it is a part of a Latin word is asked when it sounds like nothing.
            self._sounding(text, terms)
        if not (pinyin and self.sections):
            terms = self._exactly(text, "exact")
            for other, words in alike(self.store, text):
                self._exactly(other, "same", via=words)
            self._sounding(text, terms)
        if not self.sections and not self._brief:
            self._slipped(text)
        if terms.partly and not self.sections and not self.suggestions:
            terms = exact(self.store, grams.query(text, self.store.fold).some, whole=True)
        if not self._enough and len(terms.terms) > 1 and not self.suggestions:
            some = {name: p for name, p in terms.terms.items() if any(p)}
            scored = rank.scored(self.store.articles, some, required=False, among=self.among, times=terms.times)
            self._add("exact", self._across_marks(text, scored.articles), scored.scores)
            self._add("some", scored.articles, scored.scores, least=terms.partly)

    def _across_marks(self, text: str, articles: list[int]) -> list[int]:
        """Of the best those that have what was typed with marks in it: 四癌救助 in “四癌”救助."""
        self.store.scripts.add("parted")
        phrases = [re.compile(grams.standing(p, marked=True)) for p in grams.query(text, self.store.fold).phrases]
        looks = BESIDE if self.sections else min(self._looks, LOOKED_AT)
        best = [a for a in articles if a not in self._known][:looks]
        texts = {a: bare_of(record, self.store.texts) for a, record in self.store.whole(best).items()}
        return [a for a in best if all(phrase.search(texts[a]) for phrase in phrases)]

    def _exactly(self, text: str, tier: str, via: str = "") -> Exact:
        store, query = self.store, grams.query(text, self.store.fold)
        terms = exact(store, query.some if store.large else query.tokens)
        if terms.all and len(terms.joined) > LOOKED_AT and query.more != query.tokens:
            terms = exact(store, query.more, terms.joined)
        if terms.all:
            among = terms.joined if self.among is None else terms.joined & self.among
            scored = rank.scored(store.articles, terms.terms, required=True, among=among, times=terms.times)
            # Where a mark parts the words they stand beside each other nearly always, else only by chance.
            parted = terms.parted
            best = sorted(scored.articles, key=lambda a: a not in parted) if parted else scored.articles
            good, about = self._confirmed(query, best)
            self._add(tier, good, scored.scores, about=about, via=via)
        return terms

    def _sounding(self, text: str, terms: Exact) -> None:
        """What sounds like it; of what is found as written only what can be meant by ear as well."""
        store, latin = self.store, spelled(text)
        # Who puts Han characters in quotation marks does not mean others, nor who writes a single one that is there.
        alone = any(len(run) == 1 and grams.is_han(run) for run in grams.runs(store.fold(text)))
        meant = self.wish.quoted or (self.sections and alone)
        if (self._enough or meant) and not latin:
            return
        ways = list(rows(text, store.fold, store.syllables))
        if self._spelling:
            # The fewest syllables. What has only been begun may be whole too, and what is filed of it is here already.
            least = min(map(spell.long, ways), default=0)
            ways = sorted(
                (way for way in ways if spell.long(way) == least), key=lambda way: not spell.has(way, "begun")
            )
        query = grams.query(text, store.fold)
        written = [run for phrase in query.phrases for run in grams.runs(phrase) if unspoken(run, store.syllables)]
        kept = [step for phrase in terms.phrases for step in phrase if any(step.name in run for run in written)]
        # What is written as the reader wrote it comes first: of a slip only one character is wrong.
        welcome = {f"={name}": postings for name, postings in terms.terms.items()}
        sure = bool(self.sections)
        whole = clearly = False
        heard: list[Section] = []
        least = min((spell.long(way) for way in ways if not spell.has(way, "initial")), default=0)
        plain = [
            w for w in ways if spell.long(w) == least and not spell.has(w, "begun") and not spell.has(w, "initial")
        ]
        clear = False
        for initials, words, near, early in PASSES:
            for way in ways:
                # What they sound like is here, which of initials is not.
                if near and early != (way in plain and least >= SAID):
                    continue
                # Who finds Han characters as written, more than a name has or in several articles, does not mean what
                # sounds only nearly so.
                if near and sure and not latin and (least > SAID or len(self._known) >= BESIDE):
                    continue
                longer = not initials and not spell.has(way, "initial") and spell.long(way) > least
                # The shards of the fewest syllables say whether that is said; 西安 is then seldom meant by xian.
                # So many syllables in a row are not said by chance: others were not meant.
                if whole and longer and least >= SAID:
                    continue
                clear = clear or (longer and any(sounds.spoken(store, one, kept, near=True) for one in plain))
                doubtful = longer and (clear or bool(heard))
                enough = len({a for s in heard for a in s.articles}) >= (1 if self._brief else self.limit)
                # Of two syllables the second has perhaps only been begun, however many have it whole.
                goes_on = spell.has(way, "begun") and len(way) == 1 and len(way[0]) == 2 and not self._brief
                # Whoever is understood by whole syllables did not mean initials; who still types has perhaps not
                # come to the end of a syllable.
                chance = self._brief and initials and spell.has(way, "syllable")
                unlikely = (initials and (whole or sure or chance)) or not self._looks or (doubtful and near)
                if (enough and not goes_on) or spell.has(way, "initial") != initials or unlikely:
                    continue
                made = self._heard(way, kept, welcome, near=near, words=words, doubtful=doubtful, longer=longer)
                if made:
                    # What is shown beside what was typed whole is a few, not a number.
                    few = made._replace(articles=made.articles[:BESIDE], about=False)
                    heard.append(few if enough else made)
                    whole = whole or not initials
                    clearly = clearly or not near
        if not clearly and not sure and not self._brief:
            # What sounds only nearly so may have been meant, and another reading as well.
            heard[1:1] = self._otherwise(ways, kept, welcome)
        if self._spelling and ways and not heard and not self.suggestions:
            # What is clear so far.
            so_far = sounds.spoken(store, [ways[0][0][:2]], (), brief=BESIDE)
            self.suggestions += so_far.said if so_far else []
        scores = {a: score for section in reversed(heard) for a, score in section.scores.items()}
        ahead = [a for s in heard[:1] for a in s.articles[: self.limit - BESIDE]]
        ahead += [a for s in heard[1:2] for a in s.articles[:BESIDE]]
        found = (
            [*ahead, *(a for s in heard for a in s.articles)] if len(heard) > 1 else heard[0].articles if heard else []
        )
        # While somebody types, other ways of saying it are left for later.
        about = any(s.about for s in heard)
        self._add("sounds", dict.fromkeys(found), scores, about=about, least=self._brief and not about)

    def _otherwise(
        self, ways: Sequence[Sequence[Row]], kept: Sequence[Step], welcome: dict[str, Postings]
    ) -> list[Section]:
        """By the other readings of characters that have several."""
        for way in [way for way in ways if not spell.has(way, "initial")][:1]:
            if spell.has(way, "syllable"):
                self.store.scripts.add("otherwise")
            for other in sounds.otherwise(self.store, way):
                made = self._heard(other, kept, welcome, near=True, guessed=True)
                if made:
                    return [made]
        return []

    def _heard(
        self, way: Sequence[Row], kept: Sequence[Step], welcome: dict[str, Postings], *, near: bool, **how: bool
    ) -> Section | None:
        """``how`` is what sounds.spoken takes."""
        brief = BESIDE if self._spelling else 0

        def looked(
            few: int,
        ) -> tuple[sounds.Spoken, dict[int, float], list[int], tuple[list[int], bool, list[str]]] | None:
            spoken = sounds.spoken(self.store, way, kept, brief=brief, near=near, few=few, **how)
            if not spoken:
                return None
            more = {**welcome, **spoken.welcome}
            scored = rank.scored(self.store.articles, spoken.terms, required=True, welcome=more, among=self.among)
            fresh = [a for a in scored.articles if a not in self._known]
            return spoken, scored.scores, fresh, confirmed_by_sound(self.store, spoken, fresh, self._looks)

        made = looked(narrow.FEW)
        if made and self.store.large and made[2] and not made[3][0]:
            # The pairs that were not needed may tell how a character is read.
            made = looked(0)
        if not made:
            return None
        spoken, scores, _, (good, about, said) = made
        # Beside what was found as written its homophones are not what was meant.
        if spoken.exactly or near or not self.sections:
            self.suggestions += said
        if spoken.exactly and not near:
            self.suggestions += spoken.said
        return Section("sounds", good, scores, about) if good else None

    def _slipped(self, text: str) -> None:
        self.store.scripts.add("slip")
        meant = slip.meant(self.store, text, self.among)
        self.suggestions += meant.words
        self._add("slip", meant.articles, meant.scores)

    def _confirmed(self, query: grams.Query, articles: list[int]) -> tuple[list[int], bool]:
        """(those that have the phrases, whether some were not looked at)."""
        phrases = [grams.standing(phrase) for phrase in query.phrases]
        quoted = bool(self.wish.quoted)
        if all(len(phrase) <= 2 for phrase in phrases):
            # A pair says all that a text would.
            return articles, False
        patterns = [re.compile(phrase) for phrase in phrases]

        def has(_: int, record: Record) -> bool:
            text = bare_of(record, self.store.texts)
            return all(pattern.search(text) for pattern in patterns)

        good, left = looked_at(self.store, articles, has, self._looks, self._looks, thorough=quoted)
        # Who puts a phrase in quotation marks wants nothing else.
        return (good, bool(left)) if quoted else (good + left, bool(left))
