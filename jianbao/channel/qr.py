"""QR codes (ISO/IEC 18004) of addresses, as drawings and as dots; segno makes them. Refused: nothing."""

from importlib.util import find_spec

from jianbao.errors import UsageError

QUIET = 4
"""Modules of white around a code, which the standard asks for."""
CURE = "没有装齐海报和二维码要用的程序包；请运行 pip install 'jianbao[channel]'"

EXTRA = ("segno", "resvg_py")


def without() -> str:
    """What to do when what pictures need is not installed; "" when it is."""
    return "" if all(find_spec(name) for name in EXTRA) else CURE


def matrix(url: str) -> list[list[bool]]:
    """The dark modules of an address's code, row by row, without the quiet zone. Error correction M.

    Raises UsageError when segno is not installed.
    """
    try:
        import segno
    except ImportError:
        raise UsageError(CURE) from None
    code = segno.make(url, error="m", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def svg(url: str) -> str:
    """The code as a drawing of one path, black on white, one unit a module."""
    rows = matrix(url)
    side = len(rows) + 2 * QUIET
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x + QUIET} {y + QUIET}h{end - x}v1h-{end - x}z")
            x = end + 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{"".join(runs)}"/></svg>\n'
    )
