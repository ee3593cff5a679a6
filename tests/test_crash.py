"""Real processes that are killed, interrupted or refused; whatever is left, the next build mends it."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jianbao import pipeline
from jianbao.cache.state import State
from jianbao.errors import SiteError
from tests.conftest import quick_folder
from tests.sites import NOW, Site

BUILD = (
    sys.executable,
    str(Path(__file__).resolve().parent.parent / "build.py"),
    "build",
    "--as-of",
    NOW.replace("T", " "),
)
MANY = 160
"""Articles: enough that reading and rendering are given to several processes."""
KILLS = 6
"""Moments of a build that each test picks."""


def article(site: Site, number: int, title: str = "") -> None:
    """One of many."""
    day = f"2018-{number % 12 + 1:02}-{number % 27 + 1:02}"
    body = f"第{number}条的正文。\n\n" * 20
    site.article(
        f"2018/{number % 9}/a{number}.md",
        title or f"第{number}条",
        day,
        body,
        column="要闻",
        tags=[f"标签{number % 40}"],
    )


def many(site: Site) -> Site:
    """A site whose build lasts long enough to be killed in the middle."""
    site.write("config.yaml", "site: {url: https://example.org/}\npages: {list: 5}\n")
    for number in range(MANY):
        article(site, number)
    return site


def nothing(site: Site) -> None:
    """A first build."""
    shutil.rmtree(site.path / ".cache", ignore_errors=True)
    shutil.rmtree(site.output, ignore_errors=True)


def edits(site: Site) -> None:
    """Half of the titles change."""
    for number in range(0, MANY, 2):
        article(site, number, f"改过的第{number}条")


def prunes(site: Site) -> None:
    """Half of the articles are deleted, and every other tag with them."""
    for number in range(0, MANY, 2):
        site.remove(f"content/2018/{number % 9}/a{number}.md")


@contextlib.contextmanager
def started(site: Site, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A build as a process of its own; whatever is left of it at the end is killed with its children."""
    process = subprocess.Popen(
        [*BUILD, "--site", str(site.path), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        # Once it has been waited for, its number may be another's.
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kills the process, not its children, and waits for its end; ``started`` will see to what is left."""
    if process.returncode is None:
        os.kill(process.pid, signal.SIGKILL)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def mending(site: Site) -> pipeline.Report:
    """A build after a kill; what the killed one had started is given time to end."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return site.build()
        except SiteError as error:
            if error.problems[0].code != "build-running" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def copied(site: Site, folder: Path) -> Site:
    """A copy with output and state."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.path, folder)
    return Site(folder)


def clean(site: Site, folder: Path) -> dict[str, bytes]:
    """What a clean build makes of the same sources."""
    other = copied(site, folder)
    nothing(other)
    other.build()
    return other.tree()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The big site, built once for all tests, which copy it."""
    with quick_folder(tmp_path_factory.mktemp("base")) as folder:
        site = many(Site(folder / "site"))
        site.build()
        yield site


def when_rendering(site: Site) -> bool:
    """Pages are being rendered beside output/."""
    with contextlib.suppress(OSError):  # gone between two looks
        return any(path.is_dir() and any(path.iterdir()) for path in (site.path / ".cache").glob("*stage*"))
    return False


def when_moving(site: Site) -> bool:
    """Something in output/ has just changed."""
    mark = site.path / ".cache" / "began"
    return any(
        p.stat().st_mtime_ns > mark.stat().st_mtime_ns for p in (site.output, site.output / "2018") if p.exists()
    )


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", [nothing, edits, prunes])
def test_killed_at_many_moments(base: Site, quick_path: Path, change: Callable[[Site], None], jobs: int) -> None:
    """SIGKILL at any moment of a first, a changing or a pruning build: the next one ends as a clean build."""
    changed = copied(base, quick_path / "changed")
    change(changed)
    expected = clean(changed, quick_path / "clean")
    whole = copied(changed, quick_path / "trial")
    began = time.monotonic()
    with started(whole, "--jobs", str(jobs)) as process:
        assert process.wait(120) == 0
    lasts = time.monotonic() - began
    chance = random.Random(change.__name__)
    for nth in range(KILLS // 2):
        trial = copied(changed, quick_path / "trial")
        with started(trial, "--jobs", str(jobs)) as process:
            time.sleep(lasts * (0.2 + 0.75 * (nth + chance.random()) / (KILLS // 2)))
            kill(process)
            mending(trial)
        again = trial.build()
        assert (trial.tree() == expected, again.written, again.pruned) == (True, (), ())


@pytest.mark.parametrize("moment", [when_rendering, when_moving])
@pytest.mark.parametrize("change", [nothing, edits, prunes])
def test_killed_then_reverted_or_withdrawn(
    base: Site, quick_path: Path, change: Callable[[Site], None], moment: Callable[[Site], bool]
) -> None:
    """Killed while pages are made or moved; then the edit is reverted, or what was new is withdrawn: all is mended."""
    for aftermath in ("revert", "withdraw"):
        trial = copied(base, quick_path / "trial")
        change(trial)
        trial.write(".cache/began", "")
        with started(trial, "--jobs", "1") as process:
            while process.poll() is None and not moment(trial):
                time.sleep(0.0002)
            kill(process)
        if aftermath == "revert":
            many(trial)
        else:
            for number in range(0, 8, 2):
                trial.article(f"2018/{number % 9}/a{number}.md", "什么", "2018-01-01", status="已撤回")
        mending(trial)
        again = trial.build()
        assert (again.written, again.pruned) == ((), ())
        assert trial.tree() == clean(trial, quick_path / "clean")


def test_a_killed_build_leaves_no_process_and_no_lock(base: Site, quick_path: Path) -> None:
    """The processes of a build end with it, so that the next one is not refused on behalf of a dead one."""
    site = copied(base, quick_path / "site")
    nothing(site)
    with started(site, "--jobs", "4") as process:
        while process.poll() is None and not (children := children_of(process.pid)):
            time.sleep(0.001)
        kill(process)
        deadline = time.monotonic() + 60
        while (left := [pid for pid in children if running(pid)]) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (bool(children), left) == (True, [])
        assert site.build().pages > MANY


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("no /proc here")
    with contextlib.suppress(OSError):
        return [int(child) for child in path.read_text().split()]
    return []


def running(pid: int) -> bool:
    """Whether a process is still there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted(base: Site, quick_path: Path, jobs: int) -> None:
    """Ctrl-C ends a build with exit code 130 and one line, and the next build mends all."""
    site = copied(base, quick_path / "site")
    for _ in range(5):  # on a busy machine a build may end before Ctrl-C reaches it
        nothing(site)
        process = subprocess.Popen(
            [*BUILD, "--site", str(site.path), "--jobs", str(jobs)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        while process.poll() is None and not when_rendering(site):
            time.sleep(0.0005)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
        if process.returncode != 0:
            break
    assert (process.returncode, out.decode(), err.decode()) == (130, "", "已中断；再次构建会补齐\n")
    mending(site)
    assert site.tree() == base.tree()


def test_a_second_build_is_refused(base: Site, quick_path: Path) -> None:
    """While one build runs another is refused at once, with the number of the first one's process."""
    site = copied(base, quick_path / "site")
    with State(pipeline.state_path(site.path, site.output)):
        answer = subprocess.run(
            [*BUILD, "--site", str(site.path)], capture_output=True, text=True, check=False, timeout=60
        )
    assert answer.returncode == 1
    assert f"[build-running] 另一个构建、发布或检查正在进行（进程 {os.getpid()}）" in answer.stderr
    assert site.build().written == ()


def test_another_output_folder_may_be_built_at_the_same_time(base: Site, quick_path: Path) -> None:
    """The lock is an output folder's, not the site's: preview and build do not wait for each other."""
    site = copied(base, quick_path / "site")
    with State(pipeline.state_path(site.path, site.output)):
        site.build(output=quick_path / "elsewhere")
    found = {
        p.relative_to(quick_path / "elsewhere").as_posix() for p in (quick_path / "elsewhere").rglob("*") if p.is_file()
    }
    assert found == set(site.tree())
