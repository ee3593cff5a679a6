"""Telling a CDN which addresses changed: batches, the day's quota, second attempts, and what is left for tomorrow.

Each provider's module says how a request is signed and what an answer means; their limits are those that the
providers document. What was not told stays written down in the store, and the next publish tells it.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from jianbao.publish.stores import StoreError
from jianbao.publish.stores.wire import Answer, Wire


class Quota(NamedTuple):
    """What a provider accepts."""

    batch: int
    """Addresses in one request."""
    daily: int
    """Addresses a day, for every account."""
    longest: int
    """Characters of an address, escaped as browsers ask for it."""


QUOTAS = {
    "aliyun": Quota(1000, 10_000, 1024),
    "tencent": Quota(1000, 10_000, 2048),
    "huawei": Quota(1000, 2_000, 4096),
}


class Verdict(NamedTuple):
    """What an answer means."""

    done: bool
    again: bool = False
    """Whether the same request may pass in a moment."""
    full: bool = False
    """Whether the day's quota is used up."""
    why: str = ""


class Provider(Protocol):
    """One CDN's interface."""

    origin: str
    name: str

    def request(self, addresses: Sequence[str]) -> tuple[str, str, Callable[[], Mapping[str, str]], bytes]:
        """(method, path with query, headers for an attempt, body)."""

    def verdict(self, answer: Answer) -> Verdict:
        """What came of it."""


class Told(NamedTuple):
    """What a CDN was told, and what not."""

    done: tuple[str, ...]
    left: tuple[str, ...]
    why: str = ""


def tell(
    provider: Provider, quota: Quota, wire: Wire, addresses: Iterable[str], *, attempts: int = 4, pause: float = 1.0
) -> Told:
    """Refreshes addresses, batch by batch; stops at the day's quota, or when the provider keeps refusing."""
    wanted = list(dict.fromkeys(addresses))
    long = [url for url in wanted if len(url) > quota.longest]
    wanted = [url for url in wanted if len(url) <= quota.longest]
    budget, rest = wanted[: quota.daily], wanted[quota.daily :]
    done: list[str] = []
    why = f"一天最多刷新 {quota.daily} 条" if rest else ""
    why = why or (f"{len(long)} 个网址超过 {quota.longest} 个字符，不能刷新" if long else "")
    for at in range(0, len(budget), quota.batch):
        batch = budget[at : at + quota.batch]
        verdict = _batch(provider, wire, batch, attempts, pause)
        if not verdict.done:
            return Told(tuple(done), (*budget[at:], *rest), f"{provider.name} 没有接受刷新：{verdict.why}")
        done += batch
    return Told(tuple(done), tuple(rest), why)


def _batch(provider: Provider, wire: Wire, batch: Sequence[str], attempts: int, pause: float) -> Verdict:
    verdict = Verdict(done=False, why="没有答复")
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        method, path, headers, body = provider.request(batch)
        try:
            verdict = provider.verdict(wire.ask(method, path, headers, body, told="refresh"))
        except StoreError as error:
            return Verdict(done=False, why=str(error))
        if verdict.done or not verdict.again:
            return verdict
    return verdict
