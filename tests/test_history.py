"""Whatever happened before, a build ends as a clean build of the same sources does, byte for byte.

Two ways to look: every point at which a build can be killed, one after the other, each with what people do next; and
random histories of edits, withdrawals, theme and config changes, damage and kills. ``make history`` takes all points
and as many histories as it is told.
"""

import contextlib
import errno
import itertools
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jianbao import pipeline
from jianbao.content import scan
from jianbao.errors import SiteError
from tests.conftest import EXAMPLES, quick_folder
from tests.killed import Killed, killing
from tests.related import compared
from tests.sites import NOW, Site

CONFIG = """\
site: {{name: 小站, url: "{url}", time_zone: {zone}}}
columns: {columns}
footer: {{sponsor: {sponsor}}}
theme: {theme}
pages: {{list: {rows}, feed: 2, related: 2, home: {home}}}
"""
COLUMNS = ("要闻", "维权服务")
TAGS = ("四癌救助", "宣讲", "两岸交流")
SOURCES = ("办公室", "权益部", "")
MOMENTS = (NOW, "2018-04-10T00:00", "2030-01-01T00:00")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="1"/>\n'
THEMES = ("ludao", "plain", "mine")
OF_A_THEME = {
    "macro": (
        "themes/mine/macros/口号.html",
        "---\narguments: {{内容: {{type: text}}}}\n---\n<p>{{{{ 内容 }}}}{}</p>\n",
    ),
    "word": ("themes/mine/words/zh-CN.yaml", "here: 这里{}\n"),
    "slot": (
        "themes/mine/templates/partials/slots/side.html",
        "<p>{{{{ words.here }}}}{{{{ data.facts.name }}}}{}</p>\n",
    ),
    "data file": ("data/facts.yaml", "name: 名{}\n"),
    "public": ("public/verify.txt", "{}\n"),
}
"""What a theme and a site's folders may change beside templates: its file, and what is written into it."""


def sources_into(site: Site, folder: Path) -> Site:
    """A copy of a site's sources in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.path, folder, ignore=shutil.ignore_patterns("output", ".cache"))
    return Site(folder)


def clean(site: Site, folder: Path, **options: Any) -> dict[str, bytes]:
    """What a clean build makes of a site's sources."""
    other = sources_into(site, folder)
    other.build(**options)
    return other.tree()


def empty_folders(site: Site) -> list[str]:
    """Folders below output/ in which nothing lies."""
    return sorted(
        str(p.relative_to(site.output)) for p in site.output.rglob("*") if p.is_dir() and not any(p.iterdir())
    )


# ---- every point at which a build can be killed ----


def base(site: Site) -> Site:
    """Three articles, a picture, an issue: as few files as have everything that a build does with files."""
    site.write("config.yaml", "site: {url: https://example.org/}\ntheme: mine\npages: {list: 1, feed: 1}\n")
    site.write("themes/mine/theme.yaml", "name: mine\nparent: plain\n")
    site.write("themes/mine/templates/404.html", "<p>没有这一页</p>\n")
    site.issue("2018/2018-04", "四月简报")
    site.article("2018/2018-04/jia.md", "甲条", "2018-04-01", "甲文。\n", column="要闻", tags=["宣讲"])
    site.article("2018/2018-04/yi.md", "乙条", "2018-04-02", "乙文。\n\n![图](tu.svg)\n", tags=["救助"])
    site.article("2018/2018-04/bing.md", "丙条", "2018-04-03", "丙文。\n", source="办公室", aliases=["bing.html"])
    site.write("content/2018/2018-04/tu.svg", PICTURE.format(1))
    return site


def nothing(site: Site) -> None:
    """No change."""


def edits(site: Site) -> None:
    """A body, a title and a tag change, an article moves: files are written, changed and pruned."""
    site.article("2018/2018-04/jia.md", "甲条改", "2018-04-01", "甲文改。\n", column="要闻", tags=["普法"])
    (site.path / "content/2018/2018-04/bing.md").rename(site.path / "content/2018/ding.md")


