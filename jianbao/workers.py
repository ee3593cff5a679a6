"""The same function over many chunks, on all cores; the result does not depend on how many.

Work too small to pay for processes runs here. Where processes can be forked, they share what the
parent has loaded; elsewhere (Windows, macOS) what they need is sent to each once.
"""

import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_shared: Any = None
"""What every worker of the running pool has; set before forking, or by the initializer."""
_private: "weakref.WeakSet[IO[str]]" = weakref.WeakSet()


def keep_private(handle: IO[str]) -> None:
    """Workers must not hold this file open: a lock would outlive the process that took it."""
    _private.add(handle)


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def results(function: Callable[[Any, Item], Result], shared: Any, items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """``function(shared, item)`` for each item, in the order of the items.

    ``jobs`` is the number of processes; 1, or a single item, runs here.
    """
    if jobs <= 1 or len(items) <= 1:
        for item in items:
            yield function(shared, item)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _shared
    fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    _shared = shared
    try:
        with ProcessPoolExecutor(
            min(jobs, len(items)),
            mp_context=multiprocessing.get_context("fork" if fork else "spawn"),
            initializer=_begin,
            initargs=(None if fork else shared,),
        ) as pool:
            yield from pool.map(_apply, [function] * len(items), items)
    finally:
        _shared = None


def _begin(shared: Any) -> None:
    """A worker's first act: lets go of what only the parent may hold, and ends when the parent does."""
    import multiprocessing
    import signal

    global _shared
    # Ctrl-C goes to every process of a terminal. A worker that ended in the middle of an answer would leave
    # the parent waiting for the rest; the parent gives out nothing more, and that is the end of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if shared is not None:
        _shared = shared
    for handle in list(_private):
        handle.close()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: Any) -> None:
    """A parent killed outright leaves its workers waiting for work for ever."""
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _apply(function: Callable[[Any, Any], Any], item: Any) -> Any:
    return function(_shared, item)
