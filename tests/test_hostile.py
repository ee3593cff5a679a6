"""Samples of the campaigns of ``make hostile``, and each guard by itself."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import stat
from pathlib import Path
from types import CodeType

import jinja2
import pytest
from jinja2.exceptions import SecurityError

from jianbao import files, mime
from jianbao.cache import records
from jianbao.cache.state import State, state_path
from jianbao.check import rules
from jianbao.check.entities import people
from jianbao.check.expressions import linear
from jianbao.errors import UsageError
from jianbao.files import folders
from jianbao.importer import reading
from jianbao.importer.archive import plainhtml, tags, wordpress
from jianbao.theme import bounds, unseen
from jianbao.theme.environment import Loader, Sealed
from tests.conftest import EXAMPLES
from tests.expressions import house
from tests.hostile import apart, damage, floods, kills, links, patterns, vectors
from tests.sites import Site

EVERY = 1 if EXAMPLES else 40
"""Of how many cases the tests of every day try one."""

# ---- expressions ----

EXPRESSIONS = {
    "(a+)+b": "exponential",
    "(a|a)*b": "exponential",
    "(a*)*b": "exponential",
    "(?:a?b?)*c": "exponential",
    r"(\w+\s?)*$": "exponential",
    "a+b": "quadratic",
    "a*a*b": "quadratic",
    r"\s+$": "quadratic",
    r"\d+年": "quadratic",
    "x.*y": "quadratic",
    "<[^>]*>": "quadratic",
    r"(?=\d+x)y": "quadratic",
    "a{2,300}b": "quadratic",
    "a+": "",
    "(?<!a)a+b": "",
    r"(?<!\s)\s++$": "",
    "<[^<>]*>": "",
    "^a+b": "",
    r"\d+(?:\.\d+)?": "",
    "(?:ab|cd)*e": "quadratic",
    "a{2,30}b": "",
}
BOUNDED = {
    "jianbao.check.entities.people:": "the sixty characters before a name, through which the campaign measures it (its table DOORS)",
    **dict.fromkeys(
        ["jianbao.importer.archive.tags:", "jianbao.importer.archive.wordpress:", "jianbao.theme.unseen:"],
        "each looks no further than the next mark of its own name, which the judge cannot see; the test below times them",
    ),
}
"""Where expressions stand that the judge would refuse, and why they are there all the same."""


@pytest.mark.parametrize("pattern", EXPRESSIONS)
def test_the_judge_of_expressions(pattern: str) -> None:
    """What can be walked in more than one way is found by its structure."""
    assert linear.fault(pattern) == EXPRESSIONS[pattern]


def test_every_expression_of_the_house_is_linear() -> None:
    """By its structure, in the way in which it is used; those that a table names are bounded by something else.

    Those of Python-Markdown's marks as well, and those of the data that comes with the house: a site that has a copy of it
    is judged by them. No row of the table is idle.
    """
    found = patterns.everything()
    assert len(found) > 900
    slow = {e.where: linear.fault(e.pattern, e.flags, e.mode) for e in found}
    slow = {where: how for where, how in slow.items() if how}
    assert {where: how for where, how in slow.items() if not where.startswith(tuple(BOUNDED))} == {}
    assert [row for row in BOUNDED if not any(where.startswith(row) for where in slow)] == []


def test_how_an_expression_is_used_is_known_across_modules() -> None:
    """What one module makes and another asks in full is judged so, and what begins somewhere is searched for."""
    modes = {(e.where.partition(":")[0], e.pattern[:10]): e.mode for e in house()[0]}
    assert modes["jianbao.importer.line.controls", "(?:更多|精彩|查"] == "fullmatch"
    assert modes["jianbao.markdown.starts", "(=++|-++)["] == "match"
    assert modes["jianbao.markdown.definitions", "(?:(?<![ \\"] == "search"


def test_no_expression_takes_four_times_as_long_on_twice_the_text() -> None:
    """A sample of all, on their own characters."""
    counts = patterns.campaign(EVERY)
    assert set(counts) == {"tried", "linear"}


def test_the_door_before_an_expression_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks sixty characters back is slow when it looks back to the beginning, and the campaign sees it."""
    assert set(patterns.DOORS) < set(BOUNDED)
    one = next(e for e in house()[0] if e.where.startswith("jianbao.check.entities.people:") and "posts" in e.pattern)
    assert patterns.slow(one, ["主席"], 2_000, 4_000) == ""
    monkeypatch.setattr(people, "FAR", 10_000)
    assert patterns.slow(one, ["主席"], 2_000, 4_000) == "主席"


