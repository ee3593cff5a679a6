"""An article for 公众号: nothing in it that the editor takes away, every character of the text, within the limits."""

import re
from pathlib import Path

import lxml.html
import pytest

from jianbao.channel import styles, tree, wechat, wechat_rules
from jianbao.channel.loading import Archive
from jianbao.channel.wechat_rules import LIMITS, RULES
from jianbao.errors import Level
from tests.channels import article, bulletins, issue, kinds, maker, pieces, shipped
from tests.sites import Site

GOOD = '<section style="color:#262626"><p style="color:#262626;margin:0 0 14px">一段<strong>话</strong>。</p></section>'
P = "color:#262626"
BREAKS = {
    "script": "<script>alert(1)</script>",
    "tag": "<article>话</article>",
    "div": '<div style="margin:8px">话</div>',
    "handler": f'<p style="{P}" onclick="a()">话</p>',
    "id": f'<p id="a" style="{P}">话</p>',
    "class": f'<p class="a" style="{P}">话</p>',
    "attribute": f'<p data-tool="x" style="{P}">话</p>',
    "position": f'<p style="{P};position:absolute">话</p>',
    "layout": '<section style="display:flex">话</section>',
    "transform": '<section style="transform:rotate(3deg)">话</section>',
    "variable": '<p style="color:var(--accent)">话</p>',
    "font": f'<p style="{P};font-family:KaiTi">话</p>',
    "dashed": '<section style="border:1px dashed #ccc">话</section>',
    "shadow": '<section style="box-shadow:0 1px 2px #000">话</section>',
    "space": '<section style="white-space:pre">话</section>',
    "background": '<section style="background:url(https://a.example/b.png)">话</section>',
    "property": '<section style="float:left">话</section>',
    "list": "<ul><li>话</li></ul>",
    "depth": "<ul><li><ul><li><ol><li>话</li></ol></li></ul></li></ul>",
    "colour": '<p style="margin:0">话</p>',
    "cell": '<table><tbody><tr><td style="color:#000">话</td></tr></tbody></table>',
    "row": '<table><tbody><tr style="background-color:#eee"><td style="font-size:14px">话</td></tr></tbody></table>',
    "picture": '<img src="https://example.org/a.png">',
    "link": '<a href="https://example.org/">话</a>',
    "svg": "<svg><foreignObject>话</foreignObject></svg>",
    "content": f'<p style="{P}">{"话" * 20_000}</p>',
    "bytes": f'<p style="{P}">{"话" * 350_000}</p>',
}
"""For each rule something that breaks it."""
PASTED = {
    "Word's empty mark": ("<p>话<o:p></o:p></p>", "tag"),
    "Word's conditional list": ("<p style='mso-list:l0 level1 lfo1'>1. 话</p>", "property"),
    "a document of the web": ('<b id="docs-internal-guid-1" style="font-weight:normal">话</b>', "id"),
    "a worksheet's cell": ("<table><colgroup><col width=87></colgroup><tr><td class=xl65>8</td></tr></table>", "tag"),
    "an editor's template": ('<section data-tools="135编辑器" data-id="1">话</section>', "attribute"),
    "an editor's layers": ('<section style="display:grid;grid-template-rows:100%"><p>话</p></section>', "layout"),
    "an inline flex": ('<section style="display:inline-flex">话</section>', "layout"),
    "what is hidden": ('<p style="color:#000;display:none">话</p>', "layout"),
    "a picture that loads late": ('<img data-src="https://mmbiz.qpic.cn/a" class="rich_pages">', "attribute"),
    "a picture as data": ('<img src="data:image/png;base64,iVBORw0KGgo=">', "picture"),
    "a picture of this machine": ('<img src="file:///C:/Temp/msohtmlclip1/01/clip_image001.png">', "picture"),
    "pictures by width": ('<img src="https://mmbiz.qpic.cn/a" srcset="b 2x">', "attribute"),
    "a figure": ("<figure><figcaption>话</figcaption></figure>", "tag"),
    "a film in a frame": ('<iframe class="video_iframe" src="https://v.qq.com/x"></iframe>', "script"),
    "a card of the platform": ("<mp-common-profile></mp-common-profile>", "tag"),
    "a drawing that moves": ("<svg><animate attributeName='opacity'/></svg>", "svg"),
    "old colours": ('<font color="red">话</font>', "tag"),
    "centred": ("<center>话</center>", "tag"),
    "an anchor in the text": ('<p style="color:#000"><a href="#mulu">话</a></p>', "link"),
    "a telephone": ('<p style="color:#000"><a href="tel:12338">话</a></p>', "link"),
    "a script as a link": ('<p style="color:#000"><a href="javascript:void(0)">话</a></p>', "link"),
    "a new window": ('<a href="https://mp.weixin.qq.com/s/x" target="_blank">话</a>', "attribute"),
    "a picture behind": ('<section style="background-image:url(https://mmbiz.qpic.cn/a)">话</section>', "background"),
    "text from below": ('<section style="writing-mode:vertical-rl">话</section>', "property"),
    "what floats": ('<section style="float:left">话</section>', "property"),
    "what is to be edited": ('<section contenteditable="true">话</section>', "attribute"),
}
"""Kinds of content that are pasted from other programs, and the rule that must refuse each."""
OVER: dict[str, tuple[str | bytes, str | bytes]] = {
    "title": ("题" * 33, "题" * 32),
    "author": ("人" * 17, "人" * 16),
    "digest": ("要" * 129, "要" * 128),
    "content_source_url": ("https://example.org/" + "a" * 1005, "https://example.org/" + "a" * 1004),
    "picture": (bytes(1024 * 1024), bytes(1024 * 1024 - 1)),
    "cover": (bytes(10 * 1024 * 1024 + 1), bytes(10 * 1024 * 1024)),
}
"""For each limit what is just too much, and what is just not."""
ADDED = re.compile(r"〔图\d+：[^〕]*〕|[•·]|\d+\.|\[\d+\]|注释|注\d+：|注|[“”（）]")
"""What the renderer may put into a text: places of pictures, marks of lists, numbers of links and notes."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return shipped(tmp_path_factory.mktemp("shipped"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_refuses_its_sample(rule: wechat_rules.Rule) -> None:
    """Each rule says where it is described, and finds what breaks it."""
    assert re.match(r"(?:developers\.weixin\.qq\.com|github\.com|blog\.)", rule.source)
    assert rule.code in {breach.rule.code for breach in wechat_rules.breaches(BREAKS[rule.code])}


def test_a_sample_for_every_rule_and_none_against_what_is_good() -> None:
    assert set(BREAKS) == {rule.code for rule in RULES}
    assert set(OVER) == {limit.code for limit in LIMITS}
    assert wechat_rules.breaches(GOOD) == []


@pytest.mark.parametrize("kind", PASTED)
def test_what_other_programs_paste_is_refused(kind: str) -> None:
    content, code = PASTED[kind]
    assert code in {breach.rule.code for breach in wechat_rules.breaches(content)}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.code)
def test_a_limit(limit: wechat_rules.Limit) -> None:
    too_much, just_enough = OVER[limit.code]
    assert (limit.within(too_much), limit.within(just_enough)) == (False, True)


@pytest.mark.parametrize("name", styles.NAMES)
@pytest.mark.parametrize("palette", ["", "黛青"])
def test_whatever_ships_passes(archive: Archive, name: str, palette: str) -> None:
    """Thirty articles and five issues, in every style: no rule broken, every limit kept."""
    style = styles.style(name, palette)
    articles = [wechat.message(piece, style, name="简报") for piece in pieces(archive)]
    issues = [message for bulletin in bulletins(archive) for message in wechat.messages(bulletin, style)]
    assert (len(articles), len(issues)) == (30, 7)
    for message in (*articles, *issues):
        assert wechat_rules.breaches(message.content) == []
        assert [(what, count) for what, count, most in message.counters() if count > most] == []
        assert [p for p in message.problems if p.level is not Level.NOTICE] == []


def said(message: wechat.Message) -> str:
    """All words of an article's HTML, without blanks, as lxml reads it."""
    return tree.squeezed(lxml.html.fromstring(message.content).text_content())


