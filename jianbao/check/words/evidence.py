"""What speaks for a slip, piece by piece, and how much each piece weighs.

The weights were fitted (tools/lexicon.py weights) to slips made in well-edited texts in which no pair was counted.
"""

from typing import NamedTuple

from jianbao import expressions as re
from jianbao.check.words import counts, lexicon
from jianbao.check.words.lexicon import Lexicon

UNSURE = 13.0
"""Cost of a word that is too seldom to be sure of."""
MOST = 8.0
"""How much the pairs can say: 更好 is written everywhere, and 耕好 is no slip for it."""
_NAMED = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶苏魏吕丁任沈姚卢姜崔钟谭陆汪石廖贾夏韦"
    "邹孟熊秦邱尹薛闫侯龙陶黎贺顾毛郝龚邵钱严覃武戴莫汤洪裴聂柯庄施翁詹尤俞甘温纪欧阮游巫蓝骆简饶丘臧卞祁娄褚蒲冀窦符辛冉岳苗鲁"
)
_BEFORE_YEAR = re.compile(r"[〔\[（(﹝][12]\d{3}")


class Weights(NamedTuple):
    """What each piece of evidence weighs. Slips that people make are more often of the kinds of the last four than made
    ones are, and these weigh what slips found in real texts say."""

    none: float = -1.23
    side: float = 0.20
    """By how much likelier the characters are side by side, as a logarithm to 2."""
    cut: float = 0.38
    """By how much likelier the words are."""
    both: float = 0.23
    """The smaller one of these."""
    cost: float = -0.33
    """The cost of the word that was meant: a seldom one is seldom meant."""
    unseen: float = 0.77
    """Each pair of the text that nobody writes."""
    unseen_right: float = -1.10
    """Each pair of the other text that nobody writes."""
    often: float = 1.0
    """The two characters are often taken for each other, or look very much alike."""
    long: float = 3.0
    """The word that was meant has four characters."""
    productive: float = -1.8
    """One of the two characters is such that everybody makes words with it …"""
    productive_by_sound: float = -2.6
    """… and the other one sounds like what was meant, and does not look like it."""
    torn: float = -1.5
    """One of the two characters is of a word with what stands beside them: 专家|析案例."""
    of_name: float = -2.0
    """Two characters behind a surname that is of no word are likely a given name."""


WEIGHTS = Weights()


def is_behind_surname(known: Lexicon, text: str, at: int) -> bool:
    """Whether two characters may be somebody's given name, or of a document's number: 鲁政发〔2010〕."""
    if _BEFORE_YEAR.match(text, at + 2):
        return True
    return at > 0 and text[at - 1] in _NAMED and known.costs.get(text[max(0, at - 2) : at], UNSURE) >= UNSURE


def beside(text: str, at: int, other: str) -> tuple[float, int, int]:
    """How much likelier another character stands there, and how many pairs nobody writes before and after.

    By the counts of pairs, as logarithms to 2; a mark beside it says nothing.
    """
    alone, met = lexicon.alone(), counts.met
    character, none = text[at], lexicon.UNSEEN
    left = text[at - 1] if at and "\u4e00" <= text[at - 1] <= "\u9fff" else ""
    right = text[at + 1] if at + 1 < len(text) and "\u4e00" <= text[at + 1] <= "\u9fff" else ""
    side, unseen, unseen_right = 0.0, 0, 0
    for before, after in ((left + character, left + other), (character + right, other + right)):
        if len(before) == 2:
            was, would = met(before, none), met(after, none)
            side += would - was
            unseen += was == none
            unseen_right += would == none
    if left and right:
        side -= alone.get(other, 0.0) - alone.get(character, 0.0)
    return min(side, MOST), unseen, unseen_right
