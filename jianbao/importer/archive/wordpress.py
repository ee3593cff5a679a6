"""Shortcodes of WordPress as Markdown, where they plainly mean something; the rest stays and is named."""

import re
from collections import Counter
from collections.abc import Sequence

from jianbao.importer.archive.scanning import outside

_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<given>[^\[\]]*+)\](?P<inner>(?:(?!\[/?(?:wp_)?caption\b).)*+)\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_IMAGE = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_LINKED = re.compile(r"<a\b[^<>]*+>\s*(<img\b[^<>]*+>)\s*</a>", re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery\b([^\[\]]*+)\]")
_EMBED = re.compile(r"\[embed\b[^\[\]]*+\]\s*+([^\s\[\]]++)\s*\[/embed\]")
_MEDIA = re.compile(r"\[(video|audio|playlist)\b([^\[\]]*+)\](?:\s*+\[/\1\])?")
_OTHER = re.compile(r"(?<![\]!\\])\[(/?)([A-Za-z][A-Za-z0-9_-]{2,40})((?:\s[^\[\]\n]*)?)/?\](?![(\[:])")
_SOURCES = frozenset("src mp4 mp3 m4v webm ogv ogg wav m4a".split())
_GIVEN = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'\]]++))")


def body(text: str, pictures: Sequence[dict[str, str]], number: str) -> tuple[str, list[str]]:
    """(a body with its shortcodes as Markdown, what is said of those that stay).

    ``pictures`` are the values of the export's attachments; ``number`` is the post's own, to which they belong.
    """
    doubts: list[str] = []
    text = outside(_CAPTION, text, lambda m: _caption(m["given"], m["inner"]))
    text = outside(_GALLERY, text, lambda m: _gallery(m, pictures, number, doubts))
    text = outside(_EMBED, text, lambda m: f"\n\n[{m[1]}]({m[1]})\n\n")
    text = outside(_MEDIA, text, _media)
    left: Counter[str] = Counter()

    def counted(match: re.Match[str]) -> str:
        left[match[2]] += not match[1]
        return match.group()

    outside(_OTHER, text, counted)
    some = "、".join(f"[{name}] {count} 处" for name, count in sorted(left.items()) if count)
    return text, [*doubts, *([f"WordPress 的短代码没有改写，会照原样显示：{some}"] if some else [])]


def _given(text: str) -> dict[str, str]:
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _GIVEN.finditer(text)}


def _caption(given: str, inner: str) -> str:
    """A picture with what stands below it; without one, the words."""
    image = _IMAGE.search(inner)
    bare = _IMAGE.sub("", _LINKED.sub(r"\1", inner))
    words = " ".join(re.sub("<[^<>]*+>", "", bare).split()) or _given(given).get("caption", "")
    about = _given(image.group()) if image else {}
    if not about.get("src"):
        return inner
    return f"\n\n{_picture(about.get('alt', ''), about['src'], words)}\n\n"


def _picture(alt: str, target: str, caption: str = "") -> str:
    alt = alt.replace("[", "（").replace("]", "）")
    said = caption.replace('"', "”")
    target = f"<{target}>" if re.search(r"[\s()]", target) else target
    return f'![{alt or caption}]({target} "{said}")' if said else f"![{alt}]({target})"


def _gallery(match: re.Match[str], pictures: Sequence[dict[str, str]], number: str, doubts: list[str]) -> str:
    """The pictures of a gallery: those that it names, else all of the post's."""
    given = _given(match[1])
    wanted = [part for part in re.split(r"[\s,]+", given.get("ids") or given.get("include", "")) if part]
    known = {one.get("post_id", ""): one for one in pictures}
    own = [one for one in pictures if one.get("post_parent") == given.get("id", number)]
    found = [known[part] for part in wanted if part in known] if wanted else own
    missing = [part for part in wanted if part not in known]
    if missing or not found:
        which = f"的图片 {'、'.join(missing)}" if missing else ""
        doubts.append(f"图集 {match.group()} {which or '的图片'}不在导出的文件里，请补上")
    if not found:
        return match.group()
    shown = [_picture(one.get("excerpt", "") or "", one["attachment_url"], one.get("excerpt", "")) for one in found]
    return "\n\n" + "\n\n".join(shown) + "\n\n"


def _media(match: re.Match[str]) -> str:
    given = _given(match[2])
    target = next((value for key, value in given.items() if key in _SOURCES), "")
    return f"\n\n[{'录音' if match[1] == 'audio' else '视频'}]({target})\n\n" if target else match.group()
