"""Something done in a process of its own: what it says, or how it died; with what it took of the processor and memory."""

import contextlib
import os
import pickle
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

SECONDS = 10
"""Of the processor, that anything may take."""
WAIT = 120
"""Of the clock, after which whoever takes nothing and does nothing is said to hang."""
MEMORY = 1 << 30
"""Bytes resident at once."""


class Told(NamedTuple):
    """What became of it."""

    value: Any
    """What it returned, None when it did not come to that."""
    how: str
    """"" when it returned; else the signal, ``seconds``, ``memory``, ``hangs`` or the traceback."""
    seconds: float
    memory: int


def told(work: Callable[[], Any], *, seconds: int = SECONDS, memory: int = MEMORY, wait: float = WAIT) -> Told:
    """Forks, works, and waits. Limits are twice what is allowed, so that what is too much is measured and not only cut."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds, 2 * seconds + 1))
        room = 6 * memory + _held()
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        said: tuple[Any, str]
        try:
            said = work(), ""
        except BaseException:  # noqa: BLE001 (told to whoever waits)
            said = None, traceback.format_exc()
        with open(write, "wb") as file:
            pickle.dump(said, file)
        os._exit(0)
    os.close(write)
    data, hangs = _heard(read, time.monotonic() + wait)
    if hangs:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    value, how = (
        pickle.loads(data)
        if data
        else (None, signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "died")
    )
    how = "hangs" if hangs else how
    taken, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
    if not how and taken > seconds:
        how = "seconds"
    if not how and largest > memory:
        how = "memory"
    return Told(value, how, taken, largest)


def _held() -> int:
    """Bytes of addresses that this process holds already: the tests before this one count for nothing."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _heard(read: int, until: float) -> tuple[bytes, bool]:
    """(what was said, whether it had to be cut): a process that waits for a pipe would be waited for, for ever."""
    parts: list[bytes] = []
    with open(read, "rb", buffering=0) as file:
        while select.select([file], [], [], max(until - time.monotonic(), 0))[0]:
            part = file.read(1 << 16)
            if not part:
                return b"".join(parts), False
            parts.append(part)
    return b"", True
