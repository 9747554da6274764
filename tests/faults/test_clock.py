"""G20, the time lord: a year of timers with jumps of a day and both changes of summer time; nobody waits for a clock put back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.ports import UnitOfWork
from crm.timers import Late, Timer
from crm.use_cases import timed
from crm.use_cases.timed import Kinds, TimerKind
from gotovo import ticker
from gotovo.signals import Bell
from gotovo.ticker import Ticker
from storage import outbox
from storage.migrations import migrate
from storage.outbox import Row
from storage.timers import Claimed, SqlTimers
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.ledger import Proof, sized
from tests.faults.roads import FIRST_CLIENT, VERA, founded
from tests.faults.story import hurried
from tests.spine import Spine, words

GOAL = "G20 clock jumps and summer time"
ZONE, NINE = ZoneInfo("Europe/Berlin"), time(9)
START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
JUMPS, TIMERS = 20, 300


@dataclass
class Year:
    """A clock by hand and what has fired: one-off timers by their number, the daily one by its due day."""

    now: datetime = START
    fired: Counter[int] = field(default_factory=Counter)
    early: list[Timer] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)
    hours: set[time] = field(default_factory=set)

    async def once(self, _unit: UnitOfWork, timer: Timer) -> None:
        self.fired[int(str(timer.data["number"]))] += 1
        self.early += [timer] if timer.due_at > self.now else []

    async def daily(self, _unit: UnitOfWork, timer: Timer) -> None:
        due = timer.due_at.astimezone(ZONE)
        self.days[due.date()] += 1
        self.hours.add(due.time())

    def ticker(self, engines: object) -> Ticker:
        kinds: Kinds = {"once": TimerKind(self.once, Late.RUN), "daily": TimerKind(self.daily, Late.RUN, daily=lambda _shop, _day: NINE)}
        return Ticker(engines, clock=lambda: self.now, said=Bell(), kinds=kinds)  # type: ignore[arg-type]  # engines of this test


async def lived(path: Path, rng: random.Random, *, hours: int) -> Year:
    """A year in steps of so many hours, with jumps by a day in both directions on the way."""
    year, engines = Year(), hurried(path)
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
        unit = SqlUnitOfWork(connection, now=START, shop=await load_shop(connection))
        await unit.settings.put(timezone="Europe/Berlin")
        for number in range(TIMERS):
            due = START + timedelta(minutes=rng.randrange(365 * 24 * 60))
            await SqlTimers(connection).set(Timer("once", due, data={"number": number}))
    clockwork = year.ticker(engines)
    await clockwork._arm_dailies()
    steps = 365 * 24 // hours
    jumps = {step: rng.choice((-DAY, DAY)) for step in rng.sample(range(steps), JUMPS)}
    for step in range(steps):
        year.now += timedelta(hours=hours) + jumps.get(step, timedelta(0))
        await clockwork.tick()
    year.now = max(year.now, START + timedelta(days=366))
    await clockwork.tick()
    await engines.dispose()
    return year


def wrongs(year: Year) -> list[str]:
    """What was missed, doubled or came at another hour. Days over which the clock jumped are no fault."""
    missed = [f"timer {number} missed" for number in range(TIMERS) if not year.fired[number]]
    doubled = [f"timer {number} doubled" for number, times in year.fired.items() if times > 1]
    early = [f"timer {timer.data['number']} early" for timer in year.early]
    again = [f"{day} came {times} times" for day, times in year.days.items() if times > 1]
    hours = [f"at {hour:%H:%M}" for hour in sorted(year.hours - {NINE})]
    skipped = (max(year.days) - min(year.days)).days + 1 - len(year.days) if year.days else 365
    return [*missed, *doubled, *early, *again, *hours, *([f"{skipped} days missed"] if skipped > JUMPS else [])]


async def test_a_year_misses_nothing_and_doubles_nothing(tmp_path: Path, proof: Proof) -> None:
    year = await lived(tmp_path / "year.db", proof.rng, hours=sized(6, 1))
    assert wrongs(year) == []
    proof.n = f"{TIMERS} timers, {len(year.days)} days, {JUMPS} jumps"
    proof.measured(missed=0, doubled=0)


def grace_of_a_second(patch: pytest.MonkeyPatch) -> None:
    """What comes later than a second is skipped, as a scheduler in memory does by default."""

    async def comes_too_late(_ticker: Ticker, _connection: AsyncConnection, claimed: Claimed, *, now: datetime, **_how: Any) -> bool:
        return now - claimed.timer.due_at > timedelta(seconds=1)

    patch.setattr(Ticker, "_comes_too_late", comes_too_late)


def a_day_is_24_hours(patch: pytest.MonkeyPatch) -> None:
    """The next day's time is counted from the last one's, without a look at the calendar."""
    first: list[datetime] = []

    def next_daily(kind: str, *, now: datetime, **how: Any) -> Timer:
        first.extend([] if first else [timed.next_daily(kind, now=now, **how).due_at])
        return Timer(kind, first[0] + ((now - first[0]) // DAY + 1) * DAY, key=f"daily:{kind}")

    patch.setattr(ticker, "next_daily", next_daily)


@pytest.mark.parametrize("breaks", [grace_of_a_second, a_day_is_24_hours])
async def test_the_oracle_catches(tmp_path: Path, proof: Proof, *, breaks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch)
    found = wrongs(await lived(tmp_path / "year.db", proof.rng, hours=6))
    proof.n = f"{TIMERS} timers, {JUMPS} jumps"
    proof.control(breaks.__name__, red=f"{len(found)} wrong, {found[0]}" if found else "")


@pytest.fixture
async def spine(tmp_path: Path) -> AsyncIterator[Spine]:
    company = await founded(tmp_path / "clock.db")
    yield company
    await company.engines.dispose()


JUMPS_BACK = (DAY, -DAY, timedelta(hours=1), -timedelta(hours=1))


async def told_at_once(spine: Spine) -> int:
    """New requests that come, are worked on and are announced, each at another time than the one before: of how many Vera hears at once."""
    told = 0
    for client, back in enumerate(JUMPS_BACK, FIRST_CLIENT):
        await spine.store([spine.arrival(words(client, "It is broken"))])
        spine.now -= back
        while await spine.worker.work_once():
            pass
        spine.now -= back
        calls = await spine.delivers()
        told += any(isinstance(call, SendMessage) and call.chat_id == VERA and f"P{client}" in call.text for call in calls)
    return told


async def test_nobody_waits_for_a_clock_that_was_put_back(spine: Spine, proof: Proof) -> None:
    assert await told_at_once(spine) == len(JUMPS_BACK)
    proof.n = f"{2 * len(JUMPS_BACK)} jumps between the door, the work and the sending"


async def test_the_oracle_catches_who_waits_for_the_same_hour_again(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = outbox.claim

    async def claim(connection: AsyncConnection, now: datetime, **how: Any) -> list[Row]:
        return [row for row in await honest(connection, now, **how) if row.created_at <= now]

    monkeypatch.setattr(outbox, "claim", claim)
    told = await told_at_once(spine)
    proof.n = f"{2 * len(JUMPS_BACK)} jumps"
    proof.control("due by the wall clock alone", red=f"{len(JUMPS_BACK) - told} not told" if told < len(JUMPS_BACK) else "")
