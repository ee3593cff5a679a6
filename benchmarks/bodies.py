"""What bodies cost: plain bulletins, and texts of fences, lists, tables and quotations. `make bench-markdown`.

Prints CPU milliseconds an article, front matter included, as medians of interleaved rounds in one process; with
``--against DIR`` also those of another checkout (its jianbao/ and this environment), run by turns with ours.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

BLOCKS = (
    "```python\nfor name in names:\n    print(name)  # 逐个\n```",
    "1. 摸清底数\n   - 入户走访\n   - 分类登记\n2. 建立台账\n   - 一户一档\n3. 跟踪回访",
    "- [x] 印发通知\n- [ ] 汇总情况\n- **重点**走访`困难`家庭",
    "| 区 | 场次 | 人数 |\n| --- | ---: | ---: |\n| 湖里 | 12 | 340 |\n| 思明 | 8 | 215 |\n| 集美 | 5 | 96 |",
    "> 耕好自己的责任田。\n>\n> - 一岗双责\n> - 层层落实",
    "会议要求：\n- 压实责任\n- 排查隐患\n- 建章立制",
    "活动由市妇联主办，共有*120名*家长参加，详见 https://example.org/a 与[通知](https://example.org/b)。",
)
_MEASURE = """
import json, statistics, sys, time
from pathlib import Path
from zoneinfo import ZoneInfo
sys.path.insert(0, sys.argv[1])
from jianbao.content import parsing
zone = ZoneInfo("Asia/Shanghai")
made = {}
for folder in sys.argv[2:]:
    files = [(p.name, p.read_bytes()) for p in sorted(Path(folder).rglob("*.md"))]
    for name, data in files[:20]:
        parsing.parsed(data, f"2018/{name}", zone)
    begun = time.process_time()
    for name, data in files:
        parsing.parsed(data, f"2018/{name}", zone)
    made[folder] = (time.process_time() - begun) / len(files) * 1000
print(json.dumps(made))
"""


def lay(folder: pathlib.Path, articles: int) -> tuple[pathlib.Path, pathlib.Path]:
    """A folder of plain bulletins, of the corpus of the other benchmarks, and one of fences and lists."""
    plain, rich = folder / "plain", folder / "fences-and-lists"
    here = pathlib.Path(__file__).parent
    subprocess.run(
        [sys.executable, str(here / "corpus.py"), str(articles), str(plain)], check=True, capture_output=True
    )
    rich.mkdir()
    for number in range(articles):
        blocks = [BLOCKS[(number + n * (1 + number % 3)) % len(BLOCKS)] for n in range(12)]
        text = f"---\ntitle: 第{number}篇\ndate: 2018-04-23\n---\n\n" + "\n\n".join(blocks) + "\n"
        (rich / f"a{number:05d}.md").write_text(text, "utf-8")
    return plain, rich


def main() -> None:
    """Measures, and prints one row for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=pathlib.Path)
    options = parser.parse_args()
    ours = pathlib.Path(__file__).resolve().parents[1]
    checkouts = [ours, *([options.against.resolve()] if options.against else [])]
    with tempfile.TemporaryDirectory() as folder:
        kinds = lay(pathlib.Path(folder), options.articles)
        found: dict[tuple[pathlib.Path, str], list[float]] = {}
        for _ in range(options.rounds):
            for checkout in checkouts:
                command = [sys.executable, "-c", _MEASURE, str(checkout), *map(str, kinds)]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                for kind, milliseconds in json.loads(said).items():
                    found.setdefault((checkout, pathlib.Path(kind).name), []).append(milliseconds)
    for (checkout, kind), values in found.items():
        print(f"{kind:18} {checkout.name:12} {statistics.median(values):.2f} ms an article")


if __name__ == "__main__":
    main()
