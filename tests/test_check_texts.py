"""What a careful proof-reader finds, at the exact line and column; and silence over well-edited text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao import zh
from jianbao.check import engine, fixes, proofreader, prose, rules
from jianbao.check.entities import privacy
from jianbao.check.words import lexicon
from jianbao.content.edits import applied
from jianbao.settings import knowledge
from jianbao.settings.knowledge import Post
from tests.raw import SEEDS

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = {
    "王小明": (Post("主席", "海城市妇联", "2015", "2019-06"), Post("党组书记", "海城市妇联", "2015", "2019-06")),
    "林立新": (Post("副主席", "海城市妇联", "", "", "2018-03", "2018-05"),),
    "陈某某": (),
}
SHIPPED = knowledge.load(None)
KNOWN = knowledge.Knowledge({}, PEOPLE, frozenset({"家庭关爱服务中心", "巾帼文明岗"}), SHIPPED.leaders, SHIPPED.words)
ENGINE = engine.Engine(rules.load(ROOT).values(), KNOWN, frozenset({"13800000000"}))


def found(text: str, date: str = "", *, markdown: bool = False) -> list[str]:
    read_as = prose.of_markdown(text, "a.md") if markdown else prose.of_text(text, "a.txt")
    return [f"{f.problem.line}:{f.problem.column} {f.problem.code}" for f in ENGINE.found(read_as, date)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲`乙`丙", "甲丙"),
        ("甲``乙`丙``丁", "甲丁"),
        ("甲```乙``丙", "甲```乙``丙"),
        ("甲`乙``丙`丁", "甲丁"),
        ("甲\\`乙`丙", "甲`乙`丙"),
        ("甲`乙\n丙`丁", "甲`乙\n丙`丁"),
        ("甲<!-- 乙 -->丙<!-- 丁", "甲丙<!-- 丁"),
        ("甲[^a[^1]乙", "甲[^a乙"),
        ("甲{:乙{: .x}丙", "甲{:乙丙"),
        ("甲 a.b+c@d.example+e@f.example 乙", "甲  乙"),
        ("```乙\n丙\n", "\n\n"),
        ("````乙\n```\n丙\n`````\n丁", "\n\n\n\n丁"),
    ],
)
def test_what_of_a_line_is_prose(text: str, words: str) -> None:
    """As the page has it: code ends with as many backticks as it began with, and what has no end is words."""
    assert prose.of_markdown(text, "a.md").prose.replace(prose.BLANK, "") == words


@pytest.mark.parametrize(
    ("text", "date", "codes"),
    [
        ("市妇联主席王小明出席会议。", "2018-04-23", []),
        ("市妇联党组书记、主席王小明出席会议。", "2018-04", []),
        ("王小明主席出席会议。", "2018", []),
        ("市妇联主席王小明出席会议。", "2020-01-05", ["1:4 post-date"]),
        ("市妇联党组书记、主席王小明出席会议。", "2020", ["1:4 post-date", "1:9 post-date"]),
        ("时任市妇联主席王小明出席会议。", "2020-01-05", []),
        ("市妇联副主席王小明出席会议。", "2018-04-23", ["1:4 post-wrong"]),
        ("王小明副主席出席会议。", "2018-04-23", ["1:1 post-wrong"]),
        ("市妇联副主席林立新出席会议。", "2018-04-23", []),
        ("市妇联副主席林立新出席会议。", "2019-04-23", []),
        ("市妇联副主席林立新出席会议。", "2019-07-23", ["1:4 post-unsure"]),
        ("市妇联党组成员林立新出席会议。", "2018-04-23", ["1:4 post-unsure"]),
        ("市妇联主席林立新出席会议。", "2018-04-23", ["1:4 post-wrong"]),
        ("时任省委副书记、省长王小明出席会议。", "2020-04-23", []),
        ("市妇联主席陈某某出席会议。", "2018-04-23", []),
        ("市妇联主席王晓明出席会议。", "2018-04-23", ["1:6 name-near"]),
        ("王晓明主席强调，要抓好落实。", "2018-04-23", ["1:1 name-near"]),
        ("海城市妇联主席张三丰出席会议。", "2018-04-23", []),
        ("全市建成“家庭关爱中心”八个。", "", ["1:6 brand-near"]),
        ("全市建成“家庭关爱服务中心”八个。", "", []),
        ("全市建成“家庭关爱服务中新”八个。", "", ["1:6 brand-near"]),
        ("评选“巾帼文名岗”八个。", "", ["1:4 brand-near"]),
    ],
)
def test_names_and_posts(text: str, date: str, codes: list[str]) -> None:
    """On the article's own date; recorded terms are errors, mere evidence is a hint, no record is silence."""
    assert found(text, date) == codes


