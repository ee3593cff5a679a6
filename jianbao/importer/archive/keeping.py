"""Which of its old addresses a text keeps: as its permalink, as its other addresses, or not, and why."""

import re
from collections.abc import Set as AbstractSet

from jianbao import address
from jianbao.importer.archive import roots
from jianbao.importer.archive.posts import Post


def addresses(
    post: Post, path: str, claimed: dict[str, str], there: AbstractSet[str]
) -> tuple[str, tuple[str, ...], list[str]]:
    """(the old address as permalink, its other addresses, what is to be said).

    ``claimed`` gets what is given; ``there`` are the articles that the site had before.
    """
    doubts: list[str] = []
    given: list[str] = []
    for number, old in enumerate((post.address, *post.aliases)):
        if not old or ("?" in old):
            continue
        bare = old if re.search(r"(?:/|\.html?)$", old) else f"{old}/"
        where = address.of_permalink(bare)
        if roots.reserved(where):
            continue  # a rule leads from there (lists.py)
        fault = address.fault(where) or roots.own(where)
        if not fault and claimed.get(address.key(where), path) != path:
            other = claimed[address.key(where)]
            fault = f"content/{other} 也用它" + ("；不要那一页的，删去它再导入" if other in there else "")
        if fault:
            doubts.append(f"{post.path}：旧网址 {old} 没有保留：{fault}")
            continue
        claimed[address.key(where)] = path
        if number or where != address.of_file(path):
            given.append(f"/{where}" if not bare.endswith("/") else bare)
    keeps = (
        bool(post.address)
        and given
        and address.of_permalink(given[0])
        == address.of_permalink(post.address if re.search(r"(?:/|\.html?)$", post.address) else f"{post.address}/")
    )
    permalink = given[0] if keeps else ""
    rest = tuple(dict.fromkeys(a for a in given[1 if keeps else 0 :] if a != permalink))
    return permalink, rest, doubts
