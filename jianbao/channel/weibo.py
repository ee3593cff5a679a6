"""微博文案: the title, a sentence or two, topics and the address, counted as 微博 counts; and nine pictures.

How characters count (to U+00FF half, to U+FFFF one, beyond two) is told by
schappo.blogspot.co.uk/2012/10/weibo-character-count.html and blog.sina.com.cn/s/blog_77e8d1350101dd97.html. An
address is counted in full, though 微博 shortens it.
"""

import math
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.channel.piece import Bulletin, Piece, pictures

LIMIT = 140
"""What is shown without 展开全文."""
PICTURES = 9
_SENTENCE = re.compile(r"([^。！？]*+([。！？][”’」』）]*+)?+)")
"""A sentence with its end (2), or what stands behind the last one."""
_TOPICS = 3


class Post(NamedTuple):
    """A text for 微博; ``length`` is what 微博 counts, ``pictures`` content paths."""

    text: str
    length: int
    pictures: tuple[str, ...]
    whole: bool
    """Whether the whole summary found room."""


def count(text: str) -> int:
    """Characters as 微博 counts them, rounded up."""
    return math.ceil(sum(0.5 if ord(c) <= 0xFF else 1 if ord(c) <= 0xFFFF else 2 for c in text))


def post(piece: Piece, limit: int = LIMIT) -> Post:
    """An article's text: sentences of its summary as long as there is room, each of them whole."""
    topics = [f"#{tag}#" for tag in piece.tags if "#" not in tag][:_TOPICS]
    shown = [piece.cover, *(path for path, _ in pictures(piece.body))]
    return post_of(piece.title, piece.summary, topics, piece.url, shown, limit)


def of_issue(bulletin: Bulletin, limit: int = LIMIT) -> Post:
    """An issue's text."""
    shown = [path for piece in bulletin.pieces for path in (piece.cover, *(p for p, _ in pictures(piece.body)))]
    tags = [tag for piece in bulletin.pieces for tag in piece.tags]
    often = sorted(dict.fromkeys(tags), key=lambda tag: (-tags.count(tag), tags.index(tag)))
    return post_of(bulletin.title, bulletin.summary, [f"#{t}#" for t in often[:_TOPICS]], bulletin.url, shown, limit)


def post_of(title: str, summary: str, topics: list[str], url: str, shown: list[str], limit: int) -> Post:
    """A post of at most ``limit`` characters: title, as much of the summary and as many topics as fit, the address."""
    head = f"【{title}】"
    parts = _SENTENCE.findall(summary)
    sentences = [words for words, end in parts if end or (words.strip() and not words.endswith("……"))]
    # Topics give way before the first sentence does.
    for kept in range(len(topics), -1, -1):
        end = "".join([*topics[:kept], f" {url}"])
        said: list[str] = []
        for sentence in sentences:
            if count(head + "".join([*said, sentence]) + end) > limit:
                break
            said.append(sentence)
        if said or not sentences:
            break
    text = head + "".join(said) + end
    nine = tuple(dict.fromkeys(path for path in shown if path and "://" not in path))[:PICTURES]
    return Post(text, count(text), nine, len(said) == len(sentences))
