"""Every command that writes, killed before and after each change that it makes to the disk: no half state is left.

After a kill whatever command comes next finds content/ as it was before, or as it is to be; and the killed command,
run again, ends as if it had never been killed.
"""

import contextlib
import io
import shutil
from collections import Counter
from pathlib import Path

from jianbao import cli
from tests.hostile.damage import copied, edit, run
from tests.hostile.links import RAW
from tests.killed import Killed, killing
from tests.sites import Site
from tests.small import small

TEXT = "4月23日，市妇联　开展《《活动，大家 “很满意”。\n"


def base(folder: Path) -> Site:
    site = small(Site(folder / "site"))
    for number in range(4):
        site.article(f"2018/2018-04/cuo{number}.md", f"第{number}篇", "2018-04-20", TEXT, column="要闻")
    site.article("2018/2018-03/lian.md", "链接", "2018-03-09", "见[救助](../2018-04/jiuzhu.md)。\n", column="要闻")
    (folder / "raw.txt").write_text(RAW + RAW.replace("走进社区送法律", "走进校园送法律"), "utf-8")
    run(site, "build")
    run(site, "list")
    return site


def _words(site: Site) -> dict[str, tuple[str, ...]]:
    raw = str(site.path.parent / "raw.txt")
    return {
        "new": ("new", "市妇联开会", "--issue", "2019-03", "--name", "kaihui"),
        "new in an issue": ("new", "市妇联开会", "--issue", "2018-04", "--name", "kaihui", "--date", "2018-04-25"),
        "new issue": ("new", "--issue", "2019-05"),
        "import": ("import", raw, "--issue", "2019-03", "--date", "2019-03"),
        "import into an issue": ("import", raw, "--issue", "2018-04", "--date", "2018-04"),
        "withdraw": ("withdraw", "content/2018/2018-04/jiuzhu.md", "--reason", "重复"),
        "move": ("move", "content/2018/2018-04/jiuzhu.md", "--issue", "2017-12"),
        "check": ("check", "--fix"),
        "build": ("build",),
        "build --clean": ("build", "--clean"),
    }


COMMANDS = tuple(_words(Site(Path())))


def content(site: Site) -> dict[str, bytes]:
    """Every file of content/ that an editor would see."""
    root = site.path / "content"
    found = (p for p in sorted(root.rglob("*")) if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def killed(site: Site, words: tuple[str, ...], at: int | None) -> tuple[int, bool]:
    """(points passed, whether it was killed) of a command in this process."""
    silent = contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO())
    with killing(at) as points, contextlib.suppress(Killed), silent[0], silent[1]:
        options = ("--jobs", "1", "--as-of", "2026-01-01T12:00") if words[0] == "build" else ()
        cli.main([*words, "--site", str(site.path), *options])
    return len(points.passed), points.hit


def campaign(folder: Path, every: int = 1, begin: int = 0, names: tuple[str, ...] = COMMANDS) -> Counter[str]:
    """Counts by outcome, of each ``every``-th point of each command."""
    whole = base(folder / "base")
    counts: Counter[str] = Counter()
    for name in names:
        done = room(whole, folder / "done", name)
        total, _ = killed(done, _words(done)[name], None)
        run(done, "build", "--clean")
        before, after, pages = content(whole if "build" not in name else done), content(done), done.tree()
        for at in range(begin % every, total, every):
            site = room(whole, folder / "room", name)
            _, hit = killed(site, _words(site)[name], at)
            counts["killed" if hit else "not reached"] += 1
            counts[outcome(site, name, before, after, pages, f"({name} at {at})")] += 1
    return counts


def room(whole: Site, folder: Path, name: str) -> Site:
    """A copy in which the command has something to do."""
    made = copied(whole, folder / "site")
    shutil.copy(whole.path.parent / "raw.txt", folder / "raw.txt")
    if "build" in name:
        edit(made)
        (made.path / "content/2017/2017-12/nianzhong.md").unlink()
    return made


def room_of(site: Site) -> Site:
    """A copy of what a kill has left."""
    made = copied(site, site.path.parent / "other" / "site")
    shutil.copy(site.path.parent / "raw.txt", made.path.parent / "raw.txt")
    return made


def outcome(
    site: Site,
    name: str,
    before: dict[str, bytes],
    after: dict[str, bytes],
    pages: dict[str, bytes],
    case: str,
) -> str:
    other = room_of(site)
    run(other, "list")
    now = content(other)
    files = all(now.get(k) in (before.get(k), after.get(k)) for k in now.keys() | before.keys() | after.keys())
    together = now in (before, after) or name == "check"
    if not files or not together:
        return f"half {sorted(now.keys() ^ after.keys())} {case}"
    words = _words(site)[name]
    code, said = run(site, *words)
    if content(site) != after:
        return f"not the same again: {said[-200:]} {case}"
    # Killed after its act, a command finds at the second time that what it would make is there, and says so.
    done = now == after and code == 2 and words[0] in ("new", "import")
    if "Traceback" in said or (code and words[0] in ("new", "import", "build") and not done):
        return f"code {code}: {said[-200:]} {case}"
    run(site, "build")
    return "whole" if site.tree() == pages else f"pages {case}"
