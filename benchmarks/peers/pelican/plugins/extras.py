"""What Pelican's core does not write: JSON feeds, sitemap.xml and robots.txt, plain summaries."""

import html
import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

from pelican import signals  # type: ignore[import-not-found, import-untyped, unused-ignore]


def _summaries(generator: Any) -> None:
    """Give every article its length in characters and its first 110 as a summary."""
    for article in generator.articles:
        plain = "".join(html.unescape(re.sub(r"<[^>]+>", "", article._content)).split())
        article.characters = len(plain)
        article.excerpt = article._summary = plain[:110] + "…"


def _json_feed(settings: dict[str, Any], title: str, path: str, articles: list[Any]) -> str:
    site = settings["SITEURL"]
    items = [
        {
            "id": f"{site}/{article.url}",
            "url": f"{site}/{article.url}",
            "title": article.title,
            "content_text": article.excerpt,
            "tags": [tag.name for tag in article.tags],
            "date_published": article.date.isoformat(),
            "authors": [{"name": article.author.name}],
        }
        for article in articles[: settings["FEED_MAX_ITEMS"]]
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{site}/",
        "feed_url": f"{site}/{path}",
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)


def _pages(generator: Any) -> Iterator[tuple[str, str]]:
    """Address and last change (ISO date) of every page but the numbered ones."""
    for article in generator.articles:
        yield article.url, article.date.date().isoformat()
    groups = [*generator.categories, *generator.authors, *generator.tags.items()]
    for group, articles in groups:
        yield group.url, articles[0].date.date().isoformat()
    for periods in generator.period_archives.values():
        for period in periods:
            yield period["url"], period["articles"][0].date.date().isoformat()


class ExtrasGenerator:
    """Runs after the articles' own generator and writes beside its pages."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], *_: Any, **__: Any):
        self.context, self.settings = context, settings
        self.output = pathlib.Path(settings["OUTPUT_PATH"])

    def generate_output(self, _writer: Any) -> None:
        """Write the feeds and the sitemap."""
        generator = self.context["article_generator"]
        self._feed("feed.json", self.settings["SITENAME"], generator.articles)
        for column, articles in generator.categories:
            self._feed(f"columns/{column.slug}.json", column.name, articles)
        for tag, articles in generator.tags.items():
            self._feed(f"tags/{tag.slug}.json", tag.name, articles)
        site = self.settings["SITEURL"]
        entries = "".join(
            f"<url><loc>{site}/{html.escape(url)}</loc><lastmod>{day}</lastmod></url>\n"
            for url, day in _pages(generator)
        )
        self._write(
            "sitemap.xml",
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n',
        )
        self._write("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site}/sitemap.xml\n")

    def _feed(self, path: str, title: str, articles: list[Any]) -> None:
        self._write(path, _json_feed(self.settings, title, path, articles))

    def _write(self, path: str, text: str) -> None:
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _remember(generator: Any) -> None:
    generator.context["article_generator"] = generator


def _generator(_pelican: Any) -> type[ExtrasGenerator]:
    return ExtrasGenerator


def register() -> None:
    """Pelican's entry point."""
    signals.article_generator_finalized.connect(_summaries)
    signals.article_generator_finalized.connect(_remember)
    signals.get_generators.connect(_generator)
