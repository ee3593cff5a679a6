"""``jianbao takedown``: where the text of a withdrawn article may still be read, place by place.

0 nothing of ours has it any more (what people have to do is listed); 1 something still has; 2 wrong usage.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import files
from jianbao.errors import UsageError
from jianbao.publish import configured, takedown
from jianbao.publish.stores import StoreError
from jianbao.publish.takedown import Asked, State
from jianbao.settings import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("target", metavar="目标", help="config.yaml 的 publish 里的名字")
    parser.add_argument(
        "paths", nargs="+", metavar="文章", help="撤回的文章（content/…md），或它的网址（2018/2018-04/jiuzhu.html）"
    )
    parser.add_argument("--words", nargs="+", default=[], metavar="文字", help="只有那篇文章里才有的几句话，到处找它们")
    parser.add_argument("--versions", action="store_true", help="删去存储里这些网页的旧版本")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Prints the list."""
    target = configured.named(configured.targets(site), options.target)
    sources = [path for path in options.paths if path.endswith(".md")]
    paths = [path.lstrip("/") for path in options.paths if not path.endswith(".md")]
    paths += [_address(site, path) for path in sources]
    if not options.words:
        say("提示：没有写 --words，不能到列表、搜索索引和旧内容里去找；写上只有那篇文章里才有的一两句话")
    asked = Asked(tuple(paths), tuple(options.words), tuple(Path(path) for path in sources))
    try:
        store = target.store(site)
        if options.versions:
            print(f"删去了 {takedown.erased(store, target, paths)} 个旧版本")
        found = takedown.steps(target, store, site, config.load(site).url, asked)
    except StoreError as error:
        say(f"没有查完：{error}")
        return 1
    for number, step in enumerate(found, 1):
        print(f"{number:>2}. [{step.state}] {step.where}：{step.detail}")
    left = sum(step.state is State.LEFT for step in found)
    people = sum(step.state is State.PEOPLE for step in found)
    print(f"共 {len(found)} 处：还在 {left}，要人去做 {people}")
    return int(left > 0)


def _address(site: Path, written: str) -> str:
    """The address of the page that an article is, by its file as it stands."""
    from jianbao.desk import loading

    path = files.real(site / written)
    content = files.real(site / "content")
    if content not in path.parents:
        raise UsageError(f"{written} 不在 content/ 里；文件已经没有了的，直接写它的网址")
    below = path.relative_to(content).as_posix()
    found = next((a for a in loading.archive(site, jobs=1).articles if a.path == below), None)
    if found is None:
        raise UsageError(f"没有 {written} 这篇文章；文件已经没有了的，直接写它的网址")
    return found.address
