"""Links wherever a command may write: nothing outside output/ and .cache/ is made, altered, renamed or removed.

For each place a link that leads out of the site: to a file, to a folder, or to nothing, put there before the command
runs. Afterwards the folder outside has every byte, name and time that it had.
"""

import contextlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.hostile.apart import told
from tests.hostile.damage import base, copied, edit, run
from tests.sites import Site

PLACES = (
    "output",
    "output/.jianbao",
    "output/..jianbao.jianbao-part",
    "output/2018",
    "output/2018/2018-04",
    "output/2018/2018-04/jiuzhu.html",
    "output/2018/2018-04/.jiuzhu.html.jianbao-part",
    "output/2018/2018-04/zhaopian.png",
    "output/2018/2018-04.html",
    "output/assets",
    "output/columns",
    "output/feed.xml",
    "output/index.html",
    "output/search",
    "output/search/index.z",
    "output/tags",
    "output/tags/四癌救助.html",
    "output/archive",
    "output/sitemap",
    ".cache",
    ".cache/add",
    ".cache/add.lock",
    ".cache/add/list.json",
    ".cache/desk.lock",
    ".cache/desk.sqlite",
    ".cache/desk.sqlite-wal",
    ".cache/jianbao.lock",
    ".cache/jianbao.sqlite",
    ".cache/jianbao.sqlite-shm",
    ".cache/jianbao.sqlite-wal",
    ".cache/jianbao.stage-1",
    ".cache/pictures",
    ".cache/strays",
    ".cache/strays/2018",
    ".cache/strays/feed.xml",
    "content/2018/2018-04/fremd.md",
    "content/2018/2018-04/.jiuzhu.md.new",
    "content/2019",
    "content/2019/2019-03",
    "content/2019/2019-03/index.md",
    "content/pages/fremd.md",
    "data/topics.yaml",
    "config.yaml",
    "themes",
)
LEADS = ("folder", "file", "nothing")
OUTSIDE = "somebody's letter\n"
RAW = "妇联简报\n第3期\n海城市妇联办公室编　2019年3月29日\n\n走进社区送法律\n日前，海城区妇联走进滨海社区送法上门。(海城区妇联)\n"


def _build(site: Site) -> None:
    edit(site)
    (site.path / "content/2017/2017-12/nianzhong.md").unlink()
    run(site, "build")
    run(site, "build", "--clean")


def _check(site: Site) -> None:
    run(site, "check", "--fix")


def _new(site: Site) -> None:
    run(site, "new", "市妇联开会", "--issue", "2019-03", "--name", "kaihui")


def _import(site: Site) -> None:
    raw = site.path.parent / "raw.txt"
    raw.write_text(RAW, "utf-8")
    run(site, "import", str(raw), "--issue", "2019-03", "--date", "2019-03")


def _withdraw(site: Site) -> None:
    run(site, "withdraw", "content/2018/2018-04/jiuzhu.md", "--reason", "重复")


def _preview(site: Site) -> None:
    from jianbao import pipeline
    from jianbao.errors import SiteError

    for _ in range(2):
        with contextlib.suppress(SiteError):
            pipeline.build(
                pipeline.Request(site.path, site.path / ".cache" / "preview", drafts=True, preview=True, jobs=1)
            )


COMMANDS: dict[str, Callable[[Site], None]] = {
    "build": _build,
    "check --fix": _check,
    "new": _new,
    "import": _import,
    "withdraw": _withdraw,
    "serve": _preview,
}


def laid(site: Site, place: str, lead: str) -> dict[str, tuple[bytes, int]]:
    """Puts the link in its place; what lies outside."""
    outside = site.path.parent / "outside"
    shutil.rmtree(outside, ignore_errors=True)
    (outside / "2018-04").mkdir(parents=True)
    for name in ("letter.md", "2018-04/jiuzhu.html", "index.md", ".jianbao", "index.html", "jianbao.sqlite"):
        (outside / name).write_text(OUTSIDE)
    path = site.path / place
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to({"folder": outside, "file": outside / "letter.md", "nothing": outside / "gone"}[lead])
    return seen(outside)


def seen(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything below a folder: its bytes and its time."""
    return {
        p.relative_to(folder).as_posix(): (p.read_bytes() if p.is_file() else b"", p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
    }


def campaign(folder: Path, every: int = 1, begin: int = 0) -> Counter[str]:
    """Counts by outcome, of each ``every``-th case."""
    whole = base(folder / "base")
    counts: Counter[str] = Counter()
    cases = [(place, lead, command) for place in PLACES for lead in LEADS for command in COMMANDS]
    for place, lead, command in cases[begin::every]:
        site = copied(whole, folder / "room" / "site")
        before = laid(site, place, lead)
        found = told(lambda command=command, site=site: COMMANDS[command](site))
        counts["tried"] += 1
        case = f"({command}: {place} to a {lead})"
        if found.how:
            counts[f"{found.how.strip().splitlines()[-1]} {case}"] += 1
        elif seen(site.path.parent / "outside") != before:
            counts[f"outside {case}"] += 1
        else:
            counts["nothing outside"] += 1
    return counts


if __name__ == "__main__":
    sys.exit("run python -m tests.hostile")
