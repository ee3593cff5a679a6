"""``jianbao search``: its options and what it prints."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from jianbao import files
from jianbao.errors import PROGRAM, UsageError
from jianbao.search.asking.ask import Asker

NAMES = {"exact": "有这些字", "same": "同义词", "sounds": "读音相近", "slip": "可能打错了字母", "some": "只符合一部分"}
"""What a reader is told of the sections."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("query", nargs="?", default="", metavar="搜什么", help="汉字、拼音、首字母，或混着写")
    parser.add_argument("--output", type=Path, metavar="文件夹", help="搜哪个文件夹（默认：网站文件夹下的 output/）")
    parser.add_argument("--limit", type=_limit, default=10, metavar="N", help="最多几条（默认 10）")
    parser.add_argument("--json", action="store_true", help="以 JSON 报告")
    parser.add_argument("--batch", action="store_true", help="从标准输入逐行读，逐行答以 JSON")


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"应为 1 或更大的整数，现为“{text}”")
    return int(text)


def run(options: argparse.Namespace, site: Path, _: Callable[[str], None]) -> int:
    """Asks the built site; exit code 0, also when nothing is found."""
    asker = Asker(files.real(options.output) if options.output else site / "output")
    if options.batch:
        for found in asker.batch(iter(sys.stdin), options.limit):
            print(json.dumps(found, ensure_ascii=False), flush=True)
        return 0
    if not options.query.strip():
        raise UsageError(f"搜什么？例如 {PROGRAM} search 四癌救助")
    found = asker.ask(options.query, options.limit)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for entry in found["entries"]:
        print(f"{entry['kind']}  {entry['title']}  {entry['url']}")
    if found["suggestions"]:
        print(f"您是不是要找：{'、'.join(found['suggestions'])}")
    for section in found["sections"]:
        about = "至少 " if section["least"] else "约 " if section["about"] else ""
        via = f"“{section['via']}”" if section["via"] else ""
        print(f"{NAMES[section['tier']]}{via}：{about}{section['total']} 条")
        for result in found["results"]:
            if result["tier"] == section["tier"]:
                print(f"{result['score']:8.3f}  {result['date']:10}  {result['title']}  {result['url']}")
    print(f"{found['total']} 条；读 {found['files']} 个文件，{found['bytes'] / 1000:.1f} kB")
    return 0
