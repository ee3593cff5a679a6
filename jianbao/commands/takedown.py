"""``jianbao takedown``: where the text of a withdrawn article may still be read, place by place.

0 nothing of ours has it any more (what people have to do is listed); 1 something still has, or was not looked at;
2 wrong usage.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from jianbao import files
from jianbao.desk import loading, traces
from jianbao.desk.loading import Archive
from jianbao.errors import UsageError, suggestion
from jianbao.model import Article
from jianbao.publish import configured, takedown
from jianbao.publish.stores import StoreError
from jianbao.publish.takedown import Asked, State


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
    archive = loading.archive(site, jobs=1)
    sources = [path for path in options.paths if path.endswith(".md")]
    articles = [_article(archive, path) for path in sources]
    paths = [path.lstrip("/") for path in options.paths if not path.endswith(".md")]
    if not paths:
        _known(archive, articles, options.words)
    by_address = {article.address: article for article in archive.articles}
    behind = [*articles, *(by_address[path] for path in paths if path in by_address)]
    own = {sentence for article in behind for sentence in traces.sentences(archive, article)}
    _tell(options.words, len(own), paths, say)
    asked = Asked(
        tuple(dict.fromkeys([*paths, *(article.address for article in articles)])),
        tuple(dict.fromkeys([*options.words, *sorted(own)])),
        tuple(Path(path) for path in sources),
        frozenset(by_address),
    )
    try:
        store = target.store(site)
        if options.versions:
            print(f"删去了 {takedown.erased(store, target, asked.paths)} 个旧版本")
        found = takedown.steps(target, store, site, archive.config.url, asked)
    except StoreError as error:
        say(f"没有查完：{error}")
        return 1
    for number, step in enumerate(found, 1):
        print(f"{number:>2}. [{step.state}] {step.where}：{step.detail}")
    counts = {state: sum(step.state is state for step in found) for state in State}
    left, unseen = counts[State.LEFT], counts[State.UNSEEN]
    print(f"共 {len(found)} 处：还在 {left}，没有查 {unseen}，要人去做 {counts[State.PEOPLE]}")
    return int(left + unseen > 0)


def _tell(words: Sequence[str], own: int, paths: Sequence[str], say: Callable[[str], None]) -> None:
    """What is looked for."""
    if own:
        say(f"提示：到处找的是{'您写的文字，和' if words else ''}文章里别处没有的 {own} 句话")
    elif not words:
        say("提示：没有写 --words，文章里也没有别处没有的话：列表、搜索索引和旧内容没有查")
    if words and paths:
        say("提示：写的是网址，--words 没有和文章核对；请自己核对有没有写错字")


def _article(archive: Archive, written: str) -> Article:
    """The article of a file as it stands."""
    path = files.real(archive.folder / written)
    content = files.real(archive.folder / "content")
    if content not in path.parents:
        raise UsageError(f"{written} 不在 content/ 里；文件已经没有了的，直接写它的网址")
    below = path.relative_to(content).as_posix()
    found = next((a for a in archive.articles if a.path == below), None)
    if found is None:
        near = suggestion(f"content/{below}", [f"content/{a.path}" for a in archive.articles])
        raise UsageError(f"没有 {written} 这篇文章；{near}文件已经没有了的，直接写它的网址")
    return found


def _known(archive: Archive, articles: Sequence[Article], words: Sequence[str]) -> None:
    """Raises UsageError for words that are in none of the articles: who looks for a slip of the pen finds nothing."""
    unknown = traces.unknown(archive, articles, words)
    if unknown:
        some = "；".join(f"没有“{word}”" + (f"，有“{near}”" if near else "") for word, near in unknown)
        cure = f"照文章里的写。确实有过、已经删去的，不写文件，写它的网址 {articles[0].address}"
        raise UsageError(f"--words 里的文字要和文章里的一字不差。文章里{some}。{cure}")
