"""The live preview as an editor has it: a real server, real files, a real browser."""

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jianbao import pipeline
from jianbao.preview.session import Session
from jianbao.preview.watch import Watch
from tests.served import PATIENCE, Preview, eventually, told
from tests.sites import Site
from tests.small import CONFIG, small

JIUZHU = "2018/2018-04/jiuzhu.html"
TAG = "tags/四癌救助.html"
Tab = Callable[[str], Any]


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    """``tab(url)``: a browser tab there. No script may fail, no policy may be broken."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)

    def said(message: Any) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    def opened(url: str) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", said)
        page.goto(url)
        return page

    yield opened
    context.close()
    assert wrong == []


def shows(page: Any, text: str) -> None:
    """Waits until the page shows the text."""
    page.get_by_text(text).first.wait_for()


def lines(part: Any) -> list[str]:
    """The lines of text in a part of a page, empty ones left out."""
    return [line.strip() for line in part.inner_text().split("\n") if line.strip()]


def mark(page: Any) -> None:
    """Leaves something in the page that a reload would take away."""
    page.evaluate("() => { window.marked = true }")


def marked(page: Any) -> bool:
    return bool(page.evaluate("() => window.marked === true"))


def replaced(site: Site, path: str, old: str, new: str) -> str:
    """Writes a file with one text in place of another; returns it as it was."""
    before = (site.path / path).read_text("utf-8")
    assert old in before
    site.write(path, before.replace(old, new))
    return before


# What one writes is what one sees


@pytest.mark.browser
def test_a_saved_article_shows_where_one_was_reading(site: Site, tab: Tab) -> None:
    """Every tab that shows the article is reloaded where it stood; one that shows something else is left alone."""
    small(site)
    site.article("2018/2018-04/zuotan.md", body="座谈会开了半天。\n\n" * 80, column="家庭建设")
    with Preview(site) as preview:
        pages = [tab(preview.url + "2018/2018-04/zuotan.html") for _ in range(2)]
        other = tab(preview.url + "pages/about.html")
        mark(other)
        for page in pages:
            page.evaluate("() => scrollTo(0, 900)")
        site.article("2018/2018-04/zuotan.md", body="座谈会开了一天。\n\n" * 80, column="家庭建设")
        for page in pages:
            shows(page, "座谈会开了一天。")
            eventually(lambda page=page: page.evaluate("() => scrollY") == 900, "the place is found again")
            eventually(lambda page=page: page.evaluate("() => history.scrollRestoration") == "auto")
        assert marked(other)


@pytest.mark.browser
def test_a_mistake_is_shown_above_the_last_good_page_until_it_is_mended(site: Site, tab: Tab) -> None:
    """File, line, the cure; folded, the page below can be read; mended, it is gone by itself."""
    small(site)
    with Preview(site) as preview:
        page = tab(preview.url + JIUZHU)
        path = "content/2018/2018-04/jiuzhu.md"
        before = replaced(site, path, "tags: [四癌救助, 困难帮扶]", "tags: [四癌救助，困难帮扶]")
        overlay = page.get_by_role("alert")
        overlay.wait_for()
        assert lines(overlay) == [
            "有 1 处错误，网站没有更新",
            "收起",
            "页面还是改动以前的样子。改好并保存以后，这里会自动消失。",
            f"{path}:6:8",
            "full-width-comma",
            "tags 里用了全角标点，“四癌救助，困难帮扶”会被当作一项",
            "tags: [四癌救助，困难帮扶]",
            "改为：四癌救助, 困难帮扶",
        ]
        shows(page, "15人领到救助金")
        overlay.get_by_role("button", name="收起").click()
        assert lines(overlay) == ["有 1 处错误，网站没有更新", "展开"]
        page.reload()
        overlay.get_by_role("button", name="展开").click()
        assert "改为：四癌救助, 困难帮扶" in overlay.inner_text()
        site.write(path, before.replace("15人领到", "十六人领到"))
        shows(page, "十六人领到救助金")
        overlay.wait_for(state="detached")
        # The browser hears of it before the terminal does.
        eventually(lambda: any(line.startswith("已改好；") for line in preview.said))
        mark(page)
        site.write(path, before.replace("15人领到", "十六人领到").replace("title:", "titel:"))
        overlay.wait_for()
        site.write(path, before.replace("15人领到", "十六人领到"))
        overlay.wait_for(state="detached")
        assert marked(page), "nothing on the page has changed"


@pytest.mark.browser
def test_a_site_that_never_was_good(site: Site, tab: Tab) -> None:
    """The first build fails: the mistake is shown all the same, and the page comes when it is mended."""
    small(site)
    before = replaced(site, "config.yaml", "name: 小站", "nmae: 小站")
    with Preview(site) as preview:
        assert preview.ask("/").status == 503
        page = tab(preview.url)
        shows(page, "网站还没有生成出来")
        page.get_by_role("alert").wait_for()
        assert "config.yaml:2:3" in page.get_by_role("alert").inner_text()
        site.write("config.yaml", before)
        shows(page, "发放第三批救助金")
        assert page.title() == "小站"


@pytest.mark.browser
def test_renamed_and_deleted_articles(site: Site, tab: Tab) -> None:
    """What is gone is gone from its list and its address; what comes back is back in the same tab."""
    small(site)
    with Preview(site) as preview:
        article, column = tab(preview.url + "2018/2018-04/zuotan.html"), tab(preview.url + "columns/家庭建设.html")
        shows(column, "家长座谈")
        folder = site.path / "content/2018/2018-04"
        (folder / "zuotan.md").rename(folder / "jiazhang.md")
        shows(article, "没有找到这一页")
        eventually(lambda: column.get_by_role("link", name="家长座谈").get_attribute("href").endswith("jiazhang.html"))
        (folder / "jiazhang.md").rename(folder / "zuotan.md")
        shows(article, "座谈会开了半天")
        site.remove("content/2018/2018-04/zuotan.md")
        shows(article, "没有找到这一页")
        column.get_by_text("家长座谈").wait_for(state="detached")


@pytest.mark.browser
def test_a_new_tag_and_a_page_with_a_chinese_address(site: Site, tab: Tab) -> None:
    """The index and the tag's page come to be; an open tag page takes in an article's new title."""
    small(site)
    with Preview(site) as preview:
        index, page, new = tab(preview.url + "tags.html"), tab(preview.url + TAG), tab(preview.url + "tags/新标签.html")
        shows(new, "没有找到这一页")
        site.article("2018/2018-04/zuotan.md", "妈妈座谈", "2018-04-24", tags=["四癌救助", "新标签"], column="家庭建设")
        shows(index, "新标签")
        shows(page, "妈妈座谈")
        shows(new, "妈妈座谈")


@pytest.mark.browser
def test_settings_and_templates(site: Site, tab: Tab) -> None:
    """config.yaml, a theme that was not there before, its templates, and data/."""
    small(site)
    with Preview(site) as preview:
        page = tab(preview.url)
        site.write("config.yaml", CONFIG.replace("小站", "大站"))
        eventually(lambda: page.title() == "大站")
        site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\n")
        site.write("themes/mine/templates/partials/footer.html", "<footer>我的页脚</footer>\n")
        site.write("config.yaml", CONFIG + "theme: mine\n")
        shows(page, "我的页脚")
        site.write("themes/mine/templates/partials/footer.html", "<footer>改过的页脚</footer>\n")
        shows(page, "改过的页脚")
        site.write("themes/mine/templates/partials/footer.html", "<footer>{{ nothing }}</footer>\n")
        overlay = page.get_by_role("alert")
        overlay.wait_for()
        assert "themes/mine/templates/partials/footer.html:1" in overlay.inner_text()
        shows(page, "改过的页脚")
        site.write("themes/mine/templates/partials/footer.html", "<footer>好了</footer>\n")
        shows(page, "好了")
        column = tab(preview.url + "columns/要闻.html")
        site.write("data/columns.yaml", "要闻: {description: 大事都在这里。}\n")
        shows(column, "大事都在这里。")


@pytest.mark.browser
def test_a_style_sheet_is_swapped_without_reloading(site: Site, tab: Tab) -> None:
    """Alone it is swapped; together with a page the tab is reloaded; swaps leave one sheet behind."""
    small(site)
    site.write("config.yaml", CONFIG + "theme: mine\n")
    site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\n")
    site.write("themes/mine/static/ludao.css", "body { color: rgb(1, 2, 3) }\n")
    colour = "() => getComputedStyle(document.body).color"
    with Preview(site) as preview:
        page = tab(preview.url + JIUZHU)
        sheets = "() => document.head.querySelectorAll('[rel=stylesheet]').length"
        before = page.evaluate(sheets)
        assert page.evaluate(colour) == "rgb(1, 2, 3)"
        mark(page)
        for blue in range(4, 7):
            site.write("themes/mine/static/ludao.css", f"body {{ color: rgb(1, 2, {blue}) }}\n")
            eventually(lambda blue=blue: page.evaluate(colour) == f"rgb(1, 2, {blue})", "the colour")
        eventually(lambda: page.evaluate(sheets) == before)
        assert marked(page)
        site.write("themes/mine/static/ludao.css", "body { color: rgb(7, 7, 7) }\n")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        shows(page, "十六人领到救助金")
        eventually(lambda: page.evaluate(colour) == "rgb(7, 7, 7)")
        assert not marked(page)


@pytest.mark.browser
def test_drafts_and_future_articles_are_shown_and_marked(site: Site, tab: Tab) -> None:
    """In lists and on their own pages; --no-drafts leaves them out; neither touches output/."""
    small(site)
    site.article("2018/2018-04/caogao.md", "还在写", "2018-04-27", draft=True, column="要闻")
    site.article("2018/2018-04/weilai.md", "还没到", "2018-04-28", publish="2099-01-01", column="要闻")
    with Preview(site) as preview:
        page = tab(preview.url + "columns/要闻.html")
        assert page.locator("li", has_text="还在写").inner_text().count("草稿") == 1
        assert page.locator("li", has_text="还没到").inner_text().count("待上线") == 1
        for name, label in (("caogao", "草稿"), ("weilai", "待上线")):
            page.goto(f"{preview.url}2018/2018-04/{name}.html")
            assert page.get_by_role("note").inner_text().startswith(label)
    with Preview(site, "--no-drafts") as preview:
        assert preview.ask("/2018/2018-04/caogao.html").status == 404
        assert preview.ask("/2018/2018-04/weilai.html").status == 404
        assert "还在写" not in preview.get("/columns/%E8%A6%81%E9%97%BB.html")
    assert not site.output.exists()


@pytest.mark.browser
def test_the_warnings_of_a_page_stand_in_a_panel(site: Site, tab: Tab) -> None:
    """On the page of the file and no other; closed, they stay closed until there is another one."""
    small(site)
    site.article("2018/2018-04/zuotan.md", "家长座谈", "2018-04-24")
    site.write("data/topics.yaml", "没有的标签: 说明\n")
    with Preview(site) as preview:
        page = tab(preview.url + "2018/2018-04/zuotan.html")
        panel = page.get_by_role("complementary", name="本页的提醒")
        panel.wait_for()
        assert lines(panel)[:5] == [
            "本页有 1 处提醒",
            "关闭",
            "content/2018/2018-04/zuotan.md:2:8",
            "no-column",
            "没有栏目",
        ]
        panel.get_by_role("button", name="关闭").click()
        panel.wait_for(state="detached")
        site.article("2018/2018-04/zuotan.md", "家长座谈", "2018-04-24", body="另一句。\n")
        shows(page, "另一句。")
        # What is said of the page comes right after it: ask for another page to be sure that it has come.
        page.goto(preview.url)
        panel.wait_for()
        assert "data/topics.yaml:1:1" in panel.inner_text()
        page.goto(preview.url + JIUZHU)
        shows(page, "15人领到救助金")
        assert panel.count() == 0
        page.goto(preview.url + "2018/2018-04/zuotan.html")
        site.article("2018/2018-04/zuotan.md", "家长座谈", "2018-04-24", body="又一句。\n")
        shows(page, "又一句。")
        assert panel.count() == 0


def test_a_preview_whose_folder_was_deleted_makes_it_anew(site: Site) -> None:
    """Whoever tidies up .cache/ while it runs sees the whole site after the next edit."""
    small(site)
    with Preview(site) as preview:
        assert "15人领到救助金" in preview.get(f"/{JIUZHU}")
        shutil.rmtree(site.path / ".cache/preview")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        eventually(lambda: "十六人领到救助金" in preview.ask(f"/{JIUZHU}").text)
        assert preview.ask("/tags.html").status == 200


@pytest.mark.browser
def test_what_check_says_of_a_page_stands_in_the_panel(site: Site, tab: Tab) -> None:
    """By the rules of data/ and the article's own date; mended, it is gone; a new rule counts at once."""
    small(site)
    rule = (
        "{code}:\n  level: 警告\n  message: 错别字“{{found}}”\n  hint: 应为“{{right}}”\n  list:\n    {wrong}: {right}\n"
    )
    site.write("data/typos.yaml", rule.format(code="typo", wrong="举半", right="举办"))
    where = "2018/2018-04/zuotan.md"
    site.article(where, "家长座谈", "2018-04-24", "会议举半。\n", column="要闻")
    with Preview(site) as preview:
        page = tab(preview.url + "2018/2018-04/zuotan.html")
        panel = page.get_by_role("complementary", name="本页的提醒")
        panel.wait_for()
        said = lines(panel)
        assert said[:3] == ["本页有 1 处提醒", "关闭", f"content/{where}:6:3"]
        assert any("举办" in line for line in said)
        site.article(where, "家长座谈", "2018-04-24", "会议举办。\n", column="要闻")
        shows(page, "会议举办。")
        eventually(lambda: panel.count() == 0)
        site.write("data/typos.yaml", rule.format(code="typo", wrong="举办", right="主办"))
        site.article(where, "家长座谈", "2018-04-24", "会议举办了。\n", column="要闻")
        panel.wait_for()
        assert "主办" in panel.inner_text()


