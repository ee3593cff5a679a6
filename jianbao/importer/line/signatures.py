"""Who signs an item: the bracket that ends its last paragraph, or the lines set off below it.

Other brackets, those that explain a word, are no signature. The words stay as they stood; the source
is their canonical spelling from data/departments.yaml.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from jianbao import zh
from jianbao.importer.line import bylines, figures, meta, press
from jianbao.importer.line.labels import KIND

_BRACKET = re.compile(
    r"[（(\[【「]((?:[^（）()\[\]【】「」：:]{2,8}[:：][^（）()\[\]【】「」]{2,70}|[^（）()\[\]【】「」]{2,30})|"
    r"[^（）()]{1,20}[（(][^（）()]{1,10}[）)][^（）()]{0,6})[）)\]】」][ \t\u3000\xa0]*$"
)
_WITH_PERSON = re.compile(rf"([{zh.HAN}]{{3,20}})[：:]((?:[{zh.SURNAMES}][{zh.HAN}]{{1,2}}|[{zh.HAN}]某{{1,2}}))")
"""设计学院：吕岚, the body and who wrote it."""
_BODY = re.compile(
    rf"[{zh.HAN}A-Za-z0-9·、“”‘’\-/／＋+：:，,]*"
    r"(?:妇联|妇女联合会|妇儿工委|妇工委|妇委会|妇代会|团[省市区县旗州镇乡]委|关工委|工联会|工委|党委|党组|党支部|总支|[^不全部]部|办公室|[^理主]办|处|"
    r"科|室|[^控持入合参炒]股|中心|幼儿园|托儿所|学校|学院|大学|小学|中学|高中|职校|分校|校区|医院|公司|集团|支队|大队|图书馆|"
    r"文化馆|团委|党校|居委会|村委会|学生会|家委会|理事会|联谊会|[^第小分一二三四五六]组|镇|乡|政府|融媒体|社工|队"
    r"|(?:卫计|卫健|发改|国资|计生|文明|综治|民宗|经信|文体|女工|学工|教工|纪检)委|残联|侨联|文联|科协|社科联|工商联|红十字会|慈善会|老龄委|民政局"
    r"|委员会|工会|协会|商会|联合会|促进会|基金会|志愿队|服务队|社工站|工作站|服务站|街道|社区|村|局|厅|院|"
    r"社|报|网|电视台|广播|日报|晚报|中心校|完小|义工联"
    r"|(?:[\u4e00-\u9fff]{2}(?:省|市|区|县)))"
)
_GLUED = re.compile(
    rf"(?P<class>[{zh.HAN}]{{1,10}}(?:妇联|工会|团委|义工联|联合会|街道|社区|小学|中学|幼儿园|学校|协会|服务中心|服务站|管理处|办公室))"
    rf"(?P<name>[{zh.SURNAMES}][{zh.HAN}]{{0,1}}[^部处室科办组会队局院校园站所委社联，。\W]|[{zh.HAN}]某{{1,2}})"
)
"""A body and a person's name behind it, without a blank: 市义工联王小明."""
_LONGEST_GLUED = 14
_WHOLE_NAME = 5
"""Characters of a body's name that stands by itself beside another one: 县妇联宣传部　县融媒体中心."""
_CLASS = re.compile(
    rf"(?P<class>(?:[初高][一二三]|[一二三四五六七八九][年]?级?)(?:年级)?[（(][一二三四五六七八九十\d]{{1,2}}[）)]中?班|"
    rf"[大中小][一二三四五六1-6]?班)(?:[ \u3000\xa0]{{0,4}}[{zh.HAN}]{{2,4}})?"
)
"""A class of a school, perhaps with who wrote it: 初一(2)班 张明."""
_CREDIT = re.compile(
    r"^(?:(?:本文)?(?:来源|供稿单位|供稿|稿源|来稿|文[/／]图|图[/／]文|文图|图文|摄影|撰稿|报送|"
    r"信息来源|[\u4e00-\u9fff]{0,8}[ \u3000]?(?:记者|评论员|通讯员)|作者|责编)"
    r"[：:／/丨｜| \u3000]*|[摄文][：:／/丨｜| \u3000]+)|(?:供稿|供图|摄|文|报送)$"
)
_DATED = re.compile(
    rf"(?P<body>[{zh.HAN}、]{{2,24}}(?:[ \u3000]{{1,2}}[{zh.HAN}]{{2,20}}){{0,3}}?)"
    rf"(?:[ \u3000]?(?:联合|共同)?(?:采写|供稿|报道|撰稿|整理))?[ \u3000，,]{{0,4}}(?:{figures.WHOLE.pattern})"
)
"""A body and the day, in a bracket of their own below a text."""
_OF_TIME = re.compile("(?:[于至止到自从在]|时间|日期)$")
"""What stands before a day and is nobody: （截至2020年3月6日）, （写于…）."""
_NO_SIGNATURE = re.compile(
    r"[。；！？%％]|见附|附件|如下|以下|名单|详见|下同|略|简称|含|除外|扩大|试行|暂行|排名|以上|左右|单位：|"
    r"\d{3,}|第.{1,4}[期批]$"
)
_DOES = re.compile(
    "召开|举办|举行|开展|启动|走进|搬进|揭牌|签订|签约|荣获|喜获|获评|当选|拜访|到访|探访|看望|推出|入驻|落户|邀请|来我|赴|"
    "成立(?!.{0,4}办公室)|(?<!社会)(?<!国际)(?<!党)组织(?!人事|.{0,4}[部科处办室]$)|"
    "(?:走访|慰问|参观|考察|调研)(?!(?:走访|慰问|参观|考察|调研|工作|演出|接待|服务){0,3}第?[一二三四五]?"
    "(?:小?组|团|科|室|部|处|中心)$|.{0,10}小组(?:办公室)?$)|"
    "(?:携手|助力|推行|争创)(?!.{0,10}(?:小组|办公室|指挥部|中心)$)"
)
"""What somebody does, which the name of a body does not say: 区教育局召开安全工作会, but not 市委调研室."""
_SENT = re.compile("(?P<who>[^。，：:；]{2,24}?)[ \u3000]?(?:供稿|报送|来稿|投稿|供图)")
"""机关工会供稿, below a text."""
_LONGEST = 120
"""Characters of a line in which a signature is looked for, from its end on."""
_ENDS = re.compile(r"[。！？…”’》）)!?.]$")
_PERSON = re.compile(
    rf"(?:[ \u3000\xa0、]{{1,9}}(?:[{zh.HAN}]{{2,4}}|[{zh.HAN}][ \u3000\xa0]{{1,2}}[{zh.HAN}])){{1,20}}$"
)
_NAME = re.compile(rf"[{zh.SURNAMES}](?:[{zh.HAN}]{{1,2}}|[ \u3000\xa0]+[{zh.HAN}])")
_SPREAD = re.compile(f"[{zh.HAN}][ \u3000\xa0]{{1,4}}[{zh.HAN}]")
"""A name of two characters, set as wide as one of three."""
_BY = re.compile(
    r"^(?:(?:本[报网站刊]|特约|[\u4e00-\u9fff]{0,4}(?:融媒体?|全媒体)|[\u4e00-\u9fff]{1,5}[报网台])?"
    r"(?:通讯员|记者(?![团站社协])|评论员)|作者|责编|文[/／、]?图|图[/／、]?文|摄影|撰稿)"
    r"(?:[：:／/丨｜| \u3000\xa0]+|(?=[\u4e00-\u9fff]))|^[文图摄][：:／/丨｜| \u3000\xa0]+|"
    r"[ \u3000]{0,4}(?:摄|文|图|供图|摄影|摄影报道)$"
)
"""Who wrote or photographed it, which is a person; a department's name may follow."""
_WORK = re.compile("(?:记者|通讯员|作者|摄影?|[文图]|供图|摄影?报道)$")
_BELOW = re.compile(
    rf"[{zh.HAN}]{{2,20}}(?:妇联|妇女联合会|残联|侨联|文联|科协|办公室|[^全部]部|中心|工委|妇委会|委员会)"
)
_FULL_NAME = re.compile(
    rf"(?:中共|共青团)?[{zh.HAN}]{{2,24}}(?:会|委|府|局|厅|部|室|院|校|所|站|馆|团|中学|小学|幼儿园|公司|"
    rf"集团|领导小组|街道|镇|乡)"
)
_PERSON_MARKED = re.compile(rf"(?:[{zh.HAN}]{{2,10}}[ \u3000])?[{zh.SURNAMES}][{zh.HAN}]{{1,2}}")


