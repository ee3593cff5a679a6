"""Measure the live previews: from saving a file to seeing it. python benchmarks/preview.py, or make bench-preview.

`build.py serve`, `hugo server` and `pelican -lr` are started one after the other on the same corpus; the
last paragraph of an article halfway through is edited again and again while its page stands open in a
browser. *Served* is the time until the server answers with the new text, *shown* until the browser has
it by itself, *CPU* what all processes of the tool have used from one to the other. The corpus is left as
it was found. Needs Linux and a Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import report
import sites
from run import Corpus

sys.path.insert(0, str(sites.ROOT))
TICK = os.sysconf("SC_CLK_TCK")
START = 1200.0
"""Seconds after which a server is not going to answer any more."""
GIVE_UP = 180.0
"""Seconds after which an edit is not going to be seen any more; the tool is stopped then."""
REST = 1.0
"""Seconds between two edits, and for CPU time to be over."""
TELL = """addEventListener('DOMContentLoaded', () => console.log(
  'shown ' + Date.now() + ' ' + (/这是第(\\d+)次修改/.exec(document.body.textContent) ?? [0, 0])[1]))"""
NOTES = (
    "Served: from saving until the server answers with the new text, asked again every 10 ms. Shown: until the "
    "browser has loaded it by itself. CPU: user and system, of all the tool's processes, for one edit. Medians, in "
    "brackets the slowest. Start: from the command to the first answer, with nothing built before.",
    f"An edit that is not seen within {GIVE_UP:.0f} s is the tool's last. "
    "Hugo renders into memory and only what was changed or visited (its fast render mode); Pelican's server does not "
    "reload the browser.",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A preview that can be started."""

    name: str
    command: tuple[str, ...]
    folder: pathlib.Path
    tool: sites.Tool
    reloads: bool
    """Whether it makes the browser load the page again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """How one edit was seen. Seconds."""

    served: float
    shown: float | None
    cpu: float


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A tool at one size."""

    size: int
    name: str
    start: float
    edits: tuple[Edit, ...]
    missed: int
    """Edits that were never served or shown; the first is the last."""


def server(name: str, base: pathlib.Path, environment: pathlib.Path, port: int) -> Server:
    """The preview of that name, the way its users start it."""
    tool = sites.tool(name, base, environment)
    if name == "jianbao":
        words = (*tool.command[:2], "serve", "--site", str(base / "jianbao"), "--port", str(port))
    elif name == "hugo":
        words = (*tool.command[:1], "server", "--bind", "127.0.0.1", "--port", str(port))
    else:
        words = (*tool.command, "--listen", "--autoreload", "--bind", "127.0.0.1", "--port", str(port))
    return Server(name, words, tool.folder, tool, name != "pelican")


def cpu(session: int) -> float:
    """Seconds that the processes of a session and those they waited for have used (proc(5), stat)."""
    ticks = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            ticks += sum(map(int, fields[11:15]))
    return ticks / TICK


def text_of(port: int, path: str) -> str:
    """The page as it is served now; "" as long as there is none."""
    request = f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(request.encode())
            while block := connection.recv(1 << 16):
                received += block
    except OSError:
        return ""
    return received.decode("utf-8", "replace") if b" 200 " in received[:20] else ""


def until(answer: Callable[[], Any], what: str, process: subprocess.Popen[bytes], patience: float = START) -> Any:
    """The first true answer, asked for every 10 ms. Raises TimeoutError."""
    limit = time.monotonic() + patience
    while not (found := answer()):
        if process.poll() is not None:
            raise RuntimeError(f"{what}: the server ended")
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {patience:.0f} s")
        time.sleep(0.01)
    return found


def rests(process: subprocess.Popen[bytes]) -> bool:
    """Whether the server has done hardly anything for two seconds."""
    before = cpu(process.pid)
    time.sleep(2)
    return cpu(process.pid) - before < 0.2