@pytest.mark.browser
def test_a_tab_nobody_sees_catches_up_when_it_is_looked_at(site: Site, tab: Tab) -> None:
    """Browsers keep six connections to a server: a seventh tab must not wait for ever."""
    small(site)
    turn = (
        "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }"
    )
    with Preview(site) as preview:
        page = tab(preview.url + JIUZHU)
        mark(page)
        page.evaluate(turn, "hidden")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        eventually(lambda: preview.builds() == 2)
        assert "十六人领到" in preview.get(f"/{JIUZHU}")
        assert marked(page)
        page.evaluate(turn, "visible")
        shows(page, "十六人领到救助金")


@pytest.mark.browser
def test_a_preview_that_is_started_again_takes_up_its_tabs(site: Site, tab: Tab) -> None:
    """A tab says that nobody answers any more, and is reloaded by the next preview at the same port."""
    small(site)
    with Preview(site) as preview:
        page = tab(preview.url + JIUZHU)
        assert preview.interrupt() == 130
        shows(page, "预览已经结束")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
    with Preview(site, "--port", str(preview.port)) as again:
        assert again.url == preview.url
        shows(page, "十六人领到救助金")
        page.get_by_text("预览已经结束").wait_for(state="detached")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "十六人领到", "十七人领到")
        shows(page, "十七人领到救助金")


