"""What a document sets off within a line says something: a blank in a cell, a line through words, a raised figure."""

import pytest

from tests.raw import cut, docx, paragraph
from tests.test_import_txt import LEAD, body

ABOVE = paragraph("市妇联公布各区数据", centred=True, bold=True) + paragraph(LEAD)
BELOW = paragraph(body(1))


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _box(*texts: str) -> str:
    """A text box, which Word writes twice."""
    inner = f"<w:txbxContent>{''.join(map(paragraph, texts))}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent {mc}>{both}</mc:AlternateContent></w:r>"


def _cells(*cells: str) -> str:
    return (
        "<w:tbl>" + "".join(f"<w:tr><w:tc>{c}</w:tc><w:tc>{paragraph('户')}</w:tc></w:tr>" for c in cells) + "</w:tbl>"
    )


def _page(*blocks: str) -> str:
    return (
        "<html><head><title>市妇联公布各区数据</title></head><body><h1>市妇联公布各区数据</h1>"
        f"<p>发布时间：2019-03-20　来源：市妇联宣传部</p><div><p>{LEAD}</p>{''.join(blocks)}<p>{body(1)}</p></div></body></html>"
    )


STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:styleId="Out"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
)


def _texts(made: object) -> list[str]:
    return [p.text for item in made.items for p in item.paragraphs]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (paragraph("41") + paragraph("52"), "41 52"),
        (paragraph("7.5") + paragraph("") + paragraph("8%"), "7.5 8%"),
        ("<w:p><w:r><w:t>41</w:t><w:br/><w:t>52</w:t></w:r></w:p>", "41 52"),
        (paragraph("", raw=_box("助学2014", "6人受助")), "助学2014 6人受助"),
        (f"<w:p>{_run('4')}{_run('1', '<w:b/>')}</w:p>", "41"),
    ],
)
def test_a_blank_parts_the_paragraphs_of_a_words_cell(cell: str, expected: str) -> None:
    """25 above 30 is no 2530; the runs of one paragraph stay one figure, and a text box is read once."""
    made = cut(docx(ABOVE + _cells(paragraph("区"), cell) + BELOW), "a.docx", year="2019")
    assert [p.rows[1][0] for p in made.items[0].paragraphs if p.rows] == [expected]
    assert not [d for d in made.doubts if "没有读出位置" in d]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<div>41</div>52", "41 52"),
        ("<p>41</p><p>52</p>", "41 52"),
        ("4<b>1</b>", "41"),
        ("m<sup>2</sup><s>8</s>", "m²"),
    ],
)
def test_a_blank_parts_the_blocks_of_a_pages_cell(cell: str, expected: str) -> None:
    rows = f"<table><tr><td>区</td><td>户</td></tr><tr><td>{cell}</td><td>海城</td></tr></table>"
    made = cut(_page(rows), "a.html")
    assert [p.rows[1][0] for p in made.items[0].paragraphs if p.rows] == [expected]


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>', '<w:rStyle w:val="Out"/>'])
def test_words_that_word_strikes_out_are_no_text(mark: str) -> None:
    line = f"<w:p>{_run('每户补助')}{_run('四百元', mark)}{_run('六百元，由街道发放到户。')}</w:p>"
    made = cut(docx(ABOVE + line + BELOW, {"word/styles.xml": STYLES}), "a.docx", year="2019")
    assert "每户补助六百元，由街道发放到户。" in _texts(made)
    assert [(d.text, d.reason) for d in made.dropped if "划去" in d.reason] == [("四百元", "划去的文字（删除线）")]
    assert sum("划去的文字" in doubt for doubt in made.doubts) == 1


@pytest.mark.parametrize(
    "mark", ['<w:strike w:val="0"/>', '<w:rStyle w:val="Out"/><w:strike w:val="false"/>', "<w:u/>"]
)
def test_words_that_word_does_not_strike_out_stay(mark: str) -> None:
    line = f"<w:p>{_run('每户补助')}{_run('六百元', mark)}{_run('，由街道发放到户。')}</w:p>"
    made = cut(docx(ABOVE + line + BELOW, {"word/styles.xml": STYLES}), "a.docx", year="2019")
    assert "每户补助六百元，由街道发放到户。" in _texts(made)
    assert not [doubt for doubt in made.doubts if "划去" in doubt]


