"""Search as a reader has it: Chromium, a real server that sends a strict policy, a network that fails."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from jianbao.search import files
from jianbao.search.asking import query
from tests.accessible import needs_axe, violations
from tests.conftest import quick_folder
from tests.searching import needs_search, store
from tests.served import eventually
from tests.sites import Site

pytestmark = [pytest.mark.browser, needs_search]
EVIL = "<img src=x onerror=window.hurt=1>"
SHOWN = "[...document.querySelectorAll('#results [data-url]')].map((row) => row.dataset.url)"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Reader:
    """A served site, and what its server and the browser's console have seen."""

    url: str
    browser: Any
    trouble: str = ""
    """``slow``, ``down``, ``busy`` or ``broken``: what becomes of requests for the index, or of a script's text; with the
    name of a script that only some queries need before it: of that. ``outdated``: the index is another program's."""
    output: Path = Path()
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def page(self, path: str = "search.html", **options: Any) -> Any:
        """A page in a context of its own."""
        context = self.browser.new_context(viewport={"width": 1000, "height": 800}, **options)
        page = context.new_page()
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        self.asked.clear()
        self.said.clear()
        self.trouble = ""
        page.goto(self.url + path)
        return page


@pytest.fixture(scope="module")
def reader(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Sixty articles below a sub-path."""
    with quick_folder(tmp_path_factory.mktemp("search")) as folder:
        site = Site(folder / "archive")
        site.write("config.yaml", "columns: [要闻, 维权服务]\nsite: {url: 'https://example.org/archive/'}\n")
        for i in range(60):
            body = f"第{i}次家庭教育讲座，{'婚姻调解' if i % 3 else '妇女创业'}。{EVIL}\n"
            column, source = ("要闻", "维权服务")[i % 2], ("市妇联办公室", "思明区妇联")[i % 5 == 0]
            tags = ["家庭教育", "志愿服务"] if i % 4 else ["家庭教育", "维权"]
            date = f"20{15 + i // 20}-0{1 + i % 9}-{1 + i % 28:02}"
            late = {"added": "2017-03-05"} if i in (3, 8) else {}
            site.article(f"a{i:02}.md", f"简报第{i}号", date, body, column=column, source=source, tags=tags, **late)
        site.article("evil.md", f"'妇女维权{EVIL}'", "2019-01-01", f"正文{EVIL}。\n", column="要闻")
        site.build(search=True)
        seen = Reader("", browser, output=site.output)

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *given: Any) -> None:
                super().__init__(*given, directory=str(site.output.parent))

            def translate_path(self, path: str) -> str:
                return super().translate_path(path.replace("/archive/", "/output/", 1))

            def do_GET(self) -> None:
                seen.asked.append(self.path)
                if "/search/" in self.path and seen.trouble == "down":
                    self.close_connection = True
                    return
                if "/search/" in self.path and seen.trouble == "busy":
                    self.send_error(503)
                    return
                if self.path.endswith("/index.z") and seen.trouble == "outdated":
                    manifest = files.inflated((site.output / "search/index.z").read_bytes())
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(files.deflated({**manifest, "format": files.FORMAT + 1}))
                    return
                name, _, trouble = seen.trouble.partition(" ")
                mine = bool(trouble) and f"/search/{name}." in self.path
                if mine and trouble == "down":
                    self.close_connection = True
                    return
                if mine or (seen.trouble == "broken" and "/search/chunk." in self.path):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/javascript")
                    self.end_headers()
                    self.wfile.write(b"export const one = missing;")
                    return
                if "/search/" in self.path and seen.trouble == "slow":
                    time.sleep(0.15)
                super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", "default-src 'self'")
                super().end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        seen.url = f"http://127.0.0.1:{server.server_address[1]}/archive/"
        yield seen
        server.shutdown()
        server.server_close()


def until(page: Any, condition: str) -> None:
    """Waits for a condition; playwright's own way needs eval, which the policy forbids."""
    eventually(lambda: page.evaluate(condition), condition)


def results(page: Any, many: int | None = None) -> list[str]:
    """The addresses of the rows, once a search has been answered."""
    until(page, "/ 条|没有/.test(document.getElementById('status')?.textContent ?? '')")
    if many:
        until(page, f"document.querySelectorAll('#results [data-url]').length >= {many}")
    found: list[str] = page.evaluate(SHOWN)
    return found


def test_nothing_is_loaded_before_the_box_is_used(reader: Reader) -> None:
    """Then results while typing; arrows choose, Enter opens, Escape closes, / goes to the box."""
    page = reader.page("index.html")
    page.wait_for_load_state("networkidle")
    assert [path for path in reader.asked if "/search/" in path and "box" not in path and ".css" not in path] == []
    page.keyboard.press("/")
    # At once: what is found for the first half of a query would take the chosen row away again.
    page.keyboard.insert_text("简报第7号")
    page.get_by_role("option").first.wait_for()
    box = page.get_by_role("combobox")
    assert box.get_attribute("aria-expanded") == "true"
    gap, ground = page.evaluate(
        """() => {
          const status = document.querySelector(".search-box .search-status"), rows = document.querySelector("[role=listbox]");
          const below = status.getBoundingClientRect().bottom;
          return [rows.getBoundingClientRect().top - below, getComputedStyle(status).backgroundColor];
        }"""
    )
    assert abs(gap) < 1, "the masthead looks out between what is said and the rows"
    assert ground != "rgba(0, 0, 0, 0)"
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("data-url") == "a07.html"
    page.keyboard.press("Escape")
    assert (box.get_attribute("aria-expanded"), box.input_value()) == ("false", "简报第7号")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a07.html")
    page.go_back()
    page.keyboard.press("/")
    # What was asked is kept for the next time, in this browser alone.
    page.get_by_role("option", name="简报第7号").wait_for()
    page.context.close()
    assert reader.said == []


def test_nothing_is_searched_while_an_input_method_composes(reader: Reader) -> None:
    """The letters on the way to 妇女 are no query; 妇女 is, once it is chosen."""
    page = reader.page()
    page.wait_for_load_state("networkidle")
    tools = page.context.new_cdp_session(page)
    page.focus("#search-q")
    for text in ("f", "fu", "fun", "funv"):
        tools.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    page.wait_for_timeout(400)
    assert page.evaluate("location.search") == ""
    assert page.evaluate("document.getElementById('status').textContent") == ""
    tools.send("Input.insertText", {"text": "妇女维权"})
    assert results(page, 1)[0] == "evil.html"
    page.context.close()
    assert reader.said == []


def test_what_is_asked_stands_in_the_address(reader: Reader) -> None:
    """Filters with counts, order, back; a link with all of it shows the same."""
    page = reader.page("search.html?q=hunyin")
    assert len(results(page, 10)) == 10
    assert page.inner_text("#status") == "读音相近：40 条"
    year = page.locator("[name=year]")
    until(page, "document.querySelector('[name=year]').options.length > 1")
    assert year.locator("option").all_inner_texts() == ["全部", "2017（14）", "2016（13）", "2015（13）"]
    year.select_option("2016")
    page.locator("[name=column]").select_option("要闻")
    page.locator("[name=order]").select_option("date")
    until(page, "document.getElementById('status').textContent.includes('：7 条')")
    shown = results(page, 7)
    assert len(shown) == 7
    assert "year=2016" in page.url
    again = reader.page(page.url.removeprefix(reader.url))
    # The rows of before the last choice are seven as well.
    linked = results(again, 7)
    eventually(lambda: page.evaluate(SHOWN) == linked, "the rows that a link shows")
    again.context.close()
    page.go_back()
    until(page, "!location.search.includes('order')")
    page.go_back()
    page.go_back()
    until(page, "location.search === '?q=hunyin'")
    until(page, "document.getElementById('status').textContent.includes('：40 条')")
    page.get_by_role("button", name="再看十条").click()
    assert len(results(page, 20)) == 20
    assert page.title().startswith("hunyin - 搜索")
    # Who comes back from an article finds the rows as they were.
    page.locator("#results a").nth(15).click()
    page.wait_for_url("**/a*.html*")
    page.go_back()
    assert len(results(page, 20)) == 20
    page.context.close()
    assert reader.said == []


def test_nothing_found_says_what_was_tried_and_what_else_to_ask(reader: Reader) -> None:
    """A slip of letters offers Han characters; filters that leave nothing are offered off; an empty box offers tags."""
    page = reader.page("search.html?q=qqqqwwww")
    results(page)
    assert "已按原文、同义词、拼音、首字母、同音字和打错一个字母找过" in page.inner_text("#status")
    page.fill("#search-q", "jiaitngjiaoyu")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="家庭教育").first.wait_for()
    page.goto(reader.url + "search.html?q=妇女创业&year=2099")
    page.get_by_role("link", name="去掉年份：20 条").click()
    assert len(results(page, 10)) == 10
    page.fill("#search-q", "")
    page.get_by_role("link", name="家庭教育").first.click()
    assert len(results(page, 10)) == 10
    page.context.close()
    assert reader.said == []


