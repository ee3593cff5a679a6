"""The site's settings: config.yaml and the descriptions in data/, read once and frozen.

Refused: unknown keys (with the nearest known one), values of the wrong form, an address that is not
absolute. A site folder without config.yaml is built with the defaults.
"""

import difflib
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jianbao import yamldoc
from jianbao.errors import Level, Problem, SiteError
from jianbao.yamldoc import Mapping, Node, Scalar, Sequence, YamlError

CONFIG_FILE = "config.yaml"


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page; "" leaves a line out."""

    sponsor: str = ""
    organizer: str = ""
    contact: str = ""
    icp: str = ""
    icp_url: str = "https://beian.miit.gov.cn/"
    police: str = ""
    police_url: str = ""
    id_code: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) with what the page tags of 国办发〔2017〕47号 say of it."""

    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything configurable, with its default."""

    name: str = "简报库"
    url: str = "https://example.org/"
    """Where the site will stand; absolute, ends with a slash, may have a path."""
    description: str = ""
    language: str = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    theme: str = "ludao"
    theme_options: MappingABC[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    """In their order on the site; empty: whatever columns the articles name."""
    topics: tuple[tuple[str, str], ...] = ()
    """(tag, description) of the tags on the home page."""
    pinyin: MappingABC[str, str] = field(default_factory=dict)
    """Word → its reading, where pypinyin is wrong."""
    nav: tuple[tuple[str, str], ...] = ()
    """(title, address) of the main navigation; empty: made from the columns."""
    footer: Footer = field(default_factory=Footer)
    list_rows: int = 50
    feed_entries: int = 20
    related: int = 5
    home_rows: int = 6
    government_tags: bool = True

    @property
    def base(self) -> str:
        """The path of the address: ``/`` or ``/archive/``."""
        return urlsplit(self.url).path or "/"


_SITE = {"name", "url", "description", "language", "time_zone"}
_PAGES = {"list": "list_rows", "feed": "feed_entries", "related": "related", "home": "home_rows"}
_TOP = ("site", "footer", "theme", "theme_options", "columns", "nav", "pages", "government_tags")


def load(site: Path) -> Config:
    """The configuration of a site folder. Raises SiteError with every problem found."""
    reader = _Reader(site)
    values = reader.config()
    described = reader.columns()
    names = values.pop("columns", ())
    values["columns"] = tuple(described.get(name, Column(name)) for name in names)
    values["topics"] = reader.topics()
    values["pinyin"] = reader.pinyin()
    if reader.problems:
        raise SiteError(reader.problems)
    return Config(**values)


def suggestion(word: str, known: list[str]) -> str:
    """``是不是想写 title？`` when something near is known, else ""."""
    # Two Han characters of which one is right are half alike; so are many unrelated Latin words.
    near = difflib.get_close_matches(word, known, 1, 0.6 if word.isascii() else 0.5)
    return f"是不是想写 {near[0]}？" if near else ""


class _Reader:
    """Collects the problems of all configuration files."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.path = CONFIG_FILE
        self.problems: list[Problem] = []

    def add(self, node: Node | Scalar, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, node.line, node.column, Level.ERROR, code, message, hint))

    def read(self, name: str) -> Mapping:
        self.path = name
        try:
            text = (self.site / name).read_text(encoding="utf-8-sig")
            return yamldoc.parse(text, name)
        except FileNotFoundError:
            return Mapping((), 1, 1)
        except UnicodeDecodeError:
            self.problems.append(
                Problem(name, 1, 1, Level.ERROR, "not-utf8", "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8")
            )
        except OSError as error:
            self.problems.append(
                Problem(name, 0, 0, Level.ERROR, "unreadable", f"读不了这个文件：{error.strerror}", "检查文件权限")
            )
        except YamlError as error:
            self.problems.append(error.problem)
        return Mapping((), 1, 1)

    def config(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, node in self.read(CONFIG_FILE).items:
            if key.text == "site":
                values.update(self.texts(node, _SITE))
                if "url" in values:
                    values["url"] = self.address(node, values["url"])
                if "time_zone" in values:
                    self.time_zone(node, values["time_zone"])
            elif key.text == "footer":
                values["footer"] = Footer(**self.texts(node, {f.name for f in fields(Footer)}))
            elif key.text == "theme":
                values["theme"] = self.text(node)
            elif key.text == "theme_options":
                values["theme_options"] = self.texts(node, None)
            elif key.text == "columns":
                values["columns"] = tuple(self.text(item) for item in self.list(node))
            elif key.text == "nav":
                entries = [self.texts(item, {"title", "href"}) for item in self.list(node)]
                values["nav"] = tuple((e.get("title", ""), e.get("href", "")) for e in entries)
            elif key.text == "pages":
                values.update({_PAGES[k]: v for k, v in self.numbers(node).items()})
            elif key.text == "government_tags":
                values["government_tags"] = self.boolean(node)
            else:
                self.unknown(key, list(_TOP))
        return values

    def columns(self) -> dict[str, Column]:
        found = {}
        for name, node in self.read("data/columns.yaml").items:
            entries = dict((k.text, v) for k, v in self.mapping(node).items)
            words = tuple(self.text(w) for w in self.list(entries["keywords"])) if "keywords" in entries else ()
            description = self.text(entries["description"]) if "description" in entries else ""
            found[name.text] = Column(name.text, description, words)
        return found

    def topics(self) -> tuple[tuple[str, str], ...]:
        return tuple((name.text, self.text(node)) for name, node in self.read("data/topics.yaml").items)

    def pinyin(self) -> dict[str, str]:
        found = dict((key.text, node) for key, node in self.read("data/pinyin.yaml").items)
        return self.texts(found["words"], None) if "words" in found else {}

    def unknown(self, key: Scalar, known: list[str]) -> None:
        hint = suggestion(key.text, known) or f"可用的键：{'、'.join(sorted(known))}"
        self.add(key, "config-unknown-key", f"不认识的设置 {key.text}", hint)

    def text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text.strip()
        self.add(node, "config-not-text", "这里应为一段文字")
        return ""

    def list(self, node: Node) -> tuple[Node, ...]:
        if isinstance(node, Sequence):
            return node.items
        self.add(node, "config-not-list", "这里应为列表", "每行一项，以“- ”开头")
        return ()

    def mapping(self, node: Node) -> Mapping:
        if isinstance(node, Mapping):
            return node
        if not (isinstance(node, Scalar) and node.text == ""):
            self.add(node, "config-not-mapping", "这里应为一组“键: 值”")
        return Mapping((), node.line, node.column)

    def texts(self, node: Node, known: set[str] | None) -> dict[str, str]:
        values = {}
        for key, value in self.mapping(node).items:
            if known is not None and key.text not in known:
                self.unknown(key, list(known))
            else:
                values[key.text] = self.text(value)
        return values

    def numbers(self, node: Node) -> dict[str, int]:
        values = {}
        for key, value in self.mapping(node).items:
            text = self.text(value)
            if key.text not in _PAGES:
                self.unknown(key, list(_PAGES))
            elif not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1000):
                self.add(value, "config-not-number", f"{key.text} 应为 1 到 1000 的整数，现为“{text}”")
            else:
                values[key.text] = int(text)
        return values

    def boolean(self, node: Node) -> bool:
        text = self.text(node)
        if text.lower() not in ("true", "false", "是", "否"):
            self.add(node, "config-not-boolean", f"应为 true 或 false，现为“{text}”")
        return text.lower() in ("true", "是")

    def address(self, node: Node, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            self.add(
                node, "config-url", f"site.url 应为完整网址，现为“{url}”", "例如 url: https://www.example.org/archive/"
            )
        return url if url.endswith("/") else url + "/"

    def time_zone(self, node: Node, name: str) -> None:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.add(node, "config-time-zone", f"不认识的时区“{name}”", "例如 time_zone: Asia/Shanghai")
