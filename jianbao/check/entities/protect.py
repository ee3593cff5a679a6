"""Whom a bulletin protects: minors, victims, the sick and those who were helped are not named in full.

A name beside such a word is told with its anonymous form; so are the number of a house where somebody lives, what is
left of an identity number, and the account of a person. Those who stand for others (学生代表, 患者家属代表) and those
who are named for what they did are left alone.
"""

from collections.abc import Iterator

from jianbao import expressions as re
from jianbao import zh
from jianbao.check import required
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.words import lexicon

_MINOR = """
    学生 小学生 初中生 高中生 中学生 女童 男童 儿童 孤儿 未成年人 幼儿 婴儿 女婴 男婴 小女孩
    小男孩 女孩 男孩 少年 少女 留守儿童 困境儿童 事实无人抚养儿童 困难学生 贫困学生 受助学生 春蕾女童
    特困生 贫困生 困难生 特困学生 小学女生 初中女生 高中女生 双胞胎姐妹 弃婴 失足少年 走失儿童 被拐儿童
    辍学儿童 患病学生
"""
_VICTIM = """
    受害人 受害者 被害人 受暴妇女 受家暴妇女 家暴妇女 受家暴者 受虐妇女 受虐儿童 受暴者 家暴受害者
    遭受家暴的 遭受家庭暴力的 被拐妇女 被性侵 受骗妇女 当事人 求助人 求助者 求助妇女 来访人 来访者 信访人
    离婚妇女 遇害者 轻生者 轻生女子
    被家暴的妇女 被家暴妇女 家暴当事人 遭家暴妇女 受害女孩 受害儿童 被拐卖妇女 被骗老人 受骗老人 当事女子
"""
_SICK = """
    患者 癌症患者 两癌患者 患癌妇女 患病妇女 患病儿童 患病职工 重病职工 病人 精神障碍患者 精神障碍者
    残疾人 残疾儿童 残疾妇女 脑瘫儿 自闭症儿童 白血病患儿 患儿 产妇 孕妇 艾滋病感染者 吸毒人员
    戒毒人员 刑满释放人员 社区矫正对象 服刑人员
    抑郁症患者 白血病患者 尿毒症患者 乳腺癌患者 宫颈癌患者 残疾学生 智障儿童 聋哑儿童 脑瘫儿童 重症患者 感染者
"""
_HELPED = """
    受助人 受助者 受助对象 受助妇女 受助家庭 受助学子 救助对象 帮扶对象 低保户 低保对象 五保户 特困户
    困难户 贫困户 困难职工 困难劳模 困难农民工 困难教师 困难老人 困难家庭 困难妇女 困难母亲 贫困母亲 单亲妈妈
    单亲母亲 单亲困难母亲 失独母亲 失独老人 独居老人 空巢老人 孤寡老人 困难群众 困难党员 困难学子 低保家庭
    边缘户 监测户
"""
_ROLES = sorted(f"{_MINOR} {_VICTIM} {_SICK} {_HELPED}".split(), key=len, reverse=True)
_WHO = re.compile(f"(?:{'|'.join(_ROLES)})(?=[{zh.SURNAMES}])")
_ENDS = re.compile(
    "同学|家里|家中|家的|家|的|说|在|是|因|从|由|患|今年|来自|被|向|与|和|对|给|为|收到|拿到|接过|激动|获|参加|写|今|已|正"
    "|[，。、；：（(！？”“ ]|$"
)
_STANDS_FOR = re.compile(
    "代表|干部|志愿者|会|团|班|社|队|部|阿姨|大妈|大姐|大爷|大叔|奶奶|爷爷|婆婆|妈妈|爸爸|女士|先生|老师|同学|姐|嫂|叔|伯|婶"
)
_AGE = re.compile(
    rf"(?P<name>[{zh.SURNAMES}][{zh.HAN}]{{1,2}})(?:[（(，,]\s?(?:男|女|化名))?[（(，,]\s?(?:现年|今年)?(?P<age>\d{{1,2}})岁|(?P<age2>\d(?<!\d\d)\d?)岁的(?:小女孩|小男孩|女孩|男孩|孩子|学生|女儿|儿子|女童|男童|小)?(?P<name2>[{zh.SURNAMES}][{zh.HAN}]{{1,2}})(?=[，。、；：（说在是因患从和与的])"
)
_WHOM, _AGED = required.guarded(_WHO), required.guarded(_AGE)
_ADULT, _USUAL = 18, 12.5
"""Years; and the cost of a word of every day."""
_HIDDEN = re.compile("[某×ＸXx*]")


