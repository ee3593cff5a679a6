"""A title and its parts: 引题, 主题, 副题, the labels and ornaments before it, on one line or on several."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from jianbao import zh
from jianbao.importer.line import bylines, controls, figures, folding, meta, mottos, notes, titlemarks
from jianbao.importer.line.mottos import DEED, PLACE, WHO, is_kicker_of
from jianbao.importer.model import Dropped, Line

LONGEST = 60
NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、．.，,）)]|[（(]?\d{1,2}[）)、．.](?!\d)|"
    r"第[一二三四五六七八九十]{1,3}[、，章节条，]"
    r"|[一二三四五六七八九十]{1,2}(?:是|要)|[①-⑳⑴-⒇]|[-•·○※*]\s*\S|(?:做法|措施|经验|亮点|问题|建议|"
    r"案例)[一二三四五六七八九十\d]"
)
ENDINGS = re.compile(rf"[，、；,;。]$|[。；].|[{zh.HAN}][^\n]{{0,60}}\.$")
SUBTITLE = re.compile(r"(?:——|--+|─{2,}|－－|—\s?—|—(?=[^—\s]))\s*\S")
KIND = re.compile(
    r"的?(?:通知|决定|意见|函|通报|请示|报告|批复|公告|通告|公示|方案|办法|细则|规定|规划|纲要|计划|总结|"
    r"决议|公报|议案|章程|条例|制度|守则|纪要|要点|倡议书|承诺书|邀请函|启事|讲话|致辞|发言|[开闭]幕词|贺[信电词]|慰问[信电]|"
    r"感谢信|公开信|一封信|名单)(?:[（(][^（）()]{1,12}[）)])?$"
)
"""How the title of an official document ends (GB/T 9704)."""
FIRST = titlemarks.FIRST
"""What a text was called where it was taken from."""
_DAY = re.compile(r"[（(]?\d{1,2}月\d{1,2}日(?:[—－–~～至-]{1,2}(?:\d{1,2}月)?\d{1,2}日)?[）)]?")
_SHORT = re.compile("(?:新年|元旦|新春|开学)?[献寄]词|喜报|公告|启事|贺信|感谢信|倡议书|公示|寄语|卷首语|表扬信")
"""What a short text in a bulletin is called."""
RECORDED = re.compile(rf"[（(](?:{figures.WHOLE.pattern})[，,·；; \u3000][^（）()。]{{2,16}}[）)]")
"""When a speech was given, and how it came to be written down."""
_TO = re.compile("致[^。，：]{2,30}(?:信|书|函|电|词)")
"""To whom a letter is written, which is its subtitle: 致全市妇女的一封信."""
_LEADS = re.compile("(?:——|[↓⬇▼→：:])$")
"""What leads to what follows it, and is no title: 一起来看——."""
FOLDED = re.compile(r"暨|和|并|及|与|以及|等|的|之|系列活动|活动|工作$|会议$|仪式$")
_UNFINISHED = re.compile(
    r"(?:[和与及暨、的并“《（(]|关于|(?<!顺利)(?<!胜利)(?<!隆重)(?<!成功)(?<!圆满)(?:召开|举办|开展)|学习|贯彻)$"
)
_SUBTITLE_BEHIND = re.compile(
    r"(?P<title>[^—\n]{4,50}?)(?P<gap>[ \t\u3000\xa0]{0,8})"
    r"(?:—{2,4}|－－|--|─{2})[ \t\u3000]{0,4}(?P<rest>[^—\n]{4,60})"
)
_NO_TITLE = re.compile(
    r"[（(]?截[至止]到?(?:目前|\d)|(?:内容)?(?:摘要|简介|导读|提要)[：:]|"
    r"(?:此前|同时|会上|会后|会前|随后|目前|据悉|据了解|另外|此外|"
    r"其中|最后|接着|首先|其次|活动中|活动后|期间|近日|日前|当天|当日)[，,]|"
    r"[\u4e00-\u9fff]{1,14}[〔\[（(]\d{4}[〕\]）)]第?\d{1,4}号$|附[件表：: \d]|[图表]\d|"
    r"[（(]?原(?:文)?(?:标题|题)[为是]?[ \u3000]{0,2}[：:“「]|(?:联系人|"
    r"联系电话|地点|时间|主持人?|出席|列席|记录)[：:]"
)
_SPREAD = re.compile(rf"[{zh.HAN}](?:[ \u3000\xa0]{{1,4}}[{zh.HAN}]){{2,20}}")
"""Letters set apart: 南 屏 县 教 育 局."""
_SUFFIX = re.compile(
    r"[（(](?:[^（）()。]{0,8}第[^（）()。]{1,4}[次期号稿]|试行|暂行|摘要|节选|征求意见稿|草案|修订稿?|"
    r"[一二三四上中下续])[）)]"
)
"""What belongs to a title, in brackets below it."""
_REST = re.compile(rf"[（(][{zh.HAN}]{{1,6}}[）)][{zh.HAN}]{{2,20}}")
"""A title that was folded before a bracket: …四次全委 / （扩大）会议精神."""
UNIT = re.compile(
    rf"[{zh.HAN}]{{2,16}}(?:妇联|妇女联合会|总?工会|团[县市区]?委|委员会|联合会|政法委|[党纪]委|街道|办事处|镇|乡|社区|学校|中学|小学|幼儿园|学院|"
    rf"大学|[少关]工委|残联|侨联|科协|红十字会|老龄[委办]|教育局|办公室|宣传部|组织部|医院|公司|协会|中心|课题组|调研组|编写组|通讯组|采访组|记者站)"
)
_BARRED = re.compile(
    r"(?P<front>[^|｜丨\n]{2,30}?)[ \u3000]{0,4}(?P<bar>[|｜丨]{1,2})[ \u3000]{0,4}(?P<title>[^|｜丨\n]{6,60})"
)


class Title(NamedTuple):
    """A title's parts, what was taken off them, and what is doubtful."""

    kicker: str
    title: str
    subtitle: str
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
    unit: str = ""
    """The body whose name stands alone below the title."""


