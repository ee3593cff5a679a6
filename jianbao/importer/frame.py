"""What a saved page prints around an article: menus, 当前位置, 上一篇, 分享到, the site's foot, notices to browsers.

A text copied from a page has it as lines among the lines. Nothing is looked for in a file that has neither
such a line nor one of meta.py's. In the head the line above the meta line is the title, and whatever else is
short is menu; behind the text everything goes from the first line on that only the foot of a page has.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from jianbao.importer import figures, meta
from jianbao.importer.model import Dropped, Line

OF_PAGE = "网页上的导航文字"
OF_OTHERS = "网页上推荐的别的文章"
OF_META = "网页上的来源和时间，已读入来源和日期"
_NAME_OF_PAGE = "网页的栏目名"
_DEED = re.compile("召开|举办|举行|开展|启动|走访|慰问|成立|走进|荣获|关于|的(?:通知|决定|意见|函|公告|通报)$|[！!：:]")
_WORDS = re.compile(
    r"内容详情|我知道了|版面概览|详情|次|人次|阅读下一[篇条]|分享让更多人看到|下载点点通|站内搜索|"
    r"(?:网站|返回|设为|本站)?首页|主页|收藏(?:本站|本页|此页|夹)?|加入收藏|设为收藏|(?:网站|站点)(?:地图|"
    r"导航)|联系我们|关于我们|(?:网站)?无障碍(?:浏览|阅读)?|长者(?:模式|版|专区)|关怀版|适老版"
    r"|登[录陆]|注册|退出|用户(?:中心|登录)|个人中心|(?:全站|站内|高级|本站)?搜索|检索|请输入.{0,10}|移动版|"
    r"手机版|手机浏览|电脑版|电子报|PDF版?|英文版?|English|EN|(?:繁體?|繁体|简体)(?:中文|版)?"
    r"|返回(?:顶部|列表|目录|上一?[页级层]|主页|首页|搜索)?|回到顶部|TOP|顶部|上一?[篇页条版期]|"
    r"下一?[篇页条版期]|前一[篇天期]|后一[篇天期]|版面(?:导航|概览|目录)|标题导航|往期(?:回顾|推荐|精选|精彩|"
    r"文章|内容)?|正文|内容|新闻内容|详细内容"
    r"|(?:我要)?打印(?:此页|本页|本文|文章|该页|页面)?|关闭(?:本页|窗口|页面|此页)?|字[体号](?:大小)?|"
    r"[大中小特]|放大|缩小|默认|A[+-]|T|分享|分享(?:到|至)|转发|微信(?:好友|扫一扫)?|(?:新浪|腾讯)?微博|"
    r"QQ(?:空间|好友)?|人人网?|朋友圈|豆瓣|复制链接"
    r"|点?赞|在看|投诉|举报|写?留言|精选留言|(?:我要|发表|网友|查看)?评论|(?:我要)?纠错|阅读(?:原文|全文)|"
    r"查看(?:原文|更多|全文)|更多|MORE|more|听新闻|(?:语音)?(?:朗读|播报)|播放|暂停|展开|收起|全文|END|end|"
    r"The End|完|原创|转载|已关注|未关注"
    r"|附件下载|推荐给?朋友|告诉好友|视力保护色?|手机看|客户端|下载APP|APP下载|\d{1,3}°?C?|[+>»›＞<«‹＜—_-]+",
)
_SPLIT = re.compile(r"[\s|｜丨/／·•:：【】\[\]()（）,，、_>＞»›<＜«‹#*→\\-]+")
_PATH = re.compile(
    r"(?:您|你)?(?:现在|当前|目前)?(?:所|的)?(?:在|处)?的?(?:位置|栏目|频道)(?:是|为)?[ \t\u3000\xa0]*[:：]"
    r"|[\s·]*(?:网站|本站|学校)?(?:首页|主页)[ \t\u3000\xa0]*[>＞»›/→－-]"
)
_NEIGHBOUR = re.compile(
    r"[\s\-·•*【\[<«]*(?:上|下|前|后)一?[篇条则页个](?:文章|新闻|信息|主题|内容)?[】\]>»]?[ "
    r"\t\u3000]*(?:[:：]|\s{2,}|没有)"
    r"|[\s\-·•*]*(?:上|下|前|后)一[篇条则页]|(?:已经?是|没有)(?:第一|最后|更多|上一|下一|了)"
)
_WELCOME = re.compile(
    r"(?:您好[！!，,]?)?欢迎(?:您|你)?(?:来到|访问|光临|登录|浏览|进入).{2,30}(?:网站?|门户|平台|网页|共青团|"
    r"工会|妇联)[！!。]?|今天是.{0,30}"
)
_ADDRESS = re.compile(r"(?:本文|原文|文章)?(?:地址|链接|网址|出处)?[：:]?[ \t]{0,4}https?://\S{4,300}")
_END = re.compile(r"[\u4e00-\u9fff]{0,8}[（(]?[A-Za-z0-9.-]{2,30}\.(?:com|cn|net|org)[）)]?|[\u4e00-\u9fff]{2,12}[ \u3000]?(?:数字报纸?|电子报|电子版|电子刊)|0\d{1,4}[ \u3000]?版[:：].{2,12}|[-—–·•* ]{0,8}(?:END|The End)[-—–·•* ]{0,8}|[-—–]{1,4} ?(?:end|完) ?[-—–]{1,4}")
_RELATED = re.compile(
    r"[【\[\s■◆●▶]*(?:相关|推荐|延伸|扩展|热门|热点|最新|更多|精彩|往期|编辑|图片|本类|同类|近期|"
    r"猜你)(?:阅读|新闻|文章|链接|报道|推荐|信息|附件|文件|稿件|专题|资讯|内容|回顾|精选|精彩|动态|喜欢|排行|更新|"
    r"发布|导读)[】\]\s:：>＞»]*"
)
_SITE = re.compile(
    r"ICP[备证]|公网安备|版权所有|版权归|[Cc]opyright|©|All Rights? Reserved|网站标识码|政府网站标识|"
    r"互联网举报中心|不良信息举报"
    r"|(?:请|建议|最佳)(?:使用|浏览|分辨率).{0,30}(?:浏览|分辨率|以上)|浏览器版本|(?:JavaScript|javascript|"
    r"Flash插件)|您是第.{0,12}[位个]|(?:总|今日|累计)访问[量人]|访问统计"
    r"|网站加盟|^技术支持[:：]|关注.{0,12}(?:微信|公众号)$|(?:长按|扫一扫|扫描|识别|扫码).{0,16}(?:码|关注|手机)|"
    r"点击.{0,8}蓝字|点击.{0,8}关注(?:我们)?$|^关注我们|互联网新闻信息服务许可|增值电信"
    r"|喜欢此内容的人还喜欢|轻触阅读原文|继续滑动看下一个|微信扫一扫|该公众号|预览时标签不可点|使用小程序|"
    r"用户协议|隐私政策"
)
_FOOT = re.compile(
    r".{0,30}(?:官方微[信博]|微信公众号|二维码|技术支持|网站(?:维护|管理|建设|制作|声明)|友情链接|免责声明|"
    r"举报(?:电话|热线|邮箱|网站)).{0,60}"
)
_NOTICE = re.compile(
    r"(?:特别|版权|免责|重要)?声明[:：]|凡本[网站报刊]|本[网站].{0,12}(?:转载|注明)|(?:未经|"
    r"如需).{0,12}(?:授权|许可|转载)|转载请注明"
)
_SHEET = re.compile(
    r"(?:(?:头|要闻|综合|社会|专|副刊)版|第?[ \t]{0,9}(?:[A-Z]?\d{1,5}|[一二三四五六七八九十]{1,3})[ \t]{0,9}版)(?:[ "
    r"\t]*[:：·—-]?[ \t]*[\u4e00-\u9fff·、]{0,10})?"
)
_CALENDAR = re.compile(r"[\d\s]{1,40}|[日一二三四五六周\s]{7,30}")
_APPEAL = re.compile(
    r"[^。]{0,20}(?:点[个亮下]?|戳|求|给个)[^。]{0,6}[“\"]?(?:在看|赞|分享|收藏|关注|小星星|星标)[”\"]?[^。]{0,8}"
)
_OF_SITE = re.compile(r".{0,24}(?:官方网站|官网|首页).{0,16}|.{0,30}今天是")
_OFFICE = re.compile(
    r"(?:主办|承办|主管|协办)(?:单位)?[:：]?.{2,60}|(?:地址|联系电话|电话|传真|邮编|邮政编码|联系方式|网址|"
    r"电子邮箱|E-?mail)[:：].{2,80}"
)
_ENDED = re.compile(r"[。；…][”’）)]{0,2}$")
_LIST = re.compile(
    r"[【\[\s■◆●▶]{0,3}(?:(?:相关|推荐|延伸|热门|热点|最新|更多|精彩|往期|图片|频道|新闻|阅读|文章|链接|报道|"
    r"信息|稿件|专题|资讯|回顾|精选|动态|排行榜?|榜|更新|发布|导读|头条|视频|24小时|猜你喜欢|为你|栏目|本类|"
    r"同类|点击|一周|本周|本月)[ ]?){2,4}[】\]\s:：>＞»]{0,4}"
)
"""A heading of other articles at a page's foot: 新闻推荐, 最新动态."""
_PICTURE = re.compile(
    r"!\[[^\]]{0,40}\]\([^()]{0,200}\)|[\w（）() .-]{1,80}\.(?:jpe?g|png|gif|bmp|webp)", re.IGNORECASE | re.ASCII
)
_NAME_OF_PICTURE = re.compile(r"[\w（）() .-]{1,80}\.(?:jpe?g|png|gif|bmp|webp)", re.IGNORECASE)
"""What is left of a picture when a page is copied as text."""
_NAME_OF_SITE = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:政府|委员会|妇联|联合会|工会|团委|局|厅|网|网站|在线|日报|晚报|报社|融媒|新闻|"
    r"动态|之窗|专栏|频道|门户)(?:网|网站)?"
)
_RECOMMENDED = re.compile(
    r"[【\[\s■◆●▶]{0,3}(?:(?:新闻|热门|精彩|为你|更多|编辑|本站|文章|大家|猜你|今日)(?:推荐|喜欢|都在看)|推荐(?:阅读|新闻|文章)|"
    r"相关(?:新闻|阅读|报道|文章|推荐)|延伸阅读|热点新闻|往期(?:回顾|推荐))[】\]\s:：]{0,3}"
)
"""The head of what a page recommends."""
_SET_APART = re.compile("[\u4e00-\u9fff](?:[ \u3000\xa0]+[\u4e00-\u9fff]){3,40}")
"""上 海 报 业 集 团      版 权 所 有."""
_OWN_NAME = re.compile("[\u4e00-\u9fff]{2,12}(?:网|网站|客户端|门户|频道)")
_DAY = re.compile(r"(?:[\u4e00-\u9fff]{2,12}[ \u3000])?(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})")
"""The day of a newspaper, as its page has it above the sheet."""
_HEAD = 60
"""Lines at the beginning among which a head is looked for."""
_ENDS = ("。", "！", "？", "”", "…", "；", "!", "?", "）", ")")


