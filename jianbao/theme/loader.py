"""Themes: sealed Jinja templates and static files, a child's before its parent's.

A template sees one plain context and nothing else: no globals, no clock, no random, dictionaries by
key alone; an unknown name is an error with its file and line. A template's closure (all it extends,
includes or imports, the words and data files it names) is known before rendering. Refused: names that lead out of
themes/, links out of the site, unknown keys, options and choices, parents in a circle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2

from jianbao import digest, files, mime
from jianbao import expressions as re
from jianbao.errors import Level, Problem, SiteError, suggestion
from jianbao.markdown.arguments import Parameter
from jianbao.media import pictures
from jianbao.media.pictures import Picture
from jianbao.model import Page
from jianbao.settings import knowledge, services
from jianbao.settings.config import Config
from jianbao.theme import folder, macros, palette, unseen
from jianbao.theme.chain import Chain
from jianbao.theme.dependencies import Needs
from jianbao.theme.environment import UNCOMPILABLE, Loader, Sealed, failure, fault
from jianbao.theme.statics import Static, named

_FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a template can raise that is the template's fault and not ours."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with everything it inherits."""

    name: str
    options: dict[str, str]
    chain: Chain
    """Its templates."""
    statics: dict[str, Static]
    """Path below static/ → file."""
    layouts: dict[str, dict[str, str]]
    """Layout → kind of page → template."""
    macros: dict[str, tuple[Parameter, ...]]
    """Directive → what it can be told."""
    words: dict[str, str]
    """Interface words by name, in the site's language."""
    data: dict[str, Any]
    """The files of data/ that templates name."""
    digest: bytes
    """Of its options, templates, layouts, directives, words and data; a static file's is in its address."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with it and stops no build."""
    _made: dict[str, Any] = field(default_factory=dict)
    """What is computed when first asked for: the environment, closures, compiled templates."""

    @property
    def templates(self) -> dict[str, tuple[str, str]]:
        """Template name → (path shown in problems, source)."""
        return self.chain.templates

    def logo(self) -> Picture | None:
        """What a page has to know of the picture that the option ``logo`` names; None without one."""
        name = self.options.get("logo", "")
        return pictures.of(name, self.statics[name].data) if name in self.statics else None

    def closure(self, name: str) -> bytes:
        """The digest of a template and of all that it needs: templates, interface words, files of data/."""
        closures: dict[str, bytes] = self._made.setdefault("closures", {})
        if name not in closures:
            needs = self._needs()
            names = sorted(needs.of(name))
            parts = [digest.of_text(n) + digest.of_text(self.templates[n][1]) for n in names]
            words = sorted({word for n in names for word in needs.parsed(n).words})
            data = sorted({file for n in names for file in needs.parsed(n).data})
            if words or data:
                parts.append(digest.of_plain([list(map(list, words)), [[d, self.data[d]] for d in data]]))
            closures[name] = digest.of_all(parts)
        return closures[name]

    def spoken(self) -> dict[str, tuple[tuple[Parameter, ...], bytes]]:
        """Directive → (what it can be told, the digest of all that its macro needs)."""
        return {name: (told, self.closure(macros.template(name))) for name, told in self.macros.items()}

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
        environment, needs = self._environment(), self._needs()
        codes: dict[str, CodeType] = self._made.setdefault("codes", {})
        closures: dict[str, bytes] = self._made.setdefault("closures", {})
        for name in [name for name in self.templates if not name.startswith("../")]:
            self.closure(name)
            self._shown(name)
            for each in needs.of(name) - codes.keys():
                path, source = self.templates[each]
                parsed = needs.parsed(each)
                try:
                    codes[each] = environment.code(parsed.tree, each, path, (source, *parsed[:-1]))
                except UNCOMPILABLE as error:
                    raise SiteError([fault(error, path)]) from None
        return closures, codes

    def _shown(self, name: str) -> None:
        """Holds a macro to showing all that it can be told. Raises SiteError."""
        macro, needs = macros.of(name), self._needs()
        lacking = macros.unshown(self.macros[macro], [needs.parsed(n).tree for n in needs.of(name)]) if macro else ()
        if lacking:
            message = f"宏 {macro} 的参数“{lacking[0]}”在模板里没有用到"
            hint = f"在模板里写 {{{{ {lacking[0]} }}}}，或从 arguments 里删去：编辑写的字不能丢"
            raise SiteError([Problem(self.templates[name][0], 1, 1, Level.ERROR, "macro-head", message, hint)])

    def recall(self, closures: dict[str, bytes], codes: dict[str, CodeType]) -> None:
        """Takes back what ``compiled`` of the same theme gave; parsing templates costs more than a page."""
        self._made.update(closures=closures, codes=codes)

    def render(self, name: str, context: dict[str, Any], where: str = "") -> str:
        """The text that a template makes. Raises SiteError naming the template's file and line.

        ``where`` says for what it is made, of a context that has no page.
        """
        environment = self._environment()
        environment.meter.begin()
        try:
            return str(environment.get_template(name).render(context))
        except _FAILURES as error:
            raise self.failed(name, error, context, where) from None

    def failed(self, name: str, error: Exception, context: dict[str, Any], where: str = "") -> SiteError:
        """What went wrong while rendering, at the innermost template line of the traceback."""
        shown, line = self.templates[name][0] if name in self.templates else name, 0
        paths = {path for path, _ in self.templates.values()}
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in paths:
                shown, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return SiteError([failure(error, shown, line, context, where)])

    def with_plain_sheets(self) -> "Theme":
        """The theme with style sheets under their own names: a preview swaps one without touching any page."""
        plain = {n: s._replace(href=f"assets/{n}") for n, s in self.statics.items() if n.endswith(".css")}
        return replace(self, statics={**self.statics, **plain})

    def _environment(self) -> Sealed:
        if "environment" not in self._made:
            self._made["environment"] = Sealed(Loader(self._codes), self.chain.name, self.data)
        made: Sealed = self._made["environment"]
        return made

    def _codes(self) -> dict[str, CodeType]:
        codes: dict[str, CodeType] | None = self._made.get("codes")
        return self.compiled()[1] if codes is None else codes

    def _needs(self) -> Needs:
        if "needs" not in self._made:
            self._made["needs"] = Needs(self.templates, self._environment(), self.name, self.words, self.data)
        made: Needs = self._made["needs"]
        return made