_AT = re.compile(f"(?<=日)[于於][{zh.HAN}]{{1,6}}$")
"""Where it was signed, behind the day."""
_UNTIL = re.compile(rf"(?<=\d){figures.UNTIL}$")
_OF_RANK = re.compile(
    f"[{zh.HAN}]{{2,24}}(?:局|厅|委员会|联合会|总工会|人民政府|[省市区县]委|妇联|办公室|检察院|法院)|共青团[{zh.HAN}]{{2,16}}委(?:员会)?"
)
"""Bodies that issue documents: 某市教育局, 某市妇女联合会."""
_ROOM = re.compile(f"[{zh.HAN}]{{1,5}}(?:处|室|科|组|部|管会)|[校院系]?团委|[校院]?工会")
"""The departments of one house, which sign beside each other: 德育处 团委 高一年管会."""
_MONTH = re.compile(rf"{figures.YEAR}年(?:{figures.DIGITS}|{figures.HAN})月")
_WITH_DAY = re.compile(
    rf"(?P<who>[{zh.HAN}（）()、]{{2,30}}(?:[ \u3000\xa0]{{1,3}}[{zh.HAN}、]{{2,14}}){{0,4}})"
    rf"(?:[ \u3000\xa0]{{0,8}}(?P<day>{figures.YEAR}{figures.GAP}年[^。，；]{{2,9}})|"
    rf"[ \u3000\xa0]{{1,8}}(?P<short>\d{{1,2}}月\d{{1,2}}日|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}))"
)
"""Who signs, and the day on the same line."""


