"""Who approves what is published: columns that three persons sign, and the branch that changes go to for review."""

from collections.abc import Sequence

from jianbao import expressions as re
from jianbao.errors import suggestion
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

_BRANCH = re.compile(r"(?!.*(?:\.lock$|//|\.\.))[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff_./-]*(?<![./])")
"""A branch as git takes it (git-check-ref-format) and an office writes it."""


def signoff(reader: Reader, node: Node, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that are signed; one that the site does not have is told."""
    found = []
    for name, item in reader.names(node, "signoff"):
        if columns and name not in columns:
            hint = suggestion(name, columns) or f"先写 columns，再写 signoff；现有：{'、'.join(columns)}"
            reader.add(item, "unknown-column", f"没有“{name}”这个栏目", hint)
        found.append(name)
    return tuple(found)


def review(reader: Reader, node: Node) -> str:
    """The branch for review, "" for none; what git would not take is told."""
    found = reader.text(node, "review") or ""
    if found and not _BRANCH.fullmatch(found):
        message = f"review “{found}”不能作分支名"
        reader.add(node, "config-review", message, "用字母、数字、汉字、连字符和 /，例如 review: shengao")
    return found