_DATA = re.compile(r"""\bdata\s*(?:\.\s*(\w+)|\[\s*(?:"([^"]+)"|'([^']+)')\s*\])""")
"""Where a template may name a file of data/; what it really names is known when it is parsed."""
_CHINESE = "zh-CN"
"""The language whose words are complete: what another one lacks is shown in it."""


def load(site: Path, config: Config) -> Theme:
    """The theme that the settings name: from the site's themes/ first, then from ours. Raises SiteError."""
    chain: list[tuple[str, Path]] = []
    merged: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    layouts: dict[str, dict[str, str]] = {}
    wanted, place = config.theme, config.place("theme")
    while wanted:
        found = folder.find(site, wanted)
        if found is None:
            raise folder.unknown(site, wanted, place)
        if any(found == known for _, known in chain):
            raise SiteError([place.problem("theme-loop", "主题的 parent 绕成了圈", "改其中一个 parent")])
        chain.append((wanted, found))
        said = folder.settings(wanted, found)
        wanted, place = said.parent, said.place
        merged, choices, layouts = {**said.options, **merged}, {**said.choices, **choices}, {**said.layouts, **layouts}
    problems = _options(config, merged, choices)
    templates, statics, told = _files(chain, problems)
    problems += _layouts(config.theme, layouts, templates.templates)
    options = {**merged, **config.theme_options}
    problems += _logo(site, config, options.get("logo", ""), statics)
    if problems:
        raise SiteError(problems)
    words, missing = _words(chain, config)
    missing += _unseen(site, chain, config, templates, layouts)
    data = _data(site, (source for _, source in templates.templates.values()))
    sources = {n: list(t) for n, t in templates.templates.items()}
    spoken = [[name, [list(map(str, p)) for p in parameters]] for name, parameters in sorted(told.items())]
    whole = digest.of_plain([merged, sources, words, data, layouts, spoken])
    accent = palette.own(config.theme_options) if "palette" in choices else None
    statics = palette.sheets(statics, config.theme_options.get("palette", ""), accent)
    return Theme(config.theme, options, templates, named(statics), layouts, told, words, data, whole, missing)


def _options(config: Config, merged: dict[str, str], choices: dict[str, tuple[str, ...]]) -> list[Problem]:
    """What is wrong with ``theme_options``."""
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
    return problems


