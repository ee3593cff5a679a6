"""Front matter: the lines between --- that say what an article is.

Scalars are read as text with their places and converted by the table below, so that ``title: 1984``
stays text and a date is a date. The canonical keys, their Chinese names and the usual keys of Hugo,
Hexo, Pelican and Jekyll archives are understood. A key that is nearly a known one, or a Chinese one, is an
error; any other is read past with a 提示. What a site wants to say beyond that stands below ``extra``.
"""

import re
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, NamedTuple

from jianbao import address, files
from jianbao.content import delimiters, records
from jianbao.content.keys import EVERY_PAGE, IGNORED, KEYS, NAMES, canonical
from jianbao.content.values import Values
from jianbao.errors import PROGRAM, Level, Problem, suggestion
from jianbao.model import STATUSES, Origin, Update
from jianbao.yaml import document, pieces
from jianbao.yaml.document import Mapping, Node, Scalar, Sequence, YamlError

_NOTHING = ("", (), ("", ""))
"""What an empty value is read as: as if the key were not written."""


class FrontMatter(NamedTuple):
    """The converted values by canonical key, where each stands, and where the body begins."""

    values: dict[str, Any]
    places: str
    body: str
    body_line: int


def read(text: str, path: str, zone: tzinfo) -> tuple[FrontMatter | None, list[Problem]]:
    """The front matter of one file and every problem in it, key by key; None when it cannot be used."""
    parts = delimiters.split(text, path)
    if isinstance(parts, Problem):
        return None, [parts]
    head, body, body_line = parts
    try:
        mapping = document.parse(head, path, 2)
    except YamlError as error:
        mapping, problems = pieces.apart(head, path, 2, error.problem)
        reader = _Reader(path, head.split("\n") if "#" in head else [], zone)
        reader.mapping(mapping)
        return None, [*problems, *reader.problems]
    reader = _Reader(path, head.split("\n") if "#" in head else [], zone)
    values = reader.mapping(mapping)
    return FrontMatter(values, " ".join(reader.places), body, body_line), reader.problems


