"""An address that is nobody's: what a new config.yaml says until its owner writes the real one.

Names that are reserved for examples (RFC 2606, RFC 6761) never lead to a site; feeds, share cards and QR codes that
carry one are lost.
"""

from urllib.parse import urlsplit

from jianbao import expressions as re
from jianbao.errors import Level, Problem
from jianbao.settings.config import Config

CURE = "在 config.yaml 的 site 里，把 url 改成网站真正的网址"
_RESERVED = re.compile(r"(.+\.)?(example\.(com|net|org)|example|invalid)")


def told(config: Config) -> Problem | None:
    """The warning that site.url leads nowhere; None when it may be real, when
    somebody has given it a path, or when there are no settings at all."""
    reserved = _RESERVED.fullmatch(urlsplit(config.url).hostname or "")
    if not config.places or not reserved or config.base != "/":
        return None
    message = f"site.url 还是例子（{config.url}）：订阅、分享、二维码里的链接都打不开"
    return config.place("url").problem("url-example", message, CURE, Level.WARNING)