def is_day(text: str) -> bool:
    """Whether a line is nothing but a day without its year."""
    return _DAY.fullmatch(text) is not None


def is_short(line: Line) -> bool:
    """Whether a line names a short text of a bulletin, be its title nothing more: 元旦献词, 倡议书."""
    return _SHORT.fullmatch("".join(line.bare.split())) is not None


def is_title_like(line: Line) -> bool:
    """Whether the line could be (part of) a title by itself."""
    bare = line.bare
    if line.rows or line.picture or not bare or notes.heads(bare) or (line.item and not line.title):
        return False
    if line.title or _SHORT.fullmatch(squeezed := "".join(bare.split())) or titlemarks.BRIEFS.fullmatch(squeezed):
        return True
    bare = titlemarks.LABELLED.sub("", titlemarks.ORNAMENT.sub("", bare, count=1), count=1)
    least = 4 if bare == line.bare else 3
    wrapped = titlemarks.WRAPPED.fullmatch(bare)
    bare = wrapped["title"] if wrapped else bare
    if len(bare) > LONGEST and _is_long_document(bare):
        return True
    if (
        not least <= len(bare) <= LONGEST + sum(map(str.isascii, bare)) // 2  # a word of Latin letters is one of Han
        or _DAY.fullmatch(bare)
        or _LEADS.search(bare)
        or NUMBERING.match(bare)
        or _NO_TITLE.match(bare)
        or bylines.is_person(bare)
    ):
        return False
    if bylines.is_written_by(bare) or re.search(
        r"(?:记者|通讯员|[\s（(]).{0,10}(?:摄|供图)[）)]?$|合影(?:留念)?$|(?:^|[，,。 ])[上下左右]?图为",
        controls.plain(bare),
    ):
        return False  # who wrote it, or a caption
    if ENDINGS.search(bare) or bare.endswith(("：", ":")) or bare[0] in "（(，。、；）)”》" or SUBTITLE.match(bare):
        return False
    if not re.search(f"[{zh.HAN}]{{3}}|[A-Za-z]{{4}}", "".join(bare.split())) or meta.read(line.bare) is not None:
        return False
    commas = bare.count("，") + bare.count(",")
    most = 1 if bare.endswith(("！", "!")) else 2
    return not _is_said(line, bare) and commas <= most and bare.count("“") == bare.count("”")


def _is_long_document(bare: str) -> bool:
    """Whether a line is a document's title of more characters than another's may have."""
    return len(bare) <= 2 * LONGEST and "关于" in bare and KIND.search(bare) is not None and "。" not in bare


def _is_said(line: Line, bare: str) -> bool:
    """Whether somebody speaks or asks in it, or blanks set it as a table or names."""
    if re.search("[！？].|(?<![A-Za-z])[!?].|[!?](?! ).", bare[7:]) and not is_styled(line):
        return True  # 暖心！…… is a title, a sentence with ！ further on is none
    if re.match("(?:记者|主持人|问|答)[：:]", bare) or "\t" in bare:
        return True
    if (
        len(re.findall(r"(?<![A-Za-z\s])\s++|(?<=[A-Za-z])\s++(?![A-Za-z])", bare)) > 2
        and not _SPREAD.fullmatch(bare)
        and not re.fullmatch(r"[\x20-\x7e\u2018-\u201d]+", bare)
    ):
        return True
    if re.search("[（(]单位[：:]", bare):
        return True  # the caption of a table
    return bare.endswith(("？", "?")) and re.search("[：:]", bare) is not None


