"""The command line: the only place that prints, exits and catches SiteError.

Exit codes: 0 done; 1 the site has problems; 2 wrong usage; 3 our own bug, with a traceback;
130 interrupted.
"""

import argparse
import gc
import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from jianbao import __version__, files, workers
from jianbao.commands import COMMANDS, terminal
from jianbao.content import additions
from jianbao.errors import PROGRAM, Level, Problem, RefusedError, SiteError, UsageError, quoted, suggestion


def program() -> NoReturn:
    """One command as a process of its own. What it leaves goes with the process: looking through it for garbage, while
    it runs and at its end, took a tenth of a small build. Nor does numpy begin threads, for sums that nobody asks."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with terminal.seldom_collecting():
        code = main()
        gc.freeze()
    sys.exit(code)


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
        options = parser(words[0]).parse_args(words)
        return _run(options)
    except UsageError as error:
        _say(_why(error))
        return 2
    except SiteError as error:
        for problem in error.problems:
            _say(str(problem))
        _say(terminal.count(error.problems) + ("" if error.touched else "；output/ 未改动"))
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


def _why(error: UsageError) -> str:
    """What is wrong with what was asked for, or with the files that were given."""
    return "\n".join(map(str, error.problems)) if isinstance(error, RefusedError) else f"用法不对：{error}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _choice(match: re.Match[str]) -> str:
    """What can be chosen, and what was probably meant."""
    known = re.findall(r"[\w.-]+", match[3])
    return f"{match[1]}：没有“{match[2]}”；{suggestion(match[2], known) or '可用：' + '、'.join(known)}"


class _Parser(argparse.ArgumentParser):
    """argparse with errors as UsageError, in Chinese."""

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        for english, chinese in (("positional arguments", "参数"), ("options", "选项")):
            text = text.replace(f"\n{english}:\n", f"\n{chinese}：\n")
        return text

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in (
            (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
            (
                r"argument (?:command|命令): invalid choice: '([^']*)'.*",
                r"没有“\1”这个命令；可用：" + "、".join(COMMANDS),
            ),
            (r"argument ([^:]*): invalid choice: '?(.*?)'? \(choose from (.*)\)", _choice),
            (r"argument ([^:]*): invalid (?:int|float) value: '(.*)'", r"\1：“\2”不是数字"),
            (r"argument ([^:]*): expected at least one argument", r"\1 后面至少要跟一个值"),
            (r"argument ([^:]*): not allowed with argument (.*)", r"\1 和 \2 不能同时用"),
            (r"ambiguous option: (\S+) could match (.*)", r"\1 可以是 \2，写全"),
            (r"argument ([^:]*): expected one argument", r"\1 后面要跟一个值"),
            (r"argument ([^:]*): (.*)", r"\1：\2"),
            (r"the following arguments are required: (.*)", r"缺少 \1"),
        ):
            if re.fullmatch(pattern, message):
                raise UsageError(re.sub(pattern, chinese, message) + f"（{self.prog} --help 看用法）")
        raise UsageError(message)


def parser(command: str) -> argparse.ArgumentParser:
    """The parser that knows every command by name, and the options of the one that is asked for."""
    made = _Parser(prog=PROGRAM, description="把 content/ 里的简报生成为 output/ 里的静态网站。", add_help=False)
    made.add_argument("-h", "--help", action="help", help="显示这份说明")
    made.add_argument("--version", action="version", version=f"jianbao {__version__}", help="显示版本")
    commands = made.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    for name, each in COMMANDS.items():
        one = commands.add_parser(name, help=each.help, add_help=False)
        one.add_argument("-h", "--help", action="help", help="显示这份说明")
        one.add_argument("--site", type=Path, default=Path(), metavar="文件夹", help="网站文件夹（默认：当前文件夹）")
        if name == command:
            import_module(f"jianbao.commands.{each.module}").arguments(one)
    return made


def _run(options: argparse.Namespace) -> int:
    """Runs the command; the one that is not a command's name is argparse's to refuse."""
    if options.command is None:
        raise UsageError(f"缺少 命令（{PROGRAM} --help 看用法）")
    asked = COMMANDS[options.command]
    nowhere = asked.elsewhere or (asked.anywhere and options.site == Path() and not Path("content").is_dir())
    run = import_module(f"jianbao.commands.{asked.module}").run
    site = None if nowhere else _site(options)
    options.finished = additions.finish(site) if site else ()
    if options.finished:
        _say(f"提示：上次没有写完的 {len(options.finished)} 个文件已补齐：{'、'.join(options.finished[:3])}")
    return int(run(options, site, _say))


def _site(options: argparse.Namespace) -> Path:
    site: Path = files.real(options.site)
    if not (site / "content").is_dir():
        others = ("_config.yml", "hugo.toml", "config.toml", "pelicanconf.py", "docusaurus.config.js")
        whose = next((name for name in others if (site / name).is_file()), "")
        old = (
            f"；这里有 {whose}，像是别的程序的网站：在新建的网站文件夹里运行 {PROGRAM} import {quoted(site)}"
            if whose
            else ""
        )
        raise UsageError(
            f"{site} 里没有 content/，不是网站文件夹；"
            f"请先进入网站文件夹，或加 --site 文件夹；要新建一个，运行 {PROGRAM} init 文件夹{old}"
        )
    if site not in files.real(site / "content").parents:
        message = "content 是符号链接，指向网站文件夹之外"
        raise SiteError([Problem("content", 0, 0, Level.ERROR, "link-outside", message, "把文件夹本身移过来")])
    return site
