"""What all tests share: how long the property tests look, and the files that failures leave.

``JIANBAO_EXAMPLES`` is set by the long campaigns (make fuzz, make history): so many examples for each
property, new ones every time. Without it the examples are always the same.
"""

import contextlib
import gc
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from jianbao.content import scan
from tests import once
from tests.places import between, elsewhere, gateway, place, seaweed, ssh, webdav  # noqa: F401 (fixtures)
from tests.sites import Site
from tools.browser import chromium

once.remember()

# Whoever starts the tests in the background of a shell, or under nohup, has them ignore SIGINT, and so would every
# program that they start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONGEST = (
    *("test_hostile.py", "test_history.py", "test_preview.py", "test_publish_faults.py", "test_theme_pages.py"),
    *("test_publish_elsewhere.py", "test_builder.py", "test_churn.py", "test_publish_safety.py", "test_desk.py"),
    *("test_crash.py", "test_build.py", "test_begin.py"),
)
"""Files of tests that take longest: begun last, one of them would run for minutes beside an idle core."""

GOLDEN = Path(__file__).parent / "golden"
ACTUAL = Path(__file__).parent / "actual"
EXAMPLES = int(os.environ.get("JIANBAO_EXAMPLES", "0"))
"""Examples for each property in a long campaign; 0 is the ordinary run."""

settings.register_profile(
    "jianbao",
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
settings.load_profile("jianbao")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; a file's tests stay in their order."""
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


@pytest.fixture(scope="module", autouse=True)
def _nothing_left() -> Iterator[None]:
    """What a file's tests have left is let go, and what stays is not looked through again: a process that holds millions
    of values looks for garbage seldom, and held three gigabytes at the end of a run."""
    yield
    gc.collect()
    gc.freeze()
    gc.collect()  # so that Python knows how little is left to be looked through


@contextlib.contextmanager
def quick_folder(otherwise: Path) -> Iterator[Path]:
    """An empty folder in memory where there is room: for tests that copy and build whole sites again and again."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 300_000_000:
        with tempfile.TemporaryDirectory(dir=memory, prefix="jianbao-") as folder:
            yield Path(folder)
    else:
        yield otherwise


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """tmp_path, in memory where there is room."""
    with quick_folder(tmp_path) as folder:
        yield folder


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """``settle()`` waits until no file counts as changed a moment ago; that moment is made short."""
    monkeypatch.setattr(scan, "RACY", 25_000_000)
    return lambda: time.sleep(0.03)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site folder."""
    return Site(tmp_path / "site")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """``golden(name, text)``: the text is what tests/golden/<name> says, byte by byte.

    A text that differs is left in tests/actual/<name>. Only JIANBAO_GOLDEN=update, set by a person who can
    say why, writes the golden file.
    """

    def compare(name: str, text: str) -> None:
        expected, actual = GOLDEN / name, ACTUAL / name
        if os.environ.get("JIANBAO_GOLDEN") == "update":
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_bytes(text.encode())
        known = expected.read_bytes().decode() if expected.exists() else ""
        if known == text:
            actual.unlink(missing_ok=True)
        else:
            actual.parent.mkdir(parents=True, exist_ok=True)
            actual.write_bytes(text.encode())
        assert known == text, f"compare tests/golden/{name} with tests/actual/{name}"

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A running Chromium (playwright's Browser). Without one the test is skipped, in CI it fails."""
    path = chromium()
    if path is None:
        assert os.environ.get("CI") != "true", "no Chromium: see tools/browser.py"
        pytest.skip("no Chromium: see tools/browser.py")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield running
        running.close()
