"""Values of front matter: YAML nodes to texts, lists, numbers and dates, every fault at its place."""

import unicodedata
from datetime import tzinfo
from functools import lru_cache
from typing import Any

from jianbao import expressions as re
from jianbao import files, zh
from jianbao.content import dates
from jianbao.content.keys import canonical
from jianbao.errors import Level, Problem
from jianbao.yaml.document import Mapping, Node, Scalar, Sequence

SEPARATORS = re.compile(r"[，,、；;]")
_SPACED = re.compile(rf"(?<=[{zh.HAN}])[ \u3000]+(?=[{zh.HAN}])")
_FULL_WIDTH = re.compile("[，、；]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,9})?", re.ASCII)
_DATE_HINT = "写成 2018-04-23、2018-04 或 2018，带时间写成 2018-04-23 09:30；日子不确定就不写"


@lru_cache(maxsize=16384)
def _tidy(text: str) -> str:
    """A text of the front matter on one line; the names of lists stand in thousands of files."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


class Values:
    """One file's front matter while it is being converted; collects problems."""

    def __init__(self, path: str, zone: tzinfo) -> None:
        self.path = path
        self.zone = zone
        self.problems: list[Problem] = []

    def add(self, node: Node, code: str, message: str, hint: str = "", level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.path, node.line, node.column, level, code, message, hint))

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
            text = zh.joined(node.text) if "\n" in node.text else node.text
            return self.visible(node, name, _tidy(text))
        form = "列表" if isinstance(node, Sequence) else "一组键值"
        self.add(node, "not-text", f"{name} 应为一段文字，现为{form}", f"写成 {name}: 文字")
        return ""

    def texts(self, node: Node, name: str) -> tuple[str, ...]:
        """A list of texts; a single word stands for a list of one."""
        if isinstance(node, Scalar):
            text = self.text(node, name)
            return self.split(node, name, text)
        if isinstance(node, Mapping):
            self.add(node, "not-list", f"{name} 应为列表", f"写成 {name}: [甲, 乙]")
            return ()
        found: list[str] = []
        for item in node.items:
            if not isinstance(item, Scalar):
                self.add(item, "not-text", f"{name} 里的一项应为一段文字", f"写成 {name}: [甲, 乙]")
                continue
            text = self.text(item, name)
            parts = [p.strip() for p in _FULL_WIDTH.split(text) if p.strip()] if _FULL_WIDTH.search(text) else ()
            if len(parts) > 1 and not item.quoted:
                message = f"{name} 里用了全角标点，“{text}”会被当作一项"
                self.add(item, "full-width-comma", message, f"改为：{', '.join(parts)}")
            elif text and text not in found:
                found.append(text)
        return tuple(found)

    def split(self, node: Scalar, name: str, text: str) -> tuple[str, ...]:
        """The items of a list that is written as one text.

        Half-width commas are what other programs write, and blanks between Han what editors mean; full-width marks
        may be part of a name.
        """
        parts = [p.strip() for p in SEPARATORS.split(text.strip("【】［］")) if p.strip()]
        code, hint = f"{canonical(name)}-not-list", f"改为：{name}: [{', '.join(parts)}]"
        html = name.lower() == "keywords"  # which HTML writes in one text
        if len(parts) > 1 and (html or not re.search("[，、；;【［]", text)):
            if not html:
                message = f"{name} 应为列表，现为一段文字“{text}”，按逗号分成 {len(parts)} 项"
                self.add(node, code, message, hint, Level.WARNING)
            return tuple(dict.fromkeys(parts))
        if len(parts) > 1:
            self.add(node, code, f"{name} 应为列表，现为一段文字“{text}”", hint)
        spaced = _SPACED.split(text)
        if len(parts) == 1 and len(spaced) > 1 and not node.quoted:
            message = f"{name} 应为列表，现为一段文字“{text}”，按空格分成 {len(spaced)} 项"
            self.add(node, code, message, f"改为：{name}: [{', '.join(spaced)}]", Level.WARNING)
            return tuple(dict.fromkeys(spaced))
        return (text,) if text else ()

    def flat(self, node: Sequence) -> Sequence:
        """A list without the lists in it, their items in their places."""
        items: list[Node] = []
        for item in node.items:
            items += self.flat(item).items if isinstance(item, Sequence) else (item,)
        return node._replace(items=tuple(items))

    def plain(self, node: Node, name: str) -> Any:
        """A text, a number, yes or no, or a tuple of them; None after a problem."""
        if isinstance(node, Sequence):
            found = [self.plain(item, name) for item in node.items if not isinstance(item, Sequence)]
            if len(found) == len(node.items):
                return None if None in found else tuple(found)
        if not isinstance(node, Scalar):
            hint = f"写成 {name}: 文字，或 {name}: [甲, 乙]"
            self.add(node, "not-text", f"{name} 应为文字、数字、是或否，或它们的列表", hint)
            return None
        text = self.text(node, name)
        if node.quoted:
            return text
        said = None if text in ("0", "1") else zh.truth(text)
        if said is not None:
            return said
        if _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        return text

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
        said = False if not text else zh.truth(text)
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

    def parts(self, node: Node, name: str, known: dict[str, str]) -> dict[str, str]:
        if not isinstance(node, Mapping):
            example = "{date: 2018-05-02, text: 说明}" if "date" in known else "{name: 新华社, url: https://…}"
            self.add(node, "not-mapping", f"{name} 应为一组键值", f"例如 {example}")
            return {}
        parts: dict[str, str] = {}
        for key, value in node.items:
            if key.text not in known:
                message, hint = f"{name} 里不认识的键 {key.text}", f"可用：{'、'.join(known)}"
                if "：" in key.text:
                    hint = "花括号里也用半角：{键: 值, 键: 值}，冒号、逗号后面空一格"
                elif parts and isinstance(value, Scalar) and not value.text and not value.quoted:
                    hint = f"前一项的文字里有半角逗号：改为全角“，”，或给文字加引号。可用的键：{'、'.join(known)}"
                self.add(key, "unknown-key", message, hint)
            elif known[key.text] == "date":
                parts["date"] = self.day(value, key.text) or ""
            else:
                parts[known[key.text]] = self.text(value, key.text)
        return parts
