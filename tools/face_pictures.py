"""The pictures of docs/face.md: a sheet a page, its widths from left to right, its modes from top to bottom.

    .venv/bin/python tools/face_pictures.py OUTPUT PREFIX KIND=PATH ...

OUTPUT is a built site, which is served for a moment; each sheet becomes docs/face/PREFIXKIND.webp. A mode that the
theme does not know, as an older one has no 长者模式, is left out with --modes light,dark,high.
"""

import argparse
import io
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "face"
_CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 768, 1440)
HEIGHT = 900
_SCALE, _GAP = 0.34, 10
MODES: dict[str, tuple[str, dict[str, str]]] = {
    "light": ("light", {}),
    "dark": ("dark", {}),
    "high": ("light", {"colour": "high"}),
    "elder": ("light", {"elder": "1"}),
}
"""Name → (what the system asks for, what the reader has chosen)."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def shot(page: Any, url: str, width: int, mode: str) -> Image.Image:
    """A page as its reader meets it, made smaller."""
    system, chosen = MODES[mode]
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=system)
    page.goto(url, wait_until="networkidle")
    page.evaluate("chosen => { Object.assign(document.documentElement.dataset, chosen); scrollTo(0, 0); }", chosen)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return picture.resize((round(width * _SCALE), round(HEIGHT * _SCALE)), Image.Resampling.LANCZOS)


def sheet(page: Any, url: str, modes: list[str]) -> Image.Image:
    """All widths and modes of a page."""
    rows = [[shot(page, url, width, mode) for width in WIDTHS] for mode in modes]
    wide = sum(picture.width + _GAP for picture in rows[0]) - _GAP
    high = sum(row[0].height + _GAP for row in rows) - _GAP
    made = Image.new("RGB", (wide, high), "#888")
    for y, row in enumerate(rows):
        x = 0
        for picture in row:
            made.paste(picture, (x, y * (picture.height + _GAP)))
            x += picture.width + _GAP
    return made


def main(arguments: list[str]) -> None:
    """Makes the sheets that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("prefix")
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--quality", type=int, default=40)
    asked = parser.parse_args(arguments)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(asked.output)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for kind, path in (one.split("=", 1) for one in asked.pages):
            made = sheet(
                page, f"http://127.0.0.1:{server.server_address[1]}/{quote(path, safe='/?=')}", asked.modes.split(",")
            )
            made.save(FOLDER / f"{asked.prefix}{kind}.webp", "WEBP", quality=asked.quality, method=6)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