def withdrawal(site: Site) -> None:
    """One is withdrawn, its picture and tag go with it; another is deleted."""
    site.article("2018/2018-04/yi.md", "乙条", "2018-04-02", "乙文。\n", status="已撤回")
    site.remove("content/2018/2018-04/bing.md")


def damage(site: Site) -> None:
    """Files of output/ are gone or altered."""
    shutil.rmtree(site.output / "2018")
    (site.output / "index.html").write_text("别的")
    (site.output / "feed.xml").unlink()


def lost_state(site: Site) -> None:
    """The state is deleted, and somebody's file lies among ours."""
    shutil.rmtree(site.path / ".cache")
    site.write("output/2016/alt.html", "旧页")


def theme(site: Site) -> None:
    """A template and a static file change."""
    site.write("themes/mine/templates/404.html", "<p>没有</p>\n")
    site.write("themes/mine/static/mine.css", "p { margin: 0 }\n")


def mended(site: Site, expected: dict[str, bytes], *, state_lost: bool = False, **options: Any) -> list[str]:
    """What is wrong after a build that should mend everything, and after one more that should do nothing.

    Where the state was lost nobody knows whose an empty folder is.
    """
    site.build(**options)
    again = site.build(**options)
    found = site.tree()
    return [
        *(f"{path} 缺" for path in sorted(expected.keys() - found.keys())),
        *(f"{path} 多" for path in sorted(found.keys() - expected.keys())),
        *(f"{path} 不同" for path in sorted(expected) if found.get(path, expected[path]) != expected[path]),
        *(f"{step.path} {step.reason}" for step in again.written),
        *(f"{path} 撤下" for path in again.pruned),
        *(f"{folder} 空" for folder in empty_folders(site) if not state_lost),
    ]


CHANGES = (edits, withdrawal, damage, lost_state, theme)


def undo(site: Site) -> None:
    """The sources as they were before the change."""
    shutil.rmtree(site.path / "content")
    shutil.rmtree(site.path / "themes")
    base(site)


def revert(site: Site) -> None:
    """The same, and a template that makes every page be rendered again."""
    undo(site)
    site.write("themes/mine/templates/partials/breadcrumb.html", "<p>位置</p>\n")


def withdraw(site: Site) -> None:
    """What was being published is withdrawn or deleted."""
    site.article("2018/2018-04/jia.md", "甲条", "2018-04-01", "甲文。\n", status="已撤回")
    (site.path / "content/2018/ding.md").unlink(missing_ok=True)
    for other in ("yi", "bing"):
        (site.path / f"content/2018/2018-04/{other}.md").unlink(missing_ok=True)


def no_state(site: Site) -> None:
    """The cache is deleted because a build did not end well."""
    shutil.rmtree(site.path / ".cache", ignore_errors=True)


AFTERMATHS = (nothing, undo, revert, withdraw, no_state)
PAIRS = [(edits, nothing), (edits, undo), (edits, revert), (edits, withdraw), (edits, no_state), (theme, undo)]
PAIRS += [(withdrawal, nothing), (withdrawal, undo), (damage, nothing), (lost_state, nothing), (lost_state, withdraw)]
if EXAMPLES:
    PAIRS = list(itertools.product(CHANGES, AFTERMATHS))


SOME = 1 if EXAMPLES else 2
"""Every so many of the points that are chosen."""