class _Reader(Values):
    """The keys of one file's front matter, converted."""

    def __init__(self, path: str, lines: list[str], zone: tzinfo) -> None:
        """``lines`` are those of the front matter if there is a # anywhere, which may cut a value off."""
        super().__init__(path, zone)
        self.lines = lines
        self.places: list[str] = []

    def mapping(self, mapping: Mapping) -> dict[str, Any]:
        values: dict[str, Any] = {}
        written: dict[str, str] = {}
        for name, node in mapping.items:
            key = canonical(name.text)
            if key is None or (key == "layout" and isinstance(node, Scalar) and node.text.lower() in EVERY_PAGE):
                self.foreign(name, node, values)
                continue
            if key in written and _foreign(name.text, written[key]):
                message = f"{name.text} 和 {written[key]} 是同一项，只用 {written[key]}"
                self.add(name, "key-ignored", message, f"可以删去 {name.text}", Level.NOTICE)
                continue
            if key in written:
                self.add(name, "key-twice", f"{written[key]} 和 {name.text} 是同一项，写了两次", "只留一个")
                continue
            written[key] = name.text
            if self.lines:
                self.cut(name, node)
            value = _CONVERT[key](self, node, name.text)
            if value not in _NOTHING:
                self.places.append(f"{key}:{node.line}:{node.column}")
            if value is not None:
                values[key] = value
        return values

    def foreign(self, name: Scalar, node: Node, values: dict[str, Any]) -> None:
        if name.text == "published":
            values["draft"] = self.boolean(node, name.text) is False
        elif name.text in IGNORED or canonical(name.text):
            self.add(name, "key-ignored", f"{name.text} 是其他程序的设置，这里不起作用", "可以删去", Level.NOTICE)
        elif "：" in name.text:
            self.add(name, "full-width-colon", f"“{name.text}”里用了全角冒号", "改为半角冒号加空格")
        else:
            hint = suggestion(name.text, sorted(NAMES))
            shown = files.HIDDEN.sub("", name.text)
            hidden = files.HIDDEN.search(name.text)
            if hidden and canonical(shown):
                message = f"键 {shown} 里有看不见的字符 U+{ord(hidden.group()):04X}"
                self.add(name, "control-character", message, f"删去这一行，重新输入：{shown}: …")
            elif hint or not name.text.isascii():
                hint = (
                    hint
                    or f"可用的键见 {PROGRAM} docs front-matter；本站自己的项目写在 extra 下面：extra: {{{shown}: …}}"
                )
                self.add(name, "unknown-key", f"不认识的键 {shown}", hint)
            else:
                hint = f"可以删去；是本站自己的项目，写在 extra 下面：extra: {{{shown}: …}}"
                self.add(name, "key-ignored", f"不认识的键 {shown}，没有采用", hint, Level.NOTICE)

    def cut(self, name: Scalar, node: Node) -> None:
        """``title: x # 1``: YAML takes what follows the # for a comment, and the editor loses it."""
        if isinstance(node, Mapping):
            for key, value in node.items:
                self.cut(key, value)
        elif isinstance(node, Sequence):
            for item in node.items:
                self.cut(name, item)
        elif not node.quoted and node.line - 2 < len(self.lines):
            written = self.lines[node.line - 2][node.column - 1 :]
            if written.startswith(node.text) and re.match(r"[ \t]+#", written[len(node.text) :]):
                at = node if node.text else node._replace(column=node.column + len(written) - len(written.lstrip()))
                message = f"{name.text} 的值在 # 处被截断，只读到“{node.text}”"
                self.add(at, "value-cut", message, f'给整个值加引号："{written.strip()}"')

    def tags(self, node: Node, name: str) -> tuple[str, ...]:
        found = self.texts(node, name)
        return tuple(tag for tag in found if self.addressable(node, "tag-character", "标签", tag))

    def source(self, node: Node, name: str) -> str | None:
        text = self.text(node, name)
        return text if not text or self.addressable(node, "source-character", "来源", text) else None

    def addressable(self, node: Node, code: str, what: str, name: str) -> bool:
        """Whether a name can stand in the address of its list."""
        wrong = address.fault_of_name(name)
        if wrong:
            hint = f"{what}会成为网址的一部分，换一个短的、没有符号的写法"
            self.add(node, code, f"{what}“{address.seen(name)}”不能用：{wrong}", hint)
        return not wrong

    def category(self, node: Node, name: str) -> str | None:
        """The column; other programs know several, or one below another."""
        found = self.texts(self.flat(node), name) if isinstance(node, Sequence) else (self.text(node, name),)
        if len(found) > 1:
            others = "、".join(found[1:])
            message = f"一篇文章只属于一个栏目，采用“{found[0]}”，没有采用“{others}”"
            hint = f"写成 {name}: {found[0]}；其余的可以写进 tags"
            self.add(node, "two-columns", message, hint, Level.WARNING)
        text = found[0] if found else ""
        return text if not text or self.addressable(node, "column-character", "栏目", text) else None

    def extra(self, node: Node, name: str) -> tuple[tuple[str, Any], ...] | None:
        """What a site says beyond the known keys: texts, numbers, yes or no, lists of them."""
        if isinstance(node, Scalar) and not node.text and not node.quoted:
            return ()
        if not isinstance(node, Mapping):
            self.add(node, "not-mapping", f"{name} 应为一组键值", "例如 extra: {主办: 本单位, 人数: 120}")
            return None
        return tuple((key.text, value) for key, item in node.items if (value := self.plain(item, key.text)) is not None)

    def status(self, node: Node, name: str) -> str | None:
        text = self.text(node, name)
        text = {"published": "现行", "archived": "已归档", "": "现行"}.get(text, text)
        if text in STATUSES or text in ("draft", "hidden"):
            return text
        hint = suggestion(text, list(STATUSES)) or f"可用：{'、'.join(STATUSES)}"
        self.add(node, "unknown-status", f"不认识的状态“{text}”", hint)
        return None

    def origin(self, node: Node, name: str) -> Origin | None:
        if isinstance(node, Scalar):
            text = self.text(node, name)
            return Origin(text, "") if text else None
        parts = self.parts(node, name, {"name": "name", "名称": "name", "url": "url", "网址": "url"})
        url = parts.get("url", "")
        if url and not re.match(r"https?://[^\s]+$", url):
            self.add(node, "bad-url", f"{name} 的网址“{url}”不完整", "以 https:// 开头写全")
        return Origin(parts.get("name", ""), url)

    def updates(self, node: Node, name: str) -> tuple[Update, ...]:
        if not isinstance(node, Sequence):
            self.add(
                node, "updates-not-list", f"{name} 应为列表", f"写成 {name}: 下一行 - {{date: 2018-05-02, text: 说明}}"
            )
            return ()
        found = []
        for item in node.items:
            before = len(self.problems)
            parts = self.parts(item, name, {"date": "date", "日期": "date", "text": "text", "说明": "text"})
            if len(self.problems) > before:
                continue
            if not parts.get("date") or not parts.get("text"):
                self.add(
                    item, "update-incomplete", "一条更正要有日期和说明", "写成 {date: 2018-05-02, text: 更正了人数}"
                )
            else:
                found.append(Update(parts["date"], parts["text"]))
        return tuple(sorted(found))

    def slug(self, node: Node, name: str) -> str | None:
        text = self.text(node, name)
        wrong = "短名里不能有 /" if "/" in text else address.fault(text) if text else ""
        if wrong:
            message = f"{name} “{address.seen(text)}”不能用作地址：{wrong}"
            self.add(node, "bad-slug", message, "用字母、数字、连字符或汉字，例如 slug: jiuzhu")
            return None
        return text

    def addresses(self, node: Node, name: str) -> tuple[str, ...]:
        return tuple(a for text in self.texts(node, name) if (a := self.address(node, name, text)))

    def permalink(self, node: Node, name: str) -> str | None:
        text = self.text(node, name)
        return self.address(node, name, text) if text else None

    def address(self, node: Node, name: str, text: str) -> str | None:
        found = address.of_permalink(re.sub(r"^https?://[^/]+", "", text))
        wrong = address.fault(found)
        if wrong:
            self.add(
                node,
                "bad-address",
                f"{name} “{address.seen(text)}”不能用作地址：{wrong}",
                "写站内地址，例如 /2018/jiuzhu.html",
            )
            return None
        return found


