"""The documents say what the program does: every name in it is described, every example in them runs.

Examples stand in the documents, not here. A fence that follows a line ``"`path`："`` is that file; in
docs/problems.md and docs/front-matter.md a ``yaml`` fence without a path is put into the sample
article's front matter, a ``markdown`` fence takes the place of its body.
"""

import argparse
import ast
import contextlib
import errno
import io
import os
import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from markupsafe import Markup
from PIL import Image

from jianbao import cli, errors, pipeline
from jianbao.cache import program, state, trouble
from jianbao.channel import loading, making
from jianbao.check import rules
from jianbao.commands import build as building
from jianbao.content import keys
from jianbao.desk import behind, inspection
from jianbao.importer import plan, reading
from jianbao.importer.line import meta
from jianbao.importer.model import Options
from jianbao.importer.page import conflicts
from jianbao.importer.text import decode
from jianbao.output.inventory import Disk
from jianbao.publish import configured, redirects
from jianbao.search import scripts, weight
from jianbao.search.asking import selftest
from jianbao.settings import config, placeholder
from jianbao.theme import loader
from tests.small import PHOTO, PICTURE

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
ACTUAL = ROOT / "tests" / "actual"
SAMPLE = "content/2018/2018-04/jiuzhu.md"


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# Fences, tables, sections


class Fence(NamedTuple):
    """A fenced block: its language, the file that it is (or ""), its text."""

    language: str
    path: str
    text: str


_FENCE = re.compile(r"^( *)```([a-z]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def fences(text: str) -> list[Fence]:
    found = []
    for match in _FENCE.finditer(text):
        label = re.search(r"`([^`\n]+)`(?:：|:)\s*$", text[: match.start()])
        inner = re.sub(f"^{match[1]}", "", match[3], flags=re.MULTILINE)
        found.append(Fence(match[2], label[1] if label else "", inner))
    return found


def sections(text: str, level: int) -> dict[str, str]:
    """Heading → text, of the headings of one level; what follows a higher heading is left out."""
    found = {}
    blanked = _FENCE.sub(lambda m: re.sub("^#", " ", m[0], flags=re.MULTILINE), text)
    heads = list(re.finditer(r"^(#{1,6}) (.*)$", blanked, re.MULTILINE))
    for at, head in enumerate(heads):
        if len(head[1]) == level:
            end = next((h.start() for h in heads[at + 1 :] if len(h[1]) <= level), len(text))
            found[head[2].strip()] = text[head.end() : end]
    return found


def rows(text: str) -> list[list[str]]:
    """The cells of every table row below its head; code spans may hold ``\\|``."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        lines = block.strip().split("\n")[2:]
        found += [[c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return found


def codes_in(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


# Sites


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def build(site: Path, **asked: Any) -> tuple[errors.Problem, ...]:
    """What a build of the site has to say; errors are among it, not raised."""
    try:
        return pipeline.build(pipeline.Request(site, site / "output", jobs=1, **asked)).problems
    except errors.SiteError as error:
        return error.problems


def with_front(article: str, lines: str) -> str:
    """The article with these lines in its front matter, in place of the key's own line if it has one."""
    _, front, body = article.split("---\n", 2)
    key = lines.split(":")[0]
    old = re.compile(rf"^{re.escape(key)}:.*\n", re.MULTILINE)
    front = old.sub(lambda _: lines, front) if old.search(front) else front + lines
    return f"---\n{front}---\n{body}"


def with_body(article: str, body: str) -> str:
    _, front, _ = article.split("---\n", 2)
    return f"---\n{front}---\n\n{body}"


def base_site() -> dict[str, str | bytes]:
    """The site of docs/problems.md, to which every example there is a change."""
    introduction = read("docs/problems.md").split("\n## 全部提示", 1)[0]
    site: dict[str, str | bytes] = {f.path: f.text for f in fences(introduction) if f.path}
    assert SAMPLE in site
    return site


def changed_by(example: list[Fence]) -> dict[str, str | bytes]:
    """The base site with the changes that an example makes."""
    site = base_site()
    for fence in example:
        article = site[SAMPLE]
        assert isinstance(article, str)
        if fence.path:
            site[fence.path] = fence.text
        elif fence.language == "yaml":
            site[SAMPLE] = with_front(article, fence.text)
        elif fence.language == "markdown":
            site[SAMPLE] = with_body(article, fence.text)
    return site


# The command line


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The program's own parser under "", and every command's."""
    found = {"": cli.parser("")}
    for command in cli.COMMANDS:
        commands = next(a for a in cli.parser(command)._actions if isinstance(a, argparse._SubParsersAction))
        assert list(commands.choices) == list(cli.COMMANDS)
        found[command] = commands.choices[command]
    return found


def long_options(parser: argparse.ArgumentParser) -> set[str]:
    return {word for action in parser._actions for word in action.option_strings if word.startswith("--")}


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_in_the_readmes(name: str) -> None:
    """A table row for each, and none for what does not exist."""
    heading = {"README.md": "Commands", "README.zh-CN.md": "命令"}[name]
    told = codes_in(sections(read(name), 2)[heading])
    made = parsers()
    commands = {match[1] for cell in told if (match := re.fullmatch(r"python build\.py ([a-z]+)( \w+)?", cell))}
    assert commands == set(made) - {""} == set(cli.COMMANDS)
    options = {word for cell in told for word in re.findall(r"--[a-z-]+", cell)}
    assert options == set().union(*(long_options(p) for p in made.values()))


# The readmes


def shape(name: str) -> dict[str, Any]:
    """What two translations of one text share."""
    text = read(name)
    prose = _FENCE.sub("", text)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#{1,6}) ", prose, re.MULTILINE)],
        "fences": [(f.language, f.path) for f in fences(text)],
        "table rows": len(rows(prose)),
        "list items": len(re.findall(r"^(?:- |\d+\. )", prose, re.MULTILINE)),
        "links": sorted({t for t in re.findall(r"\]\(([^)#]+)", prose) if t not in READMES}),
    }


def test_the_readmes_tell_the_same() -> None:
    """Same headings, examples, tables, lists and links in both languages."""
    english, chinese = (shape(name) for name in READMES)
    assert chinese == english


@pytest.mark.parametrize("name", READMES)
def test_a_readme_is_read_in_one_sitting(name: str) -> None:
    assert 100 <= read(name).count("\n") <= 225


@pytest.mark.parametrize("name", READMES)
def test_the_readme_s_article_builds(name: str, tmp_path: Path) -> None:
    """Who types it as it stands gets a site without any problem."""
    site = tmp_path / "site"
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copytree(ROOT / "data", site / "data")
    shutil.copy(ROOT / "config.yaml", site)
    written = {f.path: f.text for f in fences(read(name)) if f.path.startswith("content/")}
    assert len(written) == 2
    pictures = {
        f"{os.path.dirname(path)}/{picture}": PHOTO
        for path, text in written.items()
        for picture in re.findall(r"!\[[^\]]*\]\((\S+)", text)
    }
    assert len(pictures) == 1
    assert build(lay(site, {**written, **pictures})) == ()


@pytest.mark.parametrize("name", READMES)
def test_the_readme_shows_the_build_as_it_is(name: str, tmp_path: Path) -> None:
    """The first summary line is what a first build prints, but for its seconds; the sentence below it tells its numbers."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    report = pipeline.build(pipeline.Request(tmp_path, tmp_path / "output", jobs=1))
    shown = re.search(r"^\d+ 页：.*$", read(name), re.MULTILINE)
    assert shown
    told, seconds = shown[0].rsplit("，", 1)
    assert (told, seconds[-2:]) == (building.summary(report, 1.0).rsplit("，", 1)[0], " 秒")
    below = re.search(r"^(?:That is|意思是网站共) ?(\d+)\D+(\d+)", read(name), re.MULTILINE)
    assert below
    assert {*below.groups()} == {told.split()[0]}


@pytest.mark.parametrize("path", [*READMES, *(f"docs/{p.name}" for p in sorted(DOCS.glob("*.md")))])
def test_links_between_documents_lead_somewhere(path: str) -> None:
    """A relative link names a file that exists, and a heading in it."""
    prose = _FENCE.sub("", re.sub(r"^~~~\w*\n.*?^~~~$", "", read(path), flags=re.MULTILINE | re.DOTALL))
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose)):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        found = (ROOT / path).parent / file if file else ROOT / path
        heads = re.findall(r"^#{1,6} (.*)$", found.read_text("utf-8"), re.MULTILINE) if found.suffix == ".md" else []
        anchors = {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}
        if not found.exists() or (anchor and anchor not in anchors):
            lost.append(link)
    assert lost == []


