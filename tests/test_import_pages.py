"""Pages of any make: nothing between their tags is lost, whatever the tags do; layouts of old and new sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.errors import UsageError
from jianbao.importer import witness
from tests.raw import characters, cut, words

_WORDS = ["市妇联召开会议", "3月5日上午，市妇联召开座谈会，部署全年工作。", "首页", "上一篇：甲", "发布时间：2019-03-06", "来源：市妇联",
          "版权所有", "甲", "&nbsp;", "&lt;b&gt;", "1 < 2", "a&b", "　　", "\n"]  # fmt: skip
_TAGS = ["<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<span>",
         "</span>", "<a href=x>", "</a>", "<br>", "<h1>", "</h1>", "<ul>", "<li>", "</ul>", "<b>", "</b>", "<font color=red>",
         "<form>", "</form>", '<div class="nav">', '<div style="display:none">', "<center>", "<pre>", "</pre>", "<hr>",
         "<script>var x = '甲';</script>", "<style>p{}</style>", "<!-- 注 -->", "<nav>", "</nav>", "<select><option>",
         "</select>", "<button>", "</button>", "<noscript>", "</noscript>", "<section>", "<img alt=图 src=x>", "</body>", "<o:p>",
         "</o:p>", "<marquee>", "<iframe>", "<textarea>", "</textarea>", "<template>乙</template>", "<title>", "</title>",
         "<svg><text>丙</text></svg>", "<math><mi>丁</mi></math>", "<input value=戊>", "<table><tbody>", "<caption>", "<thead>"]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS + _TAGS), max_size=60).map("".join))
def test_every_character_of_any_page_lands_in_one_place(body: str) -> None:
    page = f"<html><head><meta charset=utf-8><title>页</title></head><body>{body}</body></html>"
    made = cut(page, "a.html")
    kept = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    assert characters(witness.read(page).texts) - kept == {}


@given(st.text(alphabet="<>/a bp\"'=!-&;甲。\n", max_size=80))
def test_every_character_of_broken_tags_lands_in_one_place(body: str) -> None:
    page = f"<html><body>{body}"
    made = cut(page, "a.html")
    kept = characters([w for i in made.items for w in words(i)] + [d.text for d in made.dropped])
    assert characters(witness.read(page).texts) - kept == {}


@pytest.mark.parametrize("part", ["<div>", "<b id={}>", "<table><tr><td>", "<span class=x{}>"])
def test_a_page_that_is_nothing_but_open_tags_is_refused(part: str) -> None:
    """It would cost a parser the square of its length."""
    page = "<html><body>" + "".join(part.replace("{}", str(n)) for n in range(20_000)) + "甲"
    with pytest.raises(UsageError, match="没有关上的标签太多"):
        cut(page, "a.html")
