"""A raw file of any kind as lines: which kind it is, by its name and by its first bytes.

Refused by name, with the cure: .doc and .wps (binary), .pdf, pictures, what is no text.
"""

from dataclasses import replace
from pathlib import Path, PurePath
from urllib.parse import unquote

from jianbao import files
from jianbao.errors import Problem, RefusedError, refused
from jianbao.importer.model import Beside, Source
from jianbao.importer.text import blanks, bounds, decode

_REFUSED = {
    ".doc": "旧的 Word 格式（.doc）读不了；在 Word 或 WPS 里打开，另存为 .docx，再导入",
    ".wps": "WPS 格式（.wps）读不了；在 WPS 里打开，另存为 .docx，再导入",
    ".rtf": "RTF 格式读不了；在 Word 里打开，另存为 .docx，再导入",
    ".pdf": "PDF 读不了；找到它的 Word 原稿，或把文字复制到 .txt 里，再导入",
    ".zip": "压缩包读不了；先解压，再导入解压出来的文件夹，或里面的文件",
    ".rar": "压缩包读不了；先解压，再导入解压出来的文件夹，或里面的文件",
    ".7z": "压缩包读不了；先解压，再导入解压出来的文件夹，或里面的文件",
    ".xls": "表格文件读不了；把内容复制到 Word 里，存为 .docx，再导入",
    ".xlsx": "表格文件读不了；把内容复制到 Word 里，存为 .docx，再导入",
}
_NO_TEXT = frozenset(
    ".json .js .mjs .ts .css .scss .yml .yaml .toml .ini .conf .lock .py .sh .bat .php .sql .csv .log .xml .svg".split()
)
"""Files of programs, which hold no article though they are text."""
_BESIDE = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".docx", ".xlsx", ".zip"])
"""Pictures and attachments that are taken along."""
_PAGES = ("<!doctype html", "<html")
_MESSAGES = (".mht", ".mhtml")
LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read."""


def alone(target: str) -> bytes | None:  # noqa: ARG001 (as every Beside)
    """Of a document that has nothing beside it."""
    return None


def beside(file: Path) -> Beside:
    """What stands in a document's own folder or below it: the pictures that a browser saves with a page."""
    folder = files.real(file).parent

    def found(target: str) -> bytes | None:
        path = files.real(folder / unquote(target.partition("?")[0].partition("#")[0]))
        if path.suffix.lower() not in _BESIDE or folder not in path.parents:
            return None
        data = files.read(path, target, LARGEST, folder)
        return None if isinstance(data, Problem) else data

    return found


def _has_header(text: str, name: str) -> bool:
    """Whether a text begins as an article of another generator does, with a header that has its title."""
    if not text.startswith("---"):
        return False
    from jianbao.importer.posts import headers

    values = headers.read(text.replace("\r\n", "\n").replace("\r", "\n"), name).values
    return any(str(key).lower() in ("title", "标题") for key in values)


def _of_format(name: str, kind: str) -> RefusedError:
    message, _, cure = _REFUSED[kind].partition("；")
    return refused(name, "import-format", message, cure)


def _of_message(name: str, data: bytes, beside: Beside) -> Source:
    """A page that was saved as one file with its pictures; one that is called so and is a page, as that."""
    from jianbao.importer.page import mhtml
    from jianbao.importer.page.html import source as of_page

    saved = mhtml.read(name, data) if mhtml.is_message(data) else mhtml.Saved(*decode.text(data, name), beside, ())
    if saved is None:
        cure = "用浏览器打开，另存为“网页，全部”（.html），再导入"
        raise refused(name, "import-format", "里面没有网页，没有导入", cure)
    doubts = [] if saved.encoding == "UTF-8" else [f"文件是 {saved.encoding} 编码，已按它读取"]
    doubts += decode.doubts(saved.text, name)
    doubts += [f"文件里还有{len(saved.dropped)}个框架，里面的文字没有收入，请核对"] if saved.dropped else []
    made = of_page(name, saved.text, tuple(doubts), saved.beside)
    return replace(made, dropped=(*made.dropped, *saved.dropped))


def source(name: str, data: bytes, beside: Beside = alone) -> Source:
    """The file as lines. Raises RefusedError with the cure when it cannot be read."""
    kind = PurePath(name).suffix.lower()
    if len(data) > LARGEST:
        message = f"超过 {LARGEST // 2**20} MB，没有导入"
        raise refused(name, "import-too-large", message, "分成几个文件，或压缩图片后再导入")
    if data.startswith(b"\xd0\xcf\x11\xe0") or kind in _REFUSED:
        raise _of_format(name, kind if kind in _REFUSED else ".doc")
    if kind in _NO_TEXT:
        message = f"{kind} 是程序和设置的文件，不是文章"
        raise refused(name, "import-format", message, "要导入整个旧网站，就写它的文件夹")
    if data.startswith(b"%PDF"):
        raise _of_format(name, ".pdf")
    if data.startswith(b"PK\x03\x04") or kind == ".docx":
        from jianbao.importer.word.docx import source as of_document

        return of_document(name, data)
    if kind in _MESSAGES:
        return _of_message(name, data, beside)
    text, encoding = decode.text(data, name)
    page = kind in (".html", ".htm", ".shtml") or text.lstrip()[:200].lower().startswith(_PAGES)
    if not page:
        bounds.fits(name, len(text), text.count("\n") + 1)
    texts, dropped = decode.lines(text)
    doubts = () if encoding == "UTF-8" else (f"文件是 {encoding} 编码，已按它读取",)
    doubts = (*doubts, *decode.doubts(text, name))
    if page:
        from jianbao.importer.page.html import source as of_page

        return of_page(name, text, doubts, beside)
    if kind in (".md", ".markdown") or _has_header(text, name):
        from jianbao.importer.posts.markdown import source as of_article

        doubts = doubts if kind != ".txt" else (*doubts, "开头是文件头（--- …… ---），按 Markdown 的文章读，请核对")
        return of_article(name, text, doubts, beside)
    found, of_pages = blanks.lines(texts)
    return Source(name, tuple(found), (*dropped, *of_pages), doubts)
