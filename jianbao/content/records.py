"""Lists of records in front matter, each a group of small values: where else an article was published.

Refused by name: what is no list, a record that does not say where, an address that is not whole.
"""

import re
from typing import Protocol

from jianbao.errors import Problem
from jianbao.model import Elsewhere
from jianbao.yaml.document import Node, Sequence

_EXAMPLE = "{name: 公众号, url: https://mp.weixin.qq.com/s/…, date: 2018-04-24}"
_PARTS = {"name": "name", "名称": "name", "url": "url", "网址": "url", "date": "date", "日期": "date"}


class Reading(Protocol):
    """The front matter's reader, as far as records need it."""

    problems: list[Problem]

    def add(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Notes an error at a node."""

    def parts(self, node: Node, name: str, known: dict[str, str]) -> dict[str, str]:
        """The small values of a record by their canonical names, dates read."""


def elsewhere(reader: Reading, node: Node, name: str) -> tuple[Elsewhere, ...]:
    """Where else it was published, as written; an address that is not known yet may be left out."""
    if not isinstance(node, Sequence):
        reader.add(node, "not-list", f"{name} 应为列表", f"写成 {name}: 下一行 - {_EXAMPLE}")
        return ()
    found = []
    for item in node.items:
        before = len(reader.problems)
        parts = reader.parts(item, name, _PARTS)
        url = parts.get("url", "")
        if url and not re.match(r"https?://[^\s]+$", url):
            reader.add(item, "bad-url", f"{name} 的网址“{url}”不完整", "以 https:// 开头写全")
        elif len(reader.problems) == before and not parts.get("name"):
            reader.add(item, "channel-incomplete", "也见于的一条要写明是哪里", f"写成 {_EXAMPLE}")
        elif len(reader.problems) == before:
            found.append(Elsewhere(parts["name"], url, parts.get("date", "")))
    return tuple(found)
