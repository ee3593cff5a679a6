"""The same function over many chunks, on all cores; the result does not depend on how many.

Work too small to pay for processes runs here. Where processes can be forked, they share what the
parent has loaded; elsewhere (Windows, macOS) what they need is sent to each once.
"""

import contextlib
import os
import signal
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
_over = _working = False
"""In a worker: there was a Ctrl-C; it is making something, and not handing it over."""
_pools: "weakref.WeakSet[Any]" = weakref.WeakSet()


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
            _pools.add(pool)
            with _undisturbed():
                answers = pool.map(_apply, [function] * len(items), items)
            yield from answers
    finally:
        _shared = None


def stop() -> None:
    """Gives out no more work. Whoever was interrupted may not be the one who waits for the results."""
    for pool in list(_pools):
        pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until every process has started: a pool does not know one that it was starting just then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(shared: Any) -> None:
    """A worker's first act: lets go of what only the parent may hold, and ends when the parent does."""
    import multiprocessing

    global _shared
    # Ctrl-C goes to every process of a terminal. A worker that ended while it hands something over would leave
    # the parent waiting for the rest of it; this one only leaves off what it is making, and begins nothing more.
    signal.signal(signal.SIGINT, _interrupted)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if shared is not None:
        _shared = shared
    for handle in list(_private):
        handle.close()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _interrupted(number: int, frame: Any) -> None:
    """Ctrl-C, in a worker."""
    global _over
    del number, frame
    _over = True
    if _working:
        raise KeyboardInterrupt


def _end_with(sentinel: Any) -> None:
    """A parent killed outright leaves its workers waiting for work for ever."""
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _apply(function: Callable[[Any, Any], Any], item: Any) -> Any:
    global _working
    if _over:
        raise KeyboardInterrupt
    _working = True
    try:
        return function(_shared, item)
    finally:
        _working = False
