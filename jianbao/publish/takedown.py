"""A withdrawn article followed to its end: every place where its text may still be read, looked at where we can look.

What only people can do (search engines' forms, other channels, the history of git) is listed with what to do; nothing
of it is counted as done. Nor is what was not looked at: without words to look for, only the record of publishing and
the bytes of the page tell whether it is the note that it was withdrawn.
"""

import gzip
import html
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from jianbao import address, mime, zh
from jianbao import expressions as re
from jianbao.publish import doubt, previews
from jianbao.publish.manifest import CONTROL, Item
from jianbao.publish.record import Record
from jianbao.publish.stores import Store
from jianbao.publish.target import Target

FORMS = (
    ("百度", "“百度用户服务中心”的快照投诉，和“百度搜索资源平台”的死链提交"),
    ("必应", "Bing 的 Content Removal（bing.com/webmasters/tools/contentremoval）"),
    ("360搜索", "“360搜索”页脚的意见反馈，选快照删除"),
    ("搜狗", "“搜狗搜索帮助”的快照删除（fankui.sogou.com）"),
    ("Google", "移除过时的内容（search.google.com/search-console/remove-outdated-content）"),
    ("互联网档案馆", "写信给 info@archive.org，附网址和理由"),
)
"""Where search engines and archives are asked to remove an address; their forms move now and then."""
CHANNELS = "微信公众号、政务微博、今日头条、上级单位网站、合作媒体、微信群和邮件里转发过的"


class State(StrEnum):
    """What is known of a place."""

    CLEAN = "已清"
    LEFT = "还在"
    UNSEEN = "没有查"
    PEOPLE = "请做"


class Step(NamedTuple):
    """One place where the text may be, and what is to be done about it."""

    state: State
    where: str
    detail: str


class Asked(NamedTuple):
    """What is taken down."""

    paths: tuple[str, ...]
    """Addresses of pages."""
    words: tuple[str, ...]
    """What must be found nowhere: what somebody wrote, and what the program took from the articles."""
    sources: tuple[Path, ...]
    """The files that the pages were made from."""
    known: frozenset[str] = frozenset()
    """Addresses that the site's files know: what lies nowhere under one of them is not a slip of the pen."""


_WORDS = "加 --words 和只有那篇文章里才有的一两句话，再运行一次"
_OPAQUE = "，另有 {} 个图片和附件看不到里面的文字，没有查"
_TAG = re.compile(r"<[^<>]*+>")


def steps(target: Target, store: Store, site: Path, url: str, asked: Asked) -> list[Step]:
    """Every place, in the order in which one goes through them."""
    return [
        *_pages(target, store, asked),
        *_record(target, store, asked),
        *_previews(target, store, asked),
        *_versions(target, store, asked),
        _cdn(target, url, asked),
        *(Step(State.PEOPLE, name, f"{form}  {_listed(url, asked.paths)}") for name, form in FORMS),
        Step(State.PEOPLE, "其他渠道", f"{CHANNELS}：逐个删去或更正"),
        *_history(site, asked.sources),
    ]


def erased(store: Store, target: Target, paths: Iterable[str]) -> int:
    """Deletes every old version of these pages, of kept copies and of shards; returns how many there were."""
    versions = getattr(store, "versions", None)
    if versions is None:
        return 0
    wanted = {target.prefix + path for path in paths}
    others = (f"{target.prefix}{CONTROL}kept/", f"{target.prefix}search/")
    count = 0
    for key, version in list(versions(target.prefix)):
        if key in wanted or key.startswith(others):
            store.erase(key, version)  # type: ignore[attr-defined]
            count += 1
    return count


