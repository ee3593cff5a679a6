"""One file's bytes as an article: front matter read, body converted. Nothing of other files is known here."""

from collections.abc import Mapping
from datetime import tzinfo
from types import ModuleType

from jianbao import address, digest, files
from jianbao import expressions as re
from jianbao.content import controls, dates, delimiters, phrases, scan
from jianbao.errors import Level, Problem
from jianbao.model import WITHDRAWN, Article, Heading

Phrasing = tuple[str, tuple[str, ...]]
"""A headline, and the names that stay whole in it."""
_NAMED = re.compile(r"(\d{4}-\d{2}-\d{2})-", re.ASCII)
"""A file's name that begins with its day, as Jekyll wants it."""


def parsed(
    data: bytes, path: str, zone: tzinfo, known: Mapping[Phrasing, str] | None = None, mark: bytes = b""
) -> tuple[Article | None, str | None, list[Problem]]:
    """The article that a file's bytes make, its body's HTML, and the problems in it.

    ``path`` is below content/; ``known`` is what has been phrased already, ``mark`` the bytes' digest where it
    is known. A pure function: nothing of other files is known here.
    """
    frontmatter, convert = loaded()
    shown = f"content/{path}"
    text = files.text(data, shown)
    if isinstance(text, Problem):
        return None, None, [text]
    front, problems = frontmatter.read(text, shown, zone)
    if front is None:
        parts = delimiters.split(text, shown)
        told = [] if isinstance(parts, Problem) else convert.body(parts[1], shown, parts[2])[1]
        return None, None, [*problems, *told]
    body, found = convert.body(front.body, shown, front.body_line)
    problems += [*found, *controls.named(front.body, body.html if body else "", shown, front.body_line)]
    values = front.values
    kind = _kind(path, dated=bool(values.get("date") or _day_in_name(path, zone)))
    if not values.get("title") and not any(p.code in ("not-text", "value-cut") for p in problems):
        problems.append(Problem(shown, 1, 1, Level.ERROR, "no-title", "没有标题", "加一行 title: 标题"))
    where = values.get("permalink") or address.of_file(path)
    if values.get("slug") and not values.get("permalink"):
        where = address.with_slug(where, values["slug"])
    wrong = address.fault(where) or ("content/ 的最上一级不能有 index.md" if path == "index.md" else "")
    if wrong:
        problems.append(
            Problem(
                shown, 0, 0, Level.ERROR, "bad-name", f"文件名不能用作地址：{wrong}", "改文件名，或加一行 slug: 短名"
            )
        )
    if body is None:
        return None, None, problems
    status = values.get("status", "现行")
    day, clock = values.get("date") or (_day_in_name(path, zone) if kind == "article" else "", "")
    if day and not values.get("date", ("",))[0]:
        message, hint = f"没有写 date，采用文件名里的 {day}", f"加一行 date: {day}，以后改文件名时日期就不会变"
        problems.append(Problem(shown, 1, 1, Level.NOTICE, "date-in-name", message, hint))
    headlines = [values.get("kicker", ""), values.get("title", ""), values.get("subtitle", "").removeprefix("——")]
    kicker, title, subtitle = headlines
    article = Article(
        path=path,
        kind=kind,
        digest=mark or digest.of_bytes(data),
        address=where,
        title=title,
        kicker=kicker,
        subtitle=subtitle,
        phrased=_phrased(kind, headlines, values.get("people", ()), known or {}),
        date=day,
        time=clock,
        modified=values.get("modified", ""),
        number=values.get("number", ""),
        issue=values.get("issue", ""),
        order=values.get("order", 0),
        column=values.get("column", ""),
        source=values.get("source", ""),
        origin=values.get("origin"),
        author=values.get("author", ""),
        editor=values.get("editor", ""),
        lead=values.get("lead", False),
        card=values.get("card"),
        tags=values.get("tags", ()),
        people=values.get("people", ()),
        summary=values.get("summary", ""),
        description=values.get("summary") or body.description,
        cover=values.get("cover", ""),
        status="现行" if status in ("draft", "hidden") else status,
        draft=values.get("draft", False) or status in ("draft", "hidden") or scan.DRAFTS in path.split("/")[:-1],
        publish=values.get("publish", ""),
        expires=values.get("expires", ""),
        aliases=values.get("aliases", ()),
        updates=values.get("updates", ()),
        channels=values.get("channels", ()),
        withdrawn=values.get("withdrawn", "") if status == WITHDRAWN else "",
        reason=values.get("reason", "") if status == WITHDRAWN else "",
        headings=_headings(body.headings, values.get("people", ()), known or {}),
        anchors=body.anchors,
        links=body.links,
        characters=body.characters,
        added=values.get("added", ""),
        extra=values.get("extra") or (),
        layout=values.get("layout", ""),
        directives=body.directives,
        places=front.places,
    )
    if _empty(article, body.html):
        message, hint = "没有正文，读者打开只看到标题", "写上正文；还没有写好的，加一行 draft: true，写好再删去它"
        problems.append(Problem(shown, 1, 1, Level.WARNING, "empty-body", message, hint))
    return article, body.html, problems


def _kind(path: str, *, dated: bool) -> str:
    """What the file at a path below content/ is; a draft of no time yet is looked at like a page, which has none."""
    if path.startswith("pages/") or (path.startswith(f"{scan.DRAFTS}/") and not dated):
        return "page"
    return "issue" if path.rpartition("/")[2] == "index.md" else "article"


def _empty(article: Article, html: str) -> bool:
    """Whether readers would be shown an article of which there is nothing yet; with a layout it may be all layout."""
    told = article.draft or article.status == WITHDRAWN or article.kind == "issue" or article.layout
    return not told and not html.strip()


def _phrased(
    kind: str, headlines: list[str], names: tuple[str, ...], known: Mapping[Phrasing, str]
) -> tuple[str, str, str]:
    longest = phrases.BELOW_A_COVER if kind == "issue" else phrases.LONGEST
    kicker, title, subtitle = (
        known.get((text, names)) or phrases.phrased(text, names, longest) if text else "" for text in headlines
    )
    return kicker, title, subtitle


def _headings(found: tuple[Heading, ...], names: tuple[str, ...], known: Mapping[Phrasing, str]) -> tuple[Heading, ...]:
    """The headings, those phrased that are longer than a line of a telephone."""
    if all(len(h.title) <= phrases.LONGEST for h in found):
        return found
    long = {h.title: "" for h in found if len(h.title) > phrases.LONGEST}
    long = {title: known.get((title, names)) or phrases.phrased(title, names) for title in long}
    return tuple(h._replace(phrased=long.get(h.title, "")) for h in found)


def _day_in_name(path: str, zone: tzinfo) -> str:
    """The day that a file's name begins with, "" for none."""
    named = _NAMED.match(path.rpartition("/")[2])
    return named[1] if named and dates.parse(named[1], zone) != dates.IMPOSSIBLE else ""


def loaded() -> tuple[ModuleType, ModuleType]:
    """The modules that parse; heavy, and a build with nothing new needs neither."""
    from jianbao.content import frontmatter
    from jianbao.markdown import convert

    return frontmatter, convert