def are_one(upper: str, lower: str) -> bool:
    """Whether two lines can only be one title, whatever stands between them."""
    issuers = all(WHO.fullmatch("".join(text.split())) for text in (upper, lower))  # of one document
    return issuers or _goes_on(upper, lower) or is_kicker_of(upper, lower)


def is_rest(line: Line) -> bool:
    """Whether a line is the short end of a title that was folded: 的通知, or 通　知 set apart."""
    if _REST.fullmatch(line.bare):
        return True
    if _SUFFIX.fullmatch(line.bare) and not bylines.is_person(line.bare) and not figures.WHOLE.search(line.bare):
        return True
    bare = "".join(line.bare.split())
    return (
        not line.title
        and len(bare) < 6
        and (bare[:1] in "的之" or bare != line.bare)
        and KIND.fullmatch(bare) is not None
    )


def is_styled(line: Line) -> bool:
    """Whether a line is set apart as a title is."""
    return line.centred or line.bold or 0 < line.heading <= 2


def is_subtitle_of(line: str, title: str) -> bool:
    """Whether a line is a title behind a dash."""
    return SUBTITLE.match(line) is not None and "".join(line.lstrip("—–-－─").split()) == "".join(title.split())


def is_kicker(lines: Sequence[Line], at: int) -> bool:
    """Whether a line that ends in ： leads to the title below it."""
    bare = lines[at].bare
    return (
        bare.endswith(("：", ":"))
        and 5 <= len(bare) <= 45
        and not re.search("[。；]", bare)
        and not (NUMBERING.match(bare) or meta.read(bare))
        and at + 1 < len(lines)
        and is_title_like(lines[at + 1])
    )


def of_lines(titles: Sequence[Line]) -> Title:
    """The parts of a block of title lines."""
    kicker, subtitle = "", ""
    doubts: list[str] = []
    dropped: list[Dropped] = []
    main: list[str] = []
    titles = titlemarks.said_once(titles, dropped)
    for number, line in enumerate(titles):
        bare = " ".join(line.bare.split("\n"))
        bare = titlemarks.without_control(bare, dropped)
        if number == 0:
            bare = titlemarks.bare(bare, dropped)
        if not main and not kicker and (bare.endswith(("：", ":")) or line.role == "kicker") and len(titles) > 1:
            kicker = bare
            by_custom = not line.title and line.role == "kicker"
            doubts += [f"“{bare}”按引题，请核对"] if by_custom else []
        elif main and _is_subtitle(titles[number - 1], line, main[-1]):
            subtitle = f"{subtitle} {bare}".strip()
            by_custom = not line.title and line.role == "subtitle"
            doubts += [f"“{bare}”按副题，请核对"] if by_custom else []
        elif main and _is_again(main, bare, dropped):
            continue
        elif main and _goes_on(main[-1], bare):
            main[-1] += bare
        else:
            main.append(bare)
    unit = _unit(main, doubts)
    _drop_subtitle(main, subtitle, dropped)
    if len(main) == 2 == len(titles) - bool(subtitle) and titles[1].bold and not titles[0].bold and not kicker:
        kicker = main.pop(0)  # set otherwise than the title below it
        doubts.append(f"“{kicker}”按引题，“{main[0]}”按标题，请核对")
    kicker, subtitle = _of_two(main, kicker, subtitle, doubts)
    if len(main) > 1:
        doubts.append(f"标题有{len(main)}行，合为一个标题；若其中一行是引题或副题，请改")
    title = titlemarks.without_issue(" ".join(main), dropped)
    title = titlemarks.without_number_and_byline(_kind_joined(title), dropped)
    behind = None if subtitle else _SUBTITLE_BEHIND.fullmatch(title)
    if behind and len(behind["rest"]) >= 6 and not _open(behind["title"]):
        cut = behind.end("gap")
        title, subtitle = behind["title"].rstrip(), title[cut:].strip()
        if not behind["gap"]:
            doubts.append(f"“{subtitle}”按副题，请核对")
    kicker, title = _barred(kicker, title, dropped, doubts)
    alone = re.match("[—－─-]{1,4}[ \u3000]{0,2}(?=[^—－─ \u3000-])", title)
    if alone and not kicker and not subtitle:
        dropped.append(Dropped(alone.group().strip(), "标题前的破折号"))
        title = title[alone.end() :]
        doubts.append(f"只有副题“{title}”，按标题读，请补上标题")
    return Title(kicker, title, subtitle, tuple(dropped), tuple(doubts), unit)


