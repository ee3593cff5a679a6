"""Around a publish: numbers of persons, previews, redirects, what readers get, a takedown to its end."""

import gzip
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from jianbao import cli, mime
from jianbao.publish import confirm, manifest, previews, redirects
from jianbao.publish.stores.folder import FolderStore
from jianbao.publish.target import Target
from tests.places import Place
from tests.sites import Site
from tests.small import CONFIG, small
from tools import servers

TARGET = "publish:\n  web: {provider: folder, path: www}\n"


@pytest.fixture
def built(tmp_path: Path) -> Site:
    site = small(Site(tmp_path / "site"))
    site.write("config.yaml", CONFIG + TARGET)
    site.build()
    return site


def run(site: Site, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    capsys.readouterr()
    code = cli.main([words[0], "--site", str(site.path), *words[1:]])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


# Numbers of persons


def test_a_mobile_number_is_not_published(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What is new is held to `check`'s rules, with the same place and cure; what an editor allowed passes."""
    assert run(built, capsys, "publish", "web")[0] == 0
    built.article("2019/dianhua.md", "咨询", "2019-05-05", body="咨询电话 13912345678。\n")
    built.build()
    code, out, err = run(built, capsys, "publish", "web")
    shown = run(built, capsys, "check", str(built.path / "content/2019/dianhua.md"))
    (line,) = (text.split("\n") for text in shown[1:] if "privacy-mobile" in text)
    at = next(n for n, text in enumerate(line) if "privacy-mobile" in text)
    assert (code, out) == (1, "")
    assert "。".join(part.strip() for part in err.split("\n")[:2]) == f"不发布：{line[at].strip()}"
    assert "content/2019/dianhua.md:5:6 错误[" in err
    assert err.endswith("不发布：照上面的提示改好，再构建、发布\n")
    assert not (built.path / "www/2019/dianhua.html").exists()
    for number in ("139****5678", "12338", "0592-5123456"):
        built.article("2019/dianhua.md", "咨询", "2019-05-05", body=f"咨询电话 {number}。\n")
        built.build()
        assert run(built, capsys, "publish", "web")[0] == 0


def test_what_is_published_already_is_not_asked_about(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """An old page with a number, from before the rule, does not stop the others."""
    built.article("2019/dianhua.md", "咨询", "2019-05-05", body="咨询电话 13912345678。\n")
    place = Place(built, Target("web", "folder", path="www"), lambda: FolderStore(built.path / "www"))
    place.publish()
    built.article("2019/xin.md", "新", "2019-06-05")
    built.build()
    assert run(built, capsys, "publish", "web")[0] == 0


# Previews


def test_a_preview(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Under a prefix of its own, not to be indexed, beside the site; listed, removed by command."""
    assert run(built, capsys, "publish", "web")[0] == 0
    before = tree(built.path / "www")
    built.article("2019/xin.md", "新", "2019-05-05")
    built.build()
    code, out, err = run(built, capsys, "publish", "web", "--as", "pr-7")
    assert code == 0
    assert out.startswith("第 1 代：上传 ")
    assert err == "预览：https://example.org/small/_preview/pr-7/index.html，14 天后由下一次发布删去\n"
    after = tree(built.path / "www")
    shown = {p.removeprefix("_preview/pr-7/"): d for p, d in after.items() if p.startswith("_preview/pr-7/")}
    pages = {p: d for p, d in shown.items() if p.endswith(".html")}
    assert all(b'<head><meta name="robots" content="noindex, nofollow">' in d for d in pages.values())
    plain = {p: d.replace(b'<meta name="robots" content="noindex, nofollow">', b"", 1) for p, d in shown.items()}
    assert {p: d for p, d in plain.items() if not p.startswith("_site/")} == {
        p: d for p, d in built.tree().items() if p != ".jianbao"
    }
    assert {p: d for p, d in after.items() if not p.startswith(("_preview/", "_site/"))} == {
        p: d for p, d in before.items() if not p.startswith("_site/")
    }
    until = date.today() + timedelta(days=14)  # noqa: DTZ011 (the site's zone is a few hours off at most)
    code, out, err = run(built, capsys, "publish", "web", "--previews", "--json")
    (listed,) = json.loads(out)
    assert (listed["name"], listed["url"]) == ("pr-7", "https://example.org/small/_preview/pr-7/")
    assert abs(date.fromisoformat(listed["until"]) - until) <= timedelta(days=1)
    # The main site neither minds it nor touches it.
    assert run(built, capsys, "publish", "web", "--verify")[0] == 0
    assert [p for p in tree(built.path / "www") if p.startswith("_preview/pr-7/")]
    # Another branch's preview may take things back, and a second publish sends what changed.
    built.remove("content/2019/xin.md")
    built.build()
    assert run(built, capsys, "publish", "web", "--as", "pr-7")[0] == 0
    code, out, err = run(built, capsys, "publish", "web", "--as", "pr-7", "--remove")
    assert (code, out) == (0, f"已删去预览 pr-7：{len(built.tree()) - 1} 个文件\n")
    assert not [p for p in tree(built.path / "www") if "preview" in p]
    assert run(built, capsys, "publish", "web", "--previews")[1] == "没有预览\n"


def test_a_preview_after_its_day(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The next publish removes it, also one with nothing else to do; another, whose day is to come, stays."""
    assert run(built, capsys, "publish", "web")[0] == 0
    for name in ("old", "young"):
        assert run(built, capsys, "publish", "web", "--as", name)[0] == 0
    store = FolderStore(built.path / "www")
    target = Target("web", "folder", path="www")
    previews.mark(store, target, "old", date(2020, 1, 1))
    code, _out, err = run(built, capsys, "publish", "web")
    assert (code, err) == (0, "提示：预览 old 已过期，删去了\n")
    assert [preview.name for preview in previews.listed(store, target)] == ["young"]
    assert not [p for p in tree(built.path / "www") if p.startswith("_preview/old/")]


def test_drafts_in_a_preview(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Only when asked for, and never in the site itself."""
    built.article("2019/caogao.md", "草稿", "2019-05-05", draft=True)
    built.build(drafts=True)
    assert "里面可能有草稿" in run(built, capsys, "publish", "web", "--as", "x")[2]
    assert run(built, capsys, "publish", "web", "--as", "x", "--drafts")[0] == 0
    assert (built.path / "www/_preview/x/2019/caogao.html").exists()
    assert run(built, capsys, "publish", "web", "--drafts")[:2] == (2, "")
    assert run(built, capsys, "publish", "web", "--as", "Ä")[0] == 2
    assert run(built, capsys, "publish", "web", "--as", "a/../b")[0] == 2


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# What readers get


@pytest.fixture
def web(built: Site, tmp_path: Path) -> Iterator[servers.Nginx]:
    """nginx over the folder that the site is published to, as docs/publishing.md has it."""
    if "nginx" in servers.missing():
        assert os.environ.get("CI") != "true", "no nginx: see tools/servers.py"
        pytest.skip("no nginx here (tools/servers.py)")
    rules = tmp_path / "www" / "redirects.nginx.conf"
    rules.parent.mkdir(exist_ok=True)
    text = "\n".join(f"{old}: {new}" for old, new in RULES.items())
    built.write("data/redirects.yaml", text + "\n")
    rules.write_text(redirects.written(redirects.read(built.path), "nginx", "/"))
    server = (
        "add_header X-Content-Type-Options nosniff always; location /_site/ { return 404; }\n"
        "if ($jianbao_moved) { return 301 $jianbao_moved; } error_page 404 /404.html;"
    )
    types = "types { application/manifest+json webmanifest; }"
    made = servers.Nginx(tmp_path / "nginx", built.path / "www", f"{types} include {rules};", server)
    (built.path / "www").mkdir()
    made.start()
    yield made
    made.stop()


RULES = {
    "/show.asp?id=123": "2018/2018-04/zuotan.html",
    "/show.asp?id=124&lang=cn": "2018/2018-04/jiuzhu.html",
    "/新闻/list.php?class=妇联": "tags.html",
    "/a$b+c.htm": "columns.html",
}


def test_what_readers_get(built: Site, web: servers.Nginx, capsys: pytest.CaptureFixture[str]) -> None:
    """--confirm fetches by site.url: right, then an old page that stands in between, a wrong type, an open record."""
    url = f"http://127.0.0.1:{web.port}/"
    built.write("config.yaml", re.sub(r"url: .*", f"url: {url}", CONFIG) + TARGET)
    built.build()
    code, _, err = run(built, capsys, "publish", "web", "--confirm")
    assert (code, err) == (0, "从 site.url 取了 12 处核对：0 处不对\n")
    assert run(built, capsys, "publish", "web", "--as", "pr-1", "--confirm")[2].startswith(
        "从 site.url 取了 12 处核对：0 处不对\n"
    )
    (built.path / "www/index.html").write_text("yesterday's", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confirm.time, "sleep", lambda _: None)
        code, _out, err = run(built, capsys, "publish", "web", "--confirm")
    assert code == 1
    assert "不对：index.html：与这次构建的不一样；多半是 CDN 还留着旧的，刷新它\n" in err


def test_what_may_be_wrong_between() -> None:
    """One message for each thing that may stand between the store and its readers."""
    from jianbao.publish.stores.wire import Answer

    item = manifest.Item("00", "", 1, "page")
    files = {"a.html": item}

    def said(status: int, headers: dict[str, str], body: bytes = b"x") -> str:
        return confirm.fault_of("a.html", Answer(status, headers, body), files)

    assert said(302, {"location": "https://elsewhere.example.org/"}).startswith(
        "a.html：回答 302，转到 https://elsewhere.example.org/；核对域名"
    )
    assert said(200, {"content-encoding": "gzip"}) == "a.html：压缩坏了"
    from jianbao import digest

    right = replace_content(item, digest.of_bytes(b"x").hex())
    files["a.html"] = right
    assert said(200, {"content-type": "text/html; charset=UTF-8"}) == ""
    assert said(200, {"content-type": "application/octet-stream"}).endswith(
        "Content-Type 是 application/octet-stream，应为 text/html; charset=utf-8"
    )
    assert said(200, {"content-type": "text/html", "content-encoding": "gzip"}, gzip.compress(b"x")) == ""
    assert confirm.fault_of("gone.html", Answer(200, {}, b""), files) == "gone.html：已经撤下，仍然读得到；刷新 CDN"


def replace_content(item: manifest.Item, content: str) -> manifest.Item:
    return item._replace(content=content)


def test_redirects_as_a_server_takes_them(built: Site, web: servers.Nginx) -> None:
    """nginx answers 301 to the page for each rule, and nothing else is moved."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(NoRedirect)

    def asked(path: str) -> tuple[int, str]:
        try:
            with opener.open(f"http://127.0.0.1:{web.port}{path}") as answer:
                return answer.status, ""
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("location", "").partition(f":{web.port}")[2]

    assert asked("/show.asp?id=123") == (301, "/2018/2018-04/zuotan.html")
    assert asked("/show.asp?id=124&lang=cn") == (301, "/2018/2018-04/jiuzhu.html")
    assert asked("/a$b+c.htm") == (301, "/columns.html")
    assert asked("/show.asp?id=12")[0] == 404
    assert asked("/%E6%96%B0%E9%97%BB/list.php?class=%E5%A6%87%E8%81%94") == (301, "/tags.html")


def test_redirects_in_other_forms(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Apache's, Netlify's, a table for consoles; published with the site where the target says so."""
    built.write("data/redirects.yaml", "/show.asp?id=123: 2018/2018-04/zuotan.html\n/old.htm: tags.html\n")
    assert run(built, capsys, "redirects", "--form", "apache")[1] == (
        "RewriteEngine On\n"
        "RewriteRule ^old\\.htm$ /small/tags.html [R=301,L,NE,QSD]\n"
        "RewriteCond %{QUERY_STRING} ^id=123$\n"
        "RewriteRule ^show\\.asp$ /small/2018/2018-04/zuotan.html [R=301,L,NE,QSD]\n"
    )
    assert run(built, capsys, "redirects", "--form", "netlify")[1] == (
        "/old.htm /small/tags.html 301!\n/show.asp id=123 /small/2018/2018-04/zuotan.html 301!\n"
    )
    assert run(built, capsys, "redirects", "--form", "csv")[1].splitlines()[1] == '"/old.htm","/small/tags.html"'
    built.write("config.yaml", f"{CONFIG}publish:\n  web: {{provider: folder, path: www, redirects: netlify}}\n")
    built.build()
    assert run(built, capsys, "publish", "web")[0] == 0
    assert (built.path / "www/_redirects").read_text().count("301!") == 2
    built.write("data/redirects.yaml", "/show.asp?id=123: 2018/nowhere.html\n")
    code, out, err = run(built, capsys, "publish", "web")
    assert "data/redirects.yaml 警告[output-behind]" in err
    assert (code, out, err[err.index("不发布") :]) == (
        1,
        "",
        "不发布：data/redirects.yaml 里的“/show.asp?id=123”要转到 2018/nowhere.html，网站里没有这一页：核对地址\n"
        "不发布：改好 data/redirects.yaml，再发布\n",
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("show.asp: a.html", "publish-redirect-from"),
        ("/a b: a.html", "publish-redirect-from"),
        ("/a: ../x.html", "publish-redirect-to"),
    ],
)
def test_redirects_that_are_none(line: str, code: str, built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes are told with their place."""
    built.write("data/redirects.yaml", line + "\n")
    assert (
        f"data/redirects.yaml:1:{line.index(':') + 3 if code == 'publish-redirect-to' else 1} 错误[{code}]"
        in (run(built, capsys, "redirects")[2])
    )


# A takedown to its end


def test_a_takedown(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the withdrawal everything that has the text is named; after it nothing of ours has, and people are told."""
    article = built.path / "content/2018/2018-04/zuotan.md"
    text = article.read_text("utf-8")
    sentence = "这一句只在这篇文章里。"
    article.write_text(f"{text}\n{sentence}\n", "utf-8")
    built.build(search=True)
    assert run(built, capsys, "publish", "web")[0] == 0
    assert run(built, capsys, "publish", "web", "--as", "pr-1")[0] == 0
    article.write_text(f"{text}\n{sentence}\n\n再一句。\n", "utf-8")
    built.build(search=True)
    assert run(built, capsys, "publish", "web")[0] == 0
    asked = ("takedown", "web", str(article.relative_to(built.path)), "--words", sentence.rstrip("。"))
    os.chdir(built.path)
    code, out, _ = run(built, capsys, *asked)
    states = dict(
        re.findall(r"\[(\S+)\] ([^：]+)：", out) and [(b, a) for a, b in re.findall(r"\[(\S+)\] ([^：]+)：", out)]
    )
    assert code == 1
    assert states["2018/2018-04/zuotan.html"] == "还在"
    assert states["为回退保留的旧内容"] == "还在"
    assert states["预览 pr-1"] == "还在"
    article.write_text(article.read_text("utf-8").replace("---\n", "---\nstatus: 已撤回\n", 1), "utf-8")
    built.build(search=True)
    assert run(built, capsys, "publish", "web")[0] == 0
    assert run(built, capsys, "publish", "web", "--as", "pr-1", "--remove")[0] == 0
    code, out, _ = run(built, capsys, *asked)
    assert code == 0, out
    assert "还在 0，没有查 0，要人去做" in out
    for who in ("百度", "必应", "360搜索", "搜狗", "CDN", "其他渠道"):
        assert f"[请做] {who}：" in out


def test_one_table_of_media_types() -> None:
    """What is published, previewed and checked goes by one table."""
    assert mime.of("a/b.HTML") == "text/html; charset=utf-8"
    assert mime.of("x.woff2") == "font/woff2"
    assert mime.of("x.md") == "text/plain; charset=utf-8"
    assert mime.of("noending") == mime.of("x.exe") == "application/octet-stream"
    assert mime.text("x.csv")
    assert not mime.text("x.png")