@pytest.mark.browser
def test_a_thousand_files_switched_at_once(site: Site, tab: Tab) -> None:
    """git checkout: a handful of builds at most, and what is shown in the end is the branch."""
    site.write("config.yaml", CONFIG)
    git = ["git", "-C", str(site.path / "content"), "-c", "user.name=a", "-c", "user.email=a@example.org"]

    def commit(text: str) -> None:
        for number in range(1000):
            site.article(f"2018/2018-{number % 12 + 1:02d}/a{number}.md", f"第{number}篇", "2018-04-23", f"{text}。\n")
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", text], check=True)

    (site.path / "content").mkdir(parents=True)
    subprocess.run([*git, "init", "-q", "-b", "one"], check=True)
    commit("甲支")
    subprocess.run([*git, "checkout", "-q", "-b", "two"], check=True)
    commit("乙支")
    with Preview(site) as preview:
        page = tab(preview.url + "2018/2018-01/a996.html")
        shows(page, "乙支。")
        subprocess.run([*git, "checkout", "-q", "one"], check=True)
        shows(page, "甲支。")
        eventually(lambda: "甲支" in preview.get("/2018/2018-04/a3.html"))
        # A slow disk has pauses in which what is there already is built: a few, never one for each file.
        assert preview.builds() <= 12


