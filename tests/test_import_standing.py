"""An article that stands in the site is told, in whatever issue; a second import of a file says what of it is new."""

from pathlib import Path

import pytest

from jianbao.importer import standing
from tests.raw import cut
from tests.sites import Site
from tests.test_desk import run, small

HEAD = "海城妇联简报\n2019年第{0}期\n海城市妇联办公室编　2019年{1}\n\n"
ONE = "海城区妇联慰问困难姐妹\n3月15日，海城区妇联走访慰问困难姐妹二十户，送去米面和春联，细问生活上的难处。\n（海城区妇联）\n\n"
TWO = "滨海社区开办缝纫课\n3月21日，滨海社区开办缝纫课，共24人报名，课开到五月底。\n（海城区妇联）\n\n"
THREE = "市妇联举办信息培训班\n4月2日，市妇联举办信息培训班，各区信息员60人参加，讲选题和改稿。\n（市妇联办公室）\n"


def _import(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str], text: str, *words: str
) -> tuple[int, str, str]:
    raw = folder / "raw.txt"
    raw.write_text(text, "utf-8")
    return run(capsys, "import", str(raw), *words, "--site", str(site.path))


def _told(out: str) -> list[str]:
    return [line.strip() for line in out.splitlines() if "已经有了" in line]


def test_an_article_of_another_issue_is_told(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(site)
    assert _told(_import(site, tmp_path, capsys, HEAD.format(3, "3月29日") + ONE + TWO)[1]) == []
    code, out, _ = _import(site, tmp_path, capsys, HEAD.format(4, "4月12日") + THREE + "\n" + TWO)
    assert (code, _told(out)) == (
        0,
        [
            "“滨海社区开办缝纫课”已经有了（content/2019/2019-03/02-bin-hai-she-qu-kai-ban-feng-ren.md），请核对是不是同一篇"
        ],
    )


def test_what_is_new_of_a_file_can_be_imported_by_itself(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refusal names what is there and what is new; its cure works, and makes no article twice."""
    small(site)
    head = HEAD.format(3, "3月29日")
    assert _import(site, tmp_path, capsys, head + ONE)[0] == 0
    code, _, err = _import(site, tmp_path, capsys, head + TWO + ONE)
    assert (code, err.partition(" ")[2]) == (
        2,
        "错误[import-issue] 看来已经导入过：“海城区妇联慰问困难姐妹”"
        "（content/2019/2019-03/01-hai-cheng-qu-fu-lian-wei-wen.md）已经有了，“滨海社区开办缝纫课”是新的\n"
        "    只要新的，把它们另存成一个文件，加 --issue 2019-03 导入；要重来，先移开已经有的\n",
    )
    code, out, _ = _import(site, tmp_path, capsys, head + TWO, "--issue", "2019-03")
    assert (code, _told(out)) == (0, [])
    assert sorted(p.name[:2] for p in (site.path / "content/2019/2019-03").glob("0*.md")) == ["01", "02"]


def test_another_article_of_the_same_name_is_not_told_to_be_there(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small(site)
    head = HEAD.format(3, "3月29日")
    assert _import(site, tmp_path, capsys, head + TWO)[0] == 0
    other = "滨海社区开办缝纫课\n3月28日，社区又在新村小区添了一个班，请来两位老裁缝轮流教。\n"
    code, _, err = _import(site, tmp_path, capsys, head + other, "--issue", "2019-03")
    assert (code, err.partition(" ")[2]) == (
        2,
        "错误[import-issue] 这篇与要写的文章同名，不是同一篇\n    另起一期用 --issue，或先给它改名\n",
    )


@pytest.mark.parametrize(
    ("article", "known"),
    [
        ("---\ntitle: 海城区妇联慰问困难姐妹\ndate: 2019-03-15\n---\n\n另写的一段。\n", True),
        ('---\ntitle: "海城区妇联慰问困难姐妹"\ndate: 2019-03-15 08:00\n---\n\n另写的一段。\n', True),
        ("---\ntitle: 海城区妇联慰问困难姐妹\ndate: 2018-03-15\n---\n\n另写的一段。\n", False),
        (
            "---\ntitle: 春风送到家\n---\n\n3月15日，海城区妇联走访慰问困难姐妹二十户,送去米面和春联,细问生活上的难处。\n",
            True,
        ),
        ("---\ntitle: 春风送到家\n---\n\n3月15日，海城区妇联走访慰问困难姐妹二十户。\n", False),
        ("海城区妇联慰问困难姐妹 2019-03-15", False),
    ],
)
def test_of_the_same_title_and_day_or_of_the_same_body(article: str, known: bool) -> None:
    """A title comes again each year; a check may have changed the marks of a body."""
    made = cut(HEAD.format(3, "3月29日") + ONE + TWO)
    assert standing.found(made.items, [("content/a.md", article)]) == ({0: "content/a.md"} if known else {})