def test_a_network_that_fails_is_told_and_asked_again(reader: Reader) -> None:
    """Slow: it answers later. Down: a message and a button; up again, the button brings the answer."""
    page = reader.page()
    page.wait_for_load_state("networkidle")
    reader.trouble = "slow"
    page.fill("#search-q", "妇女创业")
    assert len(results(page, 10)) == 10
    page.context.close()
    page = reader.page()
    page.wait_for_load_state("networkidle")
    reader.trouble = "down"
    page.fill("#search-q", "婚姻调解")
    retry = page.get_by_role("button", name="重试")
    retry.wait_for()
    assert page.inner_text("#status").startswith("网络不通，搜索没有完成。")
    reader.trouble = ""
    retry.click()
    assert len(results(page, 10)) == 10
    page.context.close()


def test_what_is_not_the_networks_fault_does_not_say_so(reader: Reader) -> None:
    """A server that refuses, and a script that does not run: each is told by its own name."""
    page = reader.page()
    page.wait_for_load_state("networkidle")
    reader.trouble = "busy"
    page.fill("#search-q", "婚姻调解")
    page.get_by_role("button", name="重试").wait_for()
    assert page.inner_text("#status").startswith("网站的服务器没有给出搜索文件（503），请稍后再试。")
    page.context.close()
    # A page that was open when the site got another program says so too.
    page = reader.page("index.html")
    reader.trouble = "outdated"
    page.keyboard.press("/")
    page.keyboard.type("妇女")
    page.wait_for_selector(".search-status:not(:empty)")
    assert page.inner_text(".search-status").startswith("网站刚更新过，请刷新这一页再搜。")
    page.context.close()
    page = reader.page("index.html")
    reader.trouble = "broken"
    page.keyboard.press("/")
    status = page.locator(".search-status")
    status.wait_for()
    assert status.inner_text().startswith("搜索程序没有运行起来，不是您的网络的问题（")
    page.context.close()
    page = reader.page("index.html")
    reader.trouble = "down"
    page.keyboard.press("/")
    status = page.locator(".search-status")
    status.wait_for()
    assert status.inner_text() == "网络不通，搜索没有取到；按“搜索”再试。"
    page.context.close()
    # So it is with a script that only some queries need.
    ours, network = "搜索程序出了错，不是您的网络的问题。", "网络不通，搜索没有完成。"
    missing = (
        ("asked broken", "妇女 2015年", ours),
        ("asked down", "妇女 2015年", network),
        ("letters down", "funv", network),
    )
    for trouble, text, told in missing:
        page = reader.page()
        page.wait_for_load_state("networkidle")
        reader.trouble = trouble
        page.fill("#search-q", text)
        page.get_by_role("button", name="重试").wait_for()
        assert page.inner_text("#status").startswith(told)
        page.context.close()


