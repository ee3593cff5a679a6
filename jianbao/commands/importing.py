"""``jianbao import``: the plan, shown or carried out."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jianbao import address, files
from jianbao.commands import importing_folder
from jianbao.content import additions
from jianbao.errors import PROGRAM, Problem, RefusedError, UsageError, refused
from jianbao.importer import plan, reading, report, several, standing
from jianbao.importer.model import Options, Plan, Source
from jianbao.importer.posts import drafts
from jianbao.settings import config, knowledge


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="文件",
        help="一期简报：.txt、.docx、.html 或 .md，可以几个；或一个旧网站的文件夹",
    )
    parser.add_argument("--issue", default="", metavar="期", help="期的文件夹名，如 2018-04；默认从文件里读")
    parser.add_argument("--date", default="", metavar="日期", help="这一期的日期：2018-04-30 或 2018-04")
    parser.add_argument("--year", default="", metavar="年份", help="文中日期的年份，文件里没有写明时用")
    parser.add_argument("--column", default="", metavar="栏目", help="旧网站的文章都放进这个栏目")
    parser.add_argument(
        "--default-column",
        default="",
        metavar="栏目",
        help="旧网站的文章，没有分类的、分类没有成为栏目的，放进这个栏目",
    )
    parser.add_argument("--dry-run", action="store_true", help="只说会写什么，不写文件")
    parser.add_argument("--comments", action="store_true", help="把拿不准的地方作为注释写在文章里")
    parser.add_argument("--format", choices=("text", "json"), default="text", metavar="格式", help="text 或 json")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Reads the files, shows the plan, and writes it unless asked not to."""
    for name in (options.column, options.default_column):
        if name and (fault := address.fault_of_name(name)):
            raise UsageError(f"“{name}”不能作栏目名：{fault}")
    if importing_folder.is_archive(options.files):
        return importing_folder.run(options, site, say, _allowed)
    made, there = planned(options, site)
    known = {} if there in options.finished else _standing(made, site)
    told = [f"“{made.items[at].shown_title}”已经有了（{path}），请核对是不是同一篇" for at, path in known.items()]
    made = replace(made, doubts=(*made.doubts, *told))
    if options.dry_run:
        _show(made, options)  # what it reads as is worth knowing though it cannot be written
    if there and there in options.finished:
        say("这次导入的文件都在了，没有再写")
        return 0
    if there:
        raise _imported(made, there, known)
    _refuse(made)
    if not made.issue and not options.dry_run:
        print(report.text(made, written=False))
        raise refused(options.files[0].name, "import-issue", "文件里看不出是哪一期", "加 --issue 2018-04，再导入")
    if any(b"\ndate: " not in data for path, data in made.files if path.endswith("/index.md")):
        cure = "加 --date 2018-04，或只知道年份时加 --year 2018"
        raise refused(options.files[0].name, "import-issue", f"看不出“{made.issue}”是什么时候的", cure)
    if not options.dry_run:
        additions.add(site, made.files, cure="改用 --issue 另起一期，或先移开它")
        _show(made, options)
        say(f"接着运行 {PROGRAM} check --fix，再运行 {PROGRAM}")
    return 0


def _standing(made: Plan, site: Path) -> dict[int, str]:
    """Where the articles of a plan stand in the site already."""
    paths = sorted((site / "content").glob("**/*.md"))
    read = ((path, files.read(path, str(path), reading.LARGEST, None)) for path in paths)
    texts = (
        (path.relative_to(site).as_posix(), data.decode("utf-8", "replace"))
        for path, data in read
        if not isinstance(data, Problem)
    )
    return standing.found(made.items, texts)


def _imported(made: Plan, there: str, known: dict[int, str]) -> RefusedError:
    """What is said of articles that cannot be written for their names: which of them are there, and which are new."""
    if not known:
        message = "这篇与要写的文章同名，不是同一篇"
        return refused(there, "import-issue", message, "另起一期用 --issue，或先给它改名")
    old = "、".join(f"“{made.items[at].shown_title}”（{known[at]}）" for at in sorted(known))
    new = "、".join(f"“{item.shown_title}”" for at, item in enumerate(made.items) if at not in known)
    message = f"看来已经导入过：{old}已经有了{f'，{new}是新的' if new else ''}"
    folder = there.rpartition("/")[0]
    only = f"只要新的，把它们另存成一个文件，加 --issue {folder.rpartition('/')[2]} 导入；" if new else ""
    return refused(there, "import-issue", message, f"{only}要重来，先移开已经有的")


