"""Run one command and say what it cost: wall, CPU and memory of its whole tree of processes.

CPU is user and system time of the command and of every child it waited for, as the kernel counts it
(wait4). The peak memory is the sum of PSS over the tree (a page shared by n processes counts 1/n in
each, so forked workers are not charged twice for what they share), sampled from /proc about every
20 ms: a peak shorter than that is missed. Linux only; it refuses to guess elsewhere.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

INTERVAL = 0.02
SHARE = 10
"""Reading PSS walks the page tables of what is measured; it may take one part in SHARE of the time."""
PROC = pathlib.Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclasses.dataclass(frozen=True, slots=True)
class Usage:
    """What a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of all processes."""
    tree: int
    """Bytes: the highest sampled sum of PSS over all processes at one moment."""
    largest: int
    """Bytes: the highest resident set of any single process (ru_maxrss)."""


class CommandError(RuntimeError):
    """A measured command did not end with 0; the message carries the end of its output."""


def _session(pid: str) -> int | None:
    """The session a process belongs to (field 6 of /proc/PID/stat, proc(5)); None once it is gone."""
    try:
        stat = (PROC / pid / "stat").read_text()
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[3])


def _resident(pid: str) -> int:
    try:
        return int((PROC / pid / "statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: str) -> int:
    try:
        rollup = (PROC / pid / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")) * 1024


class _Sampler(threading.Thread):
    """Watches the processes of one session from its leader's start until told to stop."""

    def __init__(self, leader: int) -> None:
        super().__init__(daemon=True)
        self.leader = leader
        self.peak = 0
        self._ours: dict[str, bool] = {}
        self._stopped = threading.Event()

    def stop(self) -> int:
        """End the watch; the peak in bytes."""
        self._stopped.set()
        self.join()
        return self.peak

    def _tree(self) -> list[str]:
        """The living processes of the session. Each one's session is asked for only once."""
        alive = [entry for entry in os.listdir(PROC) if entry.isdigit()]
        for pid in alive:
            if pid not in self._ours:
                self._ours[pid] = _session(pid) == self.leader
        return [pid for pid in alive if self._ours[pid]]

    def run(self) -> None:
        """Sample. No sum of PSS exceeds the sum of RSS, so the cheap one says when to look."""
        not_before = 0.0
        while not self._stopped.wait(INTERVAL):
            tree = self._tree()
            began = time.perf_counter()
            if began >= not_before and sum(map(_resident, tree)) > self.peak:
                self.peak = max(self.peak, sum(map(_proportional, tree)))
                ended = time.perf_counter()
                not_before = ended + SHARE * (ended - began)


def run(command: Sequence[str], *, folder: pathlib.Path, extra: Mapping[str, str], log: pathlib.Path) -> Usage:
    """Run `command` in `folder` to its end and measure it; its output goes to `log`.

    Python may write its bytecode, as it may on the machine of whoever builds a site.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with log.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment, **extra},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            wall = time.perf_counter() - began
            peak = sampler.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    largest = usage.ru_maxrss * 1024
    if process.returncode:
        tail = log.read_text("utf-8", "replace")[-2000:]
        raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, max(peak, 0), largest)
