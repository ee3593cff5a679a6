"""What a saved page's text loses when it is read as lines: the targets of its links, its lists, words in bold."""

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jianbao.importer.line import kinds
from jianbao.importer.model import Line

_FEWEST = 2
"""Items that make a list."""
_SHOWN = 12
_ENDED = ("。", "！", "？", "”")
CURE = "要保留，把网页和它旁边的文件夹放进一个新文件夹，导入那个文件夹"


def told(tree: LexborHTMLParser, lines: Sequence[Line]) -> list[str]:
    """What is said of it; of marks around the article's own text, which ``lines`` are, and of no menu."""
    own = [line for line in lines if not line.rows and (kinds.is_text(line) or line.bare.startswith("附件"))]
    own += _amid(lines)
    texts = {_squeezed(line.text) for line in own}
    links = [node for node in tree.css("a[href]") if _leads_on(node) and _stands_in(node, texts)]
    items = [node for node in tree.css("li") if _squeezed(node.text()) in texts]
    bold = [node for node in tree.css("b, strong") if _stands_in(node, texts) and not _is_whole(node, texts)]
    said = [f"链接 {len(links)} 处（{_squeezed(links[0].text())[:_SHOWN]}）"] if links else []
    said += [f"列表 {len(items)} 项"] if len(items) >= _FEWEST else []
    quoted = [node for node in tree.css("blockquote") if any(line.quoted for line in own) and _is_shown(node, own)]
    said += [f"引用 {len(quoted)} 处"] if quoted else []
    said += [f"加粗 {len(bold)} 处"] if bold else []
    return [f"正文里的{'、'.join(said)}只留下文字；{CURE}"] if said else []


def _amid(lines: Sequence[Line]) -> list[Line]:
    """The lines of lists and of quotations that stand below the first paragraph of a text, however short they are."""
    texts = [n for n, line in enumerate(lines) if kinds.is_text(line) and not line.item]
    last = max((n for n, line in enumerate(lines) if line.bare.endswith(_ENDED)), default=0)
    made = []
    for at, line in enumerate(lines):
        if (line.item or line.quoted) and texts and texts[0] < at and not line.rows:
            above = next(n for n in range(at - 1, -1, -1) if not lines[n].item)
            made += [line] if line.quoted or at < last or lines[above].bare.endswith(("：", ":")) else []
    return made


def _is_shown(node: LexborNode, own: Sequence[Line]) -> bool:
    """Whether what an element says are quoted lines of the article."""
    said = _squeezed(node.text())
    return any(line.quoted and _squeezed(line.text) in said for line in own)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _leads_on(node: LexborNode) -> bool:
    target = (node.attributes.get("href") or "").strip()
    return bool(target) and not target.startswith(("#", "javascript:")) and bool(_squeezed(node.text()))


def _stands_in(node: LexborNode, texts: Iterable[str]) -> bool:
    """Whether the line that a mark stands in is one of the article's."""
    around = node
    for _ in range(_SHOWN):
        if _squeezed(around.text()) in texts:
            return True
        if around.parent is None or around.tag in ("body", "table", "ul", "ol"):
            return False
        around = around.parent
    return False


def _is_whole(node: LexborNode, texts: Iterable[str]) -> bool:
    return _squeezed(node.text()) in texts
