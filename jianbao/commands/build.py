"""``jianbao build``: its options, what it prints, and the report as JSON."""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jianbao import files, pipeline, workers
from jianbao.cache import program
from jianbao.commands.terminal import Bar, folded, seldom_collecting
from jianbao.errors import Problem, SiteError, UsageError
from jianbao.settings import config, placeholder


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--output", type=Path, metavar="文件夹", help="生成到哪里（默认：网站文件夹下的 output/）")
    parser.add_argument("--drafts", action="store_true", help="连草稿和未到上线时间的也生成")
    parser.add_argument("--clean", action="store_true", help="不用以前记下的结果，全部重做")
    parser.add_argument("--no-search", action="store_true", help="不生成搜索（快一些；网页上也没有搜索框）")
    parser.add_argument(
        "--as-of", type=_moment, default=None, metavar="日期", help="按这一天（2026-01-31 或 2026-01-31T09:30）生成"
    )
    parser.add_argument("--self-test", action="store_true", help="生成以后搜一遍，有文章搜不到就算失败")
    parser.add_argument("--explain", action="store_true", help="说明哪些部分为什么从头做，逐个文件说明为什么写或撤下")
    parser.add_argument(
        "--jobs", type=_jobs, default=workers.cores(), metavar="N", help="用几个进程（默认：全部处理器）"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 报告结果")
    parser.add_argument("--quiet", action="store_true", help="只报告错误")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Builds, and says what was done. Raises SiteError, and UsageError where search cannot be tested for want of it."""
    if options.self_test and not options.no_search and (why := program.without_search()):
        raise UsageError(f"网站里不会有搜索，--self-test 没有可试的：{why}")
    output = files.real(options.output) if options.output else site / "output"
    request = pipeline.Request(
        site, output, options.drafts, options.clean, options.as_of or "", options.jobs, search=not options.no_search
    )
    began = time.perf_counter()
    bar = Bar()
    try:
        with seldom_collecting():
            report = pipeline.build(request, bar)
        # A build with nothing to do reads no settings; the one that wrote the pages has said it.
        example = placeholder.told(config.load(site)) if report.written else None
        problems = (*report.problems, *((example,) if example else ()))
        _ask_itself(output if options.self_test else None)
    except SiteError as error:
        if options.json:
            print(json.dumps({"problems": [p._asdict() for p in error.problems]}, ensure_ascii=False, indent=1))
        raise
    finally:
        bar.close()
    seconds = time.perf_counter() - began
    if options.json:
        print(json.dumps(_report(report, problems, seconds), ensure_ascii=False, indent=1))
        return 0
    if options.explain:
        print("".join(f"{line}\n" for line in _explained(report)), end="")
    if not options.quiet:
        for line in folded(problems):
            say(line)
        if report.strays:
            some = "、".join(report.strays[:3]) + (" 等" if len(report.strays) > 3 else "")
            count = len(report.strays)
            say(f"提示：output/ 里有 {count} 个文件没有记录，也与这次生成的不同（{some}），已移到 .cache/strays/")
            say("    升级以后、.cache 删过以后，旧页也在其中；网站不受影响，核对过就可以删去")
        if not options.no_search and (without_search := program.without_search()):
            say(f"提示：网站里没有搜索：{without_search}")
        if gone := _gone(report.pruned):
            some = "、".join(gone[:3]) + (f" 等 {len(gone)} 个" if len(gone) > 3 else "")
            say(f"提示：这些网址上不再有网页：{some}")
            say("    发布过的不要断：改了文件名的，写 aliases: [原来的网址]；要收回的，用 withdraw；没有发布过的不用管")
        if report.next_change:
            say(f"提示：{report.next_change.replace('T', ' ')} 有文章上线或下线，届时请再构建一次")
        print(summary(report, seconds))
    return 0


def _explained(report: pipeline.Report) -> list[str]:
    """What was made from nothing and why, each file that was written and why, each that was withdrawn."""
    anew = [f"{name}  从头做：{reason}" for name, reason in report.anew]
    written = [f"{step.path}  {step.reason}" for step in report.written]
    return [*anew, *written, *(f"{path}  撤下" for path in report.pruned)]


_LISTS = frozenset(("columns", "tags", "sources", "archive", "issues", "search", "sitemap"))
"""Folders of lists, whose pages answer elsewhere."""


def _gone(pruned: Sequence[str]) -> list[str]:
    """The addresses of articles, issues and pages among the files that were pruned."""
    pages = (path for path in pruned if path.endswith(".html") and not path.endswith("/bulletin.html"))
    return [path for path in pages if path.removesuffix(".html").partition("/")[0] not in _LISTS]


def _ask_itself(output: Path | None) -> None:
    """Raises SiteError when the search of ``output`` does not find what it should."""
    if not output:
        return
    from jianbao.search.asking import selftest

    if missed := selftest.problems(output):
        raise SiteError(missed, touched=True)


def summary(report: Any, seconds: float) -> str:
    """The one line that a build ends with."""
    kinds = Counter(step.reason.partition("：")[0] for step in report.written)
    detail = "，".join(f"{kind} {n}" for kind, n in kinds.items())
    written = f"写入 {len(report.written)}" + (f"（{detail}）" if detail else "")
    same = report.pages - len(report.written)
    return f"{report.pages} 页：{written}，撤下 {len(report.pruned)}，未变 {same}，{seconds:.1f} 秒"


def _report(report: Any, problems: Sequence[Problem], seconds: float) -> dict[str, Any]:
    return {
        "pages": report.pages,
        "written": [{"path": s.path, "reason": s.reason} for s in report.written],
        "pruned": list(report.pruned),
        "unchanged": report.pages - len(report.written),
        "parsed": report.parsed,
        "strays": list(report.strays),
        "anew": [{"name": name, "reason": reason} for name, reason in report.anew],
        "next_change": report.next_change,
        "problems": [p._asdict() for p in problems],
        "seconds": {**report.seconds, "total": round(seconds, 4)},
    }


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"应为 1 到 256 的整数，现为“{text}”")
    return int(text)


def _moment(text: str) -> str:
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?", text)
    try:
        if match:
            time.strptime(match[1], "%Y-%m-%d")
            return f"{match[1]}T{match[2] or '23:59'}"
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"应为 2026-01-31 或 2026-01-31T09:30，现为“{text}”")
