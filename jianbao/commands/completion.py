"""``jianbao completion``: what bash, zsh or fish need to complete commands, options and their values."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jianbao.commands import COMMANDS
from jianbao.desk import handbook

SHELLS = ("bash", "zsh", "fish")


class _Known(NamedTuple):
    """A command as a shell completes it."""

    name: str
    help: str
    options: tuple[tuple[str, str], ...]
    """(option, what it does)."""
    values: tuple[str, ...]
    """What the command's own first argument may be; none: files."""


_VALUES: dict[str, Callable[[], tuple[str, ...]]] = {"docs": lambda: tuple(handbook.pages())}
"""What a command's first argument may be, where its parser does not know."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("shell", choices=SHELLS, metavar="终端", help="、".join(SHELLS))


def run(options: argparse.Namespace, _: Path | None, say: Callable[[str], None]) -> int:
    """Prints the script, and says where it goes."""
    known = [_known(name) for name in COMMANDS]
    made, place = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](known)
    print(made, end="")
    say(f"放到 {place}，再打开一个终端")
    return 0


def _known(name: str) -> _Known:
    one = argparse.ArgumentParser(add_help=False)
    one.add_argument("--help", action="help", help="显示这份说明")
    one.add_argument("--site", help="网站文件夹")
    import_module(f"jianbao.commands.{COMMANDS[name].module}").arguments(one)
    options = tuple(
        (word, (action.help or "").replace("'", "’").replace("[", "（").replace("]", "）"))
        for action in one._actions
        for word in action.option_strings
        if word.startswith("--")
    )
    first = next((a for a in one._actions if not a.option_strings), None)
    values = _VALUES.get(name, lambda: tuple(map(str, first.choices or ())) if first else ())()
    return _Known(name, COMMANDS[name].help, options, values)


def _bash(known: list[_Known]) -> tuple[str, str]:
    cases = "".join(
        f"    {one.name}) words='{' '.join([*one.values, *(word for word, _ in one.options)])}' ;;\n" for one in known
    )
    names = " ".join(one.name for one in known)
    text = f"""# jianbao 的补全，由 jianbao completion bash 输出
_jianbao() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{names} --help --version' -- "$current"))
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
    names = "\n".join(f"    '{one.name}:{_plain(one.help)}'" for one in known)
    cases = ""
    for one in known:
        options = " ".join(f"'{word}[{_plain(help_)}]'" for word, help_ in one.options)
        rest = f"'1:值:({' '.join(one.values)})'" if one.values else "'*:文件:_files'"
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
    lines = ["# jianbao 的补全，由 jianbao completion fish 输出"]
    for one in known:
        lines.append(f"complete -c jianbao -n __fish_use_subcommand -a {one.name} -d '{_plain(one.help)}'")
        seen = f"-n '__fish_seen_subcommand_from {one.name}'"
        lines += [f"complete -c jianbao {seen} -l {word[2:]} -d '{_plain(help_)}'" for word, help_ in one.options]
        if one.values:
            lines.append(f"complete -c jianbao {seen} -f -a '{' '.join(one.values)}'")
    return "\n".join(lines) + "\n", "~/.config/fish/completions/jianbao.fish"


def _plain(text: str) -> str:
    """Words without what a shell reads as its own."""
    return text.replace(":", "：").replace("'", "’").replace("\\", "")
