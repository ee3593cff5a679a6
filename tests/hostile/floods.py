"""Input that is too much, or of the wrong kind: whatever command meets it ends within the limits of apart.py, with a
code and a place, or works. Never a traceback."""

import io
import os
import re
import subprocess
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.hostile.apart import told
from tests.hostile.damage import run
from tests.raw import docx, paragraph
from tests.sites import Site

Case = Callable[[Site], list[tuple[str, ...]]]
"""Writes the input; the commands that meet it."""
Data = str | bytes | Callable[[], str | bytes]
"""What is written, or what makes it: a large input is made when its case is tried, and let go with it."""
CHECKED = ("check",)
BUILT = ("build",)
HEAD = "---\ntitle: 洪水\ndate: 2018-04-23\n---\n\n"
LINES: dict[str, Data] = {
    "quotes of two blanks": ">  " * 19 + "x",
    "deep quotes": "> " * 10_000 + "x",
    "deep lists": "".join("  " * n + "- x\n" for n in range(300)),
    "digits": "1" * 48_000,
    "numbers and units": "12人" * 16_000,
    "dots": "、" * 48_000,
    "names": "王 某 " * 16_000,
    "ideographic blanks": "\u3000" * 48_000,
    "blanks inside": "a" + " " * 49_000 + "b",
    "blanks at the end": "甲" + " \u3000" * 24_000 + "乙",
    "quotation marks": "“" * 48_000,
    "brackets": "（" * 48_000,
    "closing brackets": "）" * 48_000,
    "title marks": "《" * 24_000 + "》" * 24_000,
    "apostrophes": "“" * 24_000 + "’" * 24_000,
    "quotations among brackets": "（" * 24_000 + "《》" * 12_000,
    "closing what is not open": "【《" + "（" * 24_000 + "】" * 24_000,
    "straight quotes": '"中' * 24_000,
    "months": "1月" * 24_000,
    "dates": "1月1日至" * 9_000,
    "times": "12:" * 16_000,
    "telephones": "0592-" * 9_000,
    "posts": "党委书记、" * 9_000,
    "surnames": "王李张" * 16_000,
    "percent": "1%" * 24_000,
    "pipes": "|" * 5_000,
    "hashes": "#" * 48_000,
    "links": "[a](" * 900,
    "footnotes": "".join(f"[^{n}]" for n in range(499)) + "\n\n" + "".join(f"[^{n}]: 注\n" for n in range(499)),
    "the same footnote": "[^1]" * 499 + "\n\n[^1]: 注\n",
    "references": "".join(f"[a{n}]: b\n" for n in range(2900)),
    "comments": "<!--" * 240,
    "tags": "<a b=" * 180,
    "entities": "&amp" * 1_400,
    "escapes": "\\*" * 24_000,
    "emphasis": "*a_" * 900,
    "backticks": "`a``" * 240,
    "braces": "{:" * 900,
    "dashes": "—" * 48_000,
    "colons": "：" * 48_000,
    "latin": "a" * 48_000,
    "mixed blanks": "中 " * 24_000,
    "enumerations": "一是二是" * 12_000,
    "players without end": lambda: "<div>\n" + "<video>\n" * 49_000,
    "titles without end": lambda: "<div>\n" + "<title>\n" * 49_000,
    "styles": "<p style=x onclick=y>z\n\n" * 16_000,
    "tags of a block": lambda: "<div>\n" + "<b>x</b> <i>y</i> <u>z</u>\n" * 20_000,
    "brackets behind an address": "http://a.b/" + ")" * 48_000,
    "brackets in a long paragraph": lambda: "[a " * 990 + "\n" + ("中" * 999 + "\n") * 2_500,
    "comments in a long paragraph": lambda: "中<!-- " * 490 + "\n" + ("中" * 999 + "\n") * 2_500,
    "links in a long paragraph": lambda: "[a](b " * 490 + "\n" + ("中" * 999 + "\n") * 2_500,
    "links in a shorter one": '[a](b "c) ' * 490 + "\n" + ("中" * 999 + "\n") * 180,
    "ten million characters": lambda: "中文。\n\n" * 2_000_000,
}
RAW: dict[str, Data] = {
    **LINES,
    "a line without end": lambda: "中" * 3_000_000,
    "sixty megabytes": lambda: "中文字，" * 5_000_000,
}
PAGES = {
    "<![": "<![" * 100_000,
    "&#": "&#" * 100_000,
    "<!": "<!" * 100_000,
    "<?": "<?" * 100_000,
    "</": "</" * 100_000,
    "<a ": "<a " * 100_000,
    "deep": "<div>" * 100_000 + "x",
    "deep tables": "<table><tr><td>" * 20_000 + "x",
    "attributes": "<p " + "a=b " * 100_000 + ">x</p>",
    "comments": "<!--" * 100_000,
    "quotes": '<p a="' * 50_000,
    "bold": "<b>" * 50_000 + "中" * 50_000,
    "blanks": "<p>a" + " " * 400_000 + "b</p>",
    "lines": "<p>" + "\n " * 200_000 + "</p>",
}


