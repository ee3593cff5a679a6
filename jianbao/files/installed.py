"""Versions of installed packages, by the names of their .dist-info folders.

So the Python Packaging User Guide has them ("Recording installed projects"). importlib.metadata reads whole files with
the parser of mails, and to import it takes as long again: together a tenth of a build with nothing to do.
"""

import contextlib
import os
import sys
from functools import lru_cache

_RECORD = ".dist-info"


def version(package: str) -> str:
    """As importlib.metadata.version, for a name in small letters with "_"; raises its PackageNotFoundError."""
    if package in (known := _known()):
        return known[package]
    import importlib.metadata  # whatever was installed in another way

    return importlib.metadata.version(package)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):
                if name.endswith(_RECORD):
                    package, _, made = name.removesuffix(_RECORD).partition("-")
                    found.setdefault(package.replace("-", "_").lower(), made)
    return found
