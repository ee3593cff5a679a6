"""What a reader waits for, measured in Chromium through CDP on a slow telephone's terms.

    python benchmarks/reading.py            the shipped site, built into output/ beforehand

1.6 Mbit/s, 150 ms a round trip, a processor four times slower (Lighthouse's "slow 4G"): first and
largest contentful paint, layout shift, requests, bytes on the wire; each the median of five cold
loads. The server here compresses as publishing does, and answers over HTTP/1.1.
"""

import gzip
import http.server
import statistics
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = {
    "首页": "index.html",
    "文章": "2018/2018-04/jiuzhu.html",
    "长文章": "2022/wunian-huigu/huigu.html",
    "期": "2018/2018-04.html",
    "整期": "2018/2018-04/bulletin.html",
    "栏目": "columns/要闻.html",
    "归档": "archive.html",
    "标签": "tags.html",
}
ROUNDS = 5
VITALS = """new Promise((done) => {
  let shift = 0, largest = 0;
  new PerformanceObserver((l) => { for (const e of l.getEntries()) shift += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((l) => { for (const e of l.getEntries()) largest = e.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done({
    fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, lcp: largest, cls: shift,
  }), 300);
})"""


class Server(http.server.SimpleHTTPRequestHandler):
    """Files, compressed where publishing compresses them; one connection serves many requests."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        data = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in (".html", ".css", ".js", ".json", ".xml", ".svg", ".webmanifest"):
            data = gzip.compress(data, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def loaded(browser: Any, url: str, without: str = "") -> dict[str, float]:
    """One cold load; a script whose address matches ``without`` is answered at once, empty, by the browser itself."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
    client.send("Network.emulateNetworkConditions", slow)
    client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    seen = {"requests": 0.0, "bytes": 0.0}

    def finished(event: dict[str, Any]) -> None:
        seen["requests"] += 1
        seen["bytes"] += event["encodedDataLength"]

    client.on("Network.loadingFinished", finished)
    if without:
        page.route(without, lambda route: route.fulfill(status=200, body="", content_type="text/javascript"))
    page.goto(url, wait_until="load")
    vitals = page.evaluate(VITALS)
    context.close()
    return {**vitals, **seen}


def main() -> int:
    """Prints a table in Markdown."""
    from playwright.sync_api import sync_playwright

    from tools.browser import chromium

    output = ROOT / "output"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        print(
            "| Page | FCP, ms | LCP, ms | CLS | Requests | KB on the wire |\n| --- | ---: | ---: | ---: | ---: | ---: |"
        )
        loaded(browser, base + "index.html")
        cases = [(name, path, "") for name, path in PAGES.items()]
        for name, path, without in [*cases, ("文章, early.js at no cost", PAGES["文章"], "**/early.*.js")]:
            rounds = [loaded(browser, base + quote(path), without) for _ in range(ROUNDS)]
            median = {key: statistics.median(r[key] for r in rounds) for key in rounds[0]}
            print(
                f"| {name} | {median['fcp']:.0f} | {median['lcp']:.0f} | {median['cls']:.3f} "
                f"| {median['requests']:.0f} | {median['bytes'] / 1000:.1f} |",
                flush=True,
            )
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
