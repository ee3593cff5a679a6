"""The only article of an issue: a special report, which came out on the day that the head gives."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.importer.line import mottos
from jianbao.importer.line.evidence import DATED, Year
from jianbao.importer.model import Item

_REPORTS = re.compile("(?:调查|调研|报告|情况|建议|思考|分析|对策|综述|总结|汇报)(?:报告)?$")
"""How the title of a special report ends, which is of the day on which it was sent; news have days of their own."""
_SPECIAL = re.compile("专报|专刊|参阅|内参|情况反映|调查与研究|决策参考")
"""What a bulletin is called whose issues are one report each."""


def dated(made: list[Item], evidence: Sequence[Year], head: Sequence[str]) -> list[Item]:
    """The items; the only one of an issue, in whose text there is no day, has that of the head, which is told."""
    special = any(_SPECIAL.search("".join(text.split())) for text in head)
    days = {(e.year, e.month, e.day): e.basis for e in evidence if e.strength >= DATED and e.day}
    if len(made) != 1 or len(days) != 1 or made[0].date or made[0].date_basis:
        return made
    news = mottos.DEED.search(made[0].title) is not None
    if not (_REPORTS.search(made[0].title) or (special and not news)):
        return made
    (year, month, day), basis = days.popitem()
    doubt = "全期只有这一条，文中没有日期，按报头的日期，请核对"
    dated = replace(made[0], date=f"{year}-{month:02}-{day:02}", date_basis=basis, year_basis=basis)
    return [replace(dated, doubts=(*dated.doubts, doubt))]