def _foreign(name: str, other: str) -> bool:
    """Whether two names of one key are such as an archive of another program has side by side."""
    return name.isascii() and other.isascii() and name.lower() != other.lower()


_CONVERT: dict[str, Callable[[_Reader, Node, str], Any]] = {
    "title": _Reader.text,
    "kicker": _Reader.text,
    "subtitle": _Reader.text,
    "date": _Reader.moment,
    "modified": _Reader.day,
    "added": _Reader.day,
    "number": _Reader.text,
    "issue": _Reader.text,
    "order": _Reader.number,
    "column": _Reader.category,
    "source": _Reader.source,
    "origin": _Reader.origin,
    "author": lambda reader, node, name: (
        "、".join(reader.texts(node, name)) if isinstance(node, Sequence) else reader.text(node, name)
    ),
    "tags": _Reader.tags,
    "people": _Reader.texts,
    "summary": _Reader.text,
    "cover": _Reader.text,
    "status": _Reader.status,
    "draft": _Reader.boolean,
    "publish": _Reader.instant,
    "expires": _Reader.instant,
    "aliases": _Reader.addresses,
    "updates": _Reader.updates,
    "channels": records.elsewhere,
    "withdrawn": _Reader.day,
    "reason": _Reader.text,
    "lead": _Reader.boolean,
    "card": _Reader.boolean,
    "editor": _Reader.text,
    "reviewer": _Reader.text,
    "approver": _Reader.text,
    "slug": _Reader.slug,
    "permalink": _Reader.permalink,
    "layout": _Reader.text,
    "extra": _Reader.extra,
}
assert _CONVERT.keys() == KEYS.keys()
