"""What 公众号 takes and what it takes away: each rule with where it is described, and how it is found in HTML.

Tencent publishes the limits of a draft and no list of elements; what the editor does to HTML is told by the
authors of programs that write for it, who tried. Where they disagree the stricter one is a rule here. Tests hold
everything that jianbao makes to all of them, and each rule to a sample that it must refuse.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.channel import tree
from jianbao.channel.tree import Element, Node

TITLE, AUTHOR, DIGEST, CONTENT = 32, 16, 128, 20_000
"""Characters; content is less than this, tags counted."""
CONTENT_BYTES, URL_BYTES = 1024 * 1024, 1024
PICTURE_BYTES, COVER_BYTES = 1024 * 1024, 10 * 1024 * 1024

_DRAFT = "developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add"
_UPLOAD = "developers.weixin.qq.com/doc/service/api/material/permanent/api_uploadimage"
_MATERIAL = "developers.weixin.qq.com/doc/service/api/material/permanent/api_addmaterial"
_TAGS_TOLD = "github.com/royalmorty/md2wechat-skill (skills/content-writing/references/html-guide.md)"
_CSS_TOLD = "github.com/vigorX777/wechat-article-formatter (references/css-compatibility.md)"
_IDS_TOLD = "github.com/AAAAAnson/mbeditor/releases/tag/v5.6.0"
_POSITION_TOLD = "github.com/AAAAAnson/mbeditor/releases/tag/v4.0.0"
_LISTS_TOLD = "github.com/joeytoday/obsidian-mp-publisher/pull/24"
_DEPTH_TOLD = "github.com/ufologist/wechat-mp-article/issues/2"
_SVG_TOLD = "blog.iooioio.com/archives/SVG_AttributeName"

TAGS = frozenset(
    "section p span strong em u a h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tr th td br "
    "img hr".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
"""Beside ``style``."""
PROPERTIES = frozenset(
    """
    color font-size font-weight font-style line-height letter-spacing text-align text-decoration text-indent
    vertical-align background-color border border-left border-right border-top border-bottom border-collapse
    margin margin-top margin-bottom margin-left margin-right padding padding-top padding-bottom padding-left
    padding-right width max-width height display
    """.split()
)
"""What all who describe the editor agree that it keeps."""
_FORBIDDEN = frozenset(
    "script noscript iframe form input button textarea select object embed video audio style link meta base svg "
    "math".split()
)
_OURS = re.compile(r"https://mp\.weixin\.qq\.com/", re.IGNORECASE)
_THEIRS = re.compile(r"https?://(?:mmbiz|mmecoa)\.(?:qpic|qlogo)\.cn/", re.IGNORECASE)


def declarations(element: Element) -> dict[str, str]:
    """The declarations of an element's style attribute."""
    found = {}
    for part in element.attributes.get("style", "").split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


class Rule(NamedTuple):
    """``breaches`` yields what breaks the rule, as it is written."""

    code: str
    says: str
    source: str
    breaches: Callable[[list[Node], str], Iterator[str]]


class Breach(NamedTuple):
    """A rule that some content breaks."""

    rule: Rule
    found: str


def _elements(test: Callable[[Element], str]) -> Callable[[list[Node], str], Iterator[str]]:
    """Breaches found element by element; ``test`` gives "" for none."""

    def breaches(nodes: list[Node], _: str) -> Iterator[str]:
        for element in tree.elements(nodes):
            if said := test(element):
                yield said

    return breaches


def _styles(test: Callable[[str, str, str], bool]) -> Callable[[list[Node], str], Iterator[str]]:
    """Breaches found declaration by declaration: ``test(tag, property, value)``."""

    def breaches(nodes: list[Node], _: str) -> Iterator[str]:
        for element in tree.elements(nodes):
            for name, value in declarations(element).items():
                if test(element.tag, name, value):
                    yield f"<{element.tag}> {name}:{value}"

    return breaches


