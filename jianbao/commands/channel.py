"""``jianbao channel``: an article or an issue for 公众号, 微博 and the rest.

Exit codes: 0 made; 1 made without pictures, what draws them not being installed; 2 wrong usage. With ``--draft``
also 1: the draft box has refused it.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from jianbao import files
from jianbao.cache import program
from jianbao.channel import act, draftbox, loading, making, qr, styles
from jianbao.channel.making import CHANNELS, OF_ISSUES, TITLES, Maker
from jianbao.channel.piece import Piece
from jianbao.commands import terminal
from jianbao.errors import PROGRAM, Problem, UsageError, in_order

ALL = "all"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    kinds = "、".join(f"{name}（{TITLES[name]}）" for name in CHANNELS)
    parser.add_argument("kind", choices=(*CHANNELS, ALL), metavar="渠道", help=f"{kinds}；{ALL} 是全部")
    parser.add_argument("paths", nargs="+", type=Path, metavar="文章", help="文章，或期的文件夹；可以几个")
    parser.add_argument("--to", type=Path, metavar="文件夹", help="放到哪个文件夹（默认：.cache/channel/ 下）")
    parser.add_argument("--style", default="", metavar="样式", help=f"公众号的样式：{'、'.join(styles.NAMES)}")
    parser.add_argument("--draft", action="store_true", help="wechat 用：送进公众号的草稿箱，不直接发出")


def run(options: argparse.Namespace, site: Path, say: Callable[[str], None]) -> int:
    """Makes the files, prints what an editor copies and where the rest is."""
    if options.draft and options.kind != "wechat":
        raise UsageError(f"--draft 只用于公众号：{PROGRAM} channel wechat 文章 --draft")
    credentials = draftbox.credentials() if options.draft else None
    maker = Maker(loading.archive(site), options.style, program.version("channel"))
    maker.look()
    problems: list[Problem] = []
    refused = False
    without = qr.without()
    if without:
        say(f"{without}；这次做不了图片（海报、二维码、封面、配图），其余照做")
    for path in options.paths:
        asked = loading.found(maker.archive, path)
        kinds = [kind for kind in CHANNELS if options.kind in (kind, ALL)]
        if options.kind == ALL and isinstance(asked, Piece):
            kinds = [kind for kind in kinds if kind not in OF_ISSUES]
        for kind in kinds:
            whole = making.made(maker, kind, asked)
            made = making.without_drawing(whole) if without else whole
            refused = refused or len(made.files) < len(whole.files)
            _say_left(whole, made, say)
            if not made.files:
                continue
            stem = act.stem(asked.path)
            base = files.real(options.to) if options.to else act.home(site)
            _outside(site, base)
            done = act.bring_up_to_date(base, f"{stem.rpartition('/')[2] if options.to else stem}/{kind}", made)
            problems += made.problems
            print(f"{TITLES[kind]}：{done.folder}")
            for line in made.told:
                print(f"  {line}")
            count = f"写入 {len(done.written)}，未变 {len(done.unchanged)}，撤下 {len(done.removed)}"
            say(f"{TITLES[kind]}：{count}")
            for name in done.kept:
                say(f"提示：{done.folder / name} 做好以后被改动过，没有覆盖；要重做就先删去它")
        if credentials:
            sent = draftbox.send(credentials, maker, asked)
            say(sent.said)
            refused = refused or not sent.done
    for problem in in_order(problems):
        say(str(problem))
    if problems:
        say(terminal.count(problems))
    return int(refused)


def _say_left(whole: making.Made, made: making.Made, say: Callable[[str], None]) -> None:
    left = [file.name for file in whole.files if file not in made.files]
    if left:
        say(f"{TITLES[made.channel]}：没有做 {'、'.join(left)}")


def _outside(site: Path, where: Path) -> None:
    for name in ("content", "output"):
        if where.is_relative_to(site / name):
            raise UsageError(f"{name}/ 里的文件会被当作网站的内容；请用 --to 换一个文件夹")
