"""Every key of config.yaml in an editor's words: for a new config.yaml, for what `config` prints, as JSON Schema.

One table for the three. tests/test_begin.py holds it to config.py: a key that is read stands here, and no other.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from jianbao.settings.channels import STYLES
from jianbao.settings.config import Config
from jianbao.settings.lists import SHAPES
from jianbao.settings.menu import Menu


class Setting(NamedTuple):
    """A key, what it is for, what a commented line shows, and its form in JSON Schema."""

    key: str
    """``name`` or ``group.name``."""
    about: str
    example: Any
    form: Mapping[str, Any]


TEXT = {"type": ["string", "number", "null"]}
NUMBER = {"type": "integer", "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}
TEXTS = {"type": "array", "items": {"type": "string"}}
SWITCH = {"type": "boolean"}
GROUP = {"type": "object"}


def _service(*names: str) -> dict[str, Any]:
    """The form of a service of others."""
    parts = {"service": {"enum": [*names, None]}, "id": TEXT, "url": TEXT}
    return {"type": ["object", "null"], "properties": parts, "additionalProperties": False}


_ENTRY = {
    "type": "object",
    "properties": {"title": TEXT, "href": TEXT},
    "required": ["title", "href"],
    "additionalProperties": False,
}

SETTINGS = (
    Setting("site.name", "网站的名称，显示在每页的上方和浏览器标签上", "简报库", TEXT),
    Setting("site.url", "网站发布后的网址，可以带文件夹；启用前必须改", "https://example.org/", TEXT),
    Setting("site.description", "一句话介绍，给搜索引擎和社交软件", "", TEXT),
    Setting("site.language", "网页的语言", "zh-CN", TEXT),
    Setting("site.time_zone", "时区，上线下线和文章的时间按它算", "Asia/Shanghai", TEXT),
    Setting("footer.sponsor", "页脚：主办单位。没有的就留空，留空的不显示", "", TEXT),
    Setting("footer.organizer", "承办单位", "", TEXT),
    Setting("footer.contact", "联系方式", "", TEXT),
    Setting("footer.icp", "ICP 备案号", "", TEXT),
    Setting("footer.icp_url", "备案号链接到哪里", "https://beian.miit.gov.cn/", TEXT),
    Setting("footer.police", "公安备案号", "", TEXT),
    Setting("footer.police_url", "公安备案号链接到哪里", "", TEXT),
    Setting("footer.id_code", "网站标识码", "", TEXT),
    Setting("footer.copyright", "版权说明", "", TEXT),
    Setting("theme", "主题：ludao（鹭岛）或 plain（素简）；自己的放在 themes/ 里", "ludao", TEXT),
    Setting(
        "theme_options",
        "主题的选项：tagline 报头下的一句话，bulletin 简报的报头，logo 徽标，"
        'palette 主色（胭脂、黛青、松绿、靛蓝，或 "#b3261e" 这样的颜色，要加引号）',
        {"palette": "松绿"},
        {"type": "object", "additionalProperties": TEXT},
    ),
    Setting(
        "columns", "栏目，按显示的顺序；列出之后，文章只能用这些栏目。每个栏目的说明在 data/columns.yaml", [], TEXTS
    ),
    Setting(
        "nav",
        "主导航，站外的写完整网址，下面再分的写 items；不写时自动排列：首页、简报、有文章的各栏目、归档",
        [{"title": "首页", "href": "index.html"}, {"title": "归档", "href": "archive.html"}],
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"title": TEXT, "href": TEXT, "items": {"type": "array", "items": _ENTRY}},
                "required": ["title"],
                "additionalProperties": False,
            },
        },
    ),
    Setting("pages.list", "列表一页多少条，1 到 1000", 50, NUMBER),
    Setting("pages.feed", "订阅里保留多少条", 20, NUMBER),
    Setting("pages.related", "文末的相关文章最多几条", 5, NUMBER),
    Setting("pages.home", "首页每个栏目几条；“最近更新”是它的两倍", 6, NUMBER),
    Setting("search.shard", "搜索索引的一个文件最多多少 kB，超过时提醒", 64, NUMBER),
    Setting("search.query", "读者第一次搜索大约要取多少 kB，超过时提醒", 150, NUMBER),
    Setting("search.total", "搜索用的文件一共多少 MB，超过时提醒；0 是按每篇文章 3 kB 算，至少 100", 0, COUNT),
    Setting("government_tags", "是否写国办发〔2017〕47号规定的页面标签", True, SWITCH),
    Setting("signoff", "要三审的栏目；这些栏目的文章要写明 editor、reviewer、approver", [], TEXTS),
    Setting("review", "编辑屏幕的“提交”送到哪个分支审稿；不写就送到正在用的分支", "", TEXT),
    Setting("lists", f"编辑屏幕的“名单”里可以改哪些：{'、'.join(SHAPES)}", [*SHAPES][:5], TEXTS),
    Setting("attachments", "除了常见的办公文件和图片，还可以作附件发布的扩展名", [], TEXTS),
    Setting("channels.style", "公众号稿的样式：公文、清新或素雅", STYLES[0], {"enum": [*STYLES, "", None]}),
    Setting("channels.font", "海报用的字体文件，从网站文件夹算起；不写就用随程序安装的", "", TEXT),
    Setting(
        "analytics",
        "统计：service 是 baidu（百度统计）、51la 或 umami，id 是统计编号，umami 还要 url；不写就不统计",
        {"service": "baidu", "id": "0123456789abcdef0123456789abcdef"},
        _service("baidu", "百度统计", "51la", "umami"),
    ),
    Setting(
        "comments",
        "文章下面的评论：service 是 isso（装在自己的服务器上），url 是它的网址；不写就没有评论",
        {"service": "isso", "url": "https://pinglun.example.org/"},
        _service("isso"),
    ),
    Setting(
        "publish",
        "发布到哪里，每个目标起一个名字；各家云的写法见 jianbao docs publishing",
        {"gongshi": {"provider": "folder", "path": "../gongshi"}},
        {"type": "object", "additionalProperties": GROUP},
    ),
)
"""In the order in which a config.yaml has them."""


def schema(columns: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON Schema (2020-12) of config.yaml; ``columns`` are what ``signoff`` may name, none for any."""
    properties: dict[str, Any] = {}
    for setting in SETTINGS:
        group, dot, name = setting.key.rpartition(".")
        form = {**setting.form, "description": setting.about}
        if setting.key == "signoff" and columns:
            form["items"] = {"enum": list(columns)}
        if dot:
            above = properties.setdefault(
                group, {"type": ["object", "null"], "properties": {}, "additionalProperties": False}
            )
            above["properties"][name] = form
        else:
            properties[name] = form
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jianbao 设置（config.yaml）",
        "description": "网站的设置；每一项见 jianbao docs configuration",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
    }


