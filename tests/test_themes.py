"""Themes without copying: what a child theme can add, what articles can ask of it, and what a change of it rewrites."""

import re
import shutil
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from jianbao.cache.program import SHIPPED_THEMES
from jianbao.theme import environment
from jianbao.theme.statics import named
from tests.schools import DIRECTIVES, school
from tests.sites import Site

ARTICLE = "2025/2025-04/yundonghui.html"
MINE = {
    "theme.yaml": "name: mine\nparent: qinghe\nlayouts:\n  荣誉榜: {page: layouts/honours.html}\n",
    "templates/article.html": '{% extends "parent:article.html" %}\n{% block side %}{{ super() }}'
    "{% if article.extra.主办 is defined %}<p>{{ words.host }}{{ article.extra.主办 }}</p>{% endif %}{% endblock %}\n",
    "templates/partials/slots/footer.html": "<p>扫码关注</p>\n",
    "templates/partials/styles.html": '{% include "parent:partials/styles.html" %}\n<!-- mine -->\n',
    "templates/partials/slots/head.html": '<meta name="google-site-verification" content="x">\n',
    "templates/layouts/honours.html": '{% extends "page.html" %}{% block body %}{{ super() }}<ul>'
    "{% for row in data.honours.list %}<li>{{ row.year }} {{ row.name }}</li>{% endfor %}</ul>{% endblock %}\n",
    "words/zh-CN.yaml": "host: 主办：\nprevious: 前一篇\n",
    "macros/口号.html": '---\narguments:\n  内容: {type: text, required: true}\n---\n<p class="slogan">{{ 内容 }}</p>\n',
}


@pytest.fixture
def mine(site: Site) -> Site:
    """The school's site with a child of a child, which adds a little of everything."""
    school(site, "mine")
    for path, text in MINE.items():
        site.write(f"themes/mine/{path}", text)
    site.write("data/honours.yaml", "list:\n  - {year: 2024, name: 文明校园}\n  - {year: 2025, name: 足球特色学校}\n")
    site.article("pages/rongyu.md", "荣誉榜", "", "历年荣誉。\n", layout="荣誉榜")
    site.article("2025/2025-04/kouhao.md", "口号", "2025-04-01", "【【口号\n内容：天天**向上**\n】】\n", column="校园", extra="{主办: 少先队}")  # fmt: skip
    site.write("public/MP_verify_1.txt", "1\n")
    site.write("public/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    return site


def changed(site: Site, path: str, old: str, new: str) -> set[str]:
    """Changes a file; the paths that the next build writes, without their digests."""
    file = site.path / path
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())
    return {re.sub(r"\.[0-9a-f]{10}\.", ".", step.path) for step in site.build().written}


def test_a_child_adds_without_copying(mine: Site) -> None:
    """parent:, blocks with super(), slots, an own field, a layout, a data file, words, a directive, root files."""
    assert mine.build().problems == ()
    page = mine.read("2025/2025-04/kouhao.html")
    assert '<p class="slogan">天天<strong>向上</strong></p>' in page
    assert "<p>主办：少先队</p>" in page[page.index("<aside") : page.index("</aside>")]
    assert "<p>扫码关注</p>" in page
    assert page.index("assets/qinghe.") < page.index("<!-- mine -->")
    assert '<meta name="google-site-verification" content="x">' in page
    assert "主办：" not in mine.read(ARTICLE)
    assert "<span>前一篇</span>" in mine.read(ARTICLE)
    assert "<li>2024 文明校园</li><li>2025 足球特色学校</li>" in mine.read("pages/rongyu.html")
    assert "文明校园" not in mine.read("pages/about.html")
    assert mine.read("MP_verify_1.txt") == "1\n"
    assert mine.read(".well-known/security.txt") == "Contact: mailto:a@example.org\n"


