"""The keys of front matter, and every other name they go by.

docs/front-matter.md is checked against this table.
"""

KEYS: dict[str, tuple[str, ...]] = {
    "title": ("标题",),
    "kicker": ("引题", "肩题", "眉题"),
    "subtitle": ("副题", "副标题"),
    "date": ("日期", "发布日期", "pubdate"),
    "modified": ("修改日期", "lastmod", "updated", "last_modified_at"),
    "added": ("收录", "收录日期"),
    "number": ("期号",),
    "issue": ("期", "所属期"),
    "order": ("顺序", "序号", "weight"),
    "column": ("栏目", "category", "categories", "分类"),
    "source": ("来源",),
    "origin": ("转载",),
    "author": ("作者", "authors"),
    "tags": ("标签", "tag", "keywords", "关键词"),
    "people": ("人物",),
    "summary": ("摘要", "description", "excerpt"),
    "cover": ("封面", "image", "thumbnail", "featured_image", "banner"),
    "lead": ("头条",),
    "card": ("分享图",),
    "status": ("状态",),
    "draft": ("草稿",),
    "publish": ("上线", "publishDate", "publishdate"),
    "expires": ("下线", "expiryDate", "expirydate"),
    "aliases": ("旧地址", "alias", "redirect_from"),
    "updates": ("更正",),
    "channels": ("也见于",),
    "withdrawn": ("撤回日期",),
    "reason": ("撤回原因",),
    "editor": ("责任编辑", "初审"),
    "reviewer": ("复审", "审核"),
    "approver": ("终审", "签发"),
    "slug": ("短名",),
    "permalink": ("固定地址", "url"),
    "layout": ("版式",),
    "extra": ("其他",),
}
"""Canonical key → the other names it goes by."""

IGNORED = frozenset(
    {
        "author_profile",
        "comments",
        "copyright",
        "excerpt_separator",
        "featured",
        "guid",
        "id",
        "katex",
        "lang",
        "linkTitle",
        "markup",
        "math",
        "mathjax",
        "menu",
        "published",
        "sitemap",
        "sticky",
        "series",
        "toc",
        "top",
        "type",
    }
)
"""Keys of other generators that say nothing we need; read past with a 提示."""

EVERY_PAGE = frozenset(
    ("post", "posts", "page", "pages", "default", "single", "draft", "base", "home", "null", "none", "false")
)
"""Layouts that Jekyll, Hexo and Hugo archives name on every page."""

NAMES = {name: key for key, names in KEYS.items() for name in (key, *names)}
_FOLDED = {name.lower(): key for name, key in NAMES.items()}


def canonical(name: str) -> str | None:
    """The key that a written one stands for, in whatever case; None for a foreign one."""
    return NAMES.get(name) or _FOLDED.get(name.lower())
