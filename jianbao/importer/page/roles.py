"""What the classes of a page's elements say that they hold, in the words that sites use for it."""

from selectolax.lexbor import LexborNode

_ROLES = {
    "kicker": "pretitle yinti introtitle shoulder uptitle toptitle jianti leadtitle kicker yt titlepre pre",
    "title": "title tit bt biaoti articletitle arttitle artititle newstitle contitle contenttitle detailtitle "
    "pagetitle zwbt maintitle",
    "subtitle": "subtitle subhead futi futitle vicetitle fbt secondtitle subheading fubiaoti sub",
}
"""What sites call the line above a title, and the one below it."""
_ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}


def role(names: str) -> str:
    """What the classes of an element call it: a title, the line above it, the one below it."""
    words = names.lower().replace("-", "").replace("_", "").split()
    return next((_ROLE[word] for word in words if word in _ROLE), "")


def is_amid_text(node: LexborNode) -> bool:
    """Whether a text goes on beside an element: then it is words of it, whatever the page calls it (class="link")."""
    beside = (node.prev, node.next)
    return any(one is not None and one.tag == "-text" and (one.text_content or "").strip() for one in beside)