def _made(data: Data) -> bytes:
    made = data() if callable(data) else data
    return made.encode() if isinstance(made, str) else made


def _article(text: Data) -> Case:
    def write(site: Site) -> list[tuple[str, ...]]:
        site.write("content/2018/hongshui.md", HEAD.encode() + _made(text) + b"\n")
        return [BUILT, CHECKED]

    return write


def _raw(name: str, data: Data) -> Case:
    def write(site: Site) -> list[tuple[str, ...]]:
        path = site.path.parent / name
        path.write_bytes(_made(data))
        return [("import", str(path), "--issue", "2019-03", "--date", "2019-03")]

    return write


def _files(files: dict[str, Data], *words: tuple[str, ...]) -> Case:
    def write(site: Site) -> list[tuple[str, ...]]:
        for path, data in files.items():
            site.write(path, _made(data))
        return list(words or (BUILT, CHECKED))

    return write


def _special(path: str, make: Callable[[Path], object]) -> Case:
    """Something at a path that is no ordinary file."""

    def write(site: Site) -> list[tuple[str, ...]]:
        target = site.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        make(target)
        return [BUILT, CHECKED, ("check", "--suggest"), ("list",), ("config",)]

    return write


def _deep(site: Site) -> list[tuple[str, ...]]:
    here = os.getcwd()
    os.chdir(site.path / "content")
    for _ in range(1_200):
        os.mkdir("d")
        os.chdir("d")
    Path("a.md").write_text(HEAD, "utf-8")
    os.chdir(here)
    return [BUILT, CHECKED]


def _document(body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    return docx(body, parts)


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * 300_000_000 + b"</a>")
    return made.getvalue()


def _png(wide: int, high: int, cut: int = 0) -> bytes:
    made = io.BytesIO()
    Image.new("L", (wide, high)).save(made, "PNG")
    return made.getvalue()[: len(made.getvalue()) - cut]


def _claimed(wide: int, high: int) -> bytes:
    """A PNG whose header says more than there is."""
    header = b"IHDR" + wide.to_bytes(4, "big") + high.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\r" + header + zlib.crc32(header).to_bytes(4, "big") + b"\0\0\0\0IDAT"


def _shown(name: str, data: Data) -> Case:
    return _files({f"content/2018/{name}": data, "content/2018/a.md": f"{HEAD}![图]({name})\n"})


def _theme(template: str) -> Case:
    def write(site: Site) -> list[tuple[str, ...]]:
        site.write("config.yaml", "theme: fremd\n")
        site.write("content/2018/a.md", HEAD + "正文。\n")
        site.write("themes/fremd/theme.yaml", "name: fremd\nparent: ludao\n")
        site.write("themes/fremd/templates/article.html", template)
        return [BUILT]

    return write