@contextlib.contextmanager
def started(preview: Server, log: pathlib.Path) -> Iterator[subprocess.Popen[bytes]]:
    """The running server; interrupted, and at last killed, with all its processes."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            preview.command,
            cwd=preview.folder,
            env={**os.environ, **preview.tool.environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Tab:
    """A browser tab; ``shown`` tells when it had which edit."""

    def __init__(self, browser: Any, url: str) -> None:
        self._page = browser.new_page()
        self._page.add_init_script(TELL)
        self.shown: dict[int, float] = {}
        self._page.on("console", self._heard)
        self._page.goto(url)

    def _heard(self, message: Any) -> None:
        if match := re.fullmatch(r"shown (\d+) (\d+)", message.text):
            self.shown.setdefault(int(match[2]), int(match[1]) / 1000)

    def wait(self, seconds: float) -> None:
        """Lets the browser tell what has happened."""
        self._page.wait_for_timeout(seconds * 1000)

    def close(self) -> None:
        self._page.close()


def measured(preview: Server, corpus: Corpus, port: int, browser: Any, edits: int, limit: float) -> Row:
    """Starts a preview with nothing built before, and edits before its eyes."""
    preview.tool.clear()
    path = corpus.middle.relative_to(corpus.content).with_suffix(".html").as_posix()
    began = time.monotonic()
    found, missed = [], 0
    with started(preview, corpus.base / f"{preview.name}-server.log") as process:
        until(lambda: text_of(port, path), f"{preview.name} starts", process)
        start = time.monotonic() - began
        # Pelican answers while its first build is still writing, and watches only afterwards.
        until(lambda: rests(process), f"{preview.name} rests", process)
        began = time.monotonic()
        tab = Tab(browser, f"http://127.0.0.1:{port}/{path}")
        tab.wait(REST)
        for number in range(edits):
            if number > 1 and time.monotonic() - began > limit:
                break
            try:
                found.append(edited(preview, corpus, port, path, tab, process, number))
            except TimeoutError as error:
                print(f"{corpus.base.name:>7}  {error}", file=sys.stderr, flush=True)
                missed = 1
                break
            print(f"{corpus.base.name:>7}  {preview.name:<8}{found[-1]}", file=sys.stderr, flush=True)
            tab.wait(REST)
        tab.close()
    corpus.restore()
    return Row(corpus.size, preview.name, start, tuple(found), missed)


def edited(
    preview: Server, corpus: Corpus, port: int, path: str, tab: Tab, process: subprocess.Popen[bytes], number: int
) -> Edit:
    """Saves an edit and waits until it is served and shown."""
    text = f"这是第{number + 1}次修改"
    before, saved = cpu(process.pid), time.time()
    corpus.edit_body(number)
    until(lambda: text in text_of(port, path), f"{preview.name} serves", process, GIVE_UP)
    served = time.time() - saved

    def seen() -> float | None:
        tab.wait(0.01)
        return tab.shown.get(number + 1)

    shown = until(seen, f"{preview.name} shows", process, GIVE_UP) - saved if preview.reloads else None
    tab.wait(REST)
    return Edit(served, shown, cpu(process.pid) - before)


def table(rows: Sequence[Row]) -> str:
    """The figures as Markdown."""

    def figures(values: Sequence[float | None]) -> str:
        known = [value for value in values if value is not None]
        return f"{statistics.median(known):.2f} ({max(known):.2f})" if known else "–"

    lines = ["| articles | tool | start s | served s | shown s | CPU s | edits |", "| ---: | --- |" + " ---: |" * 5]
    for row in rows:
        cells = (
            f"{row.size:,}",
            row.name,
            f"{row.start:.1f}",
            figures([edit.served for edit in row.edits]),
            figures([edit.shown for edit in row.edits]),
            figures([edit.cpu for edit in row.edits]),
            f"{len(row.edits)}, 1 not seen" if row.missed else str(len(row.edits)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: Sequence[str]) -> int:
    """Measure and report."""
    from playwright.sync_api import sync_playwright

    from tools.browser import chromium

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--tools", default="jianbao,hugo,pelican")
    parser.add_argument("--edits", type=int, default=7)
    parser.add_argument("--limit", type=float, default=180, help="seconds of edits for one tool; two are always made")
    options = parser.parse_args(arguments)
    if not sys.platform.startswith("linux") or chromium() is None:
        print("This benchmark reads /proc and drives a Chromium; one of the two is missing.", file=sys.stderr)
        return 2
    environment = sites.install()
    rows: list[Row] = []
    versions: dict[str, str] = {}
    with sync_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=switches)
        for size in map(int, options.sizes.split(",")):
            base = sites.prepare(size)
            corpus = Corpus(base, size)
            with corpus.being_edited():
                for name in options.tools.split(","):
                    port = free_port()
                    preview = server(name, base, environment, port)
                    versions[name] = preview.tool.version
                    rows.append(measured(preview, corpus, port, browser, options.edits, options.limit))
        browser.close()
    print(f"{report.machine()}; load {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{name} {version}" for name, version in versions.items()) + "\n")
    print(table(rows) + "\n")
    print("\n".join(NOTES))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # the corpus is restored by then
        sys.exit(130)
