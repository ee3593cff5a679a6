"""Measure the editor's screen over an archive: python benchmarks/screen.py, or make bench-screen.

`build.py edit` is started on a generated archive; a Chromium opens the screen, filters the list, and writes into an
article. *First open* is that of a program that has just started, *open* any other, both from the address to the first
row; *filter* from a word in the search box to the list with it drawn; *page* from the end of the pause (a quarter of a
second without a stroke) to the page with the last stroke, loaded whole, by the browser's own clock. Needs a Chromium.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

import report
import sites

sys.path.insert(0, str(sites.ROOT))
FILTER = """async (word) => {
  const box = document.querySelector("input[type=search]");
  const began = performance.now();
  box.value = word;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  document.querySelector(".rows").getBoundingClientRect();
  return performance.now() - began;
}"""
LOADED = "addEventListener('message', ({ data }) => data?.shown && (window.loaded = performance.now()))"
STROKE = """() => {
  window.loaded = 0;
  window.stroke = performance.now();
}"""
PAUSE = 0.25
"""Seconds without a stroke after which the screen saves: PAUSE of write.js."""
CONFIG = "site: {name: 档案}\ncolumns: []\n"


def main(arguments: Sequence[str]) -> int:
    """Measure and report."""
    from playwright.sync_api import sync_playwright

    from tools.browser import chromium

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args(arguments)
    folder = pathlib.Path(tempfile.mkdtemp())
    sites.make_articles(options.size, folder / "content", seed=7)
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    command = [sys.executable, str(sites.ROOT / "build.py"), "edit", "--site", str(folder), "--port", "8190"]
    began = time.monotonic()
    with sync_playwright() as playwright, subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stderr is not None
        url = next(line for line in desk.stderr if line.startswith("编辑：")).removeprefix("编辑：").split("　")[0]
        first = time.monotonic() - began
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        opens, filters, pages = [], [], []
        for number in range(options.times):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(120_000)
            began = time.monotonic()
            page.goto(url)
            page.wait_for_selector(".row")
            opens.append(time.monotonic() - began)
            filters += [page.evaluate(FILTER, word) / 1000 for word in ("妇联", "培训", "2018", "")]
            if number == options.times - 1:
                page.locator(".row").nth(40).click()
                page.wait_for_selector(".cm-content")
                frame = page.frame_locator("iframe")
                frame.locator("main p").first.wait_for()
                page.evaluate(LOADED)
                page.wait_for_timeout(3000)
                for edit in range(options.times):
                    page.evaluate("() => document.querySelector('.cm-content').focus()")
                    page.keyboard.press("Control+End")
                    page.evaluate(STROKE)
                    page.keyboard.insert_text(f"第{edit}次写。")
                    frame.locator("main p", has_text=f"第{edit}次写。").first.wait_for()
                    page.wait_for_function("() => window.loaded > window.stroke")
                    pages.append(page.evaluate("() => window.loaded - window.stroke") / 1000 - PAUSE)
                    page.wait_for_timeout(1500)
            page.close()
        browser.close()
        desk.terminate()
    shutil.rmtree(folder)
    print(f"{report.machine()}; load {os.getloadavg()[0]:.1f}; {options.size} articles; first start {first:.0f} s")
    print(f"first open {opens.pop(0):.3f} s")
    for name, values in (("open", opens), ("filter", filters), ("page", pages)):
        print(f"{name:8} {statistics.median(values):.3f} s ({max(values):.3f})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