# config.yaml


def test_every_setting_is_documented() -> None:
    """docs/configuration.md lists the keys of config.yaml with their defaults, and no others."""
    default = config.Config()
    real: dict[str, Any] = {f"site.{key}": getattr(default, key) for key in config.SITE}
    real |= {f"footer.{f.name}": getattr(default.footer, f.name) for f in fields(config.Footer)}
    real |= {f"pages.{key}": getattr(default, name) for key, name in config.PAGES.items()}
    real |= {f"search.{key}": getattr(default, name) for key, name in config.SEARCH.items()}
    real |= {f"channels.{key}": getattr(default, f"channel_{key}") for key in ("style", "font")}
    single = set(config.TOP) - {"site", "footer", "pages", "search", "channels"}
    real |= {key: getattr(default, key, ()) for key in single}
    told = {codes_in(row[0])[0]: row[1] for row in rows(sections(read("docs/configuration.md"), 2)["设置一览"])}
    assert told.keys() == real.keys()

    def shown(value: Any) -> str:
        if isinstance(value, bool):
            return f"`{str(value).lower()}`"
        return f"`{value}`" if isinstance(value, (str, int)) and value != "" else "空"

    assert told == {key: shown(value) for key, value in real.items()}
    publishing = {codes_in(row[0])[0] for row in rows(sections(read("docs/configuration.md"), 2)["发布"])}
    assert publishing == set(configured.KEYS)


def test_the_examples_of_the_configuration_build(tmp_path: Path) -> None:
    """Every whole file shown in docs/configuration.md is read without a word."""
    files = base_site()
    files |= {f.path: f.text for f in fences(read("docs/configuration.md")) if f.path}
    assert {"config.yaml", "data/columns.yaml", "data/topics.yaml", "data/pinyin.yaml"} <= files.keys()
    assert build(lay(tmp_path, files)) == ()


# Front matter


