"""``jianbao publish``: its options, what it prints, its exit codes.

0 done; 1 refused or failed, with the published site whole, or published with a CDN that was not told or with readers
who get something else; 2 wrong usage; 130 interrupted, whole as well.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jianbao import digest, files
from jianbao.cache.state import Row, State, state_path
from jianbao.commands import publish_report as report
from jianbao.errors import PROGRAM, UsageError, reason
from jianbao.publish import configured, confirm, identity, manifest, previews, publisher, redirects, refresh
from jianbao.publish.built import Built, RefusedError
from jianbao.publish.confirm import Confirmed
from jianbao.publish.publisher import Options, Outcome
from jianbao.publish.stores import Store, StoreError
from jianbao.publish.stores.dry import DryStore
from jianbao.publish.target import FOLDER, Target
from jianbao.settings import config, placeholder

_CONFIRMED = 12
"""Addresses that --confirm fetches."""
_ONE_AT_A_TIME = ("history", "rollback", "verify", "previews", "remove")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("target", nargs="?", default="", metavar="目标", help="config.yaml 的 publish 里的名字")
    parser.add_argument("--output", type=Path, metavar="文件夹", help="发布哪个文件夹（默认：网站文件夹下的 output/）")
    parser.add_argument("--dry-run", action="store_true", help="只说会做什么，不改动任何东西")
    parser.add_argument("--verify", action="store_true", help="核对存储里的每个文件，补好不对的")
    parser.add_argument("--confirm", action="store_true", help="发布后从 site.url 取一些网页，和构建的比较")
    parser.add_argument("--rollback", type=int, nargs="?", const=1, metavar="N", help="回退 N 代（默认 1）")
    parser.add_argument("--history", action="store_true", help="列出发布过的各代")
    parser.add_argument(
        "--as", dest="name", metavar="名字", help="发布为预览：放在 _preview/名字/ 下，不让搜索引擎收录"
    )
    parser.add_argument("--drafts", action="store_true", help="预览里可以有草稿（只和 --as 一起用）")
    parser.add_argument("--previews", action="store_true", help="列出预览")
    parser.add_argument("--remove", action="store_true", help="删去 --as 所说的预览")
    parser.add_argument("--list-targets", action="store_true", help="列出配置好的目标")
    parser.add_argument("--allow-shrink", action="store_true", help="允许大量文件或地址消失")
    parser.add_argument("--bring-back", action="store_true", help="允许撤回的文章重新出现")
    parser.add_argument("--older", action="store_true", help="允许用旧的版本代替新的")
    parser.add_argument("--take-over", action="store_true", help="接管一个已经死掉的发布")
    parser.add_argument("--json", action="store_true", help="以 JSON 报告")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Publishes, or shows what would be."""
    targets = configured.targets(site)
    if options.list_targets:
        report.targets(targets, as_json=options.json)
        return 0
    if not options.target:
        raise UsageError(f"要发布到哪里？可用：{'、'.join(targets) or f'还没有目标，见 {PROGRAM} docs publishing'}")
    target = configured.named(targets, options.target)
    _sensible(options)
    if options.name:
        previews.target(target, options.name)
    began = time.monotonic()
    try:
        _real_address(site, target, options, say)
        store = target.store(site)
        if (code := _looked(options, site, target, store)) is not None:
            return code
        outcome = _outcome(options, site, target, store, say)
        confirmed = _confirmed(site, options, target, outcome) if options.confirm else None
    except RefusedError as refused:
        report.refused(refused.reasons, say)
        return report.failed({"refused": refused.reasons}, as_json=options.json)
    except (StoreError, OSError) as error:
        why = str(error) if isinstance(error, StoreError) else f"{error.filename or ''} {reason(error)}；检查磁盘和权限"
        say(f"发布没有完成：{why}")
        return report.failed({"error": why}, as_json=options.json)
    except KeyboardInterrupt:
        say("已中断；网站仍是完整的，再运行一次会接着做")
        return 130
    report.outcome(options, outcome, confirmed, time.monotonic() - began, say)
    if options.name and not options.dry_run:
        say(f"预览：{_base(site)}{options.name}/index.html，{target.preview_days} 天后由下一次发布删去")
    return int(bool(outcome.refreshed.why or (confirmed and confirmed.wrong)))


