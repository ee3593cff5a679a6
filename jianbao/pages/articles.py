"""Pages that tell one thing: articles, issues, standing pages, and what is left of withdrawn ones."""

from collections.abc import Iterator
from urllib.parse import unquote

from jianbao import address, zh
from jianbao.model import EXPIRED, WITHDRAWN, Article, Entry, Page
from jianbao.pages import cards
from jianbao.pages.asking import template
from jianbao.pages.frame import Context, Frame, body, card, script_json
from jianbao.site.model import Issue, Site


def of_shelf(site: Site, frame: Frame, members: tuple[int, ...]) -> Iterator[Page]:
    """The pages of some articles, by index."""
    for i in members:
        yield _article(site, frame, i)
        if cards.own(site.entries[i], frame):
            yield cards.of_article(site.entries[i], frame)


def neighbours(site: Site) -> tuple[list[int], list[int]]:
    """For each article the one before it and the one after it: within its issue, and in time where it has none; -1 is
    none."""
    size = len(site.entries)
    before, after = list(range(-1, size - 1)), [*range(1, size), -1]
    for issue in site.issues:
        for place, member in enumerate(issue.members):
            before[member] = issue.members[place - 1] if place else -1
            after[member] = issue.members[place + 1] if place + 1 < len(issue.members) else -1
    return before, after


def beside(site: Site, i: int) -> tuple[int, int]:
    """The article before and the one after, as ``neighbours`` says it; -1 is none."""
    at = site.entries.table.issues[i]
    if at < 0:
        return i - 1, i + 1 if i + 1 < len(site.entries) else -1
    members = [-1, *site.issues[at].members, -1]
    place = members.index(i)
    return members[place - 1], members[place + 1]


def _article(site: Site, frame: Frame, i: int) -> Page:
    entry = site.entries[i]
    article, row = entry.article, entry.card
    issue = site.issues[entry.issue].entry if entry.issue >= 0 else None
    source = (
        article.source
        or (article.origin.name if article.origin else "")
        or frame.config.footer.sponsor
        or frame.config.name
    )
    previous, following = (site.entries[n].card if n >= 0 else None for n in beside(site, i))
    trail = []
    if article.column:
        trail.append((article.column, address.of_list("columns", article.column)))
    elif issue:
        trail.append((issue.article.title, issue.article.address))
    column = frame.columns.get(article.column)
    url = frame.url(article.address)
    cover = frame.url(unquote(entry.cover)) if entry.cover else ""
    context: Context = {
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "phrased": phrased(article),
        "date": row.date,
        "date_text": zh.date_text(row.date),
        "time": article.time,
        "column": {"title": article.column, "href": address.href(trail[0][1])} if article.column else None,
        "source": {
            "title": source,
            "href": address.href(address.of_list("sources", source)) if article.source else None,
        },
        "origin": {"name": article.origin.name, "url": article.origin.url} if article.origin else None,
        "author": article.author,
        "editor": article.editor,
        "tags": [{"title": t, "href": address.href(address.of_list("tags", t))} for t in article.tags],
        "people": list(article.people),
        "summary": article.summary,
        "status": row.status or article.status,
        "body": body(entry, "../" * article.address.count("/"), frame),
        "toc": [{"level": h.level, "id": h.id, "title": h.title} for h in article.headings],
        "updates": [{"date": u.date, "date_text": zh.date_text(u.date), "text": u.text} for u in article.updates],
        "channels": [{"name": c.name, "url": c.url, "date_text": zh.date_text(c.date)} for c in article.channels],
        # A cover is often one of the body's own pictures: not twice.
        "cover": {"href": entry.cover, "alt": article.title, **frame.picture(entry.cover)}
        if entry.cover and entry.cover not in entry.hrefs
        else None,
        "issue": {
            "title": issue.article.title,
            "number": issue.article.number,
            "href": address.href(issue.article.address),
        }
        if issue
        else None,
        "previous": card(previous) if previous else None,
        "next": card(following) if following else None,
        "related": [card(site.entries[other].card) for other in site.related[i]],
        "characters": article.characters,
        "layout": article.layout,
        "extra": extra(article),
    }
    page = frame.page(
        "article",
        article.address,
        article.title,
        trail=trail,
        description=article.description,
        meta=_article_meta(article, row.date, source, column is not None, frame, url, cover),
        og=_article_og(article, row.date, frame, cards.image(entry, issue.article if issue else None, frame)),
        jsonld=_jsonld(article, row.date, source, frame, url, cover),
        uses=(article,),
    )
    return Page(
        article.address, f"content/{article.path}", template(article, frame.themed), {"page": page, "article": context}
    )


