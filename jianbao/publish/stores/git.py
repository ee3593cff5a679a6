"""A branch that a forge serves as pages (GitHub, Gitee, Codeberg): the whole site changes in one push.

What is put goes through one ``git fast-import`` into a bare repository below .cache/, and is pushed when the generation
is committed; ``--atomic`` with ``--force-with-lease`` makes the push whole and gives it one winner. The branch holds
one commit without a past, so that what was withdrawn is in no history that anybody clones; the record lies on a branch
of its own, which is not served. Headers are the forge's business. What a forge keeps of commits that no branch names
is up to it.
"""

import hashlib
import os
import shutil
import subprocess
import threading
import time
import uuid
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from jianbao import expressions as re
from jianbao.publish.stores import Found, StoreError, md5
from jianbao.publish.stores.fence import Fence

_RECORD = "-jianbao-record"
_TIMEOUT = 600
_CONTROL = re.compile(r"(?:^|/)_site/")
_PLAIN = ".nojekyll"
"""Tells GitHub to serve the files as they are, those below _preview/ too."""
_TRIES = 5


class GitStore:
    """Two branches of a repository: the site's, and its record's."""

    def __init__(self, repository: str, branch: str, cache: Path, *, fence: Fence | None = None) -> None:
        if shutil.which("git") is None:
            raise StoreError("没有 git：先安装它")
        self.fence = fence or Fence()
        self._site = cache.parent
        self._remote = self._address(repository)
        self._branches = (branch, f"{branch}{_RECORD}")
        mark = hashlib.sha256(f"{self._remote} {branch}".encode()).hexdigest()[:12]
        self._folder = cache / f"pages-{mark}.git"
        self._heads: list[str] = ["", ""]
        self._pushed: list[dict[str, str]] = [{}, {}]
        """Of each branch: path → blob."""
        self._wanted: list[dict[str, str]] = [{}, {}]
        """The same, with what waits for the next push."""
        self._held: dict[str, bytes] = {}
        """Blobs of the record that wait."""
        self._import: list[subprocess.Popen[bytes]] = []
        """The process that takes blobs until the next push, if there is one."""
        weakref.finalize(self, _ended, self._import)
        self._looked = False
        self._lock = threading.RLock()

    def list(self, prefix: str) -> Iterator[Found]:
        """What stands on both branches, with what is about to."""
        with self._lock:
            self._look()
            both = {**self._wanted[0], **self._wanted[1]}
            keys = sorted(key for key in both if key.startswith(prefix) and key != _PLAIN)
            digests = self._digests([both[key] for key in keys])
        now = datetime.now(UTC)
        yield from (Found(key, digest, now) for key, digest in zip(keys, digests, strict=True))

    def get(self, key: str) -> bytes | None:
        """The blob's bytes."""
        with self._lock:
            self._look()
            blob = self._wanted[_which(key)].get(key)
            if blob is None or blob in self._held:
                return None if blob is None else self._held[blob]
            return self.git("cat-file", "blob", blob)

    def age(self, key: str) -> timedelta | None:
        """By the time that its branch was pushed, which is when a lease was written; told by the pusher's clock."""
        with self._lock:
            self._look()
            which = _which(key)
            if key not in self._wanted[which]:
                return None
            told = self.git("log", "-1", "--format=%ct", self._heads[which]) if self._heads[which] else b""
        return datetime.now(UTC) - datetime.fromtimestamp(int(told.strip() or time.time()), UTC)

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Waits for the next push; a lease is pushed at once."""
        del headers
        self.fence.check()
        with self._lock:
            self._look()
            self._wanted[_which(key)][key] = self._add(key, data)
            if "/log/lease-" in key:
                self._settle()

    def create(self, key: str, data: bytes) -> bool:
        """Pushes everything that waits, with this."""
        if (there := self.get(key)) is not None:
            return there == data
        self.put(key, data, {})
        with self._lock:
            self._settle(unless=key)
        return self.get(key) == data

    def copy(self, source: str, key: str) -> bool:
        """The same blob under another name."""
        with self._lock:
            self._look()
            blob = self._wanted[_which(source)].get(source)
            if blob is not None:
                self._wanted[_which(key)][key] = blob
        return blob is not None

    def delete(self, keys: Iterable[str]) -> None:
        """Pushes what is left."""
        with self._lock:
            self._look()
            gone = [self._wanted[_which(key)].pop(key, None) for key in keys]
            if any(gone):
                self._settle()

    def versioning(self) -> str:
        """The branches have no past."""
        return ""

    def _look(self) -> None:
        """Fetches both branches, once."""
        if self._looked:
            return
        if not (self._folder / "HEAD").exists():
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self.git("init", "-q", "--bare", str(self._folder), bare=False)
        self._fetch()
        self._looked = True

    def _fetch(self) -> None:
        told = self.git("ls-remote", "--heads", self._remote).decode("utf-8", "replace")
        there = {line.split("\t")[1].removeprefix("refs/heads/") for line in told.splitlines()}
        specs = [f"+refs/heads/{branch}:refs/fetched/{branch}" for branch in self._branches if branch in there]
        if specs:
            # Both at once, and what came: somebody may push between our question and this one.
            self.git("fetch", "-q", "--depth=1", "--no-tags", self._remote, *specs)
        for which, branch in enumerate(self._branches):
            fetched = f"refs/fetched/{branch}"
            head = self.git("rev-parse", "--verify", fetched).decode().strip() if branch in there else ""
            self._heads[which] = head
            self._pushed[which] = self._tree(head) if head else {}
            self._wanted[which] = dict(self._pushed[which])

    def _tree(self, head: str) -> dict[str, str]:
        lines = self.git("ls-tree", "-r", "-z", "--full-tree", head).split(b"\0")
        return {line.partition(b"\t")[2].decode(): line.split()[2].decode() for line in lines if line}

    def _digests(self, blobs: Sequence[str]) -> Sequence[str]:
        """MD5 of each blob, by one process."""
        wanted = [blob for blob in blobs if blob not in self._held]
        found = {blob: md5(self._held[blob]) for blob in blobs if blob in self._held}
        told = self.git("cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        at = 0
        for blob in wanted:
            end = told.index(b"\n", at)
            words = told[at:end].split()
            size = int(words[2]) if len(words) == 3 else 0
            found[blob] = md5(told[end + 1 : end + 1 + size]) if len(words) == 3 else ""
            at = end + 1 + (size + 1 if len(words) == 3 else 0)
        return [found[blob] for blob in blobs]

    def _add(self, key: str, data: bytes) -> str:
        """Hands a blob to git; returns its name."""
        stream = self._stream()
        stream.write(b"blob\ndata %d\n" % len(data))
        stream.write(data)
        stream.write(b"\n")
        name = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        if _which(key):
            self._held[name] = data
        return name

    def _settle(self, unless: str = "") -> None:
        """Pushes what waits; when somebody was quicker, once more on top of what he pushed.

        Nobody but the holder of the lease changes the site, so that what another pushed meanwhile are leases, or a
        whole generation, by which ours is lost: then ``unless``, its name, stands there.
        """
        for left in reversed(range(_TRIES)):
            changes = [_changes(*both) for both in zip(self._pushed, self._wanted, strict=True)]
            try:
                self._push()
                return
            except _BeatenError:
                if unless and unless in self._pushed[_which(unless)]:
                    return
                if not left:
                    raise
            for wanted, (put, gone) in zip(self._wanted, changes, strict=True):
                wanted.update(put)
                for key in gone:
                    wanted.pop(key, None)

    def _push(self) -> None:
        """Makes both branches what they are to be, in one push. Raises _BeatenError when somebody else was quicker."""
        changed = [which for which in (0, 1) if self._wanted[which] != self._pushed[which]]
        if not changed:
            return
        made = {which: f"refs/made/{uuid.uuid4().hex}" for which in changed}
        stream = self._stream()
        for which in changed:
            _write_commit(stream, made[which], self._wanted[which], plain=which == 0)
        self._written()
        words = [f"--force-with-lease=refs/heads/{self._branches[w]}:{self._heads[w]}" for w in changed]
        specs = [f"{made[which]}:refs/heads/{self._branches[which]}" for which in changed]
        heads = {which: self.git("rev-parse", made[which]).decode().strip() for which in changed}
        self.fence.check()
        try:
            self.git("push", "-q", "--atomic", *words, self._remote, *specs)
        except _BeatenError:
            self._fetch()
            raise
        finally:
            for which, ref in made.items():
                self.git("update-ref", f"refs/pushed/{which}", ref)
                self.git("update-ref", "-d", ref)
        for which in changed:
            self._heads[which], self._pushed[which] = heads[which], dict(self._wanted[which])
        self.git("gc", "-q", "--auto")

    def _stream(self) -> IO[bytes]:
        """What git reads from; one process until the next push."""
        if not self._import:
            command = ["git", "--git-dir", str(self._folder), "fast-import", "--quiet", "--force", "--done"]
            made = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment())
            self._import.append(made)
        stream = self._import[0].stdin
        assert stream is not None
        return stream

    def _written(self) -> None:
        """Everything handed over is in the repository. Raises StoreError."""
        running = self._import.pop()
        _, told = running.communicate(b"done\n", timeout=_TIMEOUT)
        if running.returncode:
            raise StoreError(f"git 没有成功：{_why(told.decode('utf-8', 'replace'))}")
        self._held.clear()

    def _address(self, repository: str) -> str:
        """A remote's name of the site's own checkout, or an address as it is."""
        words = ["git", "remote", "get-url", repository]
        done = subprocess.run(words, cwd=self._site, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else repository

    def git(self, *words: str, given: bytes = b"", bare: bool = True) -> bytes:
        """What git said. Raises StoreError, in Chinese."""
        command = ["git", *(["--git-dir", str(self._folder)] if bare else []), *words]
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, timeout=_TIMEOUT, check=False, env=_environment()
            )
        except subprocess.TimeoutExpired:
            raise StoreError("git 太久没有答复：检查网络，再运行一次会接着做") from None
        if done.returncode == 0:
            return done.stdout
        told = done.stderr.decode("utf-8", "replace")
        if words[0] == "push" and re.search(
            r"stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref", told
        ):
            raise _BeatenError("另一个发布刚刚推送过：再运行一次")
        raise StoreError(f"git 没有成功：{_why(told)}")


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """(what is new or another one, what is gone)."""
    return {key: blob for key, blob in new.items() if old.get(key) != blob}, old.keys() - new.keys()


def _ended(running: list[subprocess.Popen[bytes]]) -> None:
    """Ends what a store that nobody has any more was still handing over."""
    while running:
        process = running.pop()
        process.kill()
        process.communicate()


class _BeatenError(StoreError):
    """Somebody else's push came first."""


