"""The repository itself: what must not be committed, and what must stay true of its own files."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import jianbao
from jianbao.cache import program
from tools.module_lines import too_long

ROOT = Path(__file__).resolve().parent.parent

PUBLIC_FOLDERS = {"/", "/tmp", "/home", "/mnt", "/opt", "/srv", "/usr", "/usr/src", "/var"}
"""Folders that may be named in a document although a checkout lies in them."""

GIT = ("git", "-c", "safe.directory=*")
"""git that only reads, also in a clone that belongs to somebody else."""

CLIENTS = ("PIP_", "UV_", "NPM_CONFIG_")

PRIVATE_PATH = re.compile(r"/hom[e]/\w+/|/User[s]/\w+/|/roo[t]/|\b[A-Z]:\\User[s]\\")


def committed() -> list[Path]:
    """Every file that is tracked, or would be by `git add .`."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run(
        [*GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The committed text files by their path; what is not UTF-8 is not text."""
    found = {}
    for path in committed():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def output_of(*command: str) -> str:
    """What a command prints, "" when it is not there or fails."""
    if shutil.which(command[0]) is None:
        return ""
    answer = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=Path.home())
    return answer.stdout if answer.returncode == 0 else ""


def registry_hosts() -> set[str]:
    """The hosts this machine fetches packages from, as its clients tell; none stands here."""
    told = [
        output_of(sys.executable, "-m", "pip", "config", "list"),
        output_of("npm", "config", "get", "registry"),
        *(value for key, value in os.environ.items() if key.upper().startswith(CLIENTS)),
    ]
    try:
        from pip._internal.models.index import PyPI
    except ImportError:
        pass
    else:
        told += [PyPI.url, f"https://{PyPI.file_storage_domain}/"]
    sources = [Path("/etc/apt/sources.list"), *Path("/etc/apt").glob("sources.list.d/*")]
    told += [path.read_text("utf-8", "replace") for path in sources if path.is_file()]
    hosts = {urlsplit(url).hostname or "" for url in re.findall(r"https?://[^\s'\"\]]+", "\n".join(told))}
    return {host for host in hosts if "." in host and not re.fullmatch(r"[\d.]+", host)}


def test_every_source_is_linted() -> None:
    """An exclusion by the name of a folder once took two rooms of the program with it."""
    shown = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--show-files", "."],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.splitlines()
    linted = {Path(path).resolve() for path in shown}
    assert [p for p in committed() if p.suffix == ".py" and p.exists() and p.resolve() not in linted] == []


def test_no_registry_is_named() -> None:
    """Each machine has its own way to the packages: no host, no index option."""
    hosts = registry_hosts()
    assert hosts, "pip is here, so at least its own default is known"
    wanted = "|".join(map(re.escape, sorted(hosts)))
    pattern = re.compile(rf'{wanted}|--(?:extra-)?index-ur[l]|"resolved":\s*"http')
    found = {name: hit[0] for name, text in texts().items() if (hit := pattern.search(text))}
    assert found == {}


def test_no_path_of_a_machine_is_named() -> None:
    """No committed file names this checkout, what lies beside it, or anybody's home."""
    here = {str(ROOT), str(Path.home())}
    if str(ROOT.parent) not in PUBLIC_FOLDERS:
        here |= {str(neighbour) for neighbour in ROOT.parent.iterdir()}
    paths = "|".join(map(re.escape, sorted(here - PUBLIC_FOLDERS)))
    pattern = re.compile(rf"{PRIVATE_PATH.pattern}|(?<![\w.])(?:{paths})(?![\w-])")
    found = {name: hit[0] for name, text in texts().items() if (hit := pattern.search(text))}
    assert found == {}


def locked() -> dict[str, str]:
    """The lock's entries, one for each package: canonical name → the whole entry."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", "")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {canonicalize_name(re.split(r"[=\s]", entry)[0]): entry for entry in entries}


def test_the_lock_pins_and_hashes_every_package() -> None:
    """pip installs exactly these files, from whatever index it is set to."""
    form = re.compile(r"[\w.-]+==[\w.+!]+( ;[^\\]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in locked().values() if not form.fullmatch(entry)] == []
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_the_lock_covers_pyproject() -> None:
    """Whoever changes a dependency runs `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    versions = {name: entry.split("==")[1].split()[0] for name, entry in locked().items()}
    missing = []
    for requirement in map(Requirement, wanted):
        version = versions.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            missing.append(f"{requirement}: locked {version}")
    assert missing == []


def test_every_make_target_is_documented() -> None:
    """A target that `make help` does not list is a target nobody finds."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(" ".join(re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)).split())
    rules = set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE))
    shown = output_of("make", "-s", "-C", str(ROOT), "help")
    listed = dict(re.findall(r"^  make (\S+) +(\S.*)$", shown, re.MULTILINE))
    assert phony == rules == set(listed)
    assert {"site", "serve", "test", "check"} <= phony


def test_no_module_has_two_subjects() -> None:
    """A module of jianbao has at most 350 lines."""
    assert too_long() == []


def test_no_hall_is_too_large_to_find_anything_in() -> None:
    """A room has at most twenty-five modules side by side; what is more has rooms of its own."""
    halls = {p.parent for p in (ROOT / "jianbao").rglob("*.py")}
    assert {h.name: n for h in halls if (n := sum(p.name != "__init__.py" for p in h.glob("*.py"))) > 25} == {}


def test_the_house_stays_one_that_can_be_learned() -> None:
    """Fewer than twenty rooms, and at most thirty entries in all."""
    entries = [p for p in (ROOT / "jianbao").iterdir() if p.name not in ("__pycache__", "__init__.py", "__main__.py")]
    rooms = [p for p in entries if p.is_dir() and any(p.rglob("*.py"))]
    assert (len(rooms) < 20, len(entries) <= 30) == (True, True), (len(rooms), len(entries))
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    assert (len(floors["layers"]) <= 10, floors["exhaustive_ignores"]) == (True, ["__main__"])


def headings(name: str) -> list[int]:
    """How many headings of levels 1 to 6 a Markdown file has, code blocks left out."""
    text = (ROOT / name).read_text("utf-8")
    prose = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#{1,6}) ", prose, re.MULTILINE)]
    return [levels.count(level) for level in range(1, 7)]


def test_the_readmes_are_of_one_shape() -> None:
    """README.md and README.zh-CN.md tell the same: as many headings of each level."""
    assert headings("README.zh-CN.md") == headings("README.md")
    assert headings("README.md")[0] == 1


def test_the_program_s_version_is_of_all_that_makes_a_page() -> None:
    """What pipeline.py imports, and what that imports, and so on: a change in any of it makes every page again."""
    package = Path(jianbao.__file__).parent
    leads: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "jianbao":
                inner = str(node.module).split(".")[1:2] or [name.name for name in node.names]
                leads.setdefault(room, set()).update(inner)
    rooms, waiting = {"pipeline"}, ["pipeline"]
    while waiting:
        new = leads.get(waiting.pop(), set()) - rooms
        rooms |= new
        waiting += new
    assert sorted(program.MAKING) == sorted(
        room for room in rooms if (package / room).exists() or (package / f"{room}.py").exists()
    )
    assert len({program.version(), program.version("check"), program.version("channel")}) == 3
