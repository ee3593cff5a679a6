"""Live preview: an editor writes, saves, and sees the page.

The same pipeline builds into a folder of its own; there is no second builder. watch.py tells when to look
again, session.py builds and knows what is new, server.py and answers.py give it to browsers and trust none.
"""

from jianbao.preview.server import serve
from jianbao.preview.session import Outcome

__all__ = ["Outcome", "serve"]
