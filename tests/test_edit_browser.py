"""The editor's screen in Chromium, over a real site, real files and real git: a month's work, and what can go wrong in it."""

import base64
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from jianbao.preview.edit import pasting
from tests.accessible import needs_axe, violations
from tests.edited import CLICKS, DROP, PASTE, Desk, git, letters, shared
from tests.raw import docx, paragraph
from tests.served import eventually
from tests.sites import Site
from tests.small import small

pytestmark = pytest.mark.browser

FIRST = "3月12日至13日，海城市妇联在市委党校举办信息写作培训班，各区妇联和直属单位的60名信息员参加。"
SECOND = "日前，海城区妇联走进滨海社区送法上门,活动发放手册300份。"
WORD = docx(
    paragraph("全市妇联系统举办信息写作培训班", centred=True, bold=True)
    + paragraph(FIRST)
    + paragraph("培训请来晚报编辑讲授选题和改稿。（市妇联宣传部）")
    + paragraph("走进社区送法律", centred=True, bold=True)
    + paragraph(SECOND)
    + paragraph("（海城区妇联）")
)
"""A bulletin of two items; the second has no date, and a half-width comma."""


def photo(red: int) -> str:
    """A photograph as base64, with the place where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (24.0, 28.0, 0.0)}
    Image.new("RGB", (900, 600), (red, 90, 90)).save(made, "JPEG", exif=exif)
    return base64.b64encode(made.getvalue()).decode()


@pytest.fixture
def archive(site: Site) -> Site:
    site.write("data/departments.yaml", "市妇联宣传部: {full: 海城市妇联宣传部, kind: 部门}\n")
    return small(site)


@pytest.fixture
def screen(browser: Any) -> Iterator[Any]:
    """A tab that fails the test on any error of a script, any refused request and any breach of a policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on(
        "console",
        lambda m: (
            page.wrong.append(f"{m.text} {m.location['url']}") if m.type == "error" and "409" not in m.text else None
        ),
    )
    page.add_init_script(CLICKS)
    page.set_default_timeout(20_000)
    yield page
    context.close()


def opened(page: Any, desk: Desk, title: str = "") -> None:
    """The screen, with an article open."""
    page.goto(desk.url)
    page.wait_for_selector(".row")
    if title:
        page.locator(".row", has_text=title).first.click()
        page.wait_for_selector(".cm-content")


def drop(page: Any, name: str, kind: str, data: str, selector: str) -> None:
    page.evaluate(DROP, [name, kind, data, selector])


def seen(page: Any) -> str:
    """Every word and every value on the screen, frames apart."""
    return str(
        page.evaluate(
            "() => document.body.innerText + [...document.querySelectorAll('input,textarea')].map((i) => i.value).join('\\n')"
        )
    )


PLUMBING = re.compile(r"content/|\.md\b|---|\bkey\b|YAML|\{date|title:|tags:|build\.py|config\.yaml", re.IGNORECASE)
"""What an officer must never see."""


