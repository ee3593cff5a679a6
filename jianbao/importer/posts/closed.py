"""Who may read a text, by its header: what was not open to everybody comes in as a draft, without its password."""

import re
from collections.abc import Mapping
from typing import Any

from jianbao import zh

_SECRET = re.compile(r"(?:^|[._-])(?:pass(?:word|wd|phrase|code)s?|pwd|secret|密码|口令)$", re.IGNORECASE)
_SHOWS = frozenset(
    "published publish public visible listed show render active enabled online ready live 公开 可见 发布".split()
)
_HIDES = frozenset("hidden private encrypt encrypted protected unlisted hide secret headless draft wip".split())
_HIDES |= frozenset("eleventyexcludefromcollections 隐藏 加密 私密".split())
_CLOSED = frozenset(
    "draft drafts hidden private pending password protected members paid never secret unpublished wip todo review "
    "unlisted in-progress in_progress 草稿 隐藏 私密 加密 待审 未发布".split()
)
_OPEN = frozenset("publish published public 公开 已发布".split())
"""What a state is called of a text that everybody could read: status: publish."""
_SAYING = frozenset(
    "status visibility visible access render list layout state stage workflow publish_status post_status 状态".split()
)
_IS = re.compile(r"\Ais[_-]?(?=[a-z])")
"""isDraft, is_public: the word that it asks about stands behind."""
_ABOVE = frozenset("build _build encrypt encryption access visibility params".split())
_UNKNOWN = "看不出原来公开没有，作草稿收入"
"""Of a header that nobody can read: it may have said that nobody is to read the text yet."""
_LINE = re.compile(r"[ \t]*[\"']?(?P<key>[\w.-]{1,60})[\"']?[ \t]*[:=：][ \t]*(?P<value>.*)")


def is_secret(key: str) -> bool:
    """Whether a key holds a password."""
    return _SECRET.search(key) is not None


def reason(key: str, value: Any) -> str:
    """Why a text with this key was not open to everybody; "" when the key says no such thing."""
    last, said = _last(key), _truth(value)
    if is_secret(key):
        none = str(value).strip().lower() in ("", "false", "no", "off", "null", "none")
        return "" if none else "原来要密码才能看，作草稿收入，密码没有写进去"
    if last in _SAYING and "-".join(str(value).lower().split()) in _CLOSED:
        return f"原来没有公开（{key}: {value}），作草稿收入"
    if last == "permalink" and said == "false":
        return f"原来不做成网页（{key}: false），作草稿收入"
    if (last in _SHOWS and said == "false") or (last in _HIDES and said == "true"):
        return f"原来没有公开（{key}: {str(value).lower()}），作草稿收入"
    return ""


def says(key: str, value: Any) -> bool:
    """Whether a key does nothing but say who may read the text."""
    last = _last(key)
    if last in _SAYING and str(value).strip().lower() in _OPEN:
        return True
    return is_secret(key) or bool(reason(key, value)) or (last in _SHOWS | _HIDES and _truth(value) is not None)


def without(text: str) -> tuple[str, str]:
    """(a header that could not be read without its passwords, why its text comes in as a draft)."""
    lines, why = [], ""
    for line in text.split("\n"):
        match = _LINE.match(line)
        value = match["value"].strip(" \t\"',") if match else ""
        why = why or (reason(match["key"], value) if match else "")
        if match and match["key"].lower() == "draft" and _truth(value) == "true":
            why = why or "原来是草稿，作草稿收入"
        secret = match is not None and is_secret(match["key"])
        lines.append(f"{line[: match.start('value')]}（没有写进去）" if match and secret else line)
    return "\n".join(lines), why or _UNKNOWN


def by_tag(settings: Mapping[str, Any], tags: tuple[str, ...]) -> str:
    """Why a text with some tags was not open to everybody: hexo-blog-encrypt locks whole tags in its settings."""
    encrypt = settings.get("encrypt")
    locked = encrypt.get("tags") if isinstance(encrypt, dict) else None
    names = {str(one.get("name", "")) for one in locked if isinstance(one, dict)} if isinstance(locked, list) else set()
    found = next((tag for tag in tags if tag in names), "")
    return f"原来带标签“{found}”的文章要密码才能看，作草稿收入" if found else ""


def _last(key: str) -> str:
    """The word that a key ends in; "" below a key that speaks of a part of the page (cover.hidden, toc.show)."""
    above, _, last = key.lower().rpartition(".")
    return _IS.sub("", last, count=1) if not above or above in _ABOVE else ""


def _truth(value: Any) -> str | None:
    """ "true", "false", or None for what is neither."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in (0, 1, "0", "1"):
        return "true" if int(value) else "false"
    said = zh.truth(str(value).strip())
    return None if said is None else "true" if said in (True, "true") else "false"
