"""``channels`` of config.yaml: how articles for other channels look.

Refused: a look that there is not, a font that is not there.
"""

from pathlib import Path

from jianbao.errors import suggestion
from jianbao.settings.schema import Reader
from jianbao.yaml.document import Node

STYLES = ("公文", "清新", "素雅")
"""Looks of an article for 公众号 (channel/styles.py)."""


def read(reader: Reader, node: Node, site: Path) -> tuple[str, str]:
    """(style, file of the font below the site); "" for what is not said."""
    found = reader.texts(node, "channels", ("style", "font"))
    places = {key.text: value for key, value in reader.mapping(node, "channels")} if found else {}
    style, font = found.get("style", ""), found.get("font", "")
    if style and style not in STYLES:
        hint = suggestion(style, STYLES) or f"可用：{'、'.join(STYLES)}"
        reader.add(places["style"], "config-channels", f"公众号没有“{style}”这种样式", hint)
    if font and not (site / font).is_file():
        message = f"channels.font 的字体文件 {font} 不存在"
        reader.add(places["font"], "config-channels", message, "写字体文件的路径，从网站文件夹算起")
    return style, font
