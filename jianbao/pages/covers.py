"""An issue's cover as a theme draws it: what stands on it follows from its number and date alone.

Nothing that a new item of the issue would change is on a cover, so that covers may stand on pages of the past.
"""

from jianbao import address, zh
from jianbao import expressions as re
from jianbao.model import Article
from jianbao.pages.frame import Context

_YEAR = re.compile(r"^\d{4}年")


def cover(article: Article) -> Context:
    """The values of an issue's cover."""
    month = int(article.date[5:7]) if len(article.date) >= 7 else 0
    rest = _YEAR.sub("", article.number)
    return {
        "title": article.title,
        "phrased": article.phrased[1],
        "number": article.number,
        "href": address.href(article.address),
        "date": article.date,
        "date_text": zh.date_text(article.date),
        "year": article.date[:4],
        "month": month,
        "mark": rest or (f"{month}月" if month else ""),
    }