def test_a_script_comes_when_a_query_needs_it(reader: Reader) -> None:
    """And no other: those that the command line counts for the same query."""
    expected = {
        # 家庭暴力 has another word for the same.
        "家庭教育": {"alike", "entries"},
        "jiatingjiaoyu": {"letters", "entries"},
        "jtjy": {"letters", "initials", "entries"},
        "jiatngjiaoyu": {"letters", "initials", "slip"},
        "家庭教育 -婚姻": {"asked", "alike"},
        "“家庭 教育”": {"asked", "alike", "beside", "entries"},
    }
    for text, scripts in expected.items():
        index = store(reader.output)
        query.answer(index, text)
        page = reader.page(f"search.html?q={text}")
        results(page)
        page.wait_for_load_state("networkidle")
        came = {
            path.rpartition("/")[2].partition(".")[0]
            for path in reader.asked
            if re.search(r"/search/\w+\.\w+\.js", path)
        }
        assert came - {"box", "page", "chunk", "facets"} == index.scripts == scripts, text
        page.context.close()
    assert reader.said == []


def test_long_queries_are_answered(reader: Reader) -> None:
    """A pasted sentence and a long run of pinyin, asked of what ships."""
    page = reader.page("search.html?q=第7次家庭教育讲座妇女创业第7次家庭教育讲座，婚姻调解家庭教育讲座")
    results(page)
    for text in ("cijiatingjiaoyujiangzuo", "第9次家庭教育讲座，妇女创业"):
        page.goto(reader.url + f"search.html?q={text}")
        assert results(page, 1) != []
    page.context.close()
    assert reader.said == []


