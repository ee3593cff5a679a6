"""青禾 as readers meet it, in a real browser, and the directives and layouts of both themes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.accessible import AXE, needs_axe
from tests.conftest import quick_folder
from tests.schools import school
from tests.sites import Site
from tests.test_theme_pages import WIDE, Shown, serving
from tests.test_theme_wire import compressed

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.browser
FOLDER = "2025/2025-04"
KINDS = (
    "index.html", f"{FOLDER}/yundonghui.html", f"{FOLDER}/zhishu.html", f"{FOLDER}.html", f"{FOLDER}/bulletin.html",
    "columns/校园.html", "archive.html", "archive/2025.html", "issues.html", "tags.html", "search.html", "404.html",
    "pages/minglu.html", "pages/zhuanti.html", "pages/kongbai.html",
)  # fmt: skip
MODES: tuple[tuple[str, str], ...] = (("light", ""), ("dark", ""), ("light", "high"))
"""What the system asks for, and what the reader has chosen."""
DELETE = "() => { delete document.documentElement.dataset.colour }"
MENU = """\
nav:
  - {title: 首页, href: /}
  - {title: 更多, items: [{title: 历年, href: archive.html}, {title: 教育局, href: "https://edu.example.org/"}]}
"""


@pytest.fixture(scope="module", params=["qinghe", "ludao"])
def shown(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The school's site in a theme."""
    with quick_folder(tmp_path_factory.mktemp("school")) as folder:
        site = school(Site(folder), request.param)
        site.write("config.yaml", (folder / "config.yaml").read_text("utf-8") + MENU)
        assert site.build(search=True).problems == ()
        with serving(site, browser) as found:
            yield found


@needs_axe
def test_every_page_in_every_mode(shown: Shown) -> None:
    """Nothing runs over the edge at 360, 768 and 1440 px; axe-core finds nothing, light, dark and with high contrast."""
    wrong = []
    page = shown.page()
    for path in KINDS:
        page.goto(shown.url + quote(path))
        for width in (1440, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(WIDE):
                wrong.append((path, width))
        page.evaluate(AXE.read_text("utf-8"))
        for scheme, chosen in MODES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("c => { document.documentElement.dataset.colour = c }" if chosen else DELETE, chosen)
            only = "" if (scheme, chosen) == MODES[0] else ", {runOnly: ['color-contrast']}"
            found = page.evaluate(f"async () => (await axe.run(document{only})).violations")
            wrong += [(path, scheme, chosen, v["id"], str(n["target"])) for v in found for n in v["nodes"]]
    page.context.close()
    assert wrong == []
    assert [text for text in shown.said if "yundonghui" not in text and "kaimu" not in text] == []


def test_what_a_page_costs(shown: Shown) -> None:
    """An article with directives and what its first paint waits for is at most two first round trips, 28 KB; one
    without any fetches nothing for them; nobody else is asked for anything."""
    costs = {}
    for path in (f"{FOLDER}/yundonghui.html", f"{FOLDER}/yuedu.html", "index.html"):
        text = shown.site.read(path)
        found = re.findall(r'<link rel="stylesheet" href="([^"]+)">', text) + re.findall(
            r'<script src="([^"]+)">', text
        )
        files = [path, *(href.replace("../", "") for href in found)]
        costs[path] = sum(compressed((shown.site.output / file).read_bytes()) for file in files)
    assert max(costs.values()) <= 28 * 1024, costs
    assert costs[f"{FOLDER}/yuedu.html"] <= 14 * 1024, costs
    page = shown.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shown.url + f"{FOLDER}/yundonghui.html", wait_until="networkidle")
    assert [url for url in asked if not url.startswith(shown.url)] == []
    page.context.close()


def test_the_menu_opens_with_the_keyboard(shown: Shown) -> None:
    """A group is a details element: Enter opens it, and its entries lead where they say."""
    page = shown.page("index.html")
    page.locator("nav details summary").first.focus()
    page.keyboard.press("Enter")
    links = page.locator("nav details a").all()
    assert [link.is_visible() for link in links] == [True, True]
    assert [link.get_attribute("href") for link in links] == ["archive.html", "https://edu.example.org/"]
    page.context.close()


def test_it_uses_nothing_that_the_documents_do_not_describe() -> None:
    """Every block, partial and static file of its parent, and every value, is named in docs/themes.md."""
    told = (ROOT / "docs/themes.md").read_text("utf-8")
    templates = [p.read_text("utf-8") for p in sorted((ROOT / "themes/qinghe/templates").rglob("*.html"))]
    source = "\n".join(re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL) for text in templates)
    own = {
        p.relative_to(ROOT / "themes/qinghe/templates").as_posix() for p in ROOT.glob("themes/qinghe/templates/**/*")
    }
    names = set(re.findall(r"\{% block (\w+)|self\.(\w+)\(", source))
    used = {first or second for first, second in names}
    used |= {name for name in re.findall(r'"(?:parent:)?(partials/[\w/.-]+)"', source) if name not in own}
    used |= {name for name in re.findall(r'site\.assets\["([\w.-]+)"\]', source) if not name.startswith("qinghe")}
    loops = set(re.findall(r"\{% for (\w+)", source)) | {"card", "picture", "root", "parent", "self", "words", "loop"}
    used |= {
        key
        for name, key in re.findall(r"\b([a-z]+)\.([a-z_]+)", source)
        if name not in loops and key not in ("html", "css", "svg", "png", "js")
    }
    assert len(used) > 50
    assert sorted(name for name in used if name.rpartition("/")[2] not in told) == []
    assert not [t for t in templates if '{% extends "base.html" %}' in t]