BEGUN = ("{% note %} ", '[caption id="x"] ', "<video src=a> ", "<script> ", "{{< note >}} ", "{{", "{% a ", "![a](b")


@pytest.mark.parametrize("mark", BEGUN)
def test_marks_without_end_are_not_looked_for_again_and_again(mark: str) -> None:
    """600 KB of beginnings, for those patterns that no structure shows to be linear."""
    text = mark * (600_000 // len(mark))

    def all_of_it() -> None:
        tags.translated(text)
        wordpress.body(text, [], "1")
        plainhtml.markdown(text)
        unseen.blocked("x.html", text, "script-src 'self'")
        assert unseen.laid(text) is not None

    assert apart.told(all_of_it).how == ""


def test_an_editor_s_slow_rule_is_refused(site: Site) -> None:
    """With its place; the same rule with a limit is taken."""
    site.article("2018/a.md")
    rule = "man:\n  level: 警告\n  message: 空格\n  pattern: '{}'\n"
    site.write("data/wording.yaml", rule.format(r"\d{1,9}\s{0,9}人"))
    assert rules.load(site.path)["man"].pattern
    site.write("data/wording.yaml", rule.format(r"\d+\s*人"))
    code, said = damage.run(site, "check")
    assert (code, "data/wording.yaml:4:12 错误[pattern-slow] pattern 遇到长的一行会查得极慢" in said) == (1, True)


# ---- templates ----

ESCAPES = (
    "{% import 'm' as m %}{{ m.__init__.__globals__ }}",
    "{% for i in x %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for i in x %}{{ loop._iterable }}{% endfor %}",
    "{{ self.__init__.__globals__ }}",
    "{{ (1.5).__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ x.append(1) }}",
    "{{ ''.join }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ x|attr('__class__') }}",
    "{{ x|map('attr', '__class__')|list }}",
    "{{ x|sum(attribute='__class__') }}",
    "{{ x|groupby('__class__') }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ range(9) }}",
    "{{ self._TemplateReference__context }}",
    "{% macro f() %}{{ caller.__init__ }}{% endmacro %}{% call f() %}{% endcall %}",
    "{% macro f() %}{% endmacro %}{{ f._func.__globals__ }}",
    "{{ x['__class__'] }}",
    "{{ x|random }}",
)
CLOSED = (jinja2.UndefinedError, SecurityError, jinja2.TemplateAssertionError, jinja2.TemplateRuntimeError)
ENDLESS = (
    "{% for a in x %}{% for b in x %}{% for c in x %}{% for d in x %}{% for e in x %}{% for f in x %}{% for g in x %}"
    + "{% endfor %}" * 7,
    "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% set x = 'aaaaaaaa' %}" + "{% set x = x ~ x %}" * 60,
    "{% set x = 'aaaaaaaa' %}" + "{% set x = x + x %}" * 60,
    "{% set x = [1] %}" + "{% set x = x + x %}" * 60,
    "{% set x = 'aaaaaaaa' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60,
    "{% set x = 'aaaaaaaa' %}" + "{% set x = x|replace('a', 'aaaaaaaa') %}" * 20,
    "{{ 'a' * 10**9 }}",
    "{{ (9**3000) ** 3000 }}",
    "{{ '%9999999d' % 1 }}",
    "{{ '%9999999d'|format(1) }}",
    "{{ 'a'|center(10**9) }}",
    "{{ x|batch(10**8, 0)|list }}",
)


def rendered(template: str) -> str:
    codes: dict[str, CodeType] = {}
    environment = Sealed(Loader(lambda: codes), lambda name, _: name, {})
    for name, source in {"m": "{% macro f(x) %}{{ x }}{% endmacro %}", "t": template}.items():
        codes[name] = environment.compile(source, name, name)
    environment.meter.begin()
    return environment.get_template("t").render({"x": list(range(10))})


@pytest.mark.parametrize("template", ESCAPES)
def test_a_template_sees_keys_and_nothing_else(template: str) -> None:
    """Whatever leads to Python is an unknown name, or cannot be called."""
    with pytest.raises(CLOSED):
        rendered(template)


def test_what_python_has_cannot_be_called() -> None:
    """Even where a template came by it: a function, a class, a method, a filter."""
    environment = Sealed(Loader(dict), lambda name, _: name, {})
    known: tuple[object, ...] = (print, dict, [].append, "".format, os.system)
    assert [one for one in known if environment.is_safe_callable(one)] == []


@pytest.mark.parametrize("template", ENDLESS)
def test_a_template_ends(template: str) -> None:
    """Its steps and what it makes are counted."""
    with pytest.raises(bounds.TooMuchError):
        rendered(template)


def test_what_a_template_may_do_it_still_may() -> None:
    """Macros, blocks, loops with their names, and filters."""
    text = (
        "{% import 'm' as m %}{{ m.f(1) }}{% for i in x[:2] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}"
        "{% macro g() %}<{{ caller() }}>{% endmacro %}{% call g() %}c{% endcall %}{{ x|join('-')|length }}"
        "{% block b %}{% for i in [[1], []] recursive %}.{{ loop(i) if i is iterable and i is not number }}{% endfor %}"
        "{% endblock %}{{ '%s'|format(3) }}{{ 2 ** 3 * 2 + 1 }}{{ 'a' ~ 1 }}"
    )
    assert rendered(text.replace("{{ loop(i) if i is iterable and i is not number }}", "")) == "11a2b<c>19..317a1"


# ---- attachments, files, folders ----


@pytest.mark.parametrize("name", vectors.NAMES)
def test_a_page_is_no_attachment(name: str) -> None:
    """Nor is what a server runs, whatever ending stands behind it, and settings cannot make it one."""
    assert mime.refused(f"2018/{name}", ("html", "xml", "js", "php")).endswith("文件")
    assert name == "evil.php.jpg" or mime.fault_of_ending(name.rpartition(".")[2].lower())


def test_what_offices_attach_is_published() -> None:
    names = "pdf ofd doc docx xls xlsx ppt pptx wps et dps zip rar 7z txt csv mp3 mp4 jpg jpeg png gif webp avif svg"
    assert [n for n in names.split() if mime.refused(f"a/通知.{n.upper()}", ())] == []
    assert mime.refused("a/x.epub", ()) == ".epub 文件"
    assert [e for e in (*mime.PICTURES, *mime.OFFICE) if mime.of(f"a.{e}") == mime.UNKNOWN] == []
    assert mime.refused("a/x.epub", ("epub",)) == ""


def test_an_attachment_that_is_a_page_is_told(site: Site) -> None:
    """At the link, with the cure; and settings may add a harmless kind, not a page."""
    site.article("2018/a.md", body="[甲](jia.html) [乙](yi.epub)\n")
    site.write("content/2018/jia.html", "<script>")
    site.write("content/2018/yi.epub", "x")
    assert site.problems() == [
        "content/2018/a.md:5:5 错误[attachment-refused] .html 文件不能作附件发布：jia.html\n"
        "    另存为 PDF，或放进 .zip 再链接；网页和脚本会以本站的名义运行",
        "content/2018/a.md:5:19 错误[attachment-refused] .epub 文件不能作附件发布：yi.epub\n"
        "    另存为 PDF，或放进 .zip 再链接；确实要发布这种文件，在 config.yaml 里写 attachments: [epub]",
    ]
    site.write("config.yaml", "attachments: [epub, html]\nfooter: {police_url: 'javascript:alert(1)'}\n")
    assert site.problems() == [
        "config.yaml:1:21 错误[config-attachment] attachments 里的“html”不能用：这种文件会在读者的浏览器里或服务器上运行\n"
        "    网页放进 .zip，或另存为 PDF",
        "config.yaml:2:22 错误[config-url] footer.police_url 应为完整网址，现为“javascript:alert(1)”\n    以 https:// 开头写全",
    ]


def test_control_characters_by_number_are_told(site: Site) -> None:
    """&#11; would make the feed unreadable; in code it is text."""
    site.article("2018/a.md", body="<p>甲&#11;乙</p>\n")
    assert site.problems() == [
        "content/2018/a.md:5:5 错误[control-character] 这里用 &#11; 写了一个看不见的控制字符\n    删去它"
    ]
    site.article("2018/a.md", body="`&#11;`\n")
    assert site.problems() == []


@pytest.mark.parametrize("by_descriptor", [True, False])
def test_a_folder_is_written_into_through_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_descriptor: bool
) -> None:
    """By descriptors, and where the system has none by a look at each step: the same."""
    monkeypatch.setattr(folders, "BY_DESCRIPTOR", by_descriptor)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("theirs")
    (tmp_path / "staged").write_text("ours")
    with folders.Folder(tmp_path / "root") as root, folders.Folder(tmp_path / "refuge") as refuge:
        root.make("x/y")
        (tmp_path / "root" / "x" / "link").symlink_to(outside)
        (tmp_path / "root" / "file").symlink_to(outside / "a")
        for act in (
            lambda: root.make("x/link/z"),
            lambda: root.unlink("x/link/a"),
            lambda: root.write("x/link/b", b"ours"),
            lambda: root.replace(str(tmp_path / "staged"), "x/link/a"),
            lambda: root.move("x/link/a", refuge),
        ):
            with pytest.raises(folders.LinkError):
                act()
        root.write("file", b"ours")
        assert (root.is_link("x/link"), root.is_link("file"), root.exists("x/none")) == (True, False, False)
        assert [root.move("x/link", refuge), root.move("file", refuge)] == ["x/link", "file"]
        root.write("file", b"again")
        assert root.move("file", refuge) == "file.2"
    assert (outside / "a").read_text() == "theirs"
    assert [p.name for p in outside.iterdir()] == ["a"]
    assert (tmp_path / "refuge" / "file").read_bytes() == b"ours"