ALL_HTML = "every page"
DELTAS: dict[str, tuple[str, str, str, set[str] | str]] = {
    "a macro": ("themes/mine/macros/口号.html", "slogan", "motto",
                {"2025/2025-04/kouhao.html", "2025/2025-04/bulletin.html", "feed.xml"}),
    "a data file": ("data/honours.yaml", "2024", "2023", {"pages/rongyu.html"}),
    "a word that articles show": ("themes/mine/words/zh-CN.yaml", "主办：", "主持：", {"2025/2025-04/kouhao.html"}),
    "a word that nobody shows": ("themes/mine/words/zh-CN.yaml", "host:", "notfound_check: 甲\nhost:", {"404.html"}),
    "a slot": ("themes/mine/templates/partials/slots/footer.html", "扫码", "扫一扫", ALL_HTML),
    "a layout": ("themes/mine/templates/layouts/honours.html", "<ul>", "<ul class=\"a\">", {"pages/rongyu.html"}),
    "a file of public/": ("public/MP_verify_1.txt", "1", "2", {"MP_verify_1.txt"}),
    "an own field": ("content/2025/2025-04/kouhao.md", "少先队", "大队部", {"2025/2025-04/kouhao.html"}),
}  # fmt: skip


def test_a_change_rewrites_what_shows_it(mine: Site, tmp_path: Path) -> None:
    """One change after the other, each with exactly the files that it may touch, and all is as a clean build makes it."""
    mine.build()
    pages = {path for path in mine.tree() if path.endswith(".html")}
    for name, (path, old, new, expected) in DELTAS.items():
        written = changed(mine, path, old, new)
        assert written == (pages if expected == ALL_HTML else expected), name
    again = Site(tmp_path / "clean")
    for path in ("config.yaml", *MINE):
        source = mine.path / (path if path == "config.yaml" else f"themes/mine/{path}")
        again.write(path if path == "config.yaml" else f"themes/mine/{path}", source.read_bytes())
    for folder in ("content", "data", "public"):
        for file in (p for p in (mine.path / folder).rglob("*") if p.is_file()):
            again.write(file.relative_to(mine.path).as_posix(), file.read_bytes())
    again.build()
    assert mine.tree() == again.tree()


def test_directives_are_shown_by_the_themes_macros(site: Site) -> None:
    """Pictures with their sizes, a film, a box, a number and a file, in the article, the bulletin and the feeds."""
    school(site).build()
    for path, root in (
        (ARTICLE, "../../"),
        ("2025/2025-04/bulletin.html", "../../"),
        ("feed.xml", "https://example.org/"),
    ):
        page = site.read(path).replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
        assert "data-directive" not in page
        assert f'<img src="{root}2025/2025-04/zhishu.jpg" alt="植树"' in page
        assert '<figcaption>入场式<span class="credit">林老师 摄</span></figcaption>' in page
        assert '<p class="row-caption">上午的<em>两个</em>场面</p>' in page
        assert "<b>1280<small>人</small></b> <span>参加了比赛</span>" in page
        assert f'src="{root}2025/2025-04/kaimu.mp4" poster="{root}2025/2025-04/hechang.jpg"' in page
        assert '<dd><a href="https://school.example.org/">学校网站</a></dd>' in page
        assert f'<a href="{root}2025/2025-04/chengji.pdf" download><b>成绩册</b> <span>PDF</span></a>' in page
    article = site.read(ARTICLE)
    assert 'width="1280" height="853"' in article
    assert "zhishu.jpg.480.webp 480w" in article
    assert article.index("开幕式在操场举行") < article.index("row-caption") < article.index("下午闭幕")


