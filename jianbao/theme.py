"""Themes: sealed Jinja templates and static files, a child's before its parent's.

A template sees one plain context and nothing else: no globals, no clock, no random, dictionaries by
key alone; an unknown name is an error with its file and line. A template's closure (all it extends,
includes or imports) is known before rendering; a computed template name is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import jinja2
import jinja2.meta

from jianbao import digest, yamldoc
from jianbao.engine import SHIPPED_THEMES
from jianbao.errors import Level, Problem, SiteError
from jianbao.sealed import Loader, Sealed
from jianbao.yamldoc import Mapping, Scalar, YamlError

_CSS_URL = re.compile(r"""url\(\s*(['"]?)(?!data:|https?:|/|#)([^'")]+)\1\s*\)""")


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
    """Of every file of the theme."""
    _made: dict[str, Any] = field(default_factory=dict)
    """What is computed when first asked for: the environment, closures, compiled templates."""

    def closure(self, name: str) -> bytes:
        """The digest of a template and of all that it extends, includes and imports."""
        closures: dict[str, bytes] = self._made.setdefault("closures", {})
        if name not in closures:
            names = sorted(_reached(self, name))
            closures[name] = digest.of_all(digest.of_text(n) + digest.of_text(self.templates[n][1]) for n in names)
        return closures[name]

    def compiled(self) -> tuple[dict[str, bytes], dict[str, CodeType]]:
        """(closures, code) of every template, to be remembered; ``recall`` takes them back."""
        environment = self._environment()
        codes: dict[str, CodeType] = self._made.setdefault("codes", {})
        for name in self.templates:
            self.closure(name)
            if name not in codes:
                try:
                    codes[name] = environment.compile(self.templates[name][1], name, self.templates[name][0])
                except jinja2.TemplateSyntaxError as error:
                    raise SiteError([_syntax(self, error)]) from None
        return self._made["closures"], codes

    def recall(self, closures: dict[str, bytes], codes: dict[str, CodeType]) -> None:
        """Takes back what ``compiled`` of the same theme gave; parsing templates costs more than a page."""
        self._made.update(closures=closures, codes=codes)

    def render(self, name: str, context: dict[str, Any]) -> str:
        """The text that a template makes. Raises SiteError naming the template's file and line."""
        try:
            return str(self._environment().get_template(name).render(context))
        except jinja2.TemplateSyntaxError as error:
            raise SiteError([_syntax(self, error)]) from None
        except (jinja2.TemplateError, TypeError, ValueError, KeyError, ZeroDivisionError) as error:
            raise SiteError([_failure(self, name, error, context)]) from None

    def _environment(self) -> jinja2.Environment:
        if "environment" not in self._made:
            self._made["environment"] = Sealed(Loader(lambda: self.compiled()[1]))
        made: jinja2.Environment = self._made["environment"]
        return made


def load(site: Path, name: str, options: dict[str, str]) -> Theme:
    """The theme ``name``: from the site's themes/ first, then from ours. Raises SiteError."""
    chain: list[tuple[str, Path]] = []
    merged: dict[str, str] = {}
    wanted: str = name
    while wanted:
        folder = _folder(site, wanted)
        if folder is None:
            what = f"没有主题“{wanted}”" + (f"（{chain[-1][0]} 的 parent）" if chain else "")
            raise SiteError(
                [Problem("config.yaml", 0, 0, Level.ERROR, "unknown-theme", what, f"可用：{'、'.join(_known(site))}")]
            )
        if any(folder == known for _, known in chain):
            raise SiteError(
                [
                    Problem(
                        f"themes/{wanted}/theme.yaml",
                        0,
                        0,
                        Level.ERROR,
                        "theme-loop",
                        "主题的 parent 绕成了圈",
                        "改其中一个 parent",
                    )
                ]
            )
        chain.append((wanted, folder))
        wanted, defaults = _settings(wanted, folder)
        merged = {**defaults, **merged}
    unknown = sorted(options.keys() - merged.keys())
    if unknown:
        hint = f"可用：{'、'.join(sorted(merged)) or '无'}"
        raise SiteError(
            [
                Problem("config.yaml", 0, 0, Level.ERROR, "unknown-option", f"主题 {name} 没有选项 {key}", hint)
                for key in unknown
            ]
        )
    templates: dict[str, tuple[str, str]] = {}
    statics: dict[str, bytes] = {}
    for theme, folder in chain:
        for path, data in _files(folder / "templates"):
            try:
                templates.setdefault(
                    path, (f"themes/{theme}/templates/{path}", data.decode("utf-8").replace("\r\n", "\n"))
                )
            except UnicodeDecodeError:
                raise SiteError(
                    [
                        Problem(
                            f"themes/{theme}/templates/{path}",
                            0,
                            0,
                            Level.ERROR,
                            "not-utf8",
                            "模板不是 UTF-8 编码",
                            "另存为 UTF-8",
                        )
                    ]
                ) from None
        for path, data in _files(folder / "static"):
            statics.setdefault(path, data)
    whole = digest.of_plain(
        [merged, {n: t for n, (_, t) in templates.items()}, {n: digest.of_bytes(d).hex() for n, d in statics.items()}]
    )
    return Theme(name, {**merged, **options}, templates, _named(statics), whole)


def _folder(site: Path, name: str) -> Path | None:
    for themes in (site / "themes", *SHIPPED_THEMES):
        if (themes / name / "theme.yaml").is_file():
            return themes / name
    return None


def _known(site: Path) -> list[str]:
    return sorted({p.parent.name for themes in (site / "themes", *SHIPPED_THEMES) for p in themes.glob("*/theme.yaml")})


def _settings(name: str, folder: Path) -> tuple[str, dict[str, str]]:
    """(the parent's name or "", the options' defaults) from theme.yaml."""
    shown = f"themes/{name}/theme.yaml"
    try:
        found = dict(
            (k.text, v) for k, v in yamldoc.parse((folder / "theme.yaml").read_text(encoding="utf-8-sig"), shown).items
        )
    except YamlError as error:
        raise SiteError([error.problem]) from None
    parent, options = found.get("parent"), found.get("options")
    values = {k.text: v.text for k, v in options.items if isinstance(v, Scalar)} if isinstance(options, Mapping) else {}
    return (parent.text if isinstance(parent, Scalar) else ""), values


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    if folder.is_dir():
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if not any(part.startswith(".") for part in path.relative_to(folder).parts):
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def _named(files: dict[str, bytes]) -> dict[str, Static]:
    """Static files under names that carry their digest; style sheets follow what they refer to."""
    named: dict[str, Static] = {}

    def add(path: str, data: bytes) -> None:
        stem, dot, ending = path.rpartition(".")
        mark = digest.of_bytes(data).hex()[:10]
        named[path] = Static(f"assets/{stem}.{mark}.{ending}" if dot else f"assets/{path}.{mark}", data)

    sheets = {path for path in files if path.endswith(".css")}
    for path in sorted(files.keys() - sheets):
        add(path, files[path])
    for path in sorted(sheets):
        folder = path.rpartition("/")[0]

        def refer(match: re.Match[str], folder: str = folder) -> str:
            target = f"{folder}/{match[2]}".lstrip("/")
            found = named.get(target)
            up = "../" * folder.count("/") + ("../" if folder else "")
            return f"url({up}{found.href.removeprefix('assets/')})" if found else match.group()

        add(path, _CSS_URL.sub(refer, files[path].decode("utf-8", "replace")).encode())
    return named


def _reached(theme: Theme, name: str) -> set[str]:
    """The template and all that it refers to, directly or not."""
    reached: set[str] = set()
    pending = [(name, "")]
    environment = theme._environment()
    while pending:
        wanted, by = pending.pop()
        if wanted in reached:
            continue
        if wanted not in theme.templates:
            shown = theme.templates[by][0] if by else f"themes/{theme.name}/templates/{wanted}"
            raise SiteError(
                [
                    Problem(
                        shown,
                        0,
                        0,
                        Level.ERROR,
                        "template-missing",
                        f"没有模板 {wanted}",
                        "补上它，或在 theme.yaml 里写 parent: ludao",
                    )
                ]
            )
        reached.add(wanted)
        shown, source = theme.templates[wanted]
        try:
            tree = environment.parse(source, wanted, shown)
        except jinja2.TemplateSyntaxError as error:
            raise SiteError([_syntax(theme, error)]) from None
        for found in jinja2.meta.find_referenced_templates(tree):
            if found is None:
                hint = "extends、include、import 后面写死模板名"
                raise SiteError(
                    [
                        Problem(
                            shown,
                            0,
                            0,
                            Level.ERROR,
                            "template-computed-name",
                            "模板名是算出来的，无法知道页面用到哪些模板",
                            hint,
                        )
                    ]
                )
            pending.append((found, wanted))
    return reached


def _syntax(theme: Theme, error: jinja2.TemplateSyntaxError) -> Problem:
    shown = theme.templates[error.name][0] if error.name in theme.templates else f"themes/{theme.name}"
    return Problem(
        shown,
        error.lineno,
        1,
        Level.ERROR,
        "template-syntax",
        f"模板语法有误：{error.message}",
        "核对 {% %} 与 {{ }} 是否成对",
    )


def _failure(theme: Theme, name: str, error: Exception, context: dict[str, Any]) -> Problem:
    """What went wrong while rendering, at the innermost template line of the traceback."""
    shown, line = theme.templates[name][0] if name in theme.templates else name, 0
    paths = {path for path, _ in theme.templates.values()}
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in paths:
            shown, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    page = context.get("page", {}).get("href", "")
    if isinstance(error, jinja2.UndefinedError):
        return Problem(
            shown,
            line,
            1,
            Level.ERROR,
            "template-undefined",
            f"模板用了没有的变量：{error.message}（页面 {page}）",
            "可用的变量见 docs/themes.md",
        )
    return Problem(shown, line, 1, Level.ERROR, "template-error", f"模板出错：{error}（页面 {page}）", "核对这一行")
