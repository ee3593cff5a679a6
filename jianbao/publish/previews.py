"""A merge request's site under a prefix of its own: never indexed, gone after its day.

It lies below ``_preview/NAME/``, its record among the main site's, where nobody may read. What the main site's record
knows of it is one empty object, whose name tells the preview's and its last day, so that every publish sees it in the
listing that it makes anyway.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from jianbao import digest
from jianbao import expressions as re
from jianbao.cache.state import Row
from jianbao.errors import UsageError
from jianbao.publish import built, publisher
from jianbao.publish.apply import Progress
from jianbao.publish.built import Built, Source
from jianbao.publish.manifest import CONTROL, PREVIEWS
from jianbao.publish.publisher import Options, Outcome
from jianbao.publish.stores import Store
from jianbao.publish.target import Target

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?")
_MARK = re.compile(r"preview-(.+)-(\d{4}-\d{2}-\d{2})")
_BATCH = 1000
_NO_ROBOTS = b'<meta name="robots" content="noindex, nofollow">'
_HEAD = re.compile(rb"<head[^<>]*>", re.IGNORECASE)


class Preview(NamedTuple):
    """A preview that stands in the store."""

    name: str
    until: date
    """Its last day."""
    mark: str
    """The key that says so."""


def target(main: Target, name: str) -> Target:
    """Where the preview of this name stands. Raises UsageError."""
    if not NAME.fullmatch(name):
        raise UsageError(f"--as 的名字“{name}”不能用：只用小写字母、数字和连字符，最多48个，例如 --as pr-12")
    # Nobody rolls a preview back; nothing of it is kept for long anywhere, so no CDN has to be told.
    return replace(
        main,
        prefix=f"{main.prefix}{PREVIEWS}{name}/",
        control=f"{main.prefix}{CONTROL}preview/{name}/",
        keep=1,
        html_age=0,
        hook=(),
        cdn=None,
        redirects="",
    )


def put_up(
    name: str, main: Target, store: Store, site: Built, options: Options, progress: Progress, today: date
) -> Outcome:
    """Publishes as a preview; it may shrink, and go back and forth between branches, as it likes."""
    own = target(main, name)
    mark(store, main, name, today)
    made = site._replace(rows=rows(site.rows), folder=None, source=source(built.source(site.output, site.rows)))
    return publisher.publish(own, store, made, options._replace(allow_shrink=True, bring_back=True), progress)


def rows(given: Mapping[str, Row]) -> dict[str, Row]:
    """The ledger of the same site as robots must not index it: pages are other bytes, and so have other digests."""
    return {
        path: row._replace(content=digest.of_all((row.content, _MADE))) if path.endswith(".html") else row
        for path, row in given.items()
    }


_MADE = digest.of_bytes(_NO_ROBOTS)


def source(real: Source) -> Source:
    """Reads files as a preview has them."""

    def read(path: str) -> bytes:
        data = real(path)
        if not path.endswith(".html"):
            return data
        head = _HEAD.search(data)
        at = head.end() if head else 0
        return data[:at] + _NO_ROBOTS + data[at:]

    return read


def listed(store: Store, main: Target) -> list[Preview]:
    """The previews of a target, by name."""
    folder = f"{main.prefix}{CONTROL}log/preview-"
    found: dict[str, Preview] = {}
    for item in store.list(folder):
        if (match := _MARK.fullmatch(item.key.rpartition("/")[2])) is None:
            continue
        try:
            until = date.fromisoformat(match[2])
        except ValueError:
            continue
        one = Preview(match[1], until, item.key)
        # Of two marks, the one of a publish that was killed in between, the later day counts.
        if one.name not in found or found[one.name].until < until:
            found[one.name] = one
    return [found[name] for name in sorted(found)]


def mark(store: Store, main: Target, name: str, today: date) -> Preview:
    """Says until when a preview stands: from today on for as long as the target's previews do."""
    until = today + timedelta(days=main.preview_days)
    key = f"{main.prefix}{CONTROL}log/preview-{name}-{until.isoformat()}"
    store.put(key, b"", {"Content-Type": "text/plain", "Cache-Control": "no-store"})
    store.delete([old for old in _marks(store, main, name) if old != key])
    return Preview(name, until, key)


def remove(store: Store, main: Target, name: str) -> int:
    """Removes a preview; returns how many files it had, -1 when there is none of this name."""
    own = target(main, name)
    files = [item.key for item in store.list(own.prefix)]
    keys = [*files, *(item.key for item in store.list(own.control))]
    marks = _marks(store, main, name)
    for at in range(0, len(keys), _BATCH):
        store.delete(keys[at : at + _BATCH])
    # Its marks last: killed before, it is still known and removed another time.
    store.delete(marks)
    return len(files) if keys or marks else -1


def expired(store: Store, main: Target, today: date) -> list[str]:
    """Removes previews whose day is over; their names."""
    found = [preview.name for preview in listed(store, main) if preview.until < today]
    for name in found:
        remove(store, main, name)
    return found


def _marks(store: Store, main: Target, name: str) -> list[str]:
    folder = f"{main.prefix}{CONTROL}log/preview-{name}-"
    found = [item.key for item in store.list(folder)]
    return [key for key in found if (m := _MARK.fullmatch(key.rpartition("/")[2])) and m[1] == name]
