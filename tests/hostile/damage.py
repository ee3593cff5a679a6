"""A .cache with turned bits, cut files and other machines' leftovers: the site that is built is the right one."""

import contextlib
import io
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from jianbao import cli
from jianbao.cache.state import State, state_path
from tests.hostile.apart import told
from tests.sites import NOW, Site
from tests.small import small

KINDS = ("flip", "flips", "zero", "cut", "swap")
EDITED = "content/2018/2018-04/jiuzhu.md"


def base(folder: Path) -> Site:
    """A site with pictures and search, built and looked at, so that .cache/ has one of everything."""
    site = small(Site(folder))
    made = io.BytesIO()
    Image.effect_noise((300, 200), 40).save(made, "PNG")
    site.write("content/2018/2018-04/zhaopian.png", made.getvalue())
    site.article("2018/2018-04/tu.md", "有照片的一篇", "2018-04-20", "照片。\n\n![照片](zhaopian.png)\n", column="要闻")
    run(site, "build")
    run(site, "check")
    return site


def run(site: Site, *words: str) -> tuple[int, str]:
    """A command in this process: its exit code and what it said."""
    options = {"build": ("--as-of", NOW, "--jobs", "1")}.get(words[0], ())
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(said):
        code = cli.main([*words, "--site", str(site.path), *options])
    return code, said.getvalue()


def edit(site: Site) -> None:
    path = site.path / EDITED
    path.write_text(path.read_text("utf-8").replace("15人", "16人"), "utf-8")


def damaged(path: Path, kind: str, chance: random.Random) -> None:
    """Does something to a file's bytes."""
    data = bytearray(path.read_bytes())
    if not data:
        return
    at = chance.randrange(len(data))
    if kind == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "flips":
        for _ in range(chance.randrange(2, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == "zero":
        data[at : at + 512] = bytes(len(data[at : at + 512]))
    elif kind == "cut":
        del data[at:]
    else:
        other = chance.randrange(len(data))
        data[at : at + 64], data[other : other + 64] = data[other : other + 64], data[at : at + 64]
    path.write_bytes(bytes(data))


def campaign(folder: Path, tries: int, seed: int = 1) -> Counter[str]:
    """Counts by outcome: ``right`` (and ``told``), or what went wrong with the case that shows it."""
    chance = random.Random(seed)
    whole = base(folder / "base")
    left = with_log(whole, folder / "left")
    edited = copied(whole, folder / "edited")
    edit(edited)
    shutil.rmtree(edited.path / ".cache")
    shutil.rmtree(edited.output)
    run(edited, "build")
    expected = {False: whole.tree(), True: edited.tree()}
    counts: Counter[str] = Counter()
    for number in range(tries):
        site = copied(left if number % 3 == 2 else whole, folder / "try")
        files = sorted(p for p in (site.path / ".cache").rglob("*") if p.is_file() and p.stat().st_size)
        path = files[number % len(files)] if number % 2 else site.path / ".cache" / "jianbao.sqlite"
        kind = KINDS[number % len(KINDS)]
        damaged(path, kind, chance)
        changed = chance.random() < 0.7
        if changed:
            edit(site)
        counts[outcome(site, expected[changed], f"{number} {kind} {path.relative_to(site.path)} edit={changed}")] += 1
        counts["tried"] += 1
    return counts


def outcome(
    site: Site, expected: dict[str, bytes], case: str, words: tuple[str, ...] = ("build", "check", "build")
) -> str:
    """What becomes of a damaged cache: every command in turn, then the pages."""

    def work() -> tuple[list[int], str, str]:
        codes, said = [], ""
        for word in words:
            code, text = run(site, word)
            codes.append(code)
            said += text
        tree = site.tree()
        wrong = sorted(k for k in expected.keys() | tree.keys() if expected.get(k) != tree.get(k))
        return codes, said, " ".join(wrong[:5])

    found = told(work)
    if found.how:
        return f"{found.how.strip().splitlines()[-1]} ({case})"
    codes, said, wrong = found.value
    if "Traceback" in said:
        return f"traceback {said.strip().splitlines()[-2]} ({case})"
    if wrong:
        return f"wrong {wrong} ({case})"
    if codes[0] or codes[-1]:
        return f"code {codes} {said[-200:]} ({case})"
    return "told" if "cache-forgotten" in said else "right"


def copied(site: Site, folder: Path) -> Site:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.path, folder, symlinks=True)
    return Site(folder)


def with_log(site: Site, folder: Path) -> Site:
    """The same with what a killed build leaves: a log beside the state."""
    made = copied(site, folder)
    path = state_path(made.path, made.output)
    db = sqlite3.connect(path)
    db.execute("BEGIN")
    db.execute("DELETE FROM word")
    db.execute("COMMIT")
    kept = {name: Path(f"{path}{name}").read_bytes() for name in ("", "-wal", "-shm")}
    db.close()
    for name, data in kept.items():
        Path(f"{path}{name}").write_bytes(data)
    return made


def foreign(folder: Path, change: Callable[[Path], object]) -> str:
    """A cache of another version, machine or site: ``change`` makes it one."""
    site = base(folder / "foreign")
    change(site.path / ".cache")
    expected = site.tree()
    return outcome(site, expected, "foreign")


__all__ = ["State", "campaign", "foreign"]