WRONG = {
    "no such directive": ("【【图片航\n图片：![甲](yuedu.jpg)\n】】", "unknown-directive", "6:1", "主题没有【【图片航", "是不是想写 图片行？"),
    "no end": ("【【口号\n内容：甲", "directive-open", "6:1", "【【口号 没有结尾", "在最后一项下面单独写一行 】】"),
    "no such argument": ("【【口号\n内空：甲\n内容：乙\n】】", "directive-argument", "7:4", "【【口号：没有“内空”这一项", "是不是想写 内容？"),
    "a missing argument": ("【【口号】】", "directive-argument", "6:1", "【【口号：缺少“内容”", "加一行 内容：文字"),
    "twice": ("【【口号\n内容：甲\n内容：乙\n】】", "directive-argument", "8:4", "【【口号：“内容”只能写一次", "只留一行"),
    "a number in words": ("【【关键数字\n数值：很多\n说明：甲\n】】", "directive-value", "7:4", "【【关键数字：“数值”应为数字", "写数字，例如 1200"),
    "a picture as a link": ("【【图片行\n图片：[甲](yuedu.jpg)\n图片：![甲](yuedu.jpg)\n】】", "directive-value", "7:4",
                            "【【图片行：“图片”应为本文旁边的图片", "写成 ![说明](图片.jpg)"),
    "too few pictures": ("【【图片行\n图片：![甲](yuedu.jpg)\n】】", "directive-value", "7:4", "【【图片行：“图片”至少 2 个，现有 1 个", "增减几行"),
    "a line of nothing": ("【【口号\n内容：甲\n乙丙\n】】", "directive-line", "8:1", "这一行没有写“名字：内容”：乙丙",
                          "写成 说明：内容；【【口号 到这里应已结束，就在上面加一行 】】"),
    "HTML that ends the list": ("【【口号\n内容：甲</dd></dl>\n】】", "directive-html", "7:5", "“内容”里不能写 HTML",
                                "改用 Markdown 写法；要显示 < 这个符号，写成 &lt;"),
    "a picture that is not there": ("【【图片行\n图片：![甲](yuedu.jpg)\n图片：![乙](meiyou.jpg)\n】】", "broken-picture", "8:9",
                                    "图片指向不存在的 meiyou.jpg", "核对文件名；路径从本文所在的文件夹算起"),
}  # fmt: skip


def test_templates_compiled_beside_the_first_stages_make_the_same_site(mine: Site) -> None:
    """With several processes as with one; a fault is told as it is there, and one of an article before it."""
    mine.build()
    alone = mine.tree()
    mine.build(clean=True, jobs=2)
    assert mine.tree() == alone
    (mine.path / ".cache" / "jianbao.sqlite").unlink()
    mine.build(jobs=2)
    assert mine.tree() == alone
    mine.write(f"{T}/page.html", "{% if %}")
    (mine.path / ".cache" / "jianbao.sqlite").unlink()
    told = [mine.problems(jobs=jobs) for jobs in (1, 2)]
    assert told[0] == told[1]
    assert "template-" in told[0][0]
    mine.article("2025/x.md", date="2025-13-01")
    assert "content/2025/x.md" in mine.problems(jobs=2)[0]


def test_what_is_wrong_in_a_directive_is_told_with_its_place_and_cure(mine: Site) -> None:
    """Every mistake at its line and column; the site's other pages are as they were."""
    for name, (body, code, place, message, hint) in WRONG.items():
        mine.article("2025/2025-04/cuo.md", "错", "2025-04-02", f"{body}\n", column="校园")
        assert [f"content/2025/2025-04/cuo.md:{place} 错误[{code}] {message}\n    {hint}"] == mine.problems(), name


def test_a_layout_that_the_theme_does_not_have_for_such_a_page(mine: Site) -> None:
    """The layouts are a closed list for each kind of page; names that Jekyll gives every page say nothing."""
    mine.article("pages/a.md", "甲", "", "文。\n", layout="图片故事")
    mine.article("2025/2025-04/b.md", "乙", "2025-04-02", "文。\n", layout="图片故示")
    mine.article("2025/2025-04/c.md", "丙", "2025-04-02", "文。\n", layout="post")
    assert [
        "content/2025/2025-04/b.md:4:9 错误[unknown-layout] 主题没有“图片故示”这种版式\n    是不是想写 图片故事？",
        "content/pages/a.md:3:9 错误[unknown-layout] 版式“图片故事”是给文章的，不能用于页面（content/pages/）\n    可用：文章、专题、名录、空白、荣誉榜",
    ] == [p for p in mine.problems() if "提示" not in p]


