"""Raw HTML in a body, made harmless by nh3; and the attributes that any element may have."""

import re

from jianbao.errors import Level, Problem
from jianbao.markdown.references import Source

GLOBAL_ATTRIBUTES = {"class", "id", "title", "lang", "dir"}
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "table": {"tabindex"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_TAGS = set(
    "p h1 h2 h3 h4 h5 h6 strong em b i u s del ins sub sup small mark br hr ul ol li dl dt dd blockquote pre code "
    "kbd samp var q cite table thead tbody tfoot tr th td caption colgroup col a img figure figcaption div span "
    "section ruby rt rp abbr time details summary".split()
)
_UNSAFE_HTML = re.compile(
    r"<\s*(?:script|style|iframe|object|embed|form|input|link|meta|base|svg|math)\b"
    r"|<[a-z][^>]*\s(?:on[a-z]+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)\s*:)"
    r"|<(?:javascript|vbscript|data):",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<[a-z][^>]*\s(style\s*=)", re.IGNORECASE)


def cleaned(made: str, source: Source) -> str:
    """The HTML with only harmless tags, attributes and URLs left in it; says what was dangerous."""
    unsafe = _UNSAFE_HTML.search(made)
    if unsafe:
        shown = " ".join(unsafe.group().split())
        line, column = source.find(unsafe.group())
        message = f"不安全的 HTML（{shown}）不会发布"
        hint = "删去它，或改用 Markdown 写法"
        source.problems.append(Problem(source.path, line, column, Level.WARNING, "html-removed", message, hint))
    styled = _STYLE.search(made)
    if styled:
        line, column = source.find(styled[1])
        message = "行内样式 style=… 不会发布"
        hint = "删去它；强调写成 **文字**，对齐和大小由主题决定"
        source.problems.append(Problem(source.path, line, column, Level.NOTICE, "html-style", message, hint))
    import nh3

    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in (("a", "href"), ("img", "src")):
            return source.url(value, tag == "img") or None
        if name == "align" or (name == "tabindex" and value != "0"):
            return None
        return value

    attributes = {tag: names | GLOBAL_ATTRIBUTES for tag, names in ATTRIBUTES.items()}
    attributes["*"] = set(GLOBAL_ATTRIBUTES)
    cleaned: str = nh3.clean(
        made,
        tags=_TAGS,
        clean_content_tags={
            "script",
            "style",
            "iframe",
            "object",
            "noscript",
            "template",
            "title",
            "textarea",
            "svg",
            "math",
        },
        attributes=attributes,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "tel", "jianbao"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned
