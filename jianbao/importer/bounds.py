"""How much text one file may bring in: as much as the build lets an article have, so that what came in can be built."""

from jianbao.errors import UsageError
from jianbao.markdown.limits import LARGEST, MOST_LINES


def fits(name: str, characters: int, lines: int) -> None:
    """Raises UsageError when a file has more than that."""
    if characters > LARGEST:
        raise UsageError(f"{name} 超过 {LARGEST // 10_000} 万字，一次导入不了；分成几个文件")
    if lines > MOST_LINES:
        raise UsageError(f"{name} 有 {lines} 行（段），超过 {MOST_LINES} 行，一次导入不了；分成几个文件")
