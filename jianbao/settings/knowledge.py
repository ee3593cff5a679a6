"""data/ as values: departments, people and their posts, brands, hotlines, words that suggest a column or a tag.

A site's own file is read first; a file that knows no particular town and is not there is the one that
came with jianbao. Refused: what is no YAML and keys that nobody reads, by schema.py, all at once.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from jianbao import expressions as re
from jianbao.errors import SiteError
from jianbao.settings.schema import Reader
from jianbao.yaml import document

_PACKAGE = Path(__file__).parent.parent
SHIPPED = next(
    (p for p in (_PACKAGE / "data", _PACKAGE.parent / "data") if p.is_dir()),
    _PACKAGE / "data",
)
"""Where the data that comes with jianbao is: beside the package in a checkout, inside it when installed."""
RULES = (
    "wording",
    "phrases",
    "usage",
    "particles",
    "formats",
    "sentences",
    "marks",
    "phrasing",
    "grammar",
    "typos",
    "checks",
)
"""The data files that hold rules of `check`, in order; a code may stand in one of them only."""
GENERAL = (
    *RULES,
    "leaders",
    "words",
    "hotlines",
    "suggest",
    "pinyin",
    "synonyms",
)
"""Files that know no particular town."""
_SYLLABLES = re.compile(r"[a-z]+( [a-z]+)*")


class Post(NamedTuple):
    """A post that a person is known to have held; dates as they are written, of any precision."""

    post: str
    organisation: str
    since: str
    """The term's beginning, "" when not known."""
    until: str
    first: str = ""
    """The earliest and the latest time at which the archive itself shows the post: evidence, no term."""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What data/ says of the town and its people."""

    departments: Mapping[str, str]
    """Every spelling of a department → the canonical one."""
    people: Mapping[str, tuple[Post, ...]]
    brands: frozenset[str]
    """Quoted names that an editor has confirmed."""
    leaders: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    """Posts that one person at a time holds: who, since when and until when ("" is still)."""
    words: frozenset[str] = frozenset()
    """Words that the proof-reader is not to take for slips."""


def file(site: Path | None, name: str) -> tuple[Path, str]:
    """(the data file to read, its name in problems)."""
    if site is not None and (site / f"data/{name}.yaml").exists():
        return site / f"data/{name}.yaml", f"data/{name}.yaml"
    if site is not None and name not in GENERAL:
        return site / f"data/{name}.yaml", f"data/{name}.yaml"
    return SHIPPED / f"{name}.yaml", f"data/{name}.yaml"


def plain(site: Path, name: str) -> Any:
    """A file of the site's own data/ as texts, lists and mappings, for templates; None when there is none.

    All is text but true and false without quotes. Raises SiteError.
    """
    file = site / "data" / f"{name}.yaml"
    if not file.is_file():
        return None
    reader = Reader(f"data/{name}.yaml")
    items = reader.items(file)
    if reader.problems:
        raise SiteError(reader.problems)
    return {key.text: _plain(node) for key, node in items}


def _plain(node: document.Node) -> Any:
    if isinstance(node, document.Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, document.Mapping):
        return {key.text: _plain(value) for key, value in node.items}
    return node.text == "true" if not node.quoted and node.text in ("true", "false") else node.text


def load(site: Path | None) -> Knowledge:
    """The knowledge of a site folder. Raises SiteError with every fault in the files."""
    readers = [Reader(f"data/{name}.yaml") for name in ("departments", "people", "brands", "words", "leaders")]
    departments, persons, brands = _departments(readers[0], site), people(readers[1], site), _brands(readers[2], site)
    words = _words(readers[3], site).union(departments, persons, brands)
    made = Knowledge(departments, persons, brands, _leaders(readers[4], site), words)
    problems = [problem for reader in readers for problem in reader.problems]
    if problems:
        raise SiteError(problems)
    return made


def _words(reader: Reader, site: Path | None) -> frozenset[str]:
    """The shipped words and, with them, those of the site: nobody has to copy a list to add a line."""
    found: set[str] = set()
    for path in sorted({SHIPPED / "words.yaml", file(site, "words")[0]}):
        for key, node in reader.items(path):
            found.update((reader.text(node, key.text) or "").split())
    return frozenset(found)


def _leaders(reader: Reader, site: Path | None) -> dict[str, dict[str, tuple[str, str]]]:
    path, _ = file(site, "leaders")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for post, node in reader.items(path):
        for name, value in reader.mapping(node, post.text):
            since, _, until = (reader.text(value, name.text) or "").partition(" ")
            found.setdefault(post.text, {})[name.text] = (since, until.strip())
    return found


def suggestions(site: Path | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """data/suggest.yaml: ``columns`` and ``tags``, each name with the words that speak for it."""
    path, name = file(site, "suggest")
    reader = Reader(name)
    found: dict[str, dict[str, tuple[str, ...]]] = {"columns": {}, "tags": {}}
    for key, node in reader.known(reader.items(path), ("columns", "tags")):
        for word, value in reader.mapping(node, key):
            found[key][word.text] = tuple(text for text, _ in reader.names(value, word.text))
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def _departments(reader: Reader, site: Path | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if site is None:
        return found
    for name, node in reader.items(file(site, "departments")[0]):
        found[name.text] = name.text
        for key, value in reader.known(reader.mapping(node, name.text), ("full", "aliases", "kind")):
            if key == "full":
                found[reader.text(value, key) or name.text] = name.text
            elif key == "aliases":
                found |= {alias: name.text for alias, _ in reader.names(value, key)}
    return found


def people(reader: Reader, site: Path | None) -> dict[str, tuple[Post, ...]]:
    """Those of data/people.yaml with their posts."""
    found: dict[str, tuple[Post, ...]] = {}
    if site is None:
        return found
    for name, node in reader.items(file(site, "people")[0]):
        posts = []
        for _, value in reader.known(reader.mapping(node, name.text), ("posts",)):
            for item in reader.list(value, "posts"):
                said = reader.texts(item, "posts 里的一项", ("post", "organisation", "from", "to", "first", "last"))
                if said.get("post"):
                    rest = (said.get(key, "") for key in ("organisation", "from", "to", "first", "last"))
                    posts.append(Post(said["post"], *rest))
        found[name.text] = tuple(posts)
    return found


def _brands(reader: Reader, site: Path | None) -> frozenset[str]:
    if site is None:
        return frozenset()
    found: set[str] = set()
    for key, node in reader.known(reader.items(file(site, "brands")[0]), ("names",)):
        found |= {text for text, _ in reader.names(node, key)}
    return frozenset(found)


def readings(reader: Reader, site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The corrected readings, of words and of surnames: a syllable for each character.

    Those of the site's data/pinyin.yaml stand beside those that came along, and before them.
    """
    found: dict[str, dict[str, str]] = {"words": {}, "surnames": {}}
    for path in dict.fromkeys((SHIPPED / "pinyin.yaml", site / "data/pinyin.yaml")):
        for key, words in reader.known(reader.items(path), ("words", "surnames")):
            for word, node in reader.mapping(words, key):
                said = _reading(reader, word.text, node)
                if said is not None:
                    found[key][word.text] = said
    return found["words"], found["surnames"]


def _reading(reader: Reader, word: str, node: document.Node) -> str | None:
    """A corrected reading, None for one that is none, which is told."""
    said = reader.text(node, word)
    if said is None:
        return None
    syllables = said.split()
    if len(syllables) != len(word):
        message = f"“{word}”有 {len(word)} 个字，读音“{said}”有 {len(syllables)} 个音节"
        reader.add(node, "pinyin-syllables", message, "一个字一个音节，音节之间空一格")
        return None
    if not _SYLLABLES.fullmatch("".join(c for c in unicodedata.normalize("NFD", said) if c.isascii())):
        reader.add(node, "pinyin-form", f"读音“{said}”看不懂", "声调标在字母上，例如 xià dà，不写 xia4 da4")
        return None
    return said


def synonyms(reader: Reader, site: Path) -> tuple[tuple[str, ...], ...]:
    """The groups of data/synonyms.yaml, the site's own or those that come with jianbao."""
    items = reader.items(file(site, "synonyms")[0])
    return tuple((word.text, *(other for other, _ in reader.names(node, word.text))) for word, node in items)
