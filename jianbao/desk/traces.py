"""By what the text of an article is known wherever it may stand: what it says that nothing else on the site says."""

import html
import subprocess
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jianbao import digest, files
from jianbao import expressions as re
from jianbao.content import parsing, phrases
from jianbao.desk.loading import Archive
from jianbao.errors import Problem
from jianbao.model import Article
from jianbao.settings.config import CONFIG_FILE

LEAST = 8
"""Characters of what is worth looking for: less may stand anywhere."""
MOST = 20
"""Sentences that are looked for; the longest."""
_VERSIONS = 50
"""Of a file, the newest, in which git is asked for words that it does not have any more."""
_SECONDS = 60
_TAG = re.compile(r"<[^<>]*+>")
_END = re.compile(r"[。！？；，：…&<>\"'\s\x00-\x1f]+")
"""Where a clause ends, and what is written in one way here and in another there."""
_FRONT = re.compile(r"---\r?\n(?s:.*?)\n---[ \t]*\r?(?:\n|\Z)")


class Text(NamedTuple):
    """What an article says."""

    pieces: tuple[str, ...]
    """The body's, between its tags."""
    whole: str
    """The body without tags, and the front matter as it is written."""


def sentences(archive: Archive, article: Article) -> tuple[str, ...]:
    """Sentences of an article that stand in no other file of the site, the longest first."""
    text = _text(archive, article, _bytes(archive, article.path))
    found = {part for piece in text.pieces for part in _END.split(piece) if len(part) >= LEAST}
    found = {part for part in found if part not in article.reason}
    settings = files.read(archive.folder / CONFIG_FILE, CONFIG_FILE, files.LARGEST_TEXT, archive.folder)
    others = (_bytes(archive, other.path) for other in archive.articles if other.path != article.path)
    for data in (b"" if isinstance(settings, Problem) else settings, *others):
        if not found:
            break
        there = data.decode("utf-8", "replace")
        found = {part for part in found if part not in there}
    return tuple(sorted(found, key=lambda part: (-len(part), part))[:MOST])


def unknown(archive: Archive, articles: Sequence[Article], words: Sequence[str]) -> list[tuple[str, str]]:
    """Those of ``words`` that none of the articles says, nor ever said as far as git knows, each with what is near
    it there, or ""."""
    now = [_text(archive, article, _bytes(archive, article.path)).whole for article in articles]
    left = [word for word in words if not any(word in text for text in now)]
    if not left:
        return []
    for article in articles:
        for data in _versions(archive.folder, article.path):
            before = _text(archive, article, data).whole
            left = [word for word in left if word not in before]
            if not left:
                return []
    return [(word, near(word, "\n".join(now))) for word in left]


def near(word: str, text: str) -> str:
    """What stands in a text where it is most like ``word``, or ""."""
    best = SequenceMatcher(None, word, text, autojunk=False).find_longest_match()
    start = max(best.b - best.a, 0)
    there = text[start : start + len(word)].strip()
    alike = SequenceMatcher(None, word, there, autojunk=False).ratio() if best.size > 1 else 0.0
    return there if alike >= 0.5 and "\n" not in there else ""


def _text(archive: Archive, article: Article, data: bytes) -> Text:
    zone = ZoneInfo(archive.config.time_zone)
    body = parsing.parsed(data, article.path, zone, {}, digest.of_bytes(data))[1] or ""
    body = body.replace(phrases.MARK, "").replace("<wbr>", "")
    front = _FRONT.match(data.decode("utf-8", "replace"))
    pieces = tuple(html.unescape(piece) for piece in _TAG.split(body))
    return Text(pieces, f"{html.unescape(_TAG.sub('', body))}\n{front[0] if front else ''}")


def _bytes(archive: Archive, path: str) -> bytes:
    content = archive.folder / "content"
    found = files.read(content / path, f"content/{path}", files.LARGEST_TEXT, content)
    return b"" if isinstance(found, Problem) else found


def _versions(site: Path, path: str) -> Iterator[bytes]:
    """A file as git has it, the newest first; nothing where there is no git."""
    listed = _git(site, "log", "--all", "--format=%H", f"-{_VERSIONS}", "--", f"content/{path}")
    for commit in listed.decode("ascii", "replace").split():
        yield _git(site, "show", f"{commit}:./content/{path}")


def _git(site: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=site, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