# Ways of saving


def test_editors_save_in_many_ways(site: Site) -> None:
    """In place, by a rename from beside or from elsewhere, with a backup; what they leave beside is no change."""
    small(site)
    article = site.path / "content/2018/2018-04/zuotan.md"
    text = article.read_text("utf-8")

    def in_place(new: str) -> None:
        with article.open("w", encoding="utf-8") as file:
            file.write(new[:40])
            file.flush()
            file.write(new[40:])

    def renamed(new: str) -> None:
        beside = article.with_name(".zuotan.md.kate-swp")
        beside.write_text(new, "utf-8")
        beside.replace(article)

    def from_elsewhere(new: str) -> None:
        elsewhere = site.path / "elsewhere.md"
        elsewhere.write_text(new, "utf-8")
        elsewhere.replace(article)

    def with_backup(new: str) -> None:
        backup = article.with_name("zuotan.md~")
        article.rename(backup)
        article.write_text(new, "utf-8")
        backup.unlink()

    with Preview(site) as preview, preview.events("2018/2018-04/zuotan.html") as events:
        assert events.next()[0] == "state"
        for number, save in enumerate((in_place, renamed, from_elsewhere, with_backup)):
            for name in (".zuotan.md.swp", "~$zuotan.md", "zuotan.md~"):
                (article.parent / name).write_text("")
            save(text.replace("开了半天", f"开了{number}天"))
            # On a busy machine a half saved file may have been built as well.
            while events.next()[0] != "reload":
                pass
            eventually(
                lambda wanted=f"开了{number}天": wanted in preview.ask("/2018/2018-04/zuotan.html").text, str(save)
            )
            for name in (".zuotan.md.swp", "~$zuotan.md", "zuotan.md~"):
                (article.parent / name).unlink(missing_ok=True)


