"""Expressions are compiled when they are first asked, and are then what ``re`` makes."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jianbao import expressions
from tests.expressions import modules
from tests.searching import ROOT
from tests.sites import Site

COUNTED = """
import sys
from jianbao import cli, expressions
cli.main(["build", "--site", sys.argv[1], "--no-search"])
late = [v for n, m in list(sys.modules.items()) if n.startswith("jianbao.") for v in vars(m).values()
        if isinstance(v, expressions.Late)]
print(len(late), sum(type(v) is expressions.Late for v in late))
"""


def test_what_is_asked_first_compiles_and_answers_as_re_does() -> None:
    made, real = expressions.compile("(?P<n>妇)(联)", re.IGNORECASE), re.compile("(?P<n>妇)(联)", re.IGNORECASE)
    assert [found.span() for found in made.finditer("妇联妇联")] == [
        found.span() for found in real.finditer("妇联妇联")
    ]
    assert (made.sub(r"\2", "妇联"), made.findall("妇联"), made.split("a妇联b")) == (
        "联",
        [("妇", "联")],
        ["a", "妇", "联", "b"],
    )
    assert (made.pattern, made.flags, made.groups, dict(made.groupindex)) == (real.pattern, real.flags, 2, {"n": 1})
    assert made.match("联妇") is None


def test_it_can_be_sent_to_another_process() -> None:
    made = expressions.compile("妇+")
    for _ in range(2):
        found = pickle.loads(pickle.dumps(made)).fullmatch("妇妇")
        assert found
        made.search("")


def test_what_is_wrong_is_told_by_its_first_use() -> None:
    with pytest.raises(expressions.error):
        expressions.compile("(").search("")


def test_every_expression_of_the_program_compiles() -> None:
    """What stands by a name in a module is then the expression itself."""
    loaded = list(modules())
    expressions.settle()
    assert [m.__name__ for m in loaded for v in vars(m).values() if isinstance(v, expressions.Late)] == []


def test_a_build_with_nothing_to_do_compiles_next_to_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.article("2018/a.md", title="题", date="2018-01-01", body="正文。\n")
    site.build()
    counted = [sys.executable, "-c", COUNTED, str(site.path)]
    for _ in range(2):
        said = subprocess.run(counted, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    waiting, asked = map(int, said[-2:])
    assert waiting > 100
    assert asked <= 10  # a moment after the last change everything is looked at once more, settings and theme too
