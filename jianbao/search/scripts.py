"""The search scripts that readers get: a theme's modules and lunr.js, bundled by esbuild when lunr.js was fetched.

A build only copies them, and refuses those that were made from other modules than the theme has.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jianbao.errors import PROGRAM, Level, Problem, SiteError

APP, PAGE, BOX = "app.js", "page.js", "box.js"
LICENCE = "lunr.LICENSE.txt"


class Scripts(NamedTuple):
    """File name → bytes; names carry a digest, but for the licence."""

    files: dict[str, bytes]
    app: str
    page: str
    needs: dict[str, list[str]]
    """What each file imports before it runs."""

    @property
    def first(self) -> list[str]:
        """What a reader's first query from the box in the header loads."""
        return [self.app, *self.needs[self.app]]


def shipped(bundles: list[Path], modules: Mapping[str, bytes]) -> Scripts:
    """The scripts that were made from ``modules`` (name → bytes).

    ``bundles`` are the files that say what was made from what. Raises SiteError when none was made from these.
    """
    wanted = {name: _digest(data) for name, data in modules.items() if name.endswith(".js") and name != BOX}
    for path in bundles:
        made = json.loads(path.read_text("utf-8"))
        if made["sources"] == wanted:
            files = {p.name: p.read_bytes() for p in sorted(path.parent.iterdir()) if p != path}
            return Scripts(files, made["entries"]["app"], made["entries"]["page"], made["needs"])
    hint = (
        "删去主题里的 search/ 文件夹，就用随程序安装的搜索脚本"
        if PROGRAM == "jianbao"
        else "运行 make site 重新打包；主题只改了其中几个的，把整个 search/ 文件夹的脚本都复制到主题里"
    )
    message = "主题的搜索脚本和打包好的不一致，读者得到的会是旧的"
    raise SiteError([Problem("themes", 0, 0, Level.ERROR, "search-scripts", message, hint)])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
