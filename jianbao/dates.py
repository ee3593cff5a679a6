"""Dates as editors and other generators write them, in the site's time zone; never guessed, never completed."""

import re
from datetime import date, datetime, tzinfo

_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
IMPOSSIBLE = ("impossible", "")


def parse(text: str, zone: tzinfo) -> tuple[str, str] | None:
    """(date, time): the date in one of three precisions, the time ``HH:MM`` or "".

    None when the text is no date; IMPOSSIBLE for a day or an hour that does not exist. A time with
    an offset is converted to ``zone``.
    """
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, offset = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
        if hour is not None:
            clock = f"{year}-{int(month or 1):02}-{int(day or 1):02}T{int(hour):02}:{minute}"
            moment = datetime.strptime(clock + (offset or "+0000"), "%Y-%m-%dT%H:%M%z")
            if offset:
                moment = moment.astimezone(zone)
            return f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
    except ValueError:
        return IMPOSSIBLE
    return year + (f"-{int(month):02}" if month else "") + (f"-{int(day):02}" if day else ""), ""