def test_privacy_looks_everywhere_and_lets_the_masked_pass() -> None:
    text = "---\ntitle: 通知\nsummary: 电话13912345678\n---\n\n`13912345678`、138****5678、热线13800000000、https://x.cn/13912345678\n"
    assert found(text, markdown=True) == ["3:12 privacy-mobile", "6:2 privacy-mobile"]


@given(st.integers(0, 10**17 - 1))
def test_the_check_digit_of_an_identity_number(number: int) -> None:
    """Exactly one of the eleven last characters is right."""
    assert sum(privacy.checksum(f"{number:017}{last}") for last in "0123456789X") == 1


def test_a_comment_takes_its_line_out() -> None:
    text = "---\ntitle: 试\n---\n\n甲方,乙方。<!-- 不检查：half-comma -->\n\n早上,晚上。\n\n"
    text += "<!-- 不检查：half-comma -->\n今天,明天。\n"
    assert found(text, markdown=True) == ["7:3 half-comma"]
    assert found(f"{text}<!-- 全文不检查：half-comma -->\n", markdown=True) == []


def test_code_addresses_and_keys_are_no_prose() -> None:
    text = '---\ntitle: 试验,一次\ncolumn: 甲,乙\n---\n\n`甲,乙` [链接,文字](甲,乙.md) <a title="甲,乙">'
    text += "\n\n```\n甲,乙\n```\n\n> 引文,原样。\n"
    assert found(text, markdown=True) == ["2:10 half-comma", "6:10 half-comma", "12:5 half-comma"]


def test_quotations_marked_as_such_are_told_and_not_touched() -> None:
    text = "---\ntitle: 试\n---\n\n> 引文,原样。\n\n正文,照改。\n"
    mine = ENGINE.found(prose.of_markdown(text, "a.md"))
    assert applied(text, fixes.edits(mine)) == text.replace("正文,", "正文，")


WELL_EDITED = """\
海城市妇联举办家庭教育讲座

　　4月23日上午，海城市妇联在市图书馆举办“书香·家风”家庭教育公益讲座，300多名家长参加。市妇联党组书记、主席王小明出席并讲话。
　　讲座分三个单元：一是听，请家长说困惑；二是讲，请专家析案例；三是练，现场演示。王小明强调，要把《中华人民共和国家庭教育促进法》学深学透，把“双减”之后的家庭教育指导做实做细。
　　据统计，2016—2020年，全市共举办讲座1,200场，受益家长36万人次，办校率达100%；其中社区338个、农村96个。“我们家过去只看分数，”一位家长说，“现在明白了陪伴比分数更重要。”
　　下一步，市妇联将会同市教育局、市文明办等部门（单位），按照《关于印发〈海城市家庭教育规划〉的通知》（海妇〔2021〕6号）要求，抓好落实……
　　活动现场还开通了咨询热线12338，接受咨询80余人次，发放资料近千份。（市妇联儿童部）
"""


def test_well_edited_text_is_silent() -> None:
    assert found(WELL_EDITED, "2019-04-23") == []