def _whole(test: Callable[[str], str]) -> Callable[[list[Node], str], Iterator[str]]:
    def breaches(_: list[Node], content: str) -> Iterator[str]:
        if said := test(content):
            yield said

    return breaches


def _attribute(element: Element) -> str:
    known = {"style", "id", "class"} | ATTRIBUTES.get(element.tag, set())
    extra = [n for n in element.attributes if n not in known and not n.startswith("on")]
    return f"<{element.tag} {extra[0]}>" if extra and element.tag in TAGS else ""


def _handler(element: Element) -> str:
    name = next((n for n in element.attributes if n.startswith("on")), "")
    return f"<{element.tag} {name}>" if name else ""


def _depth(nodes: list[Node], _: str) -> Iterator[str]:
    def walk(inner: list[Node], depth: int) -> Iterator[str]:
        for node in inner:
            if isinstance(node, Element):
                deeper = depth + (node.tag in ("ul", "ol"))
                if deeper > 2 and node.tag in ("ul", "ol"):
                    yield f"第{deeper}层<{node.tag}>"
                yield from walk(node.children, deeper)

    yield from walk(nodes, 0)


def _picture(element: Element) -> str:
    source = element.attributes.get("src", "")
    return f"<img {source[:60]}>" if element.tag == "img" and not _THEIRS.match(source) else ""


def _link(element: Element) -> str:
    target = element.attributes.get("href", "")
    return f"<a {target[:60]}>" if element.tag == "a" and not _OURS.match(target) else ""


def _coloured(element: Element) -> str:
    return "<p>" if element.tag == "p" and "color" not in declarations(element) else ""


def _cell(element: Element) -> str:
    return f"<{element.tag}>" if element.tag in ("td", "th") and "font-size" not in declarations(element) else ""


def _row(element: Element) -> str:
    return "<tr>" if element.tag == "tr" and "background-color" in declarations(element) else ""


