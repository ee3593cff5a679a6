"""What stands among a page's fields and is none: counters, pictures of eyes and thumbs, the name of a time zone."""

import re

LONGEST = 200
"""Characters of a line that is looked at."""
_PICTOGRAM = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ \u3000]{0,2}[\\d.]{1,9}[万wWkK+]{0,2}")
"""👁 128: how often read, or liked."""
_BEEN_READ = re.compile(
    "[（(]\\d{1,2}/\\d{1,2} \\d\\d:\\d\\d ?更新[）)]|(?:格林尼治标准|北京|当地|台北|东京)时间(?=[ \u3000]?\\d)|"
    "(?<=[\\dM]) (?:E[SD]?T|P[SD]?T|IST|GMT|UTC)(?![A-Za-z])|"
    "(?:本[文页]|文章)?(?:已经?|共|总计?|累计)?被?(?=(?:浏览|阅读|点击|访问)[ \u3000:：]{0,4}\\d)"
)

_VIEWS = "[人次]{1,2}(?:查看|浏览|阅读|点击|观看|看过|访问)[过了]?(?![\u4e00-\u9fff])"
_COUNTED = re.compile(
    r"只看该作者|只看楼主|只看大图|[倒正]序(?:浏览|阅读|看帖)|"
    r"(?<![\d./年月-])\d{1,7}(?:\.\d{1,2})?[万wW]?\+?[ ]?次?(?:阅读|浏览|点击|播放|点赞|人气)(?![\u4e00-\u9fff：:])"
)
"""3.2万阅读, beside an app's account."""
_SEEN = re.compile(
    rf"(?:(?<=[\d ])|^)(?:发布|更新|发表)[ \u3000]{{0,3}}\d{{0,8}}[ ]?{_VIEWS}|(?:(?<= )|^)(?:\d{{1,8}}[ ]?)?{_VIEWS}"
)
"""发布81次查看, behind a page's date."""
_READERS = re.compile("(?:已?有)[ ]?[\\d/: ,]{0,24}[ ]?位(?:读者|网友|朋友)?(?:读过|看过|阅读|浏览)了?(?:此文|本文)?")
"""有312位读者读过: a count, or what a page's program left in its place."""
_BY = re.compile("(?<![A-Za-z])[Bb]y[ ](?=[\u4e00-\u9fff])|(?<=\\d日)[ ]?由[ ]?(?=[\u4e00-\u9fff]{2,12}(?: |$))")
"""By, and who wrote it, without a colon; WordPress says 由."""
_GLUED = re.compile(r"(?<![\d.])((?:(?:19|20)?\d\d-)?\d\d-\d\d)(?=\d\d:\d\d)")
"""A day and the time that a page set apart, and a copy did not: 2019-09-3007:42."""

_MARKED = re.compile(r"[:：丨｜|︱/／]|(?:19|20)\d\d[-/.年]")
"""What a line of fields has that ends with a stop."""
COUNT = re.compile(
    r"[（(]?(?:[\d,，.]{0,12}\+?[万wW]?(?:次|人次|人|条|℃|°C)?|查看|载入中|加载中|正在读取)[.…]{0,6}[）)]?"
)
"""How often something was done."""
SHEET = re.compile(r"第?[A-Z]?\d{1,2}版[:：·]?[ \t]?[\u4e00-\u9fff·]{0,8}")
"""A newspaper's sheet, as it stands beside its date."""
SIZES = re.compile(
    r"(?:字[号体]|[大中小默认特超T]|A[+-]?|放大|缩小|打印|关闭|收藏|分享|正文|[\s|｜【】\[\]（）()、/+-]){1,30}"
)
"""The sizes of letters, and other buttons beside them."""


def is_sentence(text: str) -> bool:
    """Whether a line is a sentence, though it may begin as a field does: 来自11个单位的团员表演了节目。"""
    return text.endswith("。") and _MARKED.search(text) is None


def without(text: str) -> str:
    """A line of fields without it, a day apart from the time behind it."""
    text = _GLUED.sub(r"\1 ", text) if ":" in text else text
    text = _BY.sub(" By：", _READERS.sub(" ", text))
    return _SEEN.sub(" ", _BEEN_READ.sub(" ", _COUNTED.sub(" ", _PICTOGRAM.sub(" ", text))))
