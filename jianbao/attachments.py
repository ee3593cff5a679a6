"""Which files beside articles are published: what offices attach, and what a site's settings add.

A file that a browser shows as a page, or a server runs, acts in the site's name. The list is closed, because no list of
what is dangerous is ever complete; what is known to be dangerous cannot be added to it either.
"""

import re

PICTURES = ("avif", "bmp", "gif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp")
OFFICE = (
    *("pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps"),
    *("zip", "rar", "7z", "txt", "csv"),
    *("mp4", "m4v", "webm", "ogv", "mp3", "m4a", "aac", "oga", "ogg", "wav", "flac"),
)
_SERVED = frozenset(
    "asa asax ascx ashx asmx asp aspx axd cer cfm cgi config do fcgi htaccess htpasswd jhtml jsp jspa jspf jspx jsw "
    "jsv lua phar php php3 php4 php5 php7 php8 phps pht phtm phtml pl pm py rb rhtml shtm shtml soap stm".split()
)
"""What servers run, also when another ending follows (Apache's mod_mime)."""
_SHOWN = frozenset(
    "appcache atom bat cjs cmd com css desktop dll eml exe hta htc htm html jar js json jsonld lnk manifest map mht "
    "mhtml mjs msi ps1 rdf reg rss scr sh svgz swf url vbs wasm webloc webmanifest xbl xht xhtml xml xsl xslt "
    "xul".split()
)
_ENDING = re.compile(r"[a-z0-9]{1,10}")


def fault_of_ending(ending: str) -> str:
    """Why a site's settings must not add an ending, in an editor's words; "" when they may."""
    if not _ENDING.fullmatch(ending):
        return "只写扩展名，小写字母和数字，如 epub"
    return "这种文件会在读者的浏览器里或服务器上运行" if ending in _SERVED | _SHOWN else ""


def refused(path: str, more: tuple[str, ...]) -> str:
    """Why a file is not published, in an editor's words; "" when it is. ``more`` are endings of the settings."""
    name = path.rpartition("/")[2].lower()
    _, *endings = name.split(".")
    last = endings[-1] if endings else ""
    served = any(ending in _SERVED for ending in endings)
    if last in (*PICTURES, *OFFICE, *more) and last not in _SHOWN and not served and ";" not in name:
        return ""
    if not last:
        return "没有扩展名的文件"
    shown = last if last in _SERVED | _SHOWN or not served else ".".join(endings)
    return f".{shown} 文件"


def cure(path: str) -> str:
    """What to do with a file that is not published."""
    last = path.rpartition(".")[2].lower()
    if last in _SERVED | _SHOWN or not _ENDING.fullmatch(last) or last in (*PICTURES, *OFFICE):
        return "另存为 PDF，或放进 .zip 再链接；网页和脚本会以本站的名义运行"
    return f"另存为 PDF，或放进 .zip 再链接；确实要发布这种文件，在 config.yaml 里写 attachments: [{last}]"
