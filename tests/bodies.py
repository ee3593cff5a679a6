"""Random bodies: every construct of docs/markdown.md, beside and within one another, and what resembles them."""

import re

from hypothesis import strategies as st

WORDS = st.sampled_from(
    (
        "甲",
        "厦门市妇联",
        "2018年",
        "word",
        "528.69万元",
        "“四癌”救助",
        "（试行）",
        "a_b_c",
        "C#",
        "1.5",
        "𠮷",
        "é",
        "，",
        "。",
        "　",
    )
)
INLINES = (
        "**重点**", "*强调*", "__粗__", "_斜_", "***又粗又斜***", "~~删去~~", "~~甲 **乙** 丙~~", "**甲*乙*丙**", "*甲**乙*丙**",
        "`代码`", "``有`的``", "`a\nb`", "[文字](https://example.org/a?b=1)", "[文字](<a b.md> \"题\")", "[文](https://example.org/(x)y '题')",
        "[文字][标]", "[标][]", "[标]", "![图](a.jpg)", "![图](a.jpg \"说明｜供图：李晓\")", "![图](a.jpg){: width=300 }", "![片](a.mp4)",
        "https://example.org/x_y?a=1&b=2", "www.example.org", "<https://example.org/>", "<a@example.org>", "注[^1]", "注[^乙]", "<b>粗</b>",
        "<u>线</u>", "H<sub>2</sub>O", "<ruby>厦<rt>xià</rt></ruby>", "<!-- 注释 -->", "&copy;", "&nbsp;", "&lt;", "&#20013;", "&nope;",
        "\\*", "\\_", "\\#", "\\[", "\\(1\\)", "\\|", "\\`", "行尾  \n下行", "行尾\\\n下行", "<String>", "<甲>", "1 < 2", "A&B", "{乙}",
        "{: .c }", "{#d}", "<kbd>键</kbd>", "<br>", "<span title='甲'>乙</span>", "{% asset_img a.jpg 图 %}", "[[页面]]", "$$x$$", ":smile:",
        "==亮==", "[甲]（https://example.org/）", "[x]", "[]", "[ ]", "!", "*", "**", "_", "`", "``", "~~", "[", "]", "(", ")", "<", ">", "&",
        "[文字](", "](a.md)", "![", "**“重点”**", "<script>坏</script>", "<title>题</title>", "<font color=red>红</font>", "<video src='a.mp4'></video>",
    )  # fmt: skip
