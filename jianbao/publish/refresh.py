"""From changed paths to a CDN that knows of them: by its interface, by a command of the site's own, or by both."""

import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from jianbao import address
from jianbao.publish import cdn
from jianbao.publish.publisher import Refresh, Refreshed
from jianbao.publish.stores import StoreError, signature
from jianbao.publish.stores.fence import Fence
from jianbao.publish.stores.wire import Wire
from jianbao.publish.target import Cdn, Target

_STDERR = 2
_LONGEST = 600
"""Seconds that a site's own command may take."""


def of(target: Target, site: Path, url: str) -> Refresh | None:
    """What tells the target's CDN; None when there is nobody to tell. ``url`` is the site's."""
    if not (target.hook or target.cdn):
        return None

    return partial(told, target, site, url)


def told(target: Target, site: Path, url: str, paths: tuple[str, ...]) -> Refreshed:
    """Tells of these paths, and says of which it could not."""
    by_address = dict(_addresses(url, paths))
    left: set[str] = set()
    whys = []
    if target.hook and (why := _by_hook(target.hook, site, list(by_address))):
        left |= set(paths)
        whys.append(why)
    if target.cdn:
        came = _by_interface(target.cdn, list(by_address))
        left |= {by_address[one] for one in came.left}
        whys += [came.why] if came.why else []
    return Refreshed(tuple(sorted(left)), "；".join(whys))


def _addresses(url: str, paths: Sequence[str]) -> list[tuple[str, str]]:
    """(address, path); the home page has two, which a CDN takes for two pages."""
    found = [(address.url(url, path), path) for path in paths]
    if address.HOME in paths:
        found.append((f"{url}{address.HOME}", address.HOME))
    return found


def _by_interface(asked: Cdn, addresses: list[str]) -> cdn.Told:
    try:
        provider = _provider(asked)
    except StoreError as error:
        return cdn.Told((), tuple(addresses), str(error))
    quota = cdn.QUOTAS[asked.provider]
    quota = quota._replace(daily=asked.daily or quota.daily)
    return cdn.tell(provider, quota, Wire(provider.origin, Fence(), name=provider.name), addresses)


def _provider(asked: Cdn) -> cdn.Provider:
    from jianbao.publish.cdn import aliyun, huawei, tencent

    keys = signature.keys()
    known: dict[str, Callable[[], cdn.Provider]] = {
        "aliyun": lambda: aliyun.Aliyun(keys, asked.endpoint),
        "tencent": lambda: tencent.Tencent(keys, asked.endpoint),
        "huawei": lambda: huawei.Huawei(keys, asked.endpoint),
    }
    return known[asked.provider]()


def _by_hook(words: Sequence[str], site: Path, addresses: list[str]) -> str:
    """Why the site's own command failed, "" when it did not."""
    lines = "".join(f"{line}\n" for line in addresses)
    try:
        # What it prints is not our answer.
        done = subprocess.run(
            words, input=lines, encoding="utf-8", stdout=_STDERR, cwd=site, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return f"CDN 刷新命令 {_LONGEST} 秒还没有结束，已停止它"
    except OSError as error:
        return f"CDN 刷新命令不能运行（{error.strerror or error}）：核对 hook"
    return f"CDN 刷新命令返回 {done.returncode}" if done.returncode else ""
