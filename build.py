"""The command line's door: python build.py [build|serve|check|new|import|publish|search]."""

import sys
from importlib.util import find_spec

if __name__ == "__main__":
    needed = ("yaml", "jinja2", "markdown", "msgspec", "nh3", "PIL", "pypinyin", "opencc", "selectolax", "watchdog")
    if not all(map(find_spec, needed)):
        print(
            "依赖没有装全（新装的，或程序更新了）：先运行 make site（以后用 .venv/bin/python build.py），",
            file=sys.stderr,
        )
        print("或 pip install -r requirements.lock", file=sys.stderr)
        sys.exit(2)
    from jianbao.cli import main

    sys.exit(main())
