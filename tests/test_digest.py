"""Digests of plain values: msgspec writes what Python's json wrote, and refuses what is no plain value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao import digest

TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_is_that_of_the_standard_library(value: Any) -> None:
    """Keys sorted, no blanks, characters as they are; also with the surrogates that a file's name may hold."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest.of_plain(value) == digest.of_text(text)


@pytest.mark.parametrize("value", [object(), {"a": object()}, [lambda: 0], {1: 2}, {"a": {b"b": 1}}, 1j])
def test_what_is_not_plain_is_refused(value: Any) -> None:
    """Nothing is digested by its address in memory or by a representation that Python may change."""
    with pytest.raises(TypeError):
        digest.of_plain(value)
