"""``jianbao import FOLDER``: a whole old archive, its plan shown or carried out."""

import argparse
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jianbao import files, workers
from jianbao.content import additions
from jianbao.desk import columns
from jianbao.errors import PROGRAM, Problem, UsageError, reason
from jianbao.importer.archive import documents, filing, kinds, lists, planning, report
from jianbao.importer.archive.posts import ORIGIN
from jianbao.importer.model import Plan
from jianbao.settings import config, redirects
from jianbao.settings.schema import Reader

REPORT = "导入报告.md"


def is_archive(asked: list[Path]) -> bool:
    """Whether what was asked for is a whole archive: a folder, or an export of WordPress."""
    return len(asked) == 1 and (asked[0].is_dir() or (asked[0].suffix.lower() == ".xml" and kinds.is_export(asked[0])))


Planned = Callable[[argparse.Namespace, Path], tuple[Plan, str]]
"""What the import of single files would write, and an article of it that is there already."""


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None], planned: Planned) -> int:
    """Reads the archive, shows the plan, and writes it unless asked not to. Raises UsageError."""
    asked: Path = files.real(options.files[0])
    if asked == site or site in asked.parents or asked in (site / "content").parents:
        raise UsageError(f"{options.files[0]} 与网站文件夹 {site} 互相包含；旧网站要放在另一个地方")
    old = (
        kinds.recognised(asked)
        if asked.is_dir()
        else kinds.Old("WordPress", asked.parent, (asked.name,), ("",), {}, ())
    )
    if old.kind == "documents":
        return _documents(options, site, old, say, planned)
    settings = config.load(site)
    say(f"正在读 {len(old.posts)} 个文件……")
    known, taken, contents = _there(site)
    now = datetime.now(ZoneInfo(settings.time_zone))
    names = [column.name for column in settings.columns]
    filed = filing.Asked(options.column, options.default_column)
    plan = planning.whole(old, names, filed, known, taken, workers.cores(), f"{now:%Y-%m-%d %H:%M}", contents)
    told = report.doubts(plan)
    print("\n".join(report.summary(plan)))
    if told:
        print(f"拿不准的 {len(told)} 处，请核对：")
        print("\n".join(report.shown(told)))
    if options.dry_run:
        say("没有写文件（--dry-run）")
        return 0
    new = list(_files(plan, site))
    rules = _more_rules(plan, site)
    if rules and not (site / redirects.FILE).exists():
        new.append((redirects.FILE, rules.encode()))
    if not new and not plan.repairs and not rules:
        say("没有新的文章，也没有可以补上的图片和链接，什么也没有写")
        return 0
    written = additions.add(site, new, cure="先移开它") if new else ()
    for one in plan.repairs:
        files.replace(site / "content" / one.path, one.text.encode())
    if rules and (redirects.FILE, rules.encode()) not in new:
        files.replace(site / redirects.FILE, rules.encode())
    _more_columns(site, plan.columns, say)
    add_report(site, report.whole(plan, f"{now:%Y-%m-%d %H:%M}"))
    mended = f"，改了 {len(plan.repairs)} 个" if plan.repairs else ""
    say(f"写下 {len(written)} 个文件{mended}；全部存疑处在 {REPORT}")
    say(f"接着运行 {PROGRAM} check --fix，再运行 {PROGRAM}")
    return 0


def _documents(
    options: argparse.Namespace, site: Path, old: kinds.Old, say: Callable[[str], None], planned: Planned
) -> int:
    """Imports each document of a folder by itself, an issue each; one that cannot come in holds no other up."""
    done = again = doubts = 0
    refused: list[str] = []
    parts: list[str] = []
    for path in old.posts:
        one = argparse.Namespace(**{**vars(options), "files": [old.folder / path]})
        try:
            made, there = planned(one, site)
            if there:
                again += 1
                continue
            if not made.issue or not made.files:
                refused.append(f"{path}：看不出是哪一期；单独导入，加 --issue 2018-04")
                continue
            if not options.dry_run:
                additions.add(site, made.files, cure="先移开它")
        except UsageError as error:
            refused.append(f"{path}：{error}")
            continue
        told = documents.doubts(made)
        done += 1
        doubts += len(told)
        left = f"，没有收入的文字 {len(made.dropped)} 处" if made.dropped else ""
        print(f"{path} → {made.folder}，{len(made.items)} 条{left}，存疑 {len(told)} 处")
        print("".join(f"   {doubt}\n" for doubt in told), end="")
        parts.append(documents.part(path, made))
    print("".join(f"没有导入 {line}\n" for line in refused), end="")
    print("".join(f"没有读的：{name} {count} 个\n" for name, count in old.others), end="")
    wrote = "将写下" if options.dry_run else "写下"
    said = f"{len(old.posts)} 个文件：{done} 期{wrote}，以前导入过 {again}，没有导入 {len(refused)}，存疑 {doubts} 处"
    print(said)
    if options.dry_run or not done:
        say("没有写文件（--dry-run）" if options.dry_run else "没有新的一期，什么也没有写")
        return 0
    zone = ZoneInfo(config.load(site).time_zone)
    add_report(site, documents.whole(f"{datetime.now(zone):%Y-%m-%d %H:%M} {old.folder.name}", said, refused, parts))
    say(f"没有收入的文字、存疑的地方，全部在 {REPORT}")
    say(f"接着运行 {PROGRAM} check --fix，再运行 {PROGRAM}")
    return 0


