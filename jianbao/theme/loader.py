"""Themes: sealed Jinja templates and static files, a child's before its parent's.

A template sees one plain context and nothing else: no globals, no clock, no random, dictionaries by
key alone; an unknown name is an error with its file and line. A template's closure (all it extends,
includes or imports) is known before rendering. Refused: names that lead out of themes/, links out of
the site, unknown keys, options and choices, parents in a circle.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import jinja2

from jianbao import digest, files
from jianbao.cache.program import SHIPPED_THEMES
from jianbao.errors import Problem, SiteError, suggestion
from jianbao.media import pictures
from jianbao.media.pictures import Picture
from jianbao.model import Page
from jianbao.settings.config import Config, Place
from jianbao.settings.schema import Reader
from jianbao.theme import dependencies, palette
from jianbao.theme.environment import UNCOMPILABLE, Loader, Sealed, failure, fault

_CSS_URL = re.compile(
    r"""url\(\s{0,9}(?:"(?!data:|https?:|/|#)([^"()]++)"|'(?!data:|https?:|/|#)([^'()]++)'"""
    r"""|(?!data:|https?:|/|#)([^'"()\s]++))\s{0,9}\)"""
)
_FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a template can raise that is the template's fault and not ours."""


class Static(NamedTuple):
    """A static file: its bytes as published, and its address, which carries their digest."""

    href: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with everything it inherits."""

    name: str
    options: dict[str, str]
    templates: dict[str, tuple[str, str]]
    """Template name → (path shown in problems, source)."""
    statics: dict[str, Static]
    """Path below static/ → file."""
    digest: bytes
    """Of its options and templates; a static file's is in its address."""
    _made: dict[str, Any] = field(default_factory=dict)
    """What is computed when first asked for: the environment, closures, compiled templates."""

    def logo(self) -> Picture | None:
        """What a page has to know of the picture that the option ``logo`` names; None without one."""
        name = self.options.get("logo", "")
        return pictures.of(name, self.statics[name].data) if name in self.statics else None

    def closure(self, name: str) -> bytes:
        """The digest of a template and of all that it extends, includes and imports."""
        closures: dict[str, bytes] = self._made.setdefault("closures", {})
        if name not in closures:
            names = sorted(
                dependencies.of(
                    name, self.templates, self._environment(), self.name, self._made.setdefault("references", {})
                )
            )
            closures[name] = digest.of_all(digest.of_text(n) + digest.of_text(self.templates[n][1]) for n in names)
        return closures[name]

    def fingerprint(self, version: bytes, chrome: dict[str, Any]) -> Callable[[Page], bytes]:
        """Gives a page's fingerprint: the digests of program, of the template's closure and of the context in a row.

        ``chrome`` is what all templates see beside their own context.
        """
        shared = digest.of_plain(chrome)

        def fingerprint(page: Page) -> bytes:
            closure = self.closure(page.template) if page.template else bytes(digest.SIZE)
            context = digest.of_plain(page.context)
            return version + closure + (digest.of_all([shared, context]) if page.template else context)

        return fingerprint

    def compiled(self) -> tuple[dict[str, bytes], dict[str, CodeType]]:
        """(closures, code) of every template, to be remembered; ``recall`` takes them back."""
        environment = self._environment()
        codes: dict[str, CodeType] = self._made.setdefault("codes", {})
        closures: dict[str, bytes] = self._made.setdefault("closures", {})
        for name, (path, source) in self.templates.items():
            self.closure(name)
            if name not in codes:
                try:
                    codes[name] = environment.compile(source, name, path)
                except UNCOMPILABLE as error:
                    raise SiteError([fault(error, path)]) from None
        return closures, codes

    def recall(self, closures: dict[str, bytes], codes: dict[str, CodeType]) -> None:
        """Takes back what ``compiled`` of the same theme gave; parsing templates costs more than a page."""
        self._made.update(closures=closures, codes=codes)

    def render(self, name: str, context: dict[str, Any]) -> str:
        """The text that a template makes. Raises SiteError naming the template's file and line."""
        environment = self._environment()
        environment.meter.begin()
        try:
            return str(environment.get_template(name).render(context))
        except _FAILURES as error:
            raise self.failed(name, error, context) from None

    def failed(self, name: str, error: Exception, context: dict[str, Any]) -> SiteError:
        """What went wrong while rendering, at the innermost template line of the traceback."""
        shown, line = self.templates[name][0] if name in self.templates else name, 0
        paths = {path for path, _ in self.templates.values()}
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in paths:
                shown, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return SiteError([failure(error, shown, line, context)])

    def with_plain_sheets(self) -> "Theme":
        """The theme with style sheets under their own names: a preview swaps one without touching any page."""
        plain = {n: s._replace(href=f"assets/{n}") for n, s in self.statics.items() if n.endswith(".css")}
        return replace(self, statics={**self.statics, **plain})

    def _environment(self) -> Sealed:
        if "environment" not in self._made:
            self._made["environment"] = Sealed(Loader(lambda: self.compiled()[1]))
        made: Sealed = self._made["environment"]
        return made