def _pages(target: Target, store: Store, asked: Asked) -> list[Step]:
    """The pages themselves, and whatever else of the site has the words in it."""
    record = Record(store, target, "")
    log = record.log()
    files = record.manifest(log.generation).files if log.generation else {}
    found = []
    for path in asked.paths:
        data = store.get(target.prefix + path)
        if data is None:
            known = path in asked.known or any(
                path in record.manifest(record.generation(number)).files for number in reversed(log.generations)
            )
            told = "存储里没有这一页" if known else "存储里没有这一页，留着的各代里也没有过：核对网址有没有写错"
            found.append(Step(State.CLEAN if known else State.UNSEEN, path, told))
        else:
            found.append(Step(*_page(data, files.get(path), asked, path)))
    own = {target.prefix + path for path in asked.paths}
    keys = [item.key for item in store.list(target.prefix) if item.key not in own]
    site = [key for key in keys if not key.removeprefix(target.prefix).startswith(("_site/", "_preview/"))]
    legible = sum(map(_legible, site))
    rest = _OPAQUE.format(len(site) - legible) if legible < len(site) else ""
    what = f"{legible} 个文件（列表、订阅、合订页、搜索索引）"
    if not asked.words:
        return [*found, Step(State.UNSEEN, "网站其余部分", f"{what}：{_WORDS}")]
    holding = _holding(store, site, asked.words)
    told = f"{what}里都没有" if not holding else f"{what}里 {_few(holding, target.prefix)} 还有：先构建、发布"
    return [*found, Step(State.LEFT if holding else State.CLEAN, "网站其余部分", told + rest)]


def _page(data: bytes, item: Item | None, asked: Asked, path: str) -> tuple[State, str, str]:
    """What a page's bytes are, by its words, and by what the last publish says of them."""
    text = readable(data)
    left = next((word for word in asked.words if word in text), "")
    kind = item.kind if item else ""
    if kind == "page":
        there = f"，有“{left}”" if left else ""
        return State.LEFT, path, f"还是文章的页，不是撤回说明{there}：撤回（withdraw）、构建、发布"
    if left:
        return State.LEFT, path, f"还有“{left}”：先构建、发布"
    if item and not doubt.holds(data, item.content):
        return State.LEFT, path, "和发布时的不一样，有人改过：再发布一次，加 --verify"
    if kind == "tombstone":
        return State.CLEAN, path, "只剩撤回说明"
    if asked.words:
        return State.CLEAN, path, "不是文章的页，里面没有这些文字"
    return State.UNSEEN, path, f"不是文章的页：{_WORDS}"


def _record(target: Target, store: Store, asked: Asked) -> list[Step]:
    keys = [item.key for item in store.list(f"{target.prefix}{CONTROL}kept/")]
    where = "为回退保留的旧内容"
    if keys and not asked.words:
        return [Step(State.UNSEEN, where, f"{len(keys)} 份：{_WORDS}")]
    holding = _holding(store, keys, asked.words)
    log = Record(store, target, "").log()
    floor = log.generation.floor if log.generation else 0
    told = f"没有（第 {floor} 代以前的都清了）" if not holding else f"{len(holding)} 份还在：再发布一次撤回后的网站"
    return [Step(State.LEFT if holding else State.CLEAN, where, told)]


def _previews(target: Target, store: Store, asked: Asked) -> list[Step]:
    found = []
    for preview in previews.listed(store, target):
        where, cure = f"预览 {preview.name}", f"publish {target.name} --as {preview.name} --remove"
        folder = previews.target(target, preview.name).prefix
        if not asked.words:
            found.append(Step(State.UNSEEN, where, f"{_WORDS}；或者删去它：{cure}"))
            continue
        holding = _holding(store, [item.key for item in store.list(folder)], asked.words)
        found.append(Step(State.LEFT if holding else State.CLEAN, where, f"还有：{cure}" if holding else "没有"))
    return found


