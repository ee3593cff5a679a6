"""The theme's search modules as one small file: comments and blanks out, each module a function of its own.

It understands the modules we write and no others: ``import { a, b } from "./x.js";`` on one line,
``export`` in front of a declaration, comments on lines of their own.
"""

import re
from collections.abc import Mapping

ENTRY, PAGE = "app.js", "page.js"
_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:const|function\*?|class|let) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\s*$\n?", re.MULTILINE)
_LITERAL = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|`[^`]*`|(?<=[(,=:!?|&])\s?/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
)
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
    parts = [_module(name, text) for name, text in done.items()]
    exported = ",".join(_EXPORT.findall(done[entry.removesuffix(".js")]))
    loaded = "".join(f'import*as _{name} from"{href}";\n' for name, href in given.items())
    return (loaded + "".join(parts) + f"export const {{{exported}}}=_{entry.removesuffix('.js')};\n").encode()


def _module(name: str, text: str) -> str:
    exported = ",".join(_EXPORT.findall(text))
    text = _COMMENT.sub("", text)
    text = _IMPORT.sub(lambda m: f"const {{{m[1].replace(', ', ',')}}}=_{m[2]};", text)
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f"const _{name}=(()=>{{{_tight(text)}return{{{exported}}};}})();\n"


def _tight(text: str) -> str:
    """The text without the blanks that say nothing: those beside a mark, outside of strings and patterns.

    Every statement ends with a semicolon or a brace, so that line ends say nothing either.
    """
    kept = _LITERAL.split(text)
    # Every second part is a literal; the blanks around it go with the code beside it.
    return "".join(
        part if i % 2 else _BLANK.sub(r"\1", re.sub(r"\s+", " ", part)) for i, part in enumerate(kept)
    ).strip()
