"""The pictures of docs/markdown.md: each example built into a page of the theme, and photographed in Chromium.

    .venv/bin/python tools/markdown_pictures.py

Run it after a change of the examples or of the theme; the pictures are committed, for readers without jianbao.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from jianbao import pipeline  # noqa: E402 (found beside this folder)

_CHROMIUM = "/usr/bin/chromium"
_WIDTH = 720
_BESIDE = ("peixun.md", "a.md")


def examples() -> list[str]:
    """The Markdown of every example, in order."""
    text = (ROOT / "docs" / "markdown.md").read_text("utf-8")
    return re.findall(r"^~~~markdown\n(.*?)\n~~~$", text, re.MULTILINE | re.DOTALL)


def lay(site: Path) -> None:
    """A site of which every article is an example, with the files that the examples name."""
    folder = site / "content" / "2018"
    folder.mkdir(parents=True)
    for name in _BESIDE:
        (folder / name).write_text("---\ntitle: 甲\ndate: 2018-04-01\n---\n\n正文。\n", "utf-8")
    Image.new("RGB", (800, 500), "#9db8a8").save(folder / "zoufang.jpg")
    (folder / "qidong.mp4").write_bytes(b"")
    for number, example in enumerate(examples(), 1):
        text = f"---\ntitle: 例子{number}\ndate: 2018-04-{number:02}\n---\n\n{example}\n"
        (folder / f"e{number:02}.md").write_text(text, "utf-8")


def main() -> None:
    """Writes docs/markdown/01.webp and so on."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        lay(site)
        pipeline.build(pipeline.Request(site, site / "output", search=False))
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": _WIDTH, "height": 900})
        for number in range(1, len(examples()) + 1):
            page.goto((site / "output" / "2018" / f"e{number:02}.html").as_uri())
            shot = Image.open(io.BytesIO(page.locator(".prose").first.screenshot()))
            target = ROOT / "docs" / "markdown" / f"{number:02}.webp"
            shot.convert("RGB").save(target, "WEBP", quality=60, method=6)
        browser.close()


if __name__ == "__main__":
    main()
