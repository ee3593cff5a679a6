"""The editor's screen: CodeMirror and what we ask of it, bundled by esbuild into one file that a browser gets.

    python tools/screen.py            bundles when something has changed
    python tools/screen.py --look     only looks

Called by lunr.py once the packages are there, beside bundle.py. Without the bundle `jianbao edit` works with a plain
text area, and says so.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "node_modules" / "jianbao-editor"
SOURCE = ROOT / "jianbao" / "preview" / "edit" / "editor.js"


def sources() -> dict[str, str]:
    """What the bundle is made of: our script's digest, and each package's version."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    used = {path: entry["version"] for path, entry in packages.items() if "@codemirror/" in path or "@lezer/" in path}
    ours = hashlib.sha256(SOURCE.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return {"editor.js": ours, **used}


def stale() -> bool:
    """Whether the bundle is not what it would be now."""
    try:
        return bool(json.loads((MADE / "made.json").read_text("utf-8")) != sources())
    except (OSError, ValueError):
        return True


def bundle() -> None:
    """Makes the bundle, with the licences of what is in it; raises OSError, StopIteration or CalledProcessError."""
    program = next(
        iter([*ROOT.glob("node_modules/@esbuild/*/bin/esbuild"), *ROOT.glob("node_modules/@esbuild/*/*.exe")])
    )
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir(parents=True)
    command = [
        *(str(program), str(SOURCE), "--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"),
        *("--legal-comments=none", f"--outfile={MADE / 'editor.js'}", "--log-level=warning"),
    ]
    subprocess.run(command, check=True, cwd=ROOT)
    names = sorted(path.removeprefix("node_modules/") for path in sources() if "/" in path)
    licences = [f"{name}\n\n{_licence(name)}" for name in names]
    (MADE / "LICENSE.txt").write_text("\n\n".join(licences), "utf-8")
    (MADE / "made.json").write_text(json.dumps(sources(), indent=1), "utf-8")


def _licence(name: str) -> str:
    return (ROOT / "node_modules" / name / "LICENSE").read_text("utf-8")


def main(arguments: list[str]) -> int:
    """Looks, bundles unless told only to look, looks again; exit 1 when the bundle is not what it should be."""
    if stale() and arguments != ["--look"]:
        try:
            bundle()
        except (OSError, StopIteration, subprocess.CalledProcessError) as error:
            print(f"编辑屏幕没有打包成功：{error!r}", file=sys.stderr)
    return int(stale())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
