"""Which column and which tags the texts of an old archive get, of its categories and tags."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jianbao import address
from jianbao.importer.archive.posts import Post

MOST_COLUMNS = 12
"""Columns that an old archive brings along; readers choose among them in every page's head."""


class Asked(NamedTuple):
    """What the command line says of columns."""

    every: str = ""
    """The column of all texts; "" for each text's own."""
    other: str = ""
    """The column of those that would have none."""


def columns(found: Sequence[Post], columns: Sequence[str], asked: Asked, doubts: list[str]) -> dict[str, str]:
    """First category → the column that its texts get, "" for none: it becomes a tag. "" → that of texts without one."""
    column = asked.every
    if column:
        return dict.fromkeys({post.column for post in found}, column)
    counted = Counter(post.column for post in found if post.column)
    same: dict[str, str] = {address.key(name): name for name in columns}
    for name, _ in counted.most_common():
        same.setdefault(address.key(name), name)
    merged: Counter[str] = Counter()
    for name, count in counted.items():
        merged[same[address.key(name)]] += count
    kept = {name for name in merged if name in columns}
    most = sorted((name for name in merged if name not in kept), key=lambda name: (-merged[name], name))
    kept |= set(most if len(merged) <= MOST_COLUMNS else most[: max(0, MOST_COLUMNS - len(kept))])
    others = [name for name in merged if name not in kept]
    if others:
        some = "、".join(sorted(others)[:8])
        doubts.append(
            f"原来有 {len(merged)} 个分类，文章最多的 {len(kept)} 个作栏目，其余 {len(others)} 个作标签（{some} 等）"
        )
    made = {name: same[address.key(name)] if same[address.key(name)] in kept else asked.other for name in counted}
    return {"": asked.other, **made}


def spelled(found: Sequence[Post], named: dict[str, str]) -> dict[str, str]:
    """Tag → the spelling that most texts use, of tags that a file system takes for one."""
    counted = Counter(tag for post in found for tag in _every_tag(post, named))
    best: dict[str, str] = {}
    for tag, _ in sorted(counted.items(), key=lambda p: (-p[1], p[0])):
        best.setdefault(address.key(address.of_list("tags", tag)), tag)
    return {tag: best[address.key(address.of_list("tags", tag))] for tag in counted}


def _every_tag(post: Post, named: Mapping[str, str]) -> list[str]:
    own = named.get(post.column, "")
    return [*([post.column] if post.column and address.key(own) != address.key(post.column) else []), *post.tags]


def filed(post: Post, named: Mapping[str, str], spelled: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """(column, tags) of a text."""
    column = named.get(post.column, "")
    tags = dict.fromkeys(spelled.get(tag, tag) for tag in _every_tag(post, named))
    return column, tuple(tag for tag in tags if tag != column)
