"""Opening hours as an owner types them, day by day: "mon-fri 9-20, sat 10-16, sun off" (R56)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.errors import Refused

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEVERAL = {"weekdays": (0, 1, 2, 3, 4), "weekend": (5, 6), "daily": (0, 1, 2, 3, 4, 5, 6)}
OFF = "off"
SHORTEST = 120
"""Minutes: less than the shortest visit is a slip of the finger, not a day's work."""

_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?-(\d{1,2})(?:[:.](\d{2}))?")
Week = list[list[int]]


def read_week(text: str, week: Sequence[Sequence[int]]) -> Week:
    """Minutes from and to for each day, Monday first, equal ones for a day off; one stretch a day, without breaks.

    With days named, those that are not named are off; hours alone are for the days open in `week`. What is said later of a day counts.
    Raises `Refused` hours_not_read.
    """
    stated: list[tuple[list[int], list[int]]] = []
    named: list[int] = []
    for word in re.split(r"[\s,;]+", _DASH.sub("-", text.strip(" \t\n,;.").casefold())):
        hours = _hours(word)
        if hours is None:
            named += _days(word.rstrip(":"))
        else:
            stated.append((named, hours))
            named = []
    if len(stated) == 1 and not stated[0][0]:
        stated = [([day for day, (opens, closes) in enumerate(week) if opens < closes], stated[0][1])]
    said = {day: hours for days, hours in stated for day in days}
    if named or not all(days for days, _hours in stated) or not any(opens < closes for opens, closes in said.values()):
        raise Refused("hours_not_read")
    return [list(said.get(day, (0, 0))) for day in range(7)]


def _hours(word: str) -> list[int] | None:
    """None for what is a day. Raises `Refused` for hours that cannot be."""
    if word == OFF:
        return [0, 0]
    found = _HOURS.fullmatch(word)
    if found is None:
        return None
    opens, closes = (int(found[i]) * 60 + int(found[i + 1] or 0) for i in (1, 3))
    if any(int(found[i] or 0) > 59 for i in (2, 4)) or not opens + SHORTEST <= closes <= 1440:
        raise Refused("hours_not_read")
    return [opens, closes]


def _days(word: str) -> list[int]:
    """One day, several by a word of their own, or from one to another, round the end of the week too."""
    if word in SEVERAL:
        return list(SEVERAL[word])
    first, _, last = word.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise Refused("hours_not_read")
    start = DAYS.index(first)
    return [(start + n) % 7 for n in range((DAYS.index(last or first) - start) % 7 + 1)]
