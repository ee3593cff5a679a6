"""Two servers of one process for one person: that of the screen and its acts, and the preview whose pages it shows.

They stand on two ports, so that a page, whatever an article holds, has another origin than the screen: it can neither
read the screen nor ask it for anything. Both are bound to this machine and to nothing else.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace

from jianbao.pipeline import Progress, Request
from jianbao.preview import server as preview
from jianbao.preview.edit.answers import Handler
from jianbao.preview.edit.editor import Editor
from jianbao.preview.session import Outcome, Session

HOST = "127.0.0.1"


class Server(preview.Server):
    """The screen's server: what its answers have to know."""

    handler = Handler

    def __init__(self, address: tuple[str, int], session: Session) -> None:
        super().__init__(address, session)
        self.token = secrets.token_urlsafe(24)
        self.editor = Editor(session)
        self.origins = {f"http://{name}:{self.server_port}" for name in ("127.0.0.1", "localhost")}
        self.pages = ""
        """The origin of the preview."""


def serve(
    request: Request,
    *,
    port: int,
    poll: bool,
    ready: Callable[[str, int], None],
    notice: Callable[[Outcome], None],
    progress: Progress,
) -> None:
    """Builds, watches, serves until interrupted; ``ready`` is told the screen's address, token and all, and the port.

    Raises UsageError when there is no port to serve on.
    """
    request, lock = preview.own_folder(replace(request, output=request.output.with_name("edit-preview")))
    session = Session(request, notice)
    with contextlib.ExitStack() as stack:
        stack.callback(lock.close)
        screen = preview.listening(Server, HOST, port, session)
        stack.callback(screen.server_close)
        pages = preview.listening(preview.Server, HOST, screen.server_port + 1, session)
        stack.callback(pages.server_close)
        pages.framed_by, screen.pages = f"http://{HOST}:{screen.server_port}", f"http://{HOST}:{pages.server_port}"
        stack.callback(session.end)
        session.begin(progress, poll=poll)
        threading.Thread(target=screen.editor.ready, daemon=True, name="edit-ready").start()
        threading.Thread(target=pages.serve_forever, args=(0.1,), daemon=True, name="edit-pages").start()
        stack.callback(pages.shutdown)
        ready(f"http://{HOST}:{screen.server_port}/#{screen.token}", screen.server_port)
        screen.serve_forever(poll_interval=0.1)
