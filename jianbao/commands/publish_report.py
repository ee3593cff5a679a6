"""What `publish` prints: the plan or what was done, the targets, the generations, the previews, the progress."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jianbao.errors import PROGRAM
from jianbao.publish.confirm import Confirmed
from jianbao.publish.manifest import Generation
from jianbao.publish.previews import Preview
from jianbao.publish.publisher import Outcome
from jianbao.publish.target import Target

MOST_TOLD = 20
_PLAIN_EVERY = 10.0
"""Seconds between lines of progress where there is no terminal."""
_WIDTH = 30
"""Characters of the bar, as many as a build's."""
Say = Callable[[str], None]


def failed(told: Mapping[str, Any], *, as_json: bool) -> int:
    """Exit code 1, with the reason as data where that is asked for."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1


def refused(reasons: tuple[str, ...], say: Say) -> None:
    """Why nothing is published; the last reason is the cure."""
    left_out = max(0, len(reasons) - 1 - MOST_TOLD)
    for why in (*reasons[: -1 - left_out], reasons[-1]):
        say(f"不发布：{why}")
    if left_out:
        say(f"另有 {left_out} 条没有列出；加 --json 看全部")


def outcome(options: argparse.Namespace, came: Outcome, confirmed: Confirmed | None, seconds: float, say: Say) -> None:
    """What a publish did, or would do."""
    for note in (*came.notes, *(confirmed.notes if confirmed else ())):
        say(f"提示：{note}")
    for stranger in came.strangers[:MOST_TOLD]:
        say(f"提示：存储里的 {stranger} 不是本站发布的，没有动它")
    if len(came.strangers) > MOST_TOLD:
        say(f"提示：这样的文件共有 {len(came.strangers)} 个；加 --json 看全部")
    if options.json:
        print(json.dumps(_data(came, confirmed, seconds, dry=options.dry_run), ensure_ascii=False, indent=1))
    else:
        _told(options, came, seconds)
    if came.refreshed.why:
        left = f"，{len(came.refreshed.left)} 个网址下次发布时再刷新" if came.refreshed.left else ""
        say(f"网站已经发布，CDN 没有全部刷新：{came.refreshed.why}{left}")
    if confirmed:
        for why in confirmed.wrong[:MOST_TOLD]:
            say(f"不对：{why}")
        say(f"从 site.url 取了 {confirmed.right + len(confirmed.wrong)} 处核对：{len(confirmed.wrong)} 处不对")


def _told(options: argparse.Namespace, came: Outcome, seconds: float) -> None:
    made = came.plan
    if made is None:
        print(f"第 {came.generation} 代：{'核对过，都对' if options.verify else '没有变化'}，{seconds:.1f} 秒")
        return
    if options.dry_run:
        for upload in made.uploads:
            print(f"{upload.path}  {upload.reason}")
        for path in made.manifest.gone:
            print(f"{path}  撤下")
    counts = Counter(u.reason for u in made.uploads)
    detail = "，".join(f"{reason} {n}" for reason, n in counts.items())
    verb = "将上传" if options.dry_run else "上传"
    back = f"（内容同第 {came.generation - 1 - options.rollback} 代）" if options.rollback else ""
    print(
        f"第 {came.generation} 代{back}：{verb} {len(made.uploads)}{f'（{detail}）' if detail else ''}，"
        f"撤下 {len(made.manifest.gone)}，{came.sent / 1e6:.1f} MB，{seconds:.1f} 秒"
    )


def _data(came: Outcome, confirmed: Confirmed | None, seconds: float, *, dry: bool) -> dict[str, Any]:
    made = came.plan
    return {
        "generation": came.generation,
        "dry_run": dry,
        "changed": made is not None,
        "uploads": [{"path": u.path, "reason": u.reason} for u in made.uploads] if made else [],
        "deletes": list(made.manifest.gone) if made else [],
        "strangers": list(came.strangers),
        "notes": list(came.notes),
        "refresh_left": list(came.refreshed.left),
        "confirmed": {"right": confirmed.right, "wrong": list(confirmed.wrong)} if confirmed else None,
        "bytes": came.sent,
        "seconds": round(seconds, 3),
    }


def targets(found: Mapping[str, Target], *, as_json: bool) -> None:
    """What is configured."""
    shown = ("name", "provider", "bucket", "prefix", "endpoint", "path", "repository")
    rows = [{key: getattr(target, key) for key in shown} for target in found.values()]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        where = row["repository"] or row["path"] or f"{row['bucket']}/{row['prefix']}"
        print(f"{row['name']}  {row['provider']}  {where}  {row['endpoint']}".rstrip())
    if not rows:
        print(f"还没有发布目标，见 {PROGRAM} docs publishing")


def history(found: Iterable[Generation], zone: str, *, as_json: bool) -> None:
    """The generations, newest first."""
    found = list(found)
    if as_json:
        print(json.dumps([g._asdict() for g in found], ensure_ascii=False, indent=1))
        return
    for g in found:
        when = f"{datetime.fromisoformat(g.time).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        print(f"第 {g.number} 代  {when}  {g.author}  {g.revision or '-'}  {g.total} 个文件，{g.size / 1e6:.1f} MB")
    if not found:
        print("还没有发布过")


def previews(found: Iterable[Preview], base: str, today: date, *, as_json: bool) -> None:
    """The previews of a target."""
    found = list(found)
    if as_json:
        rows = [{"name": p.name, "until": p.until.isoformat(), "url": f"{base}{p.name}/"} for p in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for preview in found:
        over = "（已过期，下一次发布会删去）" if preview.until < today else ""
        print(f"{preview.name}  到 {preview.until} 为止{over}  {base}{preview.name}/index.html")
    if not found:
        print("没有预览")


class Bar:
    """Files, bytes and rate: a line that is written over on a terminal, now and then a line of its own elsewhere."""

    def __init__(self, say: Say) -> None:
        self._began = self._told = time.monotonic()
        self._say = say
        self._shown = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int, sent: int) -> None:
        now = time.monotonic()
        seconds = now - self._began
        if seconds <= 1:
            return
        text = f"{done}/{total} 个文件，{sent / 1e6:.1f} MB，{sent / seconds / 1e6:.1f} MB/秒"
        if not self._terminal:
            if now - self._told > _PLAIN_EVERY:
                self._told = now
                self._say(text)
        elif now - self._told > 0.1 or done == total:
            self._told = now
            filled = _WIDTH * done // total
            sys.stderr.write(f"\r{'█' * filled}{'░' * (_WIDTH - filled)} {text} ")
            sys.stderr.flush()
            self._shown = True

    def close(self) -> None:
        """Removes the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