def values(config: Config, publish: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in force by their keys; ``publish`` is that section as it stands in the file."""
    fields = {"list": "list_rows", "feed": "feed_entries", "home": "home_rows"}
    found: dict[str, Any] = {}
    for setting in SETTINGS:
        group, _, name = setting.key.rpartition(".")
        if group == "footer":
            found[setting.key] = getattr(config.footer, name)
        elif group == "pages":
            found[setting.key] = getattr(config, fields.get(name, name))
        elif group in ("search", "channels"):
            found[setting.key] = getattr(config, f"{group.removesuffix('s')}_{name}")
        else:
            found[setting.key] = getattr(config, name, None)
    found["columns"] = [column.name for column in config.columns]
    found["nav"] = [_entry(entry) for entry in config.nav]
    found |= {"analytics": dict(config.analytics.given) if config.analytics else {}}
    found |= {"comments": dict(config.comments.given) if config.comments else {}}
    found["theme_options"] = dict(config.theme_options)
    found["publish"] = dict(publish)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


def _entry(entry: Menu) -> dict[str, Any]:
    """An entry of the navigation as it is written."""
    made: dict[str, Any] = {"title": entry.title, **({"href": entry.target} if entry.target else {})}
    return {**made, **({"items": [_entry(item) for item in entry.items]} if entry.items else {})}


def text(given: Mapping[str, Any], *, comments: bool) -> str:
    """A config.yaml: the keys in ``given``; with ``comments`` also what each is for, and the others shut off by a #."""
    lines: list[str] = []
    last = ""
    for setting in SETTINGS:
        group, dot, name = setting.key.rpartition(".")
        on = setting.key in given
        if not on and not comments:
            continue
        whole = not dot or any(key.startswith(f"{group}.") for key in given)
        if comments and (not dot or group != last):
            lines.append("")
        if dot and group != last:
            lines.append(f"{group}:" if whole else f"# {group}:")
        last = group
        indent = ("  " if whole else "#   ") if dot else ""
        lines += [f"{indent}# {setting.about}"] if comments else []
        value = given[setting.key] if on else setting.example
        shown = yaml.dump({name: value}, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=1000)
        lines += [f"{indent}{'' if on or not whole else '# '}{line}" for line in shown.rstrip("\n").split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


class _Indented(yaml.SafeDumper):
    """Lists stand two blanks in, as editors write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)
