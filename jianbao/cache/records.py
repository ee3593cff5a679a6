"""Bytes of the state file as values and back: what does not verify is decoded by nobody.

The adversary is damage, not forgery: a bit that a disk or a copy has turned. marshal crashes on such bytes, and what
does not crash it becomes a wrong page for ever. Each record ends in the CRC-32 (ISO 3309) of the key that it stands
under and of its bytes, so that a record under another's key does not verify either.
"""

import marshal
from typing import Any
from zlib import crc32

_SIZE = 4


class DamagedError(Exception):
    """What stands in the state file is not what was put there."""


def packed(key: str, value: Any) -> bytes:
    """A plain value as a record under ``key``."""
    data = marshal.dumps(value)
    return data + _sum(key, data)


def unpacked(key: str, record: Any) -> Any:
    """The value of a record that stood under ``key``. Raises DamagedError."""
    if not isinstance(record, bytes) or record[-_SIZE:] != _sum(key, memoryview(record)[:-_SIZE]):
        raise DamagedError(key)
    try:
        return marshal.loads(record)  # what follows the value is not looked at
    except (ValueError, EOFError, TypeError):  # as another Python writes it
        raise DamagedError(key) from None


def _sum(key: str, data: bytes | memoryview) -> bytes:
    return crc32(data, crc32(key.encode("utf-8", "surrogatepass"))).to_bytes(_SIZE, "big")
