"""Write requirements.lock: every version and every file's hash, for every extra and platform.

    python tools/lock.py              keep the versions there are, follow pyproject.toml
    python tools/lock.py --upgrade    take the newest versions

Resolved for Python 3.11 and later on any system (markers tell them apart) by uv, which is installed
into a folder that is thrown away. The lock names no index: each machine uses the one its own pip is
set to, and the hashes make sure that a mirror hands out the same files.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEADER = """\
# Made by tools/lock.py (make lock) from pyproject.toml, all extras, Python 3.11 and later.
# Install: pip install --require-hashes -r requirements.lock
"""


def _index() -> dict[str, str]:
    """The index that pip is set to, in uv's words; nothing when pip has its own default."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    url = os.environ.get("PIP_INDEX_URL") or answer.stdout.strip()
    return {"UV_DEFAULT_INDEX": url} if url else {}


def main(arguments: list[str]) -> int:
    """Resolve, check that no address has slipped in, replace the lock."""
    lock = ROOT / "requirements.lock"
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts" if os.name == "nt" else "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        draft = Path(folder, "requirements.lock")
        if lock.exists() and "--upgrade" not in arguments:
            draft.write_bytes(lock.read_bytes())
        # fmt: off
        subprocess.run(
            [python, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet",
             "--all-extras", "--universal", "--python-version", "3.11",
             "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
             "--output-file", draft],
            cwd=ROOT, env={**os.environ, **_index()}, check=True, stdout=subprocess.DEVNULL,
        )
        # fmt: on
        text = HEADER + draft.read_text("utf-8")
    if "://" in text:
        print("The lock would name an address; requirements.lock is left as it was.")
        return 1
    lock.write_text(text, "utf-8", newline="\n")
    packages = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
    print(f"requirements.lock: {len(packages)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
