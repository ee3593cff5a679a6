"""One text through all rules: the findings in order, as problems with their fixes."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from jianbao import expressions, zh
from jianbao import expressions as re
from jianbao.check import ahead, comments, once, patterns, required, rules, running
from jianbao.check.entities import (
    alike,
    lawnames,
    names,
    organisations,
    people,
    privacy,
    protect,
    territory,
    timely,
)
from jianbao.check.inspect import Context, Hit, Inspection
from jianbao.check.numbers import amounts, backwards, differences, figures, sums
from jianbao.check.prose import BLANK, Prose
from jianbao.check.rules import Finding, Rule
from jianbao.check.sentences import (
    blanks,
    collocations,
    de,
    manners,
    marks,
    measures,
    particles,
    purposes,
    same,
    splices,
    structure,
)
from jianbao.check.slips import core, doubles, exchanged, missing, phrases, sequences, typos, weighed
from jianbao.check.words import lexicon
from jianbao.errors import Level, Problem, SiteError
from jianbao.settings import knowledge
from jianbao.settings.knowledge import Knowledge
from jianbao.settings.schema import Reader

INSPECTIONS: tuple[Inspection, ...] = (
    blanks.spaces, marks.pairs, marks.straight, marks.dash, marks.semicolons,
    typos.hits, doubles.hits, phrases.hits, sequences.hits,
    missing.hits, lawnames.hits, particles.hits, manners.hits, de.weighed, measures.hits,
    collocations.hits, structure.repeats, structure.clauses, purposes.hits, purposes.unstopped, splices.hits,
    structure.numbering, structure.variants, structure.brands, organisations.hits, names.hits, names.sessions,
    alike.hits, alike.marked, exchanged.hits, exchanged.named, figures.dates, figures.sums,
    sums.totals, sums.multiplied, sums.shares, sums.changes, sums.days,
    differences.hits, amounts.hits, amounts.stated, amounts.among,
    backwards.ranges, backwards.hours, timely.anniversaries, people.posts, people.near, timely.leaders, territory.hits,
    privacy.hits, protect.protected, protect.homes, protect.accounts, weighed.hits, core.hits, same.hits,
)  # fmt: skip
_OF_CLAUSES: tuple[Inspection, ...] = (
    doubles.hits, phrases.hits, sequences.hits, missing.hits, particles.hits, de.weighed, measures.hits,
    collocations.hits, exchanged.hits, same.hits,
)  # fmt: skip
"""Those of them that look no further than from one mark to the next: in what they find, at least."""
CHECKS = frozenset(
    """
    spacegap spaceapart spaceodd spacebreak spaceindent spaceend codeindent
    unpaired doubled nested straight dash semicolons typos typosmaybe doubles doublesmaybe phrases phrasesmaybe
    sequences missing lawnames deedparticle thingparticle resultparticle measures collocations same
    repeats clauses purposes unstopped splices numbering variants organisations brands names sessions alike marked
    exchanged
    dates datecut daterange weekday sums days anniversaries averages balances among backwards oddhour
    postnever postdate postunsure namenear leaders territory
    mobile identity card protected homes accounts
    unknowncode
    alt resource emptycolumn promise footer tagonce duplicates titletwice signoff
    channelmissing channeldead channelearly channeltwice
    """.split()
)
"""What a rule may name as its ``check``; the last rows are of the archive, see health.py and elsewhere.py."""


_RANK = {
    "typosmaybe": 1,
    "lawnames": 1,
    "deedparticle": 1,
    "thingparticle": 1,
    "resultparticle": 1,
    "measures": 1,
    "collocations": 1,
    "typos": 2,
    "doublesmaybe": 2,
    "phrases": 3,
    "phrasesmaybe": 3,
}
"""Of two findings in one place the surer one is said: a list of words knows better than likelihood."""


_PARTICLES = frozenset({"deedparticle", "thingparticle", "resultparticle"})
_OF_PARTICLES = (
    "de-before-",
    "de-complement",
    "de-with-",
    "di-before-",
    "di-idiom",
    "di-ized",
    "di-doubled",
    "di-unceasing",
)
"""Codes of rules that tell one particle from another."""
_WIDE = ("de-result-", "di-quality", "di-behind-people")
"""Those that know the most words."""
_WORDS = 12
"""Characters of a finding that says what is wrong with words."""


class Found(NamedTuple):
    """A problem, and what --fix would put in its place."""

    problem: Problem
    start: int
    end: int
    fix: str | None
    """None when only an editor can."""
    worded: bool = False
    """Whether the fix is a list's, which says which characters become which; another changes marks and blanks only."""


