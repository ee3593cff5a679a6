"""The pictures of docs/themes.md, docs/themes.zh-CN.md and docs/directives.md: the documents' examples, photographed.

    .venv/bin/python tools/theme_pictures.py

Run it after a change of the examples or of the theme; the pictures are committed, for readers without jianbao.
"""

import io
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from jianbao import pipeline  # noqa: E402 (found beside this folder)
from tests.schools import COLOURS, photo  # noqa: E402

_CHROMIUM = "/usr/bin/chromium"
_ARTICLE, _HONOURS = "2018/2018-04/kouhao.html", "pages/rongyu.html"
SHOTS = (
    (_ARTICLE, ".masthead"), (_ARTICLE, ".footer"), (_ARTICLE, "head"),
    (_ARTICLE, ".around"), (_ARTICLE, ".article-head + p"),
    (_HONOURS, "table"), (_HONOURS, "article"), (_ARTICLE, ".photos"), (_ARTICLE, ".slogan"),
    ("MP_verify_abc123.txt", "body"), (_ARTICLE, ".nav"),
)  # fmt: skip
"""(page, what of it is photographed) of each wish, in the order of docs/themes.md."""


def files(name: str) -> dict[str, str]:
    """Path → text of every file that a document shows."""
    text = (ROOT / "docs" / name).read_text("utf-8").partition("\n## 全部提示")[0]
    return dict(re.findall(r"`([^`\n]+)`(?::|：)\n\n```[a-z]+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def built(folder: Path, content: dict[str, str | bytes]) -> Path:
    """The site of some files, built; its output."""
    for path, text in content.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    pipeline.build(pipeline.Request(folder, folder / "output", search=False, jobs=1))
    return folder / "output"


def keep(shot: bytes, path: Path) -> None:
    """Writes a picture for the documents."""
    path.parent.mkdir(exist_ok=True)
    Image.open(io.BytesIO(shot)).convert("RGB").save(path, "WEBP", quality=60, method=6)


def head_of(page: Any, html: str) -> None:
    """Shows the head of a page as text, for it cannot be seen."""
    lines = "".join(f"<div>{line}</div>" for line in re.findall(r"<meta name=\"baidu[^>]*>", html)).replace(
        "<meta", "&lt;meta"
    )
    page.set_content(f"<body><pre style='font:16px monospace'>{lines}\n&lt;/head&gt;</pre></body>")


def main() -> None:
    """Writes docs/themes/01.webp and so on, docs/directives/01.webp and so on."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        base: dict[str, str | bytes] = {**files("problems.md"), **files("themes.md")}
        base["content/2018/2018-04/zoufang.jpg"] = photo(COLOURS["zhishu"])
        output = built(Path(folder) / "wishes", base)
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 720, "height": 900})
        for number, (path, selector) in enumerate(SHOTS, 1):
            if selector == "head":
                head_of(page, (output / path).read_text("utf-8"))
                shot = page.locator("pre").screenshot()
            else:
                page.goto((output / path).as_uri())
                if selector == ".nav":
                    page.evaluate("document.querySelector('.nav details').open = true")
                shot = page.locator(selector).first.screenshot()
            keep(shot, ROOT / "docs" / "themes" / f"{number:02}.webp")
        text = (ROOT / "docs" / "directives.md").read_text("utf-8")
        examples = re.findall(r"^~~~markdown\n(.*?)\n~~~$", text, re.MULTILINE | re.DOTALL)
        content: dict[str, str | bytes] = {f"content/2018/{n}.jpg": photo(c) for n, c in COLOURS.items()}
        content["content/2018/chengji.pdf"] = b"%PDF-1.4"
        for number, example in enumerate(examples, 1):
            content[f"content/2018/e{number}.md"] = f"---\ntitle: 例{number}\ndate: 2018-01-0{number}\n---\n{example}\n"
        output = built(Path(folder) / "directives", content)
        for number in range(1, len(examples) + 1):
            page.goto((output / f"2018/e{number}.html").as_uri())
            keep(page.locator(".prose").first.screenshot(), ROOT / "docs" / "directives" / f"{number:02}.webp")
        browser.close()


if __name__ == "__main__":
    main()
