"""The command line's door: python build.py [build|serve|check|new|import|publish|search]."""

import sys
from importlib.util import find_spec

if __name__ == "__main__":
    if not all(map(find_spec, ("yaml", "jinja2", "markdown", "nh3", "pypinyin", "opencc"))):
        print(
            "还没有安装依赖：先运行 make site（以后用 .venv/bin/python build.py），",
            file=sys.stderr,
        )
        print("或 pip install -r requirements.lock", file=sys.stderr)
        sys.exit(2)
    from jianbao.cli import main

    sys.exit(main())
