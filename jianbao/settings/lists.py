"""The lists of data/ that an office keeps: what each is called, and what one of its entries consists of.

``lists`` of config.yaml says which of them are edited on the editor's screen. Refused: names that are none of these.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jianbao.errors import suggestion
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node


class Field(NamedTuple):
    """A value of an entry: ``form`` is ``text``, ``list`` (of texts) or ``records`` (whose parts are ``parts``)."""

    key: str
    """"" where the entry's value is this alone."""
    title: str
    form: str
    parts: tuple[tuple[str, str], ...] = ()
    """(key, title) of the texts that a record consists of."""


class Shape(NamedTuple):
    """One list: entries by name with ``fields`` each; without any field a plain list of names."""

    title: str
    about: str
    """What an officer has to know before adding one."""
    name: str
    """What an entry's name is."""
    fields: tuple[Field, ...] = ()
    within: str = ""
    """The key of the file below which the entries stand; "" when they are the file."""
    single: bool = False
    """Whether an entry is its one field, and no group of values."""


_FIGURE = 12
"""Characters of a key figure."""
_WORDS = (Field("", "别的说法", "list"),)
_PARTS = (
    ("post", "职务"),
    ("organisation", "单位"),
    ("from", "开始"),
    ("to", "结束"),
    ("first", "最早见到"),
    ("last", "最晚见到"),
)
SHAPES: Mapping[str, Shape] = {
    "departments": Shape(
        "部门和单位",
        "文章“来源”的规范写法；别的写法，导入和检查时都归到它。",
        "规范写法",
        (Field("full", "全称", "text"), Field("aliases", "别的写法", "list"), Field("kind", "种类", "text")),
    ),
    "people": Shape(
        "人物和职务",
        "用来核对文章里的姓名和职务。以简报或正式文件为据，确知的才写；在任的不写结束。",
        "姓名",
        (Field("posts", "职务", "records", _PARTS),),
    ),
    "columns": Shape(
        "栏目说明",
        "每个栏目写给读者的一句话。有哪些栏目，由网站的设置决定。",
        "栏目",
        (
            Field("description", "说明", "text"),
            Field("keywords", "关键词", "list"),
            Field("promise", "最多隔几天更新", "text"),
        ),
    ),
    "topics": Shape(
        "专题",
        "首页上列出的标签和一句说明，要与文章的标签一字不差。",
        "标签",
        (Field("", "说明", "text"),),
        single=True,
    ),
    "figures": Shape(
        "首页的数字",
        "首页上的几个数字，最多12个字，要在档案里有出处。",
        "说明",
        (Field("", "数字", "text"),),
        single=True,
    ),
    "synonyms": Shape(
        "同义词", "读者搜一个说法，写成别的说法的也能找到。意思真正相同的才写。", "词", _WORDS, single=True
    ),
    "brands": Shape(
        "品牌和专有名称", "常放在引号里的名称；只差一两个字的，检查时会问是不是写错了。", "名称", within="names"
    ),
    "hotlines": Shape("公开的热线", "像手机号、可以公开的热线，检查时放过。", "号码", within="numbers"),
    "districts": Shape("地名", "文章里的地名归到哪个区。", "区", (Field("aliases", "别的写法", "list"),)),
}
TITLES = {name: shape.title for name, shape in SHAPES.items()} | {
    "suggest": "导入时的建议",
    "words": "常用词",
    "leaders": "领导职务",
    "pinyin": "读音更正",
}
"""File of data/ → what an officer calls it."""


def read(reader: Reader, node: Node) -> tuple[str, ...]:
    """The lists that may be edited on the screen, in the order of config.yaml."""
    found = []
    for name, item in reader.names(node, "lists"):
        if name in SHAPES:
            found.append(name)
        else:
            hint = suggestion(name, SHAPES) or f"可用：{'、'.join(SHAPES)}"
            reader.add(item, "config-lists", f"编辑屏幕上没有“{name}”这份名单", hint)
    return tuple(found)


def figures(reader: Reader, site: Path) -> tuple[tuple[str, str], ...]:
    """What data/figures.yaml says: what is counted, and the figure."""
    found = []
    for name, node in reader.items(site / "data/figures.yaml"):
        value = (reader.text(node, name.text) or "").strip()
        if len(value) > _FIGURE:
            message = f"“{name.text}”的数字“{value}”有{len(value)}个字，首页放不下"
            reader.add(node, "figure-long", message, f"最多{_FIGURE}个字，例如 528.69万元")
        elif value:
            found.append((name.text.strip(), value))
    return tuple(found)