class Signed(NamedTuple):
    """A paragraph's text and the signature that ended it."""

    text: str
    signature: str
    """As it stood, brackets and stray blanks and all."""
    name: str
    """What is between the brackets."""


def at_end(text: str, departments: Mapping[str, str]) -> Signed | None:
    """The signature at the end of a paragraph; None when it has none."""
    start = max(0, len(text) - _LONGEST)
    found = _BRACKET.search(text, start)
    if not found:
        return None
    inner = found[1]
    dated = None if text[: found.start()].strip() else _DATED.fullmatch(inner)
    if dated and (body := dated["body"].strip()) and not _OF_TIME.search(body):
        return Signed("", text[found.start() :].strip(), body)
    name = _squeezed(inner)
    before = text[: found.start()].rstrip()
    if not name or _NO_SIGNATURE.search(name):
        return None
    known = name in departments or canonical(name, departments) in departments.values()
    ended = not before or _ENDS.search(before) is not None
    of_class = _CLASS.fullmatch(inner.strip()) or (_GLUED.fullmatch(name) if len(name) <= _LONGEST_GLUED else None)
    if known or (
        (ended or (len(before) >= 40 and _person(inner)))
        and (
            _BODY.fullmatch(name)
            or _CREDIT.search(inner.strip())
            or _person(inner)
            or _names(inner)
            or bylines.body(inner) is not None
            or of_class
        )
    ):
        inner = of_class["class"] if of_class else inner
        return Signed(before, text[found.start() :].strip(), inner.strip())
    return None


