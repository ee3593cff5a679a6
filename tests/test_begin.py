"""A site of one's own: what `init` writes, what stays as it is, and that no message speaks of somebody else's checkout."""

import ast
import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from jianbao import RELEASED, __version__, cli, pipeline
from jianbao.cache import program
from jianbao.channel import qr
from jianbao.check import rules
from jianbao.desk import beginning, handbook, pinning
from jianbao.errors import SiteError, UsageError, reason
from jianbao.files import patience
from jianbao.publish import confirm
from jianbao.settings import colour, config, described, knowledge
from jianbao.theme import loader

ROOT = Path(__file__).resolve().parent.parent
PINS = pinning.Pins("# 甲\n", "jianbao==0\n", "")
CHECKOUT = re.compile(
    r"build\.py|requirements\.lock|node_modules|(?<![\w/])tools/\w+\.py|\.venv|(?<![\w`])make (?:site|setup|lock)|(?<!content/)docs/[a-z-]+\.md"
)
"""Words that mean something only where the program is developed."""


def begin(folder: Path, kind: str = "妇联", name: str = "") -> beginning.Begun:
    """Writes what `init` would, and returns it."""
    made = beginning.begun(folder, name, kind, "2026-03-05", PINS)
    for path, data in made.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return made


@pytest.mark.parametrize("kind", beginning.kinds())
def test_a_new_site_of_each_kind_builds_without_a_word(kind: str, tmp_path: Path) -> None:
    """Two articles in an issue, and 关于本站; nothing to mend."""
    begin(tmp_path, kind)
    report = pipeline.build(pipeline.Request(tmp_path, tmp_path / "output", jobs=1, search=False))
    assert report.problems == ()
    month = tmp_path / "output/2026"
    assert sorted(p.relative_to(month).as_posix() for p in month.rglob("*.html")) == [
        "2026-03.html",
        "2026-03/bulletin.html",
        "2026-03/huodong.html",
        "2026-03/xie-fa.html",
    ]
    assert (tmp_path / "output/pages/about.html").is_file()


def test_check_finds_nothing_but_notices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path)
    assert cli.main(["check", "--strict", "--site", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert re.findall(r"(?:错误|警告)\[(.*?)\]", said) == ["url-example"]
    config_file = tmp_path / "config.yaml"
    config_file.write_text(config_file.read_text("utf-8").replace("example.org", "jianbao.cn"), "utf-8")
    assert cli.main(["check", "--strict", "--site", str(tmp_path)]) == 0


def test_what_is_there_stays_and_content_is_nobody_s_but_its_owner_s(tmp_path: Path) -> None:
    """In a folder that has something, what is missing is added, and no example article among real ones."""
    mine = {"config.yaml": b"site: {name: A}\n", "content/2020/a.md": b"---\ntitle: A\n---\n", ".gitignore": b"x\n"}
    for path, data in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    made = begin(tmp_path)
    assert {path: (tmp_path / path).read_bytes() for path in mine} == mine
    assert made.kept == ("config.yaml", ".gitignore")
    assert not any(path.startswith("content/") for path, _ in made.files)
    assert (tmp_path / "data/topics.yaml").is_file()
    assert begin(tmp_path).files == ()


def test_init_is_all_or_nothing_and_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pinning, "pins", lambda: PINS)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "我们的简报"]) == 0
    told = capsys.readouterr()
    assert "cd 我们的简报，再运行 jianbao serve --open" in told.err
    assert cli.main(["init", "我们 的 $x"]) == 0
    assert "cd '我们 的 $x'，再运行" in capsys.readouterr().err
    assert "config.yaml" in told.out.split("\n")
    assert config.load(tmp_path / "我们的简报").name == "我们的简报"
    (tmp_path / "文件").write_bytes(b"")
    assert cli.main(["init", "文件"]) == 2
    assert "建不了" in capsys.readouterr().err
    assert cli.main(["init", "别的", "--kind", "学枝"]) == 2
    assert "没有“学枝”这一种；是不是想写 学校？" in capsys.readouterr().err
    assert not (tmp_path / "别的").exists()


OTHERS = re.compile("妇联|维权服务|家庭建设|家庭教育|儿童")


