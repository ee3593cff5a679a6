"""Dates as editors and other generators write them, in the site's time zone; never guessed."""

import unicodedata
from datetime import date, datetime, tzinfo

from jianbao import expressions as re

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?", re.ASCII)
_TIME = re.compile(r"[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_OFFSET = re.compile(r"[T ]*(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)
IMPOSSIBLE = ("impossible", "")


def parse(text: str, zone: tzinfo) -> tuple[str, str] | None:
    """(date, time): the date in one of three precisions, the time ``HH:MM`` or "".

    None when the text is no date; IMPOSSIBLE for a day or an hour that does not exist. A time needs a whole date before
    it; an offset without one says nothing, and one with an offset is converted to ``zone``. Full-width digits and
    colons are read as plain ones.
    """
    text = unicodedata.normalize("NFKC", text)
    match = _DATE.match(text)
    if not match:
        return None
    year, month, day = match.groups()
    rest = text[match.end() :]
    clock = _TIME.fullmatch(rest)
    if rest and not (clock and day) and not (day and _OFFSET.fullmatch(rest)):
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
        if clock:
            hour, minute, offset = clock.groups()
            written = f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}{offset or 'Z'}"
            moment = datetime.strptime(written, "%Y-%m-%dT%H:%M%z")
            if offset:
                moment = moment.astimezone(zone)
            return moment.date().isoformat(), f"{moment:%H:%M}"
    except (ValueError, OverflowError):
        return IMPOSSIBLE
    return year + (f"-{int(month):02}" if month else "") + (f"-{int(day):02}" if day else ""), ""


def first_day(date: str) -> str:
    """The first day of a date of any precision: of 2018 it is 2018-01-01, of 2018-04 2018-04-01."""
    return (date + "-01-01")[:10]