RULES = (
    Rule("script", "脚本、表单、嵌入的网页和样式表会被去掉", _TAGS_TOLD,
         _elements(lambda e: f"<{e.tag}>" if e.tag in _FORBIDDEN else "")),
    Rule("tag", "编辑器不认识的标签会被去掉", _TAGS_TOLD,
         _elements(lambda e: f"<{e.tag}>" if e.tag not in TAGS | _FORBIDDEN and e.tag != "div" else "")),
    Rule("div", "div 上的样式会丢失，用 section", _CSS_TOLD, _elements(lambda e: "<div>" if e.tag == "div" else "")),
    Rule("handler", "on… 属性是脚本，会被去掉", _DRAFT, _elements(_handler)),
    Rule("id", "id 会被去掉，指向它的都会失效", _IDS_TOLD,
         _elements(lambda e: f"<{e.tag} id>" if "id" in e.attributes else "")),
    Rule("class", "没有样式表，class 不起作用，样式要写在 style 里", _TAGS_TOLD,
         _elements(lambda e: f"<{e.tag} class>" if "class" in e.attributes else "")),
    Rule("attribute", "别的属性会被去掉", _TAGS_TOLD, _elements(_attribute)),
    Rule("position", "position 会被去掉", _POSITION_TOLD,
         _styles(lambda _, n, __: n in ("position", "top", "left", "right", "bottom", "z-index"))),
    Rule("layout", "display 只有 block 和 inline-block 保证生效", _TAGS_TOLD,
         _styles(lambda _, n, v: (n == "display" and v.lower() not in ("block", "inline-block"))
                 or n.startswith(("flex", "grid")))),
    Rule("transform", "变形和动画不保证生效", _CSS_TOLD,
         _styles(lambda _, n, __: n.startswith(("transform", "animation", "transition", "filter")))),
    Rule("variable", "CSS 变量不起作用", _CSS_TOLD, _styles(lambda _, n, v: n.startswith("--") or "var(" in v)),
    Rule("font", "字体由微信决定，font-family 不起作用", _CSS_TOLD, _styles(lambda _, n, __: n == "font-family")),
    Rule("dashed", "虚线边框和圆角有的手机上没有", _CSS_TOLD,
         _styles(lambda _, n, v: "dashed" in v or n == "border-radius")),
    Rule("shadow", "阴影不稳定", _CSS_TOLD, _styles(lambda _, n, __: n.endswith("-shadow"))),
    Rule("space", "white-space 不起作用：换行写 <br>，空格写不换行空格", _CSS_TOLD,
         _styles(lambda _, n, __: n == "white-space")),
    Rule("background", "背景图片的地址会被过滤", _DRAFT, _styles(lambda _, __, v: "url(" in v.lower())),
    Rule("property", "不在各家都说保留的属性之内", _TAGS_TOLD,
         _styles(lambda _, n, __: n not in PROPERTIES and not n.startswith(
             ("--", "flex", "grid", "transform", "animation", "transition", "filter")) and n not in (
             "position", "top", "left", "right", "bottom", "z-index", "font-family", "white-space", "border-radius")
             and not n.endswith("-shadow"))),
    Rule("list", "列表会被重排：序号错乱、多出空行，写成段落", _LISTS_TOLD,
         _elements(lambda e: f"<{e.tag}>" if e.tag in ("ul", "ol", "li") else "")),
    Rule("depth", "列表最多两层", _DEPTH_TOLD, _depth),
    Rule("colour", "段落的颜色会被改成默认色，每段都要写 color", _TAGS_TOLD, _elements(_coloured)),
    Rule("cell", "表格里的字号不会从表格继承，每格都要写", _CSS_TOLD, _elements(_cell)),
    Rule("row", "tr 的底色不生效，写在格子上", _CSS_TOLD, _elements(_row)),
    Rule("picture", "外部图片地址会被过滤，图片要先上传", _DRAFT, _elements(_picture)),
    Rule("link", "正文里只能链接公众号的文章", _UPLOAD, _elements(_link)),
    Rule("svg", "图形元素只有白名单里的能留下", _SVG_TOLD,
         _elements(lambda e: f"<{e.tag}>" if e.tag in ("svg", "foreignobject", "animate") else "")),
    Rule("content", f"正文连标签要少于 {CONTENT} 字", _DRAFT,
         _whole(lambda c: f"{len(c)}字" if len(c) >= CONTENT else "")),
    Rule("bytes", "正文要小于 1M", _DRAFT,
         _whole(lambda c: f"{len(c.encode())}字节" if len(c.encode()) >= CONTENT_BYTES else "")),
)  # fmt: skip


def breaches(content: str) -> list[Breach]:
    """Every rule that some HTML breaks, with what breaks it."""
    nodes = tree.parsed(content)
    return [Breach(rule, found) for rule in RULES for found in rule.breaches(nodes, content)]


class Limit(NamedTuple):
    """A limit of a draft's field or of a file; ``within`` is whether a value keeps it."""

    code: str
    says: str
    source: str
    within: Callable[[str | bytes], bool]


LIMITS = (
    Limit("title", f"标题 1 到 {TITLE} 字", _DRAFT, lambda v: 0 < len(v) <= TITLE),
    Limit("author", f"作者最多 {AUTHOR} 字", _DRAFT, lambda v: len(v) <= AUTHOR),
    Limit("digest", f"摘要最多 {DIGEST} 字", _DRAFT, lambda v: len(v) <= DIGEST),
    Limit("content_source_url", "阅读原文的地址最多 1K 字节", _DRAFT,
          lambda v: len(v if isinstance(v, bytes) else v.encode()) <= URL_BYTES),
    Limit("picture", "正文图片小于 1M", _UPLOAD, lambda v: len(v) < PICTURE_BYTES),
    Limit("cover", "封面图片最多 10M", _MATERIAL, lambda v: len(v) <= COVER_BYTES),
)  # fmt: skip