@pytest.mark.parametrize(
    ("struck", "said"),
    [
        ("<s>四百元</s>", True),
        ("<del>四百元</del>", True),
        ("<strike>四百元</strike>", True),
        ('<span style="text-decoration: line-through">四百元</span>', True),
        ('<span style="text-decoration: underline"></span>', False),
        ("<ins></ins>", False),
    ],
)
def test_words_that_a_page_strikes_out_are_no_text(struck: str, said: bool) -> None:
    made = cut(_page(f"<p>每户补助{struck}六百元，由街道发放到户。</p>"), "a.html")
    assert "每户补助六百元，由街道发放到户。" in _texts(made)
    assert any("划去的文字" in doubt for doubt in made.doubts) is said
    assert [d.text for d in made.dropped if "划去" in d.reason] == (["四百元"] if said else [])


RAISED = [
    ("sup", "10", "3", "10³", False),
    ("sup", "10", "-6", "10⁻⁶", False),
    ("sub", "CO", "2", "CO₂", False),
    ("sup", "见后", "〔2〕", "见后〔2〕", False),
    ("sup", "见后", "注3", "见后注3", False),
    ("sup", "见后", "①", "见后①", False),
    ("sup", "第21", "st", "第21st", True),
    ("sub", "PM", "2.5", "PM2.5", True),
]


@pytest.mark.parametrize(("tag", "before", "letters", "expected", "doubtful"), RAISED)
def test_raised_and_lowered_letters(tag: str, before: str, letters: str, expected: str, doubtful: bool) -> None:
    """They are characters of their own, the mark of a note as it was, or told: in a document as on a page."""
    said = "，这个数由各区上报，市里汇总。"
    where = {"sup": "superscript", "sub": "subscript"}[tag]
    raised = _run(letters, f'<w:vertAlign w:val="{where}"/>')
    line = f"<w:p>{_run(before)}{raised}{_run(said)}</w:p>"
    document = cut(docx(ABOVE + line + BELOW), "a.docx", year="2019")
    page = cut(_page(f"<p>{before}<{tag}>{letters}</{tag}>{said}</p>"), "a.html")
    for made in (document, page):
        assert f"{expected}{said}" in _texts(made)
        assert [d for d in made.doubts if "没有对应的字" in d or "没有读出位置" in d] == (
            [f"{'上标' if tag == 'sup' else '下标'}“{letters}”没有对应的字，写成了平常的字，请核对"] if doubtful else []
        )


def test_a_linked_number_is_the_mark_of_a_note() -> None:
    made = cut(_page('<p>这个数由各区上报<sup><a href="#n1">1</a></sup>，市里汇总。</p>'), "a.html")
    assert "这个数由各区上报1，市里汇总。" in _texts(made)


def test_the_paragraphs_of_a_footnote_are_parted() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        f"{paragraph('截至2018')}{paragraph('3个区')}</w:footnote></w:footnotes>"
    )
    line = paragraph("这个数由各区上报，市里汇总。", raw='<w:r><w:footnoteReference w:id="2"/></w:r>')
    made = cut(docx(ABOVE + line + BELOW, {"word/footnotes.xml": notes}), "a.docx", year="2019")
    assert "注：截至2018 3个区" in _texts(made)


def test_a_short_word_that_is_read_is_not_told_for_a_letter_of_another() -> None:
    """Of a text that has no place and ends with 。, and one that is read and does, the first is told."""
    lost = '<w:r><w:other xmlns:w14="x"><w:deep><w:t>没有位置的一句话写在这里。</w:t></w:deep></w:other></w:r>'
    line = f"<w:p>{_run('获奖的有：')}<w:r><w:t>周梅</w:t><w:br/><w:t>吴兰。</w:t></w:r></w:p>"
    made = cut(docx(ABOVE + line + f"<w:p>{lost}</w:p>" + BELOW), "a.docx", year="2019")
    assert [d.text for d in made.dropped if "没有读出位置" in d.reason] == ["没有位置的一句话写在这里。"]
