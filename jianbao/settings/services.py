"""``analytics`` and ``comments`` of config.yaml: what pages may fetch from others, and the policy that lets them.

Nothing is fetched from anybody without these keys. Each service adds its own hosts to the policy of the pages and
no other: 百度统计 answers at hm.baidu.com; 51LA's script is at sdk.51.la and reports to collect-v6.51.la; Umami and
Isso stand where the site's own people have put them. Refused: services that are not known, numbers that
are none of the service's.
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from jianbao.errors import suggestion
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

_NUMBERS = {
    "baidu": r"[0-9a-f]{32}",
    "51la": r"[0-9A-Za-z]{8,32}",
    "umami": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}
_OFTEN = {"百度统计": "baidu", "百度": "baidu", "51LA": "51la"}
_POLICY = {"default-src": ["'self'"], "img-src": ["'self'", "data:"], "object-src": ["'none'"], "base-uri": ["'none'"],
           "form-action": ["'self'"]}  # fmt: skip
"""What a page may do that uses no service (Content Security Policy, level 3)."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script of a service: where it is, its attributes, and what may be fetched from where for it."""

    name: str
    src: str
    attributes: tuple[tuple[str, str], ...] = ()
    allowed: tuple[tuple[str, str], ...] = field(default=())
    """(directive of the policy, origin)."""
    given: tuple[tuple[str, str], ...] = ()
    """The service as config.yaml names it."""


def policy(scripts: tuple[Script, ...]) -> str:
    """The Content Security Policy of every page."""
    made = {name: list(sources) for name, sources in _POLICY.items()}
    for script in scripts:
        for name, origin in script.allowed:
            sources = made.setdefault(name, ["'self'"])
            if origin not in sources:
                sources.append(origin)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in made.items())


def analytics(reader: Reader, node: Node) -> Script | None:
    """The script that counts visits; None for none, and after a problem."""
    found = reader.texts(node, "analytics", ("service", "id", "url"))
    made = _counting(reader, node, found)
    return replace(made, given=tuple(found.items())) if made else None


def _counting(reader: Reader, node: Node, found: dict[str, str]) -> Script | None:
    places = {key.text: value for key, value in reader.mapping(node, "analytics")} if found else {}
    if not found:
        return None
    service = _OFTEN.get(found.get("service", ""), found.get("service", ""))
    if service not in _NUMBERS:
        hint = suggestion(service, _NUMBERS) or "可用：baidu（百度统计）、51la、umami"
        reader.add(places.get("service", node), "config-service", f"不认识的统计服务“{service}”", hint)
        return None
    number = found.get("id", "")
    if not re.fullmatch(_NUMBERS[service], number):
        message = f"analytics.id“{number}”不是 {service} 的统计编号"
        reader.add(places.get("id", node), "config-service", message, "从统计服务给的代码里抄下编号，只抄编号")
        return None
    if service == "baidu":
        origin = "https://hm.baidu.com"
        return Script(service, f"{origin}/hm.js?{number}", (), _of(origin, "script-src", "img-src", "connect-src"))
    if service == "51la":
        src = f"https://sdk.51.la/js-sdk-pro.min.js?id={number}&ck={number}"
        allowed = (*_of("https://sdk.51.la", "script-src"), *_of("https://collect-v6.51.la", "connect-src", "img-src"))
        return Script(service, src, (("id", "LA_COLLECT"), ("charset", "UTF-8")), allowed)
    origin = _origin(reader, places.get("url", node), found.get("url", ""), "analytics.url")
    if not origin:
        return None
    return Script(service, found["url"], (("data-website-id", number),), _of(origin, "script-src", "connect-src"))


def comments(reader: Reader, node: Node) -> Script | None:
    """The script of the comments below articles; None for none, and after a problem."""
    found = reader.texts(node, "comments", ("service", "url"))
    places = {key.text: value for key, value in reader.mapping(node, "comments")} if found else {}
    if not found:
        return None
    if found.get("service") != "isso":
        message = f"不认识的评论服务“{found.get('service', '')}”"
        reader.add(places.get("service", node), "config-service", message, "可用：isso（装在自己的服务器上）")
        return None
    origin = _origin(reader, places.get("url", node), found.get("url", ""), "comments.url")
    if not origin:
        return None
    base = found["url"].rstrip("/") + "/"
    allowed = _of(origin, "script-src", "connect-src", "style-src", "img-src")
    attributes = {"data-isso": base}
    return Script("isso", f"{base}js/embed.min.js", tuple(attributes.items()), allowed, tuple(found.items()))


def _of(origin: str, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, origin) for name in names)


def _origin(reader: Reader, node: Node, url: str, name: str) -> str:
    """The origin of an address, "" and a problem when it is none; quotes and blanks would end the policy's word."""
    parts = urlsplit(url) if re.fullmatch(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[^\s\"'<>;,]*)?", url) else None
    if parts is None:
        reader.add(
            node,
            "config-service",
            f"{name} 应为 https:// 开头的完整网址，现为“{url}”",
            "例如 https://tongji.example.org/script.js",
        )
        return ""
    return f"https://{parts.netloc}"
