"""Texts that are written with Traditional characters are found as written by who types Simplified ones."""

from pathlib import Path

from jianbao.search import files
from jianbao.search.asking import query
from tests.searching import asked_in_node, known, needs_node, needs_search, store
from tests.sites import Site


def test_a_record_tells_its_traditional_characters() -> None:
    """Each once, with its simplified one, whatever else stands there; and nothing of a text that has none."""
    tables = known()
    assert tables.folding(["妇女聯合會", "聯"]) == files.folding({"聯": "联", "會": "会"})
    # U+F9A9 is another way to say 囹, U+F90A to say 金, U+FA19 神: none of it Traditional; U+F99A is 連.
    assert tables.folding(["\uf99a"]) == files.folding({"連": "连"})
    assert tables.folding(["妇女联合会", "ABC 2018", "\uf90a", ""]) == ""


def test_what_a_record_is_in_its_file() -> None:
    """What it has none of is not told; a text that goes on keeps its characters with its beginning."""
    plain = files.Record("题", "a.html", "2018", "", "", (), "", "文")
    assert files.shown(plain) == plain[:8]
    assert files.shown(plain._replace(goes_on=True)) == (*plain[:8], 1)
    assert files.shown(plain._replace(folding="聯联")) == (*plain[:8], 0, "聯联")
    long = plain._replace(text="聯" * (files.HEAD + 1), goes_on=True, folding="聯联")
    kept = files.Record(*files.inflated(files.written(long)))
    assert (kept.text, kept.goes_on, kept.folding) == ("聯" * files.HEAD, True, "聯联")


@needs_search
@needs_node
def test_they_are_found_as_written(tmp_path: Path) -> None:
    """In segments and among the newest, in titles, tags and texts, also behind the beginning of a long text; by the shipped scripts too."""
    site = Site(tmp_path)
    for i in range(40):
        site.article(f"2016/{i}.md", f"别的 {i}", f"2016-01-{i % 28 + 1:02}", "这里说妇女和联合。\n", tags="[]")
    site.article("2017/old.md", "一", "2017-01-01", "全体妇聯干部到会。\n", tags="[]")
    site.article("2017/long.md", "二", "2017-01-02", f"{'这里说别的。' * 400}村妇聯主席到会。\n", tags="[]")
    site.article("2017/tag.md", "婦女聯合會成立", "2017-01-03", "没有。\n", tags="[妇聯組織]")
    site.article("2018/new.md", "三", "2018-01-01", "新的妇聯執委到会。\n", tags="[]")
    site.build(search=True)
    texts = [
        "妇联干部",
        "村妇联主席",
        "妇女联合会",
        "妇联组织",
        "妇联执委",
        "全体妇联",
        '"全体 妇联"',
        "fulianzhiwei",
    ]
    expected = []
    for text in texts:
        index = store(site.output)
        found = query.answer(index, text)
        assert found.sections, text
        first = found.sections[0]
        assert first.tier == ("exact" if text > "{" or '"' in text else "sounds"), text
        assert len(first.articles) == 1, text
        assert not first.about, text
        # Nobody needs the table of all.
        assert not [name for name in index.files if name.startswith("folding")]
        expected.append([[section.tier, len(section.articles)] for section in found.sections])
    assert [[[t, n] for t, n, *_ in found[3]] for found in asked_in_node(site.output, texts)] == expected
