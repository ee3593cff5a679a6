"""The seam between publishing and where it publishes: its verbs, and what may be relied on of each.

An object is wholly old or wholly new, never half; ``create`` has one winner. s3.py speaks to object storage,
webdav.py, sftp.py and git.py to what panels and forges offer, folder.py to a folder or mount; dry.py is any of them
with nothing written. Every store asks its Fence before each attempt at a request.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from jianbao.publish.stores.fence import Fence


class Found(NamedTuple):
    """An object as a listing tells it; ``md5`` is hexadecimal, "" where the store does not know it.

    A store that encrypts with keys of its own (SSE-KMS) tells something else of the same form: whoever finds a
    difference looks at the bytes before believing it.
    """

    key: str
    md5: str
    modified: datetime


def md5(data: bytes) -> str:
    """The digest that listings tell, hexadecimal."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class StoreError(Exception):
    """The store refused or could not be reached; the message is Chinese, with the cure."""


class LateError(StoreError):
    """The publisher's time is over: it must not write any more."""


class Store(Protocol):
    """Where a site is published. Keys are whole, prefix included. Every verb raises StoreError."""

    fence: "Fence"

    def list(self, prefix: str) -> Iterator[Found]:
        """Every object whose key begins with ``prefix``, in the order of keys."""

    def get(self, key: str) -> bytes | None:
        """The object's bytes, or None."""

    def age(self, key: str) -> timedelta | None:
        """How long ago the object was written, by the store's own clock; None when it does not exist."""

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Makes or replaces an object. ``headers`` are Content-Type, Cache-Control, Content-Encoding, ..."""

    def create(self, key: str, data: bytes) -> bool:
        """Makes an object that must not exist yet; False when somebody else's stands there.

        A reply that was lost is resolved by reading back: our own earlier attempt counts as ours.
        """

    def copy(self, source: str, key: str) -> bool:
        """Copies an object with its headers inside the store; False when the source does not exist."""

    def delete(self, keys: Iterable[str]) -> None:
        """Deletes objects; one that does not exist is deleted already."""

    def versioning(self) -> str:
        """What the store does with bytes that were overwritten or deleted: "" forgets them, else its own word
        for keeping them (``Enabled``, ``Suspended``), or ``Unknown``."""
