"""One fault at one place is told once: which findings of a text tell of the same one, and which of these is said.

Two findings of wording tell of one fault when they stand at the very same characters, when one lies in the other and
both name the same cure, or when one says which characters become which and the other is about these characters. Of them
the one is said that weighs more; of equals the one that --fix can mend, that says what is right, that shows more of the
text, whose rule stands first in data/. Whatever holds a text against something else (people, dates, sums, what must not
be published) says something of its own, and so does a mark that has no partner; a single mark may be wrong in two ways.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from jianbao.check.rules import Finding
from jianbao.errors import Level

_OF_WORDING = frozenset(
    """
    typos typosmaybe doubles doublesmaybe phrases phrasesmaybe sequences missing exchanged lawnames
    deedparticle thingparticle resultparticle measures collocations same
    """.split()
)
"""The inspections that know by themselves what is right."""
_LONGEST = 40
"""Characters of a finding that is compared with others."""
_WEIGHT = {level: number for number, level in enumerate(Level)}


def told(text: str, findings: Iterable[Finding], order: Mapping[str, int]) -> set[Finding]:
    """The findings of a text without those that tell of a fault that another one is said of.

    ``order`` is where in data/ a rule stands, by its code.
    """
    every = set(findings)
    compared = sorted(filter(_is_of_wording, every), key=lambda f: (f.start, f.end, f.rule.code, f.found))
    starts = [finding.start for finding in compared]
    gone: set[Finding] = set()
    for finding in sorted(compared, key=lambda f: _rank(f, order)):
        if finding in gone:
            continue
        low, high = bisect_left(starts, finding.start - _LONGEST), bisect_right(starts, finding.end)
        gone.update(
            other
            for other in compared[low:high]
            if other.rule.code != finding.rule.code and _same(text, finding, other)
        )
    return every - gone


def _is_of_wording(finding: Finding) -> bool:
    known = not finding.rule.check or finding.rule.check in _OF_WORDING
    return known and finding.end - finding.start <= _LONGEST


def _rank(finding: Finding, order: Mapping[str, int]) -> tuple[int, bool, bool, int, int, int, str]:
    """Lower is said rather."""
    weight, code = _WEIGHT[finding.rule.level], finding.rule.code
    shown = finding.start - finding.end
    return weight, finding.fix is None, not finding.right, shown, order.get(code, 0), finding.start, finding.found


def _same(text: str, one: Finding, other: Finding) -> bool:
    """Whether two findings of different rules tell of one fault."""
    if (one.start, one.end) == (other.start, other.end) and one.end - one.start > 1:
        return True
    if (_lies_in(one, other) or _lies_in(other, one)) and one.hint == other.hint:
        return True
    return _is_about(text, one, other) or _is_about(text, other, one)


def _lies_in(one: Finding, other: Finding) -> bool:
    return other.start <= one.start and one.end <= other.end


def _is_about(text: str, one: Finding, other: Finding) -> bool:
    """Whether the other finding is about the very characters of which one says what they become, and hardly more."""
    if not one.right or (one.end - one.start == 1 and not text[one.start].isalnum()):
        return False
    start, end = _changed(text, one)
    shown = max(len(one.found), one.end - one.start)
    return other.start <= start and end <= other.end and (_lies_in(other, one) or other.end - other.start <= 2 * shown)


def _changed(text: str, finding: Finding) -> tuple[int, int]:
    """Where the characters stand that become others; of several ways to write it right, by the first one."""
    there, right = text[finding.start : finding.end], finding.right
    if "、" not in there:
        right = right.split("、")[0]
    if finding.found != there:
        return finding.start, finding.end
    begin = next((n for n, (a, b) in enumerate(zip(there, right, strict=False)) if a != b), min(len(there), len(right)))
    most = min(len(there), len(right)) - begin
    behind = next(
        (n for n, (a, b) in enumerate(zip(there[::-1], right[::-1], strict=False)) if a != b or n >= most), most
    )
    return finding.start + begin, finding.end - min(behind, most)
