"""When stories happen: not when they are run, since a company has hours and quiet nights."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from crm.shop import Shop
from gotovo.clock import MovableClock


def wednesday_at(hour: int) -> MovableClock:
    """A clock that goes on from that hour of the next Wednesday, by the time zone of a company that has chosen none."""
    clock = MovableClock()
    here = clock().astimezone(ZoneInfo(Shop().timezone))
    then = here.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=(2 - here.weekday()) % 7)
    clock.goes_on((then if then > here else then + timedelta(weeks=1)) - here)
    return clock