@pytest.mark.skipif(not folders.BY_DESCRIPTOR, reason="this system opens by names only")
def test_a_link_that_comes_after_the_look_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody puts it there between the look at a step and the step."""
    outside = tmp_path / "outside"
    outside.mkdir()
    place = tmp_path / "root" / "x"
    place.mkdir(parents=True)

    inode = place.stat().st_ino

    def looked(info: os.stat_result) -> bool:
        if info.st_ino == inode:
            place.rmdir()
            place.symlink_to(outside)
        return False

    with folders.Folder(tmp_path / "root") as root:
        monkeypatch.setattr(folders, "leads_elsewhere", looked)
        with pytest.raises(OSError, match="x"):
            root.write("x/a", b"ours")
    assert place.is_symlink()
    assert list(outside.iterdir()) == []


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A pipe, a device, a folder, a link that leads out, one that leads round, one too large: told, and not read."""
    root = tmp_path / "root"
    root.mkdir()
    os.mkfifo(root / "pipe")
    (root / "zero").symlink_to("/dev/zero")
    (root / "loop").symlink_to(root / "loop")
    (root / "out").symlink_to("/etc/passwd")
    (root / "large").write_bytes(bytes(11))
    (root / "good").write_bytes(b"good")
    (root / "in").symlink_to(root / "good")
    said = {}
    for walked in (False, True):
        for name in ("pipe", "zero", "loop", "out", "large", "none", "good", "in", "."):
            found = files.read(root / name, name, 10, root, walked=walked)
            said[name] = found if isinstance(found, bytes) else found.code
        assert said == {
            "pipe": "not-a-file",
            "zero": "link-outside",
            "loop": "link-broken",
            "out": "link-outside",
            "large": "file-too-large",
            "none": "unreadable",
            "good": b"good",
            "in": b"good",
            ".": "unreadable",
        }
    found = files.read("/dev/zero", "x", 10, None)
    assert not isinstance(found, bytes)
    assert found.code == "not-a-file"


