"""The address that an old program gave a post, by its pattern, its settings and the post's own header.

Sources: hexo.io/docs/permalinks, jekyllrb.com/docs/permalinks, gohugo.io/content-management/urls,
docs.getpelican.com (URL settings), docusaurus.io/docs/blog.
"""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jianbao import zh
from jianbao.importer.archive.kinds import Old

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
"""Jekyll's patterns that have names."""
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_MOMENT = re.compile(
    r"(\d{4})(?:[-/.年](\d\d?)(?:[-/.月](\d\d?)日?|月)?|年)?"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(?:Z|([+-]\d\d):?(\d\d))?",
    re.ASCII,
)
"""A date as content/ takes it (content/dates.py): from the year to the second, hours and minutes of the offset."""


def address(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    """The path of a post's old address, from / on; "" when it cannot be told. ``date`` is ISO, with time perhaps."""
    given = next((str(header[k]).strip() for k in ("permalink", "url") if header.get(k)), "")
    if old.kind == "Docusaurus":
        given = str(header.get("slug") or "") if str(header.get("slug") or "").startswith("/") else ""
    if given and not re.search(r":\w|\{", given.partition("://")[2] or given):
        return "/" + re.sub(r"^https?://[^/]+", "", given).lstrip("/")
    if old.kind == "pages":
        return f"/{path}"
    found = PROGRAMS.get(old.kind)
    made = found(old, path, header, date, categories) if found else ""
    return re.sub("/{2,}", "/", made)


def others(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> tuple[str, ...]:
    """The other addresses at which the old program may have put a post, from / on.

    Jekyll writes x.html for an address that does not end so, and hosts answer at both. Without a time zone of its own
    it takes that of the machine: a post of the small hours has its author's day, or that of GitHub, which is UTC's.
    """
    if old.kind != "Jekyll":
        return ()
    home = address(old, path, header, date, categories)
    zoned = "" if old.settings.get("timezone") else _in_zone(date, "UTC")
    homes = [home, address(old, path, header, zoned, categories)] if zoned[:10] not in ("", date[:10]) else [home]
    found = [way for one in homes if one for way in (one, f"{one}.html") if way == one or not _ENDED.search(one)]
    return tuple(dict.fromkeys(way for way in found if way != home))


_ENDED = re.compile(r"(?:/|\.html?|\.xml|\.json|\.txt)$")


def _in_zone(date: str, zone: str) -> str:
    """A moment that says its offset, as the clocks of a zone show it; any other date as it is."""
    match = _MOMENT.fullmatch(date)
    if not match or not match[4] or not (match[7] or date.endswith("Z")):
        return date
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        offset = f"{match[7]}:{match[8]}" if match[7] else "+00:00"
        written = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"
        return f"{datetime.fromisoformat(written).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
    except (KeyError, OSError, ValueError, OverflowError):  # no such zone, or no such hour
        return date


def _days(date: str) -> dict[str, str]:
    """The words of patterns that tell when, as the date is written, whatever its marks; of what is no date, none."""
    match = _MOMENT.fullmatch(unicodedata.normalize("NFKC", date))
    year, month, day, hour, minute, second = (
        part.zfill(2) if part else "" for part in (match.groups()[:6] if match else [""] * 6)
    )
    return {
        "year": year,
        "month": month,
        "day": day,
        "i_month": month.lstrip("0"),
        "i_day": day.lstrip("0"),
        "short_month": month,
        "short_year": year[2:],
        "hour": hour or "00",
        "minute": minute or "00",
        "second": second or "00",
    }


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern with its words put in; "" when one of them is not known."""
    missing = False

    def word(match: re.Match[str]) -> str:
        nonlocal missing
        name = match[1]
        if name not in values or (values[name] == "" and name in ("year", "month", "day", "id")):
            missing = True
        return values.get(name, "")

    made = re.sub(r":([a-z_]+)", word, pattern)
    return "" if missing else made


def _stem(path: str) -> str:
    """The file's name without its ending; of an index.md, its folder's."""
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    return posixpath.basename(folder) if name in ("index", "_index") and folder else name


def _hexo(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    source = old.static[0]
    inner = path.removeprefix(f"{source}/")
    if not inner.startswith(("_posts/", "_drafts/")):
        stem = posixpath.splitext(inner)[0]
        return f"/{stem.removesuffix('index')}" if stem.endswith("index") else f"/{stem}.html"
    stem = posixpath.splitext(inner.partition("/")[2])[0]
    dated = (
        _DATED.fullmatch(posixpath.basename(stem))
        if ":year-:month-:day" in str(old.settings.get("new_post_name"))
        else None
    )
    bare = posixpath.join(posixpath.dirname(stem), dated[4]) if dated else stem
    title = str(header.get("slug") or bare)
    values = _days(date) | {
        "title": title,
        "name": posixpath.basename(title),
        "post_title": str(header.get("title", "")),
        "id": str(header.get("id", "")),
        "abbrlink": str(header.get("abbrlink", "")),
        "category": "/".join(categories) or str(old.settings.get("default_category") or "uncategorized"),
    }
    pattern = str(old.settings.get("permalink") or ":year/:month/:day/:title/")
    return "/" + filled.lstrip("/") if (filled := _filled(pattern, values)) else ""


def _jekyll(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    pattern = str(old.settings.get("permalink") or "date")
    parts = path.split("/")
    at = next((n for n, part in enumerate(parts[:-1]) if part.startswith("_")), -1)
    collection = parts[at].removeprefix("_") if at >= 0 else ""
    own = str(header.get("permalink") or "")
    if collection and collection not in ("posts", "drafts"):
        about = (old.settings.get("collections") or {}).get(collection)
        if not isinstance(about, dict) or about.get("output") is not True:
            return ""
        pattern = own or str(about.get("permalink") or "/:collection/:path:output_ext")
        inner = posixpath.splitext("/".join(parts[at + 1 :]))[0]
        values = {"collection": collection, "path": inner, "name": slugged(_stem(path)), "title": _stem(path)}
        return _filled(pattern, values | _days(date) | {"output_ext": ".html"})
    if not collection:
        stem = posixpath.splitext(path)[0]
        pretty = own or pattern.endswith("/") or pattern == "pretty"
        if posixpath.basename(stem) == "index":
            return f"/{stem.removesuffix('index')}"
        return f"/{stem}/" if pretty else f"/{stem}.html"
    dated = _DATED.fullmatch(_stem(path))
    name = str(header.get("slug") or (dated[4] if dated else _stem(path)))
    above = parts[:at]
    named = (*above, *categories)
    date = _in_zone(date, str(old.settings.get("timezone") or "")) if old.settings.get("timezone") else date
    values = _days(date) | {"title": _pretty(name), "slug": slugged(name), "name": _pretty(name), "output_ext": ".html"}
    values["categories"] = "/".join(dict.fromkeys(c.lower() for c in named))
    values["slugified_categories"] = "/".join(dict.fromkeys(slugged(c) for c in named))
    pattern = own or _STYLES.get(pattern, pattern)
    filled = _filled(pattern, values)
    # Without an ending and without a slash Jekyll writes the file x.html, which answers at x.
    return "/" + filled.lstrip("/") if filled else ""


def _hugo(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    del categories
    inner = path.removeprefix("content/")
    section = inner.partition("/")[0] if "/" in inner else ""
    patterns = old.settings.get("permalinks") or {}
    patterns = patterns.get("page", patterns) if isinstance(patterns, dict) else {}
    folder = posixpath.dirname(posixpath.splitext(inner)[0])
    bundle = posixpath.basename(posixpath.splitext(inner)[0]) in ("index", "_index")
    if inner.startswith(("index.", "_index.")):
        return "/"
    name = _stem(inner)
    folder = posixpath.dirname(folder) if bundle else folder
    slug = str(header.get("slug") or "")
    title = urlized(str(header.get("title", "")))
    sections = "/".join(part for part in folder.split("/") if part)
    values = _days(date) | {
        "title": title,
        "slug": slug or title,
        "filename": name,
        "contentbasename": name,
        "slugorfilename": slug or name,
        "slugorcontentbasename": slug or name,
        "section": section,
        "sections": sections,
    }
    pattern = str(patterns.get(section) or patterns.get("/") or "") if isinstance(patterns, dict) else ""
    made = _filled(pattern, values) if pattern else f"/{sections}/{slug or name}/"
    if not made:
        return ""
    made = "/" + urlized(made).lstrip("/")
    made = made if old.settings.get("disablePathToLower") else made.lower()
    if old.settings.get("uglyURLs") or old.settings.get("uglyurls"):
        return made.rstrip("/") + ("" if made.endswith(".html") else ".html")
    return made if made.endswith("/") or "." in made.rpartition("/")[2] else made + "/"


def _pelican(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    low = {key.lower(): value for key, value in header.items()}
    if low.get("save_as"):
        return f"/{low['save_as']}"
    han = bool(old.settings.get("SLUGIFY_USE_UNICODE"))
    source = str(old.settings.get("SLUGIFY_SOURCE") or "title")
    title = str(low.get("title", "")) if source == "title" else _stem(path)
    slug = str(low.get("slug") or _named(old, path) or pelican_slug(title, han=han))
    page = "/pages/" in f"/{path}"
    pattern = old.settings.get("PAGE_URL" if page else "ARTICLE_URL")
    pattern = str(pattern or ("pages/{slug}.html" if page else "{slug}.html"))
    days = _days(date)
    made = re.sub(
        r"\{date:([^{}]*+)\}",
        lambda m: m[1].replace("%Y", days["year"]).replace("%m", days["month"]).replace("%d", days["day"]),
        pattern,
    )
    category = categories[0] if categories else str(old.settings.get("DEFAULT_CATEGORY") or "misc")
    made = made.replace("{slug}", slug).replace("{category}", pelican_slug(category, han=han))
    return "" if "{" in made or not slug else f"/{made}"


def _named(old: Old, path: str) -> str:
    """The slug that FILENAME_METADATA reads from a file's name, "" for none."""
    pattern = old.settings.get("FILENAME_METADATA")
    try:
        match = re.match(pattern, _stem(path)) if isinstance(pattern, str) and len(pattern) < 200 else None
    except re.error:
        return ""
    return str(match.groupdict().get("slug") or "") if match else ""


def pelican_slug(text: str, *, han: bool = False) -> str:
    """Pelican's slug: letters, digits and _ with hyphens between; Han as they sound, unless ``han`` keeps them."""
    text = unicodedata.normalize("NFKC", text)
    if not han:
        known = re.findall(f"[{zh.HAN}]", text)
        sounds = zh.readings(dict.fromkeys(known), {}) if known else {}
        text = "".join(f"{sounds[c].pinyin.replace('v', 'u')} " if c in sounds else c for c in text)
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip()).lower()


def _docusaurus(old: Old, path: str, header: Mapping[str, Any], date: str, categories: tuple[str, ...]) -> str:
    del old, categories
    root, _, inner = path.partition("/")
    stem = posixpath.splitext(inner)[0]
    stem = stem.removesuffix("/index")
    if root == "blog":
        dated = _DATED.fullmatch(posixpath.basename(stem))
        name = str(header.get("slug") or (dated[4] if dated else stem))
        days = _days(date)
        return f"/blog/{days['year']}/{days['month']}/{days['day']}/{name}" if dated else f"/blog/{name}"
    if root == "docs":
        parts = [re.sub(r"^\d+[-_.]+\s*", "", part) for part in stem.split("/")]
        return f"/docs/{'/'.join([*parts[:-1], str(header.get('slug') or header.get('id') or parts[-1])])}"
    return f"/{stem.removeprefix('pages/')}"


def slugged(text: str) -> str:
    """Letters, digits and Han with hyphens between, in small letters, as most programs make it."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", text).lower()).strip("-")


def _pretty(name: str) -> str:
    """Jekyll's slug of a file's name: what no address may hold as one hyphen, capitals as they are."""
    return re.sub(r"(?:[^\w.~!$&'()+,;=@]|(?<=-)-)+", "-", unicodedata.normalize("NFC", name)).strip("-")


def urlized(text: str) -> str:
    """Hugo's urlize: blanks as hyphens, what is no letter, digit or one of a few marks left out."""
    spaced = re.sub(r"[\s]+", "-", unicodedata.normalize("NFC", text).strip())
    return re.sub(r"[^\w./\\_#+~-]", "", spaced)


PROGRAMS: dict[str, Callable[[Old, str, Mapping[str, Any], str, tuple[str, ...]], str]] = {
    "Hexo": _hexo,
    "Jekyll": _jekyll,
    "Hugo": _hugo,
    "Pelican": _pelican,
    "Docusaurus": _docusaurus,
}