def _show(made: Plan, options: argparse.Namespace) -> None:
    if options.format == "json":
        print(json.dumps(report.data(made), ensure_ascii=False, indent=1))
    else:
        print(report.text(made, written=not options.dry_run))


def _refuse(made: Plan) -> None:
    if made.refused:
        message, _, cure = made.refused.partition("；")
        raise refused(made.folder, "import-issue", message, cure)


def _allowed(options: argparse.Namespace, site: Path) -> tuple[Plan, str]:
    """The same as ``planned``. Raises RefusedError for what must not be written."""
    made, there = planned(options, site)
    if not there:
        _refuse(made)
    return made, there


def planned(options: argparse.Namespace, site: Path) -> tuple[Plan, str]:
    """(what the import would write, an article that is there already and seems to be one of it)."""
    _look_at(options)
    settings = config.load(site)
    sources: list[Source] = []
    wrong: list[Problem] = []
    for file in options.files:
        data = files.read(file, str(file), reading.LARGEST, None)
        if isinstance(data, Problem):
            wrong.append(data)
            continue
        try:
            source = drafts.of_folder(reading.source(file.name, data, reading.beside(file)), file)
        except RefusedError as error:
            wrong += error.problems
            continue
        sources.append(source)
        if not (source.lines or source.markdown or source.front):
            cure = "打开它看一看；是扫描的图片的，把文字录成 .docx 或 .txt，再导入"
            wrong += refused(file.name, "import-format", "文件里一个字也没有", cure).problems
    if wrong:
        raise RefusedError(wrong)
    existing = frozenset(p.relative_to(site).as_posix() for p in (site / "content").glob("*/*/*"))
    departments, suggestions = knowledge.load(site).departments, knowledge.suggestions(site)
    columns = [column.name for column in settings.columns]
    said = Options(options.issue, options.date, options.year, _today(settings.time_zone))

    def plan_of(found: list[Source], existing: frozenset[str], numbers: dict[str, str]) -> Plan:
        def number_of(folder: str) -> str:
            return numbers.get(folder) or _number(site / folder / "index.md")

        return plan.planned(
            found, departments, columns, suggestions, said, existing, number_of, comments=options.comments
        )

    bulletins = _bulletins(sources, options)
    if len(bulletins) > 1:
        made = several.planned(bulletins, lambda one, there, numbers: plan_of([one], there, numbers), existing)
    else:
        made = plan_of(sources, existing, {})
    return made, plan.again(made, existing)


def _bulletins(sources: list[Source], options: argparse.Namespace) -> list[Source]:
    """The bulletins of a file that has several. Raises RefusedError when they were to become one issue."""
    for source in sources:
        found = several.parts(source)
        if len(found) < 2:
            continue
        if len(sources) == 1 and not (options.issue or options.date):
            return found
        told = "、".join(map(several.number, found))
        cure = "不加 --issue、--date，只导入这个文件，每期各放一期；或先按期分成几个文件"
        raise refused(source.name, "import-issue", f"文件里有{len(found)}期（{told}），不能都放进一期", cure)
    return []


def _today(zone: str) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return f"{datetime.now(ZoneInfo(zone)):%Y-%m-%d}"


def _number(index: Path) -> str:
    """The number of the issue that a file stands for; "" when it has none or cannot be read."""
    from datetime import UTC

    from jianbao.content import frontmatter

    data = files.read(index, str(index), reading.LARGEST, None)
    if isinstance(data, Problem):
        return ""
    front, _ = frontmatter.read(data.decode("utf-8-sig", "replace"), index.name, UTC)
    return str(front.values.get("number", "")) if front else ""


def _look_at(options: argparse.Namespace) -> None:
    if options.year and not (options.year.isascii() and options.year.isdigit() and len(options.year) == 4):
        raise UsageError(f"--year 应为四位年份，现为“{options.year}”")
    from datetime import UTC

    from jianbao.content import dates

    found = dates.parse(options.date, UTC) if options.date else ("2018-04", "")
    if found is None or found == dates.IMPOSSIBLE:
        raise UsageError(f"没有“{options.date}”这个日期；写成 2018-04-30 或 2018-04")
    options.date = found[0] if options.date else ""
    if options.issue and ("/" in options.issue or address.fault(options.issue)):
        raise UsageError(f"“{options.issue}”不能作期的文件夹名；写成 2018-04 这样")
