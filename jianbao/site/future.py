"""Dates that lie ahead: an article of next year tops every list, and mostly the year is a slip."""

from jianbao.errors import Level, Problem
from jianbao.site.model import Site


def told(site: Site, now: str) -> tuple[list[Problem], str]:
    """(a 提示 for every article whose date, or day of coming in, is ahead; when the site changes next by dates or "").

    ``now`` is ``YYYY-MM-DDTHH:MM``. Articles are in the order of their dates, so that only the last ones are looked at.
    """
    problems: list[Problem] = []
    until = site.next_change
    columns = site.entries.table
    for at in range(len(columns.dates) - 1, -1, -1):
        date = columns.dates[at]
        if date[:10] <= now[: len(date[:10])]:
            break
        article = site.entries[at].article
        if article.date != date or article.publish:
            continue
        line, column = article.place("date")
        message = f"日期 {date} 还没有到，文章现在就发布，并排在最前"
        hint = "核对年份；要到那天才发布，加一行 publish: " + date
        problems.append(Problem(f"content/{article.path}", line, column, Level.NOTICE, "date-ahead", message, hint))
        until = min(filter(None, (until, f"{date}T00:00")))
    today = now[:10]
    for at, added in enumerate(columns.added):
        if added > today:
            article = site.entries[at].article
            message = f"收录日期 {added} 还没有到，搜索把这一年当作最新的一年"
            hint = "收录是文章进档案的那一天：核对年份，改成补录的那天"
            place = f"content/{article.path}"
            problems.append(Problem(place, *article.place("added"), Level.NOTICE, "added-ahead", message, hint))
            until = min(filter(None, (until, f"{added}T00:00")))
    return problems, until