def phrased(article: Article) -> Context:
    """The headlines with a zero width space wherever a line may be broken."""
    return dict(zip(("kicker", "title", "subtitle"), article.phrased, strict=True))


def _article_meta(
    article: Article, date: str, source: str, known: bool, frame: Frame, url: str, cover: str
) -> list[list[str]]:
    name = article.column or "简报"
    meta = frame.column_meta(name, frame.columns.get(article.column) if known else None, name)
    published = f"{date} {article.time or '00:00'}" if len(date) == 10 else date
    meta += [["ArticleTitle", article.title], ["PubDate", published], ["ContentSource", source]]
    if article.tags:
        meta.append(["Keywords", "，".join(article.tags)])
    if article.author:
        meta.append(["Author", article.author])
    if article.description:
        meta.append(["Description", article.description])
    if cover:
        meta.append(["Image", cover])
    meta.append(["Url", url])
    return meta


def _article_og(article: Article, date: str, frame: Frame, image: str) -> list[list[str]]:
    og = [
        ["og:type", "article"],
        ["og:description", article.description],
        ["article:published_time", frame.instant(date, article.time) if len(date) == 10 else date],
    ]
    return [*og, ["og:image", image]] if image else og


def _jsonld(article: Article, date: str, source: str, frame: Frame, url: str, cover: str) -> str:
    value = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": frame.instant(date, article.time) if len(date) == 10 else date,
        "url": url,
        "inLanguage": frame.config.language,
        "author": {"@type": "Organization", "name": source},
        "publisher": {"@type": "Organization", "name": frame.config.footer.sponsor or frame.config.name},
    }
    if article.updates:
        value["dateModified"] = article.updates[-1].date
    if cover:
        value["image"] = cover
    return script_json(value)


def issue(site: Site, frame: Frame, i: int) -> Iterator[Page]:
    """An issue's page, and the page that holds it whole."""
    found = site.issues[i]
    article = found.entry.article

    def neighbour(at: int) -> Context | None:
        if not 0 <= at < len(site.issues):
            return None
        other = site.issues[at].entry.article
        return {"title": other.title, "phrased": other.phrased[1], "href": address.href(other.address)}

    context: Context = {
        "title": article.title,
        "phrased": article.phrased[1],
        "number": article.number,
        "date": article.date,
        "date_text": zh.date_text(article.date),
        "summary": article.summary,
        "body": body(found.entry, "../" * article.address.count("/"), frame),
        "items": [card(site.entries[m].card) for m in found.members],
        "whole": address.href(address.of_bulletin(article.address)) if found.members else None,
        "previous": neighbour(i - 1),
        "next": neighbour(i + 1),
        "layout": article.layout,
        "extra": extra(article),
    }
    page = frame.page(
        "issue",
        article.address,
        article.title,
        trail=[("简报", address.ISSUES)],
        description=article.description,
        meta=frame.column_meta(article.number or article.title, None, "简报"),
        og=_issue_og(article, frame),
        uses=(article,),
    )
    yield Page(
        article.address, f"content/{article.path}", template(article, frame.themed), {"page": page, "issue": context}
    )
    if text := cards.number(article, frame):
        yield cards.of_issue(article, text, frame)
    if found.members:
        yield _bulletin(site, frame, found)


def _issue_og(article: Article, frame: Frame) -> list[list[str]]:
    og = [["og:type", "website"], ["og:description", article.description or frame.config.description]]
    return [*og, ["og:image", frame.url(address.of_share(article.address))]] if cards.number(article, frame) else og