def source_words(body: str) -> str:
    """The words of a web page's text as lxml reads it, without the arrows back from notes."""
    root = lxml.html.fromstring(f"<div>{body}</div>")
    for arrow in root.xpath("//a[contains(@class, 'footnote-backref')]"):
        arrow.getparent().text = (arrow.getparent().text or "").rstrip()
        arrow.drop_tree()
    return tree.squeezed(root.text_content())


def keeps(text: str, made: str) -> bool:
    """Whether ``made`` has ``text`` in order, with nothing between its characters but what may be added."""
    for begin in (at.start() for at in re.finditer(re.escape(text[:1]), made)):
        at, done = begin, 0
        while done < len(text) and at < len(made):
            if made[at] == text[done]:
                at, done = at + 1, done + 1
            elif added := ADDED.match(made, at):
                at = added.end()
            else:
                break
        if done == len(text):
            return True
    return not text


def test_every_character_of_what_ships(archive: Archive) -> None:
    """Of thirty articles, each with all its words in their order."""
    style = styles.style("公文")
    kept = {
        piece.path: keeps(source_words(archive.body_of(piece.path)), said(wechat.message(piece, style, name="简报")))
        for piece in pieces(archive)
    }
    assert [path for path, whole in kept.items() if not whole] == []
    assert len(kept) == 30


def test_losing_a_character_is_seen(archive: Archive) -> None:
    """The comparison above can fail."""
    piece = next(p for p in pieces(archive) if p.path.endswith("jiuzhu.md"))
    whole, words = (
        said(wechat.message(piece, styles.style("公文"), name="简报")),
        source_words(archive.body_of(piece.path)),
    )
    assert keeps(words, whole)
    assert not keeps(words, whole.replace("占了大多数", "占大多数"))
    assert not keeps(words, whole.replace("乳腺癌6宫颈癌5", "宫颈癌5乳腺癌6"))


