"""KINDS: everything that time does by itself, one row a kind (architecture §2, Timers).

To add a kind: write `async def fire(unit: UnitOfWork, timer: Timer) -> None` in the use cases of its area and declare it here with what
lateness means. A kind with `daily` is kept armed by the ticker itself at that local time, once a day, however many days were missed; any
other is armed by `await unit.timers.set(Timer(kind, due_at, subject=…, key=…, data=…))` and withdrawn by `unit.timers.drop(key_prefix)`.
`fire` runs in a savepoint of its own with a unit of work (no chat of an input: every intent names its `chat_id`); it looks at the present
state first, because things may have moved on. A `CrmError` ends the timer quietly; any other error is tried again, dead after five tries.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.ports import UnitOfWork
from crm.reminders import CALL, LETTER, REMIND, RIPE, TAKE_BACK, TELL, WAKE
from crm.shop import Shop
from crm.timers import Late, Timer
from crm.use_cases.alarms import ring_task
from crm.use_cases.dead_letters import drop_old_drafts, sweep
from crm.use_cases.invoices import ISSUE, issue_by_itself
from crm.use_cases.till import closing_time, send_till
from crm.use_cases.waits import call_client, remind_client, ripen_warning, take_lead_back, tell_staff, wake_lead, want_letter

Fire = Callable[[UnitOfWork, Timer], Awaitable[None]]
"""What a timer does when its time has come."""


Daily = Callable[[Shop, date], time]
"""The local time at which a kind comes on this day."""


@dataclass(frozen=True, slots=True)
class TimerKind:
    """`patience`: how late a timer that would be dropped still makes sense. `daily`: when on that local day a daily kind comes."""

    fire: Fire
    late: Late = Late.COLLAPSE
    patience: timedelta = timedelta(0)
    daily: Daily | None = None


Kinds = Mapping[str, TimerKind]

KINDS: Kinds = {
    REMIND: TimerKind(remind_client),
    CALL: TimerKind(call_client),
    TELL: TimerKind(tell_staff),
    LETTER: TimerKind(want_letter),
    TAKE_BACK: TimerKind(take_lead_back),
    WAKE: TimerKind(wake_lead),
    RIPE: TimerKind(ripen_warning, Late.RUN),
    ISSUE: TimerKind(issue_by_itself),
    "till_summary": TimerKind(send_till, daily=closing_time),
    "ring_task": TimerKind(ring_task),
    "sweep": TimerKind(sweep, daily=lambda _shop, _day: time(4)),
    "old_drafts": TimerKind(drop_old_drafts, daily=lambda _shop, _day: time(10)),
}


def next_daily(kind: str, *, daily: Daily, shop: Shop, now: datetime) -> Timer:
    """The next occurrence after `now` of a kind that comes every day; the days missed meanwhile are one."""
    zone = ZoneInfo(shop.timezone)
    today = now.astimezone(zone).date()
    dues = (datetime.combine(day, daily(shop, day), tzinfo=zone).astimezone(UTC) for day in (today, today + timedelta(days=1)))
    return Timer(kind, next(due for due in dues if due > now), key=f"daily:{kind}")


def dailies_of_new_hours(before: Shop, after: Shop, *, now: datetime) -> list[Timer]:
    """What comes every day, as of the company's new hours; today's that would have been by now comes when it was to."""
    found = []
    for name, kind in KINDS.items():
        if kind.daily is not None:
            was, new = (next_daily(name, daily=kind.daily, shop=shop, now=now) for shop in (before, after))
            zone = ZoneInfo(after.timezone)
            if new.due_at.astimezone(zone).date() <= was.due_at.astimezone(zone).date():
                found.append(new)
    return found
