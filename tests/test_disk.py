"""The look at a large folder: the same answer by one process and by several, and nothing escapes it."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jianbao import workers
from jianbao.content.scan import Inside
from jianbao.output import inventory, unchanged
from jianbao.output.inventory import Disk
from jianbao.search import weight
from jianbao.theme import render
from tests.sites import Site
from tests.small import small
from tests.test_build import JIUZHU, delta, edit, fresh

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="one process looks alone here")


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a build of a large site: pytest's own threads do not count."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(unchanged, "MANY", 0)


def grown(root: Path, seed: int) -> dict[str, tuple[int, int]]:
    """A folder of some depth, and what the system says of its files."""
    chance = random.Random(seed)
    for at in range(60):
        names = chance.choices(["2018", "search", "标签", "a b", "é", "x"], k=chance.randrange(4))
        folder = root.joinpath(*(f"{name}{chance.randrange(3)}" for name in names))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{at}.html").write_bytes(b"x" * chance.randrange(40))
        os.utime(folder / f"{at}.html", ns=(at, chance.randrange(10**19)))
    (root / "leer" / "leer").mkdir(parents=True)
    found = {path.relative_to(root).as_posix(): path.lstat() for path in root.rglob("*") if not path.is_dir()}
    return {path: (info.st_size, info.st_mtime_ns) for path, info in found.items()}


@pytest.mark.usefixtures("shared")
def test_a_look_does_not_depend_on_how_many_look(tmp_path: Path) -> None:
    """One process, two or five: the same files and one digest, which is that of the files and of nothing else."""
    there = grown(tmp_path / "output", 1)
    digests = set()
    for jobs in (1, 2, 5):
        found, said = inventory.look(tmp_path / "output", jobs, [partial(sorted, [3, 1]), partial(str, 5)])
        assert (dict(found), len(found), said) == (there, len(there), [[1, 3], "5"])
        digests.add(found.digest())
    digests.add(Disk().replaced(dict(reversed(there.items()))).digest())
    assert len(digests) == 1
    assert not inventory.look(tmp_path / "nowhere", 2)[0]
    with pytest.raises(NotADirectoryError):
        inventory.look(tmp_path / "output" / next(iter(there)), 2)


def test_what_is_replaced_is_as_if_looked_at_anew(tmp_path: Path) -> None:
    """Any changes to what was found, also one upon another and back again, lead to the value that a look would give."""
    chance = random.Random(2)
    there = grown(tmp_path / "output", 2)
    now = first = inventory.look(tmp_path / "output", 1)[0]
    mark, before = first.digest(), dict(there)
    for step in range(60):
        some = chance.sample(sorted(there), min(len(there), 3))
        new = {f"{chance.choice(['2018/neu', '', '标签0', 'x'])}/{step}".lstrip("/"): (step, step)}
        gone = [path for path in some if chance.random() < 0.4]
        changed = {path: (step, 1) for path in some if path not in gone}
        now = now.replaced({**new, **changed}, gone)
        there = {path: file for path, file in {**there, **new, **changed}.items() if path not in gone}
        if step % 7 == 0:
            assert now.digest() == Disk().replaced(there).digest()
        assert dict(now) == there
        assert all(now.get(path) == there.get(path) for path in some)
    assert (first.digest(), dict(first)) == (mark, before)
    back = now.replaced(before, there.keys() - before.keys())
    assert back.digest() == mark


def dying(here: int) -> Callable[[], str]:
    """A task that only one process survives."""

    def dies() -> str:
        if os.getpid() != here:
            os._exit(1)
        return "done"

    return dies


def fails() -> str:
    raise PermissionError("2018")


@pytest.mark.usefixtures("shared")
def test_helpers_that_fail_leave_the_work_to_whoever_waits() -> None:
    """A process that dies, or meets an error, costs its answers and no more; the error is told by who asked."""
    dies = dying(os.getpid())
    assert workers.answers([dies] * 40, 3) == ["done"] * 40
    with pytest.raises(PermissionError, match="2018"):
        workers.answers([fails] * 4, 3)


@pytest.mark.usefixtures("shared")
def test_several_processes_do_answer() -> None:
    """Two who wait for each other at their first turn both get one."""
    here = os.getpid()
    ours, theirs = os.pipe(), os.pipe()
    met: list[Any] = []

    def task() -> tuple[int, Inside]:
        mine, other = (ours, theirs) if os.getpid() == here else (theirs, ours)
        if not met:
            os.write(mine[1], b".")
            met.append(os.read(other[0], 1))
        return os.getpid(), Inside(b"", settled=True, ordinary=True)

    assert len(set(workers.answers([task] * 8, 2))) == 2
    for end in (*ours, *theirs):
        os.close(end)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_done_to_a_file_is_noticed_and_made_good(site: Site, tmp_path: Path, jobs: int) -> None:
    """Altered to the same size, touched, deleted, deleted with its folder: the next build finds it and makes it good."""
    small(site)
    site.build(jobs=jobs)
    page, tag, home = (site.output / path for path in ("2018/2018-04/jiuzhu.html", "tags/宣讲.html", "index.html"))
    was = page.stat()
    page.write_bytes(b"." * was.st_size)
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns + 1))
    archive = sorted(path.relative_to(site.output).as_posix() for path in (site.output / "archive").rglob("*"))
    shutil.rmtree(site.output / "archive")
    tag.unlink()
    home.touch()
    assert delta(site.build(jobs=jobs)) == {
        "被改动": ["2018/2018-04/jiuzhu.html", "index.html"],
        "丢失": [*archive, "tags/宣讲.html"],
    }
    assert site.tree() == fresh(site, tmp_path / "clean")
    assert delta(site.build(jobs=jobs)) == {}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_done_to_a_source_is_noticed(site: Site, tmp_path: Path, jobs: int) -> None:
    """Content is looked at beside output/."""
    small(site)
    site.build(jobs=jobs)
    edit(site, JIUZHU, "15人领到", "16人领到")
    assert "2018/2018-04/jiuzhu.html" in delta(site.build(jobs=jobs))["变更：内容"]
    assert site.tree() == fresh(site, tmp_path / "clean")


def test_the_weight_of_the_index_is_that_of_its_files() -> None:
    """Added up by folder, and only those that differ from the last time: the same warnings as from nothing."""
    budget = weight.Budget(0, 0, 0)
    chance = random.Random(3)
    now, known = Disk(), weight.Known()
    assert weight.over(budget, now.replaced({"index.html": (1, 1)}), known) == ([], {})
    for step in range(30):
        paths = [f"search/{chance.choice('abc')}/{chance.choice('pst')}{chance.randrange(6)}" for _ in range(5)]
        paths += [
            f"search/{chance.choice('abcd')}/{chance.randrange(9)}.z",
            "search/index.z",
            "search/app.1.js",
            "x/p1",
        ]
        gone = chance.sample(sorted(now), len(now) // 4)
        now = now.replaced({path: (chance.randrange(9_999), step) for path in paths}, gone)
        problems, known = weight.over(budget, now, known)
        assert (problems, known) == weight.over(budget, now, {})
        mine = {path: size for path, (size, _) in now.items() if path.startswith("search/")}
        below = [size for path, size in mine.items() if path.count("/") == 2]
        assert f"一共 {sum(mine.values()) / 1e6:.1f} MB" in problems[-1].message
        assert f"搜索文件 {max(below) / 1000:.1f} kB" in problems[0].message


@pytest.mark.usefixtures("shared")
def test_a_task_is_done_beside_what_goes_on_here() -> None:
    """Another process answers; where it cannot, whoever asks does it, and is told what is wrong."""
    here = os.getpid()
    dies = dying(here)
    with workers.beside(os.getpid, 2) as task:
        assert task() != here
    with workers.beside(os.getpid, 1) as task:
        assert task() == here
    with workers.beside(dies, 2) as task:
        assert task() == "done"
    with workers.beside(fails, 2) as task, pytest.raises(PermissionError, match="2018"):
        task()


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_whoever_made_them(jobs: int, together: bool) -> None:
    """By a pool or handed over together: each item is told of when it is asked for here, and what is done meanwhile is
    done once, where others take part."""
    begun: list[int] = []
    done: list[int] = []
    items = list(range(40))
    made = workers.results(
        pow, 3, items, jobs, together=together, begun=begun.append, meanwhile=lambda: done.append(os.getpid())
    )
    assert list(made) == [3**n for n in items]
    assert begun == sorted(set(begun))
    assert begun or (together and jobs > 1)
    assert done == ([os.getpid()] if together and jobs > 1 else [])


@pytest.mark.usefixtures("shared")
def test_what_is_wrong_with_an_item_is_told_where_it_was_asked_for() -> None:
    with pytest.raises(TypeError):
        list(workers.results(pow, 3, [1, 2, "三", 4], 2, together=True))


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("fails_at", [[5], [5, 6], [37, 5], [39]])
def test_of_several_things_that_are_wrong_the_first_is_told(fails_at: list[int]) -> None:
    """Whoever came upon them, and no process begins more once one has."""

    def task(number: int) -> int:
        time.sleep(0.002)
        if number in fails_at:
            raise ValueError(number)
        return number

    for _ in range(4):
        with pytest.raises(ValueError, match=f"^{min(fails_at)}$"):
            workers.answers([partial(task, number) for number in range(40)], 3)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("dies", [False, True])
def test_what_a_process_left_half_staged_is_in_nobodys_way(site: Site, tmp_path: Path, dies: bool) -> None:
    """A process that renders is killed, or fails: all is made here, or what is wrong is told as one process tells it."""
    for number in range(400):
        site.article(
            f"2018/2018-{1 + number % 12:02}/a{number:03}.md", f"第{number}篇", f"2018-{1 + number % 12:02}-01"
        )
    site.build()
    expected = site.tree()
    here, real = os.getpid(), render.data
    made: list[int] = []

    def data(page: Any, *given: Any) -> bytes:
        made.append(1)
        if os.getpid() != here and len(made) > 30:
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            raise MemoryError(page.path)
        return real(page, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "data", data)
        site.build(jobs=2, clean=True)
    assert site.tree() == expected == fresh(site, tmp_path / "clean")


def ends_alone(program: str, lines: int) -> bool:
    """Whether the other process of a program ends after the first one was killed; each line it writes is a process."""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = {int(process.stdout.readline()) for _ in range(lines)}
            (other,) = told - {process.pid}
            time.sleep(0.2)
        finally:
            process.kill()
    for _ in range(500):
        if not Path(f"/proc/{other}").exists():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform == "darwin", reason="one process does all there")
def test_who_takes_turns_ends_when_nobody_waits() -> None:
    """Whoever shared out the work is killed: the others do no more of it."""
    asks = (
        "import os, time\n"
        "from jianbao import workers\n"
        "here = os.getpid()\n"
        "def answers():\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    time.sleep(600 if os.getpid() == here else 0.1)\n"
        "workers.answers([answers] * 6000, 2)\n"
    )
    assert ends_alone(asks, 3)


@pytest.mark.usefixtures("shared")
def test_what_nobody_asks_for_is_given_up() -> None:
    """Also when something else goes wrong meanwhile: no process is left, and none is waited for."""
    began, begins = os.pipe()

    def lasts() -> None:
        os.write(begins, os.getpid().to_bytes(4, "big"))
        time.sleep(600)

    def goes_wrong() -> None:
        with workers.beside(lasts, 2):
            others.append(int.from_bytes(os.read(began, 4), "big"))
            raise ValueError("2019")

    others: list[int] = []
    with pytest.raises(ValueError, match="2019"):
        goes_wrong()
    with pytest.raises(ProcessLookupError):
        os.kill(others[0], 0)
    os.close(began)
    os.close(begins)


@pytest.mark.skipif(sys.platform == "darwin", reason="one process does all there")
def test_a_long_answer_that_nobody_reads_keeps_no_process() -> None:
    """Whoever waits for it is killed: the other process ends, also when its answer does not fit into a pipe."""
    asks = (
        "import os, time\n"
        "from jianbao import workers\n"
        "def answers():\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    return bytes(10_000_000)\n"
        "with workers.beside(answers, 2):\n"
        "    time.sleep(600)\n"
    )
    assert ends_alone(asks, 1)
