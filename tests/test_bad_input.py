"""Every mistake in content/ gets a code, a place, a Chinese message and the cure, and leaves output/ alone.

One small broken site for each; what is asserted is what the editor reads, whole. Themes and settings have
their own tests (test_config.py).
"""

import contextlib
import ctypes
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jianbao.content import parsing
from jianbao.errors import SiteError, in_order
from jianbao.settings import config
from tests.sites import NOW, Site

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "content/2018-04/jiuzhu.md"
COUNT = "1 个错误；output/ 未改动\n"


def in_article(site: Site, data: str | bytes) -> None:
    """An issue with two articles; the whole text of one is given."""
    site.issue("2018-04")
    site.article("2018-04/peixun.md", date="")
    site.write(ARTICLE, data)


# fmt: off
FRONT_MATTER = {
    "a misspelt key": (
        "titel: x",
        "3:1 错误[unknown-key] 不认识的键 titel", "是不是想写 title？"),
    "a misspelt Chinese key": (
        "标提: x",
        "3:1 错误[unknown-key] 不认识的键 标提", "是不是想写 标题？"),
    "an unknown key": (
        "主办: x",
        "3:1 错误[unknown-key] 不认识的键 主办",
        "可用的键见 jianbao docs front-matter；本站自己的项目写在 extra 下面：extra: {主办: …}"),
    "an unknown key of a part": (
        "origin: {nam: 新华社}",
        "3:10 错误[unknown-key] origin 里不认识的键 nam", "可用：name、名称、url、网址"),
    "a key twice": (
        "summary: 甲\nsummary: 乙",
        "4:1 错误[key-twice] summary 写了两次（第一次在第 3 行）", "两处合为一处"),
    "a key by two of its names": (
        "标题: x",
        "3:1 错误[key-twice] title 和 标题 是同一项，写了两次", "只留一个"),
    "a full-width comma in a list": (
        "tags: [妇联，巾帼]",
        "3:8 错误[full-width-comma] tags 里用了全角标点，“妇联，巾帼”会被当作一项", "改为：妇联, 巾帼"),
    "a list without brackets": (
        "tags: 四癌救助，困难帮扶",
        "3:7 错误[tags-not-list] tags 应为列表，现为一段文字“四癌救助，困难帮扶”", "改为：tags: [四癌救助, 困难帮扶]"),
    "a list in full-width brackets": (
        "tags: 【四癌救助，困难帮扶】",
        "3:7 错误[tags-not-list] tags 应为列表，现为一段文字“【四癌救助，困难帮扶】”",
        "改为：tags: [四癌救助, 困难帮扶]"),
    "names without brackets": (
        "人物: 张三、李四",
        "3:5 错误[people-not-list] 人物 应为列表，现为一段文字“张三、李四”", "改为：人物: [张三, 李四]"),
    "a full-width colon": (
        "date：2018-04-23",
        "3:5 错误[full-width-colon] 键后面用了全角冒号“：”", "改为半角冒号加空格：date: …"),
    "no blank after a colon": (
        "来源:市妇联权益部",
        "3:3 错误[yaml-colon-space] 冒号后面少一个空格", "改为：来源: 市妇联权益部"),
    "a value that a # cuts": (
        "summary: 甲 # 1",
        "3:10 错误[value-cut] summary 的值在 # 处被截断，只读到“甲”", '给整个值加引号："甲 # 1"'),
    "a value that begins with #": (
        "subtitle: #妇联在行动#",
        "3:11 错误[value-cut] subtitle 的值在 # 处被截断，只读到“”", '给整个值加引号："#妇联在行动#"'),
    "a list that a # cuts": (
        "tags: [甲 # 1, 乙]",
        "3:7 错误[yaml-bracket] 方括号没有成对：# 之后被当作注释", "给带 # 的那一项加引号"),
    "a part that a # cuts": (
        "updates:\n  - date: 2018-05-02\n    text: 更正 # 1",
        "5:11 错误[value-cut] text 的值在 # 处被截断，只读到“更正”", '给整个值加引号："更正 # 1"'),
    "no list of corrections": (
        "updates: 更正了人数",
        "3:10 错误[updates-not-list] updates 应为列表", "写成 updates: 下一行 - {date: 2018-05-02, text: 说明}"),
    "a correction without a date": (
        "updates: [{text: 更正了人数}]",
        "3:11 错误[update-incomplete] 一条更正要有日期和说明", "写成 {date: 2018-05-02, text: 更正了人数}"),
    "a text where parts belong": (
        "origin: [新华社]",
        "3:9 错误[not-mapping] origin 应为一组键值", "例如 {name: 新华社, url: https://…}"),
    "a list where a text belongs": (
        "summary: [甲]",
        "3:10 错误[not-text] summary 应为一段文字，现为列表", "写成 summary: 文字"),
    "a list in a list": (
        "tags: [[甲]]",
        "3:8 错误[not-text] tags 里的一项应为一段文字", "写成 tags: [甲, 乙]"),
    "parts where a list belongs": (
        "tags: {甲: 乙}",
        "3:7 错误[not-list] tags 应为列表", "写成 tags: [甲, 乙]"),
    "no date at all": (
        "date: 昨天",
        "3:7 错误[bad-date] date 的日期“昨天”看不懂",
        "写成 2018-04-23、2018-04 或 2018，带时间写成 2018-04-23 09:30；日子不确定就不写"),
    "a time without its day": (
        "date: 2018-04 09:30",
        "3:7 错误[bad-date] date 的日期“2018-04 09:30”看不懂",
        "写成 2018-04-23、2018-04 或 2018，带时间写成 2018-04-23 09:30；日子不确定就不写"),
    "a list of dates": (
        "date: [2018]",
        "3:7 错误[bad-date] date 应为一个日期，现为列表或一组键值",
        "写成 2018-04-23、2018-04 或 2018，带时间写成 2018-04-23 09:30；日子不确定就不写"),
    "an impossible date": (
        "date: 2018-02-30",
        "3:7 错误[impossible-date] 没有“2018-02-30”这个日期或时刻", "核对年、月、日和时间"),
    "an impossible hour": (
        "上线: 2018-02-03 25:00",
        "3:5 错误[impossible-date] 没有“2018-02-03 25:00”这个日期或时刻", "核对年、月、日和时间"),
    "a moment outside the calendar": (
        "date: 9999-12-31 23:00 -0800",
        "3:7 错误[impossible-date] 没有“9999-12-31 23:00 -0800”这个日期或时刻", "核对年、月、日和时间"),
    "an unknown status": (
        "status: 作废",
        "3:9 错误[unknown-status] 不认识的状态“作废”", "可用：现行、已归档、已废止、已撤回"),
    "a misspelt status": (
        "status: 现形",
        "3:9 错误[unknown-status] 不认识的状态“现形”", "是不是想写 现行？"),
    "neither yes nor no": (
        "draft: maybe",
        "3:8 错误[not-boolean] draft 应为 true 或 false，现为“maybe”", "写成 draft: true"),
    "no number": (
        "order: 一",
        "3:8 错误[not-number] order 应为整数，现为“一”", "写成 order: 1"),
    "an address of a reprint that is none": (
        "origin: {name: 新华社, url: www.example.org}",
        "3:9 错误[bad-url] origin 的网址“www.example.org”不完整", "以 https:// 开头写全"),
    "../ in a slug": (
        "slug: ../x",
        "3:7 错误[bad-slug] slug “../x”不能用作地址：短名里不能有 /", "用字母、数字、连字符或汉字，例如 slug: jiuzhu"),
    ".. as a slug": (
        "slug: ..",
        "3:7 错误[bad-slug] slug “..”不能用作地址：地址里不能有空的一级、. 或 ..",
        "用字母、数字、连字符或汉字，例如 slug: jiuzhu"),
    "a slug that Windows cannot store": (
        "slug: con",
        "3:7 错误[bad-slug] slug “con”不能用作地址：con 在 Windows 上是设备名，存不成文件",
        "用字母、数字、连字符或汉字，例如 slug: jiuzhu"),
    "a control character in a slug": (
        r'slug: "jiu\u0007zhu"',
        "3:7 错误[control-character] slug 里有看不见的字符 U+0007", "删去它，重新输入这几个字"),
    "an invisible character in a tag": (
        "tags: [妇\u200b联]",
        "3:8 错误[control-character] tags 里有看不见的字符 U+200B", "删去它，重新输入这几个字"),
    "../ in an address": (
        "permalink: /../x",
        "3:12 错误[bad-address] permalink “/../x”不能用作地址：地址里不能有空的一级、. 或 ..",
        "写站内地址，例如 /2018/jiuzhu.html"),
    "../ in an old address, escaped": (
        "aliases: [/%2e%2e/x]",
        "3:10 错误[bad-address] aliases “/%2e%2e/x”不能用作地址：地址里不能有空的一级、. 或 ..",
        "写站内地址，例如 /2018/jiuzhu.html"),
    "a tag that is too long": (
        f"tags: [{'长' * 61}]",
        f"3:7 错误[tag-character] 标签“{'长' * 61}”不能用：不能超过 60 字",
        "标签会成为网址的一部分，换一个短的、没有符号的写法"),
    "a tag that is a folder": (
        "tags: [..]",
        "3:7 错误[tag-character] 标签“..”不能用：不能是空的，也不能以点开头或结尾",
        "标签会成为网址的一部分，换一个短的、没有符号的写法"),
    "a source that leads out of output/": (
        "source: ..",
        "3:9 错误[source-character] 来源“..”不能用：不能是空的，也不能以点开头或结尾",
        "来源会成为网址的一部分，换一个短的、没有符号的写法"),
    "a column that leads out of output/": (
        "column: .",
        "3:9 错误[column-character] 栏目“.”不能用：不能是空的，也不能以点开头或结尾",
        "栏目会成为网址的一部分，换一个短的、没有符号的写法"),
    "a YAML tag": (
        "summary: !x 甲",
        "3:10 错误[yaml-tag] 不支持 YAML 的类型记号 !x", "值以 ! 开头时请加引号"),
    "a YAML tag of YAML's own": (
        "summary: !!str 甲",
        "3:10 错误[yaml-tag] 不支持 YAML 的类型记号 !!str", "值以 ! 开头时请加引号"),
    "a YAML anchor": (
        "summary: &a 甲",
        "3:10 错误[yaml-anchor] 不支持 YAML 的 & 和 * 记号", "值以 & 或 * 开头时请加引号"),
    "a YAML alias": (
        "summary: *a",
        "3:10 错误[yaml-anchor] 不支持 YAML 的 & 和 * 记号", "值以 & 或 * 开头时请加引号"),
    "emphasis in a value": (
        "summary: **重要**",
        "3:10 错误[yaml-character] 值不能以 * 开头", '给整个值加引号："**重要**"'),
    "a value in brackets and more": (
        "summary: [图解]救助",
        "3:10 错误[yaml-character] 值不能以 [ 开头", '给整个值加引号："[图解]救助"'),
    "a colon in a value": (
        "summary: 通知: 开会",
        "3:12 错误[yaml-colon] 值里有半角冒号", "给整个值加上引号，或把值里的冒号改为全角“：”"),
    "a quote that stays open": (
        'summary: "甲',
        "3:10 错误[yaml-quote] 引号没有成对", "补上结尾的引号，或去掉开头的引号"),
    "quotes in quotes": (
        'summary: "他说"好""',
        "3:10 错误[yaml-quote] 引号后面还有文字", '引号改用“ ”：他说“好”'),
    "a full-width blank behind the colon": (
        "summary:\u3000甲",
        "3:9 错误[yaml-blank] 冒号后面的空白不是空格（U+3000）", "删去它，重新打一个空格：summary: …"),
    "a blank that is not seen behind the colon": (
        "summary:\u00a0甲",
        "3:9 错误[yaml-blank] 冒号后面的空白不是空格（U+00A0）", "删去它，重新打一个空格：summary: …"),
    "a key with a character that is not seen": (
        "\u200bsummary: 甲",
        "3:1 错误[control-character] 键 summary 里有看不见的字符 U+200B", "删去这一行，重新输入：summary: …"),
    "half-width commas in braces": (
        "updates:\n  - {date: 2026-02-03, text: 更正, 由3人改为4人。}",
        "4:34 错误[unknown-key] updates 里不认识的键 由3人改为4人。",
        "前一项的文字里有半角逗号：改为全角“，”，或给文字加引号。可用的键：date、日期、text、说明"),
    "full-width colons in braces": (
        "updates:\n  - {date：2026-02-03，text：更正}",
        "4:6 错误[unknown-key] updates 里不认识的键 date：2026-02-03，text：更正",
        "花括号里也用半角：{键: 值, 键: 值}，冒号、逗号后面空一格"),
    "a word in quotes that begins a value": (
        'summary: "四癌"救助金发放',
        "3:10 错误[yaml-quote] 引号后面还有文字", "引号改用“ ”：“四癌”救助金发放"),
    "a bracket that stays open": (
        "tags: [甲, 乙",
        "3:7 错误[yaml-bracket] 方括号或花括号没有成对，或列表里多了、少了逗号", "例如 tags: [家庭教育, 志愿服务]"),
    "two commas": (
        "tags: [甲,, 乙]",
        "3:10 错误[yaml-bracket] 方括号或花括号没有成对，或列表里多了、少了逗号", "例如 tags: [家庭教育, 志愿服务]"),
    "a backslash in double quotes": (
        r'summary: "C:\简报"',
        "3:13 错误[yaml-escape] 双引号里的反斜杠写法不对", "反斜杠写成两个 \\\\，或把双引号换成单引号"),
    "a line too far to the right": (
        "source: 市妇联权益部\n  column: 要闻",
        "4:3 错误[yaml-indent] 这一行缩进多了", "与上一行对齐；只有上一行的冒号后面不写值时，下面才缩进"),
    "a tabulator": (
        "tags:\n\t- 甲",
        "4:1 错误[yaml-tab] 缩进用了制表符", "改为空格"),
    "a line without colon": (
        "四癌救助\nsummary: 甲",
        "3:1 错误[yaml-no-colon] 这一行缺少“: ”", "写成 键: 值，冒号是半角的，后面有一个空格"),
    "a list as a key": (
        "? [甲]\n: 乙",
        "3:3 错误[yaml-key] 键应为一个词", "例如 title: 标题；值含 [ 或 { 时请加引号"),
    "two documents": (
        "--- 甲",
        "3:1 错误[yaml-two-documents] 多了一行 ---", "删去多余的 ---"),
    "30,000 nested brackets": (
        "summary: " + "[" * 30_000,
        "3:59 错误[yaml-too-deep] 嵌套超过 50 层", "检查是否多了括号"),
    "a line of 10 MB": (
        "summary: " + "长" * (10_000_000 // 3),
        "2:1 错误[yaml-too-large] YAML 部分超过 64 KB", "检查是否漏了结尾的 ---，正文不要写进去"),
    "no YAML at all": (
        "summary: ]",
        "3:10 错误[yaml-syntax] 这里不是合法的 YAML", "检查冒号、引号、括号和缩进；值里有特殊符号时给整个值加引号"),
}
# fmt: on


@pytest.mark.parametrize(("front", "message", "cure"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_a_fault_of_front_matter_is_told_with_place_and_cure(site: Site, front: str, message: str, cure: str) -> None:
    """One fault, one message: the file, line and column of the value, what is wrong, and what to write."""
    in_article(site, f"---\ntitle: 四癌救助\n{front}\n---\n正文。\n")
    assert f"{ARTICLE}:{message}\n    {cure}\n{COUNT}" == site.told()


# fmt: off
FILES = {
    "no front matter": (
        "正文。\n",
        ":1:1 错误[no-front-matter] 文件开头没有 --- 之间的说明",
        "第一行写 ---，然后 title: 标题 等，再写一行 ---，下面才是正文"),
    "an empty file": (
        "",
        ":1:1 错误[no-front-matter] 文件开头没有 --- 之间的说明",
        "第一行写 ---，然后 title: 标题 等，再写一行 ---，下面才是正文"),
    "a blank line before": (
        "\n---\ntitle: 甲\n---\n正文。\n",
        ":2:1 错误[no-front-matter] 第一行应正好是三个半角减号 ---",
        "前面不能有空行或空格，减号不能是全角或破折号"),
    "dashes for hyphens": (
        "———\ntitle: 甲\n———\n正文。\n",
        ":1:1 错误[no-front-matter] 第一行应正好是三个半角减号 ---",
        "前面不能有空行或空格，减号不能是全角或破折号"),
    "no closing ---": (
        "---\ntitle: 甲\n\n正文。\n",
        ":1:1 错误[front-matter-open] 开头的 --- 没有结尾的 ---", "在最后一个“键: 值”下面单独写一行 ---"),
    "TOML": (
        "+++\ntitle = '甲'\n+++\n正文。\n",
        ":1:1 错误[front-matter-toml] 这是 TOML 格式的文件头（+++）", "改为 --- 之间的“键: 值”"),
    "full-width colons only": (
        "---\n标题：甲\n---\n正文。\n",
        ":2:3 错误[full-width-colon] 键后面用了全角冒号“：”", "改为半角冒号加空格：标题: …"),
    "a list for front matter": (
        "---\n- 甲\n---\n正文。\n",
        ":2:1 错误[yaml-not-mapping] 这里应为一行一个“键: 值”", "例如 title: 标题"),
    "no title": (
        "---\ncolumn: 要闻\n---\n正文。\n",
        ":1:1 错误[no-title] 没有标题", "加一行 title: 标题"),
    "a title that is cut to nothing": (
        "---\ntitle: #妇联在行动#\n---\n正文。\n",
        ":2:8 错误[value-cut] title 的值在 # 处被截断，只读到“”", '给整个值加引号："#妇联在行动#"'),
    "a title that is a list": (
        "---\ntitle: [甲]\n---\n正文。\n",
        ":2:8 错误[not-text] title 应为一段文字，现为列表", "写成 title: 文字"),
    "NUL": (
        b"---\ntitle: a\n---\na\n\nb\x00c\n",
        ":6:2 错误[control-character] 这里有一个看不见的空字符（NUL）", "删去它"),
    "a control character": (
        b"---\ntitle: a\x08\n---\na\n",
        ":2:9 错误[control-character] 这里有一个看不见的控制字符 U+0008", "删去它"),
    "a control character that a wrong conversion leaves": (
        "---\ntitle: a\x80\n---\na\n".encode(),
        ":2:9 错误[control-character] 这里有一个看不见的控制字符 U+0080", "删去它"),
    "GBK": (
        "---\ntitle: 四癌救助\n---\n正文。\n".encode("gbk"),
        ":2:1 错误[not-utf8] 文件是 GBK（ANSI）编码", "用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）"),
    "neither UTF-8 nor GBK": (
        "---\ntitle: 四癌救助\n---\n正文".encode() + b"\xff\xff\n",
        ":4:1 错误[not-utf8] 文件不是 UTF-8 编码", "用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）"),
    "UTF-16": (
        "---\ntitle: 四癌救助\n---\n正文。\n".encode("utf-16"),
        ":1:1 错误[utf16] 文件是 UTF-16 编码", "用编辑器另存为 UTF-8"),
    "a body of 10 MB in one line": (
        "---\ntitle: 甲\n---\n" + "长" * (10_000_000 // 3) + "\n" + "长" * 700_000,
        ":4:1 错误[body-too-large] 正文超过 400 万字符", "分成几篇"),
    "a line without end": (
        "---\ntitle: 甲\n---\n正文。\n\n" + "长" * 60_000 + "\n",
        ":6:1 错误[line-too-long] 这一行有 60000 个字符，上限 50000", "分成段落"),
    "30,000 brackets": (
        "---\ntitle: 甲\n---\n正文。\n\n" + "[" * 30_000 + "\n",
        ":6:1 错误[markdown-too-many] 一段里有 30000 个方括号，上限 1000", "删去多余的 ["),
    "brackets all over": (
        "---\ntitle: 甲\n---\n" + ("[" * 900 + "\n\n") * 30,
        ":4:1 错误[markdown-too-many] 正文里有 27000 个方括号，上限 20000", "删去多余的 ["),
    "footnotes all over": (
        "---\ntitle: 甲\n---\n" + "甲[^1]。\n\n" * 1000 + "[^1]: 注\n",
        ":4:1 错误[markdown-too-many] 正文里有 1001 处脚注记号 [^，上限 500", "减少脚注，或分成几篇"),
    "links in a paragraph of a book's length": (
        "---\ntitle: 甲\n---\n正文。\n\n" + "[a](b " * 500 + "\n" + ("中" * 1999 + "\n") * 100,
        ":6:1 错误[markdown-too-many] 一段里有 500 个链接和图片、203000 个字符，太多", "用空行分段"),
    "a paragraph without end": (
        "---\ntitle: 甲\n---\n正文。\n\n" + "甲\n" * 4000,
        ":6:1 错误[block-too-long] 连续 4001 行没有空行，上限 3000", "用空行分段，或分成几张表、几篇"),
    "lines without end": (
        "---\ntitle: 甲\n---\n" + "甲\n\n" * 30_000,
        ":4:1 错误[body-too-large] 正文有 60000 行，上限 50000", "分成几篇"),
    "quotations in quotations": (
        "---\ntitle: 甲\n---\n正文。\n\n" + ">" * 100 + "甲\n",
        ":6:1 错误[markdown-too-deep] 列表或引用超过 20 层", "减少层次"),
    "a row longer than its head": (
        "---\ntitle: 甲\n---\n|甲|乙|\n|--|--|\n|1|2|3|\n",
        ":6:1 错误[table-cells] 这一行有 3 格，表头只有 2 格，多出的不会显示", "补上表头，或把格里的竖线写成 \\|"),
    "a comment without end": (
        "---\ntitle: 甲\n---\n文。\n\n<!-- 待核\n\n文。\n",
        ":6:1 错误[comment-open] 注释 <!-- 没有结尾的 -->", "在注释末尾补上 -->；要显示这几个字，写成 &lt;!--"),
    "a comment without end in a line": (
        "---\ntitle: 甲\n---\n文<!-- 待核\n",
        ":4:2 错误[comment-open] 注释 <!-- 没有结尾的 -->", "在注释末尾补上 -->；要显示这几个字，写成 &lt;!--"),
    "an unsafe link": (
        "---\ntitle: 甲\n---\n看[这里](javascript:alert(1))。\n",
        ":4:7 错误[unsafe-link] 不安全的链接 javascript:alert(1)", "只用 http、https、mailto、tel 或站内文件"),
    "a link to the editor's disk": (
        "---\ntitle: 甲\n---\n看[这里](C:\\简报\\a.docx)。\n",
        ":4:7 错误[unsafe-link] C:\\简报\\a.docx 是您电脑上的路径，网站上打不开", "把文件放在本文旁边，只写文件名"),
    "a link to nowhere": (
        "---\ntitle: 甲\n---\n看[这里]()。\n",
        ":4:6 错误[broken-link] 链接没有写去处", "在括号里写网址或文件名"),
}
# fmt: on


@pytest.mark.parametrize(("data", "message", "cure"), FILES.values(), ids=FILES)
def test_a_fault_of_a_file_is_told_with_place_and_cure(site: Site, data: str | bytes, message: str, cure: str) -> None:
    """What Word, Notepad and other generators leave behind is named as such."""
    in_article(site, data)
    assert f"{ARTICLE}{message}\n    {cure}\n{COUNT}" == site.told()


def test_a_byte_order_mark_and_windows_line_ends_are_fine(site: Site) -> None:
    """Notepad writes both; the page is the same as without them."""
    text = "---\ntitle: 四癌救助\n---\n第一行\n第二行。\n\n- 甲\n- 乙\n"
    in_article(site, text)
    assert [] == site.problems()
    plain = site.read("2018-04/jiuzhu.html")
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        in_article(site, data)
        assert [] == site.problems()
        assert plain == site.read("2018-04/jiuzhu.html")


A, B = "2018/2018-04/jiuzhu.md", "2018/2018-04/peixun.md"
COLUMNS = "columns: [要闻, 基层动态, 维权服务]\n"

# Each case: the files (path → front matter and body as keywords of Site.article, or bytes), then the message.
# fmt: off
SITES = {
    "an unknown column": (
        {"config.yaml": COLUMNS, A: {"column": "通知"}},
        f"content/{A}:4:9 错误[unknown-column] 没有“通知”这个栏目\n    可用：要闻、基层动态、维权服务"),
    "a misspelt column": (
        {"config.yaml": COLUMNS, A: {"column": "基层动太"}},
        f"content/{A}:4:9 错误[unknown-column] 没有“基层动太”这个栏目\n    是不是想写 基层动态？"),
    "an unknown issue": (
        {A: {"issue": "2018-5"}, "2018/2018-04/index.md": {"date": "2018-04"}},
        f"content/{A}:4:8 错误[unknown-issue] 没有这一期：2018-5\n    是不是想写 2018-04？"),
    "no date and no issue": (
        {A: {"date": ""}},
        f"content/{A}:2:8 错误[no-date] 既没有日期，也不属于哪一期\n"
        "    加一行 date: 2018-04-23（只知道月份就写 2018-04）"),
    "an issue without date": (
        {"2018/2018-04/index.md": {"date": ""}, A: {}},
        "content/2018/2018-04/index.md:2:8 错误[no-date] 这一期没有日期\n    加一行 date: 2018-04"),
    "an impossible date and no issue": (
        {A: {"date": "2018-02-30"}},
        f"content/{A}:3:7 错误[impossible-date] 没有“2018-02-30”这个日期或时刻\n    核对年、月、日和时间"),
    "two articles with one address": (
        {A: {}, B: {"slug": "jiuzhu"}},
        f"content/{B}:4:7 错误[address-taken] 地址 2018/2018-04/jiuzhu.html 已被 content/{A} 使用\n"
        "    改其中一篇的文件名或 slug"),
    "a permalink that is taken": (
        {A: {}, B: {"permalink": "/2018/2018-04/jiuzhu.html"}},
        f"content/{B}:4:12 错误[address-taken] 地址 2018/2018-04/jiuzhu.html 已被 content/{A} 使用\n"
        "    改其中一篇的文件名或 slug"),
    "an address that differs in case": (
        {A: {}, B: {"slug": "JiuZhu"}},
        f"content/{B}:4:7 错误[address-case] 地址 2018/2018-04/JiuZhu.html 与 content/{A} 的 "
        "2018/2018-04/jiuzhu.html 只差大小写或字形\n    改文件名或 slug，两处要明显不同"),
    "a file name that differs in normal form": (
        {"2018/caf\u00e9.md": {}, "2018/cafe\u0301.md": {}},
        "content/2018/caf\u00e9.md:1:1 错误[address-case] 两个文件名看起来一样，只是字形（Unicode 组合方式）不同："
        "content/2018/cafe\u0301.md\n    删去多余的一个，或改其中一个的名字"),
    "an alias that is a page": (
        {A: {}, B: {"aliases": "[/2018/2018-04/jiuzhu.html]"}},
        f"content/{B}:4:10 错误[alias-taken] 旧地址 2018/2018-04/jiuzhu.html 已是 content/{A} 的地址\n"
        "    删去这个旧地址，或改另一篇"),
    "an alias of two articles": (
        {A: {"aliases": "[/old.html]"}, B: {"aliases": "[/old.html]"}},
        f"content/{B}:4:10 错误[alias-taken] 旧地址 old.html 已是 content/{A} 的地址\n    删去这个旧地址，或改另一篇"),
    "an alias that is the page itself": (
        {A: {"aliases": "[/2018/2018-04/jiuzhu.html]"}},
        f"content/{A}:4:10 错误[alias-taken] 旧地址 2018/2018-04/jiuzhu.html 就是这一页自己的地址\n    删去这个旧地址"),
    "an alias that is the home page": (
        {A: {"aliases": "[/]"}},
        f"content/{A}:4:10 错误[path-taken] 首页 与 content/{A} 都要用地址 index.html\n"
        "    改其中一处的文件名、slug、标签或栏目名"),
    "a page that is a tag's": (
        {A: {"tags": "[维权]", "permalink": "/tags/维权.html"}},
        f"content/{A}:5:12 错误[path-taken] 列表“维权” 与 content/{A} 都要用地址 tags/维权.html\n"
        "    改其中一处的文件名、slug、标签或栏目名"),
    "a page below a page": (
        {A: {"aliases": "[/2018/2018-04/jiuzhu.html/x.html]"}},
        f"content/{A}:4:10 错误[path-taken] content/{A} 的地址 2018/2018-04/jiuzhu.html 与 content/{A} 的 "
        "2018/2018-04/jiuzhu.html/x.html 一个是文件，一个是文件夹\n    改其中一处的文件名、slug、标签或栏目名"),
    "two tags that differ in case": (
        {A: {"tags": "[PTA]"}, B: {"tags": "[pta]"}},
        f"content/{B}:4:7 错误[path-taken] 标签“pta”与“PTA”只差大小写\n    统一写作“PTA”"),
    "an index.md at the top": (
        {"index.md": {}, A: {}},
        "content/index.md 错误[bad-name] 文件名不能用作地址：content/ 的最上一级不能有 index.md\n"
        "    改文件名，或加一行 slug: 短名"),
    "a ? in a file name": (
        {"2018/谁来帮?.md": {}, A: {}},
        "content/2018/谁来帮?.md 错误[bad-name] 文件名不能用作地址：地址里不能有字符 ?\n"
        "    改文件名，或加一行 slug: 短名"),
    "a broken link": (
        {A: {"body": "看[上一次](../2018-03/pexun.md)。\n"}, "2018/2018-03/peixun.md": {}},
        f"content/{A}:5:8 错误[broken-link] 链接指向不存在的 ../2018-03/pexun.md\n"
        "    是不是想写 ../2018-03/peixun.md？"),
    "a link like nothing": (
        {A: {"body": "看[上一次](/etc/passwd)。\n"}},
        f"content/{A}:5:8 错误[broken-link] 链接指向不存在的 /etc/passwd\n"
        "    核对文件名；以 / 开头的路径从 content/ 算起"),
    "a broken picture": (
        {A: {"body": "![合影](heyin.svg)\n"}, "content/2018/2018-04/heying.svg": b"<svg/>", B: {}},
        f"content/{A}:5:7 错误[broken-picture] 图片指向不存在的 heyin.svg\n    是不是想写 heying.svg？"),
    "a broken cover": (
        {"2018/a.md": {"cover": "a.svg"}},
        "content/2018/a.md:4:8 错误[broken-picture] 图片指向不存在的 a.svg\n"
        "    核对文件名；路径从本文所在的文件夹算起"),
    "a broken anchor": (
        {A: {"body": "看[流程](peixun.md#办理流程)。\n"}, B: {"body": "## 流程\n"}},
        f"content/{A}:5:7 错误[broken-anchor] 目标页里没有 #办理流程\n    是不是想写 流程？"),
    "an anchor like nothing": (
        {A: {"body": "看[流程](#zzz)。\n\n## 流程\n"}},
        f"content/{A}:5:7 错误[broken-anchor] 目标页里没有 #zzz\n    核对标题；锚点就是标题的文字"),
    "a link to a draft": (
        {A: {"body": "看[这里](peixun.md)。\n"}, B: {"draft": True}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 peixun.md\n"
        "    它是草稿：先发布它（删去它的 draft），或暂时去掉链接"),
    "a link to the address of a draft": (
        {A: {"body": f"看[这里](/{B.removesuffix('.md')}.html)。\n"}, B: {"draft": True}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 /{B.removesuffix('.md')}.html\n"
        "    它是草稿：先发布它（删去它的 draft），或暂时去掉链接"),
    "a link to what comes later": (
        {A: {"body": f"看[这里](/{B})。\n"}, B: {"publish": '"2026-03-01 09:00"'}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 /{B}\n"
        "    它到 2026-03-01 09:00 才发布：本文也写 publish: 2026-03-01 09:00，或暂时去掉链接"),
    "a link to what comes on a later day": (
        {A: {"body": "看[这里](peixun.md)。\n"}, B: {"publish": "2026-03-01"}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 peixun.md\n"
        "    它到 2026-03-01 才发布：本文也写 publish: 2026-03-01，或暂时去掉链接"),
    "a link to a draft that was withdrawn": (
        {A: {"body": "看[这里](peixun.md)。\n"}, B: {"draft": True, "status": "已撤回"}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 peixun.md\n"
        "    它还是草稿就已撤回，没有网页；去掉链接"),
    "a link to a draft that has expired": (
        {A: {"body": "看[这里](peixun.md)。\n"}, B: {"draft": True, "expires": "2019-01-01"}},
        f"content/{A}:5:7 错误[link-unpublished] 链接指向尚未发布的 peixun.md\n"
        "    它是草稿，下线时间（expires）也已经过了，没有网页；去掉链接"),
}
# fmt: on


def write_all(site: Site, files: dict[str, dict[str, object] | str | bytes]) -> None:
    for path, given in files.items():
        if isinstance(given, dict):
            site.article(path, **given)  # type: ignore[arg-type]
        else:
            site.write(path, given)


@pytest.mark.parametrize(("files", "message"), SITES.values(), ids=SITES)
def test_what_does_not_fit_together_names_both_owners(
    site: Site, files: dict[str, dict[str, object] | str | bytes], message: str
) -> None:
    """Addresses for ever: what collides, and links that lead nowhere, are found before anything is written."""
    write_all(site, files)
    assert f"{message}\n{COUNT}" == site.told()


# fmt: off
ADVICE = {
    "a file that Windows named": (
        {A: {}, "content/2018/PEIXUN.MD": b"---\ntitle: a\ndate: 2018\n---\n"},
        ["content/2018/PEIXUN.MD 警告[bad-extension] 扩展名应为小写的 .md，这个文件没有发布\n    把扩展名改为 .md"]),
    "nothing to publish": (
        {A: {"draft": True}},
        ["content 提示[no-articles] 没有可发布的文章\n"
         "    文章放在 content/ 里，扩展名为 .md；也看看是不是写错了 --site"]),
    "an article without column": (
        {"config.yaml": COLUMNS, A: {}},
        [f"content/{A}:2:8 警告[no-column] 没有栏目\n    加一行 column: 要闻"]),
    "a key of another generator": (
        {A: {"layout": "post"}},
        [f"content/{A}:4:1 提示[key-ignored] layout 是其他程序的设置，这里不起作用\n    可以删去"]),
    "a cover of another site": (
        {A: {"cover": "https://example.org/a.jpg"}},
        [f"content/{A}:4:8 警告[cover-outside] 封面是别的网站的图片 https://example.org/a.jpg，没有采用\n"
         "    把图片存到文章旁边，只写文件名"]),
    "a topic that no article has": (
        {A: {"tags": "[四癌救助]"}, "data/topics.yaml": "四癌: 救助贫困母亲\n"},
        ["data/topics.yaml:1:1 警告[topic-unused] 专题“四癌”还没有文章用到，首页上不显示\n    是不是想写 四癌救助？"]),
    "tags that sound the same": (
        {A: {"tags": "[权利]"}, B: {"tags": "[权力]"}, "2018/c.md": {"tags": "[权力]"}},
        [f"content/{A}:4:7 提示[tags-alike] 标签“权利”与“权力”同音\n    若是同一个意思，统一写作“权力”"]),
    "tags in Traditional form": (
        {A: {"tags": "[两岸]"}, B: {"tags": "[兩岸]"}},
        [f"content/{B}:4:7 提示[tags-alike] 标签“兩岸”与“两岸”只有繁简之别\n    若是同一个意思，统一写作“两岸”"]),
    "tags of another width": (
        {A: {"tags": "[AI讲堂]"}, B: {"tags": "[ＡＩ讲堂]"}},
        [f"content/{B}:4:7 提示[tags-alike] 标签“ＡＩ讲堂”与“AI讲堂”只差全角半角\n    若是同一个意思，统一写作“AI讲堂”"]),
    "a key of another program": (
        {A: {"header-img": "a.jpg"}},
        [f"content/{A}:4:1 提示[key-ignored] 不认识的键 header-img，没有采用\n"
         "    可以删去；是本站自己的项目，写在 extra 下面：extra: {header-img: …}"]),
    "two columns": (
        {A: {"categories": "[[要闻, 维权]]"}},
        [f"content/{A}:4:13 警告[two-columns] 一篇文章只属于一个栏目，采用“要闻”，没有采用“维权”\n"
         "    写成 categories: 要闻；其余的可以写进 tags"]),
    "a comment that is open in code": ({A: {"body": "`<!--`\n"}}, []),
    "fenced code without end": (
        {A: {"body": "```\n码\n"}},
        [f"content/{A}:5:1 警告[fence-open] 代码围栏 ``` 没有结尾，下面的正文都成了代码\n"
         "    在代码的最后一行下面单独写一行 ```"]),
    "a title of fenced code": (
        {A: {"body": "```js 标题\n码\n```\n"}},
        [f"content/{A}:5:1 提示[fence-info] 代码围栏后面的“标题”不会显示\n    只留语言的名字；标题写在围栏上面，自成一段"]),
    "a removed element": (
        {A: {"body": "前<textarea>文</textarea>后\n"}},
        [f"content/{A}:5:2 警告[html-removed] <textarea> 和其中的内容不会发布\n"
         "    删去标签，把文字写在外面；要显示标签本身，写成 `<textarea>`"]),
    "a film of elsewhere": (
        {A: {"body": "前<video src='https://example.org/a.mp4'></video>后\n"}},
        [f"content/{A}:5:2 警告[html-removed] <video> 和其中的内容不会发布\n"
         "    把文件放在本文旁边，写成 ![说明](文件名.mp4)；别的网站上的，改为链接：[标题](网址)"]),
    "a frame": (
        {A: {"body": "<iframe src='https://example.org/'></iframe>\n\n看录像。\n"}},
        [f"content/{A}:5:1 警告[html-removed] 不安全的 HTML（<iframe）不会发布\n    改为链接：[标题](网址)"]),
    "an old tag": (
        {A: {"body": "前<font color='red'>红</font>后<font>红</font>\n"}},
        [f"content/{A}:5:2 提示[html-tag] 标签 <font> 不会发布，其中的文字照常显示\n    可以删去；样式由主题决定"]),
    "an open tag": (
        {A: {"body": "<details>\n\n文\n"}},
        [f"content/{A}:5:1 警告[html-open] 标签 <details> 没有结尾的 </details>\n    补上 </details>，或删去 <details>"]),
    "Markdown in HTML": (
        {A: {"body": "<div>\n**文**\n</div>\n"}},
        [f"content/{A}:6:1 警告[html-markdown] HTML 块里不识别 Markdown，“**文”会照原样显示\n"
         "    在 HTML 标签的那一行之后空一行"]),
    "a definition that nothing uses": (
        {A: {"body": "文。\n\n[甲]: b.md\n"}},
        [f"content/{A}:7:1 警告[link-unused] “[甲]: …”是链接的定义，没有用到，不会显示\n"
         "    在正文里写 [甲]；要显示这一行，写成 \\[甲]: …"]),
    "a mark of another program": (
        {A: {"body": "文。\n\n见[[甲]]。\n"}},
        [f"content/{A}:7:2 警告[foreign-mark] “[[甲]]”是维基链接，这里不起作用，会照原样显示\n    改为：[甲](甲.md)"]),
    "a table without its line": (
        {A: {"body": "|甲|乙|\n|1|2|\n"}},
        [f"content/{A}:5:1 警告[table-broken] 这几行像一张表，表头下面少了一行 | --- |，或竖线用了全角，会照原样显示\n"
         "    表头下面写一行 | --- | --- |，竖线和减号都用半角"]),
    "a heading without its blank": (
        {A: {"body": "#标题\n"}},
        [f"content/{A}:5:1 警告[heading-space] “#标题”的 # 后面没有空格，不是标题，会照原样显示\n    改为：# 标题"]),
    "a note written twice": (
        {A: {"body": "十人[^1]。\n\n[^1]: 甲\n\n[^1]: 乙\n"}},
        [f"content/{A}:9:1 警告[footnote-loose] 注 [^1] 写了两次，或写在另一条注里\n    换一个名字，在文末另起一行写"]),
    "dangerous HTML": (
        {A: {"body": "前<script>alert(1)</script>后\n"}},
        [f"content/{A}:5:2 警告[html-removed] 不安全的 HTML（<script）不会发布\n    删去它，或改用 Markdown 写法"]),
    "a style": (
        {A: {"body": "前<b style='color:red'>中</b>后\n"}},
        [f"content/{A}:5:5 提示[html-style] 行内样式 style=… 不会发布\n"
         "    删去它；强调写成 **文字**，对齐和大小由主题决定"]),
    "an empty note": (
        {A: {"body": "十人[^1]。\n\n[^1]: \n"}},
        [f"content/{A}:7:1 警告[footnote-loose] 注 [^1] 没有内容\n    在文末写一行 [^1]: 说明"]),
    "a footnote without its note": (
        {A: {"body": "十人[^1]。\n"}},
        [f"content/{A}:5:3 警告[footnote-loose] 注 [^1] 没有内容\n    在文末写一行 [^1]: 说明"]),
    "a note without its footnote": (
        {A: {"body": "十人。\n\n[^1]: 不含志愿者。\n"}},
        [f"content/{A}:7:1 警告[footnote-loose] 注 [^1] 在正文里没有用到\n    在正文里写 [^1]，或删去这条注"]),
}
# fmt: on


@pytest.mark.parametrize(("files", "messages"), ADVICE.values(), ids=ADVICE)
def test_a_warning_stops_no_build(
    site: Site, files: dict[str, dict[str, object] | str | bytes], messages: list[str]
) -> None:
    """What may be meant so is said, and the site is built."""
    write_all(site, files)
    assert messages == site.problems()
    assert site.output.joinpath("index.html").exists()


def test_tags_alike_are_never_merged(site: Site) -> None:
    """权利 and 权力 are two words; each keeps its page."""
    site.article(A, tags="[权利, 兩岸]")
    site.article(B, tags="[权力, 两岸]")
    site.build()
    assert ["两岸", "兩岸", "权利", "权力"] == sorted(p.stem for p in (site.output / "tags").glob("*.html"))


def test_one_tag_in_two_normal_forms_is_one(site: Site) -> None:
    """é as one character and as e with an accent look the same and are the same tag."""
    site.article(A, tags="[caf\u00e9]")
    site.article(B, tags="[cafe\u0301]")
    assert [] == site.problems()
    assert ["caf\u00e9"] == [p.stem for p in (site.output / "tags").glob("*.html")]
    shown = site.read("2018/2018-04/peixun.html")
    assert unicodedata.normalize("NFC", shown) == shown


def test_all_problems_of_all_files_are_told_at_once(site: Site) -> None:
    """Nobody mends one fault to be told the next: sorted by file and place, with their number."""
    site.write("config.yaml", COLUMNS)
    site.article(A, titel="x", tags="[妇联，巾帼]", body="看[这里](zzz.md)。\n")
    site.article(B, date="2018-02-30", column="要闻", layout="post")
    site.write("content/2018/gbk.md", "---\ntitle: 四癌\n---\n".encode("gbk"))
    expected = (
        f"content/{A}:2:8 警告[no-column] 没有栏目\n    加一行 column: 要闻\n"
        f"content/{A}:4:1 错误[unknown-key] 不认识的键 titel\n    是不是想写 title？\n"
        f"content/{A}:5:8 错误[full-width-comma] tags 里用了全角标点，“妇联，巾帼”会被当作一项\n    改为：妇联, 巾帼\n"
        f"content/{A}:7:7 错误[broken-link] 链接指向不存在的 zzz.md\n    核对文件名；路径从本文所在的文件夹算起\n"
        f"content/{B}:3:7 错误[impossible-date] 没有“2018-02-30”这个日期或时刻\n    核对年、月、日和时间\n"
        f"content/{B}:5:1 提示[key-ignored] layout 是其他程序的设置，这里不起作用\n    可以删去\n"
        "content/2018/gbk.md:2:1 错误[not-utf8] 文件是 GBK（ANSI）编码\n"
        "    用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）\n"
        "5 个错误，1 个警告，1 个提示；output/ 未改动\n"
    )
    assert expected == site.told()


def test_every_kind_of_fault_is_told_in_the_first_run(site: Site) -> None:
    """A site with every fault of the tables above: none of them hides another, whichever stage finds it."""
    expected = set()
    site.write("config.yaml", COLUMNS)
    for number, (front, message, _) in enumerate(FRONT_MATTER.values()):
        path = f"content/front/{number}.md"
        site.write(path, f"---\ntitle: 四癌救助{number}\n{front}\n---\n正文{number}。\n")
        expected.add(f"{path}:{message}")
    for number, (data, message, _) in enumerate(FILES.values()):
        path = f"content/files/{number}.md"
        site.write(path, data)  # type: ignore[arg-type]
        expected.add(f"{path}{message}")
    for name, (files, message) in enumerate(SITES.values()):
        if files.get("config.yaml", COLUMNS) != COLUMNS:
            continue  # there is one config.yaml
        for path, given in files.items():
            moved = path.removeprefix("content/").replace("2018/", f"s{name}/", 1)
            if path == "config.yaml" or not isinstance(given, dict):
                continue
            own = {
                key: value.replace("/2018/2018-", f"/s{name}/2018-") if isinstance(value, str) else value
                for key, value in given.items()
            }
            site.article(moved, **own)
        if all(isinstance(given, dict) or path == "config.yaml" for path, given in files.items()):
            expected.add(re.sub(r"(content/|\b)2018/(?=2018-|a\.|caf|谁)", rf"\1s{name}/", message.partition("\n")[0]))
    told = {line for line in site.told().split("\n") if line and not line.startswith("    ")}
    missing = sorted(line for line in expected if not any(line in other for other in told))
    assert len(expected) > 80
    assert missing == []


def test_problems_are_told_again_by_the_next_build(site: Site) -> None:
    """What was read is remembered, its problems too; mended, the site is built."""
    in_article(site, "---\ntitle: 四癌救助\ntitel: x\n---\n正文。\n")
    first = site.told()
    assert first == site.told()
    in_article(site, "---\ntitle: 四癌救助\n---\n正文。\n")
    assert [] == site.problems()


def test_a_new_mistake_leaves_yesterdays_site_alone(site: Site) -> None:
    """A site that was published stays as it is, byte by byte, until its content is right again."""
    site.article(A)
    site.build()
    site.article(A, title="四癌救助启动")
    site.article(B, slug="jiuzhu")
    assert site.told().startswith(f"content/{B}:4:7 错误[address-taken] ")


# Files that are no files -------------------------------------------------------------------------


def link(site: Site, path: str, target: str) -> None:
    site.article(A)
    (site.path / path).symlink_to(target)


# fmt: off
LINKS = {
    "a loop": (
        "content/x.md", "x.md",
        "content/x.md 错误[link-broken] 符号链接指向不存在的文件，或绕成了圈\n    删去它"),
    "to nowhere": (
        "content/x.md", "mei-you.md",
        "content/x.md 错误[link-broken] 符号链接指向不存在的文件，或绕成了圈\n    删去它"),
    "out of content/": (
        "content/x.md", "/etc/passwd",
        "content/x.md 错误[link-outside] 符号链接指向 content/ 之外\n    把文件复制进来"),
    "a folder out of content/": (
        "content/x", "/etc",
        "content/x 错误[link-outside] 符号链接指向 content/ 之外\n    把文件复制进来"),
    "a folder loop": (
        "content/2018/up", "..",
        "content/2018/up 错误[link-folder] 文件夹不能是符号链接\n    移动文件夹本身"),
    "a folder": (
        "content/x", "2018",
        "content/x 错误[link-folder] 文件夹不能是符号链接\n    移动文件夹本身"),
}
# fmt: on


@pytest.mark.parametrize(("path", "target", "message"), LINKS.values(), ids=LINKS)
def test_a_symbolic_link_leads_nowhere_else(site: Site, path: str, target: str, message: str) -> None:
    """Neither out of content/ nor round in circles."""
    link(site, path, target)
    assert f"{message}\n{COUNT}" == site.told()


def test_a_pipe_is_no_article(site: Site) -> None:
    """Reading it would wait for ever."""
    site.article(A)
    os.mkfifo(site.path / "content" / "x.md")
    assert f"content/x.md 错误[not-a-file] 这不是普通文件\n    删去它\n{COUNT}" == site.told()


def test_a_name_that_is_no_text_is_told(site: Site) -> None:
    """A folder unpacked from a GBK archive has names that are not UTF-8; they are shown as they were meant."""
    site.article(A)
    name = os.fsencode(site.path / "content") + b"/\xc4\xfa.md"
    try:
        with open(name, "wb") as file:
            file.write(b"---\ntitle: a\ndate: 2018\n---\n")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    expected = "content/您.md 错误[bad-name] 文件名不是 UTF-8 编码\n    把文件（夹）改名，再重新输入原来的名字\n"
    assert expected + COUNT == site.told()


def test_a_folder_whose_name_is_no_text_is_told(site: Site) -> None:
    """The same for folders, of which only the outermost is told; renamed, what is in them is read."""
    site.article(A)
    odd = os.fsencode(site.path / "content") + b"/\xc4\xfa"
    try:
        os.makedirs(odd + b"/2018")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    shutil.copy(os.fsencode(site.path / "content" / A), odd + b"/2018/b.md")
    expected = "content/您 错误[bad-name] 文件名不是 UTF-8 编码\n    把文件（夹）改名，再重新输入原来的名字\n"
    for _ in range(2):
        assert expected + COUNT == site.told()
    os.rename(odd, site.path / "content" / "您")
    site.build()
    assert (site.output / "您/2018/b.html").is_file()


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable", "e", "p", "i"))


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may read and write everything; for this test it gives up that right (capset(2))."""
    if not hasattr(os, "geteuid") or os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, before = _Header(0x20080522, 0), _Capabilities()
    if libc.capget(ctypes.byref(header), ctypes.byref(before)):
        pytest.skip("NOT TESTED: root cannot give up its rights here")
    less = _Capabilities.from_buffer_copy(before)
    less.effective &= ~(1 << 1 | 1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(ctypes.byref(header), ctypes.byref(less)) == 0
    yield
    assert libc.capset(ctypes.byref(header), ctypes.byref(before)) == 0


def test_an_unreadable_file_is_told(site: Site, ordinary_user: None) -> None:
    """A file and a folder that may not be read; the rest of the site is checked all the same."""
    site.article(A)
    site.article(B).chmod(0)
    (site.path / "content" / "private").mkdir(mode=0)
    expected = (
        f"content/{B} 错误[unreadable] 读不了这个文件：没有权限\n    检查文件和它的权限\n"
        "content/private 错误[unreadable] 读不了这个文件夹：没有权限\n    检查权限，或确认它存在\n"
        "2 个错误；output/ 未改动\n"
    )
    assert expected == site.told()


# Output, disk and state --------------------------------------------------------------------------


def test_output_that_is_a_file_is_left_alone(site: Site) -> None:
    """Somebody's file named output is not replaced by a folder."""
    site.article(A)
    site.write("output", "我的文件")
    expected = "output 错误[output-is-file] output 是一个文件，不是文件夹\n    删去或改名，或用 --output 换一个地方\n"
    assert [expected] == [f"{problem}\n" for problem in site.problems()]
    assert "我的文件" == site.output.read_text("utf-8")


def test_output_with_somebodys_files_is_left_alone(site: Site) -> None:
    """A folder that no build of ours marked is not written into."""
    site.article(A)
    site.write("output/照片/合影.jpg", "我的照片")
    expected = (
        "output 错误[output-not-ours] output/ 里有别人的文件（如 照片/合影.jpg），不敢覆盖\n"
        "    清空这个文件夹，或用 --output 换一个地方\n"
    )
    assert expected + COUNT == site.told()
    assert ["照片/合影.jpg"] == list(site.tree())


def test_an_unreadable_picture_is_told(site: Site, ordinary_user: None) -> None:
    """Pictures and attachments are read after the articles that show them."""
    site.article(A, body="![图](tu.gif)\n")
    picture = site.write(f"content/{A.rpartition('/')[0]}/tu.gif", b"GIF89a")
    picture.chmod(0)
    shown = picture.relative_to(site.path).as_posix()
    assert f"{shown} 错误[unreadable] 读不了这个文件：没有权限\n    检查文件和它的权限\n{COUNT}" == site.told()
    picture.chmod(0o644)
    site.build()


def test_output_that_may_not_be_written_is_told(site: Site, ordinary_user: None) -> None:
    """A folder without permission to write."""
    site.article(A)
    site.build()
    site.article(B)
    site.output.chmod(0o555)
    (site.output / "2018" / "2018-04").chmod(0o555)
    try:
        expected = "output 错误[output-unwritable] 写不进去：没有权限\n    改权限后再构建一次；再次构建会补齐\n"
        assert [expected] == [f"{problem}\n" for problem in site.problems()]
    finally:
        site.output.chmod(0o755)
        (site.output / "2018" / "2018-04").chmod(0o755)
    site.build()
    assert site.output.joinpath("2018/2018-04/peixun.html").exists()


def test_a_cache_that_cannot_be_is_told(site: Site) -> None:
    """Somebody's file named .cache is not replaced either."""
    site.article(A)
    site.write(".cache", "我的文件")
    expected = (
        ".cache 错误[cache-unwritable] 写不进去：已有同名的文件\n"
        "    检查 .cache 和它的权限；它应是一个文件夹，可以删去\n"
    )
    assert expected + COUNT == site.told()


@pytest.mark.parametrize("target", ["mei-you", "../elsewhere"])
def test_output_that_is_a_link_is_told(site: Site, target: str) -> None:
    """Another place is named by --output, where nobody else can have put it; a link is not followed."""
    site.article(A)
    elsewhere = site.path.parent / "elsewhere"
    elsewhere.mkdir()
    site.output.symlink_to(target)
    expected = (
        "output 错误[output-linked] output 是符号链接，程序不跟着它写到别处\n"
        "    删去这个链接；要放到别处，用 --output 写那里的路径"
    )
    assert [expected] == site.problems()
    assert not list(elsewhere.iterdir())


def test_a_cache_that_is_a_link_is_told(site: Site) -> None:
    """.cache is a folder of the site: what a link leads to is somebody else's."""
    site.article(A)
    elsewhere = site.path.parent / "elsewhere"
    elsewhere.mkdir()
    (site.path / ".cache").symlink_to(elsewhere)
    expected = ".cache 错误[cache-linked] .cache 是符号链接\n    删去这个链接；程序会自己建一个文件夹"
    assert [expected] == site.problems()
    assert not list(elsewhere.iterdir())


DISK = 2 * 2**20
"""Bytes of the small disk: enough for a site of one article and its cache, and not for much more."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system, small and empty."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)], capture_output=True, text=True
    )
    if mount.returncode:
        pytest.skip(f"NOT TESTED: a full disk needs the right to mount a small one ({mount.stderr.strip()})")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_and_mended_by_the_next_build(small_disk: Path) -> None:
    """Yesterday's site stays whole when today's does not fit; with room again it is built."""
    site = Site(small_disk / "site")
    site.article(A)
    site.build()
    before = site.tree()
    site.article(B, body="正文。\n\n" * 200)
    filler = site.write("content/filler.bin", b"")
    with open(filler, "ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(8192)):
            pass
    for _ in range(2):
        assert ["disk-full"] == [re.findall(r"错误\[([a-z-]+)\] 磁盘满了", text)[0] for text in site.problems()]
        assert before == site.tree()
    site.remove("content/filler.bin")
    site.build()
    assert site.output.joinpath("2018/2018-04/peixun.html").exists()


def test_a_disk_that_fills_while_output_is_written_is_told(small_disk: Path, site: Site) -> None:
    """output/ on a disk of its own: what is missing is made up by the next build, byte by byte."""
    site.article(A)
    filler = small_disk / "filler.bin"
    filler.write_bytes(bytes(DISK - 32_768))
    output = small_disk / "output"
    expected = "output 错误[disk-full] 磁盘满了\n    腾出空间后再构建一次；再次构建会补齐"
    assert [expected] == site.problems(output=output)
    filler.unlink()
    site.build(output=output)
    site.build()
    assert site.tree() == {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}


BUILDING = """
import sys
from pathlib import Path
from jianbao import pipeline

def wait(done, total):
    print("building", flush=True)
    sys.stdin.readline()

site = Path(sys.argv[1])
pipeline.build(pipeline.Request(site, site / "output", as_of=sys.argv[2], jobs=1), wait)
"""


def test_a_second_build_at_the_same_time_is_refused(site: Site) -> None:
    """While one process builds, another is told its number, and waits for nobody."""
    site.article(A)
    with subprocess.Popen(
        [sys.executable, "-c", BUILDING, str(site.path), NOW],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdin
        assert first.stdout
        assert "building\n" == first.stdout.readline()
        second = subprocess.run(
            [sys.executable, str(ROOT / "build.py"), "--site", str(site.path)], capture_output=True, text=True
        )
        first.stdin.write("\n" * 1000)
        first.stdin.close()
        first.stdout.read()
        assert 0 == first.wait(30)
    expected = f"错误[build-running] 另一个构建、发布或检查正在进行（进程 {first.pid}）\n    等它结束再试\n{COUNT}"
    assert (1, expected) == (second.returncode, second.stderr.partition(" ")[2])
    assert [] == site.problems()


# The table of codes ------------------------------------------------------------------------------


def test_every_code_has_its_test() -> None:
    """A problem that no test tells whole is a problem nobody has read.

    What docs/problems.md shows, test_docs makes really happen and compares to the letter.
    """
    from tests.test_docs import BY_HAND, PROBLEMS, parts_of, problem_codes

    tests = "".join(p.read_text("utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    told = set(re.findall(r"(?:错误|警告|提示)\[([a-z0-9-]+)\]", tests))
    told |= {heading.strip("`") for heading, entry in PROBLEMS.items() if parts_of(entry)[1]}
    told |= BY_HAND.keys()
    assert len(problem_codes()) > 60
    assert [] == sorted(problem_codes() - told)


def test_a_header_that_cannot_be_read_tells_everything() -> None:
    """Each of its keys is read by itself, and the body is looked at: nothing waits for the next run."""
    text = (
        '---\ntitle：甲\ndate: 2018-13-45\ntags: [家庭, 教育\nsource:妇联\ncolumn: "乙\ntitel: 丙\nsummary: 好\n  多: x\n'
        "date: 2018-04\n---\n[丁]()\n\n<script>x</script>\n"
    )
    _, _, problems = parsing.parsed(text.encode(), "2018/a.md", ZoneInfo("Asia/Shanghai"))
    assert [(p.line, p.column, p.code) for p in in_order(problems)] == [
        (2, 6, "full-width-colon"),
        (3, 7, "impossible-date"),
        (4, 7, "yaml-bracket"),
        (5, 7, "yaml-colon-space"),
        (6, 9, "yaml-quote"),
        (7, 1, "unknown-key"),
        (9, 3, "yaml-indent"),
        (10, 1, "key-twice"),
        (12, 4, "broken-link"),
        (14, 1, "html-removed"),
    ]


def test_settings_that_cannot_be_read_tell_everything(site: Site) -> None:
    site.write("config.yaml", "site:\n  name: 甲\ntheme:ludao\npages:\n  list: 很多\ncolumns: [要闻\n")
    with pytest.raises(SiteError) as refused:
        config.load(site.path)
    told = {(p.line, p.code) for p in refused.value.problems}
    assert {(3, "yaml-colon-space"), (6, "yaml-bracket")} < told
    assert any(line == 5 for line, _ in told)


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        ("  name：清河县妇联简报", "config.yaml:3:7 错误[full-width-colon] 键后面用了全角冒号“：”"),
        ("  name:清河县妇联简报", "config.yaml:3:7 错误[yaml-colon-space] 冒号后面少一个空格"),
        ('  name: "清河"妇联', "config.yaml:3:9 错误[yaml-quote] 引号后面还有文字"),
    ],
)
def test_a_slip_in_the_first_key_of_a_block_is_told_at_its_line(site: Site, slip: str, expected: str) -> None:
    """The parser notices it at the next key, and comments stand between."""
    site.write(
        "config.yaml", f"site:\n  # 网站的名称\n{slip}\n\n  # 网址\n  url: https://example.org/\ncolumns: [要闻]\n"
    )
    assert site.problems()[0].startswith(expected)


def test_two_issues_that_nobody_can_tell_apart(site: Site) -> None:
    """One number twice, or one title and date, is told at both; 第4期 is every year's, 总第4期 is not."""
    site.issue("2018/2018-04", "四月", "2018-04", number="2018年第4期")
    site.issue("2018/4", "四月简报", "2018-05", number="２０１８年第4期")
    site.issue("2019/2019-04", "四月", "2019-04", number="第4期")
    site.issue("2020/2020-04", "四月", "2020-04", number="第4期")
    site.issue("2020/4", "四月", "2020-04")
    site.issue("2021/2021-04", "四月", "2021-04", number="总第4期")
    site.issue("2022/2022-04", "四月", "2022-04", number="总第4期")
    site.article("2018/2018-04/a.md")
    told = [problem for problem in site.problems() if "issue-twice" in problem]
    numbers, titles = (
        "核对两期的 number；是同一期，就并到一个文件夹里",
        "核对两期的 title 和 date；是同一期，就并到一个文件夹里",
    )
    assert told == [
        "content/2018/2018-04/index.md:4:9 警告[issue-twice] 期号“2018年第4期”与 content/2018/4/index.md:4 的相同\n"
        f"    {numbers}",
        "content/2018/4/index.md:4:9 警告[issue-twice] 期号“２０１８年第4期”与 content/2018/2018-04/index.md:4 的相同\n"
        f"    {numbers}",
        "content/2020/2020-04/index.md:2:8 警告[issue-twice] 标题和日期与 content/2020/4/index.md:2 的相同\n"
        f"    {titles}",
        "content/2020/4/index.md:2:8 警告[issue-twice] 标题和日期与 content/2020/2020-04/index.md:2 的相同\n"
        f"    {titles}",
        "content/2021/2021-04/index.md:4:9 警告[issue-twice] 期号“总第4期”与 content/2022/2022-04/index.md:4 的相同\n"
        f"    {numbers}",
        "content/2022/2022-04/index.md:4:9 警告[issue-twice] 期号“总第4期”与 content/2021/2021-04/index.md:4 的相同\n"
        f"    {numbers}",
    ]
    site.issue("2018/4", "四月简报", "2018-05", number="2018年第5期")
    assert len([problem for problem in site.problems() if "issue-twice" in problem]) == 4