TRICKY = """\
　　联系人：张老师，电话：0592-2030101，邮箱：a.b@163.com，网上报名：http://www.example.org/a/index.htm?id=12&t=3。
　　附件：1.“最美家庭”推荐表
　　　　　2.“最美家庭”汇总表
　　海城市妇联办公室　　　　　　　　　　2021年3月8日印发
　　某某银行海城分行　户名：海城市妇女儿童发展基金会　账号：35101535001050001234。
　　主任主持主任会议，主席团常务主席、执行主席就座，党组书记、局长张明主持，党组成员、副局长李强通报情况。
　　孕产妇死亡率6.21/10万，面积约1500m²，比分为3∶2，气温20~28℃，PM2.5为24μg/m³，7×24小时，COVID-19。
　　全市妇女之家506个，其中思明区98个、湖里区66个、集美区78个、海沧区52个、同安区124个、翔安区88个。
　　从“四·二〇”到“九一八”，从一二·九运动到“五四”运动；二〇一八年四月二十三日；上午9:00—11:30。
　　“师傅教我们手艺，更教我们做人。”徒弟小陈说，“她常说：‘艺无止境，心要静。’”
　　英国评论家玛丽·史密斯（Mary Smith）称赞它“inspiring and delicate, a true masterpiece”。
　　咬定青山不放松，立根原在破岩中。
　　论坛以“两岸家庭亲　携手创未来”为主题；答案是A.可以 B.不可以 C.视情况而定。
　　案号：（2019）闽0203民初1234号。《民法典》第1079条第3款第（二）项；法释〔2020〕22号。
　　第一，提高站位。第二，把准方向。第三，狠抓落实。会议要求，一要快，二要准，三要实。
　　报名于5月30日截止，截止日期为5月30日；年龄18周岁（含18周岁）以上；约请10多位专家，签约20多个项目。
"""


def test_tricky_text_that_is_right_is_silent() -> None:
    """Numbers, layouts, quotations, names, laws: what a zealous rule would trip over."""
    assert found(TRICKY, "2019-04-23") == []


def test_the_shipped_archive_is_silent() -> None:
    """Not one finding in thirty items that were edited with care, with the real people and brands."""
    made = engine.Engine(rules.load(ROOT).values(), knowledge.load(ROOT), engine.hotlines(ROOT))
    told = []
    for path in sorted((ROOT / "content").rglob("*.md")):
        read_as = prose.of_markdown(path.read_text("utf-8"), path.name)
        told += [str(f.problem) for f in made.found(read_as)]
    assert told == []


SEED_FAULTS = {
    "001": """1:1 space-indent 2:8 leader-title-short 3:1 space-indent 3:191 leader-title-short 4:23 leader-title-short
        4:57 leader-title-short 5:70 single-dash 7:234 space 12:1 space-indent 13:64 leader-title-cut 14:1 space-indent
        20:129 space-end 21:124 space-break 25:774 fixed-phrase 25:797 typo-look 25:832 space""",
    "003": """1:1 space-indent 2:92 collocation 2:155 purpose-stop 2:156 date-cut 3:1 space-indent 3:79 space 5:1 space-indent
        5:18 make-do 7:26 comma-splice
        7:46 make-do 8:79 adverb-de 8:123 space-odd 15:274 mark-between-marks 15:405 consult-news 17:97 make-do
        23:38 space-break 25:24 collocation 25:45 mark-doubled 26:23 space-odd 26:161 fixed-phrase 26:413 collocation
        26:452 space-break""",
    "004": """1:526 single-dash 1:738 half-bracket 1:935 said-twice 1:1312 theme-education 1:1460 single-dash
        1:1672 half-bracket 1:2201 half-bracket 1:2202 range-hyphen 1:2291 need-demand 1:2501 range-hyphen 1:3023 vigour
        1:3142 half-bracket 1:3401 redundant 1:3556 half-exclamation 1:3557 stray-bar""",
}
"""Read with our own eyes first; half-width commas and the breaks behind 。 of 004 are counted below."""


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("number", SEED_FAULTS)
def test_the_faults_of_the_seeds(number: str) -> None:
    text = next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode()
    made = engine.Engine(rules.load(ROOT).values(), knowledge.load(ROOT), engine.hotlines(ROOT))
    told = [f"{f.problem.line}:{f.problem.column} {f.problem.code}" for f in made.found(prose.of_text(text, "a.txt"))]
    counted = {"half-comma": 116, "space-break": 10} if number == "004" else {}
    assert {code: sum(t.endswith(code) for t in told) for code in counted} == counted
    expected = SEED_FAULTS[number].split()
    assert [t for t in told if t.split()[1] not in counted] == [
        f"{place} {code}" for place, code in zip(expected[::2], expected[1::2], strict=True)
    ]


