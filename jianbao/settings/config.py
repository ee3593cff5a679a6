"""The site's settings: config.yaml and the descriptions in data/, read once and frozen.

Refused: unknown keys (with the nearest known one), values of the wrong form, an address that is not
absolute, names that cannot stand in an address. A site folder without config.yaml is built with the
defaults.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from jianbao import address, mime
from jianbao import expressions as re
from jianbao.errors import Level, Problem, SiteError, suggestion
from jianbao.settings import approval, channels, knowledge, lists, menu, redirects, services
from jianbao.settings.menu import Menu
from jianbao.settings.redirects import Rule
from jianbao.settings.schema import Reader
from jianbao.settings.services import Script
from jianbao.yaml.document import Node

CONFIG_FILE = "config.yaml"


class Place(NamedTuple):
    """Where a setting is written; line 0 when it is not."""

    path: str
    line: int
    column: int

    def problem(self, code: str, message: str, hint: str, level: Level = Level.ERROR) -> Problem:
        """What only the rest of the site can show to be wrong here."""
        return Problem(*self, level, code, message, hint)


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
    theme_options: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    """In their order on the site; empty: whatever columns the articles name."""
    topics: tuple[tuple[str, str], ...] = ()
    """(tag, description) of the tags on the home page."""
    figures: tuple[tuple[str, str], ...] = ()
    """(what it counts, the figure) of the key figures on the home page."""
    pinyin: Mapping[str, str] = field(default_factory=dict)
    """Word → its reading, where pypinyin is wrong."""
    surnames: Mapping[str, str] = field(default_factory=dict)
    """Character → its reading as a surname, where that is another one."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same to whoever searches."""
    people: tuple[tuple[str, str], ...] = ()
    """(name, posts) of data/people.yaml."""
    nav: tuple[Menu, ...] = ()
    """The main navigation; empty: made from the columns."""
    analytics: Script | None = None
    comments: Script | None = None
    """Services of others that every page, or every article, asks."""
    footer: Footer = field(default_factory=Footer)
    list_rows: int = 50
    feed_entries: int = 20
    related: int = 5
    home_rows: int = 6
    search_shard: int = 64
    """kB that one file of the search index may have before a build warns."""
    search_query: int = 150
    """kB that a first query may take."""
    search_total: int = 0
    """MB that all of search may take; 0: by the number of articles."""
    government_tags: bool = True
    signoff: tuple[str, ...] = ()
    """Columns whose articles must name an editor, a reviewer and an approver; `check` refuses those that do not."""
    review: str = ""
    """The branch for review that the editor's screen hands in to; "" is the one that is checked out."""
    lists: tuple[str, ...] = ()
    """Files of data/ that the editor's screen may change, by name."""
    attachments: tuple[str, ...] = ()
    """Endings of files beside articles that are published beyond those of mime.py."""
    channel_style: str = ""
    """Of articles for 公众号, one of channels.STYLES; "" is the first."""
    channel_font: str = ""
    """File of the font for posters, below the site; "" is the one that comes along."""
    redirects: tuple[Rule, ...] = ()
    """Of data/redirects.yaml, in their order."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where ``theme``, ``theme_options/x``, ``nav/0`` and ``topics/x`` are written, for problems found later."""

    @property
    def base(self) -> str:
        """The path of the address: ``/`` or ``/archive/``."""
        return urlsplit(self.url).path or "/"

    def place(self, setting: str) -> Place:
        """Where a setting is written."""
        return self.places.get(setting, Place(CONFIG_FILE, 0, 0))


