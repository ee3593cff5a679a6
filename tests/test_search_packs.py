"""Packs as a browser reads them: ranges of one file, or the whole of it from a server that knows no ranges."""

import random
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from jianbao.publish import takedown
from jianbao.search.asking import query
from tests.searching import ROOT, alike, needs_node, needs_search, store
from tests.sites import Site

pytestmark = needs_search
WORDS = "妇联 改革 家庭 教育 讲座 重塑 维权 志愿 服务 湖里 思明 巾帼 文明 12338 wifi 婚姻 调解".split()
QUERIES = ["妇联改革", "jiatingjiaoyu", "重塑", "12338", "家庭 教育", "“维权 志愿”", "湖", "wif", "2018年3月"]
ASK = r"""async ([app, queries, ranges]) => {
  const { index } = await import(app);
  const sizes = [], read = async (path, again, range) => {
    const headers = range && ranges ? { Range: `bytes=${range[0]}-${range[1] - 1}` } : {};
    const data = new Uint8Array(await (await fetch(`/search/${path}`, { headers })).arrayBuffer());
    if (path.startsWith("packs/")) sizes.push([path, data.length]);
    return data;
  };
  const made = [];
  const opened = await index(read);
  for (const text of queries) made.push((await opened.ask(text)).articles);
  return [made, sizes];
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A hundred articles, forty-two of them of the newest month; one of these is long, one is of another year."""
    site = Site(tmp_path_factory.mktemp("packs"))
    rng = random.Random(5)
    for number in range(100):
        date = f"201{7 + number // 40}-03-{1 + number % 28:02}" if number < 58 else f"2018-10-{1 + number % 28:02}"
        body = "".join(rng.choice(WORDS) + rng.choice("，。、") for _ in range(900 if number == 70 else 40))
        late = {"added": "2018-10-09"} if number in (3, 60) else {}
        site.article(f"2018/a{number:03}.md", f"{''.join(rng.choices(WORDS, k=3))}", date, body + "\n", **late)
    site.build(search=True)
    return site


class Ranged(SimpleHTTPRequestHandler):
    """A server that knows ranges, as those do that sites lie on."""

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        file = Path(self.translate_path(self.path))
        if not wanted[1] or not file.is_file():
            super().do_GET()
            return
        data = file.read_bytes()[int(wanted[0]) : int(wanted[2]) + 1]
        self.send_response(206)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Range", f"bytes {wanted[0]}-{wanted[2]}/{file.stat().st_size}")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@needs_node
def test_a_server_without_ranges_gives_the_same_answers(built: Site) -> None:
    """Node reads whole files; of the newest month there are packs, and the answers have articles of them."""
    found = store(built.output)
    packs = [part for part in found.segments if part.sizes]
    assert len(packs) > 1
    answers = alike(built.output, QUERIES)
    assert sum(bool(answer.articles) for answer in answers) > len(QUERIES) // 2
    assert any(article >= packs[0].first for answer in answers for article in answer.articles[:5])


def test_a_browser_fetches_the_parts_that_it_needs(built: Site, browser: Any) -> None:
    """Of every pack just what is counted here; of a server without ranges each pack once, and the same rows."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranged, directory=str(built.output)))
    Thread(target=server.serve_forever, daemon=True).start()
    app = f"/search/{next((built.output / 'search').glob('outside.*.js')).name}"
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/search/lunr.LICENSE.txt")
        with_ranges = page.evaluate(ASK, [app, QUERIES, True])
        without = page.evaluate(ASK, [app, QUERIES, False])
    finally:
        page.close()
        server.shutdown()
        server.server_close()
    ours = store(built.output)
    assert [query.answer(ours, text).articles for text in QUERIES] == with_ranges[0] == without[0]
    fetched: dict[str, int] = {}
    for path, size in with_ranges[1]:
        fetched[path] = fetched.get(path, 0) + size
    assert fetched == {path: size for path, size in ours.files.items() if path.startswith("packs/")}
    assert sorted(path for path, _ in without[1]) == sorted(fetched)
    assert all(size > fetched[path] for path, size in without[1])


def test_the_newest_article_writes_the_manifest_and_one_file_of_the_index_at_most(tmp_path: Path) -> None:
    """A pack that has grown leaves the one of before, for who has the manifest of before; the next article takes it away.

    Counted over a month with an item each day, more than a pack holds.
    """
    site = Site(tmp_path)
    rng = random.Random(9)
    body = [rng.choice(WORDS) for _ in range(200)]
    counted, grown = [], 0
    for number in range(30):
        text = "，".join(rng.sample(body, 30)) + "。\n"
        site.article(
            f"2018/a{number:03}.md", rng.choice(body), f"2018-{3 + number // 28:02}-{1 + number % 28:02}", text
        )
        before = (
            {path: data for path, data in site.tree().items() if path.startswith("search/packs/")} if number else {}
        )
        report = site.build(search=True)
        kept = {path: data for path, data in site.tree().items() if path.startswith("search/packs/")}
        assert before.items() <= kept.items() or number % 4 == 0, "whoever has the last manifest finds its packs"
        grown += len(kept) > len(before) and bool(before)
        files = [*(step.path for step in report.written), *report.pruned]
        counted.append(sum(path.startswith("search/") for path in files) if number else 0)
    assert max(counted) == 2
    assert grown == 6


def test_packs_of_edited_articles_are_those_of_a_clean_build(tmp_path: Path) -> None:
    """Edited, long and short again, withdrawn, deleted, come; one at a time and many at once."""
    site = Site(tmp_path)
    site.write("data/pinyin.yaml", (ROOT / "data" / "pinyin.yaml").read_bytes())
    rng = random.Random(6)

    def put(number: int) -> None:
        body = "".join(
            rng.choice([*WORDS, "來廈", "单主任"]) + rng.choice("，。") for _ in range(rng.choice((3, 40, 800)))
        )
        year = rng.choice(("2018", "2018", "2006"))
        late = {} if year == "2018" else {"added": f"2018-10-{1 + number % 28:02}"}
        front = {"status": "已撤回"} if rng.random() < 0.1 else {}
        site.article(
            f"2018/a{number:03}.md",
            "".join(rng.choices(WORDS, k=2)),
            f"{year}-10-{1 + number % 28:02}",
            body,
            **late,
            **front,
        )

    for number in range(60):
        put(number)
    site.build(search=True)
    made = set()
    for turn in range(14):
        for number in rng.sample(range(66), 1 if turn % 3 else 9):
            if rng.random() < 0.2:
                (site.path / f"content/2018/a{number:03}.md").unlink(missing_ok=True)
            else:
                put(number)
        report = site.build(search=True)
        made |= {name for name, _ in report.anew if "pack" in name}
        warm = site.tree()
        site.build(search=True, clean=True)
        assert site.tree() == warm
    assert made


def test_what_is_withdrawn_is_found_in_a_pack(built: Site) -> None:
    """Whoever follows a withdrawn article sees its words in every record that the index has of it."""
    files = {path: data for path, data in built.tree().items() if path.startswith("search/packs/")}
    text = {path: takedown.readable(data) for path, data in files.items()}
    ours = store(built.output)
    packed = [part for part in ours.segments if part.sizes]
    for part in packed:
        for record in ours.whole(a for a in ours.everyone() if part.first <= a < part.first + part.space).values():
            assert record.title in text[f"search/{part.folder}"]
            assert record.text[-5:] in text[f"search/{part.folder}"]