def protected(prose: Prose, context: Context) -> Iterator[Hit]:
    """Names in full of those whom the law, or decency, keeps anonymous."""
    text = prose.prose
    told: set[int] = set()
    for match in _WHOM.matches(prose):
        name = _name(text, match.end())
        if (
            name
            and name not in context.knowledge.people
            and "化名" not in text[match.end() : match.end() + len(name) + 4]
        ):
            told.add(match.end())
            yield Hit(
                "protected",
                match.end(),
                match.end() + len(name),
                match.group() + name,
                f"{match.group()}{hidden(name)}",
            )
    for match in _AGED.matches(prose):
        key = "name" if match["name"] else "name2"
        start = match.start(key)
        name = _name(text, start)
        if int(match["age"] or match["age2"]) < _ADULT and name and start not in told and "化名" not in match.group():
            yield Hit("protected", start, start + len(name), name, hidden(name))


def hidden(name: str) -> str:
    """王小明 → 王某某."""
    return name[0] + "某" * (len(name) - 1)


def _name(text: str, at: int) -> str:
    """The name in full that stands at a place; "" where the characters are other words, or hide it already."""
    known = lexicon.shipped()
    for size in (3, 2):
        name = text[at : at + size]
        if len(name) < size or name[0] not in zh.SURNAMES or not all("\u4e00" <= c <= "\u9fff" for c in name):
            continue
        ends = _ENDS.match(text, at + size) or (
            # 受害人陈桂芳拨打热线: what follows a name of three is a word of its own.
            size == 3 and known.costs.get(text[at + size : at + size + 2], 99) < _USUAL
        )
        if _HIDDEN.search(name[1:]) or _STANDS_FOR.search(name[1:]) or not ends:
            continue
        if any(name[:n] in known.costs and name[:n] not in known.unmeant for n in (2, 3) if n <= size):
            continue
        if (
            size == 3
            and known.costs.get(name[1:], 99) < 11
            and text[at + size : at + size + 1] not in tuple("，。、；）")
        ):
            continue
        return name
    return ""


_HOME = re.compile("户籍地址|家庭地址|家住|住在|住址|家庭住址|居住|租住|家中位于|的家|小区|新村|花园|公寓|宿舍|苑|家园")
_ROOM = re.compile(
    r"\d(?<!\d\d)\d{0,3}弄\d{1,3}号\d{2,4}(?:室)?(?!\d)|"
    r"\d(?<!\d\d)\d{0,3}(?:号楼|号|栋|幢|座)(?:\d{1,3}栋|\d{1,2}(?:号楼|单元|梯))?\d{2,4}(?:室|房|号房|号)?(?![\d年月日人])"
)
_ROOMS = required.guarded(_ROOM)
_OFFICE = re.compile("会议|办公|服务中心|地点|活动室|(?<!户籍|家庭)地址|教室|会场|报名|联系|咨询|大厅|中心|驿站|服务站")


def homes(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """The number of the house and the room in which somebody lives."""
    text = prose.prose
    for match in _ROOMS.matches(prose):
        if not re.search("室|房|单元|栋|幢|号楼|弄", match.group()):
            continue
        before = text[max(0, match.start() - 20) : match.start()].rpartition("。")[2]
        if _HOME.search(before) and not _OFFICE.search(before + text[match.end() : match.end() + 8]):
            yield Hit("homes", match.start(), match.end(), match.group())


_REST = re.compile(r"身份证(?:号码?)?(?:的?(?:尾号|后[四六]位|末[四六]位|最后[四六]位))[为是：:]?\s?[\dXx]{3,6}")
_ACCOUNT = re.compile(
    r"(?:账号|帐号|卡号|银行卡|账户|银行账号|收款账号|汇至|汇入|汇到|转账至|转入|打到|打入)[：:为是]?\s?"
    r"(?P<number>\d(?:[ \-]?\d){8,22})",
    re.ASCII,
)
_BODY = re.compile("基金会|联合会|妇联|工会|协会|慈善|财政|局|委员会|中心|公司|学校|医院|单位")


def accounts(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """What is left of identity numbers, and accounts that no body is named with."""
    text = prose.prose
    for match in _REST.finditer(text):
        yield Hit("accounts", match.start(), match.end(), match.group()[:-4] + "****")
    for match in _ACCOUNT.finditer(text):
        line = text[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
        if not _BODY.search(line):
            number = match["number"]
            yield Hit("accounts", match.start("number"), match.end("number"), f"{number[:4]}****{number[-2:]}")
