"""What a theme's author wrote and no reader will ever see: files, blocks and words that nothing asks for, and what the
policy of the pages stops in the browser.

Pure, from sources alone: only the themes that lie in the site are looked at. All of it is warnings, because the pages
are whole without.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from jianbao import expressions as re
from jianbao.errors import Level, Problem, suggestion
from jianbao.settings.config import Place
from jianbao.theme import macros
from jianbao.theme.chain import PARENT, Chain

_COMMENT = re.compile(r"\{#[^#]*+(?:#(?!\})[^#]*+)*+(?:#\})?+|<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?+")
_JINJA = re.compile(r"\{\{(?:(?!\{\{|\}\}).)*+\}\}|\{%(?:(?!\{%|%\}).)*+%\}", re.DOTALL)
_CODE = re.compile(r"\{%[-+]?+\s*+(\w++)\s*+((?:(?!\{%|[-+]?%\}).)*+)[-+]?+%\}", re.DOTALL)
_NAMED = re.compile(r"""["']([^"']+)["']""")
_WORD = re.compile(r"""\bwords\s*(?:\.\s*(\w+)|\[\s*["'](\w+)["']\s*\])""")
_TAG = re.compile(r"""<([a-zA-Z][\w-]*+)((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]++)))?""")
_ELSEWHERE = re.compile(r"\s*(?:https?:)?//([^/\s\"']*)", re.IGNORECASE)
_FETCHED = {"script": "script-src", "img": "img-src", "source": "img-src"}
"""Element → the directive of the policy for what it fetches; default-src for the others."""
_FETCHING = ("script", "img", "source", "video", "audio", "track", "iframe", "embed", "input")
_RELATIONS = {"stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "manifest", "prefetch"}
_DATA = re.compile(r"(?!module$|importmap$|(?:text|application)/(?:java|ecma)script$).+", re.IGNORECASE)
_HELD = {"block": "endblock", "macro": "endmacro", "call": "endcall"}
_FILE = "把它写进 static/ 里的文件，再在模板里引用"
_OWN = "把它放进 static/，用 site.assets 引用；统计和评论用 config.yaml 的 analytics、comments"


def problems(
    chain: Chain,
    mine: Iterable[str],
    layouts: Iterable[str],
    policy: str,
    words: tuple[Mapping[str, Place], Iterable[str]],
) -> list[Problem]:
    """What is written in vain in the themes ``mine``.

    ``chain`` has the templates, ``layouts`` the templates of layouts; ``words`` are the lines of these themes' words,
    and the names that the themes above have.
    """
    folders = tuple(f"themes/{name}/" for name in mine)
    looked = {name: shown for name, (shown, _) in chain.templates.items() if shown.startswith(folders)}
    code = {name: _blank(_COMMENT, source) for name, (_, source) in chain.templates.items()}
    found = _files(chain, looked, code, set(layouts))
    for name, shown in looked.items():
        if shown.endswith(".html"):
            found += _blocks(chain, name, shown, code)
            if any("site.policy" in source for source in code.values()):
                found += blocked(shown, code[name], policy)
    return found + _words(*words, code.values())


def _told(path: str, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    return Problem(path, line, column, Level.WARNING, code, message, hint)


def _blank(pattern: re.Pattern[str], source: str) -> str:
    """The source with blanks in place of what matches, so that every line stays where it is."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)


def _references(source: str) -> Iterator[tuple[str, str]]:
    """(tag, name of the template) of each reference."""
    for match in _CODE.finditer(source):
        named = _NAMED.match(match[2])
        if match[1] in ("extends", "include", "import", "from") and named:
            yield match[1], named[1]


def _files(chain: Chain, looked: Mapping[str, str], code: Mapping[str, str], layouts: set[str]) -> list[Problem]:
    """Templates that no page is made with and no template names."""
    named = {name.removeprefix(PARENT) for source in code.values() for _, name in _references(source)} | layouts
    known = [path for path in chain.paths() if not chain.added(path)]

    def cure(name: str) -> str:
        folder, slash, own = name.rpartition("/")
        near = suggestion(own, [path.rpartition("/")[2] for path in known if path.rpartition("/")[0] == folder])
        return near.replace("是不是想写 ", f"是不是想写 {folder}{slash}") or "改文件名，或删去它"

    return [
        _told(shown, 0, 0, "theme-unused", f"没有哪个网页用到 templates/{name}", cure(name))
        for name, shown in looked.items()
        if not macros.of(name) and chain.added(name) and name not in named
    ]


def _blocks(chain: Chain, name: str, shown: str, code: Mapping[str, str]) -> list[Problem]:
    """Blocks that no template above has, and what stands outside of blocks in a template that extends another."""
    above: set[str] = set()
    at, met = name, {name}
    while wanted := next((other for tag, other in _references(code[at]) if tag == "extends"), ""):
        at = chain.name(wanted, at)
        if at not in code or at in met:
            return []  # told as template-missing or template-loop
        met.add(at)
        above.update(match[2].split()[0] for match in _CODE.finditer(code[at]) if match[1] == "block" and match[2])
    if len(met) == 1:
        return []
    blocks, outside = laid(code[name])
    found = []
    for block, place in blocks:
        if block not in above:
            hint = suggestion(block, above) or f"可用：{'、'.join(sorted(above))}"
            message = f"上级模板没有块 {block}，这一块不会显示"
            found.append(_told(shown, *_at(code[name], place), "theme-unused", message, hint))
    if outside is not None:
        message = "这里在 {% block %} 外面，不会显示"
        hint = "有 extends 的模板，只有块里的内容显示：把它写进一个块"
        found.append(_told(shown, *_at(code[name], outside), "theme-unused", message, hint))
    return found


def laid(source: str) -> tuple[list[tuple[str, int]], int | None]:
    """(the outermost blocks with their places, where the first text stands outside of any)."""
    blocks: list[tuple[str, int]] = []
    outside: int | None = None
    waiting: list[str] = []
    end = 0
    for match in _CODE.finditer(source):
        text = _JINJA.sub("", source[end : match.start()])
        if not waiting and outside is None and text.strip():
            outside = end + len(source[end:]) - len(source[end:].lstrip())
        end = match.end()
        tag, said = match[1], match[2]
        if waiting and tag == waiting[-1]:
            waiting.pop()
        elif tag in _HELD or (tag == "set" and "=" not in said):
            if tag == "block" and not waiting and said:
                blocks.append((said.split()[0], match.start()))
            waiting.append(_HELD.get(tag, "endset"))
    if outside is None and not waiting and _JINJA.sub("", source[end:]).strip():
        outside = end + len(source[end:]) - len(source[end:].lstrip())
    return blocks, outside


def _at(source: str, place: int) -> tuple[int, int]:
    """(line, column) of a place."""
    return source.count("\n", 0, place) + 1, place - source.rfind("\n", 0, place)


def _words(lines: Mapping[str, Place], known: Iterable[str], sources: Iterable[str]) -> list[Problem]:
    """Interface words that no theme above has and no template names."""
    if not lines:
        return []
    above = set(known)
    named = {match[1] or match[2] for source in sources for match in _WORD.finditer(source)}
    return [
        _told(
            *place, "theme-unused", f"没有哪个模板用到界面文字 {name}",
            suggestion(name, above) or f"在模板里写 {{{{ words.{name} }}}}，或删去它",
        )
        for name, place in lines.items()
        if name not in above | named
    ]  # fmt: skip


def blocked(shown: str, source: str, policy: str) -> list[Problem]:
    """What the policy of the pages stops: inline scripts and styles, and what is fetched from elsewhere."""
    allowed = {name: rest.split() for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}
    bare = _JINJA.sub(lambda m: re.sub(r"[^\n]", "\x00", m[0]), source)
    lines = [0, *(m.end() for m in re.finditer("\n", bare))]
    found = []
    for match in _TAG.finditer(bare):
        row = bisect_right(lines, match.start())
        attributes = {a[1].lower(): a[2] or a[3] or a[4] or "" for a in _ATTRIBUTE.finditer(match[2])}
        for said, hint in _stopped(match[1].lower(), attributes, allowed):
            message = f"页面的安全策略不让浏览器用{said}"
            found.append(_told(shown, row, match.start() - lines[row - 1] + 1, "template-blocked", message, hint))
    return found


def _stopped(tag: str, given: Mapping[str, str], allowed: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(what is stopped, the cure) of an element."""

    def lets(directive: str, source: str) -> bool:
        return source in allowed.get(directive, allowed.get("default-src", []))

    styled = lets("style-src", "'unsafe-inline'")
    if tag == "style" and not styled:
        yield "模板里的 <style>", _FILE
    if tag == "script" and "src" not in given and not _DATA.fullmatch(given.get("type", "").strip()):
        yield "模板里的脚本", _FILE
    if "style" in given and not styled:
        yield " style= 属性", "写一个 class，把样式写进 static/ 里的样式表"
    for name in given:
        if re.fullmatch(r"on[a-z]+", name):
            yield f" {name}= 属性", "在 static/ 里的脚本中用 addEventListener"
    if tag in ("object", "embed", "base"):
        yield f" <{tag}>", "改用 <img>、<video> 或链接" if tag != "base" else "删去它"
        return
    for address in _fetched(tag, given):
        host = _ELSEWHERE.match(address[1])
        if host and not lets(address[0], f"https://{host[1]}"):
            yield f"别的主机的东西：{host[1].replace(chr(0), '')}", _OWN


def _fetched(tag: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(directive of the policy, address) of whatever an element fetches, and where a form is sent."""
    relations = set(given.get("rel", "").lower().split())
    if tag == "form":
        yield "form-action", given.get("action", "")
    elif tag == "link" and relations & _RELATIONS:
        yield "style-src" if "stylesheet" in relations else "img-src", given.get("href", "")
    elif tag in _FETCHING:
        for address in (given.get("src", ""), *given.get("srcset", "").split(","), given.get("poster", "")):
            yield _FETCHED.get(tag, "default-src"), address
