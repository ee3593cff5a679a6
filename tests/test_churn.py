"""The past never changes: what one new article touches does not depend on how many there are already.

Counts only, never seconds.
"""

import datetime
from collections.abc import Callable, Iterator

import pytest

from jianbao.pipeline import Report
from tests.conftest import quick_folder
from tests.sites import Site

SIZES = {"loose": (1_000, 10_000), "issues": (440, 4_400)}
"""Articles of the small and the large archive, without issues and with an issue a month."""
COLUMNS = ("要闻", "基层动态", "维权服务", "家庭建设")
SOURCES = ("市妇联办公室", "市妇联宣传部", "思明区妇联", "湖里区妇联", "市妇儿中心")
TAGS = tuple(f"标签{number}" for number in range(20))
CONFIG = f"site: {{url: https://example.org/}}\ncolumns: [{', '.join(COLUMNS)}]\n"
LAST_DAY = datetime.date(2026, 10, 20)
DAYS = 7_500
MOST = 25
"""Files that publishing one article may write."""


def day(number: int, size: int) -> datetime.date:
    """Articles are spread evenly over twenty years."""
    return LAST_DAY - datetime.timedelta(days=DAYS - DAYS * number // size)


def archive(site: Site, size: int, *, issues: bool) -> Site:
    """A site of so many articles of one sentence, four tags each; by month, with an issue a month or without.

    No list is just as long as one that has only its head: the next row would cut it.
    """
    site.write("config.yaml", CONFIG)
    months = set()
    for number in range(size):
        when = day(number, size)
        folder = f"{when:%Y}/{when:%Y-%m}"
        if issues and folder not in months:
            months.add(folder)
            site.issue(folder, f"{when:%Y}年{when.month}月简报", f"{when:%Y-%m}")
        put(site, f"{folder}/a{number}.md", number, when)
    return site


def put(site: Site, path: str, number: int, when: datetime.date, **front: str) -> None:
    """An article; ``front`` is more of its front matter, or other."""
    tags = [TAGS[(number + step) % len(TAGS)] for step in (0, 3, 7, 12)]
    known = {"column": COLUMNS[number % len(COLUMNS)], "source": SOURCES[number % len(SOURCES)], "tags": tags}
    site.article(path, f"第{number}条", f"{when}", "一句话。\n", **{**known, **front})


def publish(site: Site, number: int, when: datetime.date) -> Report:
    """Adds one article, the newest, and builds."""
    put(site, f"{when:%Y}/{when:%Y-%m}/neu{number}.md", number, when)
    return site.build()


def kinds(report: Report) -> dict[str, int]:
    """How many files were written, by their first folder and ending."""
    found: dict[str, int] = {}
    for step in report.written:
        kind = step.path.partition("/")[0] + "…" + step.path.rpartition(".")[2] if "/" in step.path else step.path
        found[kind] = found.get(kind, 0) + 1
    return found


@pytest.fixture(scope="module", params=SIZES)
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Site]]:
    """A small and a large archive, built, by size."""
    with quick_folder(tmp_path_factory.mktemp("churn")) as folder:
        sizes = SIZES[request.param]
        sites = {size: archive(Site(folder / str(size)), size, issues=request.param == "issues") for size in sizes}
        for site in sites.values():
            site.build(jobs=2)
        yield sites


def test_the_newest_article_writes_a_fixed_number_of_files(grown: dict[int, Site]) -> None:
    """An article with four tags writes at most 25 files, in ten times as many articles as well."""
    reports = [publish(site, 0, LAST_DAY + datetime.timedelta(days=1)) for site in grown.values()]
    counts = [kinds(report) for report in reports]
    assert max(sum(count.values()) for count in counts) <= MOST
    assert [(report.pruned, report.parsed) for report in reports] == [((), 1), ((), 1)]


@pytest.mark.parametrize(
    ("when", "more"),
    [(datetime.date(2026, 11, 2), 25), (datetime.date(2027, 1, 4), 40)],
    ids=["month", "year"],
)
def test_the_first_of_a_month_and_of_a_year(grown: dict[int, Site], when: datetime.date, more: int) -> None:
    """In each of its six lists the period that is over gets its page, and the pages that lead to it a link."""
    counts = [kinds(publish(site, when.toordinal(), when)) for site in grown.values()]
    assert max(sum(count.values()) for count in counts) <= MOST + more


@pytest.mark.parametrize("grown", ["issues"], indirect=True)
def test_a_new_issue(grown: dict[int, Site]) -> None:
    """An issue with three items: its page, the one before, the list of issues, a sitemap, and what items write."""
    when = datetime.date(2027, 2, 1)
    counts = []
    for site in grown.values():
        site.issue("2027/2027-02", "2027年2月简报", "2027-02")
        for number in range(3):
            put(site, f"2027/2027-02/neu{number}.md", 5_000 + 20 * number, when)
        report = site.build()
        assert report.pruned == ()
        counts.append(kinds(report))
    assert max(sum(count.values()) for count in counts) <= 2 * MOST + 2 + len(SOURCES) + 40