class Framed(NamedTuple):
    """The lines of the article; what framed it; the meta lines that speak of the whole page and of no article."""

    lines: list[Line]
    dropped: list[Dropped]
    whole: list[meta.Meta]


def is_frame(line: Line) -> bool:
    """Whether a line can only be of the page around an article, wherever it stands."""
    bare = line.bare
    if line.rows or line.picture or len(bare) > 160 or not bare:
        return False
    bare = "".join(bare.split()) if _SET_APART.fullmatch(bare) else bare
    sentence = "。" in bare
    if len(bare) <= 100 and not sentence and (_PATH.match(bare) or _is_path(bare) or _NEIGHBOUR.match(bare)):
        return True
    if _WELCOME.fullmatch(bare) or _NAME_OF_PICTURE.fullmatch(bare) or _ADDRESS.fullmatch(bare) or _END.fullmatch(bare):
        return True
    if _RELATED.fullmatch(bare) or (len(bare) <= 40 and _SITE.search(bare) and not bare.endswith(_ENDS)):
        return True
    strong = len(re.findall(_SITE, bare[:160])) if len(bare) > 40 or sentence else 0
    return strong >= 2 or (strong == 1 and not sentence) or _is_words(bare) >= 2


def _is_path(bare: str) -> bool:
    """首页 > 动态 > 正文 without the words before it."""
    parts = [p.strip() for p in re.split("[>＞»›]", bare)]
    named = re.search("首页|主页|正文|内容|位置|栏目|动态|新闻|公开|详情|频道", bare) is not None
    return named and len(parts) >= 3 and "<" not in bare and all(len(p) <= 16 for p in parts[:-1]) and len(bare) <= 80


