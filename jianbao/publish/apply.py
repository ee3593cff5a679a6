"""Carrying a plan out: go back, copy, upload phase by phase. No decision is made here."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from jianbao.publish import manifest as manifests
from jianbao.publish.built import Source
from jianbao.publish.plan import PHASES, Plan
from jianbao.publish.record import Record
from jianbao.publish.stores import LateError, StoreError

Progress = Callable[[int, int, int], None]
"""(files done, files in all, bytes sent)."""


def carry_out(record: Record, made: Plan, source: Source, progress: Progress) -> int:
    """Keeps what may be rolled back to, then uploads phase by phase; returns the bytes sent."""
    prefix, kept, store = record.target.prefix, f"{record.control}kept/", record.store
    done = sent = 0

    def go_back(pair: tuple[str, str]) -> None:
        if not store.copy(kept + pair[1], prefix + pair[0]):
            raise StoreError(f"{pair[0]} 上一代的内容不见了；运行 publish --verify")

    def copy(pair: tuple[str, str]) -> None:
        store.copy(prefix + pair[0], kept + pair[1])

    def put(path: str, copied: str) -> int:
        if copied:
            if not store.copy(kept + copied, prefix + path):
                raise StoreError(f"{path} 那时的内容不见了，停在这里；再运行一次 publish 会回到最新的一代")
            return 0
        data = manifests.encoded(path, source(path), record.target)
        kind = made.manifest.files[path].kind
        store.put(prefix + path, data, manifests.headers(path, kind, record.target))
        return len(data)

    record.delete(made.hide)
    with ThreadPoolExecutor(record.target.at_once) as pool:
        # A barrier after each: taking the results raises what any of them raised, and nothing later begins.
        _all(pool.map(go_back, made.restore))
        _all(pool.map(copy, made.keep))
        try:
            for phase in range(len(PHASES)):
                mine = [u for u in made.uploads if u.phase == phase]
                for size in pool.map(put, [u.path for u in mine], [u.source for u in mine]):
                    done, sent = done + 1, sent + size
                    progress(done, len(made.uploads), sent)
        except StoreError as error:
            pool.shutdown(cancel_futures=True)
            if isinstance(error, LateError) or not done:
                raise
            told = f"{len(made.uploads)} 个文件已传上 {done} 个，还没有记为完成，网站仍是完整的"
            raise StoreError(f"{error}（{told}）") from None
    return sent


def _all(results: Iterable[None]) -> None:
    for _ in results:
        pass
