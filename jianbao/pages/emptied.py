"""What stood in lists before it was withdrawn: every page of a list that showed it still answers.

A list in which nothing is left has a page that says so; where something is left, the pages of its periods that are no
longer needed lead to its head (lists.py).
"""

from collections import defaultdict
from collections.abc import Iterator

from jianbao import address
from jianbao.model import Article, Page
from jianbao.pages import articles, lists, periods
from jianbao.pages.frame import Frame
from jianbao.site import claims
from jianbao.site.model import LISTS, Site
from jianbao.site.standing import Issues, in_order_of_issues, lists_of

_CUT = ("columns", "tags", "sources", "months", "issues")
"""The lists that have pages of periods when they are long."""


def lost(site: Site) -> dict[str, list[str]]:
    """The dates of what has a tombstone, in order, by the address of each list in which it stood."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, head, date, _ in _gone(site):
        if date:  # one that its issue gave it is gone with the issue's file
            found[head].append(date)
    return {head: sorted(dates) for head, dates in found.items()}


def pages(site: Site, frame: Frame) -> Iterator[Page]:
    """What answers where nothing is left: heads of lists, pages of their periods, whole issues."""
    heads = {kind: [group.name for group in getattr(site, kind)] for kind in LISTS}
    kept = {*claims.heads(heads), *(address.key(_whole(i.entry.article)) for i in site.issues if i.members)}
    kept -= set() if site.issues else {address.key(address.ISSUES)}
    owners = {head: (kind, date, article.path) for kind, head, date, article in _gone(site)}
    dates = lost(site)
    for head, (kind, date, path) in sorted(owners.items()):
        if address.key(head) in kept:
            continue
        yield articles.emptied(head, f"content/{path}", frame)
        if kind in _CUT:
            period, times = (date[:7], lists.TIMES_OF_MONTHS) if kind == "months" else ("", 1)
            most = 2 * times * frame.config.list_rows
            for name in periods.before(period, range(0), str, most, dates.get(head, ())):
                yield articles.emptied(address.of_period(head, name), f"content/{path}", frame)


def _gone(site: Site) -> Iterator[tuple[str, str, str, Article]]:
    """(kind, address, date, article) of every list in which something with a tombstone stood; an issue's whole page is
    one of them."""
    buried = [article for article in site.tombstones if article.kind == "issue"]
    fronts = sorted((*(issue.entry.article for issue in site.issues), *buried), key=in_order_of_issues)
    issues = Issues(fronts)
    for article in site.tombstones:
        if article.kind == "issue":
            yield "issues", address.ISSUES, article.date, article
            yield "", _whole(article), article.date, article
        elif article.kind == "article":
            date, at = issues.date(article), issues.of(article)
            if at >= 0:
                yield "", _whole(fronts[at]), date, article
            for kind, name in lists_of(article, date):
                yield kind, claims.head(kind, name), date, article


def _whole(front: Article) -> str:
    return address.of_bulletin(front.address)
