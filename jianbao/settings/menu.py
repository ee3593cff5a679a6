"""``nav`` of config.yaml: the main navigation, with entries of the site, of other sites, and groups of them.

Refused: an entry without title, one that leads nowhere, an address that no browser follows, groups in groups.
"""

from collections.abc import Callable
from typing import NamedTuple

from jianbao import address
from jianbao import expressions as re
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

_ELSEWHERE = re.compile(r"https?://[^\s/]+", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_EXAMPLE = "{title: 关于本站, href: pages/about.html}"


class Menu(NamedTuple):
    """An entry: ``target`` is an address below output/, or with ``external`` a whole one; "" has only ``items``."""

    title: str
    target: str
    external: bool = False
    items: "tuple[Menu, ...]" = ()


def read(reader: Reader, node: Node) -> tuple[tuple[Menu, ...], dict[str, Node]]:
    """(the entries, where each is written, as ``nav/0`` or ``nav/0/1``)."""
    places: dict[str, Node] = {}
    return _entries(reader, node, "nav", places.__setitem__, deep=True), places


def _entries(
    reader: Reader, node: Node, name: str, place: Callable[[str, Node], None], *, deep: bool
) -> tuple[Menu, ...]:
    entries: list[Menu] = []
    for item in reader.list(node, "nav" if deep else "items"):
        found = _entry(reader, item, f"{name}/{len(entries)}", place, deep=deep)
        if found:
            place(f"{name}/{len(entries)}", item)
            entries.append(found)
    return tuple(entries)


def _entry(reader: Reader, item: Node, name: str, place: Callable[[str, Node], None], *, deep: bool) -> Menu | None:
    before = len(reader.problems)
    known = ("title", "href", "items") if deep else ("title", "href")
    parts = dict(reader.known(reader.mapping(item, "nav 里的一项"), known))
    title, href = (
        reader.text(parts[key], key) or "" if key in parts and not reader.nothing(parts[key]) else ""
        for key in ("title", "href")
    )
    items = _entries(reader, parts["items"], name, place, deep=False) if "items" in parts else ()
    if len(reader.problems) > before:
        return None
    if not title or not (href or items):
        reader.add(item, "config-nav", "nav 里的一项要有 title，还要有 href 或 items", f"写成 {_EXAMPLE}")
        return None
    if _ELSEWHERE.match(href):
        return Menu(title, href, True, items)
    if _SCHEME.match(href):
        message = f"导航要指向站内的页面或 https:// 开头的网址，现为“{href}”"
        reader.add(item, "config-nav", message, "写站内地址，例如 href: pages/about.html；站外的以 https:// 开头写全")
        return None
    return Menu(title, address.of_permalink(href) if href else "", False, items)
