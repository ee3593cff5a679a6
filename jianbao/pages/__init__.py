"""Every file the site will have, as contexts: what a template may see, and nothing else.

``every_shelf`` groups the files by the plain value that they follow from, so that a warm build skips
what cannot have changed. The literals in these modules are the theme's contract; docs/themes.md is
checked against them. Counts and "latest" stand on home and list heads only: the past never changes.
"""

from jianbao.pages.asking import Themed, problems
from jianbao.pages.frame import Frame
from jianbao.pages.moved import redirects
from jianbao.pages.shelves import every_shelf

__all__ = ["Frame", "Themed", "every_shelf", "problems", "redirects"]
