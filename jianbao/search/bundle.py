"""The theme's search modules as one small file: comments and blanks out, each module a function of its own.

It understands the modules we write and no others: ``import { a, b } from "./x.js";`` on one line,
``export`` in front of a declaration, comments on lines of their own. Names that a module keeps to itself
become short ones where it is plain that they are names of variables and nothing else; no minifier that
shortens names has wheels for every system, and these bytes are a quarter of a reader's first query.
"""

import itertools
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

ENTRY, PAGE = "app.js", "page.js"
_UNUSED = (
    (b"e.tokenizer=function", b"e.Pipeline=function"),
    (b"e.stemmer=function", b"e.TokenSet=function"),
    (b"e.Builder=function", b"e.MatchData=function"),
    (b"e.QueryParseError=function", b'function(e,t){"function"==typeof define'),
)
"""Parts of lunr.min.js, each from its own beginning to that of the next one that is needed."""
_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:const|function\*?|class|let) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\s*$\n?", re.MULTILINE)
_LITERAL = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|`[^`]*`|(?<=[(,=:!?|&])\s?/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
)
_NAME = re.compile(r"(?<![\w$])[A-Za-z_$][\w$]*")
_DECLARED = re.compile(r"\b(?:const|let|function\*?)\s?([A-Za-z_]\w*)|(?<=,)([A-Za-z_]\w*)(?==)")
_PARAMETERS = re.compile(r"function\*?\s?\w*\(([^()]*)\)|\(([^()]*)\)=>|(?<![\w.$])(\w+)=>")
_TOKEN = re.compile(r"[\w$]+|\.{3}|\?\.|\S")
_HOLE = re.compile(r"\$\{([^{}]*)\}")
_BEFORE_OBJECT = ("(", ",", "=", ":", "[", "?", "...", "const", "let", "return")
_SIGN = re.compile(r"(?<=[\w)\]]) ([-+/%]) (?=[\w(])")
_ONE = re.compile(r"(?<![\w$])\((\w+)\)=>")
_WORDS = set("as do if in of let new var for try get set async await break case catch class const return".split())
_BLANK = re.compile(r" ?([{}()\[\],;=:?&|<>!*]) ?")


def bundle(sources: Mapping[str, str], entry: str = ENTRY, beside: Mapping[str, str] | None = None) -> bytes:
    """A module that exports what ``entry`` does; ``sources`` are texts by file name.

    ``beside`` are modules that the browser has already: name → address.
    """
    done: dict[str, str] = {}
    given = beside or {}

    def add(name: str) -> None:
        text = sources[f"{name}.js"].replace("\r\n", "\n")
        for _, other in _IMPORT.findall(text):
            if other not in done and other not in given:
                add(other)
        done[name] = text

    add(entry.removesuffix(".js"))
    exports = {name: _EXPORT.findall(text) for name, text in done.items()}
    parts = [_module(name, text, exports) for name, text in done.items()]
    stem = entry.removesuffix(".js")
    loaded = "".join(f'import*as _{name} from"{href}";\n' for name, href in given.items())
    return (loaded + "".join(parts) + f"export const[{','.join(exports[stem])}]=_{stem};\n").encode()


def asking(lunr: bytes) -> bytes:
    """lunr.js, as its npm package has it minified, without what only builds indexes or parses queries: half of it.

    A version in which one of these parts does not stand between the same two others is left whole.
    """
    made = lunr
    for since, until in _UNUSED:
        begin, end = made.find(since), made.find(until)
        if not 0 < begin < end:
            return lunr
        made = made[:begin] + made[end:]
    return made


def _module(name: str, text: str, exports: Mapping[str, Sequence[str]]) -> str:
    """A module as a function that returns the list of its exports; importing picks from such a list."""

    def picked(found: re.Match[str]) -> str:
        names = found[1].split(", ")
        if found[2] not in exports:
            return f"const {{{','.join(names)}}}=_{found[2]};"
        listed = [each if each in names else "" for each in exports[found[2]]]
        return f"const [{','.join(listed).rstrip(',')}]=_{found[2]};"

    text = _IMPORT.sub(picked, _COMMENT.sub("", text))
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    returned = f"return[{','.join(exports[name])}]" if exports[name] else ""
    return f"const _{name}=(()=>{{{_short(_tight(text) + returned)}}})();\n"


@lru_cache(maxsize=64)
def _short(code: str) -> str:
    """The code with short names for its variables.

    Every occurrence of a name is renamed alike, so that scopes stay as they are. Left alone is a name that is
    anywhere that of a property, or might be: behind a dot, before a colon, alone in braces, or a method's.
    """
    parts = _LITERAL.split(code)
    filled = [hole for literal in parts[1::2] if literal.startswith("`") for hole in _HOLE.findall(literal)]
    plain = ";".join(['""'.join(parts[::2]), *filled])
    named = {found for m in _DECLARED.finditer(plain) for found in m.groups() if found}
    for m in _PARAMETERS.finditer(plain):
        named.update(_NAME.findall(re.sub(r"\{[^}]*\}|=[^,]*", "", next(filter(None, m.groups()), ""))))
    # What is left of a template literal may hold more than names.
    rest = {n for literal in parts[1::2] if literal[0] == "`" for n in _NAME.findall(_HOLE.sub("", literal))}
    held = _properties(plain) | _WORDS | rest
    often = Counter(n for n in _NAME.findall(plain) if n in named - held and len(n) > 1)
    used = set(_NAME.findall(code))
    free = (n for n in _names() if n not in used)
    short = {n: next(free) for n in sorted(often, key=lambda n: (-often[n], n))}

    def renamed(text: str) -> str:
        return _NAME.sub(lambda m: short.get(m[0], m[0]), text)

    for i, part in enumerate(parts):
        if not i % 2:
            parts[i] = renamed(part)
        elif part.startswith("`"):
            parts[i] = _HOLE.sub(lambda m: f"${{{renamed(m[1])}}}", part)
    return "".join(parts)


def _properties(code: str) -> set[str]:
    """Names that are somewhere those of a property, or might be."""
    found = set()
    tokens = _TOKEN.findall(code)
    inside = [""]
    for before, this, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        if this in "([{":
            # The brace of a block follows a parenthesis, an arrow or another statement.
            inside.append("block" if this == "{" and before not in _BEFORE_OBJECT else this)
        elif this in ")]}":
            inside.pop()
        elif _NAME.match(this) and (
            before in (".", "?.")
            or (after == ":" and before != "?")
            or (inside[-1] == "{" and before in "{," and after in ",}=")
            or (after == "(" and before in ("{", "}", "async", "*"))
        ):
            found.add(this)
    return found


def _names() -> Iterator[str]:
    for size in (1, 2):
        for letters in itertools.product(string.ascii_letters, repeat=size):
            if (name := "".join(letters)) not in _WORDS:
                yield name


@lru_cache(maxsize=64)
def _tight(text: str) -> str:
    """The text without the blanks that say nothing: those beside a mark, outside of strings and patterns.

    Every statement ends with a semicolon or a brace, so that line ends say nothing either.
    """
    kept = _LITERAL.split(text)
    # Every second part is a literal; the blanks around it go with the code beside it.
    return "".join(
        part if i % 2 else _ONE.sub(r"\1=>", _SIGN.sub(r"\1", _BLANK.sub(r"\1", re.sub(r"\s+", " ", part))))
        for i, part in enumerate(kept)
    ).strip()
