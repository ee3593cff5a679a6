"""What an editor says of a whole bulletin, above its first title, and the list that it has behind its last one."""

import re
from collections.abc import Sequence

from jianbao import zh
from jianbao.importer.items.piece import Piece
from jianbao.importer.line import notes
from jianbao.importer.line.kinds import fields
from jianbao.importer.model import Line

LISTED = "署名下面的名单单独作一条，请核对是不是上一条的附件"
_ATTACHED = re.compile("(?:名单|安排|清单|方式|表|附件|日程|流程|分工|须知|要求|说明)$")
_NOTICE = re.compile("通知|通报|公告|公示|启事|决定|方案|办法|倡议|邀请")
_NOTE = 3
"""Lines of what an editor says of a whole bulletin."""
_PARAGRAPH = 30
"""Characters of a note in one paragraph."""


def is_note(found: Sequence[Piece]) -> bool:
    """Whether nothing but an editor's note stands above a line."""
    note = found[0].body
    return (
        len(found) == 1
        and not found[0].titles
        and len(note) <= _NOTE
        and notes.heads(note[0].bare)
        and (len(note) > 1 or len(note[0].bare) >= _PARAGRAPH)
    )


def with_first(found: list[Piece]) -> None:
    """What the editor says of a whole bulletin, above its first title, goes with the first item: it is no item."""
    note = found[0] if len(found) > 1 and not found[0].titles else Piece()
    if note.body and len(note.body) <= _NOTE and notes.heads(note.body[0].bare):
        first = found[1]
        first.body[:0] = note.body
        first.headings = {at + len(note.body) for at in first.headings}
        first.doubts.append("编者按写在整期的最前面，放在第一条里了，请核对")
        del found[0]


def names_list(lines: Sequence[Line], at: int, above: Piece) -> bool:
    """Whether what stands a blank line below a signature names a list that an issue has at its end: 光荣榜.

    What is called a list, or stands below a notice, is what that has behind its signature.
    """
    bare = "".join(lines[at].bare.split())
    if _ATTACHED.search(bare) or any(_NOTICE.search(line.bare) for line in above.titles):
        return False
    below = lines[at + 1].bare if at + 1 < len(lines) else ""
    named = lines[at].blank_before and not lines[at].right and re.fullmatch(f"[{zh.HAN}]{{3,8}}", bare) is not None
    short = not any("。" in line.bare or line.rows or line.picture for line in lines[at:])
    return named and short and re.search("[：:、\u3000 ]", below) is not None and fields(lines[at]) is None
