"""的 behind a word of manner and before what is done: 老师有序的组织幼儿撤离, 手把手的教孩子写字, 切切实实的为老人解难.

Some four hundred words of manner (words/manners.txt); on the right a preposition with somebody, a verb with 着, 了 or
what else says that it is done, or a deed followed by what it is done to. In eleven million characters of news 的 stands
nowhere so. What de.py and particles.py weigh is found by them; this knows more words.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.inspect import Context, Hit
from jianbao.check.prose import Prose
from jianbao.check.sentences.particles import WON
from jianbao.check.words import lexicon

_HAN = "\u4e00-\u9fff"
_TOWARDS = re.compile(
    "(?:为(?![人民主了首期止难农])|对(?![话手接策象方外面立比抗口应华])|把(?![握手关控柄])|将(?![来军领士])|向(?![导心往上前])|给(?!予)"
    f"|跟(?![踪随进])|替|被(?![扣动告子害])|从(?![业事前容]))[{_HAN}]"
)
_DONE = re.compile(
    "[聊谈唠听看说讲唱跳走跑坐站学教盯捧举握拉抱挥写画读问答笑哭排流批贴擦扫洗拿送接端放打包剪搭拼喊数围跟摸翻记背念]"
    "(?:[着了到起出完进来去向给]|(?<=说)(?:一[句声下]|道|：)|好(?!处)|过(?!程)|上(?!级)|下(?!一))(?!的)"
)
_BUSY = re.compile("忙(?:活|[着了起])")
_TO_THEM = re.compile("[教带领陪帮劝](?:孩子|老人|学生|同学|村民|居民|大家|小朋友|妇女|家长|[他她]们)")
_NO_THING = re.compile(
    "[者力性型率度式法员器类化的地]|工作|方式|方法|能力|过程|情况|意识|活动|精神|任务|平台|机会|人员|队伍|态度|措施|手段|途径|渠道|制度|机制|氛围"
    "|环境|效果|课程|阵地|体系|水平|经历|成果|基础|内容|形式|作用|需[求要]"
)
_ENDED = re.compile("(?:通过|进行|开展|撤离|离开|完成|结束|付出|奉献|玩耍|歌唱)[，。；！]")
_OF_COURSE = frozenset(
    "快速安全 安全有序 快速有序 安静有序 有条不紊 井然有序 一丝不苟 不定期 不间断 圆满 顺利 默默 尽情".split()
)
"""Words behind which a verb may end the clause: 圆满的结束。"""
_OBJECT = re.compile(rf"[{_HAN}“《\d]")
_SIZES = (4, 3, 2)
_DEED = (4, 3, 2)
_FULL = ("满怀", "充满", "饱含", "带着")


class Words(NamedTuple):
    """What words/manners.txt lists."""

    manner: frozenset[str]
    deed: frozenset[str]


def hits(prose: Prose, context: Context) -> Iterator[Hit]:  # noqa: ARG001 (as every inspection)
    """Each 的 that should be 地."""
    text, known = prose.prose, words()
    at = text.find("的", 2)
    while at >= 0:
        manner = next((text[at - n : at] for n in _SIZES if at >= n and text[at - n : at] in known.manner), "")
        manner = manner or _doubled(text, at)
        if manner and not _is_some(text, at, manner) and _is_done(text, at + 1, manner, known.deed):
            yield Hit("deedparticle", at - len(manner), at + 1, manner + "的", manner + "地")
        at = text.find("的", at + 1)


def _is_some(text: str, at: int, manner: str) -> bool:
    """更多的关心和帮助, some of two things; 耐心的解答赢得了称赞, a thing that does something; 对科学的了解."""
    if text[at - len(manner) - 1 : at - len(manner)] == "对":
        return True
    return (manner[0] in "更最" and text[at + 3 : at + 4] in tuple("和与、")) or text[at + 3 : at + 5] in WON


def _doubled(text: str, at: int) -> str:
    """Two doubled characters before a place, or what one is full of: 清清楚楚, 满怀真情."""
    four = text[max(0, at - 4) : at]
    if len(four) < len("清清楚楚"):
        return ""
    return four if four[0] == four[1] != four[2] == four[3] or four.startswith(_FULL) else ""


def _is_done(text: str, at: int, manner: str, deeds: frozenset[str]) -> bool:
    if _TOWARDS.match(text, at) or _DONE.match(text, at) or _TO_THEM.match(text, at) or _BUSY.match(text, at):
        return True
    if manner in _OF_COURSE and _ENDED.match(text, at):
        return True
    deed = next((text[at : at + n] for n in _DEED if text[at : at + n] in deeds), "")
    end = at + len(deed)
    return deed != "" and _OBJECT.match(text, end) is not None and _NO_THING.match(text, end) is None


@lru_cache(maxsize=1)
def words() -> Words:
    """Read once."""
    lines = (lexicon.FOLDER / "manners.txt").read_text("utf-8").splitlines()
    return Words(*(frozenset(line.split()[1:]) for line in lines))