def _versions(target: Target, store: Store, asked: Asked) -> list[Step]:
    word = store.versioning()
    versions = getattr(store, "versions", None)
    if word == "Unknown":
        return [Step(State.PEOPLE, "旧版本", "看不到桶有没有打开版本控制：到控制台看，打开过的，删去这些网页的旧版本")]
    if not word or versions is None:
        return [Step(State.CLEAN, "旧版本", "存储不保留旧版本")]
    wanted = {target.prefix + path for path in asked.paths}
    old = [key for key, _ in versions(target.prefix) if key in wanted]
    told = f"桶的版本控制是 {word}，这些网页有 {len(old)} 个旧版本：takedown {target.name} … --versions"
    return [Step(State.LEFT, "旧版本", told) if old else Step(State.CLEAN, "旧版本", f"没有（版本控制是 {word}）")]


def _cdn(target: Target, url: str, asked: Asked) -> Step:
    if target.cdn or target.hook:
        return Step(State.PEOPLE, "CDN", f"refresh {target.name} {' '.join(asked.paths)}，约十分钟后打开网页看一看")
    return Step(State.PEOPLE, "CDN", f"没有配置；有 CDN 的，在控制台刷新 {_listed(url, asked.paths)}")


def _history(site: Path, sources: Sequence[Path]) -> list[Step]:
    """What git remembers; rewriting its past is a decision for people."""
    found = []
    for source in sources:
        words = ["git", "log", "--all", "--oneline", "--follow", "--", str(source)]
        try:
            done = subprocess.run(words, cwd=site, capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        count = len(done.stdout.splitlines()) if done.returncode == 0 else 0
        if count:
            told = (
                f"{count} 个提交里有它的旧文字；仓库公开的，要 git filter-repo --path {source} --invert-paths，"
                "强制推送，并请所有人重新克隆；之前先把撤回后的文件另存，改写后再提交"
            )
            found.append(Step(State.PEOPLE, f"git 历史：{source}", told))
    return found


def _holding(store: Store, keys: Sequence[str], words: Sequence[str]) -> list[str]:
    """Those of ``keys`` whose objects have one of the words in them, compressed or not."""
    found = []
    for key in keys if words else ():
        if _legible(key):
            text = readable(store.get(key) or b"")
            if any(word in text for word in words):
                found.append(key)
    return found


def _legible(key: str) -> bool:
    """Whether words can be found in what lies under a key: pages, lists, feeds, parts of the search index."""
    name = key.rpartition("/")[2]
    return mime.text(name) or mime.of(name) == mime.UNKNOWN


def readable(data: bytes) -> str:
    """The text of a page, of a compressed one, of a part of the search index."""
    try:
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        elif _deflated(data):
            return zh.longer("".join(part.decode("gb18030", "replace") for part in _parts(data)))
    except (OSError, EOFError, zlib.error):
        return ""
    # A headline is whole wherever it may be broken, and was broken otherwise on pages published before.
    text = data.decode("utf-8", "replace").replace("<wbr>", "").replace("<wbr aria-hidden=true>", "")
    if "<" not in text and "&lt;" not in text:
        return text
    # A sentence is whole as well where a part of it is a link; in feeds the tags themselves are escaped.
    return f"{text}\n{_TAG.sub('', html.unescape(_TAG.sub('', text)))}"


def _deflated(data: bytes) -> bool:
    """Whether there is what RFC 1950 has at the beginning; a short text is deflated with a smaller window."""
    return len(data) > 1 and data[0] & 15 == zlib.DEFLATED and not int.from_bytes(data[:2]) % 31


def _parts(data: bytes) -> Iterator[bytes]:
    """What is deflated in a part of the search index: a pack begins with the records of its articles."""
    while _deflated(data):
        stream = zlib.decompressobj()
        yield stream.decompress(data)
        data = stream.unused_data


def _listed(url: str, paths: Sequence[str]) -> str:
    return " ".join(address.url(url, path) for path in paths)


def _few(keys: Sequence[str], prefix: str) -> str:
    more = f" 等 {len(keys)} 个" if len(keys) > 3 else ""
    return "、".join(key.removeprefix(prefix) for key in keys[:3]) + more
