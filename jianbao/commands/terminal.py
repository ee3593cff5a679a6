"""What several commands show on a terminal: a progress bar, and how many problems there are."""

import contextlib
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from jianbao.errors import Level, Problem


def count(problems: Sequence[Problem]) -> str:
    """How many problems of each level, in an editor's words."""
    levels = Counter(p.level for p in problems)
    return "，".join(f"{levels[level]} 个{level}" for level in Level if levels[level])


_MOST, _SHOWN = 20, 5
"""Of warnings of one kind: so many are shown each, of more only the first few."""


def folded(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as a terminal has them: every error, and of a frequent kind of others the first, and how many."""
    counted = Counter(p.code for p in problems if p.level != Level.ERROR)
    seen: Counter[str] = Counter()
    for problem in problems:
        if problem.level == Level.ERROR or counted[problem.code] <= _MOST:
            yield str(problem)
            continue
        seen[problem.code] += 1
        if seen[problem.code] <= _SHOWN:
            yield str(problem)
        if seen[problem.code] == _SHOWN:
            yield f"    …… 同样的 {problem.code} 还有 {counted[problem.code] - _SHOWN} 处，全部在 build --json 的报告里"


class Bar:
    """A progress bar on a terminal, from the moment that a stage lasts a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._began > 1 and total:
            filled = 30 * done // total
            sys.stderr.write(f"\r{'█' * filled}{'░' * (30 - filled)} {done}/{total} 页")
            sys.stderr.flush()
            self._shown = True

    def close(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")


@contextlib.contextmanager
def seldom_collecting() -> Iterator[None]:
    """Looks for garbage seldom: values that live as long as the command does are looked through in vain otherwise."""
    before = gc.get_threshold()
    gc.set_threshold(300_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
