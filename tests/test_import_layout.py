"""An issue is cut by how its headlines are set alike: whatever mark, number or head it has, no item is lost."""

import pytest

from jianbao.importer.bulletin import Cut, items
from jianbao.importer.items.shapes import is_label, numbered
from jianbao.importer.line.marks import leading, trailing
from jianbao.importer.model import Options
from jianbao.importer.reading import source

NEWS = (
    ("农家书屋添新书", "5月3日，石桥村农家书屋添置图书300册，村民翻看了一个下午。"),
    ("姐妹们学剪纸", "谁说剪纸难？5月9日，镇妇联请来老艺人，教会了42名妇女。"),
    ("门前小路修好了", "坑坑洼洼的小路走了十年。5月20日，村民筹资把它修成了水泥路。"),
)
HEAD = "石桥镇妇联简报\n第6期\n2019年5月30日\n"


def cut(text: str) -> Cut:
    """The items of a text file."""
    return items(source("raw.txt", text.encode()), {}, Options())


def titles(text: str) -> list[str]:
    """The titles of the items of a text file."""
    return [item.title for item in cut(text).items]


@pytest.mark.parametrize(
    "form",
    [
        "▍{title}\n{text}\n",
        "☞ {title}\n{text}\n",
        "◤{title}◢\n{text}\n",
        ">> {title}\n{text}\n",
        "0{n} / {title}\n{text}\n",
        "NO.{n} {title}\n{text}\n",
        "\n{title}\n{text}\n",
        "\n{title}\n{text}\n报送：第{n}村\n",
    ],
)
@pytest.mark.parametrize("rest", ["", "今日天气：多云\n出品 小周\n", "扫一扫，看更多\n乡村振兴 巾帼先行\n\n"])
def test_whatever_mark_and_head_an_issue_has_its_items_are_whole(form: str, rest: str) -> None:
    body = "".join(form.format(n=n, title=title, text=text) for n, (title, text) in enumerate(NEWS, 1))
    made = cut(HEAD + rest + body)
    assert [item.title for item in made.items] == [title for title, _ in NEWS]
    assert [item.date for item in made.items] == ["2019-05-03", "2019-05-09", "2019-05-20"]


def test_lines_of_a_head_that_are_not_understood_are_told() -> None:
    body = "".join(f"▍{title}\n{text}\n" for title, text in NEWS)
    made = cut(HEAD + "今日天气：多云\n" + body)
    assert any("今日天气" in doubt for doubt in made.doubts)
    assert any(dropped.text == "今日天气：多云" for dropped in made.dropped)


def test_headings_inside_one_article_are_no_items() -> None:
    body = "".join(f"▍{title}\n{text}\n" for title, text in NEWS)
    assert titles("石桥镇妇联开展美丽乡村建设活动\n" + body) == ["石桥镇妇联开展美丽乡村建设活动"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("▍标题", "▍"), ("☞ 标题", "☞ "), ("★·★标题", "★·★"), ("“标题”", ""), ("—标题", ""), ("①标题", "")],
)
def test_marks_before_a_headline(text: str, mark: str) -> None:
    assert leading(text) == mark


def test_marks_behind_a_headline() -> None:
    assert (trailing("标题◢"), trailing("标题”"), trailing("标题")) == ("◢", "", "")


def test_names_between_marks_and_numbers() -> None:
    assert is_label("〓 基层快递 〓")
    assert not is_label("“基层快递”")
    assert numbered("03 / 标题")[:2] == ("01/", 3)
    assert numbered("3月3日") == ("", 0, 0)
