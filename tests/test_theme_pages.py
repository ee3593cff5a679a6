"""ludao as readers meet it, in a real browser: every kind of page, every mode, keyboard, sizes, no script."""

import contextlib
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from tests.accessible import AXE, needs_axe
from tests.conftest import quick_folder
from tests.sites import Site
from tests.test_site import shipped

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "article": "2018/2018-04/jiuzhu.html",
    "article with contents": "2022/wunian-huigu/huigu.html",
    "issue": "2018/2018-04.html",
    "bulletin": "2018/2018-04/bulletin.html",
    "page": "pages/help.html",
    "column": "columns/要闻.html",
    "tag": "tags/妇联改革.html",
    "source": "sources/市妇联办公室.html",
    "issues": "issues.html",
    "month": "archive/2018-04.html",
    "year": "archive/2018.html",
    "archive": "archive.html",
    "columns": "columns.html",
    "tags": "tags.html",
    "sources": "sources.html",
    "sitemap": "sitemap.html",
    "search": "search.html",
    "notfound": "404.html",
    "tombstone": "2018/2018-04/chehui.html",
}
"""A page of every kind. An alias is left as soon as it is opened; it shares the tombstone's template pieces."""
_AS_IT_COMES = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
MODES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "light": ({}, {}),
    "dark by the system": ({"color_scheme": "dark"}, {}),
    "more contrast": ({"contrast": "more"}, {}),
    "high chosen": ({}, {"colour": "high"}),
    "for elders": ({}, {"elder": "1"}),
    "for elders by night": ({"color_scheme": "dark"}, {"elder": "1"}),
    "colours forced": ({"forced_colors": "active"}, {}),
}
"""What the system asks for, and what the reader has chosen."""