def test_what_is_missing_is_filled_with_what_the_site_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By what config.yaml remembers, by its columns, by its name; a site that shows none gets nothing of another's."""
    for number, (written, kind) in enumerate(
        [
            ("# 单位类型：工会\nsite: {name: 甲}\n", "工会"),
            ("columns: [要闻, 劳动竞赛]\n", "工会"),
            ("site: {name: 某某小学通讯}\ncolumns: [要闻, 操场]\n", "学校"),
            ("site: {name: 甲}\ncolumns: [操场]\n", "单位"),
            ("site: {name: 甲}\n", "单位"),
        ]
    ):
        site = tmp_path / f"n{number}"
        site.mkdir()
        (site / "config.yaml").write_text(written, "utf-8")
        assert cli.main(["init", str(site)]) == 0
        assert f"按“{kind}”写的" in capsys.readouterr().err
        texts = [p.read_text("utf-8") for p in site.rglob("*") if p.is_file()]
        assert not any(OTHERS.search(text) for text in texts)
        snippet = json.loads((site / ".vscode/jianbao.code-snippets").read_text("utf-8"))["新的一条"]["body"]
        columns = [column.name for column in config.load(site).columns]
        assert (f"column: ${{2|{','.join(columns)}|}}" if columns else "column: ${2:栏目}") in snippet
        report = pipeline.build(pipeline.Request(site, site / "output", jobs=1, search=False))
        assert report.problems == ()
    union = tmp_path / "区总工会简报"
    assert cli.main(["init", str(union)]) == 0
    assert "按“工会”写的（名称里的“工会”）" in capsys.readouterr().err
    (union / "data/departments.yaml").unlink()
    assert cli.main(["init", str(union)]) == 0
    assert "总工会办公室" in (union / "data/departments.yaml").read_text("utf-8")
    assert config.load(union).footer.sponsor == ""


def test_an_example_address_is_told_and_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning of build and for a folder, a refusal with the cure for any other target."""
    begin(tmp_path)
    with (tmp_path / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("publish:\n  a: {provider: folder, path: ../www}\n  b: {provider: git, repository: ../x.git}\n")
    assert cli.main(["build", "--no-search", "--jobs", "1", "--site", str(tmp_path)]) == 0
    assert "警告[url-example]" in capsys.readouterr().err
    assert cli.main(["publish", "b", "--site", str(tmp_path)]) == 1
    assert "把 url 改成网站真正的网址" in capsys.readouterr().err
    assert cli.main(["publish", "a", "--dry-run", "--site", str(tmp_path)]) == 0
    assert "警告[url-example]" in capsys.readouterr().err


def test_a_host_that_is_not_there_is_said_once() -> None:
    """By the name of the setting, before anything is asked."""
    found = confirm.confirmed("https://zhan.invalid/", {}, [f"{n}.html" for n in range(12)], ())
    assert found.right == 0
    assert len(found.wrong) == 1
    assert "site.url 的主机 zhan.invalid 找不到" in found.wrong[0]


def test_every_page_for_editors_speaks_of_what_its_reader_has() -> None:
    """No word of the checkout in any Chinese page, as the installed program shows it."""
    words = re.compile(
        r"build\.py|requirements\.lock|node_modules|\.venv|(?<![\w`])make (?:site|setup|test|lock|exam|bench)|"
        r"`make |\btests/|\bbenchmarks/|publish\.yml\]|preview\.yml|pyproject|源代码"
    )
    found = {name: words.findall(handbook.source(name)) for name in handbook.EDITORS}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_code_has_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of `check` too, in the rule's own words, with the way to switch it off."""
    shipped = rules.load(None)
    monkeypatch.setattr(rules, "load", lambda _site: shipped)  # not once for each of eight hundred
    for code, rule in shipped.items():
        page = handbook.found(code)
        assert page.startswith(f"### `{code}`\n")
        assert str(rule.level) in page
        assert "off: true" in page or code in handbook.source("problems")


def test_a_folder_that_is_no_site_is_told_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("build", "serve", "search", "publish", "config"):
        assert cli.main([command, "--site", str(tmp_path)]) == 2
        assert (
            "不是网站文件夹；请先进入网站文件夹，或加 --site 文件夹；要新建一个，运行 jianbao init 文件夹"
            in capsys.readouterr().err
        )
    (tmp_path / "_config.yml").write_bytes(b"title: x\n")
    assert cli.main(["build", "--site", str(tmp_path)]) == 2
    assert (
        f"这里有 _config.yml，像是别的程序的网站：在新建的网站文件夹里运行 jianbao import {tmp_path}"
        in capsys.readouterr().err
    )


# Settings


