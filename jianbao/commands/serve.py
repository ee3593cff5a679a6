"""``jianbao serve``: the preview's options, and what it says in the terminal."""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import pipeline, preview, workers
from jianbao.commands.terminal import Bar, count


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="端口（默认 8000；被占用时用下一个）")
    parser.add_argument("--bind", default="127.0.0.1", metavar="地址", help="在哪个地址上提供（默认只供本机）")
    parser.add_argument("--no-drafts", action="store_true", help="不显示草稿和未到上线时间的文章")
    parser.add_argument("--open", action="store_true", help="打开浏览器")
    parser.add_argument("--poll", action="store_true", help="每秒查看一次文件（网络盘上收不到改动通知时用）")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Builds at every change and shows the pages, until it is interrupted."""
    output = site / ".cache" / "preview"
    request = pipeline.Request(site, output, drafts=not options.no_drafts, preview=True)
    bar = Bar()

    def notice(outcome: preview.Outcome) -> None:
        bar.close()
        for problem in outcome.errors:
            say(str(problem))
        if outcome.errors:
            say(count(outcome.errors) + "；预览仍是改动以前的样子，改好并保存后会自动更新")
        elif outcome.crash:
            say(outcome.crash + "这是 jianbao 自己的错误，请把上面的内容报告给维护者；预览还在继续")
        else:
            mended = "已改好；" if outcome.mended else ""
            say(f"{mended}{outcome.pages} 页：写入 {outcome.written}，撤下 {outcome.pruned}，{outcome.seconds:.1f} 秒")

    def ready(url: str, port: int) -> None:
        bar.close()
        if port != options.port:
            say(f"端口 {options.port} 已被占用，改用 {port}")
        if options.bind in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
            say("同一网络里的人也能打开预览，包括草稿")
        say(f"预览：{url}\n按 Ctrl-C 结束")
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
        say("预览结束")
        return 130
    return 0


def port(text: str) -> int:
    """A port as an option names it."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"应为 1 到 65535 的整数，现为“{text}”")
    return int(text)
