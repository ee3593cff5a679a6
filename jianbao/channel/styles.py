"""How a WeChat article looks: for each part its declarations, in three styles, with the theme's accent.

Only properties that the rules of wechat_rules.py let through, written short: each character of them counts
against the 20,000 that an article may have.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from jianbao.settings import colour
from jianbao.settings.channels import STYLES

NAMES = STYLES
"""The styles: a red head and headings as in print; coloured bars; hardly more than type."""
ACCENTS = {"": "#8f1d4a", "胭脂": "#8f1d4a", "黛青": "#17565e", "松绿": "#1d5a3a", "靛蓝": "#27457d"}
"""The theme option ``palette``, as the style sheet of 鹭岛 has it."""


def accent_of(palette: str) -> str:
    """The accent by day of a palette, or of a colour that stands in its place."""
    own = colour.accent(palette)
    return own.day if own else ACCENTS.get(palette, ACCENTS[""])


RED = "#c7000b"
"""Of a printed bulletin's head."""
INK, SOFT, RULE, TINT = "#262626", "#666666", "#d9d5d1", "#f6f4f2"


@dataclass(frozen=True, slots=True)
class Style:
    """Declarations by part."""

    name: str
    parts: Mapping[str, str]

    def __getitem__(self, part: str) -> str:
        return self.parts[part]


def style(name: str, palette: str = "") -> Style:
    """A style by its name. Raises KeyError for one that there is not."""
    accent = accent_of(palette)
    text = f"color:{INK};font-size:16px;line-height:1.8"
    small = f"color:{SOFT};font-size:14px;line-height:1.6"
    cell = f"padding:6px 8px;border:1px solid {RULE};font-size:14px;line-height:1.5;color:{INK}"
    common = {
        "all": f"{text};letter-spacing:0.3px",
        "p": f"margin:0 0 14px;{text};text-align:justify;text-indent:2em",
        "plain": f"margin:0 0 14px;{text};text-align:justify",
        "item": f"margin:0 0 8px;padding-left:1.2em;{text}",
        "inner": f"margin:0 0 8px;padding-left:2.6em;{text}",
        "quote": f"margin:0 0 14px;padding:8px 12px;border-left:3px solid {accent};background-color:{TINT}",
        "code": f"margin:0 0 14px;padding:8px 12px;background-color:{TINT};color:{INK};font-size:13px;line-height:1.6",
        "table": "width:100%;margin:0 0 14px;border-collapse:collapse",
        "cell": cell,
        "head": f"{cell};background-color:{TINT};font-weight:bold",
        "caption": f"margin:0 0 14px;{small};text-align:center",
        "picture": f"margin:0 0 4px;padding:24px 8px;border:1px solid {RULE};background-color:{TINT};{small};"
        f"text-align:center",
        "photo": "margin:0 0 4px;text-align:center",
        "img": "max-width:100%",
        "rule": f"margin:20px 0;border-top:1px solid {RULE};color:{SOFT};font-size:1px;line-height:1px",
        "strong": f"color:{accent}",
        "em": f"color:{accent};font-style:normal",
        "small": f"color:{SOFT};font-size:13px",
        "sup": f"color:{accent};font-size:12px;vertical-align:super",
        "sub": "font-size:12px;vertical-align:sub",
        "mark": "background-color:#fff3b0",
        "underline": "text-decoration:underline",
        "through": "text-decoration:line-through",
        "link": f"color:{accent}",
        "bulletin": f"margin:0 0 6px;color:{RED};font-size:26px;line-height:1.4;font-weight:bold;"
        f"text-align:center;letter-spacing:2px",
        "number": f"margin:0 0 8px;{small};text-align:center",
        "red": f"margin:0 0 20px;border-top:3px solid {RED};color:{RED};font-size:1px;line-height:1px",
        "kicker": f"margin:0 0 4px;{small};text-align:center",
        "subtitle": f"margin:0 0 16px;color:{INK};font-size:16px;line-height:1.6;text-align:center",
        "notice": "margin:0 0 14px;padding:8px 12px;background-color:#fff7e6;color:#7a4a00;font-size:14px;"
        "line-height:1.6",
        "title": f"margin:28px 0 12px;color:{INK};font-size:19px;line-height:1.5;font-weight:bold;text-align:center",
        "contents": f"margin:0 0 4px;{text};text-align:left",
        "foot": f"margin:0 0 4px;{small};text-align:left",
    }
    looks = {
        "公文": {
            "h2": f"margin:24px 0 12px;color:{INK};font-size:17px;line-height:1.6;font-weight:bold;text-indent:2em",
            "h3": f"margin:16px 0 10px;color:{INK};font-size:16px;line-height:1.6;font-weight:bold;text-indent:2em",
            "section": f"margin:24px 0 10px;padding-bottom:4px;border-bottom:1px solid {RED};color:{RED};"
            f"font-size:16px;line-height:1.6;font-weight:bold",
        },
        "清新": {
            "h2": f"margin:26px 0 14px;padding:4px 12px;background-color:{accent};color:#ffffff;font-size:17px;"
            f"line-height:1.6;font-weight:bold;text-align:left",
            "h3": f"margin:18px 0 10px;padding-left:10px;border-left:4px solid {accent};color:{accent};"
            f"font-size:16px;line-height:1.6;font-weight:bold",
            "section": f"margin:26px 0 12px;padding-left:10px;border-left:4px solid {accent};color:{accent};"
            f"font-size:16px;line-height:1.6;font-weight:bold",
            "p": f"margin:0 0 16px;{text};text-align:justify",
            "red": f"margin:0 0 20px;border-top:3px solid {accent};color:{accent};font-size:1px;line-height:1px",
            "bulletin": f"margin:0 0 6px;color:{accent};font-size:24px;line-height:1.4;font-weight:bold;"
            f"text-align:center",
            "head": f"{cell};background-color:{accent};color:#ffffff;font-weight:bold",
        },
        "素雅": {
            "h2": f"margin:28px 0 14px;padding-bottom:6px;border-bottom:1px solid {RULE};color:{INK};"
            f"font-size:17px;line-height:1.6;font-weight:bold;text-align:left",
            "h3": f"margin:18px 0 10px;color:{INK};font-size:16px;line-height:1.6;font-weight:bold",
            "section": f"margin:28px 0 12px;color:{SOFT};font-size:15px;line-height:1.6;font-weight:bold;"
            f"text-align:center;letter-spacing:2px",
            "p": f"margin:0 0 16px;{text};text-align:justify",
            "strong": f"color:{INK}",
            "bulletin": f"margin:0 0 6px;color:{INK};font-size:22px;line-height:1.4;font-weight:bold;"
            f"text-align:center;letter-spacing:4px",
            "red": f"margin:0 0 20px;border-top:1px solid {RULE};color:{SOFT};font-size:1px;line-height:1px",
        },
    }
    return Style(name, {**common, **looks[name]})