def below(text: str, departments: Mapping[str, str], *, dated: bool = False) -> str:
    """The name when a line below the body is nothing but a signature, with or without brackets.

    ``dated``: a date stands below it, so that any body's name can be one.
    """
    bare = re.sub("^[—－-]+", "", text.strip()).strip()
    if len(bare) > _LONGEST:
        return ""
    marked = re.sub("^[□■○●◇◆△▲/／]+", "", bare).strip()
    dated = dated or (marked != bare and len(marked) <= 24)
    bare = marked if dated else bare
    signed = at_end(bare, departments)
    if signed and not signed.text:
        return signed.name
    name = _squeezed(bare)
    if (
        dated
        and len(name) <= 30
        and (_BODY.fullmatch(name) or _FULL_NAME.fullmatch(name) or _PERSON_MARKED.fullmatch(bare))
        and not _DOES.search(name)
    ):
        return bare
    if name in departments or (
        len(name) <= 20 and _BELOW.fullmatch(name) and not re.search("到", name) and not _DOES.search(name)
    ):
        return name
    if len(bare) <= 60 and bylines.body(bare) is not None:
        return bare
    credited = _CREDIT.match(bare)
    if credited and credited.end() > 2 and len(name) <= 30 and not re.search("[。，]", name):
        return bare
    sent = _SENT.fullmatch(bare)
    if sent and _BODY.fullmatch(_squeezed(_without_person(sent["who"]))):
        return bare
    without = _without_person(bare)
    if without != bare and (
        _squeezed(without) in departments
        or _BELOW.fullmatch(_squeezed(without))
        or (dated and _BODY.fullmatch(_squeezed(without)))
    ):
        return bare
    return ""


def is_date_below(text: str) -> bool:
    """Whether a line below the body is nothing but a date."""
    bare = _AT.sub("", _squeezed(text)).strip("（）()")
    bare = _UNTIL.sub("", bare)
    return figures.WHOLE.fullmatch(bare) is not None or re.fullmatch(r"(?:19|20)\d{5,6}", bare) is not None


def with_day(text: str, departments: Mapping[str, str]) -> tuple[str, str] | None:
    """(the day, the name) of a line below the body that is a signature and its day, a blank apart: 党政办 1月29日."""
    found = _WITH_DAY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    name = below(found["who"], departments, dated=True) if found else ""
    return (found["day"] or found["short"], name) if found and name else None


def is_class(text: str) -> bool:
    """Whether a line is nothing but a class of a school, perhaps with a pupil's name: 三（2）班 叶小禾."""
    return _CLASS.fullmatch(text.strip()) is not None


def is_month(text: str) -> bool:
    """Whether a line is nothing but a month of a year, as documents have it below who signs them."""
    return _MONTH.fullmatch(_squeezed(text)) is not None


def are_equal(name: str, other: str) -> bool:
    """Whether two bodies that sign below each other are of one rank, and issue a document together."""
    parts = [_squeezed(part) for part in other.split("、")]
    return all(map(_OF_RANK.fullmatch, (_squeezed(name), *parts))) and _squeezed(name) not in parts


def middle(text: str, departments: Mapping[str, str]) -> int:
    """Where a line has to be cut because a title was glued behind a signature; -1 when nowhere."""
    for found in re.finditer(r"[。！？”](?:[ \t\u3000\xa0]*)[（(]([^（）()。，]{2,24})[）)]", text):
        name = _squeezed(found[1])
        rest = text[found.end() :].strip()
        if name in departments and len(rest) >= 6:
            return found.end()
    return -1


def is_of_reporter(name: str, signature: str) -> bool:
    """Whether who signs is a person of a paper's, or took the pictures: what the page names as its source says more."""
    if re.match("(?:图片|摄影|供图|摄)[ ]?[/／：:丨|｜]", signature):
        return True
    return name.endswith(("记者", "评论员", "通讯员")) or re.search("[，,]系|^作者[:：]", name) is not None


