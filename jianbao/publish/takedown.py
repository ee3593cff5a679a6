"""A withdrawn article followed to its end: every place where its text may still be read, looked at where we can look.

What only people can do (search engines' forms, other channels, the history of git) is listed with what to do; nothing
of it is counted as done.
"""

import gzip
import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from jianbao import address, zh
from jianbao.publish import previews
from jianbao.publish.manifest import CONTROL
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
    PEOPLE = "请做"


class Step(NamedTuple):
    """One place where the text may be, and what is to be done about it."""

    state: State
    where: str
    detail: str


class Asked(NamedTuple):
    """What is taken down: addresses of pages, the words that must be found nowhere, the files they were made from."""

    paths: tuple[str, ...]
    words: tuple[str, ...]
    sources: tuple[Path, ...]


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
    found = []
    for path in asked.paths:
        data = store.get(target.prefix + path)
        left = [word for word in asked.words if data and word in readable(data)]
        state = State.LEFT if left else State.CLEAN
        told = "存储里没有这一页" if data is None else "只剩撤回说明" if not left else f"还有“{left[0]}”：先构建、发布"
        found.append(Step(state, path, told))
    own = {target.prefix + path for path in asked.paths}
    keys = [item.key for item in store.list(target.prefix) if item.key not in own]
    site = [key for key in keys if not key.removeprefix(target.prefix).startswith(("_site/", "_preview/"))]
    holding = _holding(store, site, asked.words)
    what = f"{len(site)} 个文件（列表、订阅、合订页、搜索索引）"
    told = f"{what}里都没有" if not holding else f"{what}里 {_few(holding, target.prefix)} 还有：先构建、发布"
    return [*found, Step(State.LEFT if holding else State.CLEAN, "网站其余部分", told)]


def _record(target: Target, store: Store, asked: Asked) -> list[Step]:
    folder = f"{target.prefix}{CONTROL}kept/"
    holding = _holding(store, [item.key for item in store.list(folder)], asked.words)
    record = Record(store, target, "")
    log = record.log()
    floor = log.generation.floor if log.generation else 0
    told = f"没有（第 {floor} 代以前的都清了）" if not holding else f"{len(holding)} 份还在：再发布一次撤回后的网站"
    return [Step(State.LEFT if holding else State.CLEAN, "为回退保留的旧内容", told)]


def _previews(target: Target, store: Store, asked: Asked) -> list[Step]:
    found = []
    for preview in previews.listed(store, target):
        folder = previews.target(target, preview.name).prefix
        holding = _holding(store, [item.key for item in store.list(folder)], asked.words)
        told = "没有" if not holding else f"还有：publish {target.name} --as {preview.name} --remove"
        found.append(Step(State.LEFT if holding else State.CLEAN, f"预览 {preview.name}", told))
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
    if not words:
        return []
    found = []
    for key in keys:
        if key.rpartition(".")[2] in ("png", "jpg", "jpeg", "webp", "gif", "avif", "woff2", "mp4", "mp3", "ico"):
            continue
        text = readable(store.get(key) or b"")
        if any(word in text for word in words):
            found.append(key)
    return found


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
    return data.decode("utf-8", "replace").replace("<wbr>", "").replace("<wbr aria-hidden=true>", "")


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
