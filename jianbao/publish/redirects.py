"""The rules of data/redirects.yaml as the files that servers understand.

The build puts a page at each old address without a question mark; a server that takes the rules answers 301 at
once, and at those with one too. Every form keeps to the query as it is written.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from jianbao import expressions as re
from jianbao.errors import SiteError
from jianbao.settings import redirects
from jianbao.settings.schema import Reader

FILE = redirects.FILE
FORMS = ("nginx", "apache", "netlify", "csv")
_OWN = "/?&=%~!$'()*+,:@-._"
_ESCAPES = re.compile(r"([.^$*+?()\[\]{}|\\])")


def read(site: Path) -> dict[str, str]:
    """Old address → path of the page below output/. Raises SiteError."""
    reader = Reader(FILE)
    found = {rule.old: rule.new for rule in redirects.read(reader, site)}
    if reader.problems:
        raise SiteError(reader.problems)
    return found


def dead(rules: Mapping[str, str], files: Mapping[str, object]) -> tuple[str, ...]:
    """Rules that lead to pages which do not exist, in Chinese."""
    return tuple(
        f"{FILE} 里的“{old}”要转到 {new}，网站里没有这一页：核对地址" for old, new in rules.items() if new not in files
    )


def name(form: str) -> str:
    """The path of the file below the site's root."""
    return {"nginx": "redirects.nginx.conf", "apache": ".htaccess", "netlify": "_redirects", "csv": "redirects.csv"}[
        form
    ]


def written(rules: Mapping[str, str], form: str, base: str) -> str:
    """The rule file. ``base`` is the site's path at its host, ``/`` or ``/jianbao/``."""
    lines = [_LINE[form](old, base + quote(new, safe="/~!&'()*+,;=:@-._")) for old, new in sorted(rules.items())]
    return _HEAD[form] + "".join(f"{line}\n" for line in lines) + _FOOT[form]


def _nginx(old: str, new: str) -> str:
    # Compared with $request_uri, which is as the browser wrote it; a dollar is only special in what it leads to.
    return f'    "{quote(old, safe=_OWN)}" "{new}";'


def _apache(old: str, new: str) -> str:
    path, _, query = old.partition("?")
    pattern = _literal(unquote(path).lstrip("/"))
    condition = f"RewriteCond %{{QUERY_STRING}} ^{_literal(query)}$\n" if query else ""
    moved = new.replace("%", r"\%")
    return f"{condition}RewriteRule ^{pattern}$ {moved} [R=301,L,NE,QSD]"


def _literal(text: str) -> str:
    return _ESCAPES.sub(r"\\\1", text)


def _netlify(old: str, new: str) -> str:
    path, _, query = old.partition("?")
    parts = " ".join(query.split("&")) if query else ""
    return " ".join(part for part in (path, parts, new, "301!") if part)


def _csv(old: str, new: str) -> str:
    return f'"{old}","{new}"'


_LINE = {"nginx": _nginx, "apache": _apache, "netlify": _netlify, "csv": _csv}
_HEAD = {
    "nginx": "# 在 http {} 里 include 这个文件；在 server {} 里写：if ($jianbao_moved) { return 301 $jianbao_moved; }\n"
    "# 下面两项别处已经设了的，在这里删去。\n"
    "map_hash_bucket_size 512;\nmap_hash_max_size 65536;\n"
    'map $request_uri $jianbao_moved {\n    default "";\n',
    "apache": "RewriteEngine On\n",
    "netlify": "",
    "csv": '"old","new"\n',
}
_FOOT = {"nginx": "}\n", "apache": "", "netlify": "", "csv": ""}