def test_a_body_is_its_own_page(grown: dict[int, Site]) -> None:
    """A correction in an old article's text writes that page and, where there are issues, its whole issue, no more."""
    for size, site in grown.items():
        when = day(size // 2, size)
        path = site.path / f"content/{when:%Y}/{when:%Y-%m}/a{size // 2}.md"
        path.write_text(path.read_text("utf-8").replace("一句话", "另一句话"), "utf-8")
        report = site.build()
        whole = f"{when:%Y}/{when:%Y-%m}/bulletin.html"
        pages = [f"{when:%Y}/{when:%Y-%m}/a{size // 2}.html", *([whole] if (site.output / whole).exists() else [])]
        assert [step.path for step in report.written] == pages


def test_pages_behind_the_head_never_change(site: Site) -> None:
    """While a hundred articles come in their order, a page behind the head is written when it is made, and seldom after.

    Once for the link to the next period, where its period was cut when it had become too long, and a year that leads
    to its parts once for each part that begins.
    """
    site.write("config.yaml", CONFIG + "pages: {list: 5, feed: 2, home: 2}\n")
    written: dict[str, int] = {}
    worst = 0
    for number in range(100):
        put(site, f"2018/a{number}.md", number * 20, datetime.date(2018, 1, 1) + datetime.timedelta(days=7 * number))
        report = site.build()
        worst = max(worst, len(report.written)) if number else 0
        for step in report.written:
            written[step.path] = written.get(step.path, 0) + 1
    behind = {path: count for path, count in written.items() if path.startswith(("tags/标签0/", "columns/要闻/"))}
    assert "columns/要闻/2018-q1.html" in behind
    # An address answers before its period has a page, and is written once more when it gets one.
    years = {path: count for path, count in behind.items() if path.endswith(("/2018.html", "/2019.html"))}
    assert max(years.values()) <= 10
    assert max(count for path, count in behind.items() if path not in years) <= 7
    assert sum(behind.values()) <= 4 * len(behind)
    articles = {path: count for path, count in written.items() if path.startswith("2018/a")}
    assert articles == {f"2018/a{number}.html": 2 if number < 99 else 1 for number in range(100)}
    assert worst <= 100


def middle(site: Site, size: int) -> tuple[str, int, datetime.date]:
    """(the path, number and day of an article halfway through)."""
    number = size // 2
    when = day(number, size)
    return f"{when:%Y}/{when:%Y-%m}/a{number}.md", number, when


def late(when: datetime.date, many: int = 1) -> Callable[[Site, int], None]:
    """Old articles entered now."""

    def change(site: Site, size: int) -> None:
        for n in range(many):
            put(site, f"{when:%Y}/{when:%Y-%m}/bulu{n}.md", 7_000 + 20 * n, when, added="2026-11-28")

    return change


def front(**values: str) -> Callable[[Site, int], None]:
    """The article halfway through with something more in its front matter."""

    def change(site: Site, size: int) -> None:
        path, number, when = middle(site, size)
        put(site, path, number, when, **values)

    return change


def moved(days: int) -> Callable[[Site, int], None]:
    """The article halfway through with another date."""

    def change(site: Site, size: int) -> None:
        path, number, when = middle(site, size)
        put(site, path, number, when + datetime.timedelta(days=days))

    return change


def deleted(site: Site, size: int) -> None:
    """The article halfway through is gone."""
    site.remove(f"content/{middle(site, size)[0]}")


TABLE: dict[str, tuple[Callable[[Site, int], None], int]] = {
    "an article of 2006": (late(datetime.date(2006, 5, 12)), 40),
    "an article of 2016": (late(datetime.date(2016, 3, 3)), 40),
    "an article of last month": (late(datetime.date(2026, 9, 12)), 40),
    "ten old articles": (late(datetime.date(2009, 7, 15), 10), 120),
    "a draft again": (front(draft="true"), 45),
    "deleted": (deleted, 45),
    "withdrawn": (front(status="已撤回"), 45),
    "expired": (front(expires="2020-01-01"), 45),
    "a date by a day": (moved(1), 60),
    "a date by ten years": (moved(-3_650), 90),
    "a tag": (front(tags="[别的标签, 标签3]"), 60),
    "a column": (front(column="家庭建设"), 60),
}
"""Change → how many files it may write and delete, the articles of which others are related included."""


def touched(report: Report) -> int:
    """Files written and deleted."""
    return len(report.written) + len(report.pruned)


@pytest.mark.parametrize(("change", "most"), TABLE.values(), ids=TABLE)
def test_every_single_change_is_small(grown: dict[int, Site], change: Callable[[Site, int], None], most: int) -> None:
    """Wherever in time it falls, and in ten times as many articles; and the way back as well."""
    for size, site in grown.items():
        content = {path: path.read_bytes() for path in (site.path / "content").rglob("*.md")}
        counts = []
        change(site, size)
        report = site.build()
        counts.append(touched(report))
        assert [name for name, _ in report.anew if name == "网站"] == []
        for path in (site.path / "content").rglob("*.md"):
            if path not in content:
                path.unlink()
            elif path.read_bytes() != content[path]:
                path.write_bytes(content[path])
        for path, data in content.items():
            if not path.exists():
                path.write_bytes(data)
        report = site.build()
        counts.append(touched(report))
        assert max(counts) <= most, (size, counts)