def test_a_macro_that_shows_only_half_of_what_it_is_told(mine: Site) -> None:
    """A macro may name an argument and still drop it; the page is refused, at the directive."""
    place = "content/2025/2025-04/kouhao.md:7:1 错误[macro-loses] 主题的宏 口号 没有显示"
    for name, made in {
        "an if": "{% if not 内容 %}{{ 内容 }}{% endif %}",
        "an attribute": '<p title="{{ 内容 }}" data-a="{{ 内容 }}" class="{{ 内容 }}">甲</p>',
        "a comment": "<!-- {{ 内容 }} -->",
        "what is not shown": "<p hidden>{{ 内容 }}</p><template>{{ 内容 }}</template><dialog>{{ 内容 }}</dialog>",
    }.items():
        mine.write("themes/mine/macros/口号.html", f"---\narguments: {{内容: {{type: text}}}}\n---\n{made}\n")
        (told,) = mine.problems()
        assert told.startswith(f"{place}“天天”\n"), name
    mine.write("themes/mine/macros/口号.html", f"---\n{TYPED}---\n{{% if 次数 > 5 %}}{{{{ 次数 }}}}{{% endif %}}{REST}")
    said = "日期：2025-04-03\n等级：甲等\n公开：是\n名称：２０人\n"
    article = ("2025/2025-04/kouhao.md", "口号", "2025-04-01")
    mine.article(*article, f"【【口号\n次数：3\n{said}】】\n", column="校园")
    assert [f"{place.replace(':7:', ':6:')}“3”"] == [told.split("\n")[0] for told in mine.problems()]
    for yes in ("是", "true", "Yes", "on"):  # the words of front matter and settings, here too
        mine.article(*article, f"【【口号\n次数：６\n{said.replace('是', yes)}】】\n", column="校园")
        assert mine.build().problems == ()
        assert "62025年4月3日甲等20人" in mine.read("2025/2025-04/kouhao.html").replace("２０", "20")


TYPED = """\
arguments:
  次数: {type: integer}
  日期: {type: date}
  等级: {type: choice, choices: [甲等, 乙等]}
  公开: {type: boolean}
  名称: {type: text}
"""
REST = "{{ 日期.date_text }}{{ 等级 }}{% if 公开 %}{{ 名称 }}{% endif %}\n"


def test_what_a_macros_head_says_fits_itself(mine: Site) -> None:
    """A default that would be refused, bounds of what has none, bounds that exclude each other."""
    for said, message in {
        '{type: number, least: 2, most: 5, default: "1"}': "“数”的 default 应为 2 到 5 的数字",
        '{type: integer, default: "2.5"}': "“数”的 default 应为整数",
        "{type: choice, choices: [甲], default: 乙}": "“数”的 default 应为甲之一",
        "{type: boolean, default: 也许}": "“数”的 default 应为是或否",
        "{type: picture, default: a.jpg}": "“数”不能有 default",
        "{type: text, most: 5}": "“数”的 least、most 只用于数字，或与 many 同用",
        "{type: number, least: 6, most: 5}": "“数”的 least 6 大于 most 5",
        "{type: text, choices: [甲]}": "“数”的 choices 只用于 choice",
    }.items():
        mine.write("themes/mine/macros/甲.html", f"---\narguments:\n  数: {said}\n---\n{{{{ 数 }}}}\n")
        (told,) = mine.problems()
        assert told.startswith("themes/mine/macros/甲.html:3:3 错误[macro-head] "), told
        assert message in told


def test_a_number_outside_of_its_bounds_is_told_with_one_inside(mine: Site) -> None:
    """The hint of a refused number would not be refused."""
    head = "---\narguments:\n  数: {type: integer, least: LEAST, most: MOST}\n---\n{{ 数 }}\n"
    for least, most, value, wanted in (
        (1, 5, "9", "“数”应为 1 到 5 的整数\n    写数字，例如 1"),
        (3, 5, "2.5", "“数”应为 3 到 5 的整数\n    写数字，例如 3"),
    ):
        mine.write("themes/mine/macros/甲.html", head.replace("LEAST", str(least)).replace("MOST", str(most)))
        mine.article("2025/2025-04/cuo.md", "错", "2025-04-02", f"【【甲\n数：{value}\n】】\n", column="校园")
        assert mine.problems() == [f"content/2025/2025-04/cuo.md:7:3 错误[directive-value] 【【甲：{wanted}"]


