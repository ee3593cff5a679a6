"""data/redirects.yaml: where the old addresses lead that belong to no article: lists, feeds, ``/show.asp?id=123``."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from jianbao import address, files
from jianbao import expressions as re
from jianbao.settings.schema import Reader

FILE = "data/redirects.yaml"
MOST = 10_000
"""Rules that an import writes; so many have about half of the bytes that the file may have."""
_OLD = re.compile(r"/[^\s?#\"'\\{};]*(?:\?[^\s#\"'\\{};]+)?")


class Rule(NamedTuple):
    """One old address."""

    old: str
    """As it is written, from / on."""
    new: str
    """The path of a page below output/."""
    line: int
    column: int

    @property
    def where(self) -> str:
        """The file that answers at the old address, "" for one that no file can answer."""
        found = "" if "?" in self.old else address.of_permalink(self.old)
        return "" if not found or address.fault(found) else found


def usable(old: str) -> bool:
    """Whether an old address can be written as a rule."""
    return bool(_OLD.fullmatch(old))


def read(reader: Reader, site: Path) -> Iterator[Rule]:
    """The rules of a site; ``reader``, of ``FILE``, collects what is wrong with others."""
    for key, node in reader.items(site / FILE, files.LARGEST_DATA):
        old, new = key.text, reader.text(node, key.text) or ""
        path = unquote(new).lstrip("/")
        if not usable(old):
            hint = "写成 /show.asp?id=123: 2018/2018-04/jiuzhu.html 这样，以 / 开头，不写域名"
            reader.add(key, "publish-redirect-from", f"旧网址“{old}”不能用", hint)
        elif not path or address.fault(path):
            hint = "写网站里的地址，例如 2018/2018-04/jiuzhu.html"
            reader.add(node, "publish-redirect-to", f"“{old}”要转到的地址“{new}”不能用", hint)
        else:
            yield Rule(old, path, key.line, key.column)
