"""`check --fix` mends what the build's own message says how to write: anchors, case of paths, two columns."""

from pathlib import Path

import pytest

from jianbao import cli
from jianbao.check import mechanical
from jianbao.errors import Level, Problem
from tests.small import PHOTO


def test_a_site_s_dead_links_and_second_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All at once; what could mean something else stays, and is still told."""
    head = "---\ntitle: {0}\ndate: 2018-04-0{1}\n{2}---\n"
    texts = {
        "config.yaml": "columns: [要闻, 活动]\n",
        "content/2018/jia.md": head.format("甲", 1, "categories:\n- 要闻\n- 节日\ntags: [妇女节]\n")
        + "[一](yi.md#小标题)、[二](YI.md)、![三](Tu.jpg)、[四](#没有的东西)。\n",
        "content/2018/yi.md": head.format("乙", 2, "column: [要闻, 节日]\n") + "## 小，标题\n\n正文。\n",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "content/2018/tu.jpg").write_bytes(PHOTO)
    cli.main(["check", "--fix", "--site", str(tmp_path)])
    one = (tmp_path / "content/2018/jia.md").read_text("utf-8")
    assert "\ncategories: 要闻\ntags: [妇女节, 节日]\n---\n" in one
    assert "[一](yi.md#小-标题)、[二](yi.md)、![三](tu.jpg)、[四](#没有的东西)。" in one
    assert "\ncolumn: 要闻\ntags: [节日]\n---\n" in (tmp_path / "content/2018/yi.md").read_text("utf-8")
    told = capsys.readouterr().out
    assert "broken-anchor" in told
    assert "two-columns" not in told


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("tags:\n  - 甲\ncategories: [要闻, 乙]\n", "tags:\n  - 甲\n  - 乙\ncategories: 要闻\n"),
        ("categories: [要闻, 乙]\ntags: []\n", "categories: 要闻\ntags: [乙]\n"),
        ("categories: [要闻, 乙]\ntags: 甲, 丙\n", "categories: [要闻, 乙]\ntags: 甲, 丙\n"),
        ("categories: [要闻, 乙]\ntags: [乙]\n", "categories: 要闻\ntags: [乙]\n"),
    ],
)
def test_a_second_column_becomes_a_tag_in_the_file_s_own_hand(front: str, expected: str) -> None:
    text = f"---\ntitle: 甲\n{front}---\n正文\n"
    message = "一篇文章只属于一个栏目，采用“要闻”，没有采用“乙”"
    problem = Problem("content/a.md", 3, 1, Level.WARNING, "two-columns", message)
    made = text
    for edit in reversed(mechanical.edits(text, [problem])):
        made = made[: edit.start] + edit.new + made[edit.end :]
    assert made == f"---\ntitle: 甲\n{expected}---\n正文\n"
