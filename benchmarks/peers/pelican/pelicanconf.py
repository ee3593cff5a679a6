"""The benchmark site for Pelican: the pages, lists and feeds jianbao makes of the same folder.

Every path is relative to the copy of this folder that benchmarks/peers.py makes beside the corpus.
"""

import functools
import json
from typing import Any

from markdown.extensions.toc import slugify_unicode

SITENAME = "基准简报"
SITEURL = "https://bench.example.org"
SITESUBTITLE = "基准测试用的简报库"
FEED_DOMAIN = SITEURL
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
LOCALE = ["C.UTF-8"]
DEFAULT_DATE_FORMAT = "%Y年%-m月%-d日"

PATH = "../jianbao/content"
ARTICLE_PATHS = [""]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
# By default what lies below a folder with a dot is not watched, and this corpus lies below .cache/.
IGNORE_FILES: list[str] = []
THEME = "theme"
STYLESHEET = "ludao.css"
THEME_STATIC_DIR = "assets"
THEME_STATIC_PATHS = ["../../assets"]
OUTPUT_PATH = "output"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["front_matter", "related", "extras"]

# Pelican's own means against work done twice: what was read and rendered to HTML is kept.
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CACHE_PATH = "cache"

MARKDOWN: dict[str, Any] = {
    "extension_configs": {
        "markdown.extensions.meta": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.footnotes": {},
        "markdown.extensions.attr_list": {},
        "markdown.extensions.toc": {"slugify": slugify_unicode},
    },
    "output_format": "html5",
}
SUMMARY_MAX_LENGTH = 0
SLUGIFY_USE_UNICODE = True
USE_FOLDER_AS_CATEGORY = False

ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "columns/{slug}.html"
TAG_URL = TAG_SAVE_AS = "tags/{slug}.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "sources/{slug}.html"
CATEGORIES_SAVE_AS, AUTHORS_SAVE_AS = "columns.html", "sources.html"
ARCHIVES_SAVE_AS = "archive.html"
YEAR_ARCHIVE_URL = YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}.html"
MONTH_ARCHIVE_URL = MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}-{date:%m}.html"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "sitemap", "404"]

DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"tag": 50, "category": 50, "author": 50}
PAGINATION_PATTERNS = [
    (1, "{name}{extension}", "{name}{extension}"),
    (2, "{name}/{number}{extension}", "{name}/{number}{extension}"),
]

FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "columns/{slug}.xml"
TAG_FEED_ATOM = "tags/{slug}.xml"
TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
JINJA_FILTERS = {"json": functools.partial(json.dumps, ensure_ascii=False)}
