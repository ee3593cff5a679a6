"""How characters and words are read, as pypinyin says it, in values that load in a quarter of pypinyin's time.

``known`` asks pypinyin for all that it has; whoever keeps that (prepared.py) reads words without importing it, cut as
pypinyin cuts them: the longest phrase that begins at a character, else the character by itself.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

_HAN = (
    "〇\ue815-\ue864\ufa18\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a703-\U0002b73f\U0002b740-\U0002b81d"
    "\U0002b825-\U0002bf6e\U0002c029-\U0002ce93\U0002d016\U0002d11b-\U0002ebd9\U0002f80a-\U0002fa1f"
    "\U00030000-\U0003134a\U00031350-\U00032389"
)
"""What pypinyin takes for Han."""
_RUNS = re.compile(f"([{_HAN}]+)|[^{_HAN}]+")
_LONGEST = 16
"""No phrase is of more characters."""


@dataclass(frozen=True)
class Known:
    """All of pypinyin's readings, without tones; ü is written v."""

    alone: dict[str, str]
    """Of characters by themselves."""
    phrases: dict[str, str]
    """Of phrases, a blank between two syllables."""

    def reading(self, text: str) -> list[str]:
        """The text's syllables, as ``pypinyin.lazy_pinyin`` gives them; what is no Han is one piece and stays."""
        said: list[str] = []
        for run in _RUNS.finditer(text):
            said += self._of_run(run[1]) if run[1] else [run[0]]
        return said

    def plain(self) -> tuple[Any, ...]:
        """What ``Known(*plain)`` is made of again."""
        return self.alone, self.phrases

    def _of_run(self, run: str) -> list[str]:
        said: list[str] = []
        at = 0
        while at < len(run):
            rest = run[at : at + _LONGEST]
            size = next((n for n in range(len(rest), 1, -1) if rest[:n] in self.phrases), 1)
            if size > 1:
                said += self.phrases[rest[:size]].split(" ")
            elif self._begins_one(run[at:]):
                # Of what only begins a phrase, pypinyin looks for no shorter ones.
                return said + [self.alone.get(c, c) for c in run[at:]]
            else:
                said.append(self.alone.get(rest[0], rest[0]))
            at += size
        return said

    def _begins_one(self, text: str) -> bool:
        at = bisect_left(self._ordered, text)
        return at < len(self._ordered) and self._ordered[at].startswith(text)

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self.phrases)


@cache
def known() -> Known:
    """Imports pypinyin, which takes a fifth of a second, and looks at all that it knows."""
    from pypinyin import Style
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.converter import UltimateConverter

    converter = UltimateConverter()

    @cache
    def plain(syllable: str) -> str:
        found: str = converter.convert_style("", syllable, Style.NORMAL, strict=True)
        return found

    alone = {chr(code): plain(said.partition(",")[0]) for code, said in PINYIN_DICT.items()}
    phrases = {word: " ".join([plain(several[0]) for several in said]) for word, said in PHRASES_DICT.items()}
    return Known(alone, dict(sorted(phrases.items())))