def test_the_proofreader_of_one_article_remembers_and_sees_new_data(tmp_path: Path) -> None:
    """What the preview asks for: the same findings as the whole check, and a change in data/ at once."""
    reader = proofreader.Proofreader(tmp_path)
    text = "---\ntitle: 试\n---\n\n正文,照改。![](a.png)\n"
    first = reader.problems("content/2018/2018-04/a.md", text, "2018-04-23")
    assert [(p.line, p.column, p.code) for p in first] == [(5, 3, "half-comma"), (5, 7, "picture-alt")]
    assert reader.problems("content/2018/2018-04/a.md", text, "2018-04-23") is first
    assert reader.problems("content/2018/2018-04/a.md", text.replace(",", "，"), "")[0].code == "picture-alt"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "wording.yaml").write_text("our-own: {level: 提示, pattern: 正文, message: 甲}\n", "utf-8")
    assert [p.code for p in reader.problems("content/a.md", text)] == ["our-own", "picture-alt"]
    (tmp_path / "data" / "wording.yaml").write_text("our-own: {level: 提示, message: 甲}\n", "utf-8")
    assert [p.path for p in reader.problems("content/a.md", text)] == ["data/wording.yaml"]


_WORDS = st.sampled_from(
    ["市妇联", "召开会议", "妇女", "一是", "2018年4月", "15人", "A", "Word", ",", "，", "。", ".", "...", "…", "(", ")", "（", "）",
     "《", "》", "“", "”", '"', "'", "‘", "’", ":", "：", ";", "?", "!", "—", "——", "--", "•", "・", " ", "\u3000", "\xa0", "\n", "\n\n",
     "    ", "> ", "- ", "`,`", "[甲,乙](a,b.md)", "https://example.org/a,b", "<!-- 甲,乙 -->", "、", "|", "#", "*", "**", "\t"]
)  # fmt: skip
_LETTERS = str.maketrans("", "", "\u3000\xa0 \t\n,，。.…()（）《》〈〉“”\"‘’':：;；?？!！—-•・·、|")


@given(st.lists(_WORDS, max_size=50).map("".join), st.sampled_from(["md", "txt"]))
def test_safe_fixes_change_marks_and_blanks_only_and_come_to_rest(words: str, kind: str) -> None:
    """Whatever the text: no character but marks and blanks changes, code and addresses stay, and a second --fix does nothing."""
    head = "---\ntitle: 试\n---\n\n" if kind == "md" else ""

    def read(text: str) -> prose.Prose:
        return prose.of_markdown(text, "a.md") if kind == "md" else prose.of_text(text, "a.txt")

    text = before = head + words
    for _ in range(6):
        after = applied(text, fixes.edits(ENGINE.found(read(text))))
        if after == text:
            break
        text = after
    assert applied(text, fixes.edits(ENGINE.found(read(text)))) == text
    assert text.translate(_LETTERS) == before.translate(_LETTERS)
    if kind == "md":
        for kept in ("https://example.org/a,b", "](a,b.md)"):
            assert text.count(kept) == before.count(kept)


def test_han_numerals() -> None:
    """As items are counted, both ways; what is no such number is 0, and no guess."""
    said = {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "100"}
    assert {number: zh.numeral(number) for number in said} == said
    assert [zh.counted(zh.numeral(number)) for number in range(1, 120)] == list(range(1, 120))
    assert [zh.counted(text) for text in ("", "十十", "一二", "百", "〇")] == [0] * 5


