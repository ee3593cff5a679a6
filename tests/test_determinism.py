"""The same sources give the same bytes: whoever builds them, wherever, whenever, on however many processors."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import quick_folder
from tests.sites import NOW, Site
from tests.small import small

ROOT = Path(__file__).resolve().parent.parent
MANY = 150
"""Articles besides the small site's: enough that reading and rendering are given to several processes."""
FAKETIME = shutil.which("faketime")


def sources(site: Site) -> Site:
    """The small site and many short articles, alike in date, tags and titles where an order could go wrong."""
    small(site)
    for number in range(MANY):
        site.article(
            f"2016/{number % 5}/a{number}.md",
            f"第{number % 7}条",
            f"2016-0{number % 3 + 1}-01",
            f"正文{number}，参见[另一条](../{(number + 1) % MANY % 5}/a{(number + 1) % MANY}.md)。\n",
            column="要闻",
            source=("权益部", "全益部", "权易部")[number % 3],
            tags=[f"标签{number % 11}", "重复", "重覆"],
        )
    return site


def process(site: Site, *options: str, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A build by a process of its own in this environment."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "build", "--site", str(site.path), "--jobs", "1", *options],
        env={**clean, **environment},
        cwd=site.path,
        umask=umask,
        capture_output=True,
        check=False,
        timeout=120,
    )


def built(site: Site, *options: str, umask: int = 0o022, **environment: str) -> dict[str, bytes]:
    """What a process of its own makes of the site in this environment."""
    answer = process(site, *options, umask=umask, **environment)
    assert answer.returncode == 0, answer.stderr.decode(errors="replace")
    return site.tree()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the sites of this module lie."""
    with quick_folder(tmp_path_factory.mktemp("determinism")) as found:
        yield found


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, bytes]:
    """What one process makes in an ordinary environment."""
    return built(
        sources(Site(folder / "first")), "--as-of", NOW, PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="Asia/Shanghai"
    )


ENVIRONMENTS = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "another hash seed again": {"PYTHONHASHSEED": "4294967295"},
    "a locale without a language": {"LC_ALL": "C"},
    "no locale, and no UTF-8 for texts": {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    "a time zone behind": {"TZ": "America/Los_Angeles"},
    "a time zone ahead": {"TZ": "Pacific/Kiritimati"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
}


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_environment(folder: Path, expected: dict[str, bytes], environment: dict[str, Any]) -> None:
    """Hash seed, locale and time zone of the process change no byte."""
    site = sources(Site(folder / "again"))
    try:
        assert built(site, "--as-of", NOW, **environment) == expected
    finally:
        shutil.rmtree(site.path)


def test_names_that_are_not_utf8(folder: Path) -> None:
    """Where file names are not UTF-8, Han addresses cannot be made: refused before anything is written."""
    site = small(Site(folder / "names"))
    answer = process(site, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (answer.returncode in (1, 2), site.tree()) == (True, {})


@pytest.mark.parametrize("jobs", [2, 3, 4])
def test_jobs(folder: Path, expected: dict[str, bytes], jobs: int) -> None:
    """How many processes share the work changes no byte."""
    site = sources(Site(folder / "jobs"))
    try:
        assert built(site, "--as-of", NOW, "--jobs", str(jobs)) == expected
    finally:
        shutil.rmtree(site.path)


def test_folder_order_times_and_umask(folder: Path, expected: dict[str, bytes]) -> None:
    """Another folder, files made in another order at other times, and other rights change no byte."""
    origin = sources(Site(folder / "origin"))
    site = Site(folder / "一个 folder 'with' #odd %41 {{name}}" / "网站")
    for path in sorted((p for p in origin.path.rglob("*") if p.is_file()), reverse=True):
        target = site.write(path.relative_to(origin.path).as_posix(), path.read_bytes())
        os.utime(target, (86400, 86400))
    assert built(site, "--as-of", NOW, umask=0o077) == expected


def test_the_day_of_the_build(folder: Path, expected: dict[str, bytes]) -> None:
    """Without anything scheduled no byte depends on the day: not as of another one, not by the clock."""
    site = sources(Site(folder / "day"))
    assert built(site, "--as-of", "2034-12-31") == expected
    shutil.rmtree(site.path / ".cache")
    shutil.rmtree(site.output)
    assert built(site) == expected
    named = (
        re.sub(rb"\.[0-9a-f]{10}\.", b"..", data) for data in expected.values()
    )  # a digest may hold a year's figures
    assert not any(time.strftime("%Y").encode() in data for data in named)


@pytest.mark.skipif(FAKETIME is None, reason="no faketime here")
def test_the_clock(folder: Path, expected: dict[str, bytes]) -> None:
    """A computer whose clock is wrong makes the same bytes."""
    site = sources(Site(folder / "clock"))
    subprocess.run(
        [str(FAKETIME), "2001-02-03 04:05:06", sys.executable, str(ROOT / "build.py"), "--site", str(site.path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert site.tree() == expected


def test_output_elsewhere(folder: Path, expected: dict[str, bytes]) -> None:
    """The output folder's own name is in no page."""
    site = sources(Site(folder / "elsewhere"))
    output = folder / "wo anders"
    built(site, "--as-of", NOW, "--output", str(output))
    assert {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()} == expected


def test_no_path_of_the_machine_is_published(expected: dict[str, bytes], folder: Path) -> None:
    """No file of the site names a folder of the computer that made it."""
    names = (str(folder).encode(), str(ROOT).encode(), str(Path.home()).encode() + b"/")
    assert [path for path, data in expected.items() if any(name in data for name in names)] == []
