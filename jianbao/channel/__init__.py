"""One article, every channel: what 公众号, 微博, a poster, Word and e-mail show of it, made from the same source.

Each channel is a pure function from a Piece (or a Bulletin of several) to a value: text, HTML, bytes, and
what does not fit. ``act`` alone writes, into .cache/channel/ or a folder that an editor names; nothing of it is
published with the site. Refused: withdrawn articles.
"""

from jianbao.channel.piece import Bulletin, Piece

__all__ = ["Bulletin", "Piece"]
