"""What every channel begins with: an article as readers know it, and an issue of several."""

from dataclasses import dataclass

from jianbao.channel.tree import Element, Node
from jianbao.errors import Level, Problem


@dataclass(frozen=True, slots=True)
class Piece:
    """An article, with its body as a tree. Links are absolute; pictures are named by their content path."""

    path: str
    """Below content/."""
    url: str
    """Of its page, absolute and escaped."""
    title: str
    kicker: str
    subtitle: str
    date: str
    date_text: str
    source: str
    origin: str
    author: str
    tags: tuple[str, ...]
    summary: str
    """What an editor wrote, or the first sentences."""
    status: str
    cover: str
    """A content path, or ""."""
    editor: str
    reviewer: str
    approver: str
    updates: tuple[tuple[str, str], ...]
    """(date as read, text)."""
    body: tuple[Node, ...]
    places: tuple[tuple[str, int, int], ...] = ()
    """(key, line, column) in the front matter."""

    def fault(self, key: str, level: Level, code: str, message: str, hint: str) -> Problem:
        """What is wrong with it for a channel, at the place of a front matter key."""
        line, column = next(((line, column) for name, line, column in self.places if name == key), (1, 1))
        return Problem(f"content/{self.path}", line, column, level, code, message, hint)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """An issue and its items in order."""

    path: str
    url: str
    whole_url: str
    """Of the page that holds all its texts."""
    title: str
    number: str
    date: str
    date_text: str
    summary: str
    name: str
    """The bulletin's name, in red on its head."""
    sponsor: str
    lead: tuple[Node, ...]
    """What its own page says before the items."""
    pieces: tuple[Piece, ...]

    def fault(self, level: Level, code: str, message: str, hint: str) -> Problem:
        """What is wrong with the issue as a whole."""
        return Problem(f"content/{self.path}", 1, 1, level, code, message, hint)


def pictures(nodes: tuple[Node, ...] | list[Node]) -> list[tuple[str, str]]:
    """(content path or address, description) of every picture of a body, in order."""
    found: list[tuple[str, str]] = []
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "img":
                found.append((node.attributes.get("src", ""), node.attributes.get("alt", "")))
            found += pictures(node.children)
    return found
