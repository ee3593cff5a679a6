"""What was missing when a text came in, and is there now: its comment becomes the picture or the link again.

Nothing else of the article is touched, for editors may have worked on it since.
"""

import re
from typing import NamedTuple

from jianbao.importer.archive import bodies
from jianbao.importer.archive.bodies import Library
from jianbao.importer.archive.posts import Post
from jianbao.importer.archive.scanning import INLINE

_COMMENT = re.compile(r"<!-- 原(?P<what>图片|链接)：(?P<target>[^<\n]{1,400}?) -->")
_IMG = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)


class Repair(NamedTuple):
    """An article that came in before, with what was missing then."""

    path: str
    """Below content/."""
    text: str
    media: tuple[tuple[str, str | bytes], ...]
    done: tuple[str, ...]


def repair(library: Library, post: Post, path: str, text: str) -> Repair | None:
    """The article at ``path`` with what can be found by now; None when that is nothing."""
    words = _words(post.body)
    media: dict[str, str | bytes] = {}
    done: list[str] = []
    at, pieces = 0, []
    for match in _COMMENT.finditer(text):
        picture, target = match["what"] == "图片", match["target"]
        before = text[at : match.start()]
        mark = "!" if picture else ""
        said = next((w for w in words.get((mark, target), ()) if w and before.endswith(w)), "")
        if not picture and not said:
            continue  # an editor has other words there by now
        made = bodies.made(library, post.path, path, f"{mark}[x]({_written(target)})", dict(post.files))
        found = INLINE.fullmatch(made.body)
        if not found or (picture and not made.media):
            continue
        media |= dict(made.media)
        done.append(f"{match['what']}“{target}”")
        pieces += [before[: len(before) - len(said)], f"{mark}[{said}]({_written(found['target'])})"]
        at = match.end()
    return Repair(path, "".join([*pieces, text[at:]]), tuple(media.items()), tuple(done)) if done else None


def _written(target: str) -> str:
    return f"<{target}>" if re.search(r"[\s()]", target) and not target.startswith("<") else target


def _words(body: str) -> dict[tuple[str, str], list[str]]:
    """(mark of a picture, target as the comment has it) → the words that the old text had for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for match in INLINE.finditer(body):
        found.setdefault((match["picture"], bodies.quiet(match["target"])), []).append(match["words"])
    for tag in _IMG.findall(body):
        src = re.search(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)", tag)
        alt = re.search(r"\balt\s*=\s*[\"']([^\"']*)[\"']", tag)
        if src:
            found.setdefault(("!", bodies.quiet(src[1])), []).append(alt[1] if alt else "")
    return found
