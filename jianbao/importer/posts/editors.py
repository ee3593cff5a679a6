"""Comments that an editor of WordPress or Typecho leaves in a text for itself, and that readers never see."""

import re

_OWN = re.compile(r"<!--[ ]?/?wp:(?:[^\n<-]|-(?!->))*+-->[ \t]*+\n?|^<!--markdown-->[ \t]*+\n?", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}+")


def without(body: str) -> str:
    """A text without them: <!-- wp:paragraph {"align":"center"} --> around each block, <!--markdown--> at the top."""
    found, count = _OWN.subn("", body)
    return _GAPS.sub("\n\n", found).strip("\n") if count else body