def _bulletin(site: Site, frame: Frame, found: Issue) -> Page:
    """A whole issue on one page, for paper and for reading in one go. No search engine should show it twice."""
    article = found.entry.article
    path = address.of_bulletin(article.address)
    prefix = "../" * path.count("/")
    context: Context = {
        "title": article.title,
        "phrased": article.phrased[1],
        "number": article.number,
        "date": article.date,
        "date_text": zh.date_text(article.date),
        "href": address.href(article.address),
        "items": [_whole(site.entries[m], prefix, frame) for m in found.members],
    }
    page = frame.page(
        "bulletin",
        path,
        f"{article.title}（整期）",
        trail=[("简报", address.ISSUES), (article.title, article.address)],
        meta=frame.column_meta(article.number or article.title, None, "简报"),
        noindex=True,
        uses=(site.entries[m].article for m in found.members),
    )
    return Page(path, f"content/{article.path} 的整期页", "bulletin.html", {"page": page, "bulletin": context})


def _whole(entry: Entry, prefix: str, frame: Frame) -> Context:
    """An item with its text, as its issue's whole page shows it."""
    article = entry.article
    return {
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "phrased": phrased(article),
        "date": entry.card.date,
        "date_text": zh.date_text(entry.card.date),
        "source": article.source or (article.origin.name if article.origin else ""),
        "href": address.href(article.address),
        "body": body(entry, prefix, frame),
        "updates": [{"date": u.date, "date_text": zh.date_text(u.date), "text": u.text} for u in article.updates],
    }


def issue_items(site: Site, found: Issue) -> Context:
    """An issue as the home page shows it."""
    article = found.entry.article
    return {
        "title": article.title,
        "phrased": article.phrased[1],
        "number": article.number,
        "date": article.date,
        "date_text": zh.date_text(article.date),
        "href": address.href(article.address),
        "summary": article.summary,
        "items": [card(site.entries[m].card) for m in found.members],
    }


def extra(article: Article) -> Context:
    """What the site's own keys say, as templates see it."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in article.extra}


def standing(entry: Entry, frame: Frame) -> Page:
    """A standing page: 关于本站, 联系我们, 使用帮助."""
    article = entry.article
    context: Context = {
        "title": article.title,
        "subtitle": article.subtitle,
        "phrased": phrased(article),
        "summary": article.summary,
        "body": body(entry, "../" * article.address.count("/"), frame),
        "toc": [{"level": h.level, "id": h.id, "title": h.title} for h in article.headings],
        "updates": [{"date": u.date, "date_text": zh.date_text(u.date), "text": u.text} for u in article.updates],
        "date": article.date,
        "date_text": zh.date_text(article.date),
        "layout": article.layout,
        "extra": extra(article),
    }
    page = frame.page("page", article.address, article.title, description=article.description, uses=(article,))
    return Page(
        article.address, f"content/{article.path}", template(article, frame.themed), {"page": page, "article": context}
    )


def tombstone(article: Article, frame: Frame) -> Page:
    """What answers at the address of an article that was withdrawn or has expired: none of its words."""
    withdrawn = article.status == WITHDRAWN
    date = article.withdrawn if withdrawn else article.expires[:10]
    title = WITHDRAWN if withdrawn else EXPIRED
    page = frame.page("tombstone", article.address, title, noindex=True)
    context = {"title": title, "date_text": zh.date_text(date), "reason": article.reason, "list": False}
    return Page(article.address, f"content/{article.path}", "tombstone.html", {"page": page, "tombstone": context})


def emptied(path: str, owner: str, frame: Frame) -> Page:
    """What answers at the address of a list in which nothing is left."""
    page = frame.page("tombstone", path, "这里已没有文章", noindex=True)
    context = {"title": "这里已没有文章", "date_text": "", "reason": "", "list": True}
    return Page(path, owner, "tombstone.html", {"page": page, "tombstone": context})


def alias(old: str, title: str, target: str, owner: str, frame: Frame) -> Page:
    """What answers at an old address: the way to the new one."""
    page = frame.page("alias", old, title, noindex=True)
    context = {"title": title, "href": address.href(target), "url": frame.url(target)}
    return Page(old, f"content/{owner}", "alias.html", {"page": page, "target": context})