def _is_words(bare: str) -> int:
    """How many words a line has that is nothing but words of a page's controls; 0 when it has others."""
    words = [word.strip("0123456789") or word for word in _SPLIT.split(bare) if word]
    if not all(_WORDS.fullmatch(word) for word in words):
        return 0
    return len(words) + (1 if len("".join(words)) >= 4 else 0)


def apart(line: Line) -> list[Line]:
    """A title that its fields stand behind, as two lines; nothing when it is none."""
    bare = line.bare
    at = meta.begins(bare) if 20 <= len(bare) <= 200 else -1
    if (
        at < 8
        or re.search("[。；]", bare[:at])
        or (found := meta.read(bare[at:])) is None
        or not (found.sure and found.date)
    ):
        return []
    return [line._replace(text=bare[:at].rstrip()), line._replace(text=bare[at:], blank_before=False)]


def is_meta(line: Line) -> bool:
    """Whether a line can only be the one below a title."""
    found = None if line.rows or line.picture else meta.read(line.bare)
    return found is not None and found.sure


def _is_loose(line: Line) -> bool:
    """A line that beside others of a page is one as well: 第二版, 返回, 12 13 14."""
    bare = line.bare
    if line.rows or line.picture:
        return False
    return is_frame(line) or bool(
        _SHEET.fullmatch(bare)
        or (_SHEET.match(bare) and _is_words(_SHEET.sub("", bare, count=1)))
        or _CALENDAR.fullmatch(bare)
        or _is_words(bare)
        or _PICTURE.fullmatch(bare.strip(" |"))
        or _APPEAL.fullmatch(bare)
        or _OF_SITE.fullmatch(bare)
        or _OFFICE.fullmatch(bare)
        or _FOOT.fullmatch(bare)
        or _NOTICE.match(bare)
    )


