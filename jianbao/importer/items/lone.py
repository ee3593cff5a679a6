"""The only article of an issue: a special report, which came out on the day that the head gives."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.importer.line.evidence import DATED, Year
from jianbao.importer.model import Item

_REPORTS = re.compile("(?:调查|调研|报告|情况|建议|思考|分析|对策|综述|总结|汇报)(?:报告)?$")
"""How the title of a special report ends, which is of the day on which it was sent; news have days of their own."""


def dated(made: list[Item], evidence: Sequence[Year]) -> list[Item]:
    """The items; the only one of an issue, in whose text there is no day, has that of the head, which is told."""
    days = {(e.year, e.month, e.day): e.basis for e in evidence if e.strength >= DATED and e.day}
    if len(made) != 1 or len(days) != 1 or made[0].date or made[0].date_basis or not _REPORTS.search(made[0].title):
        return made
    (year, month, day), basis = days.popitem()
    doubt = "全期只有这一条，文中没有日期，按报头的日期，请核对"
    dated = replace(made[0], date=f"{year}-{month:02}-{day:02}", date_basis=basis, year_basis=basis)
    return [replace(dated, doubts=(*dated.doubts, doubt))]