def canonical(name: str, departments: Mapping[str, str]) -> str:
    """The source as data/departments.yaml spells it; as it stood, when it is not known there."""
    if re.fullmatch(rf"[{zh.HAN}](?:[ \u3000\xa0]{{1,4}}[{zh.HAN}]){{3,19}}", name.strip()):
        name = _squeezed(name)  # letters set apart
    name = press.without_reporter(name)
    with_person = _WITH_PERSON.fullmatch(name.strip())
    name = with_person[1] if with_person and _BODY.fullmatch(with_person[1]) else name
    fields = meta.read(name)
    if fields and fields.person and not fields.source and all(KIND.get(label) == "person" for label in fields.labels):
        person = _without_person(fields.person)
        named = len(person) > 2 and _BODY.fullmatch(_squeezed(person))
        person = person if named else bylines.body(name) or ""  # 文/图：院团委
        return departments.get(person, person)
    if fields and (fields.source or (fields.person and len(fields.labels) > 1)):
        name = fields.source
    credited = bylines.body(name)
    if credited is not None:
        return departments.get(credited, credited)
    bare = re.sub(
        r"^(?:本文)?(?:来源|供稿单位|供稿|稿源|来稿|信息来源|报送)[：:／/丨｜|]*|(?:供稿|报送)$", "", name.strip()
    ).strip()
    bare = _without_clerk(bare)
    written = _BY.sub("", bare)
    if (
        not bare
        or (_NAME.fullmatch(bare) and not bare.endswith(("工会", "团委", "妇联", "党委")))
        or re.fullmatch(f"[{zh.HAN}]某{{1,2}}", bare)
    ):
        return ""
    if all(_NAME.fullmatch(word) or _WORK.search(word) for word in re.split(r"[\s、，,]+", bare)):
        return ""  # persons, and what they did
    if written != bare and (_NAME.fullmatch(written) or not _BODY.match(_squeezed(written))):
        return ""  # a person, and no department
    without = _squeezed(written)
    if without in departments:
        return departments[without]
    apart = _apart(written)
    parts = [_known(part, departments) for part in apart]
    if len(parts) > 1 and (all(parts) or all(_BODY.fullmatch(part) for part in apart)):
        return "、".join(dict.fromkeys(known or part for known, part in zip(parts, apart, strict=True)))
    person = _squeezed(_without_person(written))
    if person in departments:
        return departments[person]
    if _names(written):
        return ""
    return _known(without, departments) or person


def _apart(written: str) -> list[str]:
    """The names that sign beside each other; a body and its own units are one."""
    words = written.split()
    bodies = all(len(word) >= _WHOLE_NAME and _BODY.fullmatch(word) for word in words)
    if bodies and bylines.are_one(words):
        return [_squeezed(written)]
    between = r"\s+" if bodies or all(map(_ROOM.fullmatch, words)) else r"[、，,/／]|[ \u3000\xa0\t]{2,}"
    return [_squeezed(part) for part in re.split(between, written) if part.strip()]


def _without_clerk(bare: str) -> str:
    """A body's name without the person's that is glued behind it."""
    glued = _GLUED.fullmatch(_squeezed(bare)) if len(bare) <= _LONGEST_GLUED else None
    return glued["class"] if glued else bare


def _known(name: str, departments: Mapping[str, str]) -> str:
    """The department that a name means: its own, 办公室 alone of the one that has it, a person's name behind it."""
    if name in departments:
        return departments[name]
    named = {full for spelling, full in departments.items() if spelling.endswith(name) and len(name) >= 3}
    if len(named) == 1 and not re.search("[妇区市县]", name):
        return named.pop()
    longest = max((s for s in departments if name.startswith(s)), key=len, default="")
    return departments[longest] if longest and _NAME.fullmatch(name[len(longest) :]) else ""


def _names(inner: str) -> bool:
    """Whether a bracket holds nothing but persons' names."""
    return (
        _SPREAD.fullmatch(inner.strip()) is not None
        or all(_NAME.fullmatch(part) for part in re.split(r"[、，,]|[ \u3000\xa0]{2,}", inner.strip()))
        or all(_NAME.fullmatch(part) for part in inner.split())
    )


def _person(inner: str) -> bool:
    without = _without_person(inner.strip())
    name = inner.strip()[len(without) :].strip()
    if _NAME.fullmatch(name) and re.fullmatch(f"[{zh.HAN}]{{4,14}}", without):
        return True
    return without != inner.strip() and _BODY.fullmatch(_squeezed(without)) is not None


def _without_person(text: str) -> str:
    """A department's name without the person's behind it; 教导处 and 宣传部 are no persons."""
    found = _PERSON.search(text)
    if not found or re.search("[部处室科办组会队局院校园站所委社联]$", found.group()):
        return text
    return text[: found.start()]


def _squeezed(text: str) -> str:
    return "".join(text.split())
