"""The sites that are built: folders for each size of corpus, and for each tool the command.

Everything lies below .cache/bench/ and may be deleted at any time. For a corpus of N articles:

    .cache/bench/N/jianbao/   config.yaml, content/ (the corpus, which all tools read), output/
    .cache/bench/N/hugo/      a copy of peers/hugo with a calendar/, public/
    .cache/bench/N/pelican/   a copy of peers/pelican, output/
    .cache/bench/N/assets/    the style sheet of the theme jianbao builds with

jianbao-search is jianbao with its search index, hugo-pagefind and hugo-unrelated-pagefind are hugo and
hugo-unrelated with Pagefind's; each in a folder of its own.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterable, Mapping

import corpus

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / ".cache" / "bench"
ASIDE = CACHE / "aside"
"""What a cold build has to do without, until the end."""
THEME = "ludao"
_HUGOS = ("hugo", "hugo-unrelated", "hugo-pagefind", "hugo-unrelated-pagefind")
TOOLS = ("jianbao", "pelican", "jianbao-search", *_HUGOS)

CONFIG = f"""\
site:
  name: 基准简报
  url: https://bench.example.org/archive/
  description: 基准测试用的简报库
footer:
  sponsor: 基准测试联合会
  organizer: 基准测试办公室
  contact: 0592-0000000
theme: {THEME}
columns: [{", ".join(corpus.COLUMNS)}]
pages:
  list: 50
  feed: 20
  related: 5
  home: 6
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Tool:
    """A generator set up to build one site."""

    name: str
    version: str
    command: tuple[str, ...]
    folder: pathlib.Path
    """Where the command runs."""
    output: pathlib.Path
    state: tuple[pathlib.Path, ...]
    """What, beside the output, has to go before a build is a cold one."""
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def clear(self) -> None:
        """Make the next build a cold one.

        What was there is moved away and stays until the end: ext4 looks at every inode that was deleted within
        the last minutes before it gives a new file its own, and whoever had made the most files paid most.
        """
        aside = ASIDE / str(time.monotonic_ns())
        aside.mkdir(parents=True)
        for folder in (self.output, *self.state):
            if folder.exists():
                folder.rename(aside / f"{folder.parent.name}-{folder.name}")


def tidy() -> None:
    """Delete what cold builds had to do without."""
    shutil.rmtree(ASIDE, ignore_errors=True)


def _python(environment: pathlib.Path) -> pathlib.Path:
    return environment / "bin" / "python"


