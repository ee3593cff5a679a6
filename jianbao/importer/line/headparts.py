"""What the head of a printed bulletin is composed of: its name, its number, who makes it, the day, whom to ask.

A head has them in any order, on one line or on several. A line is of it when all of it is such parts, and one of
them a number, a maker or a label that nothing else has.
"""

import re

from jianbao import zh
from jianbao.importer.line import figures

ONE = r"[\dlIOo一二三四五六七八九十百〇○零]{1,6}"
NUMBERS = rf"{ONE}(?:(?:[、，,/／和—–－~～-]|--|——)第?{ONE}){{0,3}}"
"""The number of an issue, or those of several that came out as one: 3、4, 58—59."""
YEAR = rf"[（(\[【〔]?{figures.YEAR}[）)\]】〕]?年?度?"
DASH = "—–―－──~～·•-"
BETWEEN_DASHES = rf"[{DASH}]{{1,4}}(?:19[89]|20[0-4])\d年?[{DASH}]{{1,4}}|(?:19[89]|20[0-4])\d"
"""The year of an issue on a line of its own, where a page has its number: ——2022——, 2019."""
YEAR_ALONE = re.compile(r"(?:19[89]|20[0-4])\d")
IN_LATIN = rf"(?:[Nn][Oo]|VOL|Vol|Issue)[.．:：]?\d{{1,4}}(?:[（(,，]?{figures.YEAR}[）)]?)?"
"""An issue's number as bulletins in half-width letters have it: No.7(2021)."""
ISSUE = (
    rf"[（(]?(?:\d{{4}}[—－–-]{{1,2}}\d{{4}}学年度?)?(?:第[一二]学期)?[（(\[【〔]?(?:{YEAR})?[（(\[【〔]?(?:总|"
    rf"增刊)?第?{NUMBERS}[期号辑周](?:合刊|合订本?|增刊|特刊|专刊)?[）)\]】〕]?(?:[/／·,，]?[（(]?(?:总|累计)第?{NUMBERS}[期号][）)]?)?"
    r"(?:[（(][^（）()]{0,16}[）)])?"
)
DATE = (
    rf"{figures.YEAR}年(?:{figures.DIGITS}|{figures.HAN})月(?:(?:{figures.DIGITS}|{figures.HAN})日)?(?:出版|"
    rf"编印?|印发?|出刊)?"
    r"|20\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
DATE = rf"(?:{DATE})(?:[-—－–~～至]{{1,2}}(?:\d{{1,2}}月)?\d{{1,2}}日)?(?:[（(]?星期[一二三四五六日天][）)]?)?"
UNIT = (
    r"妇联|联合会|工会|工委|委员会|团委|妇委会|党委|党组|政府|支部|总支|办公室|编辑部|编委会|宣传部|组织部|(?<![大全格布结])局|厅|"
    r"处|中心|学校|中学|小学|大学|学院|幼儿园|街道|办事处|社区|居委会|村委会|公司|集团"
)
MADE = "主办|编印|编发|印发|编辑|编制|编|印"
MAKER = (
    rf"(?:(?:主办|编印|编辑|编)(?:单位)?[：:]?)?[\u4e00-\u9fff、]{{2,24}}(?<![进入到])(?:{UNIT})(?:{MADE})?|"
    rf"[\u4e00-\u9fff]{{2,24}}(?:{MADE})"
)
NAME = (
    r"[\u4e00-\u9fffA-Za-z&·“”]{0,24}(?:简报|动态|信息|快讯|快报|专报|通讯|简讯|情况反映|要情|月报|周报|季报|专刊|特刊|"
    r"工作交流|信息摘编|内参|参阅件?|通报|之窗|之声|园地|导刊|情况交流|工作情况)"
)

_LABEL = re.compile(
    r"(?:本期)?(?:主办|主管|承办|协办|编印|编辑|责任编辑|责编|执行编辑|主编|副主编|总编|签发|审核|审签|审稿|校对|排版|印刷|印数|"
    r"投稿|联系|办公)(?:单位|部门|电话|地址|地点|邮箱|信箱|热线|网址|人)?[:：][^：:，。；]{1,24}|(?:电话|传真|邮箱|网址)[:：][\w.@-]{5,40}"
)
_NUMBER = re.compile(rf"{ISSUE}|{IN_LATIN}")
_DAY = re.compile(DATE)
_SHORT_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|(?:\d{4}年)?第[一二三四1-4]季度|星期[一二三四五六日天]|"
    r"\d{4}[—－–-]{1,2}\d{4}学年度?(?:第?[一二上下]学期)?"
)
_NAMED = re.compile(rf"《[^《》]{{2,16}}》|{NAME}")
_MAKER = re.compile(
    rf"(?:{MAKER})|"
    rf"[{zh.HAN}“”]{{2,20}}(?:专班|工作组|领导小组|指挥部|组委会|[^主]办|[党团纪]委|科|处|组|[^内全]部|[^教]室|社|站|团|家委会)(?:主办|编印|编)?"
)
_ASIDE = re.compile("[（(](?:内部|会员|免费|仅供|请|阅后|不定期)[^（）()]{0,12}[）)]")
_BETWEEN = re.compile("[·•|｜/／,，、—－-]")
_PARTS = (_NUMBER, _LABEL, _DAY, _SHORT_DAY, _NAMED, _MAKER, _ASIDE, _BETWEEN)
_LONGEST, _PART = 70, 44
"""Characters of a line of a head, and of one of its parts."""


def is_composed(seen: str, *, begun: bool) -> bool:
    """Whether a line without blanks is nothing but parts of a head; ``begun``: a number stands above it."""
    if not 4 <= len(seen) <= _LONGEST or not (begun or "期" in seen or ":" in seen or "：" in seen):
        return False
    reached: list[frozenset[re.Pattern[str]] | None] = [frozenset()] + [None] * len(seen)
    for end in range(1, len(seen) + 1):
        for begin in range(max(0, end - _PART), end):
            kinds = reached[begin]
            if kinds is None:
                continue
            found = next((part for part in _PARTS if part.fullmatch(seen, begin, end)), None)
            if found is not None and (reached[end] is None or len(kinds | {found}) > len(reached[end] or ())):
                reached[end] = kinds | {found}
    kinds = reached[-1] or frozenset()
    if not kinds - {_BETWEEN} or kinds <= {_NAMED, _MAKER, _BETWEEN}:
        return False
    several = len(kinds - {_BETWEEN}) > 1
    return (_NUMBER in kinds and several) or _LABEL in kinds or (begun and (_DAY in kinds or _SHORT_DAY in kinds))