def _environment() -> dict[str, Any]:
    """git's, without what a hook that called us left there."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
    }
    return {**kept, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _which(key: str) -> int:
    """The branch that a key stands on."""
    return int(_CONTROL.search(key) is not None)


def _write_commit(stream: IO[bytes], ref: str, files: Mapping[str, str], *, plain: bool) -> None:
    """A commit without parents that holds exactly these files."""
    # A name of its own for each: two equal commits of one second would be one, which a shallow clone cannot push.
    words = b"published by jianbao\n\n%s\n" % uuid.uuid4().hex.encode()
    stream.write(f"commit {ref}\ncommitter jianbao <jianbao@localhost> {int(time.time())} +0000\n".encode())
    stream.write(b"data %d\n%sdeleteall\n" % (len(words), words))
    if plain and _PLAIN not in files:
        stream.write(f"M 100644 inline {_PLAIN}\ndata 0\n\n".encode())
    for path, blob in sorted(files.items()):
        quoted = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        stream.write(f'M 100644 {blob} "{quoted}"\n'.encode())


def _why(told: str) -> str:
    if re.search(r"Permission denied|Authentication failed|could not read Username|403", told):
        return "没有权限：核对部署密钥（SSH）或令牌，它要能推送"
    if re.search(r"not found|does not exist|does not appear to be a git repository", told):
        return "没有这个仓库：核对 repository"
    if re.search(r"Could not resolve|unable to access|Connection refused|timed out", told):
        return "连不上：检查网络和 repository，再运行一次会接着做"
    last = next((line for line in reversed(told.splitlines()) if line.strip()), "没有说为什么")
    return last.removeprefix("fatal: ")
