"""What the home page chooses, and what a year tells: by rules, from their contexts alone."""

import re
from typing import Any

import pytest

from jianbao.theme import render
from tests.sites import Site
from tests.test_docs import PHOTO

SUMMARY = "十五名妇女领到救助金。"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Path → the context that its page was rendered with, in the builds of the test."""
    seen: dict[str, Any] = {}
    real = render.data

    def record(page: Any, *rest: Any) -> bytes:
        seen[page.path] = page.context
        return real(page, *rest)

    monkeypatch.setattr(render, "data", record)
    return seen


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


def archive(site: Site, many: int = 30) -> Site:
    """An article a day of April 2018, and some of other years, with an issue."""
    site.write("config.yaml", "columns: [要闻]\npages: {home: 3}\n")
    site.issue("2018/2018-04", "2018年4月简报", "2018-04", number="2018年第4期")
    for day in range(1, many + 1):
        site.article(f"2018/2018-04/{day:02}.md", f"四月{day}", f"2018-04-{day:02}", column="要闻", tags=["普法"])
    for year in (2009, 2012, 2017):
        site.article(f"{year}/a.md", f"{year}年四月", f"{year}-04-02")
        site.article(f"{year}/b.md", f"{year}年五月", f"{year}-05-02", body="很长。" * year + "\n")
    return site


def test_the_lead(site: Site, told: dict[str, Any]) -> None:
    """The newest; before it one with a summary; before that one with a picture; before all what an editor wants."""
    archive(site).build()
    assert told["index.html"]["lead"]["title"] == "四月30"
    site.article("2018/2018-04/28.md", "四月28", "2018-04-28", summary=SUMMARY)
    site.build()
    assert told["index.html"]["lead"]["title"] == "四月28"
    assert told["index.html"]["lead"]["cover"]["mark"] == "第4期"
    site.write("content/2018/2018-04/a.jpg", PHOTO)
    site.article("2018/2018-04/25.md", "四月25", "2018-04-25", "文字。\n\n![会场](a.jpg)\n")
    site.build()
    lead = told["index.html"]["lead"]
    assert (lead["title"], lead["picture"]["href"]) == ("四月25", "2018/2018-04/a.jpg")
    site.article("2018/2018-04/02.md", "四月2", "2018-04-02", lead=True)
    site.build()
    assert told["index.html"]["lead"]["title"] == "四月2"
    assert "四月28" in titles(told["index.html"]["second"])


def test_a_chart_leads_nobody(site: Site, told: dict[str, Any]) -> None:
    """A drawing in a text is a chart, which cannot be cut; named as a cover it is a picture."""
    archive(site)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><rect width="9" height="6"/></svg>'
    site.write("content/2018/2018-04/a.svg", drawing)
    site.article("2018/2018-04/25.md", "四月25", "2018-04-25", "文字。\n\n![图](a.svg)\n")
    site.build()
    assert told["index.html"]["lead"]["title"] == "四月30"
    site.article("2018/2018-04/25.md", "四月25", "2018-04-25", cover="a.svg")
    site.build()
    assert told["index.html"]["lead"]["title"] == "四月25"


def test_nothing_is_told_twice(site: Site, told: dict[str, Any]) -> None:
    """Lead, second, latest and columns share no article, as long as a column has others."""
    archive(site).build()
    home = told["index.html"]
    rows = [home["lead"], *home["second"], *home["latest"], *home["columns"][0]["items"]]
    assert len(rows) == len({row["href"] for row in rows}) == 1 + 3 + 6 + 3
    assert titles(home["latest"]) == [f"四月{day}" for day in range(26, 20, -1)]


def test_this_month_in_earlier_years_knows_no_clock(site: Site, told: dict[str, Any]) -> None:
    """Counted from the newest article that names a month, whatever day it is; one of each year, newest first."""
    archive(site)
    for now in ("2019-01-01T00:00", "2040-08-09T00:00"):
        site.build(as_of=now, clean=True)
        earlier = told["index.html"]["earlier"]
        assert (earlier["title"], titles(earlier["items"])) == ("往年4月", ["2017年四月", "2012年四月", "2009年四月"])


def test_key_figures_are_what_the_archive_names(site: Site, told: dict[str, Any]) -> None:
    """data/figures.yaml in its order; without it the page has no such band."""
    archive(site).build()
    assert told["index.html"]["figures"] == []
    assert "figures" not in site.read("index.html")
    site.write("data/figures.yaml", "救助: 528.69万元\n志愿者: 42.75万名\n")
    site.build()
    assert [f["value"] for f in told["index.html"]["figures"]] == ["528.69万元", "42.75万名"]


def test_a_year_tells_what_is_over(site: Site, told: dict[str, Any]) -> None:
    """Counts, bars, headlines, tags of its own year; of the month that grows nothing, and its next article is elsewhere."""
    archive(site, many=9)
    site.article("2018/maerz.md", "三月一条", "2018-03-05", tags=["普法", "维权"])
    site.article("2018/jahr.md", "只有年份", "2018")
    site.build()
    year = told["archive/2018.html"]["year"]
    assert (year["count"], year["until"], year["issues"], titles(year["loose"])) == (2, "3月", 1, ["只有年份"])
    bars = [(m["title"], m["count"], m["share"], titles(m["items"])) for m in year["months"] if m["href"]]
    assert bars == [("3月", 1, 100, ["三月一条"]), ("4月", None, None, [])]
    assert [(t["title"], t["count"]) for t in year["topics"]] == [("普法", 1), ("维权", 1)]
    assert [c["month"] for c in year["covers"]] == [4]
    old = told["archive/2017.html"]["year"]
    assert (old["count"], old["until"], old["previous"]["title"], old["next"]["title"]) == (2, "", "2012年", "2018年")
    site.article("2018/2018-04/10.md", "四月10", "2018-04-10", column="要闻", tags=["普法"])
    written = {step.path for step in site.build().written}
    assert {"archive/2018.html", "archive.html"}.isdisjoint(written)
    assert "archive/2018-04.html" in written


def test_a_year_of_which_no_month_is_known_has_no_bars(site: Site) -> None:
    """Neither where all years stand nor on its own page, where its articles follow under the year's name."""
    archive(site)
    site.article("2013/jahr.md", "只有年份", "2013")
    site.build()
    overview, year = site.read("archive.html"), site.read("archive/2013.html")
    (told,) = re.findall(r'(?s)<section class="year" aria-label="2013年">.*?</section>', overview)
    assert 'class="chart"' not in told
    assert overview.count('class="chart"') == overview.count('class="year"') - 1
    assert "只有年份" in year
    assert 'class="chart"' not in year
    assert "逐月要目" not in year
    assert re.search(r'<section aria-label="2013年">\s*<', year)


def test_neighbours_stay_in_the_issue(site: Site, told: dict[str, Any]) -> None:
    """Previous and next are the items beside it in its issue; an article of no issue has those beside it in time."""
    archive(site, many=3).build()
    first, last = (told[f"2018/2018-04/{n}.html"]["article"] for n in ("01", "03"))
    assert (first["previous"], first["next"]["title"]) == (None, "四月2")
    assert (last["previous"]["title"], last["next"]) == ("四月2", None)
    assert told["2012/a.html"]["article"]["previous"]["title"] == "2009年五月"
