"""What stood in lists before it was withdrawn: every page of a list that showed it still answers.

A list in which nothing is left has a page that says so; where something is left, the pages of its periods that are no
longer needed lead to its head (lists.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

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


def pages(site: Site, frame: Frame, others: Iterable[str]) -> Iterator[Page]:
    """What answers where nothing is left: heads of lists, pages of their periods, whole issues.

    Whoever gives such an address to something else gets it: an article, an old address, a rule of data/redirects.yaml,
    or one of ``others``, the paths of files.
    """
    if not site.tombstones:
        return
    there = {*claims.heads({kind: [group.name for group in getattr(site, kind)] for kind in LISTS})}
    there -= set() if site.issues else {address.key(address.ISSUES)}
    taken = there.union(map(address.key, (*_wanted(site, frame), *others)))
    dates = lost(site)
    for kind, head, date, article in sorted(_gone(site)):
        if address.key(head) in there:
            continue  # with its periods, which lists.py sees to
        paths = [head]
        if kind in _CUT:
            period, times = (date[:7], lists.TIMES_OF_MONTHS) if kind == "months" else ("", 1)
            most = 2 * times * frame.config.list_rows
            names = periods.before(period, range(0), str, most, dates.get(head, ()))
            paths += [address.of_period(head, name) for name in names]
        for path in paths:
            if address.key(path) not in taken:
                taken.add(address.key(path))
                yield articles.emptied(path, f"content/{article.path}", frame)


def _wanted(site: Site, frame: Frame) -> Iterator[str]:
    """The addresses that articles, editors and other pages of the site have or want."""
    yield from site.entries.table.addresses
    for entry in (*(issue.entry for issue in site.issues), *site.pages):
        yield entry.article.address
    yield from (article.address for article in site.tombstones)
    yield from (_whole(issue.entry.article) for issue in site.issues if issue.members)
    yield from (alias[0] for alias in site.aliases)
    yield from (rule.where for rule in frame.config.redirects if rule.where)


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
