"""A site folder to build in a test: small, real, on disk."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jianbao import cli, pipeline
from jianbao.errors import SiteError
from jianbao.pipeline import Memory, Report, Request

NOW = "2026-01-01T12:00"
"""The moment as of which sites are built, so that no test depends on the day it runs."""


@dataclass(frozen=True)
class Site:
    """A site folder; paths are below it, those of articles below its content/."""

    path: Path

    @property
    def output(self) -> Path:
        return self.path / "output"

    def write(self, path: str, text: str | bytes) -> Path:
        """Writes a file, with its folders."""
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def article(
        self, path: str, title: str = "四癌救助", date: str = "2018-04-23", body: str = "正文。\n", **front: Any
    ) -> Path:
        """Writes an article; "" leaves title or date out, a value is YAML as it stands, a list becomes [甲, 乙]."""
        given = {"title": title, "date": date, **front}
        lines = [f"{key}: {_yaml(value)}\n" for key, value in given.items() if value != ""]
        return self.write(f"content/{path}", "---\n" + "".join(lines) + "---\n" + body)

    def issue(
        self, folder: str = "2018/2018-04", title: str = "2018年第4期", date: str = "2018-04", **front: Any
    ) -> Path:
        """Writes an issue's front page."""
        return self.article(f"{folder}/index.md", title, date, **front)

    def remove(self, path: str) -> None:
        (self.path / path).unlink()

    def build(self, memory: Memory | None = None, **options: Any) -> Report:
        """Builds into output/; ``options`` are fields of Request."""
        return pipeline.build(
            Request(**{"site": self.path, "output": self.output, "as_of": NOW, "jobs": 1, "search": False, **options}),
            memory=memory,
        )

    def problems(self, **options: Any) -> list[str]:
        """Builds; the texts of all problems, those that stop the build or those it reports."""
        try:
            return [str(problem) for problem in self.build(**options).problems]
        except SiteError as error:
            return [str(problem) for problem in error.problems]

    def told(self, *options: str) -> str:
        """What an editor reads on a build that is refused: exit code 1, and output/ is as it was."""
        if not (self.output.exists() or self.output.is_symlink()):
            self.write("output/.jianbao", "")
            self.write("output/index.html", "昨天的首页")
        before = self.tree()
        with contextlib.redirect_stderr(io.StringIO()) as shown:
            code = cli.main(["build", "--site", str(self.path), "--as-of", NOW, "--jobs", "1", *options])
        assert (code, self.tree()) == (1, before), shown.getvalue()
        return shown.getvalue()

    def read(self, path: str) -> str:
        """The text of a file below output/; where a headline may be broken says nothing of what it says."""
        return (self.output / path).read_bytes().decode().replace("<wbr>", "")

    def tree(self) -> dict[str, bytes]:
        """Every file below output/: path → bytes."""
        found = (p for p in sorted(self.output.rglob("*")) if p.is_file() or p.is_symlink())
        return {p.relative_to(self.output).as_posix(): p.read_bytes() for p in found}


def _yaml(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
