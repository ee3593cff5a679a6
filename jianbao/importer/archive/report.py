"""The plan of an archive in words: what is what, and each doubt, by kind and whole."""

import re
from collections import Counter

from jianbao.importer.archive.planning import Whole, media_of

_SHOWN = 5
"""Doubts of one kind that the terminal shows; the report has all."""


def summary(plan: Whole) -> list[str]:
    """What an editor reads before and after."""
    old, texts = plan.old, plan.texts
    lines = [f"{old.folder.name}：{_KIND.get(old.kind, old.kind)}，{len(old.posts)} 个文件"]
    dated = Counter(t.post.date[:4] for t in texts if not t.post.standing)
    drafts = sum(t.post.draft for t in texts)
    undated = sum(t.post.draft and not t.post.date for t in texts)
    standing = sum(t.post.standing for t in texts) - undated
    apart = f"，没有日期的草稿 {undated} 篇" if undated else ""
    lines.append(f"独立的文章 {sum(dated.values())} 篇，单独的页面 {standing} 页{apart}；草稿共 {drafts} 篇")
    lines.append("按年：" + "，".join(f"{year}年 {n}" for year, n in sorted(dated.items())))
    lines.append(f"旧网址保留 {plan.addressed} 个；文章之间的链接改好 {sum(t.linked for t in texts)} 处")
    roots = "、".join(root or "（最上一级）" for root in old.static) or "没有"
    lines.append(f"图片和附件 {len(media_of(texts))} 个；静态文件夹：{roots}")
    if plan.rooted.files:
        lines.append(f"没有文章用到的图片和附件 {len(plan.rooted.files)} 个，放进 public/，旧网址不变")
    if plan.rooted.left:
        some = "、".join(f"{kind} {count}" for kind, count in plan.rooted.left[:8])
        lines.append(f"没有收入的其余文件（样式、脚本等）{sum(n for _, n in plan.rooted.left)} 个：{some}")
    if plan.rules:
        asked = sum("?" in old for old, _ in plan.rules)
        some = f"，其中 {asked} 个带问号，要服务器照规则转" if asked else ""
        lines.append(f"旧的列表、订阅 {len(plan.rules)} 个网址转到现在的列表，写在 data/redirects.yaml{some}")
    if plan.columns:
        lines.append(f"新栏目 {len(plan.columns)} 个：{'、'.join(plan.columns)}")
    count, tagged = plan.shelfless
    if count:
        some = f"（{tagged} 篇的分类成了标签）" if tagged else ""
        lines.append(f"没有栏目的 {count} 篇{some}，每次构建都会提醒；要放进一个栏目，加 --default-column 栏目名")
    if plan.again:
        mended = f"，其中 {len(plan.repairs)} 个补上了以前没有找到的图片和链接" if plan.repairs else ""
        lines.append(f"以前导入过的 {plan.again} 个文件没有再动{mended}")
    left = Counter(code for t in texts for code in t.left)
    lines.append("构建还会拒绝：" + ("，".join(f"{code} {n}" for code, n in left.most_common()) or "没有"))
    lines += [f"没有读的：{name} {n} 个" for name, n in old.others]
    lines += [f"没有导入 {post.path}：{post.refused}" for post in plan.refused]
    return lines


_KIND = {"pages": "保存下来的网页", "documents": "Word 和文本", "Markdown": "Markdown"}


def doubts(plan: Whole) -> list[str]:
    """Each doubt with its file, those of the whole first."""
    left = [f"content/{t.path}：构建会拒绝 {code}" for t in plan.texts for code in t.left]
    return [*plan.doubts, *left, *(f"content/{t.path}：{doubt}" for t in plan.texts for doubt in t.doubts)]


def shown(found: list[str]) -> list[str]:
    """The doubts as a terminal has them: by kind, the first of each."""
    kinds: dict[str, list[str]] = {}
    for doubt in found:
        kinds.setdefault(re.sub("“[^“”]*”|\\d++", "…", doubt.partition("：")[2] or doubt)[:40], []).append(doubt)
    lines = []
    for some in sorted(kinds.values(), key=len, reverse=True):
        lines += [f"   {doubt}" for doubt in some[:_SHOWN]]
        lines += [f"   …… 同样的还有 {len(some) - _SHOWN} 处"] if len(some) > _SHOWN else []
    return lines


def whole(plan: Whole, day: str) -> str:
    """The part of the report that an import adds; what it says of earlier ones stays above it."""
    lines = [f"## {day} {plan.old.folder.name}", "", *(f"- {line}" for line in summary(plan)), ""]
    mended = [f"- content/{one.path}：{said}" for one in plan.repairs for said in one.done]
    lines += ["### 补上的", "", *mended, ""] if mended else []
    return "\n".join([*lines, "### 拿不准的，请核对", "", *(f"- {doubt}" for doubt in doubts(plan)), ""])


def added(before: str, part: str) -> str:
    """The report that stays with the site, with a part more."""
    return f"{before.rstrip()}\n\n{part}" if before.strip() else f"# 导入报告\n\n{part}"