_MANY = 300
"""Texts from which on it is worth while to work out beforehand what any of them may have."""


class Engine:
    """All rules of a site, made ready once."""

    def __init__(self, every: Iterable[Rule], known: Knowledge, hotlines: frozenset[str]) -> None:
        every = list(every)
        self._order = {rule.code: number for number, rule in enumerate(every)}
        self.by_check = {rule.check: rule for rule in every if rule.check}
        self.patterns = patterns.Patterns(rule for rule in every if not rule.check and not rule.dated)
        self.dated = timely.Dated(every)
        self.known = known
        self.hotlines = hotlines
        self._ahead: ahead.Ahead | None = None
        self._messages = {rule.code: rule.message for rule in every}

    def looks_ahead(self, texts: Sequence[Prose]) -> None:
        """Looks at many texts together, so that `found` has less to do for each of them; it finds the same."""
        if self._ahead is None:
            self._ahead = self._made_ahead()
        self._ahead.look(texts)

    def _made_ahead(self) -> ahead.Ahead:
        context = Context(self.known, self.hotlines)
        return ahead.Ahead(self.patterns, self.dated.names(), _OF_CLAUSES, context)

    def made_ready(self, texts: int) -> None:
        """Loads what so many texts will ask for, so that processes that are forked from this one need not."""
        typos.made_ready(self.known.words, many=texts >= _MANY)
        if texts >= _MANY:
            required.keep(_shipped)
            expressions.settle("check.")
            core.made_ready(self.known.words)
        self.patterns.made_ready()
        self._ahead = self._ahead or self._made_ahead()
        de.hints()
        lexicon.alone()

    def found(self, prose: Prose, date: str = "") -> list[Found]:
        """Every finding in a text, sorted, of a fault one; what a comment takes out is left out."""
        every = self.findings(prose, date)
        findings = _outermost(prose.prose, every, self._order)
        told = [_problem(prose, f) for f in findings if not prose.allows(f.rule.code, f.start)]
        wrong = [f.start for f in every if f.rule.check == "unknowncode"]
        if not wrong:
            return told
        # What was to be left alone is left alone, though nobody can say which rule was meant.
        kept = [c for c in prose.comments if any(c.place[0] <= at < c.place[1] for at in wrong)]
        return [f._replace(fix=None) if any(c.start <= f.start < c.end for c in kept) else f for f in told]

    def _of_comments(self, prose: Prose) -> Iterator[Hit]:
        """What is wrong with comments that take rules out."""
        known = self._messages
        if any(code not in known for comment in prose.comments for _, code in comment.codes):
            known = {**_messages(), **known}  # a rule that a site has switched off is known as well
        return (Hit("unknowncode", *fault) for comment in prose.comments for fault in comments.faults(comment, known))

    def findings(self, prose: Prose, date: str = "") -> list[Finding]:
        """What each rule finds by itself, in no order."""
        findings = [*self.patterns.found(prose), *self.dated.found(prose, date)]
        context = Context(self.known, self.hotlines, date)
        for inspection in _inspections(prose.ahead.inspections if prose.ahead else -1):
            findings += [finding for hit in inspection(prose, context) if (finding := self._worded(hit))]
        if prose.comments:
            findings += [finding for hit in self._of_comments(prose) if (finding := self._worded(hit))]
        return findings

    def _worded(self, hit: Hit) -> Finding | None:
        rule = self.by_check.get(hit.check)
        if rule is None:
            return None
        return Finding(hit.start, hit.end, rule, hit.found, hit.right, hit.fix if rule.safe else None)


def _shipped() -> Iterator[str]:
    """The expressions of the rules that come with the program."""
    return (rule.pattern for rule in rules.load(None).values() if rule.pattern is not None)


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    return {code: rule.message for code, rule in rules.load(None).items()}


@lru_cache(maxsize=1_000)
def _inspections(found: int) -> list[Inspection]:
    """All but those of clauses of which none found anything; ``found`` are these as bits of a number."""
    return [one for one in INSPECTIONS if one not in _OF_CLAUSES or found & 1 << _OF_CLAUSES.index(one)]