def test_every_key_is_documented() -> None:
    """docs/front-matter.md names each key, its Chinese name and its other names, and no others."""
    told = {}
    for row in rows(sections(read("docs/front-matter.md"), 2)["一览"]):
        key, chinese, others = codes_in(row[0])[0], codes_in(row[1]), codes_in(row[2])
        told[key] = (*chinese, *others)
    assert told == keys.KEYS
    text = read("docs/front-matter.md")
    assert list(sections(text, 3)) == [f"{key}（{names[0]}）" for key, names in keys.KEYS.items()]
    ignored = codes_in(sections(text, 2)["别的程序的键"])
    assert keys.IGNORED <= set(ignored)


FRONT_EXAMPLES = [
    (heading, number, fence)
    for heading, text in sections(read("docs/front-matter.md"), 3).items()
    for number, fence in enumerate(fences(text))
]


def test_every_key_has_an_example() -> None:
    assert {heading for heading, _, _ in FRONT_EXAMPLES} == set(sections(read("docs/front-matter.md"), 3))


@pytest.mark.parametrize(("heading", "number", "fence"), FRONT_EXAMPLES, ids=lambda v: str(v)[:20])
def test_the_examples_of_front_matter_build(heading: str, number: int, fence: Fence, tmp_path: Path) -> None:
    """Each is put into the sample article, which then builds without a word; drafts are built too."""
    key = heading.partition("（")[0]
    names = {key, *keys.KEYS[key]}
    written = fence.text if not fence.path else fence.text.split("---\n")[1]
    assert any(line.split(":")[0] in names for line in written.splitlines()), "the example shows its key"
    site = changed_by([fence])
    site |= {
        f"{os.path.dirname(SAMPLE)}/{p}": PICTURE if p.endswith("svg") else PHOTO
        for p in re.findall(r"\S+\.(?:jpg|svg)", fence.text)
    }
    allowed = {"no-articles"} if key in ("status", "withdrawn", "reason", "expires") else set()
    found = [p for p in build(lay(tmp_path, site), drafts=True) if p.code not in allowed]
    assert found == []


# Problems


