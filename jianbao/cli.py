"""The command line: the only place that prints, exits and catches SiteError.

Exit codes: 0 done; 1 the site has problems; 2 wrong usage; 3 our own bug, with a traceback;
130 interrupted.
"""

import argparse
import gc
import json
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from jianbao import __version__, workers
from jianbao.commands import desk
from jianbao.errors import Level, Problem, SiteError, UsageError

COMMANDS = ("build", "serve", *desk.NAMES, "publish", "search", "config")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "build")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal or a log that cannot take Han
    try:
        if sys.getfilesystemencoding() != "utf-8":
            raise UsageError("这里的文件名不是 UTF-8 编码；请先设置环境变量 PYTHONUTF8=1")
        options = _parser(words[0]).parse_args(words)
        return int(options.run(options))
    except UsageError as error:
        _say(f"用法不对：{error}")
        return 2
    except SiteError as error:
        for problem in error.problems:
            _say(str(problem))
        half = any(problem.code in ("disk-full", "output-unwritable", "search-missed") for problem in error.problems)
        _say(_count(error.problems) + ("" if half else "；output/ 未改动"))
        return 1
    except KeyboardInterrupt:
        workers.stop()
        _say("已中断；再次构建会补齐")
        return 130
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 (the one place where a bug of ours is reported)
        traceback.print_exc()
        _say("这是 jianbao 自己的错误，请把上面的内容报告给维护者")
        return 3


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class _Parser(argparse.ArgumentParser):
    """argparse with errors as UsageError, in Chinese."""

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in (
            (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
            (
                r"argument (?:command|命令): invalid choice: '([^']*)'.*",
                r"没有“\1”这个命令；可用：" + "、".join(COMMANDS),
            ),
            (r"argument ([^:]*): expected one argument", r"\1 后面要跟一个值"),
            (r"argument ([^:]*): (.*)", r"\1：\2"),
            (r"the following arguments are required: (.*)", r"缺少 \1"),
        ):
            if re.fullmatch(pattern, message):
                raise UsageError(re.sub(pattern, chinese, message) + f"（{self.prog} --help 看用法）")
        raise UsageError(message)


def _parser(command: str) -> argparse.ArgumentParser:
    """Every command by name, and the options of the one that is asked for."""
    parser = _Parser(prog="build.py", description="把 content/ 里的简报生成为 output/ 里的静态网站。", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    parser.add_argument("--version", action="version", version=f"jianbao {__version__}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    build = commands.add_parser("build", help="生成网站（不写命令时就是它）", add_help=False)
    _common(build)
    build.add_argument("--output", type=Path, metavar="DIR", help="生成到哪里（默认：网站文件夹下的 output/）")
    build.add_argument("--drafts", action="store_true", help="连草稿和未到上线时间的也生成")
    build.add_argument("--clean", action="store_true", help="不用以前记下的结果，全部重做")
    build.add_argument("--no-search", action="store_true", help="不生成搜索（快一些；网页上也没有搜索框）")
    build.add_argument(
        "--as-of", type=_moment, default=None, metavar="日期", help="按这一天（2026-01-31 或 2026-01-31T09:30）生成"
    )
    build.add_argument("--self-test", action="store_true", help="生成以后搜一遍，有文章搜不到就算失败")
    build.add_argument("--explain", action="store_true", help="逐个文件说明为什么写或撤下")
    build.add_argument(
        "--jobs", type=_jobs, default=workers.cores(), metavar="N", help="用几个进程（默认：全部处理器）"
    )
    build.add_argument("--json", action="store_true", help="以 JSON 报告结果")
    build.add_argument("--quiet", action="store_true", help="只报告错误")
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="边写边看：保存后浏览器自动更新", add_help=False)
    _common(serve)
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="端口（默认 8000；被占用时用下一个）")
    serve.add_argument("--bind", default="127.0.0.1", metavar="地址", help="在哪个地址上提供（默认只供本机）")
    serve.add_argument("--no-drafts", action="store_true", help="不显示草稿和未到上线时间的文章")
    serve.add_argument("--open", action="store_true", help="打开浏览器")
    serve.add_argument("--poll", action="store_true", help="每秒查看一次文件（网络盘上收不到改动通知时用）")
    serve.set_defaults(run=_serve)

    desk.add(commands, command, _common, _say, _site)

    publish = commands.add_parser("publish", help="把 output/ 发布到对象存储或文件夹", add_help=False)
    _common(publish)
    if command == "publish":
        # Imported for this command alone: a build with nothing to do starts fast.
        from jianbao.commands import publish as publishing

        publishing.arguments(publish)
        publish.set_defaults(run=lambda options: publishing.run(options, _site(options), _say))

    search = commands.add_parser("search", help="搜索已生成的网站，和读者在网页上搜的一样", add_help=False)
    _common(search)
    if command == "search":
        from jianbao.commands import search as searching

        searching.arguments(search)
        search.set_defaults(run=lambda options: searching.run(options, _site(options)))

    config = commands.add_parser("config", help="显示生效的设置", add_help=False)
    _common(config)
    config.set_defaults(run=_config)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    parser.add_argument("--site", type=Path, default=Path(), metavar="DIR", help="网站文件夹（默认：当前文件夹）")


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"应为 1 到 256 的整数，现为“{text}”")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"应为 1 到 65535 的整数，现为“{text}”")
    return int(text)


def _moment(text: str) -> str:
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?", text)
    try:
        if match:
            time.strptime(match[1], "%Y-%m-%d")
            return f"{match[1]}T{match[2] or '23:59'}"
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"应为 2026-01-31 或 2026-01-31T09:30，现为“{text}”")