def test_hits_are_marked_across_marks_and_lead_to_their_place(reader: Reader) -> None:
    """In title, snippet and address, also where a mark stands between; sections have their own counts."""
    page = reader.page("search.html?q=教育讲座妇女创业")
    assert len(results(page, 10)) >= 10
    first = page.locator("#results li").first
    assert first.locator("p mark").first.inner_text() == "教育讲座，妇女创业"
    assert "#:~:text=" in (first.locator("a").get_attribute("href") or "")
    heads = page.locator(".search-tier").all_inner_texts()
    assert [re.sub("[0-9]+", "N", head) for head in heads] == ["找到 N 条", "只符合一部分：N 条"]
    shown = [page.locator(f"[data-tier={tier}] li").count() for tier in ("exact", "some")]
    assert shown == [10, 3]
    page.context.close()
    assert reader.said == []


CUT = """([text, ranges, whole]) => {
  %s
  const found = document.createElement("p");
  insert(found, text, ranges, whole);
  return found.innerHTML;
}"""


def test_a_snippet_cuts_no_number_and_a_title_is_broken_between_words(browser: Any) -> None:
    """23日 is not shown as 3日, nor 14.6122 as 14; no half of a character; a title's words and numbers stay whole."""
    source = (Path(__file__).parents[1] / "themes/ludao/static/search/mark.js").read_text("utf-8")
    shown = CUT % re.sub(r"^import .*$|^export (?=const|function)", "", source, flags=re.MULTILINE)
    head = "市妇联于2018年12月23日到社区走访慰问困难妇女家庭，送去米"
    body = head + "一" * (106 - len(head)) + "14.6122万元，合计"
    page = browser.new_page()
    text = page.evaluate(shown, [body, [[33, 35]], False])
    assert text.startswith("…23日到社区走访")
    assert text.endswith("一14.6122…")
    assert page.evaluate(shown, ["🎉" * 30 + "救助金", [[61, 63]], False]).startswith("…" + "🎉" * 10)
    title = page.evaluate(shown, ["15名贫困妇女获第三批“四癌”救助金", [[3, 7]], True])
    assert title == "15名<mark>贫困<wbr>妇女</mark>获第三批“四癌”救助金"
    page.close()


