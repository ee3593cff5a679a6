"""Front matter: the lines between --- that say what an article is.

Scalars are read as text with their places and converted by the table below, so that ``title: 1984``
stays text and a date is a date. The canonical keys, their Chinese names and the usual keys of Hugo,
Hexo, Pelican and Jekyll archives are understood; every other key is an error that names the nearest
known one.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import tzinfo
from typing import Any, NamedTuple

from jianbao import address, files
from jianbao.content import dates, delimiters, records
from jianbao.yaml import document
from jianbao.errors import Level, Problem, suggestion
from jianbao.content.keys import IGNORED, KEYS, NAMES, canonical
from jianbao.model import STATUSES, Origin, Update
from jianbao.yaml.document import Mapping, Node, Scalar, Sequence, YamlError

_SEPARATORS = re.compile(r"[，,、；;]")
_NOTHING = ("", (), ("", ""))
"""What an empty value is read as: as if the key were not written."""
_DATE_HINT = "写成 2018-04-23、2018-04 或 2018，带时间写成 2018-04-23 09:30；日子不确定就不写"


class FrontMatter(NamedTuple):
    """The converted values by canonical key, where each stands, and where the body begins."""

    values: dict[str, Any]
    places: str
    body: str
    body_line: int


def read(text: str, path: str, zone: tzinfo) -> tuple[FrontMatter | None, list[Problem]]:
    """The front matter of one file and every problem in it; None when it cannot be used."""
    parts = delimiters.split(text, path)
    if isinstance(parts, Problem):
        return None, [parts]
    head, body, body_line = parts
    try:
        mapping = document.parse(head, path, 2)
    except YamlError as error:
        return None, [error.problem]
    reader = _Reader(path, head.split("\n") if "#" in head else [], zone)
    values = reader.mapping(mapping)
    return FrontMatter(values, " ".join(reader.places), body, body_line), reader.problems


class _Reader:
    """One file's front matter while it is being converted; collects problems."""

    def __init__(self, path: str, lines: list[str], zone: tzinfo) -> None:
        """``lines`` are those of the front matter if there is a # anywhere, which may cut a value off."""
        self.path = path
        self.lines = lines
        self.zone = zone
        self.places: list[str] = []
        self.problems: list[Problem] = []

    def add(self, node: Node, code: str, message: str, hint: str = "", level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.path, node.line, node.column, level, code, message, hint))

    def mapping(self, mapping: Mapping) -> dict[str, Any]:
        values: dict[str, Any] = {}
        written: dict[str, str] = {}
        for name, node in mapping.items:
            key = canonical(name.text)
            if key is None:
                self.foreign(name, node, values)
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
        elif name.text in IGNORED:
            self.add(name, "key-ignored", f"{name.text} 是其他程序的设置，这里不起作用", "可以删去", Level.NOTICE)
        elif "：" in name.text:
            self.add(name, "full-width-colon", f"“{name.text}”里用了全角冒号", "改为半角冒号加空格")
        else:
            hint = suggestion(name.text, sorted(NAMES))
            self.add(name, "unknown-key", f"不认识的键 {name.text}", hint or "可用的键见 docs/front-matter.md")

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

    def visible(self, node: Node, name: str, text: str) -> str:
        """The text, unless something in it cannot be seen."""
        hidden = files.HIDDEN.search(text)
        if not hidden:
            return text
        code = f"U+{ord(hidden.group()):04X}"
        self.add(node, "control-character", f"{name} 里有看不见的字符 {code}", "删去它，重新输入这几个字")
        return files.HIDDEN.sub("", text)

    def text(self, node: Node, name: str) -> str:
        if isinstance(node, Scalar):
            return self.visible(node, name, unicodedata.normalize("NFC", " ".join(node.text.split())))
        form = "列表" if isinstance(node, Sequence) else "一组键值"
        self.add(node, "not-text", f"{name} 应为一段文字，现为{form}", f"写成 {name}: 文字")
        return ""

    def texts(self, node: Node, name: str) -> tuple[str, ...]:
        """A list of texts; a single word stands for a list of one."""
        if isinstance(node, Scalar):
            text = self.text(node, name)
            parts = [p.strip() for p in _SEPARATORS.split(text.strip("【】［］")) if p.strip()]
            if len(parts) > 1:
                self.add(
                    node,
                    f"{canonical(name)}-not-list",
                    f"{name} 应为列表，现为一段文字“{text}”",
                    f"改为：{name}: [{', '.join(parts)}]",
                )
            return (text,) if text else ()
        if isinstance(node, Mapping):
            self.add(node, "not-list", f"{name} 应为列表", f"写成 {name}: [甲, 乙]")
            return ()
        found: list[str] = []
        for item in node.items:
            if not isinstance(item, Scalar):
                self.add(item, "not-text", f"{name} 里的一项应为一段文字", f"写成 {name}: [甲, 乙]")
                continue
            text = self.text(item, name)
            parts = [p.strip() for p in re.split("[，、；]", text) if p.strip()]
            if len(parts) > 1 and not item.quoted:
                message = f"{name} 里用了全角标点，“{text}”会被当作一项"
                self.add(item, "full-width-comma", message, f"改为：{', '.join(parts)}")
            elif text and text not in found:
                found.append(text)
        return tuple(found)

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
        found = self.texts(node, name) if isinstance(node, Sequence) else (self.text(node, name),)
        if len(found) > 1:
            self.add(node, "two-columns", f"一篇文章只属于一个栏目，现有{len(found)}个", f"留一个：{name}: {found[0]}")
        text = found[0] if found else ""
        return text if not text or self.addressable(node, "column-character", "栏目", text) else None

    def number(self, node: Node, name: str) -> int | None:
        text = self.text(node, name)
        if not text:
            return None
        if re.fullmatch(r"-?\d{1,9}", text):
            return int(text)
        self.add(node, "not-number", f"{name} 应为整数，现为“{text}”", f"写成 {name}: 1")
        return None

    def boolean(self, node: Node, name: str) -> bool | None:
        text = self.text(node, name)
        said = False if not text else document.truth(text)
        if said is not None:
            return said
        self.add(node, "not-boolean", f"{name} 应为 true 或 false，现为“{text}”", f"写成 {name}: true")
        return None

    def moment(self, node: Node, name: str) -> tuple[str, str] | None:
        """(date, time), the date in one of three precisions, in the site's time zone."""
        if not isinstance(node, Scalar):
            self.add(node, "bad-date", f"{name} 应为一个日期，现为列表或一组键值", _DATE_HINT)
            return None
        text = self.text(node, name)
        if not text:
            return "", ""
        moment = dates.parse(text, self.zone)
        if moment is None:
            self.add(node, "bad-date", f"{name} 的日期“{text}”看不懂", _DATE_HINT)
        elif moment == dates.IMPOSSIBLE:
            self.add(node, "impossible-date", f"没有“{text}”这个日期或时刻", "核对年、月、日和时间")
        else:
            return moment
        return None

    def day(self, node: Node, name: str) -> str | None:
        moment = self.moment(node, name)
        return moment[0] if moment else None

    def instant(self, node: Node, name: str) -> str | None:
        """``YYYY-MM-DDTHH:MM``; a day alone means its first minute."""
        moment = self.moment(node, name)
        if not moment or not moment[0]:
            return None if moment is None else ""
        return f"{dates.first_day(moment[0])}T{moment[1] or '00:00'}"

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

    def parts(self, node: Node, name: str, known: dict[str, str]) -> dict[str, str]:
        if not isinstance(node, Mapping):
            example = "{date: 2018-05-02, text: 说明}" if "date" in known else "{name: 新华社, url: https://…}"
            self.add(node, "not-mapping", f"{name} 应为一组键值", f"例如 {example}")
            return {}
        parts = {}
        for key, value in node.items:
            if key.text not in known:
                self.add(key, "unknown-key", f"{name} 里不认识的键 {key.text}", f"可用：{'、'.join(known)}")
            elif known[key.text] == "date":
                parts["date"] = self.day(value, key.text) or ""
            else:
                parts[known[key.text]] = self.text(value, key.text)
        return parts

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
    "editor": _Reader.text,
    "reviewer": _Reader.text,
    "approver": _Reader.text,
    "slug": _Reader.slug,
    "permalink": _Reader.permalink,
}
assert _CONVERT.keys() == KEYS.keys()