def _site(options: argparse.Namespace) -> Path:
    site: Path = options.site.resolve()
    if not (site / "content").is_dir():
        raise UsageError(f"{site} 里没有 content/，不是网站文件夹；请先进入网站文件夹，或加 --site 文件夹")
    return site


def _build(options: argparse.Namespace) -> int:
    from jianbao import pipeline
    from jianbao.cache import program

    site = _site(options)
    output = options.output.resolve() if options.output else site / "output"
    request = pipeline.Request(
        site, output, options.drafts, options.clean, options.as_of or "", options.jobs, search=not options.no_search
    )
    began = time.perf_counter()
    bar = _Bar()
    # Values that live as long as the build does are looked through for garbage again and again otherwise.
    gc.set_threshold(100_000, 50, 1000)
    try:
        report = pipeline.build(request, bar)
        _ask_itself(output if options.self_test else None)
    except SiteError as error:
        if options.json:
            print(json.dumps({"problems": [p._asdict() for p in error.problems]}, ensure_ascii=False, indent=1))
        raise
    finally:
        bar.close()
    seconds = time.perf_counter() - began
    if options.json:
        print(json.dumps(_report(report, seconds), ensure_ascii=False, indent=1))
        return 0
    if options.explain:
        for step in report.written:
            print(f"{step.path}  {step.reason}")
        for path in report.pruned:
            print(f"{path}  撤下")
    if not options.quiet:
        for problem in report.problems:
            _say(str(problem))
        if report.strays:
            _say(f"提示：output/ 里有 {len(report.strays)} 个文件不是这次生成的，已移到 .cache/strays/")
        if not options.no_search and (without_search := program.without_search()):
            _say(f"提示：网站里没有搜索：{without_search}")
        if report.next_change:
            _say(f"提示：{report.next_change.replace('T', ' ')} 有文章上线或下线，届时请再构建一次")
        print(_summary(report, seconds))
    return 0


def _ask_itself(output: Path | None) -> None:
    """Raises SiteError when the search of ``output`` does not find what it should."""
    from jianbao.search import selftest

    if output and (missed := selftest.problems(output)):
        raise SiteError(missed)


def _summary(report: Any, seconds: float) -> str:
    kinds = Counter(step.reason.partition("：")[0] for step in report.written)
    detail = "，".join(f"{kind} {n}" for kind, n in kinds.items())
    written = f"写入 {len(report.written)}" + (f"（{detail}）" if detail else "")
    same = report.pages - len(report.written)
    return f"{report.pages} 页：{written}，撤下 {len(report.pruned)}，未变 {same}，{seconds:.1f} 秒"


def _report(report: Any, seconds: float) -> dict[str, Any]:
    return {
        "pages": report.pages,
        "written": [{"path": s.path, "reason": s.reason} for s in report.written],
        "pruned": list(report.pruned),
        "unchanged": report.pages - len(report.written),
        "parsed": report.parsed,
        "strays": list(report.strays),
        "next_change": report.next_change,
        "problems": [p._asdict() for p in report.problems],
        "seconds": {**report.seconds, "total": round(seconds, 4)},
    }


def _serve(options: argparse.Namespace) -> int:
    from jianbao import pipeline, preview

    site = _site(options)
    output = site / ".cache" / "preview"
    request = pipeline.Request(site, output, drafts=not options.no_drafts, preview=True)
    bar = _Bar()

    def notice(outcome: preview.Outcome) -> None:
        bar.close()
        for problem in outcome.errors:
            _say(str(problem))
        if outcome.errors:
            _say(_count(outcome.errors) + "；预览仍是改动以前的样子，改好并保存后会自动更新")
        elif outcome.crash:
            _say(outcome.crash + "这是 jianbao 自己的错误，请把上面的内容报告给维护者；预览还在继续")
        else:
            mended = "已改好；" if outcome.mended else ""
            _say(f"{mended}{outcome.pages} 页：写入 {outcome.written}，撤下 {outcome.pruned}，{outcome.seconds:.1f} 秒")

    def ready(url: str, port: int) -> None:
        bar.close()
        if port != options.port:
            _say(f"端口 {options.port} 已被占用，改用 {port}")
        if options.bind in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
            _say("同一网络里的人也能打开预览，包括草稿")
        _say(f"预览：{url}　按 Ctrl-C 结束")
        if options.open:
            import webbrowser

            webbrowser.open(url)

    try:
        preview.serve(
            request, bind=options.bind, port=options.port, poll=options.poll, ready=ready, notice=notice, progress=bar
        )
    except KeyboardInterrupt:
        workers.stop()
        bar.close()
        _say("预览结束")
        return 130
    return 0


def _config(options: argparse.Namespace) -> int:
    import yaml

    from jianbao.settings import config

    settings = asdict(config.load(_site(options)))
    del settings["places"]
    print(yaml.safe_dump(_plain(settings), allow_unicode=True, sort_keys=False), end="")
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def _count(problems: Sequence[Problem]) -> str:
    levels = Counter(p.level for p in problems)
    return "，".join(f"{levels[level]} 个{level}" for level in Level if levels[level])


class _Bar:
    """A progress bar on a terminal, from the moment that a stage lasts a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._began > 1 and total:
            filled = 30 * done // total
            sys.stderr.write(f"\r{'█' * filled}{'░' * (30 - filled)} {done}/{total} 页")
            sys.stderr.flush()
            self._shown = True

    def close(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