def test_a_lock_that_is_a_link_is_not_written_through(site: Site, tmp_path: Path) -> None:
    """The link goes, and is told; what it leads to stays."""
    site.article("2018/a.md")
    site.build()
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    lock = site.path / ".cache" / "jianbao.lock"
    lock.unlink()
    lock.symlink_to(theirs)
    assert site.problems() == [
        ".cache/jianbao.lock 提示[cache-link] 这里的符号链接已删去，它指的文件没有动\n    不用做什么"
    ]
    assert theirs.read_text() == "theirs"
    assert stat.S_ISREG(lock.lstat().st_mode)


# ---- records ----


def test_a_record_verifies_or_is_not_decoded() -> None:
    """Every single bit, and another record's key."""
    value = {"a": [1, 2.5, "甲", b"\0", None, True, ("x",)]}
    record = records.packed("key", value)
    assert records.unpacked("key", record) == value
    for bit in range(8 * len(record)):
        broken = bytearray(record)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(records.DamagedError):
            records.unpacked("key", bytes(broken))
    for other in (record[:-1], record + b"x", b"", None, "text", 5):
        with pytest.raises(records.DamagedError):
            records.unpacked("key", other)
    with pytest.raises(records.DamagedError):
        records.unpacked("kez", record)


def test_a_ledger_that_has_lost_rows_is_forgotten(site: Site) -> None:
    """SQLite does not tell; the number of rows does."""
    site.article("2018/a.md")
    site.build()
    before = site.tree()
    kept = site.path / ".cache" / "jianbao.sqlite"
    with State(kept) as state:
        state.put("seal", None)
    with contextlib.closing(sqlite3.connect(kept)) as db, db:
        db.execute("DELETE FROM page WHERE path LIKE '2018/%'")
    told = site.problems()
    assert [text.partition("]")[0] for text in told] == [".cache/jianbao.sqlite 提示[cache-forgotten"]
    assert site.tree() == before


