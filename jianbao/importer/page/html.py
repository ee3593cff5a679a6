"""A saved web page as lines: blocks, centring, headings, tables, pictures; what frames the article is dropped.

selectolax builds the tree as a browser does, whatever the page left open. The frame is known by its elements,
by the names that sites give to them, and by consisting of links; it never is what holds sentences. What the
tree did not give back is found by witness.py, kept as dropped text, and said.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from jianbao.errors import refused
from jianbao.importer.line import kinds, meta
from jianbao.importer.model import Beside, Dropped, Line, Source
from jianbao.importer.page import element, flattened, heading, missing, tail
from jianbao.importer.page.walk import PageReader
from jianbao.importer.text import blanks, bounds, witness

AROUND = "网页上正文前后的文字"
_NAME = 8
"""Characters of a page's name that its fields may stand behind."""
_TOLD = 100
"""Characters of paragraphs beside an article, from which on they are said."""
_FRAMES = re.compile("</?(?:frameset|frame|noframes)(?![\\w-])[^<>]{0,1000}>", re.IGNORECASE)
_SRC = re.compile("src\\s{0,9}=\\s{0,9}[\"']?([^\"'\\s<>]{1,200})", re.IGNORECASE)
_SHOWN = 6
"""Files of frames that are named."""
_ICONS = re.compile("[ \t\u3000\xa0]*+[\ue000-\uf8ff]{1,3}[ \t\u3000\xa0]*+")


def source(name: str, text: str, doubts: tuple[str, ...], beside: Beside) -> Source:
    """The page as lines. Raises RefusedError when its elements are nested as no page's are."""
    seen = witness.read(text)
    if seen.work > witness.MOST_WORK:
        cure = "用浏览器打开，另存为网页，再导入"
        raise refused(name, "import-damaged", "没有关上的标签太多，没有导入", cure)
    bounds.fits(name, sum(map(len, seen.texts)), 0)
    # In a page with frames the tree has nothing but these.
    tree = LexborHTMLParser(_FRAMES.sub("", text) if "<frameset" in text.lower() else text)
    reader = _read(tree, beside, hides=True)
    if sum(map(len, reader.hidden)) > sum(len(line.text) for line in reader.lines):
        reader = _read(tree, beside, hides=False)  # a page that its own script would have shown
    said = {key: value for key, value in reader.said.items() if value}
    lines = [part for line in reader.lines for part in blanks.parts(line)]
    icons: list[Dropped] = []
    lines = _without_icons(lines, icons)
    names = [name for name in (said.get("title"), said.get("og"), reader.title) if name and name != said.get("site")]
    lines = _with_fields_apart(lines, names)
    lines = heading.marked(lines, names, reader.framing, said)
    lines, around = element.parts(lines, reader.homes)
    heading.note_beside(lines, reader.framed, said)
    dropped = [Dropped(t, tail.OF_PAGE) for t in reader.framing if t.strip()]
    dropped += [Dropped(line.text if line.rows else line.bare, AROUND) for line in around]
    others = [line.bare for line in around if kinds.is_text(line)]
    if sum(map(len, others)) >= _TOLD:
        doubts = (*doubts, f"网页上还有{len(others)}段文字在正文以外（“{others[0][:16]}…”），没有收入，请核对")
    dropped += [Dropped(t, "网页上隐藏的文字") for t in reader.hidden if t.strip()]
    struck = [Dropped(t, "划去的文字（删除线）") for t in reader.struck if t.strip()]
    dropped += struck
    if struck:
        said_of = f"网页上有划去的文字（删除线）{len(struck)}处，没有收入，列在“没有收入的文字”里，请核对"
        doubts = (*doubts, said_of)
    doubts = (*doubts, *reader.raised.doubts())
    dropped += [*reader.invisible, *icons]
    unread = witness.unread(
        seen.texts, [*(line.text for line in lines), *(d.text for d in dropped), *reader.raised.read]
    )
    if unread:
        dropped += [Dropped(t, "网页里有、却没有读出位置的文字") for t in unread]
        doubts = (*doubts, f"网页里有{len(unread)}处文字没有读出位置，列在“没有收入的文字”里，请核对")
    dropped += [Dropped(t, "没有和网页存在一起的图片的说明") for t in missing.words(reader.missing)]
    dropped += [Dropped(t, "网页的注释、模板里的文字，浏览器不显示") for t in seen.asides]
    doubts = (*doubts, *_in_frames(text))
    doubts = (*doubts, *missing.told(reader.missing, lines, reader.homes), *flattened.told(tree, lines))
    said["source"] = next((said[key] for key in ("source", "medium", "account") if said.get(key)), "")
    said["date"] = next((said[key] for key in ("date", "issued", "created") if said.get(key)), "")
    said = {key: said[key] for key in ("date", "source", "tag_date", "tag_source") if said.get(key)}
    return Source(name, tuple(lines), tuple(dropped), doubts, reader.media, said, is_page=True)


def _in_frames(text: str) -> list[str]:
    """What is said of a page that is nothing but frames, whose texts stand in files of their own."""
    named = (
        [found[1] for tag in _FRAMES.findall(text) if (found := _SRC.search(tag))]
        if "<frameset" in text.lower()
        else []
    )
    shown = "、".join(list(dict.fromkeys(named))[:_SHOWN])
    return [f"这个网页分成几个框架，文字在另外的文件里（{shown}），请导入那些文件"] if named else []


def _with_fields_apart(lines: list[Line], names: Sequence[str]) -> list[Line]:
    """The lines, with the fields apart that a page sets in its title: <h1>… <small>2023-08-19 来源：…</small></h1>."""
    wanted = ["".join(name.split()) for name in names]
    made: list[Line] = []
    for line in lines:
        title, fields = ("", "") if line.rows else _apart(line.bare, wanted)
        if fields:
            made += [line._replace(text=title), line._replace(text=fields, heading=0, bold=False, role="")]
        else:
            made.append(line)
    return made


def _apart(text: str, wanted: Sequence[str]) -> tuple[str, str]:
    """(a page's name, the fields behind it on its line); two empty ones when it is no such line."""
    bare = "".join(text.split())
    name = next((name for name in wanted if len(bare) > len(name) >= _NAME and bare.startswith(name)), "")
    if not name:
        return "", ""
    end = seen = 0
    while seen < len(name):
        seen += not text[end].isspace()
        end += 1
    rest = text[end:].strip()
    return (text[:end], rest) if meta.read(rest) is not None else ("", "")


def _without_icons(lines: list[Line], dropped: list[Dropped]) -> list[Line]:
    """The lines without the letters of a site's own type before them, which are pictures: a clock, an eye."""
    made = []
    for line in lines:
        found = None if line.rows else _ICONS.match(line.text)
        if found:
            dropped.append(Dropped(found.group().strip(), "图标字体的符号"))
            line = line._replace(text=line.text[found.end() :])
        if line.bare or line.picture:
            made.append(line)
    return made


def _read(tree: LexborHTMLParser, beside: Beside, *, hides: bool) -> PageReader:
    reader = PageReader(beside, hides=hides)
    if tree.root is not None:
        reader.read(tree.root)
    return reader