@dataclass(frozen=True)
class Shown:
    """The shipped site, served, and a browser to look at it."""

    site: Site
    url: str
    browser: Any
    said: list[str]
    """What the console complained of."""

    def page(self, path: str = "", **context: Any) -> Any:
        """A new page in a context of its own, at an address of the site."""
        page = self.browser.new_context(viewport={"width": 360, "height": 800}, **context).new_page()
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        if path:
            page.goto(self.url + quote(path))
        return page


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def shown(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The repository's site with a withdrawn article."""
    with quick_folder(tmp_path_factory.mktemp("theme")) as folder:
        site = shipped(folder, "https://example.org/").site
        site.article(
            "2018/2018-04/chehui.md", "撤回", status="已撤回", withdrawn="2018-05-02", reason="重复", column="要闻"
        )
        site.build(search=True)
        with serving(site, browser) as found:
            yield found


@contextlib.contextmanager
def serving(site: Site, browser: Any) -> Iterator[Shown]:
    """A built site at an address of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.output)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Shown(site, f"http://127.0.0.1:{server.server_address[1]}/", browser, [])
    finally:
        server.shutdown()
        server.server_close()


WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHIFT = """new Promise((done) => {
  const parsed = performance.getEntriesByType("navigation")[0].domInteractive;
  const sums = [0, 0];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sums[Number(entry.startTime > parsed)] += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sums), 50)));
})"""
"""What shifts (while the page is arriving, once it is there)."""
PIECES = 0.02
"""What half a centred line may shift when the rest of it arrives; a fifth of what readers notice (CLS 0.1)."""


def steady(page: Any) -> bool:
    """Whether what stands on a page stays where it is."""
    arriving, there = page.evaluate(SHIFT)
    return arriving < PIECES and there == 0


LINES = """[...document.querySelectorAll(".prose > p")].filter((p) => p.offsetParent)
  .map((p) => p.clientWidth / parseFloat(getComputedStyle(p).fontSize))"""
BROKEN_TARGETS = """[...document.querySelectorAll("a, button, summary, input")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1) && !element.closest(".nav, .breadcrumb, .skip, .shelf");
}).map((element) => element.textContent)"""


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_layout(shown: Shown, path: str) -> None:
    """Nothing shifts, nothing runs over the edge at any width or size of text, lines are as long as they should be."""
    shown.said.clear()
    page = shown.page(path)
    assert steady(page)
    page.evaluate("document.querySelector('.reading').open = true")
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for size in ("", "150", "200"):
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            assert page.evaluate(WIDE) == 0, (width, size)
            assert page.evaluate(BROKEN_TARGETS) == [], (width, size)
            if width == 1440 and path.startswith("20"):
                assert all(28 <= line <= 38 for line in page.evaluate(LINES)), size
    page.context.close()
    assert shown.said == []


@pytest.mark.parametrize(("width", "most"), [(360, 0), (768, 0.001)])
def test_the_masthead_arrives_in_pieces(shown: Shown, width: int, most: float) -> None:
    """Cut after any of its tags, with a pause long enough to be seen: what stands already stays where it is."""
    path = "2018/2018-04/jiuzhu.html"
    whole = (shown.site.output / path).read_text("utf-8")
    head, foot = whole.index("<header"), whole.index("</header>")
    cuts = [at.end() for at in re.compile(">\n").finditer(whole, head, foot)]
    assert len(cuts) > 20
    halves: list[bytes] = []

    class Slow(_Quiet):
        def do_GET(self) -> None:
            if not self.path.endswith("/pieces.html"):
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            for half in halves:
                self.wfile.write(half)
                self.wfile.flush()
                time.sleep(0.15)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(shown.site.output)))
    Thread(target=server.serve_forever, daemon=True).start()
    context = shown.browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    moved = {}
    for cut in cuts[:: max(1, len(cuts) // 10)]:
        halves[:] = whole[:cut].encode(), whole[cut:].encode()
        for _ in range(3):  # a busy machine paints once more amid a half, and what moves then is not of this cut
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/2018/2018-04/pieces.html")
            shifts = page.evaluate(SHIFT)
            if sum(shifts) <= most:
                break
        else:
            moved[whole[cut - 60 : cut]] = shifts
    context.close()
    server.shutdown()
    server.server_close()
    assert moved == {}


@needs_axe
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing(shown: Shown, path: str) -> None:
    """axe-core finds nothing in any mode; colours are looked at again in each, all else once, the settings open."""
    page = shown.page(path)
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("document.querySelector('.reading').open = true")
    for name, (media, chosen) in MODES.items():
        page.emulate_media(**{**_AS_IT_COMES, **media})
        page.evaluate(
            "chosen => { const set = document.documentElement.dataset; delete set.colour; delete set.elder; Object.assign(set, chosen) }",
            chosen,
        )
        rules = {} if name in ("light", "for elders") else {"runOnly": ["color-contrast", "link-in-text-block"]}
        found = page.evaluate("async (rules) => (await axe.run(document, rules)).violations", rules)
        assert [
            (rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]
        ] == [], name
    page.context.close()


COLOURS = """["paper", "tint", "ink", "soft", "rule", "accent", "band", "on-band"]
  .map((name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name))"""


def test_a_choice_goes_before_the_system(shown: Shown) -> None:
    """深色 chosen by day is the night that the system would bring, 浅色 chosen by night the day: the same colours."""
    page = shown.page("index.html")
    found = {}
    for system in ("light", "dark"):
        page.emulate_media(color_scheme=system)
        for chosen in ("", "day", "night"):
            page.evaluate(
                "c => { if (c) document.documentElement.dataset.colour = c; else delete document.documentElement.dataset.colour }",
                chosen,
            )
            found[system, chosen] = page.evaluate(COLOURS)
    assert found["light", ""] == found["light", "day"] == found["dark", "day"]
    assert found["dark", ""] == found["dark", "night"] == found["light", "night"]
    assert found["light", ""] != found["dark", ""]
    page.context.close()


@needs_axe
def test_the_child_theme_too(shown: Shown, browser: Any, tmp_path: Path) -> None:
    """素简 on the pages that differ most: no overflow, no shift, nothing for axe-core by day, by night, in high contrast."""
    site = Site(tmp_path / "plain")
    shutil.copytree(shown.site.path, site.path, ignore=shutil.ignore_patterns("output", ".cache"))
    config = (site.path / "config.yaml").read_text("utf-8")
    assert config.count("theme: ludao\n") == 1
    site.write("config.yaml", config.replace("theme: ludao\n", "theme: plain\n"))
    site.build(search=True)
    with serving(site, browser) as plain:
        for path in ("index.html", "2018/2018-04/jiuzhu.html", "2018/2018-04.html", "archive.html"):
            page = plain.page(path)
            assert steady(page)
            for width in (360, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(WIDE) == 0, (path, width)
            page.evaluate(AXE.read_text("utf-8"))
            for colour in ("day", "night", "high"):
                page.evaluate("colour => { document.documentElement.dataset.colour = colour }", colour)
                found = page.evaluate("async () => (await axe.run(document)).violations.map((rule) => rule.id)")
                assert found == [], (path, colour)
            page.context.close()
        assert plain.said == []


FOCUSED = """(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent).trim(),
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
})()"""


def walked(page: Any, steps: int = 200) -> list[str]:
    """The names of what Tab reaches until the page's last link; each is in view and has an outline."""
    names = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["seen"], at
        assert at["outlined"], at
        names.append(at["name"])
        if at["name"] == "订阅":
            return names
    raise AssertionError(names)


