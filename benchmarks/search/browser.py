"""What a reader's Chromium makes of an index: answers, time after arrival, bytes that came over the wire."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import quote

from tools.browser import chromium

OURS = r"""async ([queries, app]) => {
  const { index } = await import(app);
  const kept = new Map(), made = [];
  const read = async (path) => {
    if (!kept.has(path)) kept.set(path, new Uint8Array(await (await fetch(`/search/${path}`)).arrayBuffer()));
    return kept.get(path);
  };
  for (const text of queries) {
    const opened = await index(read), cold = await opened.ask(text);
    await Promise.all(cold.articles.slice(0, 10).map((article) => opened.record(article)));
    const files = [...kept.keys()];
    // What is timed begins with the bytes of the files: they are decoded again.
    opened.forget();
    const since = performance.now(), found = await opened.ask(text);
    const took = performance.now() - since;
    const came = performance.getEntriesByType("resource").map(({ name }) => /[^/]+\.js$/.exec(name)?.[0]);
    made.push([cold.articles.slice(0, 10), took, found.suggestions, files, came.filter(Boolean)]);
    performance.clearResourceTimings();
    kept.clear();
  }
  return made;
}"""
BESIDE = r"""async ([queries, app]) => {
  const { index } = await import(app);
  const read = async (path) => new Uint8Array(await (await fetch(`/search/${path}`)).arrayBuffer());
  const opened = await index(read), made = [];
  for (const text of queries) made.push([(await opened.ask(text)).entries.map(([, , href]) => href), 0]);
  return made;
}"""
"""The addresses of the entries above the articles."""
PAGEFIND = """async ([queries]) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const made = [];
  for (const text of queries) {
    const found = await pagefind.search(text), shown = found.results.slice(0, 10);
    const rows = await Promise.all(shown.map((one) => one.data()));
    const since = performance.now();
    await pagefind.search(text);
    made.push([rows.map((row) => Number(/(\\d+)\\.html/.exec(row.url)[1])), performance.now() - since]);
  }
  return made;
}"""


PAGE = """<!doctype html><html lang="zh"><title>benchmark</title>
<form data-root="/" data-index="/search/"><input name="q"><fieldset id="filters"><select name="year"></select>
<select name="column"></select><select name="source"></select><select name="tag"></select><input name="from">
<input name="to"><select name="order"></select></fieldset></form><div id="status"></div><div id="entries"></div>
<div id="results"></div><section id="help"></section>
<script type="module">import { page } from "/search/SCRIPT"; page(document.querySelector("form"));</script>"""
"""What the search page's script needs of it."""
COUNTED = r"""() => performance.getEntriesByType("resource")
  .map(({ name }) => /[^/]+[/]f[0-3]$|facets[.].+/.exec(name)?.[0]).filter(Boolean)"""


class Answers(NamedTuple):
    """For each query the articles, milliseconds, suggestions and files; all bytes that were sent."""

    articles: list[list[int]]
    times: list[float]
    sent: int
    suggestions: list[list[str]]
    files: list[list[str]]
    """The files of the index that were fetched, and the scripts that came for the first time."""
    scripts: list[list[str]]


def asked(script: str, queries: Sequence[str], folder: Path, app: str = "") -> Answers:
    """Runs a script in a page; ``folder`` is served, ``app`` is the address of our script in it."""
    from playwright.sync_api import sync_playwright

    with _served(folder) as (url, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(0)
        page.goto(url)
        made = page.evaluate(script, [list(queries), app])
        browser.close()
        whole = [[*row, [], [], []][:5] for row in made]
        articles, times, suggestions, files, scripts = map(list, zip(*whole, strict=True))
        return Answers(articles, times, sum(sent), suggestions, files, scripts)


def counted(queries: Sequence[str], folder: Path) -> list[tuple[set[str], set[str]]]:
    """The files of filters that the search page fetches for each query; and when the reader turns to the filters."""
    from playwright.sync_api import sync_playwright

    [script] = (f.name for f in (folder / "search").glob("page.*.js"))
    made = []
    with _served(folder, PAGE.replace("SCRIPT", script)) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for text in queries:
            page = browser.new_page()
            page.set_default_timeout(120_000)
            page.goto(f"{url}?q={quote(text)}")
            page.wait_for_function("document.querySelector('[name=year]').options.length")
            page.wait_for_load_state("networkidle")
            before = set(page.evaluate(COUNTED))
            page.focus("[name=year]")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(300)
            made.append((before, set(page.evaluate(COUNTED)) - before))
            page.close()
        browser.close()
    return made


@contextmanager
def _served(folder: Path, page: str = "<!doctype html><title>benchmark</title>") -> Iterator[tuple[str, list[int]]]:
    sent: list[int] = []

    class Handler(SimpleHTTPRequestHandler):
        def send_head(self) -> Any:
            if self.path.partition("?")[0] == "/":
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())
                return None
            return super().send_head()

        def copyfile(self, source: Any, outputfile: Any) -> None:
            data = source.read()
            sent.append(len(data))
            outputfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    finally:
        server.shutdown()
        server.server_close()
