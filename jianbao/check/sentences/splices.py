"""A comma where a sentence was over: 志愿者为老人理发，活动中，老人们…… and 大家走访了十户人家，“大娘，过年好！”.

What follows begins anew (a time, 活动中, 会上, 近日), and what stands before says already who did what. Behind
a verb of saying, in a half-open quotation, after nothing but purposes and circumstances the comma is right.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose

_HAN = "\u4e00-\u9fff"
_BEGINS = re.compile(
    rf"(?<=[{_HAN}”》）\d])，(?="
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:[上下中]午|晚上?|一早|清晨)?，"
    r"|20\d\d年\d{1,2}月，"
    rf"|(?:当天)?(?:[上下]午|早上|晚上)\d{{1,2}}(?:[点时]|[：:]\d\d)[整半许]?(?:左右)?(?:\d{{1,2}}分)?[，{_HAN}]"
    r"|(?:当[天日])?(?:[上下]午|晚上|早上)，"
    r"|(?:活动|比赛|会议|仪式|讲座|培训|演练|座谈会?|慰问|宣讲|课堂|参观|表演|演出)"
    r"(?:中|现场|当天|期间|最后|伊始|开始[前后时]?|结束[后时]?|过程中|之后|之前|尾声)，"
    r"|(?:会上|会后|会前|会中|课上|课后|赛后|接着|紧接着|接下来|最后|近日|日前|连日来|下一步|今后)，"
    rf"|(?:通过)?(?:此次|本次|这次)[{_HAN}]{{0,8}}(?:活动|比赛|竞赛|培训|讲座|会议?|演练|走访|慰问|宣传|演出|义诊|参观|课程?|[{_HAN}]赛)"
    r"(?:，|共[计有]?|以|旨在|由|分为?|得到|受到|让|使|不仅|既|进一步|有效|充分|提高|增强|丰富|促进|精彩|圆满|取得|收到|极大|展[现示]|体现|的(?:开展|举[办行]))"
    rf"|(?:志愿者们?|工作人员|社工们?|老师们?|医护人员|民警们?|网格员们?)还[{_HAN}]{{2}}了"
    r"|“[^“”\n]{4,80}[。！？]”(?![^。\n]{0,16}[说道表示介绍告诉感慨回忆笑坦言称]|[的，、一]))"
)
"""A comma before what begins anew."""
_SAYS = re.compile(
    "说|称|表示|指出|报道|介绍|获悉|了解到|显示|认为|强调|提出|要求|透露|看到|发现|得知|宣布|相信|希望|唱|喊|写"
)
_OPEN_END = re.compile(
    "(?:道|消息|其中|此外|另外|悉|据[^，]{0,12}|例如|比如|如|但是?|而且?|并且?|同时|因为|所以|因此|于是|从|自|截至[^，]{0,20}|目前"
    "|[今去明昨]年[^，]{0,4}|其|中|时|后|前|下|际|以来|期间|起|内|间|上|里|[的地得与和及或]|一方面|通知|公告|通报"
    "|年|月|日|天|晨|午|晚|夜)$"
)
"""What a clause ends in that goes on."""
_CIRCUMSTANCE = re.compile(
    "(?:为了?(?![^，]{0,6}(?:提供|送|表演|讲|作|做|带来|献|理|打扫|解|清))|旨在|在(?!校|园|家)|随着|受(?!到)|由于|因(?!地)|当(?!选)"
    "|自(?!觉|发|愿)|从(?!事)|通过|按照?|根据|依照|正值|值此|时值|适逢|针对|围绕|据|经(?!营)|面对|对于|关于|如果|若|只要|只有"
    "|尽管|虽然|即使|除|作为|本着|以(?!便)|一[到个](?=进)|距|截[至止]|至|到)"
)
_PURPOSE = ("为", "旨")
_DONE = re.compile(
    rf"了(?!解)[{_HAN}\d“《]|[{_HAN}]{{2}}了$|开展|举办|举行|组织|召开|进行|参加|启动|成立|走进|来到|前往|邀请|送去|送上"
    rf"|带来|慰问|走访|发放|开始|结束|完成|拉开|是[{_HAN}“]|有[{_HAN}]|讲解|落下帷幕|落成|揭牌|[着得地][{_HAN}]|让|使"
)
_DID = re.compile("开展|举办|举行|组织|召开|邀请|走进|来到|前往|进行|启动|参加|[了着]")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"))
_STOPS = "。！？；…\n\u3000"
_FAR, _LEAST, _CLAUSE = 200, 10, 6
"""Characters back to the beginning of the sentence; of a whole sentence; of a clause that says who did what."""


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each comma that should be a full stop."""
    text = prose.prose
    for match in _BEGINS.finditer(text):
        at = match.start()
        first = max(0, at - _FAR)
        low = max(text.rfind(stop, first, at) for stop in _STOPS) + 1
        if low == 0 < first:
            continue  # no sentence is so long
        if _is_whole(text[low:at].strip()):
            yield Hit("splices", at, at + 1, text[max(low, at - 4) : at] + "，" + text[at + 1 : at + 5])


def _is_whole(words: str) -> bool:
    """Whether what stands before a comma is a sentence by itself."""
    clauses = re.split("[，：]", words)
    if len(words) < _LEAST or _OPEN_END.search(clauses[-1]) or _SAYS.search(words):
        return False
    if any(words.count(left) != words.count(right) for left, right in _PAIRS):
        return False
    told = [clause for clause in clauses if not _CIRCUMSTANCE.match(clause)]
    if clauses[0].startswith(_PURPOSE):  # 为……，增强……，提高……，
        told = [clause for clause in told if _DID.search(clause)]
    return any(len(clause) >= _CLAUSE and _DONE.search(clause) for clause in told)
