"""The handbook that comes along: its pages, what it says of one problem, and itself as a site that jianbao builds."""

import posixpath
import re
from pathlib import Path

from jianbao import RELEASED, __version__
from jianbao.check import rules
from jianbao.desk.spoken import as_spoken
from jianbao.errors import UsageError, suggestion
from jianbao.markdown import convert
from jianbao.settings import described, knowledge

_PACKAGE = Path(__file__).parent.parent
FOLDER = next((p for p in (_PACKAGE / "docs", _PACKAGE.parent / "docs") if p.is_dir()), _PACKAGE / "docs")
"""Where the handbook is: beside the package in a checkout, inside it when installed."""
EDITORS = (
    "front-matter",
    "markdown",
    "problems",
    "configuration",
    "editing",
    "importing",
    "checking",
    "preview",
    "channels",
    "publishing",
)
"""Pages for those who write and look after a site, in Chinese; the others are for those who change the program."""
_LINK = re.compile(r"\[([^\[\]\n]++)\]\(([^()\s]++)\)")
_FENCE = re.compile(r"^( *+)(`{3,}+|~{3,}+)[^\n]*+(?:\n(?!\1\2[`~]*+[ \t]*+$)[^\n]*+)*+(?:\n[^\n]*+)?+", re.MULTILINE)
"""Fenced code; without its end it goes to the end of the page, as CommonMark has it."""
_ENTRY = re.compile(r"^### `([a-z0-9-]+)`$", re.MULTILINE)
COLUMNS = ("使用", "开发")


def pages() -> dict[str, str]:
    """Name → title, those for editors first."""
    names = sorted(path.stem for path in FOLDER.glob("*.md"))
    names.sort(key=lambda name: EDITORS.index(name) if name in EDITORS else len(EDITORS))
    return {name: _title(source(name)) for name in names}


def found(asked: str) -> str:
    """A page's Markdown, or what is said of the problem with that code. Raises UsageError."""
    known = pages()
    if asked in known:
        return source(asked)
    text = source("problems")
    entries = {match[1]: match.start() for match in _ENTRY.finditer(text)}
    if asked in entries:
        later = [at for at in entries.values() if at > entries[asked]]
        return text[entries[asked] : min(later, default=len(text))].rstrip() + "\n"
    worded = _rules()
    if asked in worded:
        return _of_rule(worded[asked])
    hint = suggestion(asked, [*known, *entries, *worded]) or f"可用：{'、'.join(known)}，或一条提示的代号"
    raise UsageError(f"手册里没有“{asked}”这一页；{hint}")


def _rules() -> dict[str, rules.Rule]:
    """The rules of `check` that hold here, and those that came along and are switched off here."""
    here = Path.cwd()
    return {**rules.load(None), **(rules.load(here) if (here / "content").is_dir() else {})}


def _of_rule(rule: rules.Rule) -> str:
    """What is said of a rule of `check`, in its own words."""
    blank = {"{found}": "……", "{right}": "……"}
    message, hint = (re.sub(r"\{(?:found|right)\}", lambda m: blank[m[0]], t) for t in (rule.message, rule.hint))
    name = next(
        name for name in knowledge.RULES if re.search(rf"^{re.escape(rule.code)}:", _shipped(name), re.MULTILINE)
    )
    examples = [f"- 会报：{text}" for text in rule.match[:2]] + [f"- 不会报：{text}" for text in rule.ok[:2]]
    fix = "运行 check --fix 会改正。" if rule.safe else "由编辑判断、改正。"
    copied = f"网站的 data/ 里没有 {name}.yaml 的，先复制 {knowledge.SHIPPED / name}.yaml，"
    off = f"不要这条规则：{copied}再在这条规则下面加一行 off: true。"
    parts = [f"### `{rule.code}`", f"{rule.level}。{message}。", f"改法：{hint}。{fix}" if hint.strip("…") else fix]
    return "\n\n".join([*parts, *(["\n".join(examples)] if examples else []), off]) + "\n"


def _shipped(name: str) -> str:
    """The text of a file of rules: the site's own here, else the one that came along."""
    own = Path("data") / f"{name}.yaml"
    path = own if Path("content").is_dir() and own.is_file() else knowledge.SHIPPED / f"{name}.yaml"
    return path.read_text("utf-8")


def site() -> list[tuple[str, bytes]]:
    """The handbook as the files of a site: (path, bytes) each."""
    known = pages()
    settings = {
        "site.name": "jianbao 手册",
        "site.description": f"jianbao {__version__} 的使用手册。",
        "columns": list(COLUMNS),
        "site.url": "http://localhost:8000/",
        "search.shard": 128,
        "search.query": 512,
    }
    made = [("config.yaml", described.text(settings, comments=False).encode())]
    index = (
        f"---\ntitle: jianbao {__version__} 手册\ndate: {RELEASED}\n---\n\n给编辑的在前，给改程序的人的在后（英文）。\n"
    )
    made.append(("content/docs/index.md", index.encode()))
    anchors = {name: _anchors(source(name)) for name in known}
    for order, (name, title) in enumerate(known.items(), 1):
        column = COLUMNS[name not in EDITORS]
        head = f"---\ntitle: {_quoted(title)}\norder: {order}\ncolumn: {column}\n---\n"
        made.append((f"content/docs/{name}.md", (head + _body(name, anchors)).encode()))
    others = sorted(p for p in FOLDER.rglob("*") if p.is_file() and p.suffix != ".md")
    return [*made, *((f"content/docs/{path.relative_to(FOLDER).as_posix()}", path.read_bytes()) for path in others)]


def source(name: str) -> str:
    """The Markdown of a page. Raises UsageError when the handbook was not installed."""
    try:
        text = (FOLDER / f"{name}.md").read_text("utf-8")
    except OSError:
        raise UsageError("手册没有随程序安装；重新安装：pip install --force-reinstall jianbao") from None
    return as_spoken(text) if name in EDITORS else text


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "”") + '"'


def _anchors(text: str) -> dict[str, str]:
    """The anchor by which other documents know a heading → the one that a built page has."""
    body, *_ = convert.body(text.partition("\n")[2], "content/x.md", 1)
    headings = re.findall(r"^#{2,6} (.*)$", _FENCE.sub("", text), re.MULTILINE)
    ids = body.anchors if body else ()
    known = {re.sub(r"[\W_]+", "", one.lower()): one for one in ids}
    found = {}
    for heading in headings:
        theirs = re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        ours = known.get(re.sub(r"[\W_]+", "", heading.lower()))
        if ours:
            found[theirs] = ours
    return found


def _body(name: str, anchors: dict[str, dict[str, str]]) -> str:
    """A page's text below its title, with links that lead somewhere in the site."""
    text = source(name).partition("\n")[2]

    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if re.match(r"[a-z]+:", target):
            return match.group()
        file, _, anchor = target.partition("#")
        page = posixpath.splitext(file)[0] if file else name
        if file and (file.startswith("..") or not (FOLDER / file).is_file()):
            return words
        ours = anchors.get(page, {}).get(anchor, "") if anchor else ""
        return f"[{words}]({file}{'#' if ours else ''}{ours})" if file or ours else words

    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(link, text[at : fence.start()]), fence.group()]
        at = fence.end()
    return "".join(parts) + _LINK.sub(link, text[at:])
