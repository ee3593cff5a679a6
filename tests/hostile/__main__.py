"""``python -m tests.hostile``: every campaign at length, and its counts. EXAMPLES is how often damage is tried."""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.hostile import damage, floods, kills, links, patterns, vectors

EXAMPLES = int(os.environ.get("JIANBAO_EXAMPLES", "1000"))
CAMPAIGNS: dict[str, Callable[[Path], Counter[str]]] = {
    "vectors": vectors.campaign,
    "patterns": lambda _: patterns.campaign(),
    "floods": floods.campaign,
    "links": links.campaign,
    "kills": kills.campaign,
    "damage": lambda folder: damage.campaign(folder, EXAMPLES),
}
WELL = (
    "tried",
    "right",
    "told",
    "nothing outside",
    "killed",
    "not reached",
    "whole",
    "within limits",
    "linear",
    "held",
)


def main(names: list[str]) -> int:
    """Runs the campaigns of these names, or all; prints a line a campaign, and one for whatever went wrong.

    1 when anything did.
    """
    wrong = 0
    for name in names or CAMPAIGNS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            counts = CAMPAIGNS[name](Path(folder))
            floods.removed(Path(folder))
        bad = {outcome: n for outcome, n in counts.items() if outcome not in WELL}
        good = ", ".join(f"{outcome} {counts[outcome]}" for outcome in WELL if counts[outcome])
        print(f"{name}: {good}; went wrong {sum(bad.values())} ({time.monotonic() - began:.0f} s)", flush=True)
        for outcome, number in bad.items():
            print(f"    {number} x {outcome}", flush=True)
        wrong += sum(bad.values())
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