@pytest.mark.parametrize("width", [360, 1440])
def test_keyboard_walk_over_an_article(shown: Shown, width: int) -> None:
    """From the skip link through header, tools, text and asides to the foot, in the order that one reads."""
    page = shown.page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    page.goto(shown.url + "2018/2018-04/jiuzhu.html")
    names = walked(page)
    order = ["跳到正文", "鹭岛妇联简报库", "长者模式", "大字与配色", "搜索", "首页", "历年", "市妇联权益部"]
    order += [
        "干部履职提升培训",
        "分享",
        "字号缩小",
        "2018年4月简报",
        "四癌救助",
        "全市妇联系统干部履职提升培训举办",
        "关于本站",
        "订阅",
    ]
    at = [names.index(name) for name in order]
    assert at == sorted(at), names
    within = "main a, main button:not(.share button), main summary, main [tabindex='0']"
    assert len(page.query_selector_all(within)) <= len(names)
    page.context.close()


def test_the_skip_link_leads_to_the_text(shown: Shown) -> None:
    """Tab, Enter: the next Tab is the first link of the main part."""
    page = shown.page("2018/2018-04/jiuzhu.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()


def test_settings_by_keyboard_hold_from_page_to_page(shown: Shown) -> None:
    """Chosen with Tab, Enter and arrows; there on the next page before its body is, without tools.js; Escape closes."""
    page = shown.page("2018/2018-04/jiuzhu.html")
    page.focus(".reading summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.reading summary')")
    assert not page.evaluate("document.querySelector('.reading').open")
    page.add_init_script(
        """new MutationObserver((_, observer) => {
          if (!document.body) return;
          window.first = { ...document.documentElement.dataset };
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.route("**/tools.*.js", lambda route: route.abort())
    page.goto(shown.url + "archive.html")
    assert page.evaluate("first") == {"size": "125", "colour": "high"}
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(0, 0, 0)"
    assert steady(page)
    page.unroute("**/tools.*.js")
    page.goto(shown.url + "index.html")
    assert page.evaluate("[...document.querySelectorAll('.reading :checked')].map((i) => i.value)") == ["125", "high"]
    page.click(".reading summary")
    page.check(".reading [name=size][value='']")
    page.check(".reading [name=colour][value='']")
    assert page.evaluate("localStorage.length") == 0
    page.context.close()
    shown.said.clear()  # the script that was held back


def test_tools_of_an_article(shown: Shown) -> None:
    """字号 goes up to twice the size and back, is spoken; 复制链接 gives the canonical address; 打印 prints."""
    page = shown.page("2018/2018-04/jiuzhu.html", permissions=["clipboard-read", "clipboard-write"])
    said = page.locator(".tools [role=status]")
    for size in ("125%", "150%", "200%", "200%"):
        page.click(".tools [value=larger]")
        assert said.inner_text() == f"字号{size}"
    page.click(".tools [value=smaller]")
    assert said.inner_text() == "字号150%"
    page.click(".share summary")
    page.click(".tools [value=copy]")
    said.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/2018/2018-04/jiuzhu.html"
    page.evaluate("window.print = () => { window.printed = true }")
    page.click(".tools [value=print]")
    assert page.evaluate("printed")
    page.context.close()


def test_without_javascript(shown: Shown) -> None:
    """Everything is there but the buttons that need a script, and the page says where to look instead of searching."""
    page = shown.page(java_script_enabled=False)
    for path in ("index.html", "2018/2018-04/jiuzhu.html", "archive.html"):
        page.goto(shown.url + path)
        assert page.locator("main").is_visible()
        assert [n.is_visible() for n in page.locator(".needs-script").all()].count(True) == 0, path
        assert page.locator("nav[aria-label=主导航] a").first.is_visible()
    page.goto(shown.url + "search.html?q=x")
    assert page.locator("noscript").inner_text().startswith("搜索需要 JavaScript")
    page.context.close()


def test_still_for_those_who_asked(shown: Shown) -> None:
    """With reduced motion nothing moves or fades."""
    page = shown.page("index.html", reduced_motion="reduce")
    moving = """[...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior !== "auto";
    }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0
    page.context.close()


# ---- what needs no browser ----

STATIC = Path(__file__).resolve().parent.parent / "themes"
COLOUR = re.compile(r"--((?:day|night)-)?([a-z-]+): (#[0-9a-f]{3,6});")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> Iterator[tuple[str, dict[str, str]]]:
    """(name, colours) of every palette of both themes, by day, by night, and the high contrast one."""
    ludao = (STATIC / "ludao/static/ludao.css").read_text("utf-8")
    plain = (STATIC / "plain/static/plain.css").read_text("utf-8")
    base = ludao[: ludao.index("@layer base")]
    root = base[: base.index("[data-palette")]
    named = re.findall(r'\[data-palette="(\w+)"\] \{([^}]*)\}', base)
    assert len(named) == 3
    for name, rules in [("ludao", ""), ("plain", plain), *named]:
        for part in ("day-", "night-"):
            found = COLOUR.findall(root + rules)
            yield f"{name} {part}", {key: value for when, key, value in found if when in ("", part)}
    high = re.search(r'\[data-colour="high"\] \{([^}]*)\}', base)
    assert high
    yield "high", {key: value for _, key, value in COLOUR.findall(high[1])}


def test_the_palettes_that_may_be_chosen_are_those_with_colours() -> None:
    """theme.yaml's choices are the first palette, which needs no rule, and the style sheet's others, in its order."""
    settings = yaml.safe_load((STATIC / "ludao/theme.yaml").read_text("utf-8"))
    sheet = (STATIC / "ludao/static/ludao.css").read_text("utf-8")
    assert settings["choices"]["palette"][1:] == re.findall(r'\[data-palette="(\w+)"\]', sheet)


def test_contrast_of_every_palette() -> None:
    """4.5:1 or better for all text, on paper, on tinted paper, on buttons, at the foot."""
    poor = []
    for name, colour in palettes():
        pairs = [(text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "tint")]
        for text, ground in [*pairs, ("on-band", "band")]:
            ratio = contrast(colour[text], colour[ground])
            if ratio < 4.5:
                poor.append((name, text, ground, round(ratio, 2)))
    assert poor == []
