"""The one table of media types, and which files beside articles are published.

Ours, and not the system's registry, which says other things of .js on other machines (IANA, "Media Types"; WHATWG
"MIME Sniffing"). What is published is what offices attach, and what a site's settings add: a file that a browser shows
as a page, or a server runs, acts in the site's name. The list is closed, because no list of what is dangerous is ever
complete; what is known to be dangerous cannot be added to it either.
"""

import re

UNKNOWN = "application/octet-stream"
_UTF8 = "; charset=utf-8"
_TEXT = {
    "css": "text/css",
    "csv": "text/csv",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/plain",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "xsl": "application/xslt+xml",
}
_BYTES = {
    "7z": "application/x-7z-compressed",
    "aac": "audio/aac",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "dps": "application/wps-office.dps",
    "et": "application/wps-office.et",
    "flac": "audio/flac",
    "gif": "image/gif",
    "heic": "image/heic",
    "heif": "image/heif",
    "ico": "image/x-icon",
    "jfif": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ofd": "application/ofd",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rar": "application/vnd.rar",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ttf": "font/ttf",
    "wasm": "application/wasm",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wps": "application/wps-office.wps",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def of(path: str) -> str:
    """The media type of a file by its ending, texts with their charset; UNKNOWN for an ending that is not listed."""
    ending = _ending(path)
    return f"{_TEXT[ending]}{_UTF8}" if ending in _TEXT else _BYTES.get(ending, UNKNOWN)


def text(path: str) -> bool:
    """Whether a file is text, and worth compressing."""
    return _ending(path) in _TEXT


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


SHOWN = ("avif", "bmp", "gif", "jfif", "jpeg", "jpg", "png", "svg", "webp")
"""Endings of pictures that browsers show."""
PICTURES = (*SHOWN, "heic", "heif", "tif", "tiff")
"""Those of all pictures that are published; what no browser shows gets copies that one does."""
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
_WORD = re.compile(r"[a-z0-9]{1,10}")


def fault_of_ending(ending: str) -> str:
    """Why a site's settings must not add an ending, in an editor's words; "" when they may."""
    if not _WORD.fullmatch(ending):
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
    if last in _SERVED | _SHOWN or not _WORD.fullmatch(last) or last in (*PICTURES, *OFFICE):
        return "另存为 PDF，或放进 .zip 再链接；网页和脚本会以本站的名义运行"
    return f"另存为 PDF，或放进 .zip 再链接；确实要发布这种文件，在 config.yaml 里写 attachments: [{last}]"
