"""The years that feasts and anniversaries tell: 妇女节108周年 is of 2018, 第三十一次全国助残日 of 2021.

How often a day has come round is printed with it, and of which year it was the first one is known.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from jianbao import zh

_WOMEN = "三[·.]?八|妇女节"
_OF_ARMY = r"(?:(?<![\u4e00-\u9fff])|(?<=庆祝|纪念|庆贺)|(?<=[迎军]))建军(?=\d{1,3}周年)"
"""建军90周年, and nobody who is called so."""
_SINCE = {
    _WOMEN: 1910,
    "五[·.]?四运动": 1919,
    "(?:中国)?共产党(?:成立)?|建党|党的生日": 1921,
    "共青团|建团": 1922,
    f"建军节|{_OF_ARMY}|人民解放军(?:建军|诞生|成立)": 1927,
    "中华人民共和国|新中国|建国": 1949,
    "改革开放": 1978,
    "抗战胜利|抗日战争": 1945,
    "长征胜利": 1936,
    "香港回归": 1997,
    "澳门回归": 1999,
}
"""From which year the anniversaries are counted that bulletins tell of."""
_BEFORE_FIRST = {
    "妇女节": 1910,
    "护士节": 1911,
    "红十字日": 1947,
    "儿童节": 1949,
    "学雷锋(?:纪念)?日": 1963,
    "世界环境日": 1971,
    "植树节": 1978,
    "教师节": 1984,
    "志愿者日": 1985,
    "无烟日|艾滋病日|国际禁毒日|中国水周": 1987,
    "爱牙日|爱国卫生月": 1988,
    "世界人口日": 1989,
    "助残日": 1990,
    "国际残疾人日|精神卫生日|消防(?:安全)?(?:宣传)?日|税收宣传月": 1991,
    "世界水日": 1992,
    "国际家庭日": 1993,
    "读书日|爱眼日": 1995,
    "爱耳日|记者节": 1999,
    "国防教育日": 2000,
    "安全生产月": 2001,
    "献血者日": 2003,
    "防灾减灾日|全民健身日": 2008,
    "敬老月": 2009,
    "宪法日|公祭日": 2013,
    "航天日": 2015,
    "科技工作者日|残疾预防日": 2016,
    "医师节|农民丰收节": 2017,
    "警察节": 2020,
    "家庭教育宣传周": 2021,
}
"""Days, weeks and months that are counted from their first one on, and the year before it."""
_DAYS = {
    "学雷锋(?:纪念)?日": (3, 5),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "世界水日": (3, 22),
    "读书日": (4, 23),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "红十字日": (5, 8),
    "护士节": (5, 12),
    "国际家庭日": (5, 15),
    "科技工作者日": (5, 30),
    "无烟日": (5, 31),
    "儿童节": (6, 1),
    "世界环境日": (6, 5),
    "国际禁毒日": (6, 26),
    "建军节": (8, 1),
    "医师节": (8, 19),
    "教师节": (9, 10),
    "国庆节": (10, 1),
    "记者节": (11, 8),
    "消防(?:安全)?(?:宣传)?日": (11, 9),
    "艾滋病日": (12, 1),
    "国际残疾人日": (12, 3),
    "宪法日": (12, 4),
    "志愿者日": (12, 5),
    "公祭日": (12, 13),
}
"""Feasts that are on the same day of every year."""
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,5})"
_BETWEEN = "(?:[“”‘’』」节日]|国际|劳动|妇女|成立|诞生|建立|创建|建军|胜利|回归|祖国|纪念日?|运动|开放|以来|华诞)"
"""What stands between whose anniversary it is and its number: of 共青团县委创刊30周年 another one is told."""
_ANNIVERSARY = re.compile(rf"“?(?P<name>(?:{'|'.join(_SINCE)}){_BETWEEN}{{0,5}})(?P<count>\d{{1,3}})周年")
_OF_FEAST = "(?:[“”‘’「」五六三八一七·]|国际|全国|世界|中国|国家|劳动|我国|法定)"
"""What stands before its name: “三八”国际劳动妇女节."""
_EVERYBODY = re.compile("国际|全国|世界|中国|国家|我国|三八")
_OFTEN = 10
"""How often a feast of everybody's came round at least; a school counts its own days of reading as well."""
_NTH = re.compile(
    rf"(?<![省市县区镇乡村校园院厂州])第(?P<count>{_NUMBER})[个次](?P<name>{_OF_FEAST}{{0,8}}(?:{'|'.join(_BEFORE_FIRST)}))"
)
_TODAY = re.compile(rf"(?:今天|今日)(?:就|正)?是[^，。；！？]{{0,16}}?(?P<name>{'|'.join(_DAYS)})[”’」]?(?=[，。；！])")


def today(text: str) -> tuple[int, int, str] | None:
    """(month, day, the words) where a text says which feast the day is on which it tells: 今天是第70个红十字日."""
    match = _TODAY.search(text)
    if not match:
        return None
    day = next(day for words, day in _DAYS.items() if re.search(words, match["name"]))
    return (*day, match.group())


def years(text: str) -> Iterator[tuple[int, str, bool]]:
    """(the year that a text tells so, its words, whether another feast may be meant); none that is still to come."""
    latest = datetime.now(UTC).year
    for found, table in ((_ANNIVERSARY, _SINCE), (_NTH, _BEFORE_FIRST)):
        for match in found.finditer(text):
            begun = next((year for words, year in table.items() if re.search(words, match.group())), 0)
            count = match["count"]
            number = int(count) if count.isdigit() else zh.counted(count)
            if begun and number and begun + number <= latest:
                own = found is _NTH and (number < _OFTEN or not _EVERYBODY.search(match["name"]))
                yield begun + number, match.group(), own