def _real_address(site: Path, target: Target, options: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Raises RefusedError for an address that is an example; a folder may be for trying, and is only warned of."""
    example = placeholder.told(config.load(site))
    if example is None or any(getattr(options, name) not in (None, False) for name in _ONE_AT_A_TIME):
        return
    if target.provider != FOLDER:
        raise RefusedError((str(example), f"改好以后先运行 {PROGRAM}，再发布"))
    say(str(example))


def _sensible(options: argparse.Namespace) -> None:
    """Raises UsageError for what does not go together."""
    if options.rollback is not None and options.rollback < 1:
        raise UsageError("--rollback 后面是要回退的代数，至少为 1")
    asked = [f"--{name}" for name in _ONE_AT_A_TIME if getattr(options, name) not in (None, False)]
    if len(asked) > 1:
        raise UsageError(f"{' 和 '.join(asked)} 不能同时用：一次做一件")
    if options.remove and not options.name:
        raise UsageError("--remove 要和 --as 一起用，说明删去哪个预览")
    if options.drafts and not options.name:
        raise UsageError("--drafts 只用于预览，要和 --as 一起用；草稿不会正式发布")
    if options.name and (options.rollback or options.history):
        raise UsageError("预览没有各代，不能回退；重新发布一次就是")


def _looked(options: argparse.Namespace, site: Path, target: Target, store: Store) -> int | None:
    """The exit code of what only looks, or only removes a preview; None for a publish."""
    settings = config.load(site)
    if options.history:
        report.history(publisher.history(target, store), settings.time_zone, as_json=options.json)
        return 0
    if options.previews:
        today = _today(settings.time_zone)
        report.previews(previews.listed(store, target), _base(site), today, as_json=options.json)
        return 0
    if options.remove:
        files = previews.remove(store, target, options.name)
        print(f"已删去预览 {options.name}：{files} 个文件" if files >= 0 else f"没有叫 {options.name} 的预览")
        return 0
    return None


def _outcome(
    options: argparse.Namespace, site: Path, target: Target, store: Store, say: Callable[[str], None]
) -> Outcome:
    bar = report.Bar(say)
    output = files.real(options.output or site / "output")
    settings = config.load(site)
    tell = None if options.dry_run else refresh.of(target, site, settings.url)
    used: Store = DryStore(store, manifest.CONTROL) if options.dry_run else store
    # Held in rolling back too: one publish of this checkout at a time.
    try:
        with State(state_path(site, output)) as state:
            if options.rollback is None and state.has_drafts and not options.drafts:
                raise RefusedError((f"上一次构建用了 --drafts，里面可能有草稿：不加它再运行 {PROGRAM}",))
            how = Options(
                verify=options.verify,
                allow_shrink=options.allow_shrink,
                bring_back=options.bring_back,
                older=options.older,
                take_over=options.take_over,
                owner=identity.owner(state.path.with_suffix(".lock")),
            )
            if options.rollback is not None:
                return publisher.rollback(target, used, options.rollback, how, bar, tell)
            rows = state.rows()
            _not_behind(site, state, rows, say)
            extras = _extras(site, target, rows, settings.url)
            whole = Built(output, rows, site, partial(_faults, site, output), extras)
            if options.name:
                return previews.put_up(options.name, target, used, whole, how, bar, _today(settings.time_zone))
            came = publisher.publish(target, used, whole, how, bar, tell)
            return came if options.dry_run else _without_expired(came, store, target, _today(settings.time_zone))
    finally:
        bar.close()


def _not_behind(site: Path, state: State, rows: Mapping[str, Row], say: Callable[[str], None]) -> None:
    """Says what was edited and is not in output/. Raises RefusedError for what was withdrawn and still stands there."""
    from jianbao.desk import behind

    found = behind.found(site, state, rows)
    for problem in found.waiting:
        say(str(problem))
    if found.withdrawn:
        raise RefusedError((*map(str, found.withdrawn), f"先运行 {PROGRAM}，再发布"))


def _without_expired(came: Outcome, store: Store, target: Target, today: date) -> Outcome:
    """The outcome, after previews whose day is over were removed."""
    gone = previews.expired(store, target, today) if came.previews else []
    notes = (f"预览 {'、'.join(gone)} 已过期，删去了",) if gone else ()
    return came._replace(notes=(*came.notes, *notes))


def _extras(site: Path, target: Target, rows: Mapping[str, Row], url: str) -> dict[str, bytes]:
    """The rule file with redirects, where the target wants one. Raises RefusedError for rules that lead nowhere."""
    if not target.redirects:
        return {}
    rules = redirects.read(site)
    if dead := redirects.dead(rules, rows):
        raise RefusedError((*dead, f"改好 {redirects.FILE}，再发布"))
    text = redirects.written(rules, target.redirects, urlsplit(url).path or "/")
    return {redirects.name(target.redirects): text.encode()} if rules else {}


def _faults(site: Path, output: Path, paths: Iterable[str], before: Callable[[str], bytes | None]) -> tuple[str, ...]:
    from jianbao.desk import outgoing

    found = outgoing.problems(site, output, paths, before)
    cure = "照上面的提示改好，再构建、发布"
    return (*(str(problem) for problem in found), cure) if found else ()


def _confirmed(site: Path, options: argparse.Namespace, target: Target, came: Outcome) -> Confirmed | None:
    """What readers get, by site.url; None where that cannot be asked for."""
    url = config.load(site).url
    output = files.real(options.output or site / "output")
    if options.rollback is not None or options.dry_run:
        raise UsageError("--confirm 和 --rollback、--dry-run 不能同时用")
    with State(state_path(site, output)) as state:
        rows = dict(state.rows())
    own = target
    if options.name:
        own, rows = previews.target(target, options.name), previews.rows(rows)
        url = f"{_base(site)}{options.name}/"
    listed = manifest.local(rows, own)
    changed = [upload.path for upload in came.plan.uploads] if came.plan else []
    gone = came.plan.manifest.gone[:_CONFIRMED] if came.plan else ()
    paths = confirm.chosen(listed, changed, _CONFIRMED)
    if options.name:
        read = previews.source(lambda path: (output / path).read_bytes())
        listed |= {path: listed[path]._replace(content=digest.of_bytes(read(path)).hex()) for path in paths}
    return confirm.confirmed(url, listed, paths, gone)


def _base(site: Path) -> str:
    return f"{config.load(site).url}{manifest.PREVIEWS}"


def _today(zone: str) -> date:
    return datetime.now(ZoneInfo(zone)).date()
