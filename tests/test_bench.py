"""`make bench` runs: every kind of work on both of our own rows, with what each changed."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the benchmark reads /proc")


def test_every_kind_of_work_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    run, sites = (importlib.import_module(name) for name in ("run", "sites"))
    monkeypatch.setattr(sites, "CACHE", tmp_path)
    monkeypatch.setattr(sites, "ASIDE", tmp_path / "aside")
    assert run.main(["--sizes", "60", "--runs", "1", "--tools", "jianbao,jianbao-search"]) == 0
    tables = capsys.readouterr().out
    assert tables.count("jianbao-search  ") == 6
    assert (tmp_path / "60" / "jianbao-search" / "output" / "search" / "index.z").exists()
    assert not (tmp_path / "60" / "jianbao" / "output" / "search").exists()
    texts = sorted((tmp_path / "60" / "jianbao" / "content").glob("*/*/a*.md"))
    assert [path.stem for path in texts] == [f"a{number:06d}" for number in range(60)], "left as it was found"
