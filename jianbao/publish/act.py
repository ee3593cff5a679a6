"""Carrying a plan out: go back, copy, upload phase by phase. No decision is made here."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from jianbao.publish import manifest as manifests
from jianbao.publish.built import Source
from jianbao.publish.desk import Desk
from jianbao.publish.plan import PHASES, Plan
from jianbao.publish.stores import StoreError

THREADS = 32
Progress = Callable[[int, int, int], None]
"""(files done, files in all, bytes sent)."""


def apply(desk: Desk, made: Plan, source: Source, progress: Progress) -> int:
    """Keeps what may be rolled back to, then uploads phase by phase; returns the bytes sent."""
    prefix, kept = desk.target.prefix, f"{desk.control}kept/"
    done = sent = 0

    def go_back(pair: tuple[str, str]) -> None:
        desk.in_time()
        if not desk.store.copy(kept + pair[1], prefix + pair[0]):
            raise StoreError(f"{pair[0]} 上一代的内容不见了；运行 publish --verify")

    def copy(pair: tuple[str, str]) -> None:
        desk.in_time()
        desk.store.copy(prefix + pair[0], kept + pair[1])

    def put(path: str, copied: str) -> int:
        desk.in_time()
        if copied:
            if not desk.store.copy(kept + copied, prefix + path):
                raise StoreError(f"{path} 那时的内容不见了，停在这里；再运行一次 publish 会回到最新的一代")
            return 0
        data = manifests.encoded(path, source(path), desk.target)
        kind = made.manifest.files[path].kind
        desk.store.put(prefix + path, data, manifests.headers(path, kind, desk.target))
        return len(data)

    desk.delete(made.hide)
    with ThreadPoolExecutor(THREADS) as pool:
        # A barrier after each: taking the results raises what any of them raised, and nothing later begins.
        _all(pool.map(go_back, made.restore))
        _all(pool.map(copy, made.keep))
        for phase in range(len(PHASES)):
            mine = [u for u in made.uploads if u.phase == phase]
            for size in pool.map(put, [u.path for u in mine], [u.source for u in mine]):
                done, sent = done + 1, sent + size
                progress(done, len(made.uploads), sent)
    return sent


def _all(results: Iterable[None]) -> None:
    for _ in results:
        pass