INLINE = st.sampled_from(INLINES)
LINE = st.lists(st.one_of(WORDS, WORDS, INLINE), min_size=1, max_size=5).map("".join)
BLOCKS = (
            "# 一级", "## 二级", "###### 六级 ######", "##紧", "#话题#", "标题\n===", "标题\n---", "---", "***", "_ _ _", "-" * 40, "=" * 30,
            "- 甲\n- 乙", "* 甲\n* 乙", "+ 甲\n\n+ 乙", "- 甲\n  - 乙\n    - 丙", "- 甲\n    - 乙", "1. 甲\n2. 乙", "1. 甲\n\n2. 乙", "3. 丙\n4. 丁", "1) 甲\n2) 乙",
            "1. 甲\n1. 乙\n1. 丙", "1. 甲\n3. 丙\n8. 辛", "- 甲\n\n  段\n\n- 乙", "- 甲\n\n      代码\n- 乙", "1. 甲\n   - 乙\n   - 丙\n2. 丁", "2018. 这一年", "- [ ] 甲\n- [x] 乙\n- [X] 丙",
            "-", "- ", "1.", "- - 甲", "1. - 2. 甲", "> 引\n> 文", "> 引\n懒", "> - 甲\n> - 乙", "> > 双\n> 单", "- > 引\n  > 文", ">", "> ```\n> 码\n> ```",
            "```\n# 码\n<b>x</b>\n```", "```python\nprint('甲')\n```", "~~~\n码\n~~~", "````\n```\n````", "```js 标题\n码\n```", "- ```\n  码\n  ```", "```\n没有结尾", "    缩进的码\n    第二行",
            "\t制表的码", "| 区 | 人 |\n| --- | ---: |\n| 湖里 | 1 |\n| 思明 | 2 |", "甲 | 乙\n--- | ---\n1 | 2", "| 甲 |\n|:-:|\n| `a|b` |\n| c\\|d |", "各区：\n| 区 | 人 |\n|--|--|\n| 湖 | 1 |",
            "| 甲 | 乙 |\n| 1 | 2 |", "｜甲｜乙｜\n｜——｜——｜", "术语\n: 解释", "甲\n乙\n:   解释一\n:   解释二\n\n    第二段", "术语\n\n: 解释", "术语\n: - 甲\n  - 乙", "**术**语\n: > 引\n\n  段",
            "[^1]: 注一", "[^乙]: 注**乙**\n\n    第二段", "[^1]: 又一次", "[标]: https://example.org/ \"题\"", "[没用]: a.md", "[标]: b.md",
            "<div>\n\n**粗**\n\n</div>", "<div>**不粗**</div>", "<details>\n<summary>题</summary>\n\n- 甲\n\n</details>", "<p align=center>甲</p>", "<table>\n<tr><td>甲</td></tr>\n</table>",
            "<table>\n\n    <tr><td>甲</td></tr>\n\n</table>", "<!-- 注释\n\n两段 -->", "<pre>\n甲 **乙**\n\n丙\n</pre>", "<script>\n坏\n\n坏\n</script>", "<iframe src='https://example.org/'>\n甲\n", "<font=5>甲</font>",
            "<String>\n甲", "<?php 甲 ?>", "<!DOCTYPE html>", "<textarea>\n甲\n\n乙\n</textarea>", "　　印刷的段\n　　第二段", "　　1. 段", "::: tip 题\n甲\n:::", "> [!NOTE]\n> 甲",
            "{% codeblock %}\n码\n{% endcodeblock %}", "[TOC]", "```mermaid\ngraph\n```", "甲\n{: .c }", "## 题 {#id}", "会议要求：\n1. 第一项\n2. 第二项", "会议要求：\n- 第一项", "会议要求：\n2. 第二项",
            "【【口号\n内容：甲**乙**丙\n附注: [丁](a.md)、![图](a.jpg \"说明\")\n\n又：`戊`\n】】", "【【口号】】", "【【甲】乙】】", "甲【【乙", "正文：\n【【口号\n内容：甲\n】】\n后文",
            "- 甲\n乙", "- 甲\n\n乙", "- 甲\n\n    乙", "+---+---+\n| 甲 | 乙 |\n+---+---+", "1. 2. 3. 4. 5.", "\\- 甲", "1\\. 甲", "",
)  # fmt: skip
BLOCK = st.one_of(LINE, LINE, st.sampled_from(BLOCKS))
NEST = st.sampled_from(("", "", "", "", "> ", "- ", "1. ", "   ", "[^3]: "))


def _nested(parts: tuple[str, str]) -> str:
    prefix, block = parts
    if not prefix or (block.startswith("[") and prefix != "   "):
        return block  # notes stand at the margin
    rest = prefix if prefix in ("> ", "   ") else " " * (4 if prefix.startswith("[") else len(prefix))
    lines = block.split("\n")
    return "\n".join([prefix + lines[0], *(rest + line if line else line for line in lines[1:])])


def _joined(blocks: list[tuple[str, str]]) -> str:
    """A body; notes stand between blank lines, as docs/markdown.md has them."""
    made = ""
    for block, after in blocks:
        note = re.match(r" {0,3}\[\^", block)
        if made.endswith("\n　　") and "```" in block:
            made = made.removesuffix("　　") + "\n"  # printed paragraphs hold no code
        if note and made and not made.endswith("\n\n"):
            made = f"{made.rstrip()}\n\n"
        made += block + ("\n\n" if note else after)
    return made


BODY = st.lists(
    st.tuples(
        st.tuples(NEST, BLOCK).map(_nested),
        st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n　　", "\n \n")),
    ),
    min_size=1,
    max_size=7,
).map(_joined)
