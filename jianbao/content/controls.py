"""Control characters that are written by their numbers, as &#11; is."""

from jianbao import files
from jianbao.errors import Level, Problem


def named(text: str, html: str, shown: str, first_line: int) -> list[Problem]:
    """Control characters that are written by their numbers: no feed may hold them. In code they are text."""
    if "&#" not in text:
        return []
    found = list(files.named_control(text))
    if len(found) <= len(list(files.named_control(html.replace("&amp;#", "&#")))) - len(
        list(files.named_control(html))
    ):
        return []
    at, written = found[0]
    line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at)
    message = f"这里用 {written} 写了一个看不见的控制字符"
    return [Problem(shown, first_line + line, column, Level.ERROR, "control-character", message, "删去它")]
