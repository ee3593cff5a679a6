"""A store that reads what is there and keeps whatever is written to itself: a dry run is a publish to it.

Of a page only its digest is kept, of the record the bytes, so that a dry run of 100,000 files needs little memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from jianbao.publish.stores import Found, Store, md5
from jianbao.publish.stores.fence import Fence


class _Written(NamedTuple):
    md5: str
    data: bytes | None
    """None of a page, which nobody reads again in a publish."""


class DryStore:
    """What ``real`` would hold after all that was asked of it; keys of the record have ``record`` in them."""

    def __init__(self, real: Store, record: str) -> None:
        self._real, self._record = real, record
        self._now: dict[str, _Written | None] = {}
        self.fence = Fence()

    def list(self, prefix: str) -> Iterator[Found]:
        """What is really there, with what would be written and without what would be deleted."""
        found = {item.key: item for item in self._real.list(prefix) if item.key not in self._now}
        when = datetime.now(UTC)
        for key, written in self._now.items():
            if written and key.startswith(prefix):
                found[key] = Found(key, written.md5, when)
        yield from (found[key] for key in sorted(found))

    def get(self, key: str) -> bytes | None:
        """What would be there."""
        if key not in self._now:
            return self._real.get(key)
        written = self._now[key]
        return written.data if written else None

    def age(self, key: str) -> timedelta | None:
        """Nothing of what would be written is older than this moment."""
        if key in self._now:
            return timedelta() if self._now[key] else None
        return self._real.age(key)

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Remembers it."""
        del headers
        self._now[key] = _Written(md5(data), data if self._record in key else None)

    def create(self, key: str, data: bytes) -> bool:
        """Remembers it, if nothing stands there."""
        if self.get(key) is not None:
            return self.get(key) == data
        self.put(key, data, {})
        return True

    def copy(self, source: str, key: str) -> bool:
        """Remembers what is copied, by its digest."""
        if source in self._now:
            self._now[key] = self._now[source]
            return self._now[source] is not None
        there = next((item for item in self._real.list(source) if item.key == source), None)
        if there:
            self._now[key] = _Written(there.md5, None)
        return there is not None

    def delete(self, keys: Iterable[str]) -> None:
        """Remembers that they are gone."""
        self._now.update(dict.fromkeys(keys))

    def versioning(self) -> str:
        """What the real one says."""
        return self._real.versioning()