def test_folders_that_come_go_and_are_moved(site: Site) -> None:
    """A folder moved in is watched; data/ and themes/ may come later, and be taken away and brought back."""
    small(site)
    shutil.rmtree(site.path / "data")
    aside = site.path / "aside"
    with Preview(site) as preview:

        def column(text: str) -> Callable[[], bool]:
            return lambda: text in preview.get("/columns/%E8%A6%81%E9%97%BB.html")

        site.write("data/columns.yaml", "要闻: {description: 第一版。}\n")
        eventually(column("第一版。"))
        shutil.move(site.path / "data", aside)
        eventually(lambda: not column("第一版。")())
        shutil.move(aside, site.path / "data")
        eventually(column("第一版。"))
        site.write("data/columns.yaml", "要闻: {description: 第二版。}\n")
        eventually(column("第二版。"))
        site.article("../aside/2019-01/xin.md", "新来的", "2019-01-02", column="要闻")
        shutil.move(aside, site.path / "content/2019")
        eventually(column("新来的"))
        site.article("2019/2019-01/xin.md", "后来的", "2019-01-02", column="要闻")
        eventually(column("后来的"))
        shutil.rmtree(site.path / "content/2019")
        eventually(lambda: not column("后来的")())


NO_EVENTS = """
import watchdog.observers
class Observer(watchdog.observers.Observer):
    def {method}(self, *arguments, **options):
        {deed}
watchdog.observers.Observer = Observer
import jianbao.preview.watch
jianbao.preview.watch._SELDOM = 1.0
"""


@pytest.mark.parametrize(
    ("program", "options"),
    [
        ("", ("--poll",)),
        (NO_EVENTS.format(method="start", deed="raise OSError(28, 'inotify watch limit reached')"), ()),
        (NO_EVENTS.format(method="dispatch_events", deed="self.stopped_event.wait(0.1)"), ()),
    ],
    ids=["asked for", "no watches left", "silence"],
)
def test_changes_are_found_where_the_system_tells_of_none(site: Site, program: str, options: tuple[str, ...]) -> None:
    """--poll; a system without watches to spare; a network drive, where watching succeeds and nothing is told."""
    small(site)
    with Preview(site, *options, program=program) as preview, preview.events(JIUZHU) as events:
        assert events.next()[0] == "state"
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        assert events.next()[0] == "reload"
        assert "十六人领到" in preview.get(f"/{JIUZHU}")
        # Once that was found by looking, it is looked at every second.
        site.remove("content/2018/2018-04/zuotan.md")
        site.write("config.yaml", CONFIG.replace("小站", "大站"))
        assert events.next()[0] == "reload"
        eventually(lambda: "大站" in preview.get("/"))
        assert preview.ask("/2018/2018-04/zuotan.html").status == 404


