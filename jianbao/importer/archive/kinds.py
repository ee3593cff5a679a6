"""Which program an old archive belongs to, where its posts and its static files lie, and what its settings say."""

import ast
import contextlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jianbao import files
from jianbao.errors import UsageError

MOST = 200_000
"""Files of a folder that are looked at."""
_LARGEST = 2**20
_SKIPPED = frozenset(
    "node_modules public _site output themes archetypes scaffolds layouts _layouts _includes _sass _data __pycache__ "
    "vendor venv bower_components resources i18n".split()
)
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".mdx")
_PAGES = (".html", ".htm", ".shtml")
_DOCUMENTS = (".docx", ".doc", ".wps", ".txt", ".pdf", ".rtf", ".mht", ".mhtml")


class Old(NamedTuple):
    """An old archive, recognised."""

    kind: str
    """Hexo, Jekyll, Hugo, Pelican, Docusaurus, WordPress, Markdown, pages or documents."""
    folder: Path
    posts: tuple[str, ...]
    """Files with texts, below the folder, sorted."""
    static: tuple[str, ...]
    """Folders whose files stood at the root of the old site."""
    settings: dict[str, Any]
    others: tuple[tuple[str, int], ...]
    """(ending, how many) of files that hold texts and cannot be read."""

    @property
    def host(self) -> str:
        """The old site's host, "" when the settings do not say."""
        for key in ("url", "baseURL", "baseurl", "SITEURL"):
            match = re.match(r"https?://([^/\s]+)", str(self.settings.get(key, "")))
            if match:
                return match[1].lower().removeprefix("www.")
        return ""

    @property
    def base(self) -> str:
        """The path below which the old site stood, "" or with slashes at both ends."""
        whole = str(self.settings.get("baseURL") or self.settings.get("url") or "")
        path = str(self.settings.get("baseurl") or self.settings.get("root") or "")
        if path.startswith("http") or not path:
            path = re.sub(r"^https?://[^/]*", "", whole)
        return f"/{path.strip('/')}/" if path.strip("/") else ""


def recognised(folder: Path) -> Old:
    """What a folder is. Raises UsageError when nothing in it can be read."""
    names = list(below(folder))
    top = {name.partition("/")[0] for name in names} | {name for name in names if "/" not in name}
    for recognise in (_hexo, _jekyll, _hugo, _pelican, _docusaurus, _export, _plain):
        found = recognise(folder, names, top)
        if found is not None:
            return found
    raise UsageError(f"{folder} 里没有认得的文章：Markdown、Word、网页或 WordPress 导出的 XML")


def below(folder: Path, skipped: frozenset[str] = _SKIPPED) -> Iterator[str]:
    """Every regular file below a folder, through no link, without what programs keep for themselves."""
    count = 0
    for root, folders, names in files.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in skipped)
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                count += 1
                if count > MOST:
                    raise UsageError(f"{folder} 里的文件超过 {MOST} 个；分成几个文件夹导入")
                yield path.relative_to(folder).as_posix()


def _texts(names: list[str], *starts: str) -> tuple[str, ...]:
    return tuple(n for n in names if n.lower().endswith(_MARKDOWN) and n.startswith(starts))


def _hexo(folder: Path, names: list[str], top: set[str]) -> Old | None:
    del top
    settings = _yaml(folder / "_config.yml")
    source = str(settings.get("source_dir") or "source").strip("/")
    if not any(name.startswith(f"{source}/_posts/") for name in names):
        return None
    posts = tuple(n for n in _texts(names, f"{source}/") if "/_" not in n.removeprefix(f"{source}/_posts"))
    posts = tuple(sorted({*posts, *_texts(names, f"{source}/_posts/", f"{source}/_drafts/")}))
    return Old("Hexo", folder, posts, (source,), settings, ())


def _jekyll(folder: Path, names: list[str], top: set[str]) -> Old | None:
    settings = _yaml(folder / "_config.yml")
    if not any(name.startswith("_posts/") or "/_posts/" in name for name in names) and not settings.get("collections"):
        return None
    if "hugo.toml" in top:
        return None
    collections = settings.get("collections") or {}
    known = {f"_{name}/" for name in collections} | {"_posts/", "_drafts/"}
    texts = _texts(names, "")
    kept = [
        name
        for name in texts
        if any(f"/{one}" in f"/{name}" for one in known)
        or (
            not re.search("(?:^|/)_", name)
            and not re.fullmatch(r"(?i)(?:readme|license|changelog|contributing)\.\w+", name)
        )
    ]
    kept += [name for name in names if _is_page(folder, name)]
    return Old("Jekyll", folder, tuple(sorted(kept)), ("",), settings, ())


