"""What a reader's Chromium makes of an index: answers, time after arrival, bytes that came over the wire."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import unquote

from tools.browser import chromium

OURS = """async (queries) => {
  const [{ IndexReader }, { answer }] = await Promise.all(
    ["index_reader", "query"].map((name) => import(`/scripts/${name}.js`)));
  await new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src: "/lunr.js", onload: done });
    document.head.append(script);
  });
  const kept = new Map(), made = [];
  const read = async (path) => {
    if (!kept.has(path)) kept.set(path, new Uint8Array(await (await fetch(`/search/${path}`)).arrayBuffer()));
    return kept.get(path);
  };
  for (const text of queries) {
    const store = await new IndexReader(read).open();
    await answer(store, lunr, text);
    // What is timed begins with the bytes of the files: they are decoded again.
    store.shards.clear();
    const since = performance.now(), found = await answer(store, lunr, text);
    made.push([found.articles.slice(0, 10), performance.now() - since]);
    kept.clear();
  }
  return made;
}"""
PAGEFIND = """async (queries) => {
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


class Answers(NamedTuple):
    """For each query the articles and milliseconds; all bytes that were sent, and those of each query."""

    articles: list[list[int]]
    times: list[float]
    sent: int


def asked(script: str, queries: Sequence[str], folders: dict[str, Path]) -> Answers:
    """Runs a script in a page; ``folders`` are served below their names."""
    from playwright.sync_api import sync_playwright

    with _served(folders) as (url, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(0)
        page.goto(url)
        made = page.evaluate(script, list(queries))
        browser.close()
        return Answers([row[0] for row in made], [row[1] for row in made], sum(sent))


@contextmanager
def _served(folders: dict[str, Path]) -> Iterator[tuple[str, list[int]]]:
    sent: list[int] = []

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            whole = unquote(path.lstrip("/").partition("?")[0])
            first, _, rest = whole.partition("/")
            return str(folders[first] / rest) if first in folders else str(folders[""] / whole)

        def send_head(self) -> Any:
            if self.path == "/":
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<!doctype html><title>benchmark</title>")
                return None
            return super().send_head()

        def copyfile(self, source: Any, outputfile: Any) -> None:
            data = source.read()
            sent.append(len(data))
            outputfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folders[""])))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    finally:
        server.shutdown()
        server.server_close()
