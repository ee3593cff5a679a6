"""``python build.py publish`` as its users meet it: words, exit codes, output for people and for programs."""

import json
import re
import sys
from pathlib import Path

import pytest

from jianbao import cli
from jianbao.commands import publish_report as report
from jianbao.publish import record
from tests.places import bucket
from tests.sites import Site
from tests.small import CONFIG, small
from tools import gateway as tools

TARGETS = """\
publish:
  web: {provider: folder, path: www, hook: [sh, -c, "cat >> purged.txt"]}
  oss:
    provider: oss
    bucket: jianbao-example
    prefix: site/
    endpoint: https://s3.oss-cn-hangzhou.aliyuncs.com
"""


@pytest.fixture
def built(tmp_path: Path) -> Site:
    site = small(Site(tmp_path / "site"))
    site.write("config.yaml", CONFIG + TARGETS)
    site.build()
    return site


def run(site: Site, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    capsys.readouterr()
    code = cli.main(["publish", "--site", str(site.path), *options])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_a_list_that_was_emptied_may_be_filled_again(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What was withdrawn does not come back; the tag that only it had may get another article."""
    article = ("2019/jia.md", "甲条", "2019-05-05", "甲文。\n")
    built.article(*article, tags=["独有"])
    built.build()
    assert run(built, capsys, "web")[0] == 0
    built.article(*article, tags=["独有"], status="已撤回")
    built.build()
    assert "这里已没有文章" in built.read("tags/独有.html")
    assert run(built, capsys, "web")[0] == 0
    built.article("2019/yi.md", "乙条", "2019-06-05", tags=["独有"])
    built.build()
    code, _, err = run(built, capsys, "web")
    assert (code, err) == (0, "")
    assert "乙条" in (built.path / "www/tags/独有.html").read_text("utf-8").replace("<wbr>", "")
    built.article(*article, tags=["独有"])
    built.build()
    code, _, err = run(built, capsys, "web")
    assert (code, "2019/jia.html 已经撤回" in err) == (1, True)


def test_publishing(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary line, a second time, a dry run, the CDN's command, the history, a rollback."""
    files = len(built.tree()) - 1
    code, out, err = run(built, capsys, "web", "--dry-run")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith(f"第 1 代：将上传 {files}（新 {files}），撤下 0，")
    assert not (built.path / "www").exists() or not any((built.path / "www").iterdir())
    code, out, err = run(built, capsys, "web")
    assert (code, err) == (0, "")
    assert out.startswith(f"第 1 代：上传 {files}（新 {files}），撤下 0，0.")
    purged = (built.path / "purged.txt").read_text("utf-8").splitlines()
    assert {"https://example.org/small/", "https://example.org/small/index.html"} <= set(purged)
    assert not [line for line in purged if "/assets/" in line]
    code, out, err = run(built, capsys, "web")
    assert (code, out.partition("，")[0]) == (0, "第 1 代：没有变化")
    built.article("2019/xin.md", "新", "2019-05-05")
    built.build()
    code, out, err = run(built, capsys, "web", "--json")
    told = json.loads(out)
    assert (code, told["generation"], told["changed"], told["dry_run"]) == (0, 2, True, False)
    assert {"path": "2019/xin.html", "reason": "新"} in told["uploads"]
    code, out, err = run(built, capsys, "web", "--history")
    assert code == 0
    assert [line.split("  ")[0] for line in out.splitlines()] == ["第 2 代", "第 1 代"]
    assert re.fullmatch(r"第 2 代  20\d\d-\d\d-\d\d \d\d:\d\d  \S+  -  \d+ 个文件，\d+\.\d MB", out.splitlines()[0])
    code, out, err = run(built, capsys, "web", "--history", "--json")
    assert [(g["number"], g["total"]) for g in json.loads(out)] == [(2, len(built.tree()) - 1), (1, files)]
    code, out, err = run(built, capsys, "web", "--rollback")
    assert (code, out.partition("：")[0]) == (0, "第 3 代（内容同第 1 代）")
    assert not (built.path / "www/2019/xin.html").exists()
    code, out, err = run(built, capsys, "web", "--rollback", "9")
    assert (code, out) == (1, "")
    assert err == "不发布：不能回退 9 代，一共只有 3 代；publish --history 列出能回退的\n"
    code, out, err = run(built, capsys, "web", "--verify")
    assert (code, out.partition("：")[0]) == (0, "第 4 代")
    code, out, err = run(built, capsys, "web", "--verify")
    assert (code, out.partition("，")[0]) == (0, "第 4 代：核对过")


def test_listing_targets(built: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is configured, without secrets."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "never-shown")
    code, out, err = run(built, capsys, "--list-targets")
    assert (code, err) == (0, "")
    assert out == ("web  folder  www\noss  oss  jianbao-example/site/  https://s3.oss-cn-hangzhou.aliyuncs.com\n")
    code, out, err = run(built, capsys, "--list-targets", "--json")
    assert [row["name"] for row in json.loads(out)] == ["web", "oss"]
    assert "never-shown" not in out


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "用法不对：要发布到哪里？可用：web、oss\n"),
        (["web", "--rollback", "0"], 2, "用法不对：--rollback 后面是要回退的代数，至少为 1\n"),
        (["wbe"], 2, "用法不对：没有叫“wbe”的发布目标。可用：web、oss\n"),
        (["web", "--verify", "--rollback"], 2, "用法不对：--rollback 和 --verify 不能同时用：一次做一件\n"),
        (["--nonsense"], 2, "用法不对：不认识的参数 --nonsense（jianbao --help 看用法）\n"),
    ],
)
def test_wrong_usage(
    options: list[str], code: int, message: str, built: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 for wrong usage, 1 for what cannot be done; the words say what can."""
    assert run(built, capsys, *options) == (code, "", message)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("  a: {provider: ftp}\n", "publish-provider"),
        ("  a: {provider: folder}\n", "publish-incomplete"),
        ("  a: {provider: s3, bucket: b, prefix: site}\n", "publish-prefix"),
        ("  a: {provider: s3, bucket: b, lease: 3}\n", "publish-lease"),
        ("  a: {provider: s3, bucket: b, headers: [{cache_control: x}]}\n", "publish-headers"),
        ("  a: {provider: s3, bucket: b, headers: [{pattern: '*', content_disposition: 简报}]}\n", "publish-headers"),
        ("  a: {provider: s3, bukcet: b}\n", "config-unknown-key"),
        ("  a: {provider: s3, bucket: b/site}\n", "publish-bucket"),
        ("  a: {provider: s3, bucket: b, prefix: ../other/}\n", "publish-prefix"),
        ("  a: {provider: oss, bucket: b, endpoint: oss.example.org}\n", "publish-endpoint"),
        ("  a: {provider: oss, bucket: b, endpoint: 'https://key:never-shown@oss.example.org'}\n", "publish-endpoint"),
        ("  a: {provider: folder, path: output}\n", "publish-path"),
        ("  a: {provider: folder, path: content/2018}\n", "publish-path"),
        ("  a: {provider: folder, path: .}\n", "publish-path"),
    ],
)
def test_a_target_s_mistakes(lines: str, message: str, built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes in config.yaml are told with their place."""
    built.write("config.yaml", CONFIG + "publish:\n" + lines)
    code, _, err = run(built, capsys, "a")
    assert code == 1
    assert f"错误[{message}]" in err
    assert "never-shown" not in err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "{provider: s3, bucket: b/site}",
            "29 错误[publish-bucket] bucket “b/site”不是桶的名字\n    只写桶名；桶里的文件夹写在 prefix",
        ),
        (
            "{provider: oss, bucket: b, endpoint: oss.example.org}",
            "43 错误[publish-endpoint] endpoint “oss.example.org”不是网址\n    写成 endpoint: https://oss.example.org",
        ),
        (
            "{provider: folder, path: output}",
            "31 错误[publish-path] path “output”与网站自己的 output/ 重叠\n    换一个文件夹，例如 path: www",
        ),
    ],
)
def test_a_place_that_is_none(line: str, told: str, built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What an editor reads: the fault, its place, the cure."""
    built.write("config.yaml", CONFIG + f"publish:\n  a: {line}\n")
    at = (CONFIG + "publish:\n").count("\n") + 1
    code, _, err = run(built, capsys, "a")
    assert (code, err) == (1, f"config.yaml:{at}:{told}\n1 个错误；output/ 未改动\n")


def test_nothing_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty output/ is refused, and nothing is touched."""
    site = small(Site(tmp_path / "site"))
    site.write("config.yaml", CONFIG + TARGETS)
    assert run(site, capsys, "web") == (
        1,
        "",
        "不发布：还没有构建，或上一次构建没有完成：先运行 jianbao\n",
    )
    site.build()
    (site.output / "index.html").unlink()
    code, out, err = run(site, capsys, "web")
    assert (code, out, err) == (1, "", "不发布：output/index.html 不见了：重新运行 jianbao\n")
    assert not [path for path in (site.path / "www").rglob("*") if path.is_file()]


def test_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that is written over on a terminal; elsewhere a line of its own every ten seconds."""
    now = [0.0]
    monkeypatch.setattr(report.time, "monotonic", lambda: now[0])
    said: list[str] = []
    bar = report.Bar(said.append)
    for second in range(1, 26):
        now[0] = second
        bar(second, 25, second * 10**6)
    bar.close()
    assert said == ["11/25 个文件，11.0 MB，1.0 MB/秒", "22/25 个文件，22.0 MB，1.0 MB/秒"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = report.Bar(said.append)
    now[0] += 2
    bar(10, 25, 50 * 10**6)
    bar.close()
    shown = f"\r{'█' * 12}{'░' * 18} 10/25 个文件，50.0 MB，25.0 MB/秒 \r\x1b[K"
    assert capsys.readouterr().err == shown


def test_drafts_are_not_published(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A build with --drafts is for looking at; what it left is refused until a build without has mended it."""
    built.build(drafts=True)
    refused = (1, "", "不发布：上一次构建用了 --drafts，里面可能有草稿：不加它再运行 jianbao\n")
    assert run(built, capsys, "web") == refused
    built.article("2019/caogao.md", "草稿", "2019-05-05", draft=True)
    built.build(drafts=True)
    assert (built.output / "2019/caogao.html").exists()
    assert run(built, capsys, "web") == refused
    built.build()
    assert run(built, capsys, "web")[0] == 0
    assert not (built.path / "www/2019/caogao.html").exists()


def test_refusals_as_data(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """--json tells every reason; people are told twenty."""
    for n in range(30):
        built.article(f"2019/n{n:02}.md", f"第{n}条", "2019-05-05")
    built.build()
    assert run(built, capsys, "web")[0] == 0
    for n in range(30):
        built.remove(f"content/2019/n{n:02}.md")
    built.build()
    code, out, err = run(built, capsys, "web", "--json")
    told = json.loads(out)["refused"]
    assert (code, len(told)) == (1, 31)
    assert told[0] == "地址 2019/n00.html 会消失：给文章写 aliases（旧地址），或用 status: 已撤回 留下说明"
    assert told[-1].endswith("--allow-shrink")
    assert err.splitlines() == [
        *(f"不发布：{why}" for why in told[:20]),
        f"不发布：{told[-1]}",
        "另有 10 条没有列出；加 --json 看全部",
    ]


def test_interrupted(built: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C says what became of the site; the next run goes on at once, the lease being its own."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(record.Record, "commit", interrupted)
        assert run(built, capsys, "web") == (130, "", "已中断；网站仍是完整的，再运行一次会接着做\n")
    assert run(built, capsys, "web")[0] == 0


def test_the_hook_s_own_words(built: Site, capfd: pytest.CaptureFixture[str]) -> None:
    """What the CDN's command prints does not stand in the answer; its words may be written twice."""
    hook = "[sh, -c, 'cat > given.txt; echo \"$@\"', x, --flag, a, --flag, a]"
    built.write("config.yaml", f"{CONFIG}publish:\n  web: {{provider: folder, path: www, hook: {hook}}}\n")
    built.build()
    capfd.readouterr()
    assert cli.main(["publish", "--site", str(built.path), "web", "--json"]) == 0
    shown = capfd.readouterr()
    assert json.loads(shown.out)["generation"] == 1
    assert shown.err == "--flag a --flag a\n"
    assert "https://example.org/small/2018/2018-04/zuotan.html" in (built.path / "given.txt").read_text("utf-8")


@pytest.mark.s3
def test_no_bucket_no_key(
    gateway: tools.Gateway, built: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the command line: a bucket that is missing, a key that is wrong, none at all."""
    bucket(gateway, "cli")
    place = f"{{provider: ceph, endpoint: '{gateway.url}', bucket: "
    built.write("config.yaml", f"{CONFIG}publish:\n  a: {place}nowhere}}\n  b: {place}cli}}\n")
    built.build()
    assert run(built, capsys, "a") == (
        1,
        "",
        "发布没有完成：Ceph 拒绝了请求（NoSuchBucket）：没有这个存储桶：核对 bucket 和 endpoint，或先建好它\n",
    )
    code, out, _ = run(built, capsys, "b")
    assert code == 0, out
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    assert "密钥不对：核对环境变量 AWS_SECRET_ACCESS_KEY" in run(built, capsys, "b")[2]
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    assert run(built, capsys, "b")[2] == (
        "发布没有完成：没有找到密钥：设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY\n"
    )