def test_every_setting_is_described() -> None:
    """described.SETTINGS has the keys that config.py reads, and no other: a new key gets a line there."""
    groups = {"site": config.SITE, "pages": config.PAGES, "search": config.SEARCH, "channels": ("style", "font")}
    groups["footer"] = config.Footer.__slots__
    real = {f"{group}.{key}" for group, keys in groups.items() for key in keys} | (set(config.TOP) - groups.keys())
    assert {setting.key for setting in described.SETTINGS} == real
    schema = described.schema(("要闻",))["properties"]
    assert schema.keys() == set(config.TOP)
    assert schema["signoff"]["items"] == {"enum": ["要闻"]}


def test_a_new_config_says_what_every_setting_is_for(tmp_path: Path) -> None:
    """All of them, on or shut off; with the shut-off ones switched on it is read as well."""
    begin(tmp_path)
    text = (tmp_path / "config.yaml").read_text("utf-8")
    for setting in described.SETTINGS:
        assert re.search(rf"^#? *(?:# )?{setting.key.rpartition('.')[2]}:", text, re.MULTILINE), setting.key
        assert setting.about in text
    assert all(re.search("[\u4e00-\u9fff]", line) for line in text.split("\n") if re.match(r" *# [^a-z -]", line))
    about = {setting.about for setting in described.SETTINGS}
    lines = [line for line in text.split("\n")[2:] if re.sub(r"^[ #]*# ", "", line) not in about]
    opened = "\n".join(re.sub(r"^( *)# ", r"\1", line) for line in lines)
    assert set(yaml.safe_load(opened)) == set(config.TOP)


