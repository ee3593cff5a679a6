"""``python build.py edit``: the editor's screen, for this machine alone."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import pipeline, workers
from jianbao.cache import program
from jianbao.commands.terminal import Bar, count
from jianbao.preview import Outcome


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    from jianbao.commands.serve import port

    parser.add_argument("--port", type=port, default=8100, metavar="N", help="端口（默认 8100；被占用时用下一个）")
    parser.add_argument("--open", action="store_true", help="打开浏览器")
    parser.add_argument("--poll", action="store_true", help="每秒查看一次文件（网络盘上收不到改动通知时用）")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Builds at every change and serves the screen, until it is interrupted."""
    from jianbao.preview.edit import bundle, server

    bar = Bar()

    def notice(outcome: Outcome) -> None:
        bar.close()
        if outcome.errors:
            say(count(outcome.errors) + "；页面仍是改动以前的样子，编辑屏幕里有每一处")
        elif outcome.crash:
            say(outcome.crash + "这是 jianbao 自己的错误，请把上面的内容报告给维护者；编辑还在继续")

    def ready(url: str, at: int) -> None:
        bar.close()
        if at != options.port:
            say(f"端口 {options.port} 已被占用，改用 {at}")
        if not bundle.made():
            say(f"没有取到 CodeMirror：正文用普通的文本框；要换成编辑器，{program.CURE}")
        say(f"编辑：{url}\n按 Ctrl-C 结束")
        if options.open:
            import webbrowser

            webbrowser.open(url)

    request = pipeline.Request(site, site / ".cache" / "edit-preview", drafts=True, preview=True)
    try:
        server.serve(request, port=options.port, poll=options.poll, ready=ready, notice=notice, progress=bar)
    except KeyboardInterrupt:
        workers.stop()
        bar.close()
        say("编辑结束；写的都已存下")
        return 130
    return 0
