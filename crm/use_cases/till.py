"""The evening till: what came in and went out today, told to the accountants without a sound (flows: rights)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.actor import Role
from crm.intents import Show
from crm.ports import UnitOfWork
from crm.shop import Shop
from crm.staff import stand_ins
from crm.timers import Timer

LAST_MINUTE = 24 * 60 - 1


def closing_time(shop: Shop, day: date) -> time:
    """When the day closes, a day off at the latest hour of the week; what never closes counts at the end of the day."""
    opens, closes = shop.week[day.weekday()]
    latest = max((end for start, end in shop.week if end > start), default=LAST_MINUTE)
    minute = min(closes if closes > opens else latest, LAST_MINUTE)
    return time(minute // 60, minute % 60)


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local day as moments in UTC, the end excluded."""
    start, end = (datetime.combine(day + timedelta(days=n), time(), tzinfo=zone) for n in (0, 1))
    return start.astimezone(UTC), end.astimezone(UTC)


def day_named(text: str, *, otherwise: date) -> date:
    """A day as `YYYY-MM-DD`; what is none gives the other."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def till_slot(day: date) -> str:
    return f"till:{day:%Y%m%d}"


async def send_till(unit: UnitOfWork, timer: Timer) -> None:
    """A day without money is not told of."""
    zone = ZoneInfo(unit.shop.timezone)
    day = timer.due_at.astimezone(zone).date()
    start, end = day_span(day, zone)
    if not await unit.queries.entries_between(start, end):
        return
    for person in stand_ins(Role.ACCOUNTANT, await unit.roster.all(), now=unit.now):
        if person.chat_id is not None:
            unit.say(Show("till", {"arg": day.isoformat()}, slot=till_slot(day), anew=True, chat_id=person.chat_id))
