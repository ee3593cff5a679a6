"""The paper or the periodical that a line names, and its day, as they stand beside a cutting."""

import re
from typing import NamedTuple

from jianbao import zh
from jianbao.importer.line import figures

_PRESS = re.compile(
    r"([《]?[\u4e00-\u9fff]{2,14}(?:报|网|社|台|刊|客户端|周刊)[》]?)[ \t\u3000\xa0]{1,4}((?:19|"
    r"20)\d\d年\d{1,2}月\d{1,2}日)"
    r"(?:[ \t\u3000\xa0]{1,4}第?[A-Z\d一二三四五六七八九十]{1,3}版)?"
    r"(?:[ \t\u3000\xa0]{1,4}(?:记者|作者|通讯员)?[ \u3000]?[\u4e00-\u9fff]{2,4}){0,2}"
)
"""A paper, its day and sheet, and who wrote it, as they stand below the title of a cutting."""
_SP = r"[ \u3000]{0,3}"
_PRINTED = re.compile(
    rf"(?:来源|原载|转自|摘自|刊于)?[:：]?{_SP}《{_SP}(?P<paper>[\u4e00-\u9fff]{{2,14}}){_SP}》{_SP}[（(]?{_SP}"
    rf"(?P<date>(?:19|20)\d\d{_SP}年{_SP}\d{{1,2}}{_SP}月{_SP}\d{{1,2}}{_SP}日|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"[ \u3000，,]{{0,3}}(?:第?{_SP}[A-Z\d一二三四五六七八九十]{{1,4}}{_SP}版"
    rf"[:： ]{{0,2}}[\u4e00-\u9fff·]{{0,8}})?{_SP}[）)]?"
)
"""《人民日报》（2023年3月5日 14版）, below a text."""
_PERIODICAL = re.compile(
    r"《?(?P<name>[\u4e00-\u9fff]{2,14})(?:》?[ \u3000]{1,3}|》)(?:19|20)\d\d年第?\d{1,3}期"
    r"(?:[（(]总第\d{1,5}期[）)])?(?:[ \u3000]{1,3}[\u4e00-\u9fff\d]{1,8}版)?"
)
"""兵团工运 2021年5期."""
_FIRST_IN = re.compile(
    rf"[（(](?:原载|原刊|刊载|刊|载|摘自|转自)于?{_SP}(?P<date>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?{_SP}"
    rf"《(?P<paper>[\u4e00-\u9fff]{{2,14}})》{_SP}[^（）()]{{0,20}}[）)]"
)
"""（原载2019年3月8日《山城日报》）."""
_OF_PAPER = re.compile(
    rf"(?P<paper>本[报网台刊]|(?!本|特约)[{zh.HAN}]{{2,8}}(?:[日晚早晨时]报|网|电视台))"
    rf"[ \u3000]{{1,2}}(?:记者|通讯员)[：: \u3000]{{0,2}}[{zh.HAN}]{{2,4}}"
)
"""西岭日报 记者王红: the paper, and who reported."""


_WRITER = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:[ 、][\u4e00-\u9fff]{2,4}){0,2}[ ]?[/／|｜][ ]?"
    r"(?P<name>[\u4e00-\u9fff]{2,10}(?:报|网|社|台|新闻|客户端|周刊|杂志))"
)
"""张甲/山城日报: who wrote it, and for whom."""


class Printed(NamedTuple):
    """What a line says of a print: its day as it stood, its name, what kind of field it is."""

    date: str
    name: str
    label: str


def told(bare: str, text: str) -> Printed | None:
    """The paper or the periodical that a line names, and its day; a day without its year."""
    press = _PRESS.fullmatch(bare)
    if press:
        return Printed(press[2], press[1].strip("《》"), "报刊")
    if figures.PARTIAL.fullmatch(bare) and ":" in bare:
        return Printed(bare, "", "时间")
    writer = _WRITER.fullmatch(bare)
    if writer:
        return Printed("", writer["name"], "作者")
    periodical = _PERIODICAL.fullmatch(bare)
    if periodical:
        return Printed("", periodical["name"], "期刊")
    printed = _PRINTED.fullmatch(text.strip(" \t\u3000\xa0")) or _FIRST_IN.fullmatch(text.strip(" \t\u3000\xa0"))
    return Printed(printed["date"] or "", printed["paper"], "报刊") if printed else None


def without_reporter(name: str) -> str:
    """A paper's name without who reported behind it; "" for one that calls itself 本报."""
    found = _OF_PAPER.fullmatch(name.strip())
    return name if not found else "" if found["paper"].startswith("本") else found["paper"]
