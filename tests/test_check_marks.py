"""What --fix may write without anything being built: full-width marks in the place of half-width ones."""

import pytest

from jianbao.check import engine, proofreader, prose
from jianbao.desk import mending

_HEAD = "---\ntitle: 走访慰问困难家庭\ndate: 2026-11-05\n---\n\n"
_MADE = engine.of_site(None)
_PLAIN = [
    "志愿者走访,慰问困难家庭,送去了米和油。",
    "志愿者**走访**困难家庭,共送去1,200份(含米);慰问了老人。",
    "- 志愿者走访困难家庭,送去了米。\n- 志愿者慰问老人,送去了油。",
    "2019-2020年走访,慰问困难家庭。\n\n## 走访[慰问]\n\n送去了米,油和面。",
]
_OTHER = [
    "志愿者走访[困难家庭](b.md)的老人,送去了米和油。",
    "志愿者走访,慰问困难家庭<br>送去了米,和油。",
    "志愿者走访,慰问困难家庭和`老人`家庭。",
    "志愿者走访困难家庭,送去了米【【图】】和油。",
]


def _found(body: str) -> tuple[prose.Prose, bytes, list[engine.Found]]:
    text = _HEAD + body + "\n"
    read_as = prose.of_markdown(text, "content/a.md")
    return read_as, text.encode(), proofreader.found(_MADE, read_as, "2026-11-05")


@pytest.mark.parametrize("body", [*_PLAIN, *_OTHER])
def test_what_need_not_be_built_is_what_building_it_says(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same findings, with the same fixes, as when the text is built before and after."""
    given = _found(body)
    assert any(one.fix for one in given[2])
    told = mending.promised(*given)
    monkeypatch.setattr(mending, "_of_marks", lambda *_: False)
    assert mending.promised(*given) == told


@pytest.mark.parametrize(("body", "built"), [*((one, False) for one in _PLAIN), *((one, True) for one in _OTHER)])
def test_only_marks_among_plain_words_need_not_be_built(
    body: str, built: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With markup in the paragraph it is."""
    given = _found(body)
    asked: list[str] = []
    parsed = mending._parsed  # noqa: SLF001

    def noted(text: str) -> object:
        asked.append(text)
        return parsed(text)

    monkeypatch.setattr(mending, "_parsed", noted)
    mending.promised(*given)
    assert bool(asked) is built
