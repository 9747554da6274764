"""What a process counts about itself in memory: sends by their outcome, and how its door to Telegram fares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Tally:
    """Since the start of the process: `sent` rows, `waits` that Telegram asked for (429), other `errors`."""

    sent: int = 0
    waits: int = 0
    errors: int = 0


@dataclass(slots=True)
class DoorState:
    """The way in: when it last worked, since when it fails, and the failure in a word."""

    worked_at: datetime | None = None
    failing_since: datetime | None = None
    note: str = ""

    def works(self, now: datetime) -> None:
        self.worked_at, self.failing_since, self.note = now, None, ""

    def fails(self, now: datetime, note: str) -> None:
        self.failing_since, self.note = self.failing_since or now, note
