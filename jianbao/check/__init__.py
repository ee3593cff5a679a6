"""The proof-reader: rules that editors write as data, and inspections that need a program.

`engine` takes one text through all of them; `proofreader` does so for one article after another, and
remembers; `health` looks at the archive as a whole; `fixes` are values; `formats` are the five ways to
read the findings. Nothing here writes a file.
"""

from jianbao.check.entities import people

__all__ = ["people"]