def add_report(site: Path, part: str) -> None:
    """Writes a part more of the report, below what earlier imports said."""
    data = files.read(site / REPORT, REPORT, files.LARGEST_DATA, site) if (site / REPORT).exists() else b""
    if isinstance(data, Problem):
        raise UsageError(f"读不了 {REPORT}：{data.message}；移开它，再运行一次")
    files.replace(site / REPORT, report.added(data.decode("utf-8", "replace"), part).encode())


def _there(site: Path) -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    """(old file that came in before → its article, what lies below content/, those that say what was missing)."""
    pattern = re.compile(rf"^  {ORIGIN}: (.*)$", re.MULTILINE)
    known: dict[str, str] = {}
    contents: dict[str, str] = {}
    taken: set[str] = set()
    for path in files.below(site / "content"):
        if not path.is_file():
            continue
        place = path.relative_to(site / "content").as_posix()
        taken.add(place)
        if path.suffix != ".md":
            continue
        data = files.read(path, path.name, files.LARGEST_TEXT, site)
        found = None if isinstance(data, Problem) else pattern.search(data[:65536].decode("utf-8", "replace"))
        if found and not isinstance(data, Problem):
            known[found[1].strip('"')] = place
            if b"<!-- \xe5\x8e\x9f" in data:
                contents[place] = data.decode("utf-8", "replace")
    return known, frozenset(taken), contents


def _files(plan: planning.Whole, site: Path) -> Iterator[tuple[str, bytes | Path]]:
    """What is to be written: articles, and of their files those that are not there."""
    for text in plan.texts:
        yield f"content/{text.path}", text.data
    for place, source in planning.media_of([*plan.texts, *plan.repairs]).items():
        if not (site / "content" / place).exists():
            yield f"content/{place}", plan.old.folder / source if isinstance(source, str) else source
    for place, file in plan.rooted.files:
        if not (site / "public" / place).exists():
            yield f"public/{place}", plan.old.folder / file


def _more_rules(plan: planning.Whole, site: Path) -> str:
    """data/redirects.yaml with the rules that it has not yet, "" when it has all. Raises UsageError."""
    file = site / redirects.FILE
    data = files.read(file, redirects.FILE, files.LARGEST_DATA, site) if file.exists() else b""
    if isinstance(data, Problem):
        raise UsageError(f"读不了 {redirects.FILE}：{data.message}；移开它，再运行一次")
    known = {rule.old for rule in redirects.read(Reader(redirects.FILE), site)}
    text = data.decode("utf-8", "replace")
    return lists.written(text, [rule for rule in plan.rules if rule[0] not in known])


def _more_columns(site: Path, names: tuple[str, ...], say: Callable[[str], None]) -> None:
    """Writes new columns into config.yaml; where that cannot be done, says what to write."""
    if not names:
        return
    file = site / config.CONFIG_FILE
    data = files.read(file, config.CONFIG_FILE, files.LARGEST_DATA, site)
    text = "" if isinstance(data, Problem) else columns.added(data.decode("utf-8", "replace"), names)
    try:
        if text:
            files.replace(file, text.encode())
            say(f"config.yaml 的 columns 里加了 {len(names)} 个栏目")
            return
    except OSError as error:
        say(f"写不了 config.yaml：{reason(error)}")
    say(f"请在 config.yaml 的 columns 里加上：{'、'.join(names)}")
