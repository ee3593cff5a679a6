"""After it is out: some addresses fetched as readers fetch them, and compared with what was built.

Only this sees what lies between store and reader: a CDN that keeps an old page, a domain that leads elsewhere, a server
that says another media type, a record that is open to everybody.
"""

import gzip
import socket
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from jianbao import address, digest, mime
from jianbao.errors import PROGRAM
from jianbao.publish.manifest import CONTROL, Files
from jianbao.publish.stores import StoreError
from jianbao.publish.stores.fence import Fence
from jianbao.publish.stores.wire import Answer, Wire

_AT_ONCE = 8


class Confirmed(NamedTuple):
    """What readers get."""

    right: int
    wrong: tuple[str, ...]
    """What differs, in Chinese."""
    notes: tuple[str, ...]
    """What could be better."""


def chosen(files: Files, changed: Iterable[str], most: int) -> list[str]:
    """Paths worth fetching: home, what changed, then others spread evenly over the site."""
    wanted = [address.HOME, *sorted(path for path in changed if path in files)]
    others = sorted(path for path in files if path.endswith((".html", ".css", ".js", ".xml")))
    step = max(1, len(others) // most)
    return list(dict.fromkeys(path for path in (*wanted[:most], *others[::step]) if path in files))[:most]


def confirmed(
    url: str, files: Files, paths: Sequence[str], gone: Sequence[str], *, tries: int = 3, pause: float = 2.0
) -> Confirmed:
    """Fetches ``paths``, which must be as built, and ``gone``, which must answer nothing; tries again what differs."""
    parts = urlsplit(url)
    try:
        socket.getaddrinfo(parts.hostname, parts.port or parts.scheme)
    except OSError:
        why = f"site.url 的主机 {parts.hostname} 找不到，一页也没有核对：核对 config.yaml 的 site.url，或等域名解析生效"
        return Confirmed(0, (why,), ())
    wire = Wire(f"{parts.scheme}://{parts.netloc}", Fence(), name=parts.netloc, attempts=2, timeout=20)
    notes: dict[str, None] = {}

    def fault(path: str) -> str:
        answer = _fetched(wire, url, path)
        if isinstance(answer, str):
            return f"{path}：{answer}"
        if path in files and answer.headers.get("x-content-type-options", "").lower() != "nosniff":
            without = "响应头里没有 X-Content-Type-Options: nosniff：在 CDN 或网页服务器上加"
            notes[f"{without}（见 {PROGRAM} docs publishing）"] = None
        return fault_of(path, answer, files)

    left, wrong = [*paths, *gone], []
    for attempt in range(tries):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            told = dict(zip(left, pool.map(fault, left), strict=True))
        left, wrong = [path for path in left if told[path]], [why for why in told.values() if why]
        if not left:
            break
    reasons = {why.partition("：")[2] for why in wrong}
    if len(wrong) == len(paths) + len(gone) > 1 and len(reasons) == 1:
        wrong = [f"site.url（{url}）的 {len(wrong)} 个网址都是这样：{reasons.pop()}"]
    record = _fetched(wire, url, f"{CONTROL}log/gen-00000001")
    if not isinstance(record, str) and record.status == 200 and record.body[:1] == b"{":
        wrong.append(f"{CONTROL} 谁都能读：里面有作者名和旧版文字，照 {PROGRAM} docs publishing 关上它")
    return Confirmed(len(paths) + len(gone) - len(left), tuple(wrong), tuple(notes))


def _fetched(wire: Wire, url: str, path: str) -> Answer | str:
    target = urlsplit(address.url(url, path))
    headers = {"host": wire.host, "accept-encoding": "gzip", "user-agent": "jianbao-confirm"}
    try:
        return wire.ask("GET", target.path or "/", lambda: headers, told="confirm")
    except StoreError as error:
        return str(error)


def fault_of(path: str, answer: Answer, files: Files) -> str:
    """What is wrong with what a reader gets of a path, in Chinese; "" when nothing is."""
    item = files.get(path)
    if item is None:
        return f"{path}：已经撤下，仍然读得到；刷新 CDN" if answer.status == 200 else ""
    if answer.status != 200:
        moved = f"，转到 {answer.headers['location']}" if "location" in answer.headers else ""
        return f"{path}：回答 {answer.status}{moved}；核对域名、CDN 的回源和索引页设置"
    data = answer.body
    if answer.headers.get("content-encoding") == "gzip":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError):
            return f"{path}：压缩坏了"
    if digest.of_bytes(data).hex() != item.content:
        return f"{path}：与这次构建的不一样；多半是 CDN 还留着旧的，刷新它"
    kind = answer.headers.get("content-type", "").replace(" ", "").lower()
    wanted = mime.of(path).replace(" ", "").lower()
    if kind.partition(";")[0] != wanted.partition(";")[0]:
        return f"{path}：Content-Type 是 {kind or '空的'}，应为 {mime.of(path)}"
    return ""