def chosen(labels: list[str]) -> list[int]:
    """Points to be killed at: all of them in a long campaign.

    Else the first of each transaction (the others leave the same on disk), and the first, middle and last where
    files are rendered, moved to their places, or removed.
    """
    if EXAMPLES:
        return list(range(len(labels)))
    kinds = {"open": 0, "opened": 0, "mkdir": 1, "replace": 1, "rename": 1, "unlink": 2, "rmdir": 2}
    transactions = itertools.count(3)
    runs = [next(transactions) if label == "BEGIN" else kinds.get(label, -1) for label in labels]
    found: set[int] = set()
    start = 0
    for kind, run in itertools.groupby(runs):
        size = len(list(run))
        found |= {start, start + size // 2, start + size - 1} if 0 <= kind <= 2 else {start}
        start += size
    return sorted(found)


def prepared(folder: Path, change: Callable[[Site], None], **options: Any) -> tuple[Site, list[str]]:
    """(the base site, built and then changed, for copying; the points that its next build passes)."""
    site = base(Site(folder / "base"))
    site.build(**options)
    change(site)
    trial = copied(site, folder / "trial")
    with killing() as points:
        trial.build(**options)
    return site, points.passed


def copied(site: Site, folder: Path) -> Site:
    """A copy of a site with its output and state; times are kept, as state and output go by them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.path, folder, symlinks=True)
    return Site(folder)


def unmended(
    folder: Path, change: Callable[[Site], None], aftermath: Callable[[Site], None], every: int = SOME, **options: Any
) -> list[tuple[Any, ...]]:
    """The points (``every`` so many of those chosen) after which the next build does not mend everything."""
    site, labels = prepared(folder, change, **options)
    after = copied(site, folder / "after")
    aftermath(after)
    expected = clean(after, folder / "clean", **options)
    lost = change is lost_state or aftermath is no_state
    failed = []
    for at in chosen(labels)[::every]:
        trial = copied(site, folder / "trial")
        with killing(at) as points, pytest.raises(Killed):
            trial.build(**options)
        assert points.hit
        aftermath(trial)
        if wrong := mended(trial, expected, state_lost=lost, **options):
            failed.append((at, labels[at], wrong))
    return failed


@pytest.mark.parametrize(("change", "aftermath"), PAIRS)
def test_history_kill_points(
    quick_path: Path, change: Callable[[Site], None], aftermath: Callable[[Site], None]
) -> None:
    """Killed at any point of a build, then left alone, undone, withdrawn or cleaned, the next build mends all."""
    assert unmended(quick_path, change, aftermath) == []


def test_history_kill_points_with_search(quick_path: Path) -> None:
    """The same for a site with a search index, whose build is much longer."""
    assert unmended(quick_path, edits, undo, 1 if EXAMPLES else 5, search=True) == []


@pytest.mark.parametrize("aftermath", [nothing, withdraw])
def test_history_kill_points_of_a_first_build(quick_path: Path, aftermath: Callable[[Site], None]) -> None:
    """The same, where there was no output before."""
    site = base(Site(quick_path / "base"))
    trial = copied(site, quick_path / "trial")
    with killing() as points:
        trial.build()
    after = copied(site, quick_path / "after")
    aftermath(after)
    expected = clean(after, quick_path / "clean")
    failed = []
    for at in chosen(points.passed)[::SOME]:
        trial = copied(site, quick_path / "trial")
        with killing(at), pytest.raises(Killed):
            trial.build()
        aftermath(trial)
        if wrong := mended(trial, expected):
            failed.append((at, points.passed[at], wrong))
    assert failed == []


@pytest.mark.parametrize("change", CHANGES)
def test_history_killed_twice(quick_path: Path, change: Callable[[Site], None]) -> None:
    """A build that mends after a kill may be killed as well."""
    site, labels = prepared(quick_path, change)
    expected = clean(site, quick_path / "clean")
    pairs = list(itertools.product(range(len(labels)), repeat=2))
    if not EXAMPLES:
        pairs = random.Random(7).sample(pairs, 12)
    elif len(pairs) > EXAMPLES:
        pairs = random.sample(pairs, EXAMPLES)
    failed = []
    for first, second in pairs:
        trial = copied(site, quick_path / "trial")
        for at in (first, second):
            with killing(at), contextlib.suppress(Killed):
                trial.build()
        if wrong := mended(trial, expected, state_lost=change is lost_state):
            failed.append((first, second, wrong))
    assert failed == []


@pytest.mark.parametrize("change", CHANGES)
def test_history_full_disk(quick_path: Path, change: Callable[[Site], None]) -> None:
    """A disk that is full at any point is a problem of the site, not a bug; once there is room, a build mends all.

    To remove something needs no room.
    """
    site, labels = prepared(quick_path, change)
    expected = clean(site, quick_path / "clean")
    failed = []
    for at in (at for at in chosen(labels) if labels[at] not in ("unlink", "rmdir", "remove")):
        statement = labels[at].isupper() or labels[at] == "script"
        trial = copied(site, quick_path / "trial")
        answer = "built"
        try:
            with killing(at, full_database if statement else full_disk):
                trial.build()
        except SiteError as error:
            answer = error.problems[0].code
        except (OSError, sqlite3.Error) as error:
            answer = type(error).__name__
        wrong = mended(trial, expected, state_lost=change is lost_state)
        if wrong or answer not in ("built", "disk-full"):
            failed.append((at, labels[at], answer, wrong))
    assert failed == []


def full_disk() -> OSError:
    """What a system call answers when the disk is full."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_database() -> sqlite3.Error:
    """What SQLite answers when the disk is full."""
    return sqlite3.OperationalError("database or disk is full")


def test_history_kill_points_on_another_file_system(quick_path: Path, tmp_path: Path) -> None:
    """Where files cannot be moved into place from .cache, a kill leaves no half file behind either."""
    if quick_path.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    site = base(Site(quick_path / "site"))
    output = tmp_path / "output"
    with killing() as points:
        site.build(output=output)
    moves = points.passed.index("open", points.passed.index("replace"))  # written beside its place, then replaced
    failed = []
    for aftermath in (nothing, withdraw):
        after = copied(site, quick_path / "after")
        aftermath(after)
        expected = clean(after, quick_path / "clean")
        for at in chosen(points.passed) if EXAMPLES else range(moves - 2, moves + 6):
            shutil.rmtree(output, ignore_errors=True)
            trial = copied(site, quick_path / "trial")
            shutil.rmtree(trial.path / ".cache")
            with killing(at), pytest.raises(Killed):
                trial.build(output=output)
            aftermath(trial)
            trial.build(output=output)
            found = {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}
            if found != expected:
                failed.append((at, points.passed[at], sorted(found.items() ^ expected.items())[:1]))
    assert failed == []


# ---- random histories ----


@dataclass
class Item:
    """An article as the history has made it."""

    title: int = 0
    body: int = 0
    day: int = 1
    tags: tuple[str, ...] = ()
    column: str = COLUMNS[0]
    source: str = ""
    slug: str = ""
    status: str = "现行"
    draft: bool = False
    publish: bool = False
    expires: bool = False
    alias: bool = False
    picture: bool = False
    directive: bool = False
    layout: bool = False
    extra: bool = False
    link: int = -1
    form: int = 0
    """Of the link: which of ``World.target``."""
    years: int = 0
    """So many years before 2018."""
    added: bool = False

    def front(self, name: str) -> dict[str, Any]:
        """Its front matter."""
        front: dict[str, Any] = {"column": self.column, "status": self.status, "order": 9 - self.day}
        optional = {
            "tags": list(self.tags),
            "source": self.source,
            "slug": self.slug,
            "draft": self.draft,
            "added": "2026-11-28" if self.added else "",
            "layout": "图片故事" if self.layout else "",
            "extra": "{主办: 市妇联}" if self.extra else "",
            "publish": "2018-04-15" if self.publish else "",
            "expires": "2029-01-01" if self.expires else "",
            "aliases": [f"old/{name}.html"] if self.alias else "",
        }
        return front | {key: value for key, value in optional.items() if value}


@dataclass
class World:
    """A site with a history; ``edit`` and ``damage`` go on with it."""

    site: Site
    items: dict[int, Item] = field(default_factory=dict)
    folders: dict[int, str] = field(default_factory=dict)
    config: dict[str, Any] = field(
        default_factory=lambda: {
            "url": "https://example.org/",
            "zone": "Asia/Shanghai",
            "columns": f"[{', '.join(COLUMNS)}]",
            "sponsor": "市妇联",
            "theme": "mine",
            "rows": 2,
            "home": 2,
        }
    )

    saved: tuple[Any, ...] = ()

    def remember(self, folder: Path) -> None:
        """Keeps the sources as they are now in a folder, for ``undo``."""
        sources_into(self.site, folder)
        self.saved = (folder, dict(self.items), dict(self.folders), dict(self.config))

    def undo(self) -> None:
        """The sources as they were when a build last went well."""
        if self.saved:
            folder, items, folders, config = self.saved
            self.items, self.folders, self.config = dict(items), dict(folders), dict(config)
            for name in ("content", "themes", "data", "public"):
                shutil.rmtree(self.site.path / name, ignore_errors=True)
            shutil.copytree(folder, self.site.path, dirs_exist_ok=True)

    def begin(self) -> None:
        """The sources before the history."""
        self.site.write("themes/mine/theme.yaml", "name: mine\nparent: plain\n")
        self.site.write("themes/mine/templates/partials/breadcrumb.html", "<p>位置</p>\n")
        for what in ("macro", "word", "slot", "data file", "public"):
            self.surroundings(what, 1)
        self.site.write("content/2018/2018-04/tu.svg", PICTURE.format(1))
        self.site.issue("2018/2018-04", "四月简报")
        self.save()
        for number in range(3):
            # Each links to the one before it: what happens to that one happens to a page that is linked to.
            self.put(number, Item(day=number + 1, tags=TAGS[:number], body=number, link=number - 1))

    def save(self) -> None:
        self.site.write("config.yaml", CONFIG.format(**self.config))

    def put(self, number: int, item: Item) -> None:
        """Writes an article; its folder stays what it is."""
        folder = self.folders.setdefault(number, "2018/2018-04")
        self.items[number] = item
        body = f"正文{item.body}。\n" + "\n## 小节\n" * (item.body % 5 == 4)
        if item.picture:
            body += f"\n![图]({'' if folder == '2018/2018-04' else '2018-04/'}tu.svg)\n"
        if item.directive:
            body += f"\n【【口号\n内容：口号{item.body}\n】】\n"
        if item.link >= 0:
            body += f"\n[另一条]({self.target(folder, item)})\n"
        self.site.article(
            f"{folder}/a{number}.md",
            f"标题{item.title}",
            f"{2018 - item.years}-04-{item.day:02}",
            body,
            **item.front(f"a{number}"),
        )

    def target(self, folder: str, item: Item) -> str:
        """An article's link as its editor writes it: from content/, from its folder, an address, an old one."""
        other = f"{self.folders.get(item.link, '2018')}/a{item.link}"
        relative = os.path.relpath(f"{other}.md", folder)
        return (f"/{other}.md", relative, f"/{other}.html", f"/old/a{item.link}.html", f"/{other}.md#小节")[item.form]

    def edit(self, what: str, number: int, value: int) -> None:
        """One change of the sources."""
        item = self.items.get(number, Item(day=number + 1))
        one_of = {
            "tags": TAGS,
            "column": COLUMNS,
            "source": SOURCES,
            "slug": ("", f"s{number}", f"a{(number + 1) % 4}"),
        }
        if what == "remove":
            if number in self.items:
                self.site.remove(f"content/{self.folders[number]}/a{number}.md")
                del self.items[number]
        elif what == "move":
            folder = ("2018/2018-04", "2018")[value % 2]
            if number in self.items and folder != self.folders[number]:
                self.site.remove(f"content/{self.folders[number]}/a{number}.md")
                self.folders[number] = folder
                self.put(number, item)
        elif what == "tags":
            self.put(number, replaced(item, tags=tuple(t for i, t in enumerate(TAGS) if value >> i & 1)))
        elif what in one_of:
            options = one_of[what]
            self.put(number, replaced(item, **{what: options[value % len(options)]}))
        elif what == "status":
            self.put(number, replaced(item, status=("现行", "已撤回", "已归档")[value % 3]))
        elif what in ("draft", "publish", "expires", "alias", "picture", "directive", "layout", "extra", "added"):
            self.put(number, replaced(item, **{what: value % 2 == 1}))
        elif what == "link":
            self.put(number, replaced(item, link=value % 4 - 1))
        elif what == "form":
            self.put(number, replaced(item, form=value % 5))
        else:
            self.put(number, replaced(item, **{what: value % 5 + (what == "day")}))

    def surroundings(self, what: str, value: int) -> None:
        """One change of what is not an article."""
        texts = {
            "url": ("https://example.org/", "https://example.org/archive/"),
            "zone": ("Asia/Shanghai", "UTC"),
            "columns": (f"[{', '.join(COLUMNS)}]", f"[{', '.join(reversed(COLUMNS))}]"),
            "sponsor": ("市妇联", "妇联"),
            "theme": THEMES,
            "rows": (1, 2, 3),
            "home": (1, 2),
        }
        if what in texts:
            self.config[what] = texts[what][value % len(texts[what])]
            self.save()
        elif what == "picture file":
            self.site.write("content/2018/2018-04/tu.svg", PICTURE.format(value))
        elif what == "issue":
            self.site.issue("2018/2018-04", f"简报{value}")
        elif what == "page":
            self.site.article("pages/about.md", f"关于{value}", "", "说明。\n")
        elif what == "topics":
            self.site.write("data/topics.yaml", f"{TAGS[value % 3]}: 说明{value}。\n")
        elif what == "template":
            self.site.write("themes/mine/templates/partials/breadcrumb.html", f"<p>位置{value}</p>\n")
        elif what in OF_A_THEME:
            path, text = OF_A_THEME[what]
            self.site.write(path, text.format(value))
        elif what == "public less":
            (self.site.path / "public/verify.txt").unlink(missing_ok=True)
        elif what == "template less":
            (self.site.path / "themes/mine/templates/partials/breadcrumb.html").unlink(missing_ok=True)
        else:
            self.site.write(f"themes/mine/static/{value % 2}.css", f"p {{ margin: {value}px }}\n")

    def damage(self, what: str, value: int) -> None:
        """Something outside the sources is lost or altered."""
        files = sorted(p for p in self.site.output.rglob("*") if p.is_file() and p.name != ".jianbao")
        if what == "state":
            shutil.rmtree(self.site.path / ".cache", ignore_errors=True)
        elif what == "state file":
            for path in (self.site.path / ".cache").glob("jianbao.sqlite*"):
                path.unlink()
        elif what == "output":
            shutil.rmtree(self.site.output, ignore_errors=True)
        elif files:
            path = files[value * 7 % len(files)]
            if what == "delete":
                path.unlink()
            elif what == "alter":
                path.write_text("别的")
            else:
                shutil.rmtree(path.parent if path.parent != self.site.output else self.site.output / "archive", True)


def replaced(item: Item, **values: Any) -> Item:
    """The item with other values."""
    return Item(**{**vars(item), **values})


NUMBERS = st.integers(0, 3)
VALUES = st.integers(0, 9)
EDITS = (
    "title body body day years years added tags column source slug status status draft publish expires alias picture "
    "directive layout extra link form remove move"
).split()
SURROUNDINGS = "url zone columns sponsor theme rows home issue page topics template static".split()
SURROUNDINGS += ["picture file", "template less", *OF_A_THEME, "public less"]
SEARCH = st.booleans() if EXAMPLES else st.just(False)
"""An index makes every build of a history much longer."""
DAMAGES = ["state", "state file", "output", "delete", "alter", "folder"]
STEPS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(EDITS), NUMBERS, VALUES),
    st.tuples(st.just("edit"), st.sampled_from(EDITS), NUMBERS, VALUES),
    st.tuples(st.just("surroundings"), st.sampled_from(SURROUNDINGS), VALUES),
    st.tuples(st.just("damage"), st.sampled_from(DAMAGES), VALUES),
    st.tuples(st.just("kill"), st.integers(0, 80)),
    st.tuples(st.just("kill"), st.integers(0, 80)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("build"), st.sampled_from(MOMENTS), st.booleans(), st.booleans()),
    st.tuples(st.just("build"), st.just(NOW), st.just(False), st.booleans()),
)
"""("build", moment, drafts, whether every file has been at rest for a while)."""


