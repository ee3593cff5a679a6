"""The editor's screen for a test: `python build.py edit` in a process of its own, raw acts, and a browser's page of it."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.served import Answer, Preview, parsed
from tests.sites import Site

DROP = """([name, type, bytes, selector]) => {
  const file = new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type });
  const transfer = new DataTransfer();
  transfer.items.add(file);
  const target = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""
PASTE = """([html, text, selector]) => {
  const transfer = new DataTransfer();
  transfer.setData("text/html", html);
  transfer.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }));
}"""
CLICKS = """addEventListener("click", (event) => event.isTrusted && (window.clicks = (window.clicks ?? 0) + 1), true)"""


class Desk(Preview):
    """A site being edited; use as a context manager."""

    command = "edit"
    ready = "编辑："

    @property
    def token(self) -> str:
        return self.url.partition("#")[2]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def post(self, act: str, asked: Any = None, *lines: str, data: bytes | None = None, own: bool = True) -> Answer:
        """The answer to an act as the screen sends it; with ``own`` False without its headers."""
        body = json.dumps(asked or {}).encode() if data is None else data
        head = [f"Host: 127.0.0.1:{self.port}", "Connection: close", f"Content-Length: {len(body)}"]
        if own:
            head += [f"Origin: {self.origin}", f"X-Jianbao-Token: {self.token}"]
        if data is not None:
            head.append(f"X-Jianbao-Asked: {quote(json.dumps(asked))}")
        head += lines
        request = "\r\n".join([f"POST /api/{act} HTTP/1.1", *head]).encode()
        return parsed(self.raw(request + b"\r\n\r\n" + body))

    def did(self, act: str, asked: Any = None, *, data: bytes | None = None) -> Any:
        """What an act led to; it was not refused."""
        answer = self.post(act, asked, data=data)
        assert answer.status == 200, (act, answer.text)
        return json.loads(answer.body)

    def refused(self, act: str, asked: Any = None, *, data: bytes | None = None) -> str:
        """Why an act was refused."""
        answer = self.post(act, asked, data=data)
        assert answer.status in (404, 409), (act, answer)
        return str(json.loads(answer.body)["error"])


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    who = ["-c", "user.name=编辑", "-c", "user.email=bianji@example.org"]
    done = subprocess.run(["git", "-C", str(folder), *who, *words], capture_output=True, check=True)
    return done.stdout.decode()


def shared(site: Site, folder: Path) -> Path:
    """Puts a site under git with a shared repository, which is returned."""
    remote = folder / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(remote)], check=True)
    site.write(".gitignore", ".cache/\noutput/\n")
    git(site.path, "init", "-q", "-b", "main")
    git(site.path, "config", "user.name", "编辑")
    git(site.path, "config", "user.email", "bianji@example.org")
    git(site.path, "add", "-A")
    git(site.path, "commit", "-qm", "开始")
    git(site.path, "remote", "add", "origin", str(remote))
    git(site.path, "push", "-qu", "origin", "main")
    return remote


def letters(*texts: str) -> Counter[str]:
    """Letters, digits and Han of some texts."""
    return Counter(c for text in texts for c in text if c.isalnum())
