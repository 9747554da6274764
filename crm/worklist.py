"""An engineer's work in time: what is to be done today, what comes next, and his week (E1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from crm.board import Clock
from crm.deal import DealStage
from crm.views import DealRow

HIS_MOVE = (DealStage.IN_PROGRESS, DealStage.SCHEDULED, DealStage.DIAGNOSIS)
"""Where the next step is the engineer's; what he has begun comes first."""

DAYS = 7


def day_of(row: DealRow, zone: ZoneInfo) -> date | None:
    """The day of the visit, else the day by which a thing on the bench is promised."""
    moment = row.starts_at or (row.promised_at if row.device_here else None)
    return moment.astimezone(zone).date() if moment else None


def for_today(rows: Sequence[DealRow], clock: Clock) -> list[DealRow]:
    """Visits of today and earlier, and everything without an hour: the bench has no other day than this."""
    today = clock.now.astimezone(clock.hours.zone).date()
    return [row for row in rows if row.starts_at is None or row.starts_at.astimezone(clock.hours.zone).date() <= today]


def next_task(rows: Sequence[DealRow], clock: Clock) -> DealRow | None:
    """Today's next step of his: the work begun, the earliest visit, then the bench by its promise; None when all wait for others."""
    his = [row for row in for_today(rows, clock) if row.stage in HIS_MOVE]
    return min(his, key=_rank, default=None)


def _rank(row: DealRow) -> tuple[bool, bool, float, int]:
    moment = row.starts_at or row.promised_at
    return (row.stage != DealStage.IN_PROGRESS, row.starts_at is None, moment.timestamp() if moment else float("inf"), row.id)


def week_of(rows: Sequence[DealRow], clock: Clock) -> list[tuple[date, list[DealRow]]]:
    """Seven days from today with their orders by the hour; what is overdue stands on today."""
    zone, today = clock.hours.zone, clock.now.astimezone(clock.hours.zone).date()
    days: dict[date, list[DealRow]] = {today + timedelta(days=place): [] for place in range(DAYS)}
    for row in sorted(rows, key=lambda row: (row.starts_at is None, row.starts_at or row.promised_at or row.opened_at, row.id)):
        day = day_of(row, zone)
        if day is not None and max(day, today) in days:
            days[max(day, today)].append(row)
    return list(days.items())


def beyond_week(rows: Sequence[DealRow], clock: Clock) -> tuple[list[DealRow], list[DealRow]]:
    """What comes after the seven days, and what has no day yet."""
    last = clock.now.astimezone(clock.hours.zone).date() + timedelta(days=DAYS - 1)
    days = [(row, day_of(row, clock.hours.zone)) for row in rows]
    return [row for row, day in days if day is not None and day > last], [row for row, day in days if day is None]