def _is_text(line: Line) -> bool:
    """Whether a line is a paragraph of an article."""
    bare = line.bare
    if line.rows or line.picture:
        return False
    ended = "。" in bare or _ENDED.search(bare) is not None
    long = (len(bare) >= 40 and re.search("[，。,]", bare) is not None) or (ended and len(bare) >= 16)
    return long and not is_frame(line) and meta.read(bare) is None and not _NOTICE.match(bare)


def without(lines: Sequence[Line]) -> Framed:
    """The lines without what the page printed around them."""
    texts = [n for n, line in enumerate(lines) if _is_text(line)]
    if not texts or not any(is_frame(line) or is_meta(line) or _RECOMMENDED.fullmatch(line.bare) for line in lines):
        return Framed(list(lines), [], [])
    dropped: dict[int, str] = {}
    first = texts[0] if texts[0] <= _HEAD else 0
    titles, whole = _head(lines, first, dropped)
    if not whole and not any(_meta(line) for line in lines[:first]):
        whole = [meta.Meta(lines[n].bare, "", "", (), True) for n in sorted(dropped) if _DAY.match(lines[n].bare)]
    _tail(lines, texts[-1] + 1, dropped)
    for n in range(first, texts[-1] + 1):
        if is_frame(lines[n]):
            dropped[n] = OF_PAGE
    dropped.update(dict.fromkeys(_of_others(lines, texts), OF_OTHERS))
    # Fields may stand above their title.
    order = [*sorted(titles), *(n for n in range(len(lines)) if n not in titles)] if titles else range(len(lines))
    kept = [
        lines[n]._replace(title=n in titles, headed=lines[n].headed or n in titles) for n in order if n not in dropped
    ]
    return Framed(kept, [Dropped(_text(lines[n]), reason) for n, reason in sorted(dropped.items())], whole)


def _of_others(lines: Sequence[Line], texts: Sequence[int]) -> range:
    """The positions of what a page recommends below its article: other articles' beginnings, under 新闻推荐."""
    for n in texts[1:]:
        if _RECOMMENDED.fullmatch(lines[n - 1].bare) and lines[texts[0]].bare:
            own = sum(len(line.bare) for line in lines[: n - 1])
            if own >= sum(len(line.bare) for line in lines[n:]):
                return range(n - 1, len(lines))
    return range(0)


def _text(line: Line) -> str:
    return line.text if line.rows else line.bare


def _head(lines: Sequence[Line], first: int, dropped: dict[int, str]) -> tuple[set[int], list[meta.Meta]]:
    """The positions of the title's lines above the first paragraph; the rest of the head goes into ``dropped``."""
    about = {n: found for n in range(first) if (found := _meta(lines[n]))}
    loose = {n for n in range(first) if n not in about and _is_loose(lines[n])}
    if not about and not loose:
        return set(), []
    dropped.update(dict.fromkeys(loose, OF_PAGE))
    runs: list[list[int]] = []
    for n in range(first):
        if n in about or n in loose or lines[n].picture:
            continue
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    groups = [group for run in runs if (group := _title(lines, run))]
    if not groups:
        return set(), []
    group = max(groups, key=lambda g: (_weight(lines, g, about, first), -g[0]))
    behind = [n for run in runs for n in run if n > group[-1]]
    if about and min(about) > group[-1] and _is_name(lines, group, behind):
        dropped.update({n: _NAME_OF_PAGE for run in runs for n in run if n <= group[-1]})
        dropped.update(dict.fromkeys(about, OF_META))
        return set(), list(about.values())
    dropped.update({n: OF_PAGE for run in runs for n in run if n < group[0]})
    return set(group), []