def test_nothing_found_does_not_flash_while_somebody_types(reader: Reader) -> None:
    """On the way to a word that is there no letter says that nothing is; Ctrl-K leads to the box from anywhere."""
    page = reader.page("index.html")
    page.keyboard.press("Control+k")
    page.evaluate(
        "() => { window.seen = []; new MutationObserver(() => window.seen.push("
        "document.querySelector('.search-status')?.textContent ?? '')).observe(document.body,"
        " { subtree: true, childList: true, characterData: true }); }"
    )
    page.keyboard.type("jiatingjiaoyu", delay=200)
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(300)
    assert not [text for text in page.evaluate("window.seen") if "没有" in text]
    page.context.close()
    # On the page a word that is being spelled has a few rows at first; after the pause all, and the filters their counts.
    page = reader.page()
    page.wait_for_load_state("networkidle")
    page.focus("#search-q")
    page.keyboard.type("jiatingjiao", delay=160)
    until(page, "document.querySelectorAll('#results [data-url]').length > 2")
    assert not [path for path in reader.asked if "/facets." in path]
    assert len([path for path in reader.asked if "/20" in path and path.endswith(".z")]) < 10
    until(page, "document.querySelectorAll('#results [data-url]').length >= 10")
    until(page, "document.querySelectorAll('#search-year option, [name=year] option').length > 1")
    page.context.close()
    assert reader.said == []


def test_markup_in_texts_is_text(reader: Reader) -> None:
    """In titles, bodies, queries: shown as it is, run nowhere. Tags and sources with such signs are refused by a build."""
    page = reader.page("search.html?q=%3Cimg+onerror%3D1%3E")
    assert "evil.html" in results(page, 1)
    page.goto(reader.url + "search.html?q=妇女维权")
    results(page, 1)
    assert EVIL in page.locator("#results [data-url='evil.html'] a").inner_text()
    assert page.locator("#results img").count() == 0
    assert page.locator("#results mark").count() > 0
    page.goto(reader.url + f"search.html?q={EVIL}'\"&source={EVIL}")
    results(page)
    page.goto(reader.url + "index.html")
    page.fill("#search-q", "妇女维权")
    page.get_by_role("option").first.wait_for()
    assert page.evaluate("window.hurt") is None
    page.context.close()
    assert reader.said == []


@needs_axe
def test_it_can_be_used_by_everybody(reader: Reader) -> None:
    """axe-core finds nothing with results and filters; nothing runs over the edge; the keyboard is enough."""
    page = reader.page("search.html?q=家庭教育")
    results(page, 10)
    page.keyboard.press("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "year"
    until(page, "document.querySelector('[name=year]').options.length > 1")
    assert violations(page) == []
    for width in (1000, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for size in ("", "200"):
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            assert page.evaluate(WIDE) == 0, (width, size)
    page.keyboard.press("End")
    page.goto(reader.url + "index.html")
    page.keyboard.press("/")
    page.keyboard.type("jiating")
    page.get_by_role("option").first.wait_for()
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate(WIDE) == 0
    page.context.close()
    assert reader.said == []


def test_a_page_opened_from_a_folder_says_that_it_cannot_search(reader: Reader) -> None:
    """Browsers load no module from a disk; the page leads on, and a served one says nothing of it."""
    page = reader.browser.new_page()
    page.goto((reader.output / "search.html").as_uri() + "?q=fulian")
    told = page.locator(".from-folder")
    assert told.is_visible()
    assert "浏览器不让它搜索" in told.inner_text()
    assert [a.get_attribute("href") for a in told.locator("a").all()] == ["archive.html", "tags.html", "columns.html"]
    assert not page.locator(".search-page").is_visible()
    served = reader.page()
    assert not served.locator(".from-folder").is_visible()
    assert served.locator(".search-page").is_visible()
