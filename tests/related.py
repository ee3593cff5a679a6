"""Wherever a site is related in a test, the way that goes on from the last build is held to the way that does not."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from jianbao import errors
from jianbao.site import again, recall, relate


@contextlib.contextmanager
def compared() -> Iterator[None]:
    """Every site that comes from the state or from memory is that which all its articles give, to the last digest."""
    original, anew = recall.site, relate.site

    def both(content: Any, asked: again.Asked, *rest: Any) -> again.Known:
        known = original(content, asked, *rest)
        complete = not errors.errors_in(content.problems)
        made, found = anew(
            content.articles, asked.files, asked.config, asked.now, drafts=asked.drafts, complete=complete
        )
        assert _told(known) == _told(again.Known.of(asked, content.articles, made, found))
        return known

    with mock.patch.object(recall, "site", both):
        yield


def _told(known: again.Known) -> dict[str, Any]:
    """All of it, but for moments that may lie in drafts."""
    parts = known.parts()
    return parts | {"known": [value for value in parts["known"] if not isinstance(value, frozenset)]}
