"""The only clock: everything else is told the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """The wall clock of a make-believe company; it may be put forward, never back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return wall_clock() + self._ahead

    def goes_on(self, by: timedelta) -> None:
        assert by >= timedelta()
        self._ahead += by