def test_a_change_during_the_first_build_is_not_lost(site: Site) -> None:
    """What is saved after a file was read and before anything is watched is found by looking."""
    small(site)
    watch = Watch(site.path, poll=False)
    replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
    watch.begin()
    assert watch.news()
    assert not watch.pending
    watch.end()


# What is served, and when


def test_a_half_built_site_is_never_served(site: Site) -> None:
    """Requests wait while a build runs: whoever has seen the new site never again sees the old one."""
    small(site)
    with Preview(site) as preview:
        site.write("config.yaml", CONFIG.replace("小站", "大站"))
        pages = ["/", "/pages/about.html", f"/{JIUZHU}", "/tags.html", "/404.html"]
        seen: list[bool] = []
        while seen[-len(pages) :] != [True] * len(pages):
            seen += ["大站" in preview.get(page) for page in pages]
            pages.reverse()
        assert seen == sorted(seen)


def test_a_browser_is_told_only_what_concerns_it(site: Site) -> None:
    """Whoever missed several builds hears of the weightiest: a page changed before the sheet is still reloaded."""
    small(site)
    site.write("config.yaml", CONFIG + "theme: mine\n")
    site.write("themes/mine/theme.yaml", "name: mine\ntitle: 我的\nparent: ludao\n")
    site.write("themes/mine/static/ludao.css", "body { color: red }\n")
    with Preview(site) as preview:
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        eventually(lambda: preview.builds() == 2)
        site.write("themes/mine/static/ludao.css", "body { color: blue }\n")
        eventually(lambda: preview.builds() == 3)
        kinds = {}
        for page, version in ((JIUZHU, 1), (JIUZHU, 2), (JIUZHU, 3), ("pages/about.html", 1), ("pages/about.html", 9)):
            with preview.events(page, version) as events:
                kinds[page, version] = events.next()[0]
        site.write("content/2018/2018-04/fenbu.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
        eventually(lambda: preview.builds() == 4)
        with preview.events(JIUZHU, 3) as events:
            kinds["picture", 3] = events.next()[0]
    assert kinds == {
        (JIUZHU, 1): "reload",
        (JIUZHU, 2): "style",
        (JIUZHU, 3): "state",
        ("pages/about.html", 1): "style",
        # Of another preview, at the same port: nothing is known of what it showed.
        ("pages/about.html", 9): "reload",
        ("picture", 3): "reload",
    }


def test_a_bug_of_ours_does_not_end_the_preview(site: Site) -> None:
    """It is shown with its traceback, in the page and in the terminal, and the next build is tried all the same."""
    small(site)
    program = (
        "from jianbao import pipeline\nreal, calls = pipeline.build, []\n"
        "def build(*given):\n    calls.append(0)\n    if len(calls) == 2: raise ZeroDivisionError('ours')\n"
        "    return real(*given)\npipeline.build = build"
    )
    with Preview(site, program=program) as preview, preview.events(JIUZHU) as events:
        assert events.next()[0] == "state"
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        kind, data = events.next()
        assert (kind, str(data["crash"]).splitlines()[-1]) == ("state", "ZeroDivisionError: ours")
        eventually(lambda: any("请把上面的内容报告给维护者" in line for line in preview.said))
        assert "15人领到" in preview.get(f"/{JIUZHU}")
        replaced(site, "content/2018/2018-04/jiuzhu.md", "十六人领到", "十七人领到")
        kind, data = events.next()
        assert (kind, data["crash"]) == ("reload", "")


# Beginning and end


def test_a_taken_port_gives_way_to_the_next_and_two_previews_to_each_other(site: Site) -> None:
    """It is said which port it is; the second preview of a site builds into a folder of its own."""
    small(site)
    with Preview(site) as first, Preview(site, "--port", str(first.port)) as second:
        assert second.port > first.port
        assert f"端口 {first.port} 已被占用，改用 {second.port}" in second.said
        replaced(site, "content/2018/2018-04/jiuzhu.md", "15人领到", "十六人领到")
        for preview in (first, second):
            eventually(lambda preview=preview: "十六人领到" in preview.get(f"/{JIUZHU}"))
        folders = sorted(path.name for path in (site.path / ".cache").glob("preview*") if path.is_dir())
        assert folders == ["preview", "preview-2"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--bind", "192.0.2.1", "--port", "8000"), "用法不对：不能在 192.0.2.1:8000 上提供预览：本机没有这个地址"),
        (
            ("--bind", "nowhere.invalid", "--port", "8000"),
            "用法不对：不能在 nowhere.invalid:8000 上提供预览：本机没有这个地址",
        ),
    ],
)
def test_an_address_that_is_not_ours(site: Site, options: tuple[str, ...], said: str) -> None:
    """Wrong usage, exit 2, before anything is built."""
    small(site)
    with Preview(site, *options, wait=False) as preview:
        assert preview.ended() == 2
        assert preview.said == [said]
        assert not (site.path / ".cache/preview").exists()