def _is_page(folder: Path, name: str) -> bool:
    """Whether a file is a page of HTML that Jekyll fills: it has a header."""
    bare = name.rpartition("/")[2]
    if not name.endswith(_PAGES) or re.search("(?:^|/)_", name) or bare in ("index.html", "404.html"):
        return False
    with contextlib.suppress(OSError), (folder / name).open("rb") as opened:
        return bool(re.match(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n", opened.read(16)))
    return False


def _hugo(folder: Path, names: list[str], top: set[str]) -> Old | None:
    asked = [f"{stem}.{end}" for stem in ("hugo", "config") for end in ("toml", "yaml", "yml", "json")]
    asked += [f"config/_default/{name}" for name in asked]
    settings = next((found for name in asked if (found := _any(folder / name))), {})
    posts = _texts(names, "content/")
    if not posts or not (settings or "archetypes" in top or (folder / "archetypes").is_dir()):
        return None
    return Old("Hugo", folder, posts, tuple(p for p in ("static", "assets") if (folder / p).is_dir()), settings, ())


def _pelican(folder: Path, names: list[str], top: set[str]) -> Old | None:
    if "pelicanconf.py" not in top:
        return None
    settings = _assigned(_read(folder / "pelicanconf.py"))
    if "publishconf.py" in top:
        settings |= {k: v for k, v in _assigned(_read(folder / "publishconf.py")).items() if k == "SITEURL" and v}
    others = sum(name.endswith(".rst") for name in names)
    root = str(settings.get("PATH") or "content").strip("/")
    return Old("Pelican", folder, _texts(names, f"{root}/"), (root,), settings, ((".rst", others),) if others else ())


def _assigned(text: str) -> dict[str, Any]:
    """What a file of settings in Python says in so many words; nothing of it is run."""
    found: dict[str, Any] = {}
    try:
        lines = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return dict(re.findall(r"^([A-Z_]+)\s*=\s*[urb]{0,2}['\"]([^'\"\n]*)['\"]", text, re.MULTILINE))
    for line in lines:
        if isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
            name, value = line.targets[0].id, line.value
            if isinstance(value, ast.Name) and value.id in found:
                found[name] = found[value.id]
            else:
                with contextlib.suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    found[name] = ast.literal_eval(value)
    return found


def _docusaurus(folder: Path, names: list[str], top: set[str]) -> Old | None:
    config = next(
        (n for n in ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs") if n in top), ""
    )
    if not config:
        return None
    text = _read(folder / config)
    settings: dict[str, Any] = dict(
        re.findall(r"^[ \t]{0,8}(url|title|baseUrl)[ \t]{0,4}:[ \t]{0,4}['\"]([^'\"\n]*+)['\"]", text, re.MULTILINE)
    )
    settings["baseurl"] = settings.pop("baseUrl", "")
    return Old("Docusaurus", folder, _texts(names, "blog/", "docs/", "src/pages/"), ("static",), settings, ())


def _export(folder: Path, names: list[str], top: set[str]) -> Old | None:
    del top
    exports = tuple(n for n in names if n.lower().endswith(".xml") and is_export(folder / n))
    return Old("WordPress", folder, exports, ("",), {}, ()) if exports else None


def is_export(file: Path) -> bool:
    """Whether a file is what WordPress, or Typecho's plugin, exports: RSS with wp: elements."""
    try:
        with file.open("rb") as opened:
            head = opened.read(8192)
    except OSError:
        return False
    return b"<rss" in head and b"wordpress.org/export" in head


def _plain(folder: Path, names: list[str], top: set[str]) -> Old | None:
    """A folder that no program calls its own: of what it has most of, the texts."""
    del top
    texts = _texts(names, "")
    pages = tuple(n for n in names if n.lower().endswith(_PAGES))
    documents = tuple(n for n in names if n.lower().endswith(_DOCUMENTS) and not n.startswith("~$"))
    most = max((texts, pages, documents), key=len)
    if not most:
        return None
    kind = "Markdown" if most is texts else "pages" if most is pages else "documents"
    left = [(k, len(v)) for k, v in (("Markdown", texts), ("网页", pages), ("文档", documents)) if v and v is not most]
    return Old(kind, folder, most, ("",), {}, tuple(left))


def _read(file: Path) -> str:
    try:
        return file.read_bytes()[:_LARGEST].decode("utf-8", "replace")
    except OSError:
        return ""


def _yaml(file: Path) -> dict[str, Any]:
    """A file's settings; of one that is nearly YAML, the lines that are."""
    text = _read(file)
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        found = dict(re.findall(r"^([a-zA-Z_]+):[ \t]+['\"]?([^'\"#\n]+)", text, re.MULTILINE))
    return found if isinstance(found, dict) else {}


def _any(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    if file.suffix in (".yaml", ".yml"):
        return _yaml(file)
    text = _read(file)
    try:
        found = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError):
        return dict(
            re.findall(r"^[ \t]{0,8}([a-zA-Z]++)[ \t]{0,4}=[ \t]{0,4}['\"]([^'\"\n]*+)['\"]", text, re.MULTILINE)
        )
    return found if isinstance(found, dict) else {}