def test_what_config_prints_can_be_pasted_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path)
    with (tmp_path / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("publish:\n  zhan: {provider: folder, path: ../zhan, keep: 3, compress: true}\n")
    for options in ([], ["--comments"]):
        before = config.load(tmp_path)
        assert cli.main(["config", "--site", str(tmp_path), *options]) == 0
        (tmp_path / "config.yaml").write_text(capsys.readouterr().out, "utf-8")
        after = config.load(tmp_path)
        assert {f: getattr(after, f) for f in config.Config.__slots__ if f != "places"} == {
            f: getattr(before, f) for f in config.Config.__slots__ if f != "places"
        }
    assert cli.main(["publish", "--list-targets", "--site", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "zhan  folder  ../zhan\n"


def test_schema_of_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path)
    for what, key in (("article", "kicker"), ("config", "footer")):
        assert cli.main(["schema", what, "--site", str(tmp_path)]) == 0
        assert key in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize(
    ("written", "readable", "cure"),
    [
        ("#b3261e", True, "#b3261e"),
        ("#000", True, "#000000"),
        ("#f5a623", False, "#956515"),
        ("#fff", False, "#707070"),
    ],
)
def test_a_colour_is_judged_by_its_contrast(written: str, readable: bool, cure: str) -> None:
    """By day as it is written, by night made lighter; the cure passes, and no lighter step of it would."""
    made = colour.accent(written)
    assert made is not None
    assert (made.readable, colour.nearest(written)) == (readable, cure)
    assert colour.contrast(colour.rgb(made.night), colour.DARK) >= 7
    assert colour.contrast(colour.rgb(cure), colour.DAY) >= colour.LEAST


def test_a_site_s_own_colour_stands_in_the_style_sheet(tmp_path: Path) -> None:
    begin(tmp_path)
    text = (tmp_path / "config.yaml").read_text("utf-8")
    changed = text.replace("palette: 胭脂", 'palette: "#b3261e"')
    assert changed != text
    (tmp_path / "config.yaml").write_text(changed, "utf-8")
    theme = loader.load(tmp_path, config.load(tmp_path))
    sheets = [s.data.decode() for n, s in theme.statics.items() if n.endswith(".css") and b"#b3261e" in s.data]
    assert len(sheets) == 1
    assert sheets[0].endswith('[data-palette="#b3261e"] { --day-accent: #b3261e; --night-accent: #dd9d9a; }\n')
    pipeline.build(pipeline.Request(tmp_path, tmp_path / "output", jobs=1, search=False))
    assert 'data-palette="#b3261e"' in (tmp_path / "output/index.html").read_text("utf-8")
    (tmp_path / "config.yaml").write_text(text.replace("palette: 胭脂", 'palette: "#f5a623"'), "utf-8")
    with pytest.raises(SiteError, match=r"看不清：对比度 1\.8，至少要 4\.5\n.*#956515"):
        loader.load(tmp_path, config.load(tmp_path))


# The handbook, completion, pins


def test_the_handbook_builds_itself(tmp_path: Path) -> None:
    """docs/ as a site: every page an article, every link whole."""
    for path, data in handbook.site():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    report = pipeline.build(pipeline.Request(tmp_path, tmp_path / "output", jobs=1, search=False))
    assert report.problems == ()
    built = {p.stem for p in (tmp_path / "output/docs").glob("*.html")} - {"bulletin"}
    assert built == {p.stem for p in (ROOT / "docs").glob("*.md")}
    assert 'href="../docs/front-matter.html' in (tmp_path / "output/docs/bulletin.html").read_text("utf-8")


def test_the_handbook_answers_for_a_page_and_for_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", "broken-link"]) == 0
    assert capsys.readouterr().out.startswith("### `broken-link`\n")
    assert cli.main(["docs", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# 正文怎么写\n")
    with pytest.raises(UsageError, match="是不是想写 broken-link？"):
        handbook.found("broken-linkk")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if name not in text] == []
    assert "self-test" in text
    assert "config" in text
    assert "problems" in text, "the pages of docs"
    assert not re.search(r"show this help|choose from|usage", text)
    if shell == "bash":
        asked = "COMP_WORDS=(jianbao schema c); COMP_CWORD=2; _jianbao; printf '%s ' \"${COMPREPLY[@]}\""
        done = subprocess.run(["bash", "-c", f"{text}\n{asked}"], capture_output=True, text=True, cwd="/")
        assert done.stdout.split()[:1] == ["config"]


def test_completion_knows_the_values_of_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kinds and forms, the columns and targets of the site here, files; nothing where there is no site."""
    begin(tmp_path)
    text = (tmp_path / "config.yaml").read_text("utf-8") + "publish:\n  gongshi: {provider: folder, path: www}\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    names = [column.name for column in config.load(tmp_path).columns]
    for what, expected in (("columns", names), ("targets", ["gongshi"])):
        assert cli.main(["completion", "--values", what, "--site", str(tmp_path)]) == 0
        assert capsys.readouterr().out.split("\n") == [*expected, ""]
    assert cli.main(["completion", "--values", "columns", "--site", str(tmp_path / "nowhere")]) == 0
    assert cli.main(["completion"]) == 2
    capsys.readouterr()
    assert cli.main(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    program = f'jianbao() {{ {sys.executable} -m jianbao "$@"; }}'

    def completed(*words: str) -> list[str]:
        given = " ".join(f"'{word}'" for word in ("jianbao", *words))
        asked = f"COMP_WORDS=({given}); COMP_CWORD={len(words)}; _jianbao; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        run = ["bash", "-c", f"{script}\n{program}\n{asked}"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env=environment).stdout.split()

    assert completed("init", "--kind", "") == list(beginning.kinds())
    assert completed("redirects", "--form", "n") == ["nginx", "netlify"]
    assert completed("new", "--column", "") == names
    assert completed("publish", "g") == ["gongshi"]
    assert sorted(completed("import", "con")) == ["config.yaml", "content"]


def test_a_wheel_that_uv_installed_from_a_file_is_pinned_by_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """uv (and pipx, which has it) names the file and no digest; of a folder there is none."""
    wheel = tmp_path / "甲 乙" / "jianbao-0.2.0-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"wheel")
    told = {"url": wheel.as_uri(), "archive_info": {}}
    found = type("Found", (), {"read_text": lambda *_: json.dumps(told)})
    monkeypatch.setattr(pinning.importlib.metadata, "distribution", lambda _: found())
    assert pinning.own_digest() == (hashlib.sha256(b"wheel").hexdigest(), "")
    told |= {"url": tmp_path.as_uri(), "dir_info": {}}
    assert pinning.own_digest() == ("", "这里的 jianbao 不是从安装包装的")


def test_the_pins_are_those_of_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program needs, with what that needs again, and nothing of those who develop it; digests for all."""
    told = ["jinja2>=3", "pyyaml", 'pytest; extra == "dev"', 'botocore; extra == "publish"']
    monkeypatch.setattr(pinning.importlib.metadata, "requires", lambda _: told)
    monkeypatch.setattr(pinning, "own_digest", lambda: ("a" * 64, ""))
    made = pinning.pins()
    names = set(re.findall(r"^([\w.-]+)==", made.dependencies, re.MULTILINE))
    assert {"jinja2", "markupsafe", "pyyaml", "botocore", "urllib3"} <= names
    assert not names & {"pytest", "mypy", "ruff"}
    assert made.dependencies.count("==") <= made.dependencies.count("--hash=sha256:")
    told.append("numpy")
    locked = re.findall(r"^numpy==\S+ *;[^\n\\]*", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert len(locked) > 1  # one for each range of Python's versions, and every one is pinned
    assert re.findall(r"^numpy==\S+ *;[^\n\\]*", pinning.pins().dependencies, re.MULTILINE) == locked
    assert made.program.endswith(f"--hash=sha256:{'a' * 64}\n")


def test_a_self_test_without_search_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An automation that builds without what search needs must not publish a site without search."""
    begin(tmp_path)
    monkeypatch.setattr(program, "without_search", lambda: "缺少 numpy")
    assert cli.main(["build", "--self-test", "--site", str(tmp_path)]) == 2
    assert "网站里不会有搜索，--self-test 没有可试的：缺少 numpy" in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_a_release_says_the_same_everywhere() -> None:
    """The version, its day, what to do when upgrading, the tag that documents name, and what a release is made by."""
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\] - (\S+)\n+### When upgrading\n", changes, re.MULTILINE)
    assert newest
    assert newest.groups() == (__version__, RELEASED)
    tags = {
        tag for path in (ROOT / "docs").glob("*.md") for tag in re.findall(r"\brev: (\S+)", path.read_text("utf-8"))
    }
    assert tags == {f"v{__version__}"}
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    assert workflow[True]["push"]["tags"] == ["v*"]
    assert workflow["jobs"]["publish"]["permissions"] == {"id-token": "write"}
    assert "SECURITY.md" in {p.name for p in ROOT.iterdir()}


# Words of the checkout


def test_no_message_speaks_of_the_checkout() -> None:
    """Every text in the package that is no docstring: whoever installed the program has neither make nor docs/."""
    found = []
    for path in sorted((ROOT / "jianbao").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.IfExp) and "PROGRAM" in ast.unparse(node.test):
                docs |= {id(node.body), id(node.orelse)}  # said in a checkout only
            if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and "endswith" in ast.unparse(node.func)):
                docs |= {id(inner) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if (
                re.search("[\u4e00-\u9fff]", text)
                and id(node) not in docs
                and (hit := CHECKOUT.search(text))
                and path.name not in ("program.py", "kinds.py")
            ):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {hit[0]}")
    assert [line for line in found if not line.endswith((": requirements.lock", ": build.py"))] == []
    for path in [*(ROOT / "jianbao/desk/starter").rglob("*"), *(ROOT / "data").glob("*.yaml")]:
        if path.is_file():
            assert not CHECKOUT.search(path.read_text("utf-8").replace(".venv/\n", "")), path


@pytest.mark.slow
def test_the_wheel_carries_everything(tmp_path: Path) -> None:
    """`python -m build` in the checkout; the wheel has search with lunr's licence, themes, data, handbook, lock."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path)]
    released = {**os.environ, "JIANBAO_HOME": "https://code.example.org/jianbao/"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=released)
    assert done.returncode == 0, done.stdout + done.stderr
    from zipfile import ZipFile

    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    assert {
        "jianbao/bundles/ludao/lunr.LICENSE.txt",
        "jianbao/bundles/ludao/made.json",
        "jianbao/docs/problems.md",
        "jianbao/requirements.lock",
        "jianbao/desk/starter/kinds.yaml",
        "jianbao/themes/ludao/theme.yaml",
        *(f"jianbao/data/{name}.yaml" for name in knowledge.GENERAL),
    } <= names
    assert any(re.fullmatch(r"jianbao/bundles/ludao/app\.\w+\.js", name) for name in names)
    assert any(name.endswith("licenses/THIRD-PARTY.md") for name in names)
    assert not any(name.startswith(("content/", "tests/")) for name in names)
    readme = re.sub(r"^ *```.*?^ *```$", "", metadata.partition("\n\n")[2], flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", readme) == []
    assert "Project-URL: Changelog, https://code.example.org/jianbao/blob/main/CHANGELOG.md\n" in metadata


def test_a_package_that_nobody_has_said_an_address_for_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that leads to nothing is worse than none; the readme's own stay as they stand."""
    monkeypatch.delenv("JIANBAO_HOME", raising=False)
    said: dict[str, Any] = {}
    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["CustomMetadataHook"]
    hook(str(ROOT), {}).update(said)
    assert said["urls"] == {}
    assert said["readme"]["text"] == (ROOT / "README.md").read_text("utf-8")


# Windows


def test_a_file_that_windows_holds_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried again while another program has it; a refusal for another reason, or for ever, comes out, in words."""
    (tmp_path / "a").write_bytes(b"1")
    real = os.replace
    tries: list[Any] = []
    waited: list[float] = []

    class HeldError(PermissionError):
        winerror = 32

    def held(*given: Any, **more: Any) -> None:
        tries.append(given)
        if len(tries) < 3:
            raise HeldError(13, "in use")
        real(*given, **more)

    monkeypatch.setattr(patience.time, "sleep", waited.append)
    monkeypatch.setattr(patience.os, "replace", held)
    patience.replace(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"1"
    assert len(waited) == 2
    monkeypatch.setattr(patience.os, "replace", lambda *_, **__: (_ for _ in ()).throw(HeldError(13, "in use")))
    with pytest.raises(HeldError) as told:
        patience.replace(tmp_path / "b", tmp_path / "c")
    assert reason(told.value) == "正被别的程序打开，关上它再试"
    long = OSError(2, "x", f"C:\\{'甲' * 260}")
    long.winerror = 3  # type: ignore[attr-defined, unused-ignore]
    assert reason(long).startswith("路径超过 260 个字符")


def test_a_console_that_knows_no_utf_8_is_written_to(tmp_path: Path) -> None:
    """GBK, as on a Chinese Windows: what it has no sign for becomes its number; nothing breaks off."""
    begin(tmp_path, name="𠮷祥简报")
    command = [sys.executable, "-m", "jianbao", "config", "--site", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "gbk"})
    assert done.returncode == 0, done.stderr
    assert "name: \\U00020bb7祥简报" in done.stdout.decode("gbk")


def test_what_argparse_says_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """A value that there is not, with the nearest; no placeholder in English in any command's help."""
    assert cli.main(["completion", "bsh"]) == 2
    assert "没有“bsh”；是不是想写 bash？" in capsys.readouterr().err
    assert cli.main(["build", "--jobs"]) == 2
    assert "--jobs 后面要跟一个值" in capsys.readouterr().err
    for command in cli.COMMANDS.keys() - {"import"}:
        with pytest.raises(SystemExit):
            cli.parser(command).parse_args([command, "--help"])
        text = capsys.readouterr().out
        assert not re.search(r"show this|\b(?:SHELL|PATH|DIR)\b|usage:", text), command


def test_a_site_s_readings_stand_beside_those_that_came_along(tmp_path: Path) -> None:
    """One word more, one word otherwise; all others as shipped."""
    begin(tmp_path)
    (tmp_path / "data/pinyin.yaml").write_text("words:\n  来厦: lái shà\n  甲乙: jiǎ yǐ\n", "utf-8")
    made = config.load(tmp_path).pinyin
    assert (made["来厦"], made["甲乙"], made["在厦"]) == ("lái shà", "jiǎ yǐ", "zài xià")


def test_without_the_packages_that_draw_the_rest_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing is said first; the texts are made; the exit code says that it is not all."""
    begin(tmp_path)
    monkeypatch.setattr(qr, "EXTRA", ("a_package_that_nobody_has",))
    issue = tmp_path / "content/2026/2026-03"
    made = ["channel", "all", str(issue), "--site", str(tmp_path), "--to", str(tmp_path / "to")]
    assert cli.main(made) == 1
    said = capsys.readouterr()
    assert said.err.startswith(
        "没有装齐海报和二维码要用的程序包；请运行 pip install 'jianbao[channel]'；这次做不了图片"
    )
    assert "海报：没有做 haibao-1080x1920.png、fenxiang-1080x1080.png" in said.err
    files = {p.name for p in (tmp_path / "to").rglob("*") if p.is_file() and p.name[0] != "."}
    assert {"weibo.txt", "jianbao.docx", "youjian.eml"} <= files
    assert any(name.startswith("zhengwen") for name in files)
    assert not any(name.endswith((".png", ".svg")) for name in files)
    monkeypatch.undo()
    assert cli.main(made) == 0
    assert any(p.suffix == ".png" for p in (tmp_path / "to").rglob("*"))
