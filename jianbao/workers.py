"""The same function over many chunks, on all cores; the result does not depend on how many.

Work too small to pay for processes runs here. Where processes can be forked, they share what the
parent has loaded; elsewhere (Windows, macOS) what they need is sent to each once.
"""

import contextlib
import os
import pickle
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import IO, Any, NamedTuple, NoReturn, TypeVar

from jianbao import expressions

Item = TypeVar("Item")
Result = TypeVar("Result")
Task = Callable[[], Any]

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


def results(
    function: Callable[[Any, Item], Result],
    shared: Any,
    items: Sequence[Item],
    jobs: int,
    *,
    together: bool = False,
    begun: Callable[[int], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Result]:
    """``function(shared, item)`` for each item, in the order of the items.

    ``jobs`` is the number of processes; 1, or a single item, runs here. ``together`` says that all results together are
    small: a pool hands over one after the other, which for small ones takes longer than making them. ``begun`` is told
    here of each item that is begun or asked for; those before it have been. ``meanwhile`` is done here before this
    process takes part, where others take part in what is handed over together.
    """
    if jobs <= 1 or len(items) <= 1:
        for turn, item in enumerate(items):
            if begun:
                begun(turn)
            yield function(shared, item)
        return
    if together and _can_fork():
        yield from answers([partial(function, shared, item) for item in items], jobs, begun, meanwhile)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _shared
    expressions.settle()
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
                made = pool.map(_apply, [function] * len(items), items)
            for turn, result in enumerate(made):
                if begun:
                    begun(turn)
                yield result
    finally:
        _shared = None


def answers(
    tasks: Sequence[Task],
    jobs: int,
    begun: Callable[[int], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> list[Any]:
    """What each task says, in the order of the tasks; ``begun`` is told of those that are begun here.

    This process takes turns at them with others, each of which hands over all its answers when no task is left, or one
    has failed. What another process could not answer is done here, so that whatever is wrong is told here, and of
    several things that are wrong the first.
    """
    helpers = min(jobs, len(tasks)) - 1
    if helpers < 1 or not _can_fork():
        return [_begun(task, turn, begun) for turn, task in enumerate(tasks)]
    turns = _turns(len(tasks))
    started: list[_Helper] = []
    found: dict[int, Any] = {}
    failed: dict[int, Exception] = {}
    try:
        with _undisturbed():
            while len(started) < helpers:
                started.append(_helper(tasks, turns))
        if meanwhile:
            meanwhile()
        found = _answered(tasks, turns, begun, failed)
        for helper in started:
            found.update(_answers(helper))
    finally:
        os.close(turns)
        for helper in started:
            _end(helper)
    return [found[turn] if turn in found else _again(task, failed.get(turn)) for turn, task in enumerate(tasks)]


def _begun(task: Task, turn: int, begun: Callable[[int], None] | None) -> Any:
    if begun:
        begun(turn)
    return task()


def _again(task: Task, failed: Exception | None) -> Any:
    """What another process could not answer; what failed here fails."""
    if failed:
        raise failed
    return task()


@contextlib.contextmanager
def beside(task: Task, jobs: int) -> Iterator[Task]:
    """Begins a task in another process, while this one goes on with something else; gives what waits for its answer.

    With one process it is done when it is asked for, as is what the other process could not answer: so whatever is
    wrong is told here. What nobody asks for is given up at the end.
    """
    if jobs <= 1 or not _can_fork():
        yield task
        return
    turns = _turns(1)
    try:
        with _undisturbed():
            helper = _helper([task], turns)
    finally:
        os.close(turns)

    def answer() -> Any:
        found = _answers(helper)
        return found[0] if found else task()

    try:
        yield answer
    finally:
        _end(helper)


class _Helper(NamedTuple):
    """A process that takes turns at tasks, and where it will answer."""

    process: int
    answer: int


def _can_fork() -> bool:
    """Whether this process may be copied: a copy of one with threads is a copy of the locks that they hold."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _turns(many: int) -> int:
    """Where turns at so many tasks are taken."""
    turns, give = os.pipe()
    os.set_blocking(give, False)
    os.write(give, b"".join(at.to_bytes(2, "big") for at in range(min(many, 1 << 16))))
    os.close(give)
    return turns


def _answers(helper: _Helper) -> dict[int, Any]:
    """What a helper has answered, by task, when it is done; nothing where it could not."""
    with (
        open(helper.answer, "rb", closefd=False) as file,
        contextlib.suppress(EOFError, pickle.UnpicklingError),
    ):
        found: dict[int, Any] = pickle.load(file)  # noqa: S301 (a process of our own)
        return found
    return {}


def _end(helper: _Helper) -> None:
    os.close(helper.answer)
    os.kill(helper.process, signal.SIGKILL)
    os.waitpid(helper.process, 0)


def _helper(tasks: Sequence[Task], turns: int) -> _Helper:
    """A process that takes turns at the tasks."""
    answer, say = os.pipe()
    asking = os.getpid()
    process = os.fork()
    if not process:
        os.close(answer)  # or it would wait for itself to read what it says, when nobody else does
        _help(tasks, turns, say, asking)
    os.close(say)
    return _Helper(process, answer)


def _help(tasks: Sequence[Task], turns: int, say: int, asking: int) -> NoReturn:
    """What a helper does. It is begun with Ctrl-C held off, and ends when the process ``asking`` has: nobody waits."""

    def alone(_: int) -> None:
        if os.getppid() != asking:
            os._exit(1)

    try:
        for handle in list(_private):
            handle.close()
        with open(say, "wb") as file:
            pickle.dump(_answered(tasks, turns, alone, {}), file, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _answered(
    tasks: Sequence[Task], turns: int, begun: Callable[[int], None] | None, failed: dict[int, Exception]
) -> dict[int, Any]:
    """What this process has answered when all turns are taken. One that fails takes all that are left, so that nobody
    begins another; those before it have been begun."""
    found = {}
    while taken := os.read(turns, 2):
        turn = int.from_bytes(taken, "big")
        try:
            found[turn] = _begun(tasks[turn], turn, begun)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is raised where it was asked for)
            failed[turn] = error
            while os.read(turns, 1 << 16):
                pass
    return found


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
