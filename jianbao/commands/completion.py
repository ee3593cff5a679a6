"""``jianbao completion``: what bash, zsh or fish need to complete commands, options and their values."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jianbao.commands import COMMANDS
from jianbao.desk import beginning, handbook
from jianbao.errors import SiteError, UsageError
from jianbao.publish import configured
from jianbao.settings import config

SHELLS = ("bash", "zsh", "fish")


class _Option(NamedTuple):
    """An option as a shell completes it."""

    word: str
    help: str
    takes: bool
    """Whether a value follows."""
    values: tuple[str, ...]
    """What it may be; none: a file."""
    asked: str
    """What of the site it may be: ``columns``; "" for nothing of it."""


class _Known(NamedTuple):
    """A command as a shell completes it."""

    name: str
    help: str
    options: tuple[_Option, ...]
    values: tuple[str, ...]
    """What the command's own first argument may be; none: files."""
    asked: str
    """What of the site it may be: ``targets``; "" for nothing of it."""


_VALUES: dict[str, Callable[[], tuple[str, ...]]] = {
    "docs": lambda: tuple(handbook.pages()),
    "--kind": lambda: tuple(beginning.kinds()),
}
"""What a command's first argument, or an option, may be, where its parser does not know."""
_ASKED = {
    "--column": "columns",
    "--default-column": "columns",
    "publish": "targets",
    "takedown": "targets",
    "refresh": "targets",
}
"""What of the site here they may be."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, metavar="终端", help="、".join(SHELLS))
    parser.add_argument("--values", choices=("columns", "targets"), help="只列出这里的栏目，或发布目标；补全脚本用")


def run(options: argparse.Namespace, _: Path | None, say: Callable[[str], None]) -> int:
    """Prints the script, and says where it goes; or what there is in the site. Raises UsageError."""
    if options.values:
        print("".join(f"{name}\n" for name in _of_site(options.site, options.values)), end="")
        return 0
    if not options.shell:
        raise UsageError(f"缺少 终端；可用：{'、'.join(SHELLS)}")
    known = [_known(name) for name in COMMANDS]
    made, place = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](known)
    print(made, end="")
    say(f"放到 {place}，再打开一个终端")
    return 0


def _of_site(site: Path, what: str) -> list[str]:
    """The columns or the targets of a site; nothing of one whose settings cannot be read, for nobody asked."""
    try:
        if what == "columns":
            return [column.name for column in config.load(site).columns]
        return list(configured.targets(site))
    except (SiteError, UsageError, OSError):
        return []


def _known(name: str) -> _Known:
    one = argparse.ArgumentParser(add_help=False)
    one.add_argument("--help", action="help", help="显示这份说明")
    one.add_argument("--site", help="网站文件夹")
    import_module(f"jianbao.commands.{COMMANDS[name].module}").arguments(one)
    options = tuple(
        _Option(
            word,
            (action.help or "").replace("'", "’").replace("[", "（").replace("]", "）"),
            action.nargs != 0,
            _VALUES.get(word, lambda action=action: tuple(map(str, action.choices or ())))(),
            _ASKED.get(word, ""),
        )
        for action in one._actions
        for word in action.option_strings
        if word.startswith("--")
    )
    first = next((a for a in one._actions if not a.option_strings), None)
    values = _VALUES.get(name, lambda: tuple(map(str, first.choices or ())) if first else ())()
    return _Known(name, COMMANDS[name].help, options, values, _ASKED.get(name, ""))


def _listed(asked: str) -> str:
    """The command that lists what of the site may follow."""
    return f"jianbao completion --values {asked} 2>/dev/null"


def _bash(known: list[_Known]) -> tuple[str, str]:
    cases = before = ""
    for one in known:
        own = f" $({_listed(one.asked)})" if one.asked else ""
        words = " ".join([*one.values, *(option.word for option in one.options)])
        cases += f'    {one.name}) words="{words}{own}" ;;\n'
        for option in one.options:
            if option.takes:
                may = f"$({_listed(option.asked)})" if option.asked else " ".join(option.values)
                before += f'    "{one.name} {option.word}") words="{may}"; value=1 ;;\n'
    names = " ".join(one.name for one in known)
    text = f"""# jianbao 的补全，由 jianbao completion bash 输出
_jianbao() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} words value=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{names} --help --version' -- "$current"))
    return
  fi
  case "${{COMP_WORDS[1]}} ${{COMP_WORDS[COMP_CWORD-1]}}" in
{before}  esac
  if [ -n "$value" ]; then
    if [ -n "$words" ]; then
      COMPREPLY=($(compgen -W "$words" -- "$current"))
    else
      COMPREPLY=($(compgen -f -- "$current"))
    fi
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}}
complete -o filenames -F _jianbao jianbao
"""
    return text, "~/.local/share/bash-completion/completions/jianbao"


def _zsh(known: list[_Known]) -> tuple[str, str]:
    def may(values: tuple[str, ...], asked: str) -> str:
        here = '{compadd -- ${(f)"$(' + _listed(asked) + ')"}}'
        return here if asked else f"({' '.join(values)})" if values else "_files"

    names = "\n".join(f"    '{one.name}:{_plain(one.help)}'" for one in known)
    cases = ""
    for one in known:
        options = " ".join(
            f"'{o.word}[{_plain(o.help)}]{f':值:{may(o.values, o.asked)}' if o.takes else ''}'" for o in one.options
        )
        own = one.values or one.asked
        rest = f"'1:值:{may(one.values, one.asked)}'" if own else "'*:文件:_files'"
        cases += f"    {one.name}) _arguments {options} {rest} ;;\n"
    text = f"""#compdef jianbao
# jianbao 的补全，由 jianbao completion zsh 输出
_jianbao() {{
  local -a commands=(
{names}
  )
  if (( CURRENT == 2 )); then
    _describe '命令' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{cases}  esac
}}
compdef _jianbao jianbao
"""
    return text, "$fpath 里的一个文件夹，文件名 _jianbao"


def _fish(known: list[_Known]) -> tuple[str, str]:
    def may(values: tuple[str, ...], asked: str) -> str:
        return f"'({_listed(asked)})'" if asked else f"'{' '.join(values)}'"

    lines = ["# jianbao 的补全，由 jianbao completion fish 输出"]
    for one in known:
        lines.append(f"complete -c jianbao -n __fish_use_subcommand -a {one.name} -d '{_plain(one.help)}'")
        seen = f"-n '__fish_seen_subcommand_from {one.name}'"
        for option in one.options:
            own = option.values or option.asked
            after = f" -x -a {may(option.values, option.asked)}" if own else " -r" if option.takes else ""
            lines.append(f"complete -c jianbao {seen} -l {option.word[2:]} -d '{_plain(option.help)}'{after}")
        if one.values or one.asked:
            lines.append(f"complete -c jianbao {seen} -f -a {may(one.values, one.asked)}")
    return "\n".join(lines) + "\n", "~/.config/fish/completions/jianbao.fish"


def _plain(text: str) -> str:
    """Words without what a shell reads as its own."""
    return text.replace(":", "：").replace("'", "’").replace("\\", "")