@pytest.mark.parametrize("name", styles.NAMES)
def test_every_kind_of_content(site: Site, golden: pytest.FixtureRequest, name: str) -> None:
    """Lists as paragraphs, links as endnotes, a wide table as cards, notes, code, pictures in their order."""
    made = maker(kinds(site), name)
    (message,) = made.messages(article(made, "content/2018/2018-04/kinds.md"))
    assert wechat_rules.breaches(message.content) == []
    assert [(p.number, p.file, p.caption) for p in message.pictures] == [
        (1, "01-fenbu.png", "各区人数　供图：权益部"),
        (2, "02-xianchang.jpg", ""),
        (3, "03-xianchang.jpg", ""),
    ]
    assert message.content.count("https://news.example.org/1?a=1&amp;b=2") == 1
    assert "来源：权益部　编辑：陈某　审核：林某、吴某" in message.content
    golden(f"channel/wechat-{name}.html", message.content.replace("><", ">\n<") + "\n")  # type: ignore[operator]


def test_an_issue_is_one_article_with_contents(site: Site, golden: pytest.FixtureRequest) -> None:
    made = maker(kinds(site))
    (message,) = made.messages(issue(made, "content/2018/2018-04"))
    assert message.title == "2018年4月简报"
    assert message.source_url == "https://example.org/small/2018/2018-04/bulletin.html"
    golden("channel/wechat-issue.html", message.content.replace("><", ">\n<") + "\n")  # type: ignore[operator]


def test_what_does_not_fit_is_said(site: Site) -> None:
    """Title, author, digest, content and what is not published, each with its number and what to do."""
    kinds(site)
    site.article(
        "2018/2018-04/long.md", "题" * 40, "2018-04-24", "长。" * 12_000 + "\n", author="人" * 20,
        summary="很长的摘要。" * 30, draft=True,
    )  # fmt: skip
    made = maker(site)
    (message,) = made.messages(article(made, "content/2018/2018-04/long.md"))
    assert [(p.line, p.code, p.message.split("，")[0]) for p in sorted(message.problems, key=lambda p: p.code)] == [
        (6, "channel-unpublished", "这篇文章还是“草稿”"),
        (4, "wechat-author", "公众号的作者最多16字"),
        (2, "wechat-content", "公众号的正文（含标签）最多19999字"),
        (5, "wechat-digest", "摘要180字"),
        (2, "wechat-title", "公众号的标题最多32字"),
    ]
    assert message.digest == "很长的摘要。" * 21
    assert message.author == ""
    assert f"作者：{'人' * 20}" in message.content


def test_an_issue_that_is_too_long_is_cut_between_its_items(site: Site) -> None:
    """In as few articles as fit, each item whole in one of them, and that is said."""
    kinds(site)
    for number in range(1, 8):
        site.article(
            f"2018/2018-04/n{number}.md",
            f"第{number}条",
            "2018-04-24",
            f"{number}的话。" * 900 + "\n",
            order=number + 2,
        )
    made = maker(site)
    messages = made.messages(issue(made, "content/2018/2018-04"))
    assert [len(m.content) < wechat_rules.CONTENT for m in messages] == [True] * len(messages)
    listed = [m.content.partition("本期目录")[2].partition("<h2")[0] for m in messages]
    assert [re.findall(r">\d\. ([^<]*)<", contents) for contents in listed] == [
        ["救助项目启动", "市妇联发放第三批“四癌”救助金", "第1条", "第2条"],
        ["第3条", "第4条", "第5条", "第6条"],
        ["第7条"],
    ]
    # One more would be too much.
    assert all(len(m.content) + len("1的话。") * 900 > wechat_rules.CONTENT for m in messages[:-1])
    (problem,) = [p for m in messages for p in m.problems if p.code == "wechat-parts"]
    assert problem.message == "整期超过20000字（含标签），分成3篇：第1篇4条、第2篇4条、第3篇1条"
    assert [m.title for m in messages] == [f"2018年4月简报（{n}）" for n in "一二三"]


def test_the_same_twice(site: Site) -> None:
    """Making it changes nothing that it is made of."""
    made = maker(kinds(site))
    piece = article(made, "content/2018/2018-04/kinds.md")
    before = repr(piece)
    assert made.messages(piece) == made.messages(piece)
    assert repr(piece) == before


def test_uploaded_pictures_stand_in_their_places(site: Site) -> None:
    made = maker(kinds(site))
    piece = article(made, "content/2018/2018-04/kinds.md")
    url = "https://mmbiz.qpic.cn/mmbiz_png/{}/0"
    uploaded = {path: url.format(n) for n, path in enumerate(("2018/2018-04/fenbu.svg", "2018/2018-04/xianchang.jpg"))}
    message = wechat.message(piece, made.look(), name="简报", uploaded=uploaded)
    assert wechat_rules.breaches(message.content) == []
    assert re.findall(r'<img src="([^"]*)" alt="([^"]*)"', message.content) == [
        (url.format(0), "分布图"),
        (url.format(1), "现场"),
        (url.format(1), "小图"),
    ]
    assert "〔图" not in message.content


def test_the_shipped_folder_is_left_alone(archive: Archive) -> None:
    """Nothing of these tests is written into the checkout."""
    assert not archive.folder.is_relative_to(Path(__file__).resolve().parent.parent)
