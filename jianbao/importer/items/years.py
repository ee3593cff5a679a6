"""The day, the month or the year that a line of an issue's head gives, in whatever form."""

import re

from jianbao.importer.line import figures, masthead
from jianbao.importer.line.evidence import Year
from jianbao.importer.line.evidence import years as of_text

_MONTH = re.compile(
    rf"(?P<year>{figures.YEAR})[ \u3000]?(?:年|[.·．/-])[ \u3000]?(?P<month>1[0-2]|0?[1-9])(?!\d)(?:月|$|(?=[^\d.·/-]))"
)

_YEAR = re.compile(rf"(?<!\d)({figures.YEAR})(?=年)")


def dated(text: str) -> list[Year]:
    """The day or the month that a line of a head gives, in whatever form: 2018·03, 2022年7月号."""
    if found := masthead.dated("".join(text.split())):
        return found
    month = _MONTH.search("".join(text.split()))
    if month:
        return [Year(figures.value(month["year"]), text, 9, int(month["month"]))]
    if school := [year for year in of_text("".join(text.split()), 8) if year.school]:
        return school
    year = _YEAR.search("".join(text.split()))
    return [Year(figures.value(year[1]), text, 8)] if year else []