@needs_axe
def test_a_month_s_work(archive: Site, screen: Any, tmp_path: Path) -> None:
    """New issue, Word file, doubts, two pictures, a fault mended, the page, handed in: at most 25 clicks, no plumbing."""
    remote = shared(archive, tmp_path)
    with Desk(archive, "--poll") as desk:
        page = screen
        opened(page, desk)
        assert violations(page) == []
        plumbing = [seen(page)]
        page.click("#new-issue")
        page.get_by_label("哪一年哪一月").fill("2019年3月")
        page.get_by_label("期号").fill("2019年第7期")
        page.click("dialog .main")
        page.get_by_text("没有找到").wait_for()
        drop(page, "三月简报.docx", "application/octet-stream", base64.b64encode(WORD).decode(), "#view")
        page.wait_for_selector("dialog fieldset")
        plumbing.append(seen(page))
        assert violations(page) == []
        page.click("dialog .main")
        doubts = page.locator("dialog fieldset .doubts input")
        assert page.inner_text("dialog .told") == "还有拿不准的地方没有核对"
        assert doubts.count() >= 1
        for at in range(doubts.count()):
            doubts.nth(at).click()
        page.get_by_role("dialog").get_by_label("日期").nth(1).fill("2019-03-20")
        page.click("dialog .main")
        page.wait_for_selector(".cm-content")
        assert "写作培训班" in page.get_by_label("标题", exact=True).input_value()
        for at, red in enumerate((200, 90)):
            page.evaluate("() => document.querySelector('.cm-content').focus()")
            page.keyboard.press("Control+End")
            drop(page, f"现场{at}.jpg", "image/jpeg", photo(red), ".cm-content")
            page.wait_for_selector("dialog img.seen")
            assert "拍摄的地点，发布时会去掉" in page.inner_text("dialog")
            page.get_by_label("图里有什么").fill(f"学员在改稿，第{at + 1}组")
            page.get_by_label("供图").fill("市妇联宣传部")
            page.click("dialog .main")
            page.wait_for_selector("dialog", state="detached")
        frame = page.frame_locator("iframe")
        frame.locator("figure img, p img").nth(1).wait_for()
        assert "第2组" in frame.locator("article, main").first.inner_html()
        plumbing.append(seen(page))
        page.get_by_role("button", name="← 全部文章").click()
        page.locator(".row", has_text="送法律").first.click()
        page.locator("section.check li", has_text="半角逗号").get_by_role("button", name="改正").click()
        page.locator("section.check li", has_text="半角逗号").wait_for(state="detached")
        plumbing.append(seen(page))
        assert violations(page) == []
        frame.locator("p", has_text="送法上门，活动").wait_for()
        page.click("#hand-in")
        page.wait_for_selector("dialog .changes, dialog ul")
        plumbing.append(seen(page))
        assert "新增 《全市妇联系统举办信息写作培训班》" in page.inner_text("dialog")
        page.get_by_role("dialog").get_by_role("button", name="提交", exact=True).click()
        page.get_by_text("已送到共享的资料库").wait_for()
        clicks = page.evaluate("() => window.clicks")
    assert page.wrong == []
    assert [found for text in plumbing for found in PLUMBING.findall(text)] == []
    assert clicks <= 25
    names = git(remote, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main", "content/2019").split()
    assert len(names) == 5, names
    assert sum(name.endswith(".jpg") for name in names) == 2
    text = git(remote, "show", f"main:{next(n for n in names if '02-' in n)}")
    assert "送法上门，活动" in text
    assert "date: 2019-03-20" in text
    assert "新增《" in git(remote, "log", "-1", "--format=%B", "main")


def test_what_is_written_is_not_lost(archive: Site, screen: Any) -> None:
    """A composed word saves nothing until it is whole; a paste keeps its words; two writers; a server that is killed."""
    page, path = screen, archive.path / "content/2018/2018-04/jiuzhu.md"
    before = path.read_bytes()
    with Desk(archive, "--poll") as desk:
        port = desk.port
        opened(page, desk, "第三批救助金")
        page.evaluate("() => document.querySelector('.cm-content').focus()")
        page.keyboard.press("Control+End")
        typed = page.context.new_cdp_session(page)
        for part in ("shi", "shi'dian", "试点"):
            typed.send(
                "Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)}
            )
            page.wait_for_timeout(350)
            assert path.read_bytes() == before
        typed.send("Input.insertText", {"text": "试点"})
        eventually(lambda: "试点".encode() in path.read_bytes(), "the composed word is saved")
        assert path.read_bytes().startswith(before.rstrip(b"\n"))
        word = "<html><body><p class=MsoNormal>会议<b>强调</b>*三点*</p><table><tr><td>区</td><td>人数</td></tr><tr><td>海城</td><td>30</td></tr></table></body></html>"
        page.evaluate(PASTE, [word, "", ".cm-content"])
        eventually(lambda: "| 海城 | 30 |".encode() in path.read_bytes(), "the paste is saved")
        assert "会议强调\\*三点\\*".encode() in path.read_bytes()
        # Somebody else saves the file while this screen has something unsaved.
        theirs = path.read_bytes().replace(b"title: ", "title: 别人改的".encode(), 1)
        page.route("**/api/save", lambda route: route.abort())
        page.keyboard.type("我写的一句。")
        page.get_by_text("编辑程序没有回答").wait_for()
        path.write_bytes(theirs)
        page.unroute("**/api/save")
        page.get_by_text("这篇文章刚刚在别处改过").wait_for()
        assert path.read_bytes() == theirs
        assert "我写的一句" in page.inner_text("dialog")
        assert "别人改的" in page.inner_text("dialog")
        page.get_by_role("button", name="用我写的").click()
        eventually(lambda: "我写的一句".encode() in path.read_bytes(), "mine is saved onto theirs")
        # The title that the screen had is written as well: it is what the editor saw and chose.
        desk.process.kill()
        desk.process.wait()
        page.keyboard.type("断电时写的。")
        page.get_by_text("编辑程序没有回答").wait_for()
    with Desk(archive, "--poll", "--port", str(port)) as desk:
        page.goto("about:blank")
        page.goto(desk.url)
        page.get_by_text("有没存下的内容").wait_for()
        page.get_by_role("button", name="接着写").click()
        eventually(lambda: "断电时写的".encode() in path.read_bytes(), "what was written is saved after all")
        kept = path.read_bytes()
        page.get_by_text("更多操作").click()
        page.get_by_role("button", name="恢复到打开时的样子").click()
        eventually(lambda: "断电时写的".encode() not in path.read_bytes(), "as it was when it was opened")
        assert kept != path.read_bytes()


@needs_axe
def test_acts_of_an_article_and_small_screens(archive: Site, screen: Any) -> None:
    """更正, 定时, 移到别的一期, 撤回, a list's entry, each by its form and by the keyboard; at 360 pixels nothing is wider."""
    page = screen
    archive.write("config.yaml", (archive.path / "config.yaml").read_text("utf-8") + "lists: [departments, people]\n")
    with Desk(archive, "--poll") as desk:
        opened(page, desk, "第三批救助金")
        frame = page.frame_locator("iframe")
        page.get_by_role("button", name="公众号等").click()
        frame.get_by_role("button", name="复制正文").click()
        expect(frame.locator("#said")).to_have_text("已复制正文")
        assert frame.get_by_text("回到网页").count() == 0
        page.get_by_role("button", name="打印", exact=True).click()
        frame.locator(".masthead").wait_for(state="hidden")
        frame.locator("main p", has_text="领到").first.wait_for()
        page.get_by_role("button", name="网页", exact=True).click()
        frame.locator(".masthead").wait_for()
        page.get_by_text("更多操作").click()
        page.get_by_role("button", name="更正…").click()
        page.get_by_label("更正了什么").fill("更正了人数: 三人。")
        page.keyboard.press("Enter")
        file = archive.path / "content/2018/2018-04/jiuzhu.md"
        eventually(lambda: '"更正了人数: 三人。"'.encode() in file.read_bytes(), "the correction")
        page.wait_for_selector("dialog", state="detached")
        page.get_by_text("更多操作").click()
        page.get_by_role("button", name="定时上线、下线…").click()
        page.get_by_role("dialog").get_by_label("上线").fill("2039年1月5日9点")
        page.keyboard.press("Enter")
        eventually(lambda: b"publish: 2039-01-05 09:00\n" in file.read_bytes(), "scheduled")
        page.wait_for_selector("dialog", state="detached")
        page.get_by_text("更多操作").click()
        assert page.wrong == []
        page.get_by_role("button", name="移到别的一期…").click()
        page.get_by_label("移到", exact=True).select_option(label="2018年3月简报")
        page.get_by_role("dialog").get_by_role("button", name="移过去").click()
        new = archive.path / "content/2018/2018-03/jiuzhu.md"
        eventually(lambda: new.exists() and not file.exists(), "moved")
        assert b'aliases: [jiuzhu.html, "2018/2018-04/jiuzhu.html"]' in new.read_bytes()
        page.wait_for_selector("dialog", state="detached")
        page.get_by_text("更多操作").click()
        page.get_by_role("button", name="撤回…").click()
        page.get_by_role("dialog").get_by_role("button", name="看看会撤下什么").click()
        page.get_by_text("请写撤回的原因").wait_for()
        page.get_by_label("原因", exact=True).fill("个人信息需要更正")
        page.keyboard.press("Enter")
        page.get_by_text("不再列出它的页面和订阅").wait_for()
        page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
        eventually(lambda: "status: 已撤回".encode() in new.read_bytes(), "withdrawn")
        page.wait_for_selector("dialog", state="detached")
        page.set_viewport_size({"width": 360, "height": 740})
        for pane in ("看", "写"):
            page.get_by_role("button", name=pane, exact=True).click()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        page.click("#home")
        page.wait_for_selector(".row")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert violations(page) == []
        page.click("#lists")
        page.locator(".entries .row", has_text="市妇联宣传部").click()
        page.get_by_label("别的写法").fill("宣传部、市妇联宣教部")
        page.keyboard.press("Enter")
        kept = archive.path / "data/departments.yaml"
        line = "市妇联宣传部: {full: 海城市妇联宣传部, kind: 部门, aliases: [宣传部, 市妇联宣教部]}\n"
        eventually(lambda: kept.read_text("utf-8") == line, "one value more, and nothing else")
        page.get_by_role("button", name="人物和职务").click()
        page.get_by_role("button", name="添一条姓名").click()
        page.get_by_role("button", name="添一个职务").click()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert violations(page) == []
    # Between the move and the build that follows, the frame may ask for the page where it stood.
    assert [wrong for wrong in page.wrong if not re.search(r"404 \(Not Found\) \S+/jiuzhu\.html$", wrong)] == []


def test_a_hostile_article_has_no_hold_on_the_screen(archive: Site, screen: Any) -> None:
    """Its page stands at another origin in a frame that may not lead the screen away; the desk answers it nothing."""
    archive.article(
        "2018/2018-04/evil.md",
        "坏文章",
        "2018-04-30",
        '字<script>parent.document.title=1</script><b onclick="top.close()">字</b>\n',
        column="要闻",
    )
    page = screen
    with Desk(archive, "--poll") as desk:
        opened(page, desk, "坏文章")
        frame = page.wait_for_selector("iframe[src]").content_frame()
        frame.wait_for_selector("main")
        assert frame.url.split("/")[2] != page.url.split("/")[2]
        tried = """async (origin) => {
          const found = [];
          try { found.push(parent.document.title) } catch (error) { found.push(error.name) }
          try { top.location = "about:blank"; found.push("led away") } catch (error) { found.push(error.name) }
          try { found.push((await fetch(`${origin}/api/list`, { method: "POST", body: "{}" })).status) } catch (error) { found.push(error.name) }
          try { found.push((await fetch(`${origin}/`)).status) } catch (error) { found.push(error.name) }
          return found;
        }"""
        assert frame.evaluate(tried, desk.origin) == ["SecurityError", "SecurityError", "TypeError", "TypeError"]
        assert page.title().startswith("坏文章")


def test_text_of_a_paste_is_conserved() -> None:
    """Every letter, digit and Han of a clipboard is in the text, or among what is said not to be in it."""
    for name, clipboard in CLIPBOARDS.items():
        said = pasting.markdown(clipboard)
        shown = re.sub(r"<(style|script|xml|title)\b.*?</\1>|<!--.*?-->|<[^>]*>", "", clipboard, flags=re.DOTALL)
        before = letters(html.unescape(shown))
        after = letters(html.unescape(said["markdown"]), *(one["text"] for one in said["dropped"]))
        assert not before - after, (name, before - after, said)


_WORD_HEAD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    "<meta name=Generator content='Microsoft Word 15'><style><!-- p.MsoNormal {margin:0cm; text-indent:24.0pt} --></style>"
    "</head><body lang=ZH-CN><!--StartFragment-->"
)
_PARTS = {
    "word": _WORD_HEAD + "{}<!--EndFragment--></body></html>",
    "wps": '<html><head><meta name="Generator" content="Kingsoft WPS"></head><body>{}</body></html>',
    "wechat": '<meta charset="utf-8"><section data-tool="135编辑器" style="font-size:16px">{}</section>',
    "excel": '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><!--StartFragment-->{}<!--EndFragment--></body></html>',
    "page": "<meta charset='utf-8'>{}",
}
_BODIES = {
    "paragraphs": "<p class=MsoNormal><span style='font-family:仿宋_GB2312'>3月12日，市妇联举办培训班<span lang=EN-US>60</span>人参加。</span></p><p class=MsoNormal>第二段&nbsp;&mdash;&mdash;A&amp;B。<o:p></o:p></p>",
    "table": "<table border=1><tr><td>区</td><td colspan=2>人数|比例</td></tr><tr><td>海城</td><td>30</td><td>64%</td></tr></table>",
    "list": "<p>重点：</p><ol><li>抓学习</li><li>抓<b>落实</b><ul><li>细目</li></ul></li></ol><h2>二、做法</h2><p>1. 不是列表*星*_线_&lt;尖括号&gt;</p>",
    "sections": "<section><section><span>上一段</span></section><section><p><strong>小标题</strong></p><p>正文有<a href='https://example.org/'>链接</a>。</p></section></section><p style='text-align:right'>市妇联宣传部</p>",
}
_BODIES["items"] = "".join(
    f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span"
    f" lang=EN-US style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
    f"<![endif]>{text}<span lang=EN-US><o:p></o:p></span></p>"
    for level, mark, text in ((1, "1.", "抓学习"), (2, "·", "读原文"), (1, "2.", "抓落实<del>旧</del><sup>注</sup>"))
)
_BODIES["guid"] = (
    '<b style="font-weight:normal" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">一、概况</span></p>'
    '<ul><li dir="ltr" aria-level="1"><p><span>第一项</span></p></li></ul><br><table><col width="87"><tr height="18">'
    '<td class="xl65" x:num="0.5">50%</td><td>甲<br>乙</td></tr></table></b>'
)
CLIPBOARDS = {
    f"{kind} {what}": whole.replace("{}", body) for kind, whole in _PARTS.items() for what, body in _BODIES.items()
}
"""Clipboards in the forms that Word, WPS, WeChat's editors, Excel and browsers write."""
