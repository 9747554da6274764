"""A day and an hour as people type them: "fri 14:00", "27.11 14-16", "tomorrow 9" (R46)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

VISIT = timedelta(hours=2)
"""How long a visit lasts when only its beginning was typed."""

_DATE = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?")
_HOURS = re.compile(r"(?P<from>\d{1,2})(?::(?P<minute>\d{2}))?(?:\s*[-\u2013]\s*(?P<to>\d{1,2})(?::(?P<to_minute>\d{2}))?)?")


def parse_typed_time(text: str, *, now: datetime, days: Mapping[str, int]) -> tuple[datetime, datetime] | None:
    """Beginning and end in the zone of `now`, later than it; None when it is no such time.

    `days` names days ahead: "today" 0, "tomorrow" 1, and every weekday its distance; three letters of a name are enough.
    """
    words = text.casefold().replace(",", " ").split()
    day = parse_typed_day(words[0], now=now, days=days) if words else None
    found = _HOURS.fullmatch("".join(words[1:] if day else words))
    if found is None:
        return None
    start, end = _moment(found["from"], found["minute"]), _moment(found["to"], found["to_minute"]) if found["to"] else None
    if start is None or (found["to"] and end is None):
        return None
    begins = datetime.combine(day or now.date(), start, now.tzinfo)
    ends = datetime.combine(begins.date(), end, now.tzinfo) if end else begins + VISIT
    return (begins, ends) if now < begins < ends else None


def parse_typed_day(text: str, *, now: datetime, days: Mapping[str, int]) -> date | None:
    """A date, today or later; one without a year is the next such date."""
    word = text.casefold().strip(" .,")
    ahead = next(
        (ahead for name, ahead in days.items() if len(word) >= 2 and name.casefold().startswith(word[:3]) and _fits(word, name)), None
    )
    if ahead is not None:
        return now.date() + timedelta(days=ahead)
    found = _DATE.fullmatch(word)
    if found is None:
        return None
    years = [int(found["year"])] if found["year"] else [now.year, now.year + 1]
    dates = (_date(year, int(found["month"]), int(found["day"])) for year in years)
    return next((day for day in dates if day and day >= now.date()), None)


def _fits(word: str, name: str) -> bool:
    return name.casefold().startswith(word) or word.startswith(name.casefold())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
