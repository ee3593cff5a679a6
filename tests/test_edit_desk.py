"""The desk without a browser: who may ask, what may be written, what is kept when the disk or another editor is in the way."""

import contextlib
import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.cache.state import state_path
from jianbao.errors import Problem, UsageError
from jianbao.files.folders import Folder
from jianbao.pipeline import Request
from jianbao.preview.edit import acts, article, checking, editor, git, keeping, place, wording
from jianbao.preview.edit.listing import Listing
from jianbao.preview.session import Session
from tests.edited import Desk, shared
from tests.edited import git as run
from tests.served import eventually
from tests.sites import Site
from tests.small import PHOTO, small

JIUZHU = "2018/2018-04/jiuzhu.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all who only ask."""
    site = Site(tmp_path_factory.mktemp("desk") / "site")
    site.path.mkdir()
    with Desk(small(site), "--poll") as running:
        yield running


def tree(site: Site) -> dict[str, bytes]:
    """Every file of the site but what is remembered."""
    found = (p for p in sorted(site.path.rglob("*")) if p.is_file() and ".cache" not in p.parts)
    return {p.relative_to(site.path).as_posix(): p.read_bytes() for p in found}


def test_who_may_ask(desk: Desk) -> None:
    """Host, origin, token and length, request by request; nothing is done for anybody else."""
    own = (f"Origin: {desk.origin}", f"X-Jianbao-Token: {desk.token}")
    pages = f"http://127.0.0.1:{desk.port + 1}"
    before = tree(desk.site)

    def status(*lines: str, method: str = "POST", target: str = "/api/site", host: str | None = None) -> int:
        return desk.ask(target, *lines, method=method, host=host).status

    assert status(*own, "Content-Length: 0") == 200
    assert status(*own, "Content-Length: 0", host=f"localhost:{desk.port}") == 200
    for host in ("evil.example", f"evil.example:{desk.port}", "", f"127.0.0.1:{desk.port + 1}"):
        assert status(*own, "Content-Length: 0", host=host) == 403
    assert status(own[0], "Content-Length: 0") == 403
    assert status(own[0], "X-Jianbao-Token: x", "Content-Length: 0") == 403
    assert status(own[1], "Content-Length: 0") == 403  # no origin: no browser's fetch
    for origin in ("null", "http://evil.example", pages, f"https://127.0.0.1:{desk.port}"):
        assert status(f"Origin: {origin}", own[1], "Content-Length: 0") == 403
    assert status(*own, own[0], "Content-Length: 0") == 403
    assert status(*own, "Sec-Fetch-Site: cross-site", "Content-Length: 0") == 403
    assert status(*own) == 411
    assert status(*own, "Content-Length: -1") == 411
    assert status(*own, "Content-Length : 0") == 400  # two readers would read it differently
    assert status(*own, "Content-Length: 999999999999") == 413
    assert status(*own, "Transfer-Encoding: chunked", "Content-Length: 0") == 411
    assert status(*own, "Content-Length: 0", target="/elsewhere") == 404
    assert status(*own, "Content-Length: 0", target="/api/nothing") == 404
    assert status(*own, "Content-Length: 0", method="PUT") == 405
    for target in ("/../config.yaml", "/screen/../desk.py", "/%2e%2e/desk.py", "/desk.py", "/editor.js/.."):
        assert status(method="GET", target=target) == 404
    assert tree(desk.site) == before


