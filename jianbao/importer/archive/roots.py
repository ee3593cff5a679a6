"""Files of an old site that no text shows: pictures and attachments keep their addresses, the rest is counted.

Others may link to them, and a search engine knows them. They go to public/, which stands at the site's root. What made
the old pages look as they did (style sheets, scripts, fonts, templates) stays behind, by kind and number.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from jianbao import address, files, mime
from jianbao.importer.archive import kinds
from jianbao.importer.archive.kinds import Old

_PROOF = re.compile(r"(?:google[0-9a-f]{8}|\w{0,30}?verif)\w{0,30}\.(?:html|txt)|favicon\.ico|ads\.txt", re.IGNORECASE)
"""Files of the root by which a platform knows whose the site is, and its icon."""
_NOT_SERVED = frozenset(("node_modules", "_site", "themes"))
_RESERVED = ("assets/", "tags/", "columns/", "sources/", "archive/", "search/")
_PROGRAMS = frozenset(("Hexo", "Jekyll", "Hugo", "Pelican", "Docusaurus"))
_SOURCES = (".md", ".mdx", ".markdown", ".mkd", ".rst", ".yml", ".yaml", ".toml", ".py", ".rb", ".lock", ".swp")


class Rooted(NamedTuple):
    """Files for public/, and what stays behind."""

    files: tuple[tuple[str, str], ...]
    """(path below public/, file below the old archive)."""
    left: tuple[tuple[str, int], ...]
    """(ending, how many)."""
    doubts: tuple[str, ...]


class Files:
    """Regular files below the old archive's folder, reached through no link."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.real = files.real(folder)
        self.known: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        if path not in self.known:
            self.known[path] = path if self._is_file(path) else ""
        return self.known[path]

    def _is_file(self, path: str) -> bool:
        try:
            file = self.folder / path
            return file.is_file() and self.real in files.real(file).parents
        except (OSError, ValueError):
            return False


def below(home: str, source: str, file: str) -> str:
    """The old address of a file in a post's own folder, without / in front; "" when it had none that is known."""
    stem = posixpath.splitext(source.partition("#")[0])[0].removesuffix("/index")
    if not home or not file.startswith(f"{stem}/"):
        return ""
    folder = re.sub(r"\.html?$", "", unquote(home)).strip("/")
    return f"{folder}/{file.removeprefix(f'{stem}/')}".lstrip("/")


def own(where: str) -> str:
    """Why an address cannot be had: the site's own pages stand there."""
    return "网站自己的页面用它" if where in address.FIXED else ""


def reserved(where: str) -> bool:
    """Whether an address lies where the site's lists do, so that a list may want it one day: a rule leads from there,
    which gives way."""
    return where.startswith(_RESERVED) and where not in address.FIXED


def rooted(old: Old, used: Iterable[str], owned: Mapping[str, tuple[str, str]], taken: AbstractSet[str]) -> Rooted:
    """What stood at the old site's addresses and no text shows.

    ``used`` are files below the old archive that come along anyway; ``owned`` gives for a post's own folder the post's
    file and the address that it keeps; ``taken`` are the keys of paths below output/ that are had.
    """
    if old.kind not in _PROGRAMS:
        return Rooted((), (), ())
    roots = _served(old)
    known, files = set(used), {}
    left: Counter[str] = Counter()
    doubts: list[str] = []
    said = old.settings.get("EXTRA_PATH_METADATA")  # Pelican's
    about = said.items() if isinstance(said, Mapping) else ()
    elsewhere = {str(k): str(v["path"]) for k, v in about if isinstance(v, Mapping) and v.get("path")}
    for name in kinds.below(old.folder, _NOT_SERVED):
        where = _where(name, roots, owned)
        where = elsewhere.get(where, where)
        if not where or name in known or name.lower().endswith(_SOURCES):
            continue
        shown = not mime.refused(name, ()) or ("/" not in where and bool(_PROOF.fullmatch(where)))
        if not shown:
            left[posixpath.splitext(name)[1].lower() or posixpath.basename(name)] += 1
        elif fault := address.fault(where):
            doubts.append(f"{name}：旧网址 /{where} 没有保留：{fault}")
        elif address.key(where) not in taken:
            files[where] = name
    return Rooted(tuple(files.items()), tuple(sorted(left.items(), key=lambda p: (-p[1], p[0]))), tuple(doubts))


def _where(name: str, roots: Iterable[str], owned: Mapping[str, tuple[str, str]]) -> str:
    """The old address of a file, without / in front; "" when it had none."""
    folder = posixpath.dirname(name)
    while folder:
        if folder in owned:
            source, home = owned[folder]
            return below(home, source, name)
        folder = posixpath.dirname(folder)
    return _below_roots(name, roots)


def at_root(old: Old, name: str) -> str:
    """The old address of a file outside of posts' own folders, without / in front; "" when it had none."""
    return _below_roots(name, _served(old)) if old.kind in _PROGRAMS else ""


def _served(old: Old) -> list[str]:
    """Folders whose files stood at the root: of Hugo's those beside its texts too, and none of assets/."""
    return [*(root for root in old.static if root != "assets"), *(["content"] if old.kind == "Hugo" else [])]


def _below_roots(name: str, roots: Iterable[str]) -> str:
    for root in roots:
        inner = name.removeprefix(f"{root}/") if root else name
        hidden = any(part.startswith(("_", ".")) for part in inner.split("/"))
        if (not root or inner != name) and not hidden:
            return inner
    return ""
