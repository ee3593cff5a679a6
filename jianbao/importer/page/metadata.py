"""What a saved page says of its article beside the text: its <meta> tags, its structured data, its scripts.

Sites of the government have the tags of 国办发〔2017〕47号 (ArticleTitle, PubDate, ContentSource), others those that
search engines and social networks read. They are evidence beside what the page shows.
"""

import json
import re
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborNode

_SAID = {
    "pubdate": "date",
    "publishdate": "date",
    "publish_time": "date",
    "article:published_time": "date",
    "og:release_date": "date",
    "datepublished": "date",
    "contentsource": "source",
    "mediaid": "source",
    "source": "medium",
    "articletitle": "title",
    "pagetitle": "title",
    "og:title": "og",
    "sitename": "site",
    "og:site_name": "site",
}
_TAGGED = {"date": "date", "source": "source", "medium": "source"}
"""What is compared with what the page shows."""
_CREATED = re.compile(
    r"(?:createTime|publish_time)\s{0,4}=\s{0,4}['\"](20\d\d-\d\d-\d\d[^'\"]{0,9})['\"]|"
    r"\bct\s{0,4}=\s{0,4}['\"](\d{10})['\"]"
)
"""When a WeChat article came out, as its script has it."""
_BODY = re.compile("(?:妇联|工会|团委|委员会|联合会|街道|社区|学校|小学|中学|幼儿园|教育局|办公室|协会|中心|镇|乡)$")
_LABEL = re.compile('(?:文章|信息|稿件)?(?:来源|作者|出处)[:：]|["“]')
_SOURCE = re.compile(r"\s*+(?:来源[:：])?\s*+([\u4e00-\u9fffA-Za-z·]{2,16})\s*")
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_MOST = 400_000
"""Characters of a script that are looked at."""
_NONE = frozenset("本站 本网 原创 本站原创 互联网 网络 未知 admin 管理员".split())


def of_meta(given: dict[str, str], said: dict[str, str]) -> None:
    """Notes what a <meta> says."""
    key = _SAID.get((given.get("name") or given.get("property") or given.get("itemprop") or "").lower())
    if not key or said.get(key):
        return
    value = " ".join(given.get("content", "").split())
    if key in ("source", "medium"):
        value = _LABEL.sub("", value).strip(' ”"')
        value = "" if value in _NONE or len(value) > 30 or not re.search("[\u4e00-\u9fff]{2}", value) else value
    if key == "date" and not _DAY.match(value):
        return
    said[key] = value
    if key in _TAGGED:
        said.setdefault(f"tag_{_TAGGED[key]}", value)


def of_script(node: LexborNode, said: dict[str, str]) -> None:
    """Notes what a <script> says: when a WeChat article came out, the structured data for search engines."""
    text = (node.text(deep=True) or "")[:_MOST]
    if (node.attributes.get("type") or "").endswith("ld+json"):
        _of_data(text, said)
        return
    created = _CREATED.search(text)
    if created and "date" not in said:
        moment = datetime.fromtimestamp(int(created[2]), UTC) + timedelta(hours=8) if created[2] else None
        said["created"] = f"{moment:%Y-%m-%d}" if moment else created[1]


def _of_data(text: str, said: dict[str, str]) -> None:
    """JSON-LD of an article: its headline and its day."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return
    for about in told if isinstance(told, list) else [told]:
        if not isinstance(about, dict):
            continue
        for keys, key in ((("datePublished", "pubDate"), "created"), (("headline", "title"), "og")):
            value = next((about[name] for name in keys if isinstance(about.get(name), str)), "")
            if value and not said.get(key) and (key != "created" or _DAY.match(value)):
                said[key] = " ".join(value.replace("T", " ").split()) if key == "created" else value


def of_element(node: LexborNode, given: dict[str, str], said: dict[str, str]) -> None:
    """Notes the source that an element holds which is called so, and the time of a WeChat article without classes."""
    if given.get("id") == "publish_time" and _DAY.match(day := (node.text(deep=True) or "").strip()):
        said.setdefault("date", day)
    if "source" in [given.get("id"), *given.get("class", "").split()]:
        named = _SOURCE.fullmatch(node.text(deep=True) or "")
        said["source"] = said.get("source") or (named[1] if named else "")


def of_wechat(node: LexborNode, said: dict[str, str]) -> None:
    """A WeChat article's account, or the body that wrote it, and its time."""
    for identifier, key in (("#js_name", "account"), ("#publish_time", "date")):
        found = node.css_first(identifier)
        if found is not None and (text := (found.text(deep=True) or "").strip()):
            said[key] = text
    for found in node.css(".rich_media_meta"):
        text = " ".join((found.text(deep=True) or "").split())
        if _BODY.search(text) and text != said.get("account"):
            said["account"] = text
