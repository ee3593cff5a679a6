"""What the browser tests need: a Chromium, a Chinese font. Found, or installed on a Debian.

    python tools/browser.py

Exit 0: all there, or the tests marked browser are going to be skipped (said loudly). With CI=true
a lack is a failure, exit 1: a skipped test must not look like a passed one. The tests ask
`chromium()` for the path, so that what is installed is what is used.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that take Chromium's switches, in order of preference; $CHROMIUM goes before them."""


def chromium() -> str | None:
    """The path of a Chromium that really starts (some systems ship only a stub), or None."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if (path := shutil.which(name)) and _output(path, "--version"):
            return path
    return None


def missing() -> dict[str, list[str]]:
    """What is not there, and the Debian packages that bring it."""
    wanted = {}
    if chromium() is None:
        wanted["a Chromium"] = ["chromium"]
    if sys.platform == "linux":
        if not _output("fc-list", ":lang=zh-cn", "family"):
            wanted["a Chinese font"] = ["fontconfig", "fonts-noto-cjk"]
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            wanted["libatomic (playwright's driver needs it)"] = ["libatomic1"]
    return wanted


def _output(*command: str) -> str:
    """What a program prints; "" when there is no such program, or it fails."""
    try:
        answer = subprocess.run(command, capture_output=True, timeout=60, stdin=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode("utf-8", "replace").strip()


def main() -> int:
    """Look, install what is missing, look again."""
    if packages := sum(missing().values(), []):
        installer = Path(__file__).with_name("debian.sh")
        subprocess.run(["sh", str(installer), *packages], check=False)
    still = missing()
    if not still:
        print(f"browser: {chromium()}")
        return 0
    packages = sum(still.values(), [])
    print(f"**** browser: no {', no '.join(still)}, and not to be installed from here. ****")
    print(f"**** On Debian, as root: apt-get install {' '.join(packages)} ****")
    if os.environ.get("CI") == "true":
        return 1
    print("**** Tests marked browser will be skipped, or fail for want of it. ****")
    return 0


if __name__ == "__main__":
    sys.exit(main())