def cases() -> dict[str, Case]:
    """Every case by name."""
    found: dict[str, Case] = {f"article: {name}": _article(text) for name, text in LINES.items()}
    found |= {f"import: {name}": _raw("raw.txt", text) for name, text in RAW.items()}
    found |= {f"page: {name}": _raw("raw.html", f"<html><body>{text}") for name, text in PAGES.items()}
    found |= {
        "word: a long paragraph": _raw("a.docx", lambda: _document(paragraph("中" * 10_000_000))),
        "word: many paragraphs": _raw("a.docx", lambda: _document(paragraph("中文") * 100_000)),
        "word: deep": _raw("a.docx", lambda: _document("<w:sdt>" * 50_000)),
        "word: a bomb": _raw("a.docx", _bomb),
        "word: entities": _raw("a.docx", docx("&a;", prologue='<!DOCTYPE a [<!ENTITY a "b">]>')),
        "word: no document": _raw("a.docx", b"PK\x03\x04" + bytes(1000)),
        "alias of many segments": _files(
            {"content/2018/a.md": HEAD.replace("---\n\n", f"aliases: [{'a/' * 1100}b.html]\n---\n\n")}
        ),
        "permalink of many segments": _files(
            {"content/2018/a.md": HEAD.replace("---\n\n", f"permalink: /{'a/' * 1100}\n---\n\n")}
        ),
        "folders without end": _deep,
        "drawing: levels": _shown("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 100_000),
        "drawing: elements": _shown(
            "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<script/>" * 60_000 + b"</svg>"
        ),
        "drawing: width": _shown(
            "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="' + b"9" * 5000 + b'" height="1"/>'
        ),
        "drawing: attributes": _shown(
            "a.svg",
            lambda: (
                b'<svg xmlns="http://www.w3.org/2000/svg" ' + b" ".join(b'a%d="("' % n for n in range(90_000)) + b"/>"
            ),
        ),
        "drawing: style": _shown(
            "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><style>' + b"a(" * 900_000 + b"</style></svg>"
        ),
        "picture: half": _shown("a.png", lambda: _png(3000, 2000, 500)),
        "picture: says more": _shown("a.png", _claimed(2**31 - 1, 2**31 - 1)),
        "picture: large": _shown("a.png", lambda: _png(12_000, 12_000)),
        "picture: as large as may be": _shown("a.png", lambda: _png(8_900, 8_900)),
        "picture: nothing": _shown("a.jpg", b"\xff\xd8\xff\xe0"),
        "front matter: keys": _files(
            {"content/2018/a.md": "---\n" + "".join(f"a{n}: b\n" for n in range(6_000)) + "---\n"}
        ),
        "front matter: brackets": _files({"content/2018/a.md": "---\ntags: " + "[" * 30_000 + "\n---\n"}),
        "front matter: a long line": _files({"content/2018/a.md": "---\ntitle: " + "甲：" * 8_000 + "\n---\n"}),
        "front matter: quotes": _files({"content/2018/a.md": "---\ntitle: " + '"a' * 30_000 + "\n---\n"}),
        "settings: brackets": _files({"config.yaml": "nav: " + "[" * 30_000}, BUILT),
        "settings: two megabytes": _files({"config.yaml": "# " + "x" * 2_000_000}, BUILT),
        "settings: blanks": _files({"config.yaml": "site:" + " " * 60_000 + "x: [\n"}, BUILT),
        "article: seventeen megabytes": _files({"content/2018/a.md": lambda: HEAD + "中" * 6_000_000}),
        "article: a device": _special("content/2018/a.md", lambda p: p.symlink_to("/dev/zero")),
        "article: a pipe": _special("content/2018/a.md", os.mkfifo),
        "article: a loop": _special("content/2018/a.md", lambda p: p.symlink_to(p)),
        "article: a link out": _special("content/2018/a.md", lambda p: p.symlink_to("/etc/passwd")),
        "article: a folder of links": _special("content/2018/x", lambda p: p.symlink_to("..")),
        "picture: a device": _special("content/2018/a.png", lambda p: p.symlink_to("/dev/zero")),
        "settings: a device": _special("config.yaml", lambda p: p.symlink_to("/dev/zero")),
        "settings: a pipe": _special("config.yaml", os.mkfifo),
        "settings: a loop": _special("config.yaml", lambda p: p.symlink_to(p)),
        "data: a link out": _special("data/topics.yaml", lambda p: p.symlink_to("/etc/passwd")),
        "data: a device": _special("data/columns.yaml", lambda p: p.symlink_to("/dev/zero")),
        "data: rules in a pipe": _special("data/wording.yaml", os.mkfifo),
        "theme: a device": _special("themes/ludao/static/a.txt", lambda p: p.symlink_to("/dev/zero")),
        "theme: settings in a pipe": _special("themes/ludao/theme.yaml", os.mkfifo),
        "theme: a loop of loops": _theme(
            "{% set x = [1,2,3,4,5,6,7,8,9,0] %}" + "{% for a in x %}" * 9 + "{% endfor %}" * 9
        ),
        "theme: macros": _theme(
            "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}"
        ),
        "theme: doubling": _theme("{% set x = 'aaaaaaaa' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}"),
        "theme: a power": _theme("{{ 9 ** 99999999 }}"),
        "theme: a format": _theme("{{ '%999999999d' | format(1) }}"),
        "theme: nested": _theme("{% if 1 %}" * 500 + "{% endif %}" * 500),
        "theme: brackets": _theme("{{ " + "(" * 20_000 + ")" * 20_000 + " }}"),
    }
    return found


def outcome(site: Site, case: Case) -> tuple[str, float, int]:
    """("" when all is well, else what went wrong; seconds of the processor, bytes of memory at most)."""
    words = case(site)
    seconds, memory = 0.0, 0
    for command in words:
        found = told(lambda command=command: run(site, *command))
        seconds, memory = max(seconds, found.seconds), max(memory, found.memory)
        if found.how:
            return f"{command[0]}: {found.how.strip().splitlines()[-1]}", seconds, memory
        code, said = found.value
        if code == 3 or "Traceback" in said:
            return f"{command[0]}: {' '.join(said.strip().splitlines()[-2:])}", seconds, memory
        if code == 1 and not re.search(r"\[[a-z-]+\] ", said):
            return f"{command[0]}: no code in {said[-200:]}", seconds, memory
        if "root:x:" in said:
            return f"{command[0]}: tells {said[-200:]}", seconds, memory
    return "", seconds, memory


def removed(folder: Path) -> None:
    """Deletes a folder with all that is in it, however deep: shutil.rmtree calls itself for every level."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def campaign(folder: Path, every: int = 1, begin: int = 0) -> Counter[str]:
    """Counts by outcome."""
    counts: Counter[str] = Counter()
    for name, case in list(cases().items())[begin::every]:
        removed(folder / "room")
        site = Site(folder / "room" / "site")
        site.write("content/2018/gut.md", "---\ntitle: 好的\ndate: 2018-01-02\n---\n\n正文。\n")
        wrong, seconds, memory = outcome(site, case)
        counts["tried"] += 1
        counts[f"{wrong} ({name}, {seconds:.1f} s, {memory >> 20} MB)" if wrong else "within limits"] += 1
    return counts
