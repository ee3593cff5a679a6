"""A whole old archive through the three commands of one who begins: what is left to mend, what is lost, what answers.

    make old-archive CORPUS=folder BUILT=folder MARK=word

Each folder in CORPUS is an old site. For each: init, import, build in a folder of its own; then the errors and warnings
by code; every letter of every old text looked for in its new page, or in the report, and every letter of every article
in its page (tests/conservation.py); and every address that the old program gave looked for in output/. Which those are
is said by the old program: BUILT/NAME is what it built of CORPUS/NAME, and MARK a word that its pages of texts hold and
its lists do not. Without BUILT, the addresses that the import has written are looked for. Nothing of an archive is
kept, unless KEEP names a folder.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from jianbao import files as reading
from jianbao.content import delimiters, parsing
from jianbao.errors import Problem
from jianbao.importer.archive import kinds, planning
from jianbao.importer.archive.scanning import outside
from tests import conservation

_ZONE = ZoneInfo("Asia/Shanghai")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")
_REWRITTEN = re.compile(r"正文第(\d+)行别的程序的记号已改写（“(.*?)”(?:，去掉了)?）$")
_TITLE = re.compile(r"提示文字“(.*)”没有收入$")
_PLAYER = re.compile(r"播放器里的提示文字“(.*)”没有收入$")
_SCRIPT_TOLD = re.compile(r"脚本没有收入，请核对：“(.*)”$")
_SCRIPT = re.compile(r"<script\b[^<>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref[^{}\n]*\}\}")
_WIDE = re.compile(r"\]（(https?://[^（）\s]+)）")
"""A link whose brackets are wide, which is told as one that was rewritten."""
_COMMENTED = re.compile(r"<!-- 原链接：(\[[^\n]*\]: ?[^\n]*?) -->")
_ORIGIN = re.compile(r"^  原文件: (.*)$", re.MULTILINE)


def commanded(site: Path, old: Path) -> tuple[list[str], list[int]]:
    """(what each of the three commands said, their exit codes)."""
    run = [sys.executable, "-m", "jianbao"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    said, codes = [], []
    for words in (
        ["init", str(site), "--kind", "单位"],
        ["import", str(old), "--site", str(site)],
        ["build", "--json", "--site", str(site)],
    ):
        done = subprocess.run([*run, *words], capture_output=True, text=True, check=False, env=environment)
        said.append(done.stdout if "--json" in words else done.stdout + done.stderr)
        codes.append(done.returncode)
    return said, codes


def lost_on_the_way(old: Path, site: Path) -> tuple[int, list[str]]:
    """(letters of the old texts, what of them stands neither in the new page nor in the report)."""
    found = kinds.recognised(old)
    posts = {post.path: post for post in planning._all(found, 2)}
    told = collections.defaultdict(list)
    for line in (site / "导入报告.md").read_text("utf-8").split("\n"):
        name, _, said = line.removeprefix("- content/").partition("：")
        told[name].append(said)
    count, lost = 0, []
    for article in sorted((site / "content").rglob("*.md")):
        data = article.read_bytes()
        origin = _ORIGIN.search(data.decode()[:65536])
        post = posts.pop(origin[1].strip("\"'"), None) if origin else None
        if post is None:
            continue
        path = article.relative_to(site / "content").as_posix()
        body = post.body
        count += len(conservation.letters(body))
        for said in reversed(told[path]):
            if title := _TITLE.search(said):
                body = body.replace(f'"{title[1]}"', "", 1)
            if hint := _PLAYER.search(said):
                body = _replaced(body, 1, hint[1], "")
            if script := _SCRIPT_TOLD.search(said):
                body = _without_script(body, script[1])
            if rewritten := _REWRITTEN.search(said):
                pieces = rewritten[2].split("”，“")
                body = _replaced(body, int(rewritten[1]), pieces[0], pieces[1] if len(pieces) > 1 else "")
        body = _WIDE.sub(r"](\1)", _REF.sub("", body))  # addresses
        for line in _COMMENTED.findall(data.decode()):
            body = body.replace(line, "").replace(line.replace("‹", "<").replace("›", ">"), "")
        _, html, problems = parsing.parsed(data, path, _ZONE)
        parts = delimiters.split(data.decode(), path)
        first = 1 if isinstance(parts, Problem) else parts[2] + 1
        lost += [f"{path}: {one}" for one in conservation.violations(body, first, html or "", problems)[:1]]
        if conservation.letters(post.title) not in conservation.letters(data.decode()):
            lost.append(f"{path}: 标题 {post.title}")
    return count, lost + [f"{path}: 没有文章" for path, post in posts.items() if not post.refused]


def _without_script(body: str, inner: str) -> str:
    """A text without a script that the report tells."""
    return outside(_SCRIPT, body, lambda m: "" if " ".join(m[1].split()) == inner else m[0])


def _replaced(body: str, line: int, before: str, after: str) -> str:
    """A text with a piece of a line that the report tells; the report shows it with single blanks."""
    lines = body.split("\n")
    pattern = r"\s+".join(re.escape(word) for word in before.split())
    for near in sorted(range(len(lines)), key=lambda at: abs(at - line + 1))[:40] if pattern else ():
        new = re.sub(pattern, lambda m: after, "\n".join(lines[near : near + 4]), count=1)  # noqa: ARG005
        if new != "\n".join(lines[near : near + 4]):
            return "\n".join([*lines[:near], new, *lines[near + 4 :]])
    return body


def lost_on_the_page(site: Path) -> tuple[int, list[str]]:
    """(articles, what their pages lose without a word)."""
    count, lost = 0, []
    for article in sorted((site / "content").rglob("*.md")):
        path = article.relative_to(site / "content").as_posix()
        data = article.read_bytes()
        made, html, problems = parsing.parsed(data, path, _ZONE)
        text = reading.text(data, path)
        parts = text if isinstance(text, Problem) else delimiters.split(text, path)
        if made is None or html is None or isinstance(parts, Problem):
            lost.append(f"{path}: 读不出")
            continue
        count += 1
        lost += [f"{path}:{one}" for one in conservation.violations(parts[1], parts[2], html, problems)]
    return count, lost


def addresses(built: Path) -> tuple[list[str], list[str]]:
    """(pages, other files) that the old program made."""
    pages: list[str] = []
    others: list[str] = []
    for file in sorted(built.rglob("*")):
        if file.is_file():
            path = file.relative_to(built).as_posix()
            (pages if path.endswith(".html") else others).append(path)
    return pages, others


def _is_feed(file: Path) -> bool:
    return file.suffix == ".xml" and any(mark in file.read_bytes()[:4096] for mark in (b"<rss", b"<feed"))


def written(site: Path) -> list[str]:
    """The old addresses that the articles say they have, as paths of files."""
    found = []
    for article in (site / "content").rglob("*.md"):
        made, _, _ = parsing.parsed(article.read_bytes(), article.relative_to(site / "content").as_posix(), _ZONE)
        if made and not made.draft:
            found += [unquote(made.address), *(unquote(where) for where in made.aliases)]
    return found


def main() -> int:
    """Prints the figures of each archive; 1 when something is lost or does not answer."""
    root, built = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None
    wrong, mark = 0, os.environ.get("MARK", "").encode()
    for old in sorted(p for p in root.iterdir() if p.is_dir()):
        with tempfile.TemporaryDirectory(prefix="jianbao-old-") as folder:
            site = Path(folder, "site")
            said, codes = commanded(site, old)
            told = collections.Counter((p["level"], p["code"]) for p in json.loads(said[2])["problems"])
            errors = {code: n for (level, code), n in told.items() if level == "错误"}
            print(f"{old.name}: exit codes {codes}; errors by code: {errors or 'none'}")
            print(f"    others: {({code: n for (level, code), n in told.most_common() if level != '错误'}) or 'none'}")
            if codes[1]:
                print(said[1])
                wrong += 1
                continue
            for line in said[1].splitlines()[1:8]:
                print(f"    {line[:160]}")
            count, lost = lost_on_the_way(old, site)
            pages, more = lost_on_the_page(site)
            print(f"    letters {count}: lost in import {len(lost)}; pages {pages}: lose text {len(more)}")
            for one in [*lost[:10], *more[:10]]:
                print(f"        lost {one}")
            wrong += len(lost) + len(more) + len(errors)
            output = site / "output"
            report = (site / "导入报告.md").read_text("utf-8")
            if built and (built / old.name).is_dir():
                was, others = addresses(built / old.name)
                posts = [p for p in was if mark in (built / old.name / p).read_bytes()]
                dead = [p for p in posts if not (output / p).is_file()]
                deadfiles = [p for p in others if not (output / p).is_file()]
                told_of = [p for p in deadfiles if p in report or unquote(p) in report]
                lists = [p for p in was if p not in set(posts) and not (output / p).is_file()]
                print(f"    old texts {len(posts)}: {len(dead)} dead; lists {len(was) - len(posts)}: {len(lists)} dead")
                feeds = [p for p in others if _is_feed(built / old.name / p)]
                print(f"    old feeds {len(feeds)}: {sum(p in set(deadfiles) for p in feeds)} dead")
                dead += [*lists, *(p for p in feeds if p in set(deadfiles))]
                pictures = [p for p in others if Path(p).suffix.lower() in _PICTURES]
                gone = [p for p in pictures if p in set(deadfiles)]
                print(
                    f"    old pictures {len(pictures)}: {len(gone)} do not answer, {len(set(gone) & set(told_of))} told"
                )
                deadfiles = [*gone, *(p for p in deadfiles if p not in set(gone))]
            else:
                posts = written(site)
                dead = [p for p in posts if not (output / p).is_file()]
                deadfiles = told_of = []
                print(f"    addresses written {len(posts)}: {len(dead)} do not answer")
            for one in [*dead[:12], *[p for p in deadfiles if p not in told_of][:12]]:
                print(f"        dead {one}")
            if os.environ.get("KEEP"):
                shutil.copytree(site, Path(os.environ["KEEP"], old.name), dirs_exist_ok=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
