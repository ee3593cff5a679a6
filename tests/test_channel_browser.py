"""In a real browser: what is copied from the preview survives an editor that filters, the codes are read, the pages hold."""

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from jianbao.channel import qr, wechat_rules
from tests.channels import ROOT, kinds, shipped
from tests.served import Preview, eventually
from tests.sites import Site

pytestmark = pytest.mark.browser
EDITOR = """
<!DOCTYPE html><meta charset="utf-8"><div id="editor" contenteditable="true" style="min-height:200px"></div>
<script>
const tags = new Set(%(tags)s), properties = new Set(%(properties)s), attributes = %(attributes)s;
window.removed = [];
function filtered(node) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.COMMENT_NODE) { child.remove(); continue; }
    if (child.nodeType !== Node.ELEMENT_NODE) continue;
    const tag = child.localName;
    if (["script", "style", "iframe", "form", "link", "meta"].includes(tag)) { if (tag !== "meta") removed.push(tag); child.remove(); continue; }
    filtered(child);
    for (const { name } of [...child.attributes]) {
      if (name === "style") continue;
      if (!(attributes[tag] ?? []).includes(name)) { removed.push(`${tag} ${name}`); child.removeAttribute(name); }
    }
    for (const name of [...child.style].filter((n) => !allowed(n))) { removed.push(`${tag} ${name}`); child.style.removeProperty(name); }
    if (tag === "a" && !/^https:\\/\\/mp\\.weixin\\.qq\\.com\\//.test(child.getAttribute("href"))) { removed.push("a"); child.replaceWith(...child.childNodes); continue; }
    if (tag === "img") { removed.push("img"); child.remove(); continue; }
    if (!tags.has(tag)) { removed.push(tag); child.replaceWith(...child.childNodes); }
  }
}
// A shorthand comes as its parts: margin as margin-top, border as border-top-width.
const allowed = (name) => [...properties].some((p) => name === p || name.startsWith(`${p}-`));
document.getElementById("editor").addEventListener("paste", (event) => {
  event.preventDefault();
  const html = event.clipboardData.getData("text/html");
  const pasted = new DOMParser().parseFromString(html, "text/html").body;
  filtered(pasted);
  event.target.closest("#editor").append(...pasted.childNodes);
});
</script>""" % {
    "tags": sorted(wechat_rules.TAGS - {"ul", "ol", "li"}),
    "properties": sorted(wechat_rules.PROPERTIES | {"background", "text-decoration"}),
    "attributes": "{a: ['href'], td: ['colspan', 'rowspan'], img: ['src', 'alt']}",
}
"""An editor that does to what is pasted what those who know 公众号's say that it does."""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The archive that ships, with one more article that has every kind of content."""
    folder = tmp_path_factory.mktemp("shipped")
    shipped(folder)
    site = Site(folder)
    other = kinds(Site(tmp_path_factory.mktemp("kinds")))
    for path in (other.path / "content/2018/2018-04").iterdir():
        if path.name != "index.md":
            site.write(f"content/2018/kinds/{path.name}", path.read_bytes())
    with Preview(site) as running:
        yield running


def addresses(preview: Preview) -> list[str]:
    content = preview.site.path / "content"
    found = sorted(p.relative_to(content).as_posix() for p in content.glob("20*/*/*.md"))
    return [
        path.removesuffix("/index.md") + ".html" if path.endswith("/index.md") else path[:-3] + ".html"
        for path in found
    ]


@pytest.mark.slow
def test_a_paste_keeps_every_character(preview: Preview, browser: Any) -> None:
    """Of every article and issue that ships: through the button, the clipboard and an editor that filters.

    Nothing had to be filtered, and the words are those that stood on the page, in their order.
    """
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=preview.url.rstrip("/"))
    page, editor = context.new_page(), context.new_page()
    page.route("**/channel-file?**", lambda route: route.abort())  # pictures are no part of what is copied
    editor.set_content(EDITOR)
    looked = 0
    for address in addresses(preview):
        page.bring_to_front()
        page.goto(f"{preview.url}__jianbao/channel?page={quote(address)}")
        for number in range(1, page.locator("[data-rich]").count() + 1):
            page.bring_to_front()
            page.locator(f"[data-rich=wechat-{number}-body]").click()
            expect(page.locator("#said")).to_have_text("已复制正文")
            page.evaluate("document.getElementById('said').textContent = ''")
            expected = page.locator(f"#wechat-{number}-body").evaluate("(e) => e.textContent")
            editor.bring_to_front()
            editor.evaluate("removed.length = 0; editor.replaceChildren(); editor.focus()")
            editor.keyboard.press("Control+V")
            expect(editor.locator("#editor")).not_to_be_empty()
            assert editor.evaluate("removed") == [], address
            assert editor.locator("#editor").evaluate("(e) => e.textContent") == expected, address
            looked += 1
    # 32 articles, 5 issues of which two are made into two.
    assert looked == 39
    context.close()


def test_the_editor_filters(preview: Preview, browser: Any) -> None:
    """The stand-in does take away what it should: the test above can fail."""
    page = browser.new_page()
    page.set_content(EDITOR)
    page.evaluate(
        """() => { const data = new DataTransfer();
        data.setData("text/html", '<div id="a"><p class="x" style="position:absolute;color:red">甲<a href="https://b.example">乙</a><img src="c.png"></p></div>');
        editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    assert sorted(page.evaluate("removed")) == ["a", "div", "div id", "img", "p class", "p position"]
    assert page.locator("#editor").inner_html() == '<p style="color: red;">甲乙</p>'
    page.close()


def test_plain_parts_are_copied(preview: Preview, browser: Any) -> None:
    """Title, digest, address, and the text for 微博."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=preview.url.rstrip("/"))
    page = context.new_page()
    page.goto(f"{preview.url}2018/2018-04/jiuzhu.html")
    page.locator("jianbao-preview a.elsewhere").click()
    page.wait_for_url("**/__jianbao/channel?page=2018/2018-04/jiuzhu.html")
    for button, text in (
        ("复制标题", "15名贫困妇女获第三批“四癌”救助金"),
        ("复制阅读原文的地址", "https://example.org/2018/2018-04/jiuzhu.html"),
        ("复制文案", page.locator("#weibo").inner_text()),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("#said")).to_have_text(f"已{button}")
        assert page.evaluate("navigator.clipboard.readText()") == text
    context.close()


def test_it_is_read_on_a_telephone(preview: Preview, browser: Any) -> None:
    """At 375 pixels nothing is wider than the screen, in every style."""
    page = browser.new_page(viewport={"width": 375, "height": 700})
    for address in ("2018/kinds/kinds.html", "2022/wunian-huigu/huigu.html", "2018/2018-04.html"):
        for style in ("公文", "清新", "素雅"):
            page.goto(f"{preview.url}__jianbao/channel?page={address}&style={quote(style)}")
            html = page.locator("#wechat-1-body").inner_html()
            shown = browser.new_page(viewport={"width": 375, "height": 700})
            shown.set_content(f'<meta charset="utf-8"><body style="margin:0;padding:20px 16px">{html}')
            assert shown.evaluate("document.documentElement.scrollWidth") == 375, (address, style)
            shown.close()
    page.close()


def test_only_the_preview_s_own_page_has_things_made(preview: Preview) -> None:
    """A stranger's page may not have files made; names of files lead nowhere."""
    page = "/__jianbao/channel?page=2018/2018-04/jiuzhu.html"
    file = "/__jianbao/channel-file?page=2018/2018-04/jiuzhu.html&channel=qr&name="
    assert preview.ask(page).status == 200
    for site in ("cross-site", "same-site"):
        refused = preview.ask(page, f"Sec-Fetch-Site: {site}")
        assert (refused.status, refused.text) == (403, "来源不对\n")
        assert preview.ask(file + "erweima.svg", f"Sec-Fetch-Site: {site}").status == 403
    assert preview.ask(file + "erweima.svg").headers["content-type"] == "image/svg+xml; charset=utf-8"
    for name in ("../../../../config.yaml", ".jianbao-channel.json", "nothing.svg", "/etc/passwd", ""):
        answer = preview.ask(file + name)
        assert (answer.status, answer.text) == (404, "没有这个文件\n")
    assert preview.ask("/__jianbao/channel?page=2018/nothing.html").text.startswith("没有 2018/nothing.html 这篇文章")
    assert preview.ask(page.replace("channel?", "channel-file?") + "&channel=../x&name=a").text == "没有这个渠道\n"


def test_what_an_article_says_is_text_to_the_page(preview: Preview, site: Site) -> None:
    """The page's policy lets none but the preview's own script run, and nothing is taken for markup."""
    answer = preview.ask("/__jianbao/channel?page=2018/kinds/kinds.html")
    assert "default-src 'none'" in answer.text
    assert "script-src 'self'" in answer.text
    assert "1 &lt; 2，a &amp; b" in answer.text


# The share menu


def codes(data: bytes) -> list[str]:
    with Image.open(io.BytesIO(data)) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def test_the_share_menu_shows_the_address(preview: Preview, browser: Any) -> None:
    """A code that is read back, by keyboard; Escape closes it; nothing is asked of anybody else; on paper as well."""
    context = browser.new_context(viewport={"width": 375, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{preview.url}2018/2018-04/jiuzhu.html")
    summary = page.locator(".share summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.locator(".share svg.qr").wait_for()
    page.locator(".share svg.qr").scroll_into_view_if_needed()
    # Fonts may still be coming, and move what is below them.
    assert eventually(lambda: codes(page.screenshot())) == ["https://example.org/2018/2018-04/jiuzhu.html"]
    assert [url for url in asked if not url.startswith(preview.url)] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('.share').open") is False
    assert page.evaluate("document.activeElement.localName") == "summary"
    summary.click()
    page.evaluate("window.open = (url, target, features) => (window.opened = [url, target, features])")
    page.get_by_role("button", name="微博").click()
    url, target, features = page.evaluate("opened")
    assert url.startswith(
        "https://service.weibo.com/share/share.php?url=https%3A%2F%2Fexample.org%2F2018%2F2018-04%2Fjiuzhu.html&title=15"
    )
    assert (target, features) == ("_blank", "noopener")
    page.mouse.click(10, 10)
    assert page.evaluate("document.querySelector('.share').open") is False
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert codes(page.locator(".imprint").screenshot()) == ["https://example.org/2018/2018-04/jiuzhu.html"]
    context.close()


def test_the_browser_s_codes_are_codes(browser: Any) -> None:
    """Addresses of all lengths, every version from 1 to 20, are read back; one that is too long has none."""
    source = (ROOT / "themes/ludao/static/share.js").read_text("utf-8")
    made = source[source.index("const EACH") : source.index("/** Draws the code")]
    page = browser.new_page()
    versions = set()
    for length in [*range(1, 240, 7), *range(240, 666, 23), 666]:
        url = ("https://example.org/2018/%E5%A6%87/" * 30)[:length]
        rows = page.evaluate(f"(url) => {{ {made}; return code(url); }}", url)
        versions.add((len(rows) - 17) // 4)
        side = (len(rows) + 2 * qr.QUIET) * 4
        image = Image.new("L", (side, side), 255)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    image.paste(0, ((x + 4) * 4, (y + 4) * 4, (x + 5) * 4, (y + 5) * 4))
        assert [code.text for code in zxingcpp.read_barcodes(image)] == [url]
    assert versions == set(range(1, 21))
    assert page.evaluate(f"(url) => {{ {made}; return code(url); }}", "x" * 667) is None
    page.close()


def test_a_letter_holds_on_a_telephone(site: Site, browser: Any) -> None:
    """The e-mail is as wide as the screen and no wider."""
    from jianbao.channel import letter
    from tests.channels import issue, maker

    made = maker(kinds(site))
    page = browser.new_page(viewport={"width": 375, "height": 700})
    page.set_content(letter.message(issue(made, "content/2018/2018-04"), "https://example.org/").html)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert re.sub(r"\s", "", page.inner_text("body")).startswith("小站妇联简报2018年第4期")
    page.close()