def _outermost(text: str, findings: list[Finding], order: Mapping[str, int]) -> list[Finding]:
    """Sorted, each once; one rule's findings inside another finding of the same rule are the same fault."""
    if len(findings) < 2:
        return findings
    weightiest: dict[tuple[int, int], Level] = {}
    for finding in findings:
        place = (finding.start, finding.end)
        weightiest[place] = min(finding.rule.level, weightiest.get(place, Level.NOTICE), key=list(Level).index)
    # 习进平 is a name with a slip, and one character off a known name: the heavier of the two is said.
    said = {f for f in findings if f.rule.check != "namenear" or f.rule.level is weightiest[f.start, f.end]}
    better = {rank: _reaches(o for o in said if _surety(o) > rank) for rank in set(_RANK.values())}
    said = {f for f in said if f.rule.check not in _RANK or not _meets(better[_RANK[f.rule.check]], f)}
    said = _once_by_particle(said)
    # Of 的 for 地 an expression says as much as the weights: once is enough.
    listed = {n for f in said if f.rule.pattern and f.end - f.start <= _WORDS for n in range(f.start, f.end)}
    said = {f for f in said if f.rule.check not in _PARTICLES or f.end - 1 not in listed}
    said = once.told(text, said, order)
    # Of two words that may have been meant in one place the one that is told first is said: its evidence is the better.
    turn = {finding: number for number, finding in reversed(list(enumerate(findings)))}
    ordered = sorted(said, key=lambda f: (f.start, -f.end, f.rule.code, f.found, turn[f]))
    kept: list[Finding] = []
    reach: dict[str, int] = {}
    for finding in ordered:
        if finding.end <= reach.get(finding.rule.code, -1):
            continue
        reach[finding.rule.code] = finding.end
        kept.append(finding)
    return kept


def _once_by_particle(findings: set[Finding]) -> set[Finding]:
    """Without what the widest rules of particles say where another one has told of the same 的, 地 or 得."""
    wide = sorted((f for f in findings if f.rule.code.startswith(_WIDE)), key=lambda f: f.rule.code)
    ends = (
        {f.end for f in findings if f.rule.check in _PARTICLES or f.rule.code.startswith(_OF_PARTICLES)}
        if wide
        else set()
    )
    for finding in wide:
        if finding.end in ends:
            findings = findings - {finding}
        ends.add(finding.end)
    return findings


def _surety(finding: Finding) -> int:
    """How sure a finding of a word is; 0 for one of anything else, which says nothing of a word in its place."""
    of_words = finding.rule.words or finding.rule.check in ("brands", "doubles", *_RANK)
    return _RANK.get(finding.rule.check, 9) if of_words else 0


def _reaches(findings: Iterable[Finding]) -> tuple[list[int], list[int]]:
    """(where each begins, in order; how far the ones up to it reach)."""
    ordered = sorted((f.start, f.end) for f in findings)
    return [start for start, _ in ordered], list(accumulate((end for _, end in ordered), max))


def _meets(reaches: tuple[list[int], list[int]], finding: Finding) -> bool:
    """Whether one of them shares a character with the finding."""
    starts, ends = reaches
    before = bisect_left(starts, finding.end)
    return before > 0 and ends[before - 1] > finding.start


def _problem(prose: Prose, finding: Finding) -> Found:
    line, column = prose.place(finding.start)
    rule = finding.rule
    hint = finding.hint
    if finding.fix is not None and not _changes_marks(prose, finding):
        hint += f"{'；' if hint else ''}不是标点和空格，--fix 不改，请自己改"
    problem = Problem(prose.path, line, column, rule.level, rule.code, finding.message, hint)
    return Found(problem, finding.start, finding.end, _fix(prose, finding), bool(rule.words))


_MARKS = re.compile(rf"[^{zh.HAN}0-9A-Za-z]+")


def _fix(prose: Prose, finding: Finding) -> str | None:
    """What --fix writes: marks and blanks in running text; other characters only where the rule lists them."""
    fix = finding.fix
    # A fix around code or an address was made from a text without them.
    if fix is None or BLANK in fix or not running.may_write(prose, finding.start, finding.end):
        return None
    return fix if _changes_marks(prose, finding) else None


def _changes_marks(prose: Prose, finding: Finding) -> bool:
    """Whether a fix changes marks and blanks alone, or the very characters that a list names."""
    before = prose.prose[finding.start : finding.end]
    return bool(finding.rule.words) or _MARKS.sub("", before) == _MARKS.sub("", finding.fix or "")


def of_site(site: Path | None) -> Engine:
    """The engine of a site folder; None is no site. Raises SiteError with every fault in data/."""
    return Engine(rules.load(site).values(), knowledge.load(site), hotlines(site))


def hotlines(site: Path | None) -> frozenset[str]:
    """The numbers of data/hotlines.yaml, without hyphens."""
    path, name = knowledge.file(site, "hotlines")
    reader = Reader(name)
    found = set()
    for key, node in reader.known(reader.items(path), ("numbers",)):
        found |= {text.replace("-", "").replace(" ", "") for text, _ in reader.names(node, key)}
    if reader.problems:
        raise SiteError(reader.problems)
    return frozenset(found)