SITE = ("name", "url", "description", "language", "time_zone")
PAGES = {"list": "list_rows", "feed": "feed_entries", "related": "related", "home": "home_rows"}
SEARCH = {"shard": "search_shard", "query": "search_query", "total": "search_total"}
TOP = (
    "site",
    "footer",
    "theme",
    "theme_options",
    "columns",
    "nav",
    "pages",
    "search",
    "government_tags",
    "signoff",
    "review",
    "lists",
    "attachments",
    "publish",
    "channels",
    "analytics",
    "comments",
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|(?=[^:]*:)[0-9A-Fa-f:.]+")
_WEB = re.compile(r"https?://[^\s/]")


def load(site: Path) -> Config:
    """The configuration of a site folder. Raises SiteError with every problem found."""
    made = _Settings(site)
    if made.problems:
        raise SiteError(made.problems)
    return Config(**made.values, places=made.places)


class _Settings:
    """The settings while config.yaml and data/ are being read."""

    def __init__(self, site: Path) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.site = site
        reader = Reader(CONFIG_FILE)
        for key, node in reader.known(reader.items(site / CONFIG_FILE), TOP):
            self.places[key] = Place(CONFIG_FILE, node.line, node.column)
            getattr(self, f"_{key}")(reader, node)
        names = self.values.get("columns", ())
        readers = [
            reader,
            *(Reader(f"data/{name}.yaml") for name in ("columns", "topics", "pinyin", "synonyms", "people", "figures")),
        ]
        described = _described(readers[1], site, names)
        self.values["columns"] = tuple(described.get(name, Column(name)) for name in names)
        self.values["topics"] = self._topics(readers[2], site)
        self.values["pinyin"], self.values["surnames"] = knowledge.readings(readers[3], site)
        self.values["synonyms"] = knowledge.synonyms(readers[4], site)
        self.values["figures"] = lists.figures(readers[6], site)
        readers.append(Reader(redirects.FILE))
        self.values["redirects"] = tuple(redirects.read(readers[7], site))
        known = knowledge.people(readers[5], site)
        self.values["people"] = tuple((n, "、".join(p.organisation + p.post for p in known[n])) for n in known)
        self.problems = [problem for each in readers for problem in each.problems]

    def _site(self, reader: Reader, node: Node) -> None:
        found = reader.texts(node, "site", SITE)
        places = {key.text: value for key, value in reader.mapping(node, "site")} if found else {}
        self.values.update(found)
        if "language" in found:
            self.places["language"] = Place(CONFIG_FILE, places["language"].line, places["language"].column)
        if "url" in found:
            self.places["url"] = Place(CONFIG_FILE, places["url"].line, places["url"].column)
            self.values["url"] = _url(reader, places["url"], found["url"])
        if "time_zone" in found:
            _time_zone(reader, places["time_zone"], found["time_zone"])
        if "language" in found and not _LANGUAGE.fullmatch(found["language"]):
            message = f"site.language 应为语言代码，现为“{found['language']}”"
            reader.add(places["language"], "config-language", message, "例如 language: zh-CN")

    def _footer(self, reader: Reader, node: Node) -> None:
        found = reader.texts(node, "footer", [f.name for f in fields(Footer)])
        for key, value in reader.mapping(node, "footer") if found else ():
            url = found.get(key.text, "")
            if key.text.endswith("_url") and url and not _WEB.match(url):
                message = f"footer.{key.text} 应为完整网址，现为“{url}”"
                reader.add(value, "config-url", message, "以 https:// 开头写全")
        self.values["footer"] = Footer(**found)

    def _attachments(self, reader: Reader, node: Node) -> None:
        found = []
        for ending, item in reader.names(node, "attachments"):
            wrong = mime.fault_of_ending(ending.removeprefix("."))
            if wrong:
                message = f"attachments 里的“{ending}”不能用：{wrong}"
                reader.add(item, "config-attachment", message, "网页放进 .zip，或另存为 PDF")
            found.append(ending.removeprefix("."))
        self.values["attachments"] = tuple(found)

    def _theme(self, reader: Reader, node: Node) -> None:
        if not reader.nothing(node):
            self.values["theme"] = reader.text(node, "theme")

    def _theme_options(self, reader: Reader, node: Node) -> None:
        self.values["theme_options"] = reader.texts(node, "theme_options", None)
        for key, _ in reader.mapping(node, "theme_options") if self.values["theme_options"] else ():
            self.places[f"theme_options/{key.text}"] = Place(CONFIG_FILE, key.line, key.column)

    def _columns(self, reader: Reader, node: Node) -> None:
        found: dict[str, str] = {}
        for name, item in reader.names(node, "columns"):
            wrong = address.fault_of_name(name)
            hint = "栏目名会成为网址的一部分，换一个短的、没有符号的写法"
            other = found.setdefault(address.key(name), name)
            if wrong:
                reader.add(item, "column-character", f"栏目“{name}”不能用：{wrong}", hint)
            elif other != name:
                reader.add(item, "config-twice", f"栏目“{name}”与“{other}”只差大小写或字形", "只留一个")
        self.values["columns"] = tuple(unicodedata.normalize("NFC", name) for name in found.values())

    def _nav(self, reader: Reader, node: Node) -> None:
        self.values["nav"], found = menu.read(reader, node)
        self.places |= {name: Place(CONFIG_FILE, item.line, item.column) for name, item in found.items()}

    def _analytics(self, reader: Reader, node: Node) -> None:
        self.values["analytics"] = services.analytics(reader, node)

    def _comments(self, reader: Reader, node: Node) -> None:
        self.values["comments"] = services.comments(reader, node)

    def _pages(self, reader: Reader, node: Node) -> None:
        for key, value in reader.known(reader.mapping(node, "pages"), PAGES):
            number = reader.number(value, key, 1000)
            if number is not None:
                self.values[PAGES[key]] = number

    def _search(self, reader: Reader, node: Node) -> None:
        for key, value in reader.known(reader.mapping(node, "search"), SEARCH):
            number = reader.number(value, key, 100_000, least=0 if key == "total" else 1)
            if number is not None:
                self.values[SEARCH[key]] = number

    def _publish(self, reader: Reader, node: Node) -> None:
        """Read by publish/target.py, which a build does not need."""

    def _channels(self, reader: Reader, node: Node) -> None:
        self.values["channel_style"], self.values["channel_font"] = channels.read(reader, node, self.site)

    def _government_tags(self, reader: Reader, node: Node) -> None:
        found = reader.boolean(node, "government_tags")
        if found is not None:
            self.values["government_tags"] = found

    def _signoff(self, reader: Reader, node: Node) -> None:
        self.values["signoff"] = approval.signoff(reader, node, self.values.get("columns", ()))

    def _review(self, reader: Reader, node: Node) -> None:
        self.values["review"] = approval.review(reader, node)

    def _lists(self, reader: Reader, node: Node) -> None:
        self.values["lists"] = lists.read(reader, node)

    def _topics(self, reader: Reader, site: Path) -> tuple[tuple[str, str], ...]:
        found = []
        for name, node in reader.items(site / "data/topics.yaml"):
            tag = unicodedata.normalize("NFC", name.text.strip())
            self.places[f"topics/{tag}"] = Place(reader.path, name.line, name.column)
            found.append((tag, reader.text(node, name.text) or ""))
        return tuple(found)


def _described(reader: Reader, site: Path, names: tuple[str, ...]) -> dict[str, Column]:
    """What data/columns.yaml says of each column. ``promise`` is for those who check the site."""
    found = {}
    for name, node in reader.items(site / "data/columns.yaml"):
        if names and name.text not in names:
            hint = suggestion(name.text, names) or f"先在 config.yaml 的 columns 里写上它；现有：{'、'.join(names)}"
            reader.add(name, "unknown-column", f"config.yaml 里没有“{name.text}”这个栏目", hint)
        description = ""
        keywords: tuple[str, ...] = ()
        for key, value in reader.known(reader.mapping(node, name.text), ("description", "keywords", "promise")):
            if key == "description":
                description = reader.text(value, key) or ""
            elif key == "keywords":
                keywords = tuple(word for word, _ in reader.names(value, key))
            else:
                reader.number(value, key, 366)
        found[name.text] = Column(name.text, description, keywords)
    return found


def _url(reader: Reader, node: Node, url: str) -> str:
    """The site's address as links and feeds need it: escaped, ending with a slash."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    bad = parts.query or parts.fragment or parts.username is not None or re.search(r"\s", url)
    if bad or parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        hint = "例如 url: https://www.example.org/archive/"
        reader.add(node, "config-url", f"site.url 应为完整网址，现为“{url}”", hint)
        return url
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    path = quote(parts.path.rstrip("/") + "/", safe="/~!$&'()*+,;=:@-._%")
    return urlunsplit((parts.scheme, place, path, "", ""))


def _time_zone(reader: Reader, node: Node, name: str) -> None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reader.add(node, "config-time-zone", f"不认识的时区“{name}”", "例如 time_zone: Asia/Shanghai")