BUILT = ("build", NOW, False, True)


@example(history=[BUILT, ("edit", "status", 0, 1), BUILT], search=False)
@example(history=[("edit", "alias", 0, 1), ("edit", "form", 1, 3), BUILT, ("edit", "alias", 0, 0)], search=False)
@settings(max_examples=EXAMPLES or 20)
@given(history=st.lists(STEPS, min_size=12, max_size=30), search=SEARCH)
def test_history_random(tmp_path_factory: pytest.TempPathFactory, history: list[tuple[Any, ...]], search: bool) -> None:
    """After any history a build ends as a clean one: the same files, or the same problems and output untouched."""
    with quick_folder(tmp_path_factory.mktemp("history")) as folder, mock.patch.object(scan, "RACY", 25_000_000):
        live(folder, history, search=search)


@settings(max_examples=EXAMPLES or 12)
@given(history=st.lists(STEPS, min_size=12, max_size=30), search=SEARCH)
def test_history_random_in_one_process(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[Any, ...]], search: bool
) -> None:
    """The same for a process that keeps what it has in its hands from build to build, as the preview does."""
    with quick_folder(tmp_path_factory.mktemp("history")) as folder, mock.patch.object(scan, "RACY", 25_000_000):
        live(folder, history, pipeline.Memory(), search=search)


