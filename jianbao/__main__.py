"""``python -m jianbao`` is ``python build.py``."""

import sys

from jianbao.cli import main

sys.exit(main())
