"""The command line's door in a checkout: python build.py [build|serve|check|new|import|publish|search].

``python -m build`` in this folder finds this file before PyPA's program of that name, and is handed over to it.
"""

import runpy
import sys
from importlib.util import find_spec
from pathlib import Path


def _packaging() -> None:
    """Runs PyPA's build as if this file were not here."""
    here = Path(__file__).parent
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != here]
    sys.modules.pop("build", None)
    if find_spec("build") is None:
        print("没有装打包用的程序：pip install build", file=sys.stderr)
        sys.exit(2)
    runpy.run_module("build", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if globals()["__spec__"] is not None:
        _packaging()
        sys.exit(0)
    needed = ("yaml", "jinja2", "markdown", "msgspec", "nh3", "PIL", "pypinyin", "opencc", "selectolax", "watchdog")
    if not all(map(find_spec, needed)):
        print(
            "依赖没有装全（新装的，或程序更新了）：先运行 make site（以后用 .venv/bin/python build.py），",
            file=sys.stderr,
        )
        print("或 pip install -r requirements.lock", file=sys.stderr)
        sys.exit(2)
    from jianbao.cli import program

    program()
