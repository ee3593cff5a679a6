"""The exam of check stays passed: `make exam` prints it, and a rule that costs more than it brings is seen here."""

from collections import Counter

from benchmarks.exam import checking
from jianbao.check import engine
from jianbao.errors import Level


def test_what_is_found_and_what_is_said_for_nothing() -> None:
    """Rows of every kind; nothing is warned of in a sentence that is right; nineteen faults in twenty are found, and of slips of the pen two in three."""
    made = engine.of_site(None)
    rows = checking.rows()
    assert len(rows) >= 400
    faulty = Counter(row.kind for row in rows if row.faults)
    assert len(faulty) >= 15
    alarms, missed = [], []
    for row, told in checking.said(made, rows):
        if not row.faults:
            alarms += [(row.text, f.problem.code) for f in told if f.problem.level is not Level.NOTICE]
        elif not told:
            missed.append(row.kind)
    assert alarms == []
    lost = Counter(missed)
    slips = {kind for kind in faulty if kind.startswith("错别字")}
    assert sum(lost[kind] for kind in slips) <= sum(faulty[kind] for kind in slips) * 0.35
    assert (
        sum(lost[kind] for kind in faulty.keys() - slips) <= sum(faulty[kind] for kind in faulty.keys() - slips) * 0.05
    )
