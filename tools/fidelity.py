"""Real posts through the build: how many build without change, which are refused, and what a page loses.

    make fidelity CORPUS=folder

The folder holds one folder of Markdown files for each blog; nothing of it is kept. A post is read as an
article of a site of its own. Links and pictures that lead out of it are not looked at.
"""

import collections
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from jianbao import files as reading
from jianbao import workers
from jianbao.content import delimiters, parsing
from jianbao.errors import Level, Problem
from tests import conservation

_ZONE = ZoneInfo("Asia/Shanghai")
_OUTSIDE = frozenset(("broken-link", "broken-picture"))


def looked(path: str) -> tuple[str, list[str], list[str], int]:
    """(path, codes of the errors, what is lost, characters) of a file."""
    data = Path(path).read_bytes()
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in Path(path).stem)[:60].strip("-") or "post"
    article, html, problems = parsing.parsed(data, f"2018/{name}.md", _ZONE)
    errors = [p for p in problems if p.level is Level.ERROR and p.code not in _OUTSIDE]
    if article is None or html is None or errors:
        return path, sorted({p.code for p in errors}) or ["nothing"], [], 0
    text = reading.text(data, path)
    assert not isinstance(text, Problem)
    parts = delimiters.split(text, path)
    assert not isinstance(parts, Problem)
    return path, [], conservation.violations(parts[1], parts[2], html, problems), len(conservation.letters(parts[1]))


def main() -> int:
    """Prints the figures of every blog; 1 when something is lost."""
    root = Path(sys.argv[1])
    lost = 0
    for blog in sorted(p for p in root.iterdir() if p.is_dir()):
        files = sorted(str(p) for p in blog.rglob("*") if p.suffix in (".md", ".markdown") and p.is_file())
        with ProcessPoolExecutor(workers.cores()) as pool:
            results = list(pool.map(looked, files, chunksize=16))
        refused = collections.Counter(code for _, codes, _, _ in results for code in codes[:1])
        violations = [(path, found) for path, _, found, _ in results if found]
        built = sum(1 for _, codes, _, _ in results if not codes)
        share = 100 * built / max(len(files), 1)
        print(f"{blog.name}: {len(files)} posts, {built} build ({share:.1f} %), {len(violations)} lose text")
        for code, count in refused.most_common():
            print(f"    {count} {code}: {os.path.relpath(next(p for p, c, _, _ in results if code in c[:1]), root)}")
        for path, found in violations[:40]:
            print(f"    lost {os.path.relpath(path, root)}:{found[0]}")
        lost += len(violations)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
