"""The folder of one theme: theme.yaml, its templates, words and static files, as values.

Refused: names that lead out of themes/, links out of the site, unknown keys, layouts of what has none.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jianbao import files
from jianbao.cache.program import SHIPPED_THEMES
from jianbao.errors import Problem, SiteError, suggestion
from jianbao.settings.config import Place
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

LAID_OUT = ("article", "page", "issue")
"""What can ask for a layout: an article, a standing page, an issue's front page."""


class Settings(NamedTuple):
    """What theme.yaml says: the parent's name or "", where it is written, the options with their defaults, what they
    may be, and for each layout the template of each kind of page that can ask for it."""

    parent: str
    place: Place
    options: dict[str, str]
    choices: dict[str, tuple[str, ...]]
    layouts: dict[str, dict[str, str]]


def find(site: Path, name: str) -> Path | None:
    """The folder of a theme: the site's own first, then what comes with jianbao."""
    if not re.fullmatch(r"[\w-][\w.-]*", name):
        return None
    for themes in (site / "themes", *SHIPPED_THEMES):
        if (themes / name / "theme.yaml").is_file():
            return themes / name
    return None


def none_of_its_own(site: Path) -> bool:
    """Whether a site has no themes but those that come with jianbao."""
    themes = site / "themes"
    return not themes.is_dir() or any(themes.samefile(ours) for ours in SHIPPED_THEMES)


def known(site: Path) -> list[str]:
    """The names of all themes."""
    return sorted({p.parent.name for themes in (site / "themes", *SHIPPED_THEMES) for p in themes.glob("*/theme.yaml")})


def settings(name: str, folder: Path) -> Settings:
    """What theme.yaml says. Raises SiteError."""
    reader = Reader(f"themes/{name}/theme.yaml")
    made = Settings("", Place(reader.path, 0, 0), {}, {}, {})
    items = reader.items(folder / "theme.yaml")
    for key, node in reader.known(items, ("name", "title", "parent", "options", "choices", "layouts")):
        if key == "choices":
            for option, values in reader.mapping(node, key):
                made.choices[option.text] = tuple(text for text, _ in reader.names(values, option.text))
        elif key == "options":
            made.options.update({k.text: reader.text(value, k.text) or "" for k, value in reader.mapping(node, key)})
        elif key == "layouts":
            for layout, kinds in reader.mapping(node, key):
                made.layouts[layout.text] = _layout(reader, kinds, layout.text)
        else:
            text = reader.text(node, key) or ""
            if key == "name" and text != name:
                hint = f"写成 name: {name}，或把文件夹改名为 {text}"
                reader.add(node, "theme-name", f"name 应为文件夹的名字 {name}，现为“{text}”", hint)
            if key == "parent":
                made = made._replace(parent=text, place=Place(reader.path, node.line, node.column))
    if reader.problems:
        raise SiteError(reader.problems)
    return made


def _layout(reader: Reader, node: Node, name: str) -> dict[str, str]:
    """Kind of page → template of a layout."""
    return {kind: reader.text(value, kind) or "" for kind, value in reader.known(reader.mapping(node, name), LAID_OUT)}


def words(name: str, folder: Path, language: str) -> dict[str, tuple[str, Place]]:
    """The interface words of a theme in a language, each with its place; none without such a file. Raises SiteError."""
    reader = Reader(f"themes/{name}/words/{language}.yaml")
    items = reader.items(folder / "words" / f"{language}.yaml")
    found = {
        key.text: (reader.text(node, key.text) or "", Place(reader.path, key.line, key.column)) for key, node in items
    }
    for key, _ in items:
        if not key.text.isidentifier():
            reader.add(
                key, "config-unknown-key", f"界面文字的名字“{key.text}”不能用", "用字母、数字和下划线，例如 previous"
            )
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def inside(theme: Path, part: str, shown: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """(path below a part of a theme, bytes) of its files; a link that leads out is a problem."""
    folder = theme / part
    # A merge request must not publish the builder's own files through a link.
    site = theme.parent.parent
    for path in files.below(folder):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")):
            continue
        largest = files.LARGEST_FILE if part == "static" else files.LARGEST_DATA
        data = files.read(path, f"{shown}/{part}/{name}", largest, site)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            yield name, data


def unknown(site: Path, wanted: str, place: Place) -> SiteError:
    """There is no such theme."""
    names = known(site)
    hint = suggestion(wanted.rpartition("/")[2], names) or f"可用：{'、'.join(names)}"
    return SiteError([place.problem("unknown-theme", f"没有主题“{wanted}”", hint)])
