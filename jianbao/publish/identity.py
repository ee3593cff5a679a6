"""Who publishes: a name that no other publish has at the same time."""

import getpass
import os
import socket
from pathlib import Path

from jianbao import digest


def owner(lock: Path) -> str:
    """Who publishes while this process holds the lock file: nobody else on any machine has this name then.

    A user's name and a host's are not enough: two checkouts, or two containers, share them.
    """
    if given := os.environ.get("JIANBAO_OWNER"):
        return given
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:
        boot = ""
    info = lock.stat()
    mark = digest.of_text(f"{boot} {info.st_dev} {info.st_ino}").hex()[:8]
    return f"{user()}@{socket.gethostname()}#{mark}"


def user() -> str:
    """The user's name, as far as there is one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may have users without names
        return "?"