def live(folder: Path, history: list[tuple[Any, ...]], memory: pipeline.Memory | None = None, **options: Any) -> None:
    """A history from its beginning, and one more build in the end."""
    with compared():
        _live(folder, history, memory, **options)


def _live(folder: Path, history: list[tuple[Any, ...]], memory: pipeline.Memory | None, **options: Any) -> None:
    world = World(Site(folder / "site"))
    world.begin()
    for verb, *words in [*history, ("build", NOW, False, True)]:
        if verb == "edit":
            world.edit(*words)
        elif verb == "surroundings":
            world.surroundings(*words)
        elif verb == "damage":
            world.damage(*words)
            # Whoever keeps a memory sees to it that nobody else writes into the folder; the state may go at any time.
            memory = pipeline.Memory() if memory and not words[0].startswith("state") else memory
        elif verb == "undo":
            world.undo()
        elif verb == "kill":
            with killing(words[0]), contextlib.suppress(Killed, SiteError):
                world.site.build(memory, **options)
        else:
            if words[2]:
                time.sleep(0.03)
            if compare(world.site, folder, memory, as_of=words[0], drafts=words[1], **options):
                world.remember(folder / "saved")


def compare(site: Site, folder: Path, memory: pipeline.Memory | None, **options: Any) -> bool:
    """A build, and a clean one of the same sources, end alike; whether they go well."""
    before = site.tree()
    other = sources_into(site, folder / "clean")
    expected = other.problems(**options)
    assert site.problems(memory=memory, **options) == expected
    if any("错误[" in problem for problem in expected):
        assert site.tree() == before
        return False
    assert site.tree() == other.tree()
    again = site.build(memory, **options)
    assert (again.written, again.pruned, again.strays) == ((), (), ())
    return True