def sources() -> dict[str, ast.Module]:
    """The modules that the commands reach by any import, also within functions: name → its tree."""
    found: dict[str, ast.Module] = {}
    pending = ["jianbao.cli", *(f"jianbao.commands.{command.module}" for command in cli.COMMANDS.values())]
    while pending:
        name = pending.pop()
        path = ROOT.joinpath(*name.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name in found or not path.is_file():
            continue
        found[name] = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(found[name]):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "jianbao":
                pending += [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def problem_codes() -> set[str]:
    """The codes that the program can give.

    A code is a text of lower-case words with hyphens that a call takes just before its message (a text
    in Chinese, or something computed), or that is assigned to ``code``.
    """
    found: set[str] = set()
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                callee = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                alone = callee in ("Problem", "problem", "_whole", "wrong")
                found |= {c for this, after in pairwise(node.args) for c in _texts(this) if _is_code(c, after, alone)}
            elif isinstance(node, ast.Assign) and "code" in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
                found |= {c for c in _texts(node.value) if _CODE.fullmatch(c)}
    return found


_CODE = re.compile(r"[a-z]+[0-9]*(?:-[a-z0-9]+)*")


def _texts(node: ast.expr) -> list[str]:
    """The text constants that an expression may be: itself, or what a choice or a tuple holds."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.Tuple):
        return [text for item in node.elts for text in _texts(item)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _is_code(text: str, after: ast.expr, alone: bool) -> bool:
    """Whether what stands before ``after`` is a code; ``alone`` allows one of a single word."""
    words = "".join(n.value for n in ast.walk(after) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    message = bool(re.search("[\u4e00-\u9fff]", words)) or isinstance(after, (ast.Name, ast.Attribute))
    return message and bool(_CODE.fullmatch(text)) and (alone or "-" in text)


PROBLEMS = sections(read("docs/problems.md"), 3)


def test_every_problem_is_documented(tmp_path: Path) -> None:
    """docs/problems.md has an entry for each code, in alphabetical order, and no other.

    The codes ``…-not-list`` are made of a key's name: each key is tried.
    """
    real = problem_codes()
    for number, key in enumerate(keys.KEYS):
        site = base_site()
        article = site[SAMPLE]
        assert isinstance(article, str)
        site[SAMPLE] = with_front(article, f"{key}: 甲，乙\n")
        real |= {p.code for p in build(lay(tmp_path / str(number), site)) if p.code.endswith("-not-list")}
    assert list(PROBLEMS) == [f"`{code}`" for code in sorted(real)]


def parts_of(entry: str) -> tuple[str, list[Fence], str]:
    """(level, example, message) of an entry of docs/problems.md."""
    blocks = fences(entry)
    message = next(f.text for f in blocks if f.language == "text")
    level = re.match(r"\s*(错误|警告|提示)。", entry)
    assert level
    assert re.search(r"^- 原因：\S", entry, re.MULTILINE)
    assert re.search(r"^- 改法：\S", entry, re.MULTILINE)
    return level[1], [f for f in blocks if f.language != "text"], message.rstrip("\n")


@pytest.mark.parametrize("heading", PROBLEMS)
def test_the_message_of_a_problem_is_the_real_one(
    heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example of every entry is built; what the entry shows is what the build says.

    A message that differs is left in tests/actual/problems/.
    """
    code = heading.strip("`")
    level, example, told = parts_of(PROBLEMS[heading])
    site = lay(tmp_path / "site", changed_by(example))
    prepare = BY_HAND.get(code)
    assert bool(example) != bool(prepare), "an example in the document, or else one here"
    say = targets if code.startswith("publish-") else channelled if code in CHANNELLED else build
    say = addressed if code == "url-example" else say
    problems = (prepare(site, monkeypatch) if prepare else ()) or say(site)
    mine = [p for p in problems if p.code == code]
    assert mine, [str(p) for p in problems]
    real = str(mine[0])
    if real != told:
        ACTUAL.joinpath("problems").mkdir(parents=True, exist_ok=True)
        ACTUAL.joinpath("problems", f"{code}.txt").write_text(f"{real}\n", "utf-8")
    assert (level, told) == (str(mine[0].level), real)


CHANNELLED = {c.strip("`") for c in PROBLEMS if re.match("`(?:wechat|weibo|docx)-", c)} | {"channel-unpublished"}
"""What only the channels say, which a build does not make."""


def channelled(site: Path) -> tuple[errors.Problem, ...]:
    """What the channels of the sample and of its issue have to say."""
    maker = making.Maker(loading.archive(site, jobs=1))
    piece = loading.found(maker.archive, Path(SAMPLE))
    issue = loading.found(maker.archive, Path(SAMPLE).parent)
    made = [making.made(maker, kind, piece) for kind in ("wechat", "weibo")]
    made += [making.made(maker, kind, issue) for kind in ("wechat", "weibo", "docx")]
    return tuple(problem for one in made for problem in one.problems)


def addressed(site: Path) -> tuple[errors.Problem, ...]:
    """What `build` and `check` say of an address that is an example."""
    told = placeholder.told(config.load(site))
    return (told,) if told else ()


def targets(site: Path) -> tuple[errors.Problem, ...]:
    """What publishing has to say of its settings, which a build does not read."""
    try:
        configured.targets(site)
        redirects.read(site)
    except errors.SiteError as error:
        return error.problems
    return ()


Prepared = tuple[errors.Problem, ...] | None


def _bytes(content: bytes) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        (site / SAMPLE).write_bytes(content)

    return prepare


def _body(body: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        path = site / SAMPLE
        path.write_text(with_body(path.read_text("utf-8"), body), "utf-8")

    return prepare


def _front(lines: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        path = site / SAMPLE
        path.write_text(with_front(path.read_text("utf-8"), lines), "utf-8")

    return prepare


def _gbk(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    path = site / SAMPLE
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    return None


def _link(target: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """A symbolic link where the site has 附件."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        (site.parent / "elsewhere").mkdir()
        (site.parent / "elsewhere" / "a.jpg").touch()
        try:
            (site / "content/2018/2018-04/fujian").symlink_to(target)
        except OSError:
            pytest.skip("no symbolic links here")

    return prepare


def _fifo(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(site / "content/2018/2018-04/guandao.md")
    return None


def _not_checked(site: Path, patched: pytest.MonkeyPatch) -> tuple[errors.Problem, ...]:
    """A Word document that is named to the check."""
    patched.chdir(site)
    Path("来稿.docx").write_bytes(b"PK\3\4")
    return tuple(one.problem for one in inspection.inspected(None, [Path("来稿.docx")]).found)


def _refused(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    """The sample may not be read; by hand, because root may read everything."""

    real = os.open

    def opened(path: Any, *args: Any, **options: Any) -> int:
        if os.path.basename(str(path)) == os.path.basename(SAMPLE):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **options)

    patch.setattr(os, "open", opened)
    return None


def _failing(number: int, words: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """No file of output/ can be put in its place."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
        def replace(source: str, target: str, **folders: int) -> None:
            raise OSError(number, words, str(target))

        patch.setattr(os, "replace", replace)
        return build(site)

    return prepare


def _damaged(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    build(site)
    path = site / ".cache" / "jianbao.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE page SET size = size + 1 WHERE path = 'index.html'")
    try:
        with state.State(path) as opened:
            opened.rows()
    except trouble.DamagedStateError as error:
        return error.problems
    return ()


def _forgotten(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    build(site)
    (site / ".cache" / "jianbao.sqlite").write_bytes(b"x" * 5000)
    return build(site)


def _cache_link(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    build(site)
    (site / ".cache" / "jianbao.lock").unlink()
    (site / ".cache" / "jianbao.lock").symlink_to(site / "config.yaml")
    return build(site)


def _linked(name: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """A link where a folder of ours should be."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        (site.parent / "anderswo").mkdir()
        (site / name).symlink_to(site.parent / "anderswo")

    return prepare


def _picture(data: Callable[[], bytes]) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """The sample shows a photo."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> None:
        lay(site, {"content/2018/2018-04/heying.png": data()})
        path = site / SAMPLE
        path.write_text(with_body(path.read_text("utf-8"), "![合影](heying.png)\n"), "utf-8")

    return prepare


def _png(wide: int, high: int, cut: int = 0) -> bytes:
    made = io.BytesIO()
    image = Image.new("L", (wide, high)) if wide > 9_000 else Image.effect_noise((wide, high), 50)
    image.save(made, "PNG")
    return made.getvalue()[: len(made.getvalue()) - cut]


def _large(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    with open(site / SAMPLE, "ab") as file:
        file.truncate(17 * 2**20)
    return None


def _slow_pattern(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    rule = "man:\n  level: 警告\n  pattern: '\\d+\\s*人'\n  message: 数字后面多了空格\n"
    lay(site, {"data/wording.yaml": rule.encode()})
    with pytest.raises(errors.SiteError) as raised:
        rules.load(site)
    return raised.value.problems


def _other_output(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    lay(site, {"output/照片.jpg": b"somebody's"})
    return None


def _waiting(site: Path) -> Prepared:
    """What a publish says of what was not built."""
    with state.State(pipeline.state_path(site, site / "output")) as opened:
        found = behind.found(site, opened, opened.rows())
    return (*found.waiting, *found.withdrawn)


def _unbuilt(line: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """The sample has another line since it was built."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
        build(site)
        path = site / SAMPLE
        path.write_text(with_front(path.read_text("utf-8"), line), "utf-8")
        return _waiting(site)

    return prepare


def _overdue(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    path = site / SAMPLE
    path.write_text(with_front(path.read_text("utf-8"), 'publish: "2026-01-02 08:00"\n'), "utf-8")
    build(site, as_of="2026-01-01T12:00")
    return _waiting(site)


def _unfinished(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    build(site)
    (site / SAMPLE).with_name("yi.md").write_text("---\n", "utf-8")
    build(site)
    return _waiting(site)


def _output_file(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    lay(site, {"output": b"a file"})
    return None


def _cache_file(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    lay(site, {".cache": b"a file"})
    return None


def _running(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    patch.setattr(os, "getpid", lambda: 4321)
    with state.State(pipeline.state_path(site, site / "output")):
        return build(site)


def _too_large(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    sizes = {"search/index.z": 10_000, "search/a/p0": 22_500, "search/b/0.z": 6_130}
    files = Disk().replaced({path: (size, 0) for path, size in sizes.items()})
    return tuple(weight.over(weight.Budget(64, 150, 100), files, {})[0])


def _forgetful(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    """No article is found, whatever is asked."""
    build(site)
    patch.setattr(selftest, "leads_to", lambda *_: False)
    return tuple(selftest.problems(site / "output"))


def _moving(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    """A GIF in the text."""
    (site / SAMPLE).with_name("dong.gif").write_bytes(PHOTO)
    return _body("![发放现场](dong.gif)\n")(site, patch)


def _long_issue(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    """An issue of which no two items fit into one article."""
    for name in ("yi", "er"):
        text = f"---\ntitle: 标题{name}\ndate: 2018-04-24\n---\n\n" + "发放救助金。" * 3000 + "\n"
        (site / SAMPLE).with_name(f"{name}.md").write_text(text, "utf-8")
    return None


def _old_scripts(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    with pytest.raises(errors.SiteError) as caught:
        scripts.shipped(program.bundles(), {"app.js": b"// changed"})
    return tuple(caught.value.problems)


def _imported(name: str, data: bytes) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """What import says of a file that it does not take."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
        with pytest.raises(errors.RefusedError) as told:
            reading.source(name, data)
        return told.value.problems

    return prepare


def _two_issues(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    text = "妇女工作简报\n第{}期\n\n区妇联举办读书活动\n4月23日，区妇联举办读书活动，六十名家长带着孩子参加，读了三本书。\n"
    sources = [reading.source(f"{n}期.txt", text.format(i).encode()) for n, i in (("一", 8), ("二", 9))]
    with pytest.raises(errors.RefusedError) as told:
        plan.planned(sources, {}, (), {}, Options())
    return told.value.problems


def _cut_off(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
    """A page that ends within a letter."""
    data = "<p>区妇联举办读书活动，六十名家长参加。</p><p>大家说".encode()[:-1]
    return tuple(decode.problems(decode.text(data, "活动.html")[0], "活动.html"))


def _page_says(date: str, source: str) -> Callable[[Path, pytest.MonkeyPatch], Prepared]:
    """What import says of a page that shows another day or source than its tags have."""

    def prepare(site: Path, patch: pytest.MonkeyPatch) -> Prepared:
        shown = [meta.Meta("2021-09-09", "柳河区妇联", "", ("发布时间", "来源"), True)]
        return tuple(conflicts.problems("活动.html", 2, shown, {"tag_date": date, "tag_source": source}, {}))

    return prepare


BY_HAND: dict[str, Callable[[Path, pytest.MonkeyPatch], Prepared]] = {
    "block-too-long": _body("发放救助金。\n" * 4000),
    "body-too-large": _body("发放救助金。\n" * 700_000),
    "build-running": _running,
    "cache-damaged": _damaged,
    "cache-forgotten": _forgotten,
    "cache-link": _cache_link,
    "cache-linked": _linked(".cache"),
    "cache-unwritable": _cache_file,
    "control-character": _body("4月23日，\x08市妇联向15名妇女发放救助金。\n"),
    "disk-full": _failing(errno.ENOSPC, "No space left on device"),
    "file-too-large": _large,
    "import-damaged": _imported("2018年第4期.docx", b"PK\x03\x04"),
    "import-encoding": _imported("2018年第4期.txt", b"\xff\xff\x81\x30\xff" * 3),
    "import-format": _imported("2018年第4期.doc", b"\xd0\xcf\x11\xe0"),
    "import-issue": _two_issues,
    "import-letters": _cut_off,
    "import-page-date": _page_says("2023-05-01 10:00", ""),
    "import-page-source": _page_says("", "柳河日报"),
    "import-too-large": _imported("2018年第4期.txt", b"a\n" * 50_001),
    "line-too-long": _body("发放救助金，" * 10_000),
    "link-broken": _link("meiyou.jpg"),
    "link-folder": _link("../2018-04"),
    "link-outside": _link("../../../../elsewhere/a.jpg"),
    "markdown-too-deep": _body("> " * 30 + "发放救助金。\n"),
    "markdown-too-many": _body("[" * 1200 + "\n"),
    "not-a-file": _fifo,
    "not-utf8": _gbk,
    "output-behind": _unbuilt("summary: 摘要\n"),
    "output-is-file": _output_file,
    "output-linked": _linked("output"),
    "output-not-ours": _other_output,
    "pattern-slow": _slow_pattern,
    "picture-format": _picture(lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)),
    "picture-broken": _picture(lambda: _png(600, 400, 200)),
    "picture-too-large": _picture(lambda: _png(20_000, 10_000)),
    "output-overdue": _overdue,
    "output-unfinished": _unfinished,
    "output-withdrawn": _unbuilt("status: 已撤回\n"),
    "output-unwritable": _failing(errno.EACCES, "Permission denied"),
    "search-budget": _too_large,
    "wechat-content": _body("发放救助金。" * 4000),
    "wechat-gif": _moving,
    "wechat-parts": _long_issue,
    "search-missed": _forgetful,
    "search-scripts": _old_scripts,
    "unreadable": _refused,
    "not-checked": _not_checked,
    "utf16": _bytes("---\ntitle: 发放救助金\n---\n".encode("utf-16")),
    "yaml-too-deep": _front("tags: " + "[" * 60 + "]" * 60 + "\n"),
    "yaml-too-large": _front("summary: " + "发放救助金。" * 12_000 + "\n"),
}
"""Problems whose example cannot be shown in a document."""


# What a template gets


def big_site() -> dict[str, str | bytes]:
    """A small site in which every variable has a value somewhere and, where it may, none elsewhere."""
    site: dict[str, str | bytes] = {
        "config.yaml": "site: {name: 样站, url: https://example.org/a/, description: 说明}\n"
        "footer: {sponsor: 主办, organizer: 承办, contact: 热线, icp: 备案, police: 公安, police_url: https://b.example/,"
        " id_code: '35', copyright: 版权}\n"
        "columns: [要闻, 维权服务]\npages: {list: 2, feed: 3}\ntheme_options: {tagline: 一句话}\n"
        "nav:\n  - {title: 外, href: 'https://d.example/'}\n  - {title: 组, items: [{title: 年, href: archive.html}]}\n"
        "analytics: {service: 51la, id: Jw6Oc7YXX4TYmO1Y}\ncomments: {service: isso, url: 'https://e.example/'}\n",
        "data/columns.yaml": "要闻: {description: 大事, keywords: [会议]}\n",
        "data/topics.yaml": "家庭教育: 讲座\n",
        "content/pages/about.md": "---\ntitle: 关于\nsubtitle: 副题\nsummary: 摘要\ndate: 2018-01-02\n"
        "updates:\n  - {date: 2018-02-03, text: 改了}\n---\n\n## 一\n\n正文。\n",
        "content/2017/loose.md": "---\ntitle: 只有年份\ndate: 2017\nextra: {人数: 3}\norigin: {name: 某报, url: https://c.example/}\n---\n",
        "content/2018/gone.md": "---\ntitle: 撤\ndate: 2018-01-01\nstatus: 已撤回\nwithdrawn: 2018-02-01\n"
        "reason: 有误\n---\n",
        "content/2018/old.md": "---\ntitle: 旧\ndate: 2018-01\ncolumn: 要闻\nstatus: 已归档\n"
        "aliases: [x/y.html]\n---\n",
        "content/2018/2018-02/index.md": "---\ntitle: 没有内容的一期\ndate: 2018-02\n---\n",
    }
    for month in ("03", "04", "05"):
        folder = f"content/2018/2018-{month}"
        site[f"{folder}/index.md"] = (
            f"---\ntitle: {month}月\nnumber: 第{month}期\ndate: 2018-{month}\nsummary: 摘要\n---\n\n本期。\n"
        )
        for number in (1, 2, 3):
            site[f"{folder}/{number}.md"] = (
                f"---\ntitle: 条{number}\nkicker: 引\nsubtitle: 副\ndate: 2018-{month}-0{number} 09:30\n"
                "column: 维权服务\nsource: 权益部\nauthor: 甲\ntags: [家庭教育, 1号文件]\npeople: [乙]\n"
                "summary: 摘要\ncover: a.jpg\nupdates:\n  - {date: 2018-07-01, text: 更正}\n"
                "channels:\n  - {name: 公众号, url: https://mp.weixin.qq.com/s/a, date: 2018-07-02}\n---\n\n## 标题\n\n正文。\n"
            )
        site[f"{folder}/a.jpg"] = b"picture" if month == "03" else PHOTO
    return site


def bare_site() -> dict[str, str | bytes]:
    """One article and nothing else."""
    return {"content/a.md": "---\ntitle: 独篇\ndate: 2018-01-01\n---\n\n正文。\n"}


def drawn_site() -> dict[str, str | bytes]:
    """Articles without an issue: two with drawings of no size, one without, in the same month of two years."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'
    site: dict[str, str | bytes] = {"content/a.svg": drawing}
    for name, date, cover in (("a", "2018-01-03", True), ("b", "2018-01-02", True), ("c", "2017-01-01", False)):
        site[f"content/{name}.md"] = (
            f"---\ntitle: {name}\ndate: {date}\n{'cover: a.svg' if cover else ''}\n---\n\n正文。\n"
        )
    return site


def empty_site() -> dict[str, str | bytes]:
    """No article, and a child theme with a logo."""
    return {
        "config.yaml": "theme: mine\n",
        "themes/mine/theme.yaml": "name: mine\ntitle: 我的\nparent: ludao\noptions: {logo: logo.png}\n",
        "themes/mine/static/logo.png": PHOTO,
        "content/pages/about.md": "---\ntitle: 关于\n---\n\n正文。\n",
    }


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Template → every context that it is really rendered with."""
    seen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    real = loader.Theme.render

    def spy(self: loader.Theme, name: str, context: dict[str, Any]) -> str:
        seen[name].append(context)
        return real(self, name, context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader.Theme, "render", spy)
        sites = {"big": big_site(), "bare": bare_site(), "drawn": drawn_site(), "empty": empty_site()}
        for name, files in sites.items():
            problems = build(lay(tmp_path_factory.mktemp(name), files))
            assert [p for p in problems if p.level is errors.Level.ERROR] == []
    return dict(seen)


_THEMES = read("docs/themes.md")
SHAPES = {
    heading.strip("`"): {codes_in(row[0])[0]: row[1] for row in rows(text)}
    for heading, text in sections(_THEMES, 3).items()
    if heading.startswith("`")
}
"""Heading in docs/themes.md (a template, or a shape that its tables name) → variable → form."""


def told(template: str) -> dict[str, Any]:
    """What the tables say a template gets: variable → form, or → {key: form}."""
    found: dict[str, Any] = {}
    both = {} if not template.endswith(".html") else SHAPES["page"]
    for name, form in {**SHAPES["site"], **both, **SHAPES[template]}.items():
        variable, dot, key = name.partition(".")
        if dot:
            found.setdefault(variable, {})[key] = form
        else:
            found[variable] = form
    return found


def compare(value: Any, form: Any, path: str, seen: dict[str, set[str]]) -> Iterator[str]:
    """How a value differs from its documented form; notes in ``seen`` what has been met."""
    if isinstance(form, dict):
        if not isinstance(value, dict):
            yield f"{path}: {type(value).__name__}, not a mapping"
            return
        yield from (f"{path}.{key}: not in docs/themes.md" for key in value.keys() - form.keys())
        yield from (f"{path}.{key}: documented, but not there" for key in form.keys() - value.keys())
        for key in value.keys() & form.keys():
            yield from compare(value[key], form[key], f"{path}.{key}", seen)
        return
    plain = form.removesuffix(" or none")
    if value is None:
        seen[path].add("none")
        if plain == form:
            yield f"{path}: none, documented as {form}"
    elif plain.startswith("["):
        if not isinstance(value, list):
            yield f"{path}: {type(value).__name__}, documented as {form}"
            return
        for item in value:
            seen[path].add("some")
            yield from compare(item, plain[1:-1], f"{path}[]", seen)
    elif plain in SHAPES:
        seen[path].add("some")
        yield from compare(value, SHAPES[plain], path, seen)
    else:
        seen[path].add("some" if value not in ("", {}) else "empty")
        kinds: dict[str, Callable[[Any], bool]] = {
            "text": lambda v: type(v) is str,
            "HTML": lambda v: isinstance(v, Markup),
            "number": lambda v: type(v) is int,
            "bool": lambda v: type(v) is bool,
            "pair": lambda v: isinstance(v, list) and [type(x) for x in v] == [str, str],
            "values by name": lambda v: isinstance(v, dict) and all(type(x) in _VALUES for x in v.values()),
            "texts by name": lambda v: isinstance(v, dict) and all(type(x) is str for x in v.values()),
        }
        if plain not in kinds or not kinds[plain](value):
            yield f"{path}: {value!r} is not documented as {form}"


_VALUES = (str, int, float, bool, list)


def optional(form: Any, path: str) -> Iterator[str]:
    """The paths that the tables call ``… or none``."""
    if isinstance(form, dict):
        for key, inner in form.items():
            yield from optional(inner, f"{path}.{key}")
    else:
        if form.endswith(" or none"):
            yield path
        name = form.removesuffix(" or none")
        inner_path = f"{path}[]" if name.startswith("[") else path
        if name.strip("[]") in SHAPES:
            yield from optional(SHAPES[name.strip("[]")], inner_path)


def test_every_variable_of_a_template_is_documented(contexts: dict[str, list[dict[str, Any]]]) -> None:
    """docs/themes.md names exactly what templates are given, of the kind that it is."""
    templates = {name for name in SHAPES if "." in name}
    assert templates == contexts.keys()
    seen: dict[str, set[str]] = defaultdict(set)
    wrong = {
        line
        for template, given in contexts.items()
        for context in given
        for line in compare(context, told(template), template, seen)
    }
    assert sorted(wrong) == []
    # A path that is never empty, or never filled, in the sites above would prove nothing.
    tried = {re.sub(r"^[^.]+\.[a-z]+\.(site|page)\.", r"\1.", path): kinds for path, kinds in seen.items()}
    wanted = {re.sub(r"^[^.]+\.[a-z]+\.(site|page)\.", r"\1.", p) for t in contexts for p in optional(told(t), t)}
    together: dict[str, set[str]] = defaultdict(set)
    for path, kinds in seen.items():
        together[re.sub(r"^[^.]+\.[a-z]+\.(site|page)\.", r"\1.", path)] |= kinds
    cards = {path for path in tried if re.search(r"\.(latest|items|previous|next|related)(\[\])?\.", path)}
    assert [path for path in sorted(wanted - cards) if not {"none", "some"} <= together[path]] == []


def test_every_kind_of_page_is_documented(contexts: dict[str, list[dict[str, Any]]]) -> None:
    """The table of page kinds pairs each ``page.kind`` with its template."""
    real = {(c["page"]["kind"], name) for name, given in contexts.items() for c in given if "page" in c}
    table = rows(sections(_THEMES, 2)["Kinds of pages"])
    assert {(codes_in(row[0])[0], codes_in(row[1])[0]) for row in table if codes_in(row[0])} == real
    bare = {name for name, given in contexts.items() if "page" not in given[0]}
    assert {codes_in(row[1])[0] for row in table if not codes_in(row[0])} == bare


@pytest.mark.parametrize("name", ["docs/themes.md", "docs/themes.zh-CN.md"])
def test_the_theme_of_the_document_builds(name: str, tmp_path: Path) -> None:
    """The child theme that the documents show file by file, wish by wish, works; both show the same."""
    files = {f.path: f.text for f in fences(read(name)) if f.path}
    assert files == {f.path: f.text for f in fences(_THEMES) if f.path}
    site = base_site() | files | {"content/2018/2018-04/zoufang.jpg": PHOTO}
    assert build(lay(tmp_path, site)) == ()

    def page(path: str) -> str:
        return (tmp_path / "output" / path).read_text("utf-8")

    article = page("2018/2018-04/kouhao.html")
    for shown in (
        "assets/lvyin.", '<meta name="baidu-site-verification" content="codeva-abc123">', "妇女儿童工作简报汇编",
        "<span>主办单位：市妇联</span>", '<p class="slogan">巾帼建新功 ×3</p>', '<div class="prose photos">', "<span>前一篇</span>",
        "<p>本站为简报档案，办事请到各区妇女之家。</p>", '<a href="https://www.example.org/">市妇联</a>',
        "<summary>更多</summary>", '<a href="../../tags.html">标签</a>', "img-src 'self' data: https://hm.baidu.com;",
        '<script async src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>',
    ):  # fmt: skip
        assert shown in article
    assert '<tr><th scope="row">2018</th><td>省级文明单位</td></tr>' in page("pages/rongyu.html")
    assert page("MP_verify_abc123.txt") == "abc123\n"
    assert "#1b6b3a" in "".join(p.read_text("utf-8") for p in (tmp_path / "output/assets").glob("lvyin.*.css"))


@pytest.mark.parametrize("name", ["docs/themes.md", "docs/themes.zh-CN.md", "docs/directives.md"])
def test_every_wish_has_its_picture(name: str) -> None:
    """Each wish and each directive is a paragraph with a picture; every picture is a WebP that is shown."""
    folder = "directives" if "directives" in name else "themes"
    shown = re.findall(rf"!\[[^\]]+\]\(({folder}/\d\d\.webp)\)", read(name))
    assert shown == [f"{folder}/{n:02}.webp" for n in range(1, len(shown) + 1)]
    assert len(shown) == (5 if folder == "directives" else 11)
    for path in shown:
        with Image.open(DOCS / path) as picture:
            assert picture.format == "WEBP"


def test_the_directives_of_the_document_build(tmp_path: Path) -> None:
    """docs/directives.md names what each shipped directive can be told, and its examples are shown by both themes."""
    told = {
        heading: {row[0]: row[1] for row in rows(text)}
        for heading, text in sections(read("docs/directives.md"), 2).items()
    }
    examples = re.findall(r"^~~~markdown\n(.*?)\n~~~$", read("docs/directives.md"), re.MULTILINE | re.DOTALL)
    site: dict[str, str | bytes] = {
        "content/2018/a.md": "---\ntitle: 甲\ndate: 2018-01-01\n---\n" + "\n\n".join(examples)
    }
    site |= {f"content/2018/{name}.jpg": PHOTO for name in ("yundonghui", "zhishu", "hechang")}
    site["content/2018/chengji.pdf"] = b"%PDF-1.4"
    for theme in ("ludao", "qinghe"):
        folder = lay(tmp_path / theme, site | {"config.yaml": f"theme: {theme}\n"})
        assert build(folder) == ()
        page = (folder / "output/2018/a.html").read_text("utf-8")
        assert [name for name in told if f'class="{_CLASSES[name]}"' in page] == list(_CLASSES)
        macros = loader.load(folder, config.load(folder)).macros
        assert {name: [p.name for p in parameters] for name, parameters in macros.items()} == {
            name: list(items) for name, items in told.items()
        }


_CLASSES = {
    "图片行": "picture-row", "视频卡": "film-card", "联系框": "contact-box", "关键数字": "key-figure", "文件卡": "file-card",
}  # fmt: skip