def test_a_long_stretch_is_said_by_its_ends() -> None:
    """A message of a thousand characters is read by nobody, and a thousand of them in one another are a gigabyte."""
    text = f"他说：“甲“{'中' * 500}”乙”。"
    one = next(f.problem for f in ENGINE.found(prose.of_text(text, "a.txt")) if f.problem.code == "mark-nested")
    assert "“" + "中" * 39 + "……" + "中" * 39 + "”" in one.message
    assert len(one.message) + len(one.hint) < 300
    short = next(
        f.problem
        for f in ENGINE.found(prose.of_text("他说：“甲“中间”乙”。", "a.txt"))
        if f.problem.code == "mark-nested"
    )
    assert "“中间”" in short.message


def test_a_comment_that_does_nothing_is_told() -> None:
    """With its place and what may be meant; what it was to keep is not changed."""
    text = "---\ntitle: 甲,乙都来了  # 不检查：half-coma\n---\n\n原文如此,照录。<!-- 不检查：没有这个 -->\n\n大家同意,都来。\n"
    made = ENGINE.found(prose.of_markdown(text, "a.md"))
    assert [(f.problem.line, f.problem.code, f.fix) for f in made if f.problem.line > 2] == [
        (5, "half-comma", None),
        (5, "comment-code", None),
        (7, "half-comma", "，"),
    ]
    hints = {f.problem.message: f.problem.hint for f in made if f.problem.code == "comment-code"}
    assert hints == {
        "“不检查”的注释不起作用：不认识的代号“half-coma”": "是不是“half-comma”？是就改为“half-comma”",
        "“不检查”的注释不起作用：不认识的代号“没有这个”": "照抄检查报告方括号里的代号",
    }
    shown = "---\ntitle: 试\n---\n\n写成`<!-- 不检查：代号 -->`。\n\n```html\n<!-- 不检查：代号 -->\n```\n\n# 不检查：哪些\n"
    assert found(shown, markdown=True) == []
    assert found("甲方,乙方都到了。<!-- 不检查 half-comma -->\n", markdown=True) == []


@pytest.mark.parametrize("end", ["", "\n", "\n\n会后，大家参观了基地。\n", " \n会后，大家参观了基地。\n"])
def test_a_paragraph_ends_with_its_line(end: str) -> None:
    """A mark at the end of any paragraph, and not of the last one only."""
    assert [f.split()[1] for f in found(f"会议要求，建设一支过硬的队伍.{end}")] == ["half-period"]
    assert [f.split()[1] for f in found(f"她问大家还有什么困难?{end}")] == ["half-question"]


def test_a_text_may_end_in_a_phrase() -> None:
    """Of which the last character is not there any more."""
    assert found("更有组织、规范化地开展志愿服务") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("银保监会近日印发通知。", "2022-11-22"),
        ("各界人士出席老挝建国75周年招待会。", "2023-09-09"),
        ("以优异成绩迎接建军100周年。", "2023-07-30"),
        ("构建更为紧密的中国—东盟命运共同体，巩固“种—养—加”链条。", ""),
        ("第十四届运动会闭幕\n\n赛事历时十二天，成绩喜人，观众很多。\n\n第十五届运动会将在南方举行。", "2024-02-27"),
        ("审议通过《甲省舞蹈家协会章程》《甲省杂技家协会章程》。", ""),
        ("国家能源局局长表示，央企创新要提速，座谈增进了了解。", ""),
        ("价格涨幅高于2月3%的水平。", ""),
    ],
)
def test_what_news_write_rightly_is_silent(text: str, date: str) -> None:
    """Each was said for nothing of real news once: states joined by a dash, later meetings, bodies in their time."""
    assert found(text, date) == []


def test_the_weights_of_particles_are_whole_numbers() -> None:
    """So that a sum of them is the same in whatever order it is added, and a finding the same in every run."""
    assert all(isinstance(weight, int) for pair in lexicon.weights().values() for weight in pair)
