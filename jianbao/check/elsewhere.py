"""Where else an article was published, as its front matter records it: addresses that die, and those that are missing.

Nothing is fetched: a link that is alive today is no proof, and a check that needs the network fails without it.
What is looked at is the form: previews of 公众号 expire within hours, and what only this machine can open is no
address. Refused: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

from jianbao import expressions as re
from jianbao.check.engine import Found
from jianbao.check.rules import Finding, Rule
from jianbao.errors import Problem
from jianbao.model import Article, Elsewhere

_LOCAL = re.compile(r"localhost$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1\]")


def records(articles: Iterable[Article], by_check: Mapping[str, Rule]) -> list[Found]:
    """What is wrong with the records of some articles, in order."""
    found: list[Found] = []
    first: dict[str, str] = {}
    for article in articles:
        for record in article.channels:
            for check, said, right in _wrong(article, record):
                found += _told(article, by_check.get(check), said, right)
            other = first.setdefault(record.url, article.path)
            if record.url and other != article.path:
                found += _told(article, by_check.get("channeltwice"), record.url, f"content/{other}")
    return found


def _wrong(article: Article, record: Elsewhere) -> Iterator[tuple[str, str, str]]:
    """(inspection, what was found, what is said beside it)."""
    if not record.url:
        yield "channelmissing", record.name, ""
    elif why := dead(record.url):
        yield "channeldead", record.url, why
    if len(record.date) == len(article.date) == 10 and record.date < article.date:
        yield "channelearly", record.date, article.date


def dead(url: str) -> str:
    """Why an address will lead nowhere, by its form; "" when nothing speaks for it."""
    parts = urlsplit(url)
    host, query = (parts.hostname or "").lower(), parse_qs(parts.query)
    if not host or _LOCAL.match(host) or "." not in host:
        return "只有这台电脑或单位内部打得开"
    if host == "mp.weixin.qq.com":
        if "tempkey" in query or parts.path.startswith("/cgi-bin/"):
            return "这是预览或后台的地址，几小时后失效"
        if not (parts.path.startswith("/s/") or {"__biz", "mid", "idx"} <= query.keys()):
            return "不是公众号文章的地址"
    if host in ("weibo.com", "www.weibo.com", "m.weibo.cn") and len(parts.path.strip("/").split("/")) < 2:
        return "这是微博的主页，不是一条微博"
    return ""


def _told(article: Article, rule: Rule | None, said: str, right: str) -> list[Found]:
    if rule is None:
        return []
    line, column = article.place("channels")
    finding = Finding(0, 0, rule, said, right)
    problem = Problem(f"content/{article.path}", line, column, rule.level, rule.code, finding.message, finding.hint)
    return [Found(problem, 0, 0, None)]