T = "themes/mine/templates"
BODY = '{% extends "parent:page.html" %}{% block body %}\n'
FAULTS = {
    "a filter's assertion": (f"{T}/page.html", BODY + "{{ article.title|truncate(2) }}{% endblock %}",
        f"{T}/page.html:2:1 错误[template-error] 模板出错：过滤器 truncate 不能这样用（expected length >= 3, got 2），页面 pages/about.html"),
    "a filter's error": (f"{T}/page.html", BODY + "{{ article.title|wordwrap(0) }}{% endblock %}",
        f"{T}/page.html:2:1 错误[template-error] 模板出错：过滤器 wordwrap 不能这样用（invalid width 0 (must be > 0)），页面 pages/about.html"),
    "a filter in a macro": ("themes/mine/macros/口号.html", "---\narguments: {内容: {type: text}}\n---\n{{ 内容 }}{{ 内容|truncate(1) }}",
        "themes/mine/macros/口号.html:4:1 错误[template-error] 模板出错：过滤器 truncate 不能这样用（expected length >= 3, got 1），"
        "content/2025/2025-04/kouhao.md:6 的【【口号"),
    "a name that macros do not see": ("themes/mine/macros/口号.html", "---\narguments: {内容: {type: text}}\n---\n{{ 内容 }}{{ site.name }}",
        "themes/mine/macros/口号.html:4:1 错误[template-undefined] 模板用了没有的变量：site，content/2025/2025-04/kouhao.md:6 的【【口号"),
    "a static file": (f"{T}/page.html", BODY + '{{ site.assets["nope.css"] }}{% endblock %}',
        f"{T}/page.html:2:1 错误[static-missing] 主题没有静态文件 nope.css，页面 pages/about.html"),
    "a name": ("themes/mine/theme.yaml", "name: mein\nparent: qinghe\n",
        "themes/mine/theme.yaml:1:7 错误[theme-name] name 应为文件夹的名字 mine，现为“mein”"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_themes_fault_is_told_where_it_is(mine: Site, fault: str) -> None:
    """No filter's own error gets past as ours, and all is told at a line, with the page or the directive."""
    path, text, told = FAULTS[fault]
    mine.article("2025/2025-04/kouhao.md", "口号", "2025-04-01", "【【口号\n内容：天天**向上**\n】】\n", column="校园")
    mine.write(path, text)
    if path == f"{T}/page.html":
        mine.write("content/pages/rongyu.md", "---\ntitle: 荣誉榜\nlayout: 空白\n---\n\n文。\n")
    assert told in [problem.split("\n")[0] for problem in mine.problems() if "错误" in problem]


def test_a_logo_that_is_not_there(mine: Site) -> None:
    """It is told where it is asked for."""
    settings = (mine.path / "config.yaml").read_text("utf-8")
    mine.write("config.yaml", settings + "theme_options: {logo: logo.png}\n")
    assert mine.problems() == [
        "config.yaml:5:17 错误[static-missing] 主题没有静态文件 logo.png\n    把图片放到 themes/mine/static/logo.png"
    ]


def test_what_a_theme_says_in_vain_is_told(mine: Site) -> None:
    """Misspelt files, blocks and words, text outside of blocks, and what the policy stops: once each, with the place."""
    mine.write(f"{T}/partials/slots/foter.html", "<p>甲</p>\n")
    mine.write(f"{T}/article.html", '{% extends "parent:article.html" %}\n{% import "partials/figure.html" as f %}\n甲\n'
               "{% block artcle_head %}{% block new %}{% endblock %}{% endblock %}\n{% block body %}{{ words.host }}{% endblock %}\n")  # fmt: skip
    mine.write("themes/mine/words/zh-CN.yaml", "host: 主办：\nprevoius: 前一篇\n")
    mine.write(f"{T}/partials/slots/head.html", '<style>a {}</style>\n<!-- <style> --><script type="application/ld+json">{}</script>\n'
               '<script>a()</script><script src="{{ page.root }}{{ site.assets["tools.js"] }}"></script>\n'
               '<script src="https://cdn.example.org/a.js"></script>\n<link rel="stylesheet" href="//cdn.example.org/a.css">'
               '<link rel="me" href="https://a.example.org/">\n')  # fmt: skip
    mine.write("themes/mine/macros/口号.html", '---\narguments: {内容: {type: text}}\n---\n<p style="color: red" onclick="a()">{{ 内容 }}</p>'
               '<img src="https://a.example.org/a.png" alt="">\n')  # fmt: skip
    places = f"{T}/partials/slots/head.html"
    policy = "警告[template-blocked] 页面的安全策略不让浏览器用"
    assert sorted(problem.replace("\n    是不", " 是不").split("\n")[0] for problem in mine.problems()) == sorted([
        f"{T}/partials/slots/foter.html 警告[theme-unused] 没有哪个网页用到 templates/partials/slots/foter.html 是不是想写 partials/slots/footer.html？",
        f"{T}/article.html:3:1 警告[theme-unused] 这里在 {{% block %}} 外面，不会显示",
        f"{T}/article.html:4:1 警告[theme-unused] 上级模板没有块 artcle_head，这一块不会显示 是不是想写 article_head？",
        "themes/mine/words/zh-CN.yaml:2:1 警告[theme-unused] 没有哪个模板用到界面文字 prevoius 是不是想写 previous？",
        f"{places}:1:1 {policy}模板里的 <style>",
        f"{places}:3:1 {policy}模板里的脚本",
        f"{places}:4:1 {policy}别的主机的东西：cdn.example.org",
        f"{places}:5:1 {policy}别的主机的东西：cdn.example.org",
        f"themes/mine/macros/口号.html:4:1 {policy} style= 属性",
        f"themes/mine/macros/口号.html:4:1 {policy} onclick= 属性",
        f"themes/mine/macros/口号.html:4:49 {policy}别的主机的东西：a.example.org",
    ])  # fmt: skip


def test_the_themes_that_come_with_the_program_say_nothing_in_vain(site: Site) -> None:
    """Copied into a site they are looked at like anybody's."""
    for name in ("ludao", "plain", "qinghe"):
        shutil.copytree(SHIPPED_THEMES[0] / name, site.path / "themes" / name)
        school(site, name)
        assert site.problems() == [], name


def test_files_of_the_root_collide_with_nobody(mine: Site) -> None:
    """A file of public/ that a page has as its address is refused with both owners; hidden files stay at home."""
    mine.write("public/.DS_Store", "x")
    mine.write("public/_headers", "x")
    assert mine.problems() == []
    assert mine.read("_headers") == "x"
    mine.write("public/.htpasswd", "x")
    told = mine.problems()
    rule = "public 提示[not-published] 名字以 . 开头的不发布（.well-known/ 除外）：.htpasswd"
    assert [rule] == [p.split("\n")[0] for p in told]
    for path, owner in (("index.html", "首页"), ("2025/2025-04/kouhao.html", "content/2025/2025-04/kouhao.md")):
        mine.write(f"public/{path}", "x")
        for clean in (False, True):
            (taken,) = [p for p in mine.problems(clean=clean) if "错误" in p]
            assert taken.startswith(f"public/{path} 错误[path-taken] ")
            assert {owner, f"public/{path}"} <= set(taken.split())
            assert taken.endswith(f"\n    给 public/{path} 换一个名字，或删去它")
        (mine.path / "public" / path).unlink()
    assert "错误" not in "".join(mine.problems())


MENU = """\
nav:
  - {title: 首页, href: /}
  - {title: 教育局, href: "https://edu.example.org/?a=1&b"}
  - title: 更多
    href: pages/about.html
    items:
      - {title: 历年, href: archive.html}
      - {title: 图书馆, href: "https://lib.example.org/"}
"""


def menu_of(page: str) -> list[tuple[str, str]]:
    """(address, title) of every link of the main navigation."""
    inner = page[page.index("<nav class=") : page.index("</nav>")]
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', inner)


@pytest.mark.parametrize("theme", ["ludao", "qinghe"])
def test_the_menu_leads_out_and_has_groups(site: Site, theme: str) -> None:
    """Addresses of other sites are whole, those of the site relative; a group's own page is its first entry."""
    school(site, theme)
    site.write("config.yaml", (site.path / "config.yaml").read_text("utf-8") + MENU)
    assert site.build().problems == ()
    assert menu_of(site.read("2025/2025-04.html"))[:5] == [
        ("../index.html", "首页"),
        ("https://edu.example.org/?a=1&amp;b", "教育局"),
        ("../pages/about.html", "更多"),
        ("../archive.html", "历年"),
        ("https://lib.example.org/", "图书馆"),
    ]


PLAIN = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
SERVICES = {
    "nobody": ("", PLAIN, ""),
    "百度统计": (
        "analytics: {service: 百度统计, id: 0123456789abcdef0123456789abcdef}\n",
        PLAIN.replace("data:", "data: https://hm.baidu.com")
        + "; script-src 'self' https://hm.baidu.com; connect-src 'self' https://hm.baidu.com",
        '<script async src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>'),
    "51LA": (
        "analytics: {service: 51la, id: Jw6Oc7YXX4TYmO1Y}\n",
        PLAIN.replace("data:", "data: https://collect-v6.51.la")
        + "; script-src 'self' https://sdk.51.la; connect-src 'self' https://collect-v6.51.la",
        '<script async src="https://sdk.51.la/js-sdk-pro.min.js?id=Jw6Oc7YXX4TYmO1Y&amp;ck=Jw6Oc7YXX4TYmO1Y" '
        'id="LA_COLLECT" charset="UTF-8"></script>'),
    "Umami": (
        "analytics: {service: umami, id: 00000000-0000-4000-8000-000000000000, url: 'https://tj.example.org:8443/s.js'}\n",
        PLAIN + "; script-src 'self' https://tj.example.org:8443; connect-src 'self' https://tj.example.org:8443",
        '<script async src="https://tj.example.org:8443/s.js" data-website-id="00000000-0000-4000-8000-000000000000"></script>'),
    "Isso": (
        "comments: {service: isso, url: 'https://pl.example.org/isso'}\n",
        PLAIN.replace("data:", "data: https://pl.example.org") + "; script-src 'self' https://pl.example.org; "
        "connect-src 'self' https://pl.example.org; style-src 'self' https://pl.example.org",
        '<script async src="https://pl.example.org/isso/js/embed.min.js" data-isso="https://pl.example.org/isso/"></script>'),
}  # fmt: skip


@pytest.mark.parametrize(("config", "policy", "script"), SERVICES.values(), ids=SERVICES)
@pytest.mark.parametrize("theme", ["ludao", "qinghe"])
def test_a_service_opens_the_policy_for_its_own_host(
    site: Site, theme: str, config: str, policy: str, script: str
) -> None:
    """Off by default; each service adds exactly its hosts, and its script, to what pages may fetch."""
    site.write("config.yaml", f"theme: {theme}\n{config}")
    site.article("2018/a.md")
    site.build()
    page = site.read("2018/a.html")
    assert re.findall(r'Content-Security-Policy" content="([^"]*)"', page) == [policy]
    assert [s for s in re.findall(r"<script[^>]*></script>", page) if "https://" in s] == ([script] if script else [])


def test_another_language_is_a_file(site: Site) -> None:
    """What it has is shown, what it lacks is shown in Chinese, and a warning says so."""
    site.article("2018/a.md")
    site.write("config.yaml", "site: {language: en}\ntheme: mine\n")
    site.write("themes/mine/theme.yaml", "name: mine\nparent: ludao\n")
    site.write("themes/mine/words/en.yaml", "skip: Skip to the text\n")
    (told,) = site.problems()
    assert told == (
        "config.yaml:1:18 警告[words-missing] 主题 mine 没有 en 的界面文字 notfound_title、notfound_text、notfound_try等，"
        "用中文代替\n    在自己的主题里（parent: mine）写 words/en.yaml，一行一个"
    )
    assert '<a class="skip" href="#main">Skip to the text</a>' in site.read("2018/a.html")


@pytest.mark.parametrize("theme", ["ludao", "qinghe"])
def test_every_interface_word_is_used_and_none_stands_in_a_template(theme: str) -> None:
    """zh-CN is complete: no Chinese text in a template but what names a status, and no word that nobody shows."""
    root = Path(__file__).parent.parent / "themes"
    sources = {
        p: re.sub(r"\{#.*?#\}", "", p.read_text("utf-8"), flags=re.DOTALL)
        for name in ("ludao", "qinghe")
        for part in ("templates", "macros")
        for p in (root / name / part).rglob("*.html")
    }
    words = set(re.findall(r"^(\w+):", (root / theme / "words/zh-CN.yaml").read_text("utf-8"), re.MULTILINE))
    used = {w for source in sources.values() for w in re.findall(r"\bwords\.(\w+)", source)}
    assert words - used == set()
    shown = {
        p.name: found
        for p, source in sources.items()
        if theme in p.parts and p.parent.name != "macros"
        and (found := re.findall(r"[\u4e00-\u9fff]+", re.sub(r'(?:==|replace\() ?"[^"]*"', "", source)))
    }  # fmt: skip
    assert shown == {}


def test_directives_stand_in_channels_and_search_as_they_are_told(site: Site) -> None:
    """Whoever shows a body without a theme shows the list of what a directive is told; no word is lost."""
    school(site)
    from zoneinfo import ZoneInfo

    from jianbao.content import parsing

    data = (site.path / "content/2025/2025-04/yundonghui.md").read_bytes()
    article, html, problems = parsing.parsed(data, "2025/2025-04/yundonghui.md", ZoneInfo("Asia/Shanghai"))
    assert problems == []
    assert article is not None
    assert html is not None
    words = "".join(c for c in re.sub(r"<[^>]*>", "", html) if c.isalnum())
    told = [line.partition("：")[2] for line in DIRECTIVES.split("\n") if "：" in line]
    for value in told:
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*\[]", "", value)
        assert "".join(c for c in text if c.isalnum()) in words
    assert [d.name for d in article.directives] == ["图片行", "关键数字", "视频卡", "联系框", "文件卡"]


def test_nobody_makes_a_directive_of_html(site: Site) -> None:
    """What raw HTML says of directives is taken away; a directive beside raw HTML is one still."""
    school(site)
    site.article("2025/2025-04/cuo.md", "错", "2025-04-02", column="校园", body='<dl data-directive="0"><dt>甲</dt><dd>乙</dd></dl>\n\n'
                 "【【关键数字\n数值：5\n说明：丙 <script\n】】\n\n丁<br>戊{: data-directive=0 }\n")  # fmt: skip
    assert [p.split("[")[1].split("]")[0] for p in site.problems()] == ["directive-html", "html-removed"]
    file = site.path / "content/2025/2025-04/cuo.md"
    file.write_text(file.read_text("utf-8").replace(" <script", ""), "utf-8")
    site.build()
    page = site.read("2025/2025-04/cuo.html")
    assert "<dl data-directive" not in page
    assert (
        page.index("<dt>甲</dt>")
        < page.index('<p class="key-figure"><b>5</b> <span>丙</span></p>')
        < page.index("丁<br>")
    )


def test_texts_are_escaped_alike_with_every_markupsafe() -> None:
    """What templates say of a text is what markupsafe's public function says, by its loop and without it."""
    for said in ("", "四癌救助", "<b>", "a & b", "'", '"', "&amp;", "😀<", Markup("<b>"), 7, None, True, ["<"]):
        right = str(escape(said))
        if type(said) is str:
            assert environment.Sealed.escaped(said) == environment.escaped_by_search(said) == right
        assert str(environment.Sealed.text(said)) == right


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("/* why */\na {\n  color: red; /* here */\n}\n", "a {\ncolor: red; /* here */\n}\n"),
        ("/*! MIT */\n  /* two\n     lines */\t\nb {}", "/*! MIT */\nb {}"),
        ('a::before { content: "/* said */"; }\n\tb {}', 'a::before { content: "/* said */"; }\nb {}'),
        ('a { content: "\\\n  x" }\n  b {}', 'a { content: "\\\n  x" }\nb {}'),
        ("a {} /* don't\n/* nest */\nb {}", "a {} /* don't\n/* nest */\nb {}"),
        ("a {}\n/* without an end\n  b {}", "a {}\n/* without an end\n  b {}"),
        ("a { content: 'torn\n  } /* x */\n/* y */\n", "a { content: 'torn\n} /* x */\n"),
    ],
)
def test_what_of_a_style_sheet_is_for_its_writer_is_not_published(written: str, published: str) -> None:
    """Indentation, and comments with lines of their own; a licence, strings and whatever else stands there stay."""
    made = named({"x.css": written.encode(), "x.js": written.encode()})
    assert (made["x.css"].data.decode(), made["x.js"].data.decode()) == (published, written)
