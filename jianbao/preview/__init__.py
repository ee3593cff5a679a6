"""Live preview: an editor writes, saves, and sees the page.

The same pipeline builds into a folder of its own; there is no second builder. session.py watches and
builds, server.py answers browsers and trusts none of them.
"""

from jianbao.preview.server import serve

__all__ = ["serve"]
