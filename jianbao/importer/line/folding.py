"""A title that was folded behind what an event is about, before what it is."""

import re

from jianbao.importer.line.mottos import DEED

_HELD = re.compile("召开|举办|举行|开展|组织|启动")
_EVENT = re.compile(r"[^，。：:、\s]{0,6}(?:活动|会议|大会|座谈会|仪式|培训班|讲座|比赛|竞赛|行动|工作)")
_OF_EVENT = re.compile("(?:活动|会议?|仪式|班|讲座|行动|工作)$")
"""What was held, folded behind what it was about: 市总工会开展“安康杯”竞赛 / 督查活动."""


def is_rest(before: str, line: str) -> bool:
    """Whether a line is what was held, and the line above it says of what: …开展“安康杯”竞赛 / 督查活动."""
    held = _HELD.search(before) is not None and not _OF_EVENT.search(before)
    return held and _EVENT.fullmatch(line) is not None and not DEED.search(line)