def load(site: Path, config: Config) -> Theme:
    """The theme that the settings name: from the site's themes/ first, then from ours. Raises SiteError."""
    chain: list[tuple[str, Path]] = []
    merged: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    wanted, place = config.theme, config.place("theme")
    while True:
        folder = _folder(site, wanted)
        if folder is None:
            known = _known(site)
            hint = suggestion(wanted.rpartition("/")[2], known) or f"可用：{'、'.join(known)}"
            raise SiteError([place.problem("unknown-theme", f"没有主题“{wanted}”", hint)])
        if any(folder == known for _, known in chain):
            raise SiteError([place.problem("theme-loop", "主题的 parent 绕成了圈", "改其中一个 parent")])
        chain.append((wanted, folder))
        wanted, place, defaults, values = _settings(wanted, folder)
        merged, choices = {**defaults, **merged}, {**values, **choices}
        if not wanted:
            break
    problems = [
        config.place(f"theme_options/{key}").problem(
            "unknown-option",
            f"主题 {config.theme} 没有选项 {key}",
            suggestion(key, merged) or f"可用：{'、'.join(sorted(merged)) or '无'}",
        )
        for key in sorted(config.theme_options.keys() - merged.keys())
    ]
    own = palette.own(config.theme_options) if "palette" in choices else None
    problems += [
        palette.fault(config.place("theme_options/palette"), value, own)
        if key == "palette" and own
        else config.place(f"theme_options/{key}").problem(
            "unknown-choice", f"主题选项 {key} 没有“{value}”这个值", palette.cure(key, value, choices[key])
        )
        for key, value in sorted(config.theme_options.items())
        if value and value not in choices.get(key, (value,)) and not (key == "palette" and own and own.readable)
    ]
    templates: dict[str, tuple[str, str]] = {}
    statics: dict[str, bytes] = {}
    for theme, folder in chain:
        shown = f"themes/{theme}"
        for path, data in _files(folder, "templates", shown, problems):
            text = files.text(data, f"{shown}/templates/{path}")
            if isinstance(text, Problem):
                problems.append(text)
            else:
                templates.setdefault(path, (f"{shown}/templates/{path}", text))
        for path, data in _files(folder, "static", shown, problems):
            statics.setdefault(path, data)
    if problems:
        raise SiteError(problems)
    statics = palette.sheets(statics, config.theme_options.get("palette", ""), own)
    whole = digest.of_plain([merged, {n: list(t) for n, t in templates.items()}])
    return Theme(config.theme, {**merged, **config.theme_options}, templates, _named(statics), whole)


def _folder(site: Path, name: str) -> Path | None:
    if not re.fullmatch(r"[\w-][\w.-]*", name):
        return None
    for themes in (site / "themes", *SHIPPED_THEMES):
        if (themes / name / "theme.yaml").is_file():
            return themes / name
    return None


def _known(site: Path) -> list[str]:
    return sorted({p.parent.name for themes in (site / "themes", *SHIPPED_THEMES) for p in themes.glob("*/theme.yaml")})


def _settings(name: str, folder: Path) -> tuple[str, Place, dict[str, str], dict[str, tuple[str, ...]]]:
    """(the parent's name or "", where it is written, the options' defaults, their choices) from theme.yaml."""
    reader = Reader(f"themes/{name}/theme.yaml")
    parent, place = "", Place(reader.path, 0, 0)
    options: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    items = reader.items(folder / "theme.yaml")
    for key, node in reader.known(items, ("name", "title", "parent", "options", "choices")):
        if key == "choices":
            for option, values in reader.mapping(node, key):
                choices[option.text] = tuple(text for text, _ in reader.names(values, option.text))
            continue
        if key == "options":
            options = {k.text: reader.text(value, k.text) or "" for k, value in reader.mapping(node, key)}
            continue
        text = reader.text(node, key) or ""
        if key == "parent":
            parent, place = text, Place(reader.path, node.line, node.column)
    if reader.problems:
        raise SiteError(reader.problems)
    return parent, place, options, choices


def _files(theme: Path, part: str, shown: str, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """(path below templates/ or static/, bytes) of a theme's files; a link that leads out is a problem."""
    folder = theme / part
    # A merge request must not publish the builder's own files through a link.
    site = theme.parent.parent
    for path in sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")):
            continue
        largest = files.LARGEST_DATA if part == "templates" else files.LARGEST_FILE
        data = files.read(path, f"{shown}/{part}/{name}", largest, site)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            yield name, data


def _named(files: dict[str, bytes]) -> dict[str, Static]:
    """Static files under names that carry their digest; style sheets follow what they refer to."""
    named: dict[str, Static] = {}

    def add(path: str, data: bytes) -> None:
        stem, dot, ending = path.rpartition(".")
        mark = digest.of_bytes(data).hex()[:10]
        named[path] = Static(f"assets/{stem}.{mark}.{ending}" if dot else f"assets/{path}.{mark}", data)

    def refer(match: re.Match[str], folder: str) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[match.lastindex or 0]))
        if target not in files or target in pending:
            return match.group()  # not ours, or two sheets that import each other
        named_now(target)
        return f"url({posixpath.relpath(named[target].href, posixpath.join('assets', folder))})"

    def named_now(path: str) -> None:
        if path in named:
            return
        if path.endswith(".css"):
            pending.add(path)
            sheet = _CSS_URL.sub(partial(refer, folder=posixpath.dirname(path)), files[path].decode("utf-8", "replace"))
            pending.discard(path)
            add(path, sheet.encode())
        else:
            add(path, files[path])

    pending: set[str] = set()
    for path in sorted(files):
        named_now(path)
    return named