def install() -> pathlib.Path:
    """A virtual environment with what requirements.lock pins; made anew when the lock changes."""
    environment, lock = CACHE / "venv", HERE / "requirements.lock"
    stamp = environment / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        venv.create(environment, clear=True, with_pip=True)
        pip = [str(_python(environment)), "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
        stamp.write_text(digest)
    return environment


def _digest(size: int, seed: int) -> str:
    """What a corpus depends on: its generator, the archive it draws on, size and seed."""
    state = hashlib.sha256(f"{size} {seed}".encode())
    for path in [HERE / "corpus.py", *sorted(corpus.ARCHIVE.glob("**/*.md"))]:
        state.update(path.read_bytes())
    return state.hexdigest()


def prepare(size: int, *, seed: int = 7) -> pathlib.Path:
    """The folder of a size with an unedited corpus and a fresh copy of every site's sources."""
    base = CACHE / str(size)
    content = base / "jianbao" / "content"
    stamp, digest = base / "corpus.sha256", _digest(size, seed)
    if not stamp.exists() or stamp.read_text() != digest:
        shutil.rmtree(base, ignore_errors=True)
        make_articles(size, content, seed=seed)
        stamp.write_text(digest)
    (base / "jianbao" / "config.yaml").write_text(CONFIG, encoding="utf-8")
    for peer in ("hugo", "pelican"):
        for part in (HERE / "peers" / peer).iterdir():
            _replace(part, base / peer / part.name)
    _replace(ROOT / "themes" / THEME / "static", base / "assets")
    for name in _HUGOS[1:]:
        _replace(base / "hugo", base / name, keep=("public", "cache"))
    for peer in _HUGOS:
        _calendar(content, base / peer / "calendar")
    return base


def make_articles(size: int, content: pathlib.Path, *, seed: int, only: int | None = None) -> None:
    """Write the corpus, or one article of it, in a process of its own.

    A child's ru_maxrss starts from what its parent holds, so the runner must stay small.
    """
    command = [sys.executable, str(HERE / "corpus.py"), str(size), str(content), "--seed", str(seed)]
    if only is not None:
        command += ["--only", str(only)]
    subprocess.run(command, check=True)


def _replace(source: pathlib.Path, target: pathlib.Path, *, keep: Iterable[str] = ()) -> None:
    """Copy a file or folder over whatever stood there, leaving out what is named in `keep`."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", *keep))


def _calendar(content: pathlib.Path, calendar: pathlib.Path) -> None:
    """Titles for the years and months, which Hugo takes for plain folders without an _index.md."""
    shutil.rmtree(calendar, ignore_errors=True)
    for folder in (*content.glob("*"), *content.glob("*/*")):
        if folder.is_dir():
            year, *month = folder.relative_to(content).parts
            title = f"{year}年" + "".join(f"{int(number)}月" for number in month)
            index = calendar.joinpath(year, *month, "_index.md")
            index.parent.mkdir(parents=True, exist_ok=True)
            index.write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _jianbao(base: pathlib.Path, name: str) -> Tool:
    """Both are one site with two outputs, each of which has its own state."""
    site, output = base / "jianbao", base / name / "output"
    jobs = str(len(os.sched_getaffinity(0)))
    version, state = _said(sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
                           "import pathlib, jianbao; from jianbao.cache.state import state_path; "
                           f"print(jianbao.__version__, state_path(*map(pathlib.Path, {[str(site), str(output)]})))"
                           ).split(" ", 1)  # fmt: skip
    command = (sys.executable, str(ROOT / "build.py"), "build", "--site", str(site), "--jobs", jobs)
    command = (*command, "--no-search") if name == "jianbao" else (*command, "--output", str(output))
    return Tool(name, version, command, ROOT, output, tuple(pathlib.Path(state + end) for end in ("", "-wal", "-shm")))


def _hugo(base: pathlib.Path, environment: pathlib.Path, name: str) -> Tool:
    """Hugo's own binary: the Python script around it would only add to what it costs."""
    site = base / name
    binary = next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    version = _said(str(binary), "version").split()[1].split("-")[0].lstrip("v")
    state = (site / "cache", site / "resources")
    command = (str(binary), "--destination", "public", "--cacheDir", str(site / "cache"))
    extra = {"HUGO_PARAMS_RELATED": "false"} if "unrelated" in name else {}
    if name.endswith("pagefind"):
        index = next(environment.glob("lib/python*/site-packages/pagefind_bin_extended/pagefind_extended"))
        version += f" with pagefind {_said(str(index), '--version').split()[-1]}"
        # The whole of an article's text and nothing of the frame, as jianbao's index.
        find = [str(index), "--site", "public", "--root-selector", "main", "--glob", "[0-9]*/**/a*.html"]
        command = ("sh", "-ec", f"{shlex.join(command)}\n{shlex.join(find)}")
    return Tool(name, version, command, site, site / "public", state, extra)


def _pelican(base: pathlib.Path, environment: pathlib.Path) -> Tool:
    site = base / "pelican"
    version = _said(str(environment / "bin" / "pelican"), "--version")
    command = (str(_python(environment)), "-m", "pelican", "--settings", "pelicanconf.py")
    return Tool("pelican", version, command, site, site / "output", (site / "cache",))


def tool(name: str, base: pathlib.Path, environment: pathlib.Path) -> Tool:
    """The tool of that name for the site below `base`."""
    if name.startswith("jianbao"):
        return _jianbao(base, name)
    return _pelican(base, environment) if name == "pelican" else _hugo(base, environment, name)
