"""``jianbao list``: the articles that pass some filters, oldest first."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from jianbao.desk import loading, tally


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    for name, metavar, said in (
        ("year", "年份", "哪一年"),
        ("from", "日期", "从哪一天起（含），写到年、月或日"),
        ("to", "日期", "到哪一天为止（含），写到年、月或日"),
        ("issue", "期", "哪一期（文件夹名）"),
        ("column", "栏目", "哪个栏目"),
        ("source", "来源", "哪个来源"),
        ("tag", "标签", "有哪个标签"),
        ("status", "状态", "现行、已归档、已废止、已撤回、草稿、待上线"),
        ("text", "文字", "标题里有这几个字"),
    ):
        parser.add_argument(f"--{name}", default="", metavar=metavar, help=said)
    parser.add_argument("--json", action="store_true", help="以 JSON 列出")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Prints one line an article."""
    wanted = {
        k: getattr(options, k) for k in ("year", "from", "to", "issue", "column", "source", "tag", "status", "text")
    }
    archive = loading.archive(site)
    tally.look_at(archive, wanted)
    rows = tally.rows(archive, wanted)
    if options.json:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(
                "  ".join(
                    p for p in (row.date or "无日期", row.column, row.source, row.title, row.status, row.path) if p
                )
            )
    say(f"{len(rows)} 篇")
    return 0
