"""Lists of data/ changed entry by entry: nothing else of the file differs, in every list that ships and in any form."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianbao.content import entries
from jianbao.content.editing import EditError
from jianbao.content.entries import Entry
from jianbao.content.replacing import Value
from jianbao.errors import SiteError, UsageError
from jianbao.preview.edit import git, keeping
from jianbao.settings.lists import SHAPES
from tests.edited import shared
from tests.sites import Site
from tests.small import small

DATA = Path(__file__).resolve().parent.parent / "data"
EXAMPLES = int(os.environ.get("JIANBAO_EXAMPLES", "200"))


def others(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """(lines that are gone, lines that are new), those at both ends that are the same left out."""
    old, new = before.split(b"\n"), after.split(b"\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


@pytest.mark.parametrize("name", SHAPES)
def test_every_entry_that_ships(name: str) -> None:
    """Each value changed, each name, each entry gone and come again: what differs is one stretch of lines, its own."""
    shape, data = SHAPES[name], (DATA / f"{name}.yaml").read_bytes()
    found = entries.read(data.decode(), shape)
    assert found
    for entry in found:
        renamed = entries.changed(data, shape, entry.name, entry._replace(name="改过的名"))
        old, new = others(data, renamed)
        assert (len(old), len(new)) == (1, 1)
        assert new[0].replace("改过的名".encode(), entry.name.encode()) == old[0]
        for key, value in entry.values.items():
            other = changed(value)
            made = entries.changed(data, shape, entry.name, entry._replace(values={**entry.values, key: other}))
            old, new = others(data, made)
            assert (len(old), len(new)) == (1, 1), (entry.name, key)
        gone = entries.changed(data, shape, entry.name, None)
        old, new = others(data, gone)
        assert new == []
        assert b"\n".join(line for line in gone.split(b"\n") if line.startswith(b"#")) == b"\n".join(
            line for line in data.split(b"\n") if line.startswith(b"#")
        )
        again = entries.changed(gone, shape, "", entry)
        assert entries.read(again.decode(), shape)[-1] == entry
        assert others(gone, again)[0] == []


def changed(value: Value) -> Value:
    if isinstance(value, str):
        return f"{value}改" if not value.isdigit() else "31"
    if isinstance(value, Mapping):
        raise TypeError
    first = value[0]
    if isinstance(first, Mapping):
        return [{**first, "post": "别的职务"}, *value[1:]]
    return [*value[:-1], "换了"]


FORMS = (
    "# 头\n{name}:\n  full: {full}   # 注\n  aliases: [{aliases}]\n\n乙:\n  kind: 区\n",
    "甲:\n  kind: 部门\n'{name}': {{full: {full}, aliases: [{aliases}]}} # 行尾\n# 末\n",
    '{name}:\n    aliases:\n    - {aliases}\n    full: "{full}"\n# 中\n乙: {{}}\n',
    "{name}:\n  full: '{full}'\n  aliases: [{aliases}]",
)
_NAMES = st.sampled_from(["市妇联办公室", "妇 联", "x", "12", "a-b"])
_TEXTS = st.sampled_from(["全称", "甲：乙", "a: b", "# 井", "", "true", "2018-04", "“引”", "一, 二"])


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(FORMS),
    _NAMES,
    _NAMES,
    _TEXTS,
    st.lists(_NAMES, unique=True, max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_form_is_changed_or_refused(
    form: str, name: str, new: str, full: str, aliases: list[str], ends: str
) -> None:
    """Comments and the other entries stay to the byte; what is read afterwards is what was asked for."""
    text = form.format(name=name, full="旧全称", aliases="旧写法").replace("\n", ends)
    wanted = {"full": full, "aliases": aliases}
    try:
        made = entries.changed(text.encode(), SHAPES["departments"], name, Entry(new, wanted)).decode()
    except EditError:
        # Braces that would be left without a value: nothing was written.
        assert "{" in form
        assert not full or not aliases
        return
    said = {key: value for key, value in wanted.items() if value}
    assert Entry(new, said) in entries.read(made.replace("\r\n", "\n"), SHAPES["departments"])
    for kept in ("# 头", "# 行尾", "# 末", "# 中", "  kind: 区", "  kind: 部门", "乙: {}"):
        assert (kept in made) == (kept in text)
    assert made.count("\r\n") == made.count("\n") * (ends == "\r\n")


def test_entries_are_added_and_refused() -> None:
    """To nothing, to a file of comments, behind one without a line end; twice the same name; one that is gone."""
    shape = SHAPES["departments"]
    one = Entry("甲", {"full": "甲部", "aliases": ["a, b"], "kind": ""})
    assert entries.changed(b"", shape, "", one) == '甲:\n  full: 甲部\n  aliases: ["a, b"]\n'.encode()
    assert (
        entries.changed("# 注".encode(), SHAPES["topics"], "", Entry("乙", {"": "x: y"}))
        == '# 注\n乙: "x: y"\n'.encode()
    )
    assert (
        entries.changed("names:\n- 甲".encode(), SHAPES["brands"], "", Entry("乙", {})) == "names:\n- 甲\n- 乙".encode()
    )
    assert entries.changed(b"", SHAPES["brands"], "", Entry("乙", {})) == "names:\n  - 乙\n".encode()
    posts: list[Mapping[str, str]] = [{"post": "主席", "from": "2018-04"}]
    assert (
        entries.changed("甲:\n  posts: []\n".encode(), SHAPES["people"], "甲", Entry("甲", {"posts": posts}))
        == "甲:\n  posts: [{post: 主席, from: 2018-04}]\n".encode()
    )
    with pytest.raises(EditError, match="“甲”已经有了"):
        entries.changed("甲:\n  full: x\n".encode(), shape, "", one)
    with pytest.raises(EditError, match="刚刚在别处改过"):
        entries.changed("甲:\n  full: x\n".encode(), shape, "乙", one)
    with pytest.raises(EditError, match="读不出来"):
        entries.changed("甲：x\n".encode(), shape, "", one)
    with pytest.raises(EditError, match="写法特殊"):
        entries.changed("甲: {full: x, other: y}\n".encode(), shape, "", Entry("乙", {}))


def test_lists_on_the_screen(site: Site, tmp_path: Path) -> None:
    """Those that the settings name; a list that came along becomes the site's own; what no build could read is refused."""
    small(site)
    config = (site.path / "config.yaml").read_text("utf-8")
    site.write("data/departments.yaml", "# 部门\n市妇联权益部: {kind: 部门}\n")
    with pytest.raises(UsageError, match="没有让这份名单在这里改"):
        keeping.opened(site.path, "departments")
    assert keeping.listed(site.path) == []
    site.write("config.yaml", config + "lists: [departments, figures, synonyms]\n")
    shared(site, tmp_path)
    titles = [(one["title"], one["count"] > 0) for one in keeping.listed(site.path)]
    assert titles == [("部门和单位", True), ("首页的数字", False), ("同义词", True)]
    for name in ("people", "../config", "wording", ""):
        with pytest.raises(UsageError, match="没有让这份名单在这里改"):
            keeping.opened(site.path, name)
    seen = keeping.opened(site.path, "departments")
    entry = {"name": "市妇联权益部", "values": {"kind": "部门", "aliases": ["权益部"]}}
    then = keeping.saved(site.path, "departments", seen["mark"], "市妇联权益部", entry)
    text = (site.path / "data/departments.yaml").read_text("utf-8")
    assert text == "# 部门\n市妇联权益部: {kind: 部门, aliases: [权益部]}\n"
    with pytest.raises(UsageError, match="刚刚在别处改过，没有存"):
        keeping.saved(site.path, "departments", seen["mark"], "市妇联权益部", None)
    for wrong in (
        {"name": ""},
        {"name": "x", "values": {"y": ""}},
        {"name": "x", "values": {"aliases": "y"}},
        {"name": 1},
    ):
        with pytest.raises(UsageError, match=r"请写规范写法|看不懂"):
            keeping.saved(site.path, "departments", then["mark"], "", wrong)
    figures = keeping.opened(site.path, "figures")
    with pytest.raises(UsageError, match="首页放不下；最多12个字"):
        keeping.saved(
            site.path, "figures", figures["mark"], "", {"name": "数", "values": {"": "一二三四五六七八九十一二三"}}
        )
    assert not (site.path / "data/figures.yaml").exists()
    synonyms = keeping.opened(site.path, "synonyms")
    keeping.saved(site.path, "synonyms", synonyms["mark"], "", {"name": "新词", "values": {"": ["新说法"]}})
    own = (site.path / "data/synonyms.yaml").read_bytes()
    assert own == (DATA / "synonyms.yaml").read_bytes() + "新词: [新说法]\n".encode()
    told = [(one["kind"], one["title"]) for one in git.told(site.path, git.changes(site.path))]
    assert told == [("changed", "名单“部门和单位”"), ("new", "名单“同义词”")]
    outside = tmp_path / "outside.yaml"
    outside.write_text("names: [甲]\n", "utf-8")
    (site.path / "data/synonyms.yaml").unlink()
    (site.path / "data/synonyms.yaml").symlink_to(outside)
    with pytest.raises(SiteError, match="符号链接指向网站文件夹之外"):
        keeping.opened(site.path, "synonyms")
