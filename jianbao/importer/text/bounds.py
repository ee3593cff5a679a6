"""How much text one file may bring in: as much as the build lets an article have, so that what came in can be built."""

from jianbao.errors import refused
from jianbao.markdown.limits import LARGEST, MOST_LINES


def fits(name: str, characters: int, lines: int) -> None:
    """Raises RefusedError when a file has more than that."""
    if characters > LARGEST:
        raise refused(name, "import-too-large", f"超过 {LARGEST // 10_000} 万字，一次导入不了", "分成几个文件")
    if lines > MOST_LINES:
        message = f"有 {lines} 行（段），超过 {MOST_LINES} 行，一次导入不了"
        raise refused(name, "import-too-large", message, "分成几个文件")