def test_a_folder_that_cannot_be_written(site: Site) -> None:
    """Wrong usage, exit 2, and why; no traceback."""
    small(site)
    site.write(".cache", "a file")
    with Preview(site, wait=False) as preview:
        assert preview.ended() == 2
        assert preview.said == [f"用法不对：预览要写 {site.path / '.cache'}，写不进去：已有同名的文件"]


def test_ctrl_c_ends_everything(site: Site) -> None:
    """Exit 130, no process left, with browsers listening and connections left open."""
    small(site)
    with Preview(site) as preview, preview.events() as events:
        events.next()
        with socket.create_connection(("127.0.0.1", preview.port)):
            assert preview.interrupt() == 130
        assert preview.said[-1] == "预览结束"
        eventually(preview.gone)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ctrl_c_during_the_first_build(site: Site) -> None:
    """Also while all cores are at it; the next preview makes up for it."""
    for number in range(600):
        site.article(f"2018/2018-{number % 12 + 1:02d}/a{number}.md", f"第{number}篇", "2018-04-23", "正文。\n" * 30)

    def workers() -> list[str]:
        return Path(f"/proc/{preview.process.pid}/task/{preview.process.pid}/children").read_text().split()

    with Preview(site, wait=False) as preview:
        eventually(lambda: workers() or preview.said)
        assert (preview.interrupt(), preview.said[-1]) == (130, "预览结束")
        eventually(preview.gone)
    with Preview(site) as preview:
        assert "第599篇" in preview.get("/2018/2018-12/a599.html")


def test_no_thread_outlives_a_session(site: Site) -> None:
    """What a session starts, it ends."""
    small(site)
    before = set(threading.enumerate())
    request = pipeline.Request(site.path, site.path / ".cache/preview", drafts=True, jobs=1, preview=True)
    session = Session(request, lambda outcome: None)
    session.begin(pipeline.silent, poll=False)
    assert set(threading.enumerate()) > before
    session.end()
    eventually(lambda: set(threading.enumerate()) <= before)


def test_the_script_is_in_the_page_and_not_on_the_disk(site: Site) -> None:
    """Every served page has it once, at its end; no file of the preview has it; a feed has none."""
    small(site)
    with Preview(site) as preview:
        for path, status in (("/", 200), (f"/{JIUZHU}", 200), ("/no", 404)):
            answer = preview.ask(path)
            assert (answer.status, answer.text.count("/__jianbao/preview.js")) == (status, 1)
            assert answer.text.rstrip().endswith("></script></body>\n</html>")
        assert told(preview.get(f"/{JIUZHU}"))["page"] == JIUZHU
        assert "__jianbao" not in preview.get("/feed.xml")
        files = [path for path in (site.path / ".cache/preview").rglob("*") if path.is_file()]
        assert len(files) > 60
        assert not [path for path in files if b"__jianbao" in path.read_bytes()]