def _is_subtitle(above: Line, line: Line, title: str) -> bool:
    """Whether a line below a title's is its subtitle: by its dash, to whom a letter is, a page's lower heading."""
    if SUBTITLE.match(line.bare) or (_TO.fullmatch(line.bare) and not KIND.search(title)):
        return True
    return line.role == "subtitle" or (line.title and above.title and line.heading > above.heading > 0)


def _kind_joined(title: str) -> str:
    """A title whose last word was set apart, as a document's often is: …的通　知."""
    tail = re.search(
        rf"(?<=[{zh.HAN}）])[ \u3000]{{0,4}}的?[ \u3000]{{0,4}}[{zh.HAN}](?:[ \u3000]{{1,6}}[{zh.HAN}]){{1,3}}$", title
    )
    joined = "".join(tail.group().split()) if tail else ""
    return title[: tail.start()] + joined if tail and KIND.fullmatch(joined) else title


def _is_again(main: list[str], line: str, dropped: list[Dropped]) -> bool:
    """Whether a line says again what stands above it, alone or with the name of the site, as a browser shows a page."""
    upper = main[-1]
    if "".join(upper.split()) == "".join(line.split()):
        dropped.append(Dropped(line, "又写了一遍的标题"))
        return True
    rest = upper[len(line) :] if upper.startswith(line) else ""
    if re.fullmatch("[ ]?[-_—|｜–·]{1,2}[ ]?[^。，]{2,24}", rest) is None:
        return False
    dropped.append(Dropped(upper, "网页的标题，后面是网站的名称"))
    main[-1] = line
    return True


def _unit(main: list[str], doubts: list[str]) -> str:
    """Takes the body whose name stands alone below a title off its lines."""
    bodies = main[-1].split() if len(main) > 1 else []
    if not bodies or not all(map(UNIT.fullmatch, bodies)) or UNIT.fullmatch(main[-2]) or DEED.match(main[-1]):
        return ""
    doubts.append(f"“{main[-1]}”单独在标题下面，按来源读，请核对")
    return main.pop()


def _barred(kicker: str, title: str, dropped: list[Dropped], doubts: list[str]) -> tuple[str, str]:
    """(kicker, title) of a title with a bar in it: the name of a column, or a motto, stands before it."""
    barred = _BARRED.fullmatch(title) if not kicker else None
    if barred and titlemarks.OF_COLUMN.fullmatch(barred["front"]):
        dropped.append(Dropped(title[: barred.start("title")].strip(), "标题前的栏目标签"))
        title = barred["title"]
    elif (
        barred and not PLACE.fullmatch(barred["front"]) and (DEED.search(barred["title"]) or WHO.match(barred["title"]))
    ):
        dropped.append(Dropped(barred["bar"], "标题中间的竖线"))
        kicker, title = barred["front"], barred["title"]
        doubts.append(f"“{kicker}”按引题，“{title}”按标题，请核对")
    return kicker, title


def _drop_subtitle(main: list[str], subtitle: str, dropped: list[Dropped]) -> None:
    """Takes off a page's own headline that the subtitle says again."""
    if len(main) > 1 and subtitle and "".join(subtitle.lstrip("—–-－─ ").split()) == "".join(main[0].split()):
        dropped.append(Dropped(main.pop(0), "又写了一遍的副题"))


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the title above it, which was folded."""
    if (
        FOLDED.match(line)
        or _REST.fullmatch(line)
        or _SUFFIX.fullmatch(line)
        or _UNFINISHED.search(before)
        or _open(before)
    ):
        return True
    if (
        line.startswith("关于")
        and (WHO.match("".join(before.split())) or before.endswith(("办公室", "部", "厅")))
        and not DEED.search(before)
    ):
        return True
    if folding.is_rest(before, line):
        return True
    return "关于" in before and not KIND.search(before) and KIND.search(line) is not None


def _of_two(main: list[str], kicker: str, subtitle: str, doubts: list[str]) -> tuple[str, str]:
    """(kicker, subtitle), of which one is taken off two lines that no mark tells apart."""
    if len(main) == 2 and not kicker and (is_kicker_of(main[0], main[1]) or _is_place(main[0], main[1])):
        kicker = main.pop(0)
        doubts.append(f"“{kicker}”按引题，“{main[0]}”按标题，请核对")
    elif len(main) == 2 and not subtitle and mottos.is_subtitle_of(main[0], main[1]):
        subtitle = main.pop()
        doubts.append(f"“{subtitle}”按副题，请核对")
    return kicker, subtitle


def _is_place(first: str, second: str) -> bool:
    """Whether the first of two lines is the body that the report below is about: 东沟小学 / 留守儿童过生日."""
    return UNIT.fullmatch(first) is not None and not (KIND.search(second) or WHO.match(second))


def _open(text: str) -> bool:
    return (
        text.count("《") > text.count("》") or text.count("“") > text.count("”") or text.count("（") > text.count("）")
    )
