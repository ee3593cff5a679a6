"""The JSON Schema (2020-12) of front matter: every key by every name it goes by, as frontmatter.py reads it."""

from collections.abc import Sequence
from typing import Any

from jianbao.content import keys
from jianbao.model import STATUSES

_DATE = {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{1,2}(-\d{1,2}([T ]+\d{1,2}:\d{2}.*)?)?)?$"}
_TEXT = {"type": ["string", "number", "boolean"]}
_TEXTS = {"oneOf": [{"type": "array", "items": _TEXT}, _TEXT]}
_FORMS: dict[str, dict[str, Any]] = {
    "date": _DATE,
    "modified": _DATE,
    "added": _DATE,
    "publish": _DATE,
    "expires": _DATE,
    "withdrawn": _DATE,
    "order": {"type": "integer"},
    "draft": {"type": "boolean"},
    "status": {"enum": [*STATUSES, "draft", "hidden", "published", "archived"]},
    "tags": _TEXTS,
    "people": _TEXTS,
    "aliases": _TEXTS,
    "author": _TEXTS,
    "origin": {
        "oneOf": [
            _TEXT,
            {
                "type": "object",
                "properties": dict.fromkeys(("name", "名称", "url", "网址"), _TEXT),
                "additionalProperties": False,
            },
        ]
    },
    "channels": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {**dict.fromkeys(("name", "名称", "url", "网址"), _TEXT), "date": _DATE, "日期": _DATE},
            "additionalProperties": False,
        },
    },
    "updates": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"date": _DATE, "日期": _DATE, "text": _TEXT, "说明": _TEXT},
            "additionalProperties": False,
        },
    },
}


def schema(columns: Sequence[str]) -> dict[str, Any]:
    """The schema; ``columns`` are the site's, none when any will do."""
    properties: dict[str, Any] = {}
    for key, names in keys.KEYS.items():
        form = {"enum": list(columns)} if key == "column" and columns else _FORMS.get(key, _TEXT)
        for name in (key, *names):
            properties[name] = {**form, "description": names[0] if name == key else f"同 {key}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jianbao 文件头",
        "description": "文章开头 --- 之间的说明；每一项见 jianbao docs front-matter",
        "type": "object",
        "properties": properties,
        "anyOf": [{"required": [name]} for name in ("title", *keys.KEYS["title"])],
        "additionalProperties": {"description": "别的程序的键"},
    }