# ---- samples of the campaigns ----


def good(counts: dict[str, int]) -> dict[str, int]:
    from tests.hostile.__main__ import WELL

    return {outcome: n for outcome, n in counts.items() if outcome not in WELL}


def test_markup_that_wants_to_run_does_not(tmp_path: Path) -> None:
    counts = vectors.campaign(tmp_path)
    assert (good(counts), counts["tried"]) == ({}, 2 * len(vectors.HTML) + len(vectors.NAMES))


def test_the_eye_for_markup_that_runs() -> None:
    """Unsanitised, nearly all of these are seen to run: the eye is not blind."""
    seen = [name for name, text in vectors.HTML.items() if not name.startswith("md ") and vectors.runs(text)]
    assert len(seen) > 60


def test_a_damaged_cache(quick_path: Path) -> None:
    assert good(damage.campaign(quick_path, EXAMPLES or 20)) == {}


def test_every_value_that_a_cache_has_lost_is_missed(quick_path: Path) -> None:
    """A turned bit in a key leaves a row that nobody asks for; what was not found is not what never was."""
    whole = damage.base(quick_path / "base")
    expected = damage.copied(whole, quick_path / "edited")
    damage.edit(expected)
    damage.run(expected, "build")
    state = state_path(whole.path, whole.output)
    with contextlib.closing(sqlite3.connect(state)) as db:
        keys = [key for (key,) in db.execute("SELECT key FROM about WHERE key <> 'about'")]
    assert {"names", "rows", "since", "theme"} <= set(keys)
    for number, key in enumerate(keys):
        site = damage.copied(whole, quick_path / "try")
        with contextlib.closing(sqlite3.connect(state_path(site.path, site.output))) as db:
            db.execute("UPDATE about SET key = 'x' || key WHERE key = ?", (key,))
            db.commit()
        damage.edit(site)
        # check takes over what the build has read, whichever value was lost.
        words = ("build", "check", "build") if EXAMPLES or number % 6 == 0 else ("build", "build")
        assert damage.outcome(site, expected.tree(), key, words) == "told"


