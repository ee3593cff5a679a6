"""The preview's script in a page, while it is served; nothing of it is ever on disk."""

import html
from collections.abc import Mapping

from jianbao import expressions as re

_META = re.compile(rb"<meta\s[^<>]*+>", re.IGNORECASE)
_POLICY = re.compile(rb"""\shttp-equiv=["']?content-security-policy["'\s/>]""", re.IGNORECASE)
_CONTENT = re.compile(rb"""(\scontent=)("[^"]*+"|'[^']*+')""", re.IGNORECASE)
_NEEDED = (
    (("script-src-elem", "script-src"), "'nonce-{}'"),
    (("style-src-elem", "style-src"), "'self'"),
    (("connect-src",), "'self'"),
)
"""What the script needs of a page's policy: to run, to have a style sheet, to be told of builds."""


def injected(page: bytes, script: str, nonce: str, data: Mapping[str, str]) -> bytes:
    """A page with the script at its end and a policy that lets it run; ``data`` is what the script is told."""
    told = "".join(f' data-{name}="{html.escape(value)}"' for name, value in data.items())
    tag = f'<script src="{script}" nonce="{nonce}"{told} defer></script>'.encode()
    page = _META.sub(lambda match: _policy(match[0], nonce), page)
    at = page.rfind(b"</body>")
    return page[:at] + tag + page[at:] if at >= 0 else page + tag


def _policy(meta: bytes, nonce: str) -> bytes:
    """A meta element, its policy eased if it has one."""
    if not _POLICY.search(meta):
        return meta
    return _CONTENT.sub(lambda match: match[1] + _eased(match[2], nonce), meta, count=1)


def _eased(quoted: bytes, nonce: str) -> bytes:
    """A policy (Content Security Policy Level 3) in its quotes, with what the script needs and nothing else.

    What the page's own scripts may do stays as strict as it is going to be on the site.
    """
    rules: dict[str, list[str]] = {}
    for rule in html.unescape(quoted[1:-1].decode("utf-8", "replace")).split(";"):
        words = rule.split()
        if words:
            rules.setdefault(words[0].lower(), words[1:])
    before = {name: list(sources) for name, sources in rules.items()}
    for names, source in _NEEDED:
        name = next((name for name in names if name in rules), names[-1])
        sources = rules.get(name, rules.get("default-src"))
        if sources is not None and not {"'self'", "*"} & set(sources):
            rules[name] = [s for s in sources if s.lower() != "'none'"] + [source.format(nonce)]
    if rules == before:
        return quoted
    policy = "; ".join(" ".join((name, *sources)) for name, sources in rules.items())
    return f'"{html.escape(policy)}"'.encode()