def test_the_screen_loads_from_this_machine_alone(desk: Desk) -> None:
    """A closed policy, no frame around it, nothing kept, no token in what anybody may read; 400 kB compressed at most."""
    import gzip

    page = desk.ask("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["cache-control"] == "no-store"
    assert desk.token not in page.text
    names = ["/", "/editor.js", *(f"/{p.name}" for p in Path(acts.__file__).with_name("screen").iterdir())]
    bodies = [desk.ask(name).body for name in dict.fromkeys(names)]
    assert not [b for b in bodies if b"http://" in b.replace(b"http://www.w3.org", b"") and b"src=" in b]
    assert sum(len(gzip.compress(body)) for body in bodies) <= 400_000
    shown = desk.ask("/2018/2018-04/jiuzhu.html", host=f"127.0.0.1:{desk.port + 1}")
    assert shown.status == 403  # pages stand at the other origin


PATHS = ["../config.yaml", "a/../../x.md", "/etc/x.md", "2018\\x.md", ".git/x.md", "2018/.x.md", "a//b.md", "x.txt", "", 1,
         None, "a\x00.md", "C:/x.md", f"{'a' * 600}.md", "2018/2018-04/fenbu.svg"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_no_path_leads_elsewhere(path: object) -> None:
    with pytest.raises(UsageError, match="没有这篇文章"):
        place.checked(path)


def test_nothing_is_written_through_a_link_or_beyond_the_closed_list(site: Site, tmp_path: Path) -> None:
    """Links to files and folders, endings that act in the site's name, names that are paths."""
    small(site)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("---\ntitle: 外\n---\n", "utf-8")
    (site.path / "content/2018/link.md").symlink_to(outside / "a.md")
    (site.path / "content/2018/folder").symlink_to(outside)
    for path in ("2018/link.md", "2018/folder/a.md", "2018/folder/new.md"):
        with pytest.raises(UsageError, match="符号链接"):
            place.write(site.path, path, b"x")
    for name in ("a.html", "a.svg.php", "a.js", "a", ".htaccess", "a.md"):
        with pytest.raises(UsageError, match="不能放进来"):
            place.beside(site.path, JIUZHU, name, b"x", ())
    assert place.beside(site.path, JIUZHU, "../../../照片 一.JPG", PHOTO, ()) == "照片-一.jpg"
    assert place.beside(site.path, JIUZHU, "照片 一.jpg", PHOTO, ()) == "照片-一.jpg"
    assert place.beside(site.path, JIUZHU, "照片 一.jpg", PHOTO + b"\0", ()) == "照片-一-2.jpg"
    assert [p.name for p in outside.iterdir()] == ["a.md"]
    assert (outside / "a.md").read_text("utf-8") == "---\ntitle: 外\n---\n"


SAVES = [{"changes": {"layout": "x"}}, {"changes": {"title": ["x"]}}, {"changes": {"tags": "x"}}, {"changes": {"tags": [1]}},
         {"changes": {"origin": {"name": 1}}}, {"changes": {"updates": [{"x": "y"}]}}, {"changes": []},
         {"changes": {"title": "a\u200bb"}}]  # fmt: skip


@pytest.mark.parametrize("asked", SAVES, ids=range(len(SAVES)))
def test_what_no_form_sends_is_refused(site: Site, asked: dict[str, object]) -> None:
    small(site)
    before = tree(site)
    with pytest.raises(UsageError, match=r"看不懂|看不见"):
        article.saved(site.path, JIUZHU, {**asked, "mark": place.mark(place.read(site.path, JIUZHU))})
    assert tree(site) == before


def test_a_save_is_whole_or_nothing_and_what_was_written_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk at each step of the writing; another writer; then the same save goes through."""
    small(site)
    file = site.path / "content" / JIUZHU
    before = file.read_bytes()
    asked = {"mark": place.mark(before), "changes": {"title": "新的题"}, "body": "新的正文。\n"}
    for step in ("open", "replace"):
        with monkeypatch.context() as patch:
            real = getattr(os, step)

            def full(*args: object, _real: object = real, **more: object) -> object:
                if any(str(a).startswith((".jiuzhu", f".{os.getpid()}.jiuzhu")) for a in args):
                    raise OSError(errno.ENOSPC, "full")
                return _real(*args, **more)  # type: ignore[operator]

            patch.setattr(os, step, full)
            with pytest.raises(UsageError, match="磁盘满了"):
                article.saved(site.path, JIUZHU, asked)
        assert file.read_bytes() == before
        kept = article.opened(site.path, JIUZHU, "Asia/Shanghai")["unsaved"]
        assert (kept["changes"], kept["body"]) == ({"title": "新的题"}, "新的正文。\n")
    theirs = before + "别人加的。\n".encode()
    file.write_bytes(theirs)
    assert article.saved(site.path, JIUZHU, asked) == {"conflict": True, "mark": place.mark(theirs)}
    assert file.read_bytes() == theirs
    article.saved(site.path, JIUZHU, {**asked, "mark": place.mark(theirs)})
    assert file.read_bytes().endswith("---\n新的正文。\n".encode())
    assert article.opened(site.path, JIUZHU, "Asia/Shanghai")["unsaved"] is None


class Killed(BaseException):
    """The process is gone: nobody catches it."""


@pytest.mark.parametrize("step", ["open", "write", "replace", "unlink"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_save_that_is_killed_leaves_a_whole_file(
    site: Site, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    """Before or after each call of the system, the file is what it was or what was saved; the next save works."""
    small(site)
    file = site.path / "content" / JIUZHU
    before = file.read_bytes()
    asked = {"mark": place.mark(before), "changes": {"title": "新的题"}}
    module: object = os
    if step == "write":
        step, module = "_beside", Folder
    real = getattr(module, step)

    def killed(*args: object, **more: object) -> object:
        if after:
            real(*args, **more)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed)
        with contextlib.suppress(Killed):
            article.saved(site.path, JIUZHU, asked)
    now = file.read_bytes()
    assert now in (before, before.replace("发放第三批救助金".encode(), "新的题".encode()))
    article.saved(site.path, JIUZHU, {"mark": place.mark(now), "changes": {"title": "又一题"}})
    assert file.read_bytes() == before.replace("发放第三批救助金".encode(), "又一题".encode())


def test_a_save_changes_what_changed(site: Site) -> None:
    """Windows line ends, a byte order mark, comments and unknown keys stay; so does the body where it is the same."""
    data = "\ufeff---\r\n# 注\r\ntitle: 旧   # 题\r\nlayout: x\r\ntags: [甲]\r\n---\r\n\r\n正文  \r\n末行".encode()
    site.write("content/2018/2018-04/a.md", data)
    mark = place.mark(data)
    text = article.opened(site.path, "2018/2018-04/a.md", "Asia/Shanghai")
    made = article.saved(
        site.path, "2018/2018-04/a.md", {"mark": mark, "changes": {"title": "新"}, "body": text["body"]}
    )
    now = (site.path / "content/2018/2018-04/a.md").read_bytes()
    assert now == data.replace("旧".encode(), "新".encode())
    article.saved(site.path, "2018/2018-04/a.md", {"mark": made["mark"], "body": text["body"] + "\n\n新段。\n"})
    assert (site.path / "content/2018/2018-04/a.md").read_bytes() == now + "\r\n\r\n新段。\r\n".encode()


def test_messages_are_an_officer_s_words() -> None:
    """No path, no key, no command in what the screen says."""
    assert (
        wording.told("content/2018/a.md 已经有了，什么也没有写下；用 --name 另起一个文件名，或先移开它")
        == "《另一篇文章》已经有了，什么也没有写下"
    )
    assert (
        wording.told("见 /甲/content/2018/a.md:12；改 a.md:3。", {"2018/a.md": "好"})
        == "见《另一篇文章》；改《另一篇文章》。"
    )
    assert wording.told("没有“甲”这个栏目；可用：要闻") == "没有“甲”这个栏目；可用：要闻"
    assert wording.told("date 的日期“x”看不懂") == "“日期” 的日期“x”看不懂"
    doubt = "来源“海城区妇联”不在 data/departments.yaml 里，请核对"
    assert wording.told(doubt) == "来源“海城区妇联”不在“部门和单位”里，请核对"
    assert wording.told("这篇读不了；先运行 jianbao check a") == "这篇读不了"
    problem = Problem("content/a.md", 3, 1, checking.Level.ERROR, "x", "y", "写成 tags: [甲, 乙]")
    assert wording.cure(problem, "tags") == "在“标签”一栏里改"


ISSUES = [("2019年6月", "2019/2019-06"), ("2019-6", "2019/2019-06"), ("201906", "2019/2019-06"), ("2019/6", "2019/2019-06"),
          ("２０１９．６", "2019/2019-06"), ("2018-04-2", "2018/2018-04-2"), ("2018年4月-2", "2018/2018-04-2")]  # fmt: skip


@pytest.mark.parametrize(("said", "folder"), ISSUES)
def test_an_issue_is_called_as_people_call_it(site: Site, said: str, folder: str) -> None:
    small(site)
    assert acts.new_issue(site.path, {"issue": said, "number": "总第7期"})["path"] == f"{folder}/index.md"
    front = article.front_of((site.path / "content" / folder / "index.md").read_bytes())
    month = "2018年4月简报（总第7期）" if folder.endswith("-2") else "2019年6月简报"
    assert (front["title"], front["number"]) == (month, "总第7期")


def test_what_is_new_is_told_in_an_officer_s_words(site: Site) -> None:
    """No title, no month, what is there already; two titles that begin alike are two files."""
    small(site)
    before = tree(site)
    wrong = {
        "": "请写是哪一年哪一月；写成 2018-04",
        "六月": "看不出“六月”是哪一年哪一月；写成 2018-04",
        "2019-13": "看不出“2019-13”是哪一年哪一月；写成 2018-04",
        "2018-04-2": "同一个月的第二期要写期号，标题里才分得清",
        "2018年4月": "这一期已经有了：《2018年4月简报》；同一个月再出一期，写成 2018-04-2",
    }
    for said, told in wrong.items():
        with pytest.raises(UsageError) as refused:
            acts.new_issue(site.path, {"issue": said})
        assert str(refused.value) == told
    with pytest.raises(UsageError, match=r"^请写标题$"):
        acts.new_article(site.path, {"title": " ", "issue": "2018-04"})
    assert tree(site) == before
    titles = [f"市妇联召开全市妇女儿童工作会议{word}" for word in ("", "暨表彰会", "纪要")]
    asked = {"issue": "2018年4月", "date": "2018年4月3日"}
    paths = [acts.new_article(site.path, {"title": title, **asked})["path"] for title in titles]
    stem = paths[0].removesuffix(".md")
    assert paths == [f"{stem}.md", f"{stem}-2.md", f"{stem}-3.md"]
    assert stem.startswith("2018/2018-04/")
    for title in titles:
        with pytest.raises(UsageError) as refused:
            acts.new_article(site.path, {"title": title, **asked})
        assert str(refused.value) == f"这一期里已经有《{title}》；换一个标题，或者打开那一篇"


def test_an_article_comes_and_goes_by_the_clock(site: Site) -> None:
    """Both times are two values of its front matter, in the site's own time; what makes no sense is refused."""
    small(site)
    file = site.path / "content" / JIUZHU
    before = file.read_bytes()

    def asked(publish: str, expires: str) -> dict[str, object]:
        mark = place.mark(file.read_bytes())
        return acts.scheduled(site.path, JIUZHU, mark, {"publish": publish, "expires": expires})

    for times, told in {
        ("明天", ""): "看不懂上线的时间“明天”；写成 2018-04-23 09:00",
        ("", "2030-02"): "看不懂下线的时间“2030-02”；写成 2018-04-23 09:00",
        ("2030-02-30", ""): "看不懂上线的时间“2030-02-30”；写成 2018-04-23 09:00",
        ("2030-02-03 09:00", "2030-02-03 08:00"): "下线的时间要在上线以后",
    }.items():
        with pytest.raises(UsageError) as refused:
            asked(*times)
        assert (str(refused.value), file.read_bytes()) == (told, before)
    asked("2030-01-05 09:00", "2031-01-05")
    both = b"publish: 2030-01-05 09:00\nexpires: 2031-01-05\n"
    assert file.read_bytes().replace(both, b"") == before
    site.build(drafts=True)
    rows = Listing(site.path, state_path(site.path, site.output)).rows(1)
    assert next(row[5] for row in rows if row[0] == JIUZHU) == "待上线"
    mark = place.mark(file.read_bytes())
    file.write_bytes(file.read_bytes() + "别人加的。\n".encode())
    assert acts.scheduled(site.path, JIUZHU, mark, {"publish": "", "expires": ""})["conflict"] is True
    asked("", "")
    assert file.read_bytes() == before + "别人加的。\n".encode()
    assert site.build() is not None


def test_an_article_that_moved_is_told_as_one_change(site: Site, tmp_path: Path) -> None:
    """Its picture along; and what else was changed of it."""
    small(site)
    shared(site, tmp_path)
    acts.moved(site.path, JIUZHU, "2017-12", write=True)
    new = "2017/2017-12/jiuzhu.md"
    told = [(one["kind"], one["title"], one["what"]) for one in git.told(site.path, git.changes(site.path))]
    assert told == [("moved", "fenbu.svg", []), ("moved", "发放第三批救助金", [])]
    article.saved(site.path, new, {"mark": place.mark(place.read(site.path, new)), "changes": {"summary": "一句话。"}})
    listed = git.told(site.path, git.changes(site.path))
    assert git.message(listed) == "移动《发放第三批救助金》：摘要"
    with pytest.raises(UsageError, match="请选移到哪一期"):
        acts.moved(site.path, new, "", write=True)


PLUMBING = re.compile(
    r"content/|\.md\b|---|YAML|\{[a-z]|\b[a-z]+: |--[a-z]|build\.py|\.yaml|docs/|\.cache|jianbao ", re.IGNORECASE
)
"""What an officer must never see."""
TOLD = re.compile(
    r"^(content[^\s:]*)(?::\d+:\d+)? (?:错误|警告|提示)\[([a-z0-9-]+)\] (.*)\n(?:    (.*)\n)?", re.MULTILINE
)


def test_every_message_of_the_handbook_can_stand_on_the_screen() -> None:
    """Each example of docs/problems.md about an article: something is said, and it is no plumbing."""
    found = TOLD.findall((Path(__file__).parents[1] / "docs" / "problems.md").read_text("utf-8"))
    assert len(found) > 100
    for path, code, message, hint in found:
        problem = Problem(path, 1, 1, checking.Level.ERROR, code, message, hint)
        shown = wording.told(message), wording.cure(problem, "")
        assert not [text for text in shown if PLUMBING.search(text)], (code, shown)
        assert shown[0] != "这一步没有做成", code


def test_handing_in_with_real_git(site: Site, tmp_path: Path) -> None:
    """Words of what changed; what others did is taken over; a conflict is told and nothing is lost; no remote; no git."""
    small(site)
    assert "没有用 git 管理" in git.there(site.path)
    remote = shared(site, tmp_path)
    assert git.there(site.path) == ""
    assert git.handed_in(site.path, "", "") == {"state": "done", "steps": ["已送到共享的资料库"]}
    other = tmp_path / "other"
    run(tmp_path, "clone", "-q", str(remote), str(other))
    theirs = other / "content/2018/2018-04/zuotan.md"
    theirs.write_bytes(theirs.read_bytes() + "同事加的。\n".encode())
    run(other, "commit", "-qam", "同事")
    run(other, "push", "-q")
    file = site.path / "content" / JIUZHU
    file.write_bytes(file.read_bytes().replace("发放第三批救助金".encode(), "发放第四批救助金".encode()))
    site.article("2018/2018-04/xin.md", "新文章", "2018-04-27", "新。\n", column="要闻")
    site.write("content/2018/2018-04/tu.gif", PHOTO)
    site.write("别的.txt", "不提交")
    listed = git.told(site.path, git.changes(site.path))
    assert [(one["kind"], one["title"], one["what"]) for one in listed] == [
        ("changed", "发放第四批救助金", ["标题"]), ("new", "tu.gif", []), ("new", "新文章", []),
    ]  # fmt: skip
    assert git.message(listed).split("\n") == [
        "修改《发放第四批救助金》：标题 等 2 篇",
        "",
        "修改《发放第四批救助金》：标题",
        "新增《新文章》",
    ]
    done = git.handed_in(site.path, "", "")
    assert done["state"] == "done"
    assert "已并入别人提交的 1 次修改" in done["steps"]
    assert (site.path / "content/2018/2018-04/zuotan.md").read_bytes().endswith("同事加的。\n".encode())
    assert "别的.txt" not in run(remote, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main")
    # The same line, changed by both.
    run(other, "pull", "-q")
    shared_file = other / "content" / JIUZHU
    shared_file.write_bytes(shared_file.read_bytes().replace("第四批".encode(), "第五批".encode(), 1))
    run(other, "commit", "-qam", "同事又改")
    run(other, "push", "-q")
    file.write_bytes(file.read_bytes().replace("第四批".encode(), "第六批".encode(), 1))
    mine = file.read_bytes()
    done = git.handed_in(site.path, "第六批", "")
    assert done["state"] == "kept"
    assert "没有合在一起" in done["steps"][-1]
    assert file.read_bytes() == mine
    assert run(site.path, "status", "--porcelain").strip() == '?? "\\345\\210\\253\\347\\232\\204.txt"'
    assert "第六批" in run(site.path, "log", "-1", "--format=%s")
    # Review goes to a branch of its own; the shared branch stays.
    before = run(remote, "rev-parse", "main")
    assert git.handed_in(site.path, "", "shengao")["steps"] == ["已送去审稿（shengao）"]
    assert run(remote, "rev-parse", "main") == before
    assert run(remote, "rev-parse", "shengao") == run(site.path, "rev-parse", "HEAD")
    run(site.path, "checkout", "-q", "--detach")
    with pytest.raises(UsageError, match="不在任何分支上"):
        git.handed_in(site.path, "", "")
    run(site.path, "checkout", "-q", "main")
    run(site.path, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    assert "没有丢" in git.handed_in(site.path, "", "")["steps"][-1]


def test_handing_in_is_refused_for_what_check_refuses(site: Site, tmp_path: Path) -> None:
    """A number of a person: told with the article's title, nothing committed; the fix and the opt-out are files' changes."""
    small(site)
    shared(site, tmp_path)
    site.article("2018/2018-04/xin.md", "新文章", "2018-04-27", "电话13800138000,联系。\n", column="要闻")
    with Desk(site, "--poll") as desk:
        before = run(site.path, "rev-parse", "HEAD")
        said = desk.did("changes")
        assert [(one["title"], one["message"]) for one in said["refused"]] == [
            ("新文章", "手机号 138****8000 不能公开")
        ]
        assert desk.refused("handin", {"message": ""}) == "还有 1 处错误没有改，不能提交"
        assert run(site.path, "rev-parse", "HEAD") == before
        path = "2018/2018-04/xin.md"
        found = desk.did("check", {"path": path})
        one = next(p for p in found["problems"] if p["code"] == "half-comma")
        assert (one["level"], one["words"], one["fix"]) == ("warning", ",", "，")
        asked = {"path": path, "mark": found["mark"], "start": one["start"], "end": one["end"], "code": one["code"]}
        assert desk.refused("fix", {**asked, "mark": "0" * 32}) == "文章刚刚变了，没有改；请看新的检查结果"
        desk.did("ignore", asked)
        assert "联系。<!-- 不检查：half-comma -->\n" in (site.path / "content" / path).read_text("utf-8")
        again = desk.did("check", {"path": path})
        assert [p["code"] for p in again["problems"]] == ["privacy-mobile"]
        assert [p["ignore"] for p in again["problems"]] == [False]
        broken = site.path / "content/2018/2018-04/zuotan.md"
        broken.write_bytes(broken.read_bytes().replace(b"title: ", "title：".encode()))
        unread = ["2018/2018-04/zuotan.md", "（文件头有错，打开看看）", "", "", "", "读不了", [], "article", 0, ""]
        eventually(lambda: unread in desk.did("list")["rows"], "what cannot be read is found")
        opened = desk.did("open", {"path": "2018/2018-04/zuotan.md"})
        assert (opened["front"], opened["fault"]) == (None, "键后面用了全角冒号“：”")
        desk.did(
            "save",
            {"path": "2018/2018-04/zuotan.md", "mark": opened["mark"], "head": opened["head"].replace("：", ": ", 1)},
        )
        assert desk.did("open", {"path": "2018/2018-04/zuotan.md"})["front"]["title"] == "家长座谈"
        rows = desk.did("list")["rows"]
        assert ("2018/2018-04/xin.md", "新文章") in [(row[0], row[1]) for row in rows]


def test_tags_that_sound_alike(desk: Desk) -> None:
    said = desk.did("tags", {"tags": ["两暗交流", "四癌救助"]})
    assert said["near"] == {"两暗交流": "两岸交流"}
    assert ["两岸交流", 2] in said["tags"]


def test_a_damaged_copy_of_what_was_not_saved_is_nothing(site: Site) -> None:
    small(site)
    with Folder(site.path / ".cache" / "edit") as room:
        for damage in (b"{", b"[]", json.dumps({"path": "x"}).encode()):
            room.write(f"{article.kept_name(JIUZHU)}.json", damage)
            assert article.opened(site.path, JIUZHU, "Asia/Shanghai")["unsaved"] is None


def test_what_is_not_there_is_told_as_what_it_is(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that has made room for later ones is chosen again; only a name that no act has is 没有这一步."""
    for act, asked in (("plan", {"plan": "0" * 16}), ("bring", {"plan": "0" * 16, "items": []})):
        assert "再选一次" in desk.refused(act, asked)
    assert (desk.post("nothing").status, desk.refused("nothing")) == (404, "没有这一步")
    session = Session(Request(small(site).path, site.output), lambda _: None)
    monkeypatch.setattr(keeping, "listed", lambda _: {}["甲"])
    with pytest.raises(KeyError):
        editor.Editor(session).act("lists", b"{}", "", "")
    with pytest.raises(acts.NoActError):
        editor.Editor(session).act("nothing", b"{}", "", "")


def test_an_article_is_listed_in_the_issue_that_it_names(site: Site) -> None:
    """Its date and its issue are those of the site, wherever its file lies."""
    site.issue("2020/2020-03", "2020年第3期", "2020-03")
    site.article("2021/jia.md", "甲条", "", issue="2020-03")
    site.article("2020/2020-03/yi.md", "乙条", "")
    site.build()
    rows = {row[0]: (row[2], row[9]) for row in Listing(site.path, state_path(site.path, site.output)).rows(1)}
    there = ("2020-03", "2020年第3期")
    assert (rows["2021/jia.md"], rows["2020/2020-03/yi.md"]) == (there, there)


def test_what_readers_find_is_found(desk: Desk) -> None:
    """Words of a text, and pinyin, as the site's own search has them."""
    from tests.searching import program

    if program.without_search():
        pytest.skip(program.without_search())
    assert desk.did("search", {"words": "领到"})["paths"] == [JIUZHU]
    assert JIUZHU in desk.did("search", {"words": "jiuzhujin"})["paths"]


def test_a_move_takes_along_what_is_its_own(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The picture that only it shows, the links of others to it, its own links, its old address; nothing else changes."""
    small(site)
    other = "[救助](../2018-04/jiuzhu.md#a) [会](../2018-04/zuotan.md)\n"
    site.article("2018/2018-03/lian.md", "链接", "2018-03-09", other, column="要闻")
    before = tree(site)
    words = ["move", f"content/{JIUZHU}", "--issue", "2017-12", "--site", str(site.path)]
    assert cli.main([*words, "--dry-run"]) == 0
    assert tree(site) == before
    assert cli.main(words) == 0
    assert capsys.readouterr().out.splitlines()[-4:] == [
        f"content/{JIUZHU} → content/2017/2017-12/jiuzhu.md",
        "一起移走：content/2018/2018-04/fenbu.svg → content/2017/2017-12/fenbu.svg",
        "改了链接：content/2018/2018-03/lian.md",
        "旧网址 2018/2018-04/jiuzhu.html 转到新网址",
    ]
    after = tree(site)
    moved = before[f"content/{JIUZHU}"].replace(b"](../2018-03/qidong.md)", b"](../../2018/2018-03/qidong.md)")
    moved = moved.replace(b"[jiuzhu.html]", b'[jiuzhu.html, "2018/2018-04/jiuzhu.html"]')
    assert after.pop("content/2017/2017-12/jiuzhu.md") == moved
    assert after.pop("content/2017/2017-12/fenbu.svg") == before.pop("content/2018/2018-04/fenbu.svg")
    linked = before.pop("content/2018/2018-03/lian.md").replace(
        b"../2018-04/jiuzhu.md#a", b"../../2017/2017-12/jiuzhu.md#a"
    )
    assert after.pop("content/2018/2018-03/lian.md") == linked
    del before[f"content/{JIUZHU}"]
    assert after == before
    assert [p for p in site.problems() if "错误" in p and "anchor" not in p] == []
    for issue, said in (("2017-12", "已经在这一期里"), ("1999-01", "没有“1999-01”这一期")):
        assert cli.main(["move", "content/2017/2017-12/jiuzhu.md", "--issue", issue, "--site", str(site.path)]) == 2
        assert said in capsys.readouterr().err


def moved(site: Site, path: str, issue: str) -> None:
    """Moves an article; the site builds afterwards as it did before."""
    assert cli.main(["move", f"content/{path}", "--issue", issue, "--site", str(site.path)]) == 0
    assert [p for p in site.problems() if "错误" in p] == []


def test_a_move_and_back_leaves_what_was_there(site: Site) -> None:
    """The address that it comes back to is its own again, the other one leads there; links in every form follow."""
    small(site)
    links = "[甲](/2018/2018-04/jiuzhu.md) [乙](../2018-04/jiuzhu.md?a=1)\n\n[丙]: /2018/2018-04/jiuzhu.md '题'\n[丙]\n"
    site.article("2018/2018-03/lian.md", "链接", "2018-03-09", links, column="要闻")
    site.article("pages/about.md", "关于", "", "[丁](/2018/2018-04/jiuzhu.md)，[戊](/2018/2018-04/jiuzhu.html)。\n")
    assert [p for p in site.problems() if "错误" in p] == []
    before = tree(site)
    moved(site, JIUZHU, "2017-12")
    there = tree(site)
    about = before["content/pages/about.md"].replace(b"](/2018/2018-04/jiuzhu.md)", b"](/2017/2017-12/jiuzhu.md)")
    assert there["content/pages/about.md"] == about
    assert there["content/2018/2018-03/lian.md"].count(b"/2017/2017-12/jiuzhu.md") == 3
    moved(site, "2017/2017-12/jiuzhu.md", "2018-04")
    after = tree(site)
    back = before[f"content/{JIUZHU}"].replace(b"[jiuzhu.html]", b'[jiuzhu.html, "2017/2017-12/jiuzhu.html"]')
    back = back.replace(b"](../2018-03/qidong.md)", b"](../../2018/2018-03/qidong.md)")  # still right, so it stays
    assert after.pop(f"content/{JIUZHU}") == back
    del before[f"content/{JIUZHU}"]
    assert {p: t for p, t in after.items() if p[:7] != "output/"} == {
        p: t for p, t in before.items() if p[:7] != "output/"
    }


def test_a_move_rewrites_what_the_article_says_of_itself(site: Site) -> None:
    """Links to itself, a cover that others show too, a picture named from content/ that comes along."""
    small(site)
    for name in ("gong", "zi ji"):
        site.write(f"content/2018/2018-04/{name}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    site.article("2018/2018-04/ta.md", "它", "2018-04-25", "![共](gong.svg)\n", column="要闻")
    body = (
        "[上](ben.md#节) [根](/2018/2018-04/ben.md#节) [节](#节)\n\n## 节\n\n![自](/2018/2018-04/zi%20ji.svg)\n\n"
        "![又](zi%20ji.svg) ![共](gong.svg)\n"
    )
    site.article("2018/2018-04/ben.md", "本", "2018-04-24", body, column="要闻", cover="gong.svg")
    assert [p for p in site.problems() if "错误" in p] == []
    moved(site, "2018/2018-04/ben.md", "2017-12")
    text = (site.path / "content/2017/2017-12/ben.md").read_text("utf-8")
    expected = body.replace("/2018/2018-04/", "/2017/2017-12/").replace("](gong.svg", "](../../2018/2018-04/gong.svg")
    assert text.endswith(expected)
    assert "cover: ../../2018/2018-04/gong.svg\n" in text


def test_a_move_of_what_has_an_address_of_its_own(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """``permalink`` stays, and is no old address; ``slug`` goes along; an address that another has is not taken."""
    small(site)
    site.article("2018/2018-04/yong.md", "永", "2018-04-24", column="要闻", permalink="/yong.html")
    site.article("2018/2018-04/duan.md", "短", "2018-04-24", column="要闻", slug="d")
    moved(site, "2018/2018-04/yong.md", "2017-12")
    assert "aliases" not in (site.path / "content/2017/2017-12/yong.md").read_text("utf-8")
    assert capsys.readouterr().out.splitlines()[1:] == ["网址不变"]
    moved(site, "2018/2018-04/duan.md", "2017-12")
    moved(site, "2017/2017-12/duan.md", "2018-04")
    assert 'aliases: ["2017/2017-12/d.html"]' in (site.path / "content/2018/2018-04/duan.md").read_text("utf-8")
    site.article("2018/2018-04/lai.md", "来", "2018-04-24", column="要闻", aliases="[/2017/2017-12/zuotan.html]")
    before = tree(site)
    words = ["move", "content/2018/2018-04/zuotan.md", "--issue", "2017-12", "--site", str(site.path)]
    assert cli.main(words) == 2
    assert "content/2018/2018-04/lai.md 已经用着网址 2017/2017-12/zuotan.html，没有移动" in capsys.readouterr().err
    assert tree(site) == before