def _files(
    chain: list[tuple[str, Path]], problems: list[Problem]
) -> tuple[Chain, dict[str, bytes], dict[str, tuple[Parameter, ...]]]:
    """(templates, static files, directives) of a theme and its parents, from the child upwards."""
    templates, statics = Chain(), dict[str, bytes]()
    told: dict[str, tuple[Parameter, ...]] = {}
    for level, (theme, where) in enumerate(chain):
        shown = f"themes/{theme}"
        for part in ("templates", "macros"):
            for path, data in folder.inside(where, part, shown, problems):
                text = files.text(data, f"{shown}/{part}/{path}")
                if isinstance(text, Problem):
                    problems.append(text)
                elif part == "templates":
                    templates.add(theme, level, path, f"{shown}/{part}/{path}", text)
                elif (made := macros.read(path, text, f"{shown}/{part}/{path}", problems)) and made.name not in told:
                    told[made.name] = made.parameters
                    templates.add(theme, level, macros.template(made.name), f"{shown}/{part}/{path}", made.source)
        for path, data in folder.inside(where, "static", shown, problems):
            statics.setdefault(path, data)
    return templates, statics, told


def _layouts(theme: str, layouts: dict[str, dict[str, str]], templates: Mapping[str, object]) -> list[Problem]:
    """Layouts whose template there is not."""
    problems = []
    for layout, name in [(layout, name) for layout, kinds in layouts.items() for name in kinds.values()]:
        if name not in templates:
            message = f"版式“{layout}”的模板 {name} 不存在"
            hint = f"补上 templates/{name}，或改正 layouts 里的写法"
            shown = f"themes/{theme}/theme.yaml"
            problems.append(Problem(shown, 0, 0, Level.ERROR, "template-missing", message, hint))
    return problems


def _logo(site: Path, config: Config, name: str, statics: Mapping[str, object]) -> list[Problem]:
    """A logo that is no file of the theme."""
    if not name or name in statics:
        return []
    images = [path for path in statics if path.endswith(tuple(f".{ending}" for ending in mime.SHOWN))]
    own = (site / "themes" / config.theme).is_dir()
    cure = f"themes/{config.theme}/static/{name}" if own else f"自己的主题（parent: {config.theme}）的 static/{name}"
    hint = suggestion(name, images) or f"把图片放到 {cure}"
    place = config.place("theme_options/logo")
    return [place.problem("static-missing", f"主题没有静态文件 {name}", hint)]


def _unseen(
    site: Path,
    chain: list[tuple[str, Path]],
    config: Config,
    templates: Chain,
    layouts: dict[str, dict[str, str]],
) -> tuple[Problem, ...]:
    """What the site's own themes say in vain."""
    mine = {name for name, where in chain if where.parent == site / "themes"}
    if not mine:
        return ()
    lines: dict[str, Any] = {}
    above: set[str] = set()
    for name, where in reversed(chain):
        for language in dict.fromkeys((_CHINESE, config.language)):
            said = {word: place for word, (_, place) in folder.words(name, where, language).items()}
            if name in mine and len(chain) > 1:
                lines |= {word: place for word, place in said.items() if word not in above}
            else:
                above |= said.keys()
    policy = services.policy(tuple(script for script in (config.analytics, config.comments) if script))
    used = [path for kinds in layouts.values() for path in kinds.values()]
    return tuple(unseen.problems(templates, mine, used, policy, (lines, above)))


def _words(chain: list[tuple[str, Path]], config: Config) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """(the interface words, a warning when some are shown in Chinese for want of a translation)."""
    own: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for theme, where in reversed(chain):
        chinese.update({word: text for word, (text, _) in folder.words(theme, where, _CHINESE).items()})
        if config.language != _CHINESE:
            own.update({word: text for word, (text, _) in folder.words(theme, where, config.language).items()})
    lacking = [word for word in chinese if word not in own] if config.language != _CHINESE else []
    if not lacking:
        return {**chinese, **own}, ()
    some = "、".join(lacking[:3]) + ("等" if len(lacking) > 3 else "")
    message = f"主题 {config.theme} 没有 {config.language} 的界面文字 {some}，用中文代替"
    hint = f"在自己的主题里（parent: {config.theme}）写 words/{config.language}.yaml，一行一个"
    place = config.place("language")
    return {**chinese, **own}, (place.problem("words-missing", message, hint, Level.WARNING),)


def _data(site: Path, sources: Iterator[str]) -> dict[str, Any]:
    """The files of data/ that templates may name. Raises SiteError."""
    named = {next(filter(None, m.groups())) for s in sources if "data" in s for m in _DATA.finditer(s)}
    return {name: made for name in sorted(named) if (made := knowledge.plain(site, name)) is not None}
