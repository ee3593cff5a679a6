"""``python build.py publish``: its options, what it prints, its exit codes.

0 done; 1 refused or failed, with the published site whole; 2 wrong usage; 130 interrupted, whole as well.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jianbao import address, publish
from jianbao.cache.state import State, state_path
from jianbao.errors import UsageError, reason
from jianbao.publish import Options, Outcome, RefusedError
from jianbao.publish.stores import Store, StoreError
from jianbao.publish.target import Target
from jianbao.settings import config

_PLAIN_EVERY = 10.0
"""Seconds between lines of progress where there is no terminal."""
_MOST_TOLD = 20
_STDERR = 2
_WIDTH = 30
"""Characters of the bar, as many as a build's."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("target", nargs="?", default="", metavar="目标", help="config.yaml 的 publish 里的名字")
    parser.add_argument("--output", type=Path, metavar="DIR", help="发布哪个文件夹（默认：网站文件夹下的 output/）")
    parser.add_argument("--dry-run", action="store_true", help="只说会做什么，不改动任何东西")
    parser.add_argument("--verify", action="store_true", help="核对存储里的每个文件，补好不对的")
    parser.add_argument("--rollback", type=int, nargs="?", const=1, metavar="N", help="回退 N 代（默认 1）")
    parser.add_argument("--history", action="store_true", help="列出发布过的各代")
    parser.add_argument("--list-targets", action="store_true", help="列出配置好的目标")
    parser.add_argument("--allow-shrink", action="store_true", help="允许大量文件或地址消失")
    parser.add_argument("--take-over", action="store_true", help="接管一个已经死掉的发布")
    parser.add_argument("--json", action="store_true", help="以 JSON 报告")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Publishes, or shows what would be."""
    targets = publish.load(site)
    if options.list_targets:
        _list(targets, as_json=options.json)
        return 0
    if not options.target:
        raise UsageError(f"要发布到哪里？可用：{'、'.join(targets) or '还没有目标，见 docs/publishing.md'}")
    target = publish.named(targets, options.target)
    if options.rollback is not None and options.rollback < 1:
        raise UsageError("--rollback 后面是要回退的代数，至少为 1")
    asked = [f"--{name}" for name in ("history", "rollback", "verify") if getattr(options, name) not in (None, False)]
    if len(asked) > 1:
        raise UsageError(f"{' 和 '.join(asked)} 不能同时用：一次做一件")
    began = time.monotonic()
    try:
        store = target.store(site)
        if options.history:
            _history(site, target, store, as_json=options.json)
            return 0
        outcome = _outcome(options, site, target, store, say)
    except RefusedError as refused:
        # The last one is the cure.
        left_out = max(0, len(refused.reasons) - 1 - _MOST_TOLD)
        for why in (*refused.reasons[: -1 - left_out], refused.reasons[-1]):
            say(f"不发布：{why}")
        if left_out:
            say(f"另有 {left_out} 条没有列出；加 --json 看全部")
        return _failed(options, {"refused": refused.reasons})
    except (StoreError, OSError) as error:
        why = str(error) if isinstance(error, StoreError) else f"{error.filename or ''} {reason(error)}；检查磁盘和权限"
        say(f"发布没有完成：{why}")
        return _failed(options, {"error": why})
    except KeyboardInterrupt:
        say("已中断；网站仍是完整的，再运行一次会接着做")
        return 130
    _show(options, outcome, time.monotonic() - began, say)
    return 0


def _outcome(
    options: argparse.Namespace, site: Path, target: Target, store: Store, say: Callable[[str], None]
) -> Outcome:
    bar = _Bar(say)

    def purge(paths: tuple[str, ...]) -> None:
        bar.close()
        _hook(target, site, paths, say)

    output = (options.output or site / "output").resolve()
    try:
        # Held in rolling back too: one publish of this checkout at a time.
        with State(state_path(site, output)) as state:
            if options.rollback is None and state.has_drafts:
                raise RefusedError(("上一次构建用了 --drafts，里面可能有草稿：不加它再运行 python build.py",))
            who = publish.owner(state.path.with_suffix(".lock"))
            how = Options(options.dry_run, options.verify, options.allow_shrink, options.take_over, who)
            if options.rollback is not None:
                return publish.rollback(target, store, options.rollback, how, bar, purge)
            return publish.publish(target, store, output, state.rows(), how, bar, purge)
    finally:
        bar.close()


def _failed(options: argparse.Namespace, told: dict[str, Any]) -> int:
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1


def _show(options: argparse.Namespace, outcome: Outcome, seconds: float, say: Callable[[str], None]) -> None:
    made = outcome.plan
    for stranger in outcome.strangers[:_MOST_TOLD]:
        say(f"提示：存储里的 {stranger} 不是本站发布的，没有动它")
    if len(outcome.strangers) > _MOST_TOLD:
        say(f"提示：这样的文件共有 {len(outcome.strangers)} 个；加 --json 看全部")
    if options.json:
        print(json.dumps(_data(outcome, seconds, dry=options.dry_run), ensure_ascii=False, indent=1))
    elif made is None:
        same = "核对过，都对" if options.verify else "没有变化"
        print(f"第 {outcome.generation} 代：{same}，{seconds:.1f} 秒")
    else:
        if options.dry_run:
            for upload in made.uploads:
                print(f"{upload.path}  {upload.reason}")
            for path in made.manifest.gone:
                print(f"{path}  撤下")
        counts = Counter(u.reason for u in made.uploads)
        detail = "，".join(f"{reason} {n}" for reason, n in counts.items())
        verb = "将上传" if options.dry_run else "上传"
        back = f"（内容同第 {outcome.generation - 1 - options.rollback} 代）" if options.rollback else ""
        files = made.manifest.files
        size = sum(files[u.path].size for u in made.uploads if not u.source) if options.dry_run else outcome.sent
        print(
            f"第 {outcome.generation} 代{back}：{verb} {len(made.uploads)}{f'（{detail}）' if detail else ''}，"
            f"撤下 {len(made.manifest.gone)}，{size / 1e6:.1f} MB，{seconds:.1f} 秒"
        )


def _data(outcome: Outcome, seconds: float, *, dry: bool) -> dict[str, Any]:
    made = outcome.plan
    return {
        "generation": outcome.generation,
        "dry_run": dry,
        "changed": made is not None,
        "uploads": [{"path": u.path, "reason": u.reason} for u in made.uploads] if made else [],
        "deletes": list(made.manifest.gone) if made else [],
        "strangers": list(outcome.strangers),
        "bytes": outcome.sent,
        "seconds": round(seconds, 3),
    }


def _hook(target: Target, site: Path, paths: tuple[str, ...], say: Callable[[str], None]) -> None:
    """Tells the CDN which addresses changed; what it does wrong does not undo the publish."""
    if not (target.hook and paths):
        return
    url = config.load(site).url
    told = [address.url(url, path) for path in paths]
    if address.HOME in paths:
        told.append(f"{url}{address.HOME}")  # a CDN takes it for another page than the folder's
    lines = "".join(f"{line}\n" for line in told)
    try:
        # What it prints is not our answer.
        done = subprocess.run(
            target.hook, input=lines, encoding="utf-8", stdout=_STDERR, cwd=site, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"提示：CDN 刷新命令没有成功（{error}）；网站已经发布，请手动刷新")
        return
    if done.returncode:
        say(f"提示：CDN 刷新命令返回 {done.returncode}；网站已经发布，请手动刷新")


def _list(targets: dict[str, Target], *, as_json: bool) -> None:
    shown = ("name", "provider", "bucket", "prefix", "endpoint", "path")
    rows = [{key: getattr(target, key) for key in shown} for target in targets.values()]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        where = row["path"] or f"{row['bucket']}/{row['prefix']}"
        print(f"{row['name']}  {row['provider']}  {where}  {row['endpoint']}".rstrip())
    if not rows:
        print("还没有发布目标，见 docs/publishing.md")


def _history(site: Path, target: Target, store: Store, *, as_json: bool) -> None:
    found = publish.history(target, store)
    if as_json:
        print(json.dumps([g._asdict() for g in found], ensure_ascii=False, indent=1))
        return
    zone = ZoneInfo(config.load(site).time_zone) if found else None
    for g in found:
        when = f"{datetime.fromisoformat(g.time).astimezone(zone):%Y-%m-%d %H:%M}"
        print(f"第 {g.number} 代  {when}  {g.author}  {g.revision or '-'}  {g.total} 个文件，{g.size / 1e6:.1f} MB")
    if not found:
        print("还没有发布过")


class _Bar:
    """Files, bytes and rate: a line that is written over on a terminal, now and then a line of its own elsewhere."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._began = self._told = time.monotonic()
        self._say = say
        self._shown = False

    def __call__(self, done: int, total: int, sent: int) -> None:
        now = time.monotonic()
        seconds = now - self._began
        if seconds <= 1:
            return
        text = f"{done}/{total} 个文件，{sent / 1e6:.1f} MB，{sent / seconds / 1e6:.1f} MB/秒"
        if not sys.stderr.isatty():
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
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
