"""One value of a front matter is changed, and no other byte: property tests, and every front matter that ships.

What surrounds the value is known to the test, byte for byte, because the test has put it there.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.content import editing, replacing
from jianbao.content.editing import EditError
from jianbao.yaml import document, writing

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = int(os.environ.get("JIANBAO_EXAMPLES", "300"))

_WORDS = st.text(
    st.sampled_from("妇联工作简报，。：；“”（）、《》 abcXYZ019-_#:[]{}'\"\\,&*!|>%@`~?=/—…\u3000é😀"),
    min_size=1,
    max_size=24,
).map(lambda text: " ".join(text.split()))
TEXTS = _WORDS.filter(bool)
BEFORE = (
    "# 一行注释 --- 不是边界\n",
    "weird: {a: [1, 'x'], b: \"y: z\"}   # 尾注\n",
    "layout:   post\n",
    "other: >-\n  折行的\n  文字\n\n# 夹在中间\n",
    "plain: 字\n\n\n",
    "list:\n- 甲  # 一\n-   '乙'\n# 尾\n",
    "'quoted key' : \"\\u4e2d\"\n",
)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


WRITTEN = (
    ("plain", lambda text: text),
    ("double", writing.quoted),
    ("single", _single),
    ("folded", lambda text: f">-\n    {text}"),
    ("literal", lambda text: f"|\n    {text}\n"),
    ("next line", lambda text: f"\n  {writing.quoted(text)}"),
)


@st.composite
def fronts(draw: st.DrawFn) -> tuple[str, str, str, str, str]:
    """(what stands before the value, the value as written, what follows it, line end, mark)."""
    before = "".join(draw(st.lists(st.sampled_from(BEFORE), unique=True, max_size=4)))
    after = "".join(
        draw(
            st.lists(st.sampled_from(BEFORE), unique=True, max_size=4).map(lambda b: [x for x in b if x not in before])
        )
    )
    kind, write = draw(st.sampled_from(WRITTEN))
    text = draw(TEXTS if kind != "plain" else TEXTS.filter(lambda t: writing.plain(t, flow=False)))
    tail = "\n" if kind in ("folded", "literal") else draw(st.sampled_from(("\n", "  # 注\n", " \n", "\n\n# 段\n")))
    key = draw(st.sampled_from(("title: ", "标题:   ", "Title: ")))
    written = write(text)
    if written.startswith("\n"):
        key = key.rstrip()
    body = draw(st.sampled_from(("", "正文。\n", "---\n又一行\n", "没有换行")))
    ends = draw(st.sampled_from(("\n", "\r\n", "\r")))
    mark = draw(st.sampled_from(("", "\ufeff")))
    return f"---\n{before}{key}", written, f"{tail}{after}---\n{body}", ends, mark


def _file(text: str, ends: str, mark: str) -> bytes:
    return (mark + text.replace("\n", ends)).encode()


@settings(max_examples=EXAMPLES, deadline=None)
@given(fronts(), TEXTS)
def test_a_text_is_changed_and_no_other_byte(front: tuple[str, str, str, str, str], new: str) -> None:
    """Before and behind the value every byte is as it was, in any quoting, with any line ends; it is read as given."""
    before, written, after, ends, mark = front
    data = _file(before + written + after, ends, mark)
    made = editing.changed(data, {"title": new})
    head, tail = _file(before, ends, mark), _file(after, ends, "")
    assert made.startswith(head)
    assert made.endswith(tail)
    text = made.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    read = document.parse(text.split("---\n", 1)[1].split("\n---\n")[0], "")
    found = next(node.text for name, node in read.items if name.text.lower() in ("title", "标题"))
    assert " ".join(found.split()) == new
    written_as = made[len(head) : len(made) - len(tail)].decode()
    if written[:1] in "'>|":
        assert written_as[:1] == written[:1]  # the kind of quotes stays


_LISTS = st.lists(
    st.sampled_from(["妇联", "家庭教育", "a b", "维权，服务", "x", "y: z", "12"]), unique=True, max_size=5
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    _LISTS.filter(bool),
    _LISTS,
    st.sampled_from(("flow", "spaced", "block", "indented", "comments")),
    st.sampled_from(("\n", "\r\n")),
)
def test_a_list_is_changed_item_by_item(old: list[str], new: list[str], form: str, ends: str) -> None:
    """Items that stay keep their bytes, comments included; the list is read as given, and around it nothing changes."""
    items = [f"'{item}'" for item in old]
    if form in ("flow", "spaced"):
        value = " [" + (", " if form == "flow" else " ,  ").join(items) + "]"
    else:
        dash = "\n- " if form == "block" else "\n  -  "
        value = "".join(dash + item + (f"  # {n}" if form == "comments" else "") for n, item in enumerate(items))
    head, tail = "---\ntitle: 题\n", "\n# 后面\nweird: 1\n---\n正文\n"
    made = editing.changed(_file(f"{head}tags:{value}{tail}", ends, ""), {"tags": new})
    assert made.startswith(_file(head, ends, ""))
    assert made.endswith(_file(tail.lstrip("\n"), ends, ""))
    text = made.decode().replace("\r\n", "\n")
    read = dict((n.text, v) for n, v in document.parse(text.split("---\n")[1], "").items)
    found = read.get("tags", document.Sequence((), 0, 0))
    assert [item.text for item in getattr(found, "items", ())] == new
    for n, item in enumerate(old):
        if item in new and [i for i in new if i in old] == [i for i in old if i in new]:
            assert (f"'{item}'" + (f"  # {n}" if form == "comments" else "")) in text


ENTRIES = [
    # (front matter, key, value, front matter then)
    ("title: 甲\n", "date", "2018-04", "title: 甲\ndate: 2018-04\n"),
    ("title: 甲\ncolumn: 要闻\n", "date", "2018-04-23", "title: 甲\ndate: 2018-04-23\ncolumn: 要闻\n"),
    ("title: 甲\ndraft: true # 待审\n", "draft", "false", "title: 甲\ndraft: false # 待审\n"),
    ("title: 甲\npublished: true\n", "draft", "true", "title: 甲\npublished: false\n"),
    ("title: 甲\nsubtitle: 乙\n", "subtitle", "", "title: 甲\n"),
    ("title: 甲\nsubtitle: 乙 # 留\n", "subtitle", "", "title: 甲\nsubtitle:  # 留\n"),
    ("title: 甲\ntags:\n# 说明\n- 乙\n# 尾\n- 丙\n", "tags", [], "title: 甲\ntags:\n# 说明\n# 尾\n"),
    ("title: 甲\ntags: 乙\n", "tags", ["乙", "丙"], "title: 甲\ntags: [乙, 丙]\n"),
    ("title: 甲\ncategories:\n  - 旧\n  - 二\n", "column", "要闻", "title: 甲\ncategories:\n  - 要闻\n  - 二\n"),
    ("{title: 甲, tags: [乙]}\n", "date", "2018-04", "{title: 甲, tags: [乙], date: 2018-04}\n"),
    ('{"title": "甲", "x": 1}\n', "title", "乙", '{"title": "乙", "x": 1}\n'),
    ("  title: 甲\n  x: 1\n", "date", "2018", "  title: 甲\n  date: 2018\n  x: 1\n"),
    ("", "title", "甲", "title: 甲\n"),
    ("title:\ndate: 2018\n", "title", "甲", "title: 甲\ndate: 2018\n"),
    ("title: 甲\nupdates:\n- {date: 2018-05-02, text: 一}  # 注\n", "updates",
     [{"date": "2018-05-02", "text": "一"}, {"date": "2018-05-03", "text": "二, 三"}],
     'title: 甲\nupdates:\n- {date: 2018-05-02, text: 一}  # 注\n- {date: 2018-05-03, text: "二, 三"}\n'),
    ("title: 甲\n", "updates", [{"date": "2018-05-02", "text": "一"}],
     "title: 甲\nupdates:\n  - {date: 2018-05-02, text: 一}\n"),
    ("title: 甲\norigin: 新华社\n", "origin", {"name": "新华社", "url": "https://x.cn/?a=b"},
     'title: 甲\norigin: {name: 新华社, url: https://x.cn/?a=b}\n'),
    ("title: 甲\nauthor: [乙, 丙]\n", "author", "乙、丁", "title: 甲\nauthor: [乙, 丁]\n"),
    ("title: 甲\npublish: 2018-04-23 09:30\n", "publish", "2018-04-24 10:00", "title: 甲\npublish: 2018-04-24 10:00\n"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "key", "value", "then"), ENTRIES, ids=range(len(ENTRIES)))
def test_entries_come_change_and_go(head: str, key: str, value: replacing.Value, then: str) -> None:
    """A new entry stands where custom puts it; one without a value goes, its comment does not."""
    assert editing.changed(f"---\n{head}---\n正文\n".encode(), {key: value}) == f"---\n{then}---\n正文\n".encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no front matter", "文件开头没有"),
        ("---\ntitle：甲\n---\n".encode(), "文件头有错"),
        ("---\ntitle: &a 甲\n---\n".encode(), "文件头有错"),
        ("---\ntitle: 甲\n---\n".encode("gb18030"), "不是 UTF-8"),
        ("---\ntitle: {a: 甲}\n---\n".encode(), "写法特殊"),
    ],
)
def test_what_cannot_be_read_is_not_changed(data: bytes, message: str) -> None:
    with pytest.raises(EditError, match=message):
        editing.changed(data, {"title": "乙"})


def test_every_front_matter_that_ships() -> None:
    """Title, date and tags of each shipped article, one value a time: the rest of the file is the same."""
    files = sorted((ROOT / "content").rglob("*.md"))
    assert len(files) > 20
    for file in files:
        data = file.read_bytes()
        for key, value in (("title", "改过的题：一"), ("date", "2018-04"), ("tags", ["妇联", "新标签"])):
            assert others(editing.changed(data, {key: value}), key) == others(data, key)


def others(data: bytes, key: str) -> list[bytes]:
    """A file's lines, those of one entry left out."""
    lines = data.split(b"\n")
    starts = [n for n, line in enumerate(lines) if line.startswith(key.encode() + b":")]
    if not starts:
        return lines
    end = starts[0] + 1
    while lines[end].startswith((b" ", b"-")) and not lines[end].startswith(b"---"):
        end += 1
    return lines[: starts[0]] + lines[end:]
