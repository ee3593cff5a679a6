"""What every attempt at a request asks before it goes out: is there still time, and may it be so much at once.

A publisher that slept cannot be fenced off by plain storage: it stops by its own clock, which goes on while the machine
sleeps. Every store has one Fence, and asks it before each attempt, second attempts included, and before each piece
of a long body.
"""

import threading
import time

from jianbao.publish.stores import LateError


class Fence:
    """A deadline and a bandwidth, shared by all threads of a store."""

    def __init__(self, rate: int = 0) -> None:
        self._until = float("inf")
        self._rate = rate
        """Bytes a second, 0 for as many as there may be."""
        self._free = 0.0
        self._lock = threading.Lock()

    def until(self, moment: float) -> None:
        """Sets the deadline, by ``clock``."""
        self._until = moment

    def check(self) -> None:
        """Raises LateError past the deadline."""
        if clock() > self._until:
            raise LateError("发布用的时间超过了租期的一半，停在这里；再运行一次会接着做（config.yaml 里可调大 lease）")

    def spend(self, size: int) -> None:
        """Waits until ``size`` bytes may go out."""
        if not self._rate:
            return
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free)
            self._free = start + size / self._rate
        if start > now:
            time.sleep(start - now)
            self.check()


def clock() -> float:
    """Seconds, those included in which the machine slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.time()
