"""Messages of commands and builds in the words of the screen, where nobody sees a path, a key or a command.

A clause that tells of the command line or of YAML goes; a key becomes its field's name; the rest says what is wrong.
"""

import re
from collections.abc import Mapping

from jianbao.content.keys import KEYS, canonical
from jianbao.errors import Problem
from jianbao.settings import lists

FIELDS = {key: names[0] if names else key for key, names in KEYS.items()}
_FILES = {
    **{f"data/{name}.yaml": f"“{title}”" for name, title in lists.TITLES.items()},
    "config.yaml": "网站的设置",
}
"""What an officer calls them; the others are 网站的资料."""
_PLAIN = (
    ("---", "分隔线"),
    ("YAML", "文件头"),
    ("content/", "文章的文件夹"),
    ("扩展名应为小写的 .md", "文件的扩展名不对"),
)
"""What stands in messages, and what an officer calls it."""
_FILE = re.compile(r"(?:data/[a-z]+\.yaml|config\.yaml)")
_OF_COMMANDS = re.compile(r"--[a-z]|build\.py|jianbao [a-z]|docs/|\.cache|check |\]\(|[a-z]: ")
_APART = re.compile("(?<=[\u4e00-\u9fff”》]) (?=[\u4e00-\u9fff“”《])")
_OF_YAML = re.compile(r"[a-z]: |\{[a-z]|加一行|写成|改为：[a-z]|缩进|制表符|方括号|键")
_KEY = re.compile(r"(?<![A-Za-z0-9./_-])([a-z]+)(?![A-Za-z0-9./:_-])")
_PATH = re.compile(r"(?<![\w./-])[\w./-]*[\w-]\.md\b(?::\d+)*+")


def told(message: str, titles: Mapping[str, str] | None = None) -> str:
    """A message for the screen; ``titles`` by content path take the place of paths."""
    known = titles or {}
    message = _seen(message)
    message = _PATH.sub(lambda m: _titled(m[0].partition(":")[0].lstrip("/").removeprefix("content/"), known), message)
    clauses = [clause for clause in message.split("；") if not _OF_COMMANDS.search(clause)]
    return _named(_APART.sub("", "；".join(clauses))) or "这一步没有做成"


def _titled(path: str, known: Mapping[str, str]) -> str:
    if path in known:
        return f"《{known[path]}》"
    return "这一期" if path.endswith("index.md") else "《另一篇文章》"


def cure(problem: Problem, key: str) -> str:
    """What to do about a problem, in the form; ``key`` is the field that it is about, "" for the text."""
    hint = _seen(problem.hint)
    if key and (not hint or _OF_COMMANDS.search(hint) or _OF_YAML.search(hint)):
        return f"在“{FIELDS.get(key, key)}”一栏里改"
    clauses = [clause for clause in hint.split("；") if not _OF_COMMANDS.search(clause)]
    return _named(_APART.sub("", "；".join(clauses)))


def _seen(text: str) -> str:
    for plumbing, name in _PLAIN:
        text = text.replace(plumbing, name)
    text = _FILE.sub(lambda m: _FILES.get(m[0], "网站的资料"), text)
    return text.replace("扩展名为 .md", "").replace("把扩展名改为 .md", "请维护网站的人改文件的名字")


def _named(text: str) -> str:
    return _KEY.sub(
        lambda m: f"“{FIELDS[k]}”" if (k := canonical(m[1])) and k in FIELDS and m[1] in KEYS else m[1], text
    )
