"""What axe-core finds wrong with a page as a browser shows it."""

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: python tools/lunr.py --dev")


def violations(page: Any) -> list[str]:
    """``rule: selector`` for every element that breaks a rule of axe-core, all its rules being on.

    The script goes in by way of the debugger, so that no content security policy keeps it out.
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [f"{rule['id']}: {' '.join(map(str, node['target']))}" for rule in found for node in rule["nodes"]]