def _weight(lines: Sequence[Line], group: Sequence[int], about: dict[int, meta.Meta], first: int) -> int:
    """How much a line of the head looks like the title of the page."""
    last = lines[group[-1]]
    size = len("".join("".join(lines[n].bare for n in group).split()))
    weight = 3 if size >= 9 else 1 if size >= 6 else 0 if size >= 4 else -2
    weight += 2 if last.heading or last.title or last.centred or last.bold else 0
    weight += 2 if _DEED.search(last.bare) else 0
    if group[-1] + 1 in about:
        weight += 3
    elif any(n in about for n in range(group[-1] + 2, group[-1] + 4)):
        weight += 2
    return weight + (1 if group[-1] + 1 == first else 0) - (2 if _NAME_OF_SITE.fullmatch(last.bare) else 0)


def _meta(line: Line) -> meta.Meta | None:
    return (
        None
        if line.picture or re.search("[>＞»›]", line.bare)
        else meta.read(" ".join(line.bare.split("\n")) if line.rows else line.bare)
    )


def _title(lines: Sequence[Line], run: Sequence[int]) -> list[int]:
    """The lines of a title in a run of lines: the last ones, as far up as they belong together."""
    last = len(run) - 1
    while last >= 0 and lines[run[last]].bare.endswith(("：", ":")):
        last -= 1  # 各单位：, to whom a document is addressed, or a kicker of a title that is not here
    while last > 0 and figures.WHOLE.fullmatch("".join(lines[run[last]].bare.split()).strip("（）()")):
        last -= 1  # the day of a document, below its title
    if last < 0 or lines[run[last]].rows:
        return []
    group = [run[last]]
    for n in reversed(run[:last]):
        if len(group) >= 4 or lines[n].rows or not _belongs(lines[n].bare, lines[group[0]].bare):
            break
        group.insert(0, n)
    return group


def _belongs(upper: str, lower: str) -> bool:
    """Whether a line above a title's line is of the title, too, and not the last word of a menu."""
    if upper.endswith(("：", ":")) or re.match("[—–－-]{1,2}|暨|和|并|及", lower):
        return True
    if figures.WHOLE.fullmatch("".join(upper.split()).strip("（）()")):
        return False
    if upper.endswith(("主办", "承办", "主管", "编印", "欢迎您", "欢迎您！", "欢迎您!")):
        return False
    if _NAME_OF_SITE.fullmatch("".join(upper.split())) and not lower.startswith("关于"):
        return False
    return len("".join(upper.split())) >= 8


def _is_name(lines: Sequence[Line], group: Sequence[int], below: Sequence[int]) -> bool:
    """Whether the title above the meta line is the page's name, and articles with titles of their own follow."""
    name = "".join("".join(lines[n].bare for n in group).split())
    own = [n for n in below if len(lines[n].bare) >= 6 and not lines[n].bare.endswith(("：", ":"))]
    return len(name) <= 8 and bool(own) and not _DEED.search(name)


def _tail(lines: Sequence[Line], start: int, dropped: dict[int, str]) -> None:
    """What stands behind the last paragraph, from the first line on that only a page's foot has."""
    over = False
    end = len(lines)
    while end > start and re.fullmatch("[\u4e00-\u9fff]{2,6}", lines[end - 1].bare):
        end -= 1
    if len(lines) - end > 1:
        dropped.update(dict.fromkeys(range(end, len(lines)), OF_PAGE))
    for n in range(start, len(lines)):
        line = lines[n]
        named = _OWN_NAME.fullmatch(line.bare) and any(map(is_frame, lines[n + 1 : n + 2]))
        if over or named or _is_loose(line) or _LIST.fullmatch(line.bare):
            dropped[n] = OF_PAGE
            over = over or (
                (is_frame(line) or _LIST.fullmatch(line.bare) is not None)
                and not (line.rows or _END.fullmatch(line.bare))
            )
        elif (
            _meta(line) is None
            and re.fullmatch("附件[:：]?", line.bare)
            and all(_is_loose(other) or not other.bare.strip("|｜") for other in lines[n + 1 :])
        ):
            dropped[n] = "没有内容的“附件”"
