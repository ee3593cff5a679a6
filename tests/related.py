"""Wherever a site is built in a test, going on from the last one is held to building it from nothing."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from jianbao import errors
from jianbao.site import builder, remembered
from jianbao.site.built import Asked, Built


@contextlib.contextmanager
def compared() -> Iterator[None]:
    """Every site that comes from the state or from memory is that which all its articles give, to the last digest."""
    original, anew = remembered.site, builder.from_nothing

    def both(content: Any, asked: Asked, *rest: Any) -> tuple[Built, str]:
        built, reason = original(content, asked, *rest)
        complete = not errors.errors_in(content.problems)
        assert built.parts() == anew(content.articles, asked, complete=complete).parts()
        return built, reason

    with mock.patch.object(remembered, "site", both):
        yield