def test_links_lead_nothing_out(quick_path: Path) -> None:
    assert len(links.PLACES) >= 40
    assert good(links.campaign(quick_path, EVERY, 3)) == {}


def test_killed_commands_leave_nothing_half(quick_path: Path) -> None:
    assert good(kills.campaign(quick_path, EVERY, 5)) == {}


QUICK = re.compile(
    "article: a |data: |settings: |theme: |drawing: |picture: (?!large|as large)|alias|permalink|page: (?!blanks|lines)"
)


ONCE_WRONG = (
    "article: quotation marks",
    "article: title marks",
    "article: closing what is not open",
    "article: a loop",
    "folders without end",
    "import: sixty megabytes",
    "word: many paragraphs",
)
"""What the whole campaign found when the samples of every day had not."""


@pytest.mark.parametrize(
    "name", sorted({*[name for name in floods.cases() if QUICK.match(name)][:: 1 if EXAMPLES else 3], *ONCE_WRONG})
)
def test_floods(name: str, quick_path: Path) -> None:
    site = Site(quick_path / "site")
    site.write("content/2018/gut.md", "---\ntitle: 好的\ndate: 2018-01-02\n---\n\n正文。\n")
    wrong, _, _ = floods.outcome(site, floods.cases()[name])
    floods.removed(quick_path / "site")
    assert wrong == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [("中" * 4_000_001, "超过 400 万字，一次导入不了；分成几个文件"), ("中\n" * 50_000, "50001 行（段），超过 50000 行，一次导入不了；分成几个文件")],
)  # fmt: skip
def test_more_than_an_article_holds_is_not_taken_in(text: str, said: str) -> None:
    """The build would refuse it; whoever imports hears it first."""
    with pytest.raises(UsageError, match=said):
        reading.source("a.txt", text.encode())


def test_what_is_too_much_is_noticed() -> None:
    """The scales are no decoration: too long, too large, a crash and a traceback are told apart."""
    assert apart.told(lambda: sum(range(10)), seconds=1).how == ""
    assert apart.told(lambda: all(True for _ in iter(int, 1)), seconds=1).how in ("SIGXCPU", "SIGKILL")
    assert apart.told(lambda: len(b"x" * 300_000_000), memory=200_000_000).how == "memory"
    assert apart.told(os.abort).how == "SIGABRT"
    assert apart.told(signal.pause, wait=0.2).how == "hangs"
    assert "ZeroDivisionError" in apart.told(lambda: 1 // 0).how


@pytest.mark.parametrize("line", ["Content-Length : 5", " folded", "A", ": x", "X\x0b: y", "X: a\x00b"])
def test_a_header_that_two_readers_read_differently(line: str, site: Site) -> None:
    """Is no request, and the connection ends with it."""
    import threading

    from jianbao import pipeline, preview

    site.article("2018/a.md")
    ports: list[int] = []
    ready = threading.Event()

    def serve() -> None:
        request = pipeline.Request(
            site.path, site.path / ".cache" / "preview", drafts=True, preview=True, jobs=1, search=False
        )

        def told(url: str, port: int) -> None:
            ports.append(port)
            ready.set()

        preview.serve(
            request, bind="127.0.0.1", port=8950, poll=True, ready=told, notice=lambda _: None, progress=lambda *_: None
        )

    threading.Thread(target=serve, daemon=True).start()
    assert ready.wait(30)
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=10) as connection:
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{ports[0]}\r\n{line}\r\n\r\nGET /2018/a.html HTTP/1.1\r\n\r\n"
        connection.sendall(head.encode("latin-1"))
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1
