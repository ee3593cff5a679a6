"""Included templates are kept from page to page, and no page can tell."""

from types import CodeType
from typing import Any

import pytest

from jianbao.theme import bounds
from jianbao.theme.environment import Loader, Sealed

TEMPLATES = {
    "root": "<{{ page.root }}{{ site.name }}>",
    "deep": "{{ page.tab.href }}{{ page['kind'] }}{% if page.n > 1 %}many{% endif %}",
    "outer": "[{% include 'root' %}{% set x = page.root %}{{ x }}{% include 'deep' %}]",
    "all": "{% for key in page.meta %}{{ key }}{% endfor %}",
    "loop": "{{ x }}{{ page.kind }}",
    "shadow": "{{ page.root }}",
    "macros": "{% macro m(page) %}{% include 'shadow' %}{{ page.root }}{% endmacro %}",
    "from": "{% import 'macros' as m %}{{ m.m({'root': page.kind}) }}",
    "dear": "{% for a in '0123456789'|list %}{% for b in '0123456789'|list %}{% endfor %}{% endfor %}{{ site.name }}",
}
PAGES = (
    "{% include 'outer' %}{% include 'outer' %}",
    "{% include 'all' %}{% include 'deep' %}",
    "{% for x in [1, 2] %}{% include 'loop' %}{% endfor %}",
    "{% for page in [{'root': 'a'}, {'root': 'b'}] %}{% include 'shadow' %}{% endfor %}{% include 'shadow' %}",
    "{% set page = {'root': 'own'} %}{% include 'shadow' %}",
    "{% with page = {'root': 'with'} %}{% include 'shadow' %}{% endwith %}{% include 'shadow' %}",
    "{% include 'from' %}{% set site = {'name': 'mine'} %}{% include 'root' %}",
    "{% block b %}{% include 'root' %}{% set page = {'root': 'block'} %}{% include 'shadow' %}{% endblock %}",
    "{% macro m(page) %}{% include 'shadow' %}{% endmacro %}{{ m({'root': 'm'}) }}{{ m({'root': 'n'}) }}",
    "{% include 'dear' %}",
)


def environment() -> Sealed:
    codes: dict[str, CodeType] = {}
    made = Sealed(Loader(lambda: codes), lambda name, _: name, {})
    for name, source in {**TEMPLATES, **{f"page{n}": page for n, page in enumerate(PAGES)}}.items():
        codes[name] = made.compile(source, name, name)
    return made


def page(**values: Any) -> dict[str, Any]:
    return {"root": "../", "kind": "list", "n": 1, "tab": {"href": "a"}, "meta": ["x"], **values}


CONTEXTS: tuple[dict[str, Any], ...] = (
    page(),
    page(root=""),
    page(n=True),
    page(n=2, kind="<b>"),
    page(tab={"href": None}, meta=["y", "z"]),
    page(),
)


def test_no_page_can_tell() -> None:
    """Pages of two sites made one after the other are those made each by itself, at the same cost."""
    shared = environment()
    compared = 0
    for site in ({"name": "甲"}, {"name": "乙"}, {"name": "甲"}):
        for context in CONTEXTS:
            for number in range(len(PAGES)):
                alone = environment()
                texts = []
                for made in (shared, alone):
                    made.meter.begin()
                    texts.append(made.get_template(f"page{number}").render({"site": site, "page": context}))
                assert texts[0] == texts[1]
                if "from" not in PAGES[number]:  # an imported template is run once, and charged for once
                    assert shared.meter.left == alone.meter.left
                compared += 1
    assert compared == 3 * len(CONTEXTS) * len(PAGES)


def test_a_kept_text_is_charged_for() -> None:
    """A page may not show for nothing what it could not afford to make."""
    made = environment()
    context = {"site": {"name": "甲"}, "page": page()}
    made.meter.begin()
    made.get_template("page9").render(context)
    made.meter.left = 50
    with pytest.raises(bounds.TooMuchError):
        made.get_template("page9").render(context)


def test_what_is_kept_is_bounded_and_used() -> None:
    """The same text is not made twice, and a text that is another on every page is not kept for ever."""
    made = environment()
    calls: list[str] = []
    get = made.get_template

    def counted(name: Any, *rest: Any, **more: Any) -> Any:
        calls.append(name)
        return get(name, *rest, **more)

    made.get_template = counted  # type: ignore[method-assign]
    site = {"name": "甲"}
    for number in range(2_000):
        get("page0").render({"site": site, "page": page(tab={"href": str(number)})})
    assert calls.count("root") <= 3  # made once, and asked what it looks at
    assert len(made.partials.parts["outer"].texts) == 512
