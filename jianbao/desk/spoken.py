"""The handbook as whoever has only the installed program must read it: its commands, its files, no checkout.

In docs/ the commands are those of the checkout. What concerns it alone stands between ``<!-- 源代码 -->`` and
``<!-- 安装：… -->``, and what the second one says takes its place for those who installed the program.
"""

import re

from jianbao.errors import PROGRAM

_CHECKOUT_ONLY = re.compile(
    r"<!-- 源代码 -->\n?+([^<]*+(?:<(?!!-- 安装：)[^<]*+)*+)(?:<!-- 安装：([^-]*+(?:-(?!->)[^-]*+)*+)(?:-->)?+)?+"
)
_INSTALL = "pip install --require-hashes -r requirements.txt && pip install --no-deps -r requirements-jianbao.txt"
_WORDS = (
    (re.compile(r"^( *- (?:run: )?)make site$", re.MULTILINE), rf"\1{_INSTALL} && jianbao build"),
    (re.compile(r"^( *- (?:run: )?)(?:make setup|pip install -r requirements\.lock)$", re.MULTILINE), rf"\1{_INSTALL}"),
    (re.compile(r"(?:\.venv/bin/)?python build\.py"), "jianbao"),
    (re.compile(r"`requirements\.lock`"), "`requirements.txt`"),
)


def as_spoken(text: str, *, installed: bool = PROGRAM == "jianbao") -> str:
    """A page of the handbook for its reader."""
    text = _CHECKOUT_ONLY.sub((lambda found: (found[2] or "").strip()) if installed else (lambda found: found[1]), text)
    for pattern, said in _WORDS if installed else ():
        text = pattern.sub(said, text)
    return text
