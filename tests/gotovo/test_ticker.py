"""The ticker: nothing is missed and nothing fires twice, however the clock jumps and whatever fails."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.errors import Conflict, NotFound
from crm.events import Kind, Ref
from crm.intents import Say
from crm.ports import UnitOfWork
from crm.timers import Late, Timer
from crm.use_cases.timed import Kinds, TimerKind, next_daily
from gotovo.signals import Bell
from gotovo.ticker import Ticker
from storage import tables
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.timers import SqlTimers
from storage.unit_of_work import load_shop

START = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@dataclass
class Desk:
    """A clock by hand, and what has fired."""

    engines: Engines
    now: datetime = START
    fired: list[Timer] = field(default_factory=list)
    breaks: list[Exception] = field(default_factory=list)

    async def fire(self, unit: UnitOfWork, timer: Timer) -> None:
        unit.say(Say(timer.kind, chat_id=1))
        if self.breaks:
            raise self.breaks.pop()
        self.fired.append(timer)

    def ticker(self, **kinds: TimerKind) -> Ticker:
        known: Kinds = kinds or {late: TimerKind(self.fire, late, patience=timedelta(hours=1)) for late in Late}
        return Ticker(self.engines, clock=lambda: self.now, said=Bell(), kinds=known)

    async def arm(self, *timers: Timer) -> None:
        async with self.engines.write.begin() as connection:
            for timer in timers:
                await SqlTimers(connection).set(timer)

    async def rows(self, table_name: str) -> list[str]:
        table = tables.metadata.tables[table_name]
        async with self.engines.read.connect() as connection:
            return list((await connection.execute(select(table.c.state).order_by(table.c.id))).scalars())

    async def said(self) -> int:
        return len(await self.rows("outbox"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    sqlite = f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"
    engines = await opened(sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgres_url")))
    yield Desk(engines)
    await engines.dispose()


async def opened(url: str) -> Engines:
    engines = open_engines(url)
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    return engines


async def test_a_due_timer_runs_once_with_its_effect(desk: Desk) -> None:
    await desk.arm(Timer("run", START), Timer("run", START + timedelta(hours=1)))
    assert await desk.ticker().tick() == 1
    assert await desk.ticker().tick() == 0
    assert await desk.said() == 1


async def test_a_failure_leaves_nothing_behind_and_is_tried_again(desk: Desk) -> None:
    desk.breaks = [RuntimeError("boom")]
    await desk.arm(Timer("run", START), Timer("collapse", START))
    await desk.ticker().tick()
    assert [timer.kind for timer in desk.fired] == ["collapse"]
    assert await desk.said() == 1
    desk.now += timedelta(minutes=1)
    await desk.ticker().tick()
    assert [timer.kind for timer in desk.fired] == ["collapse", "run"]


async def test_a_timer_that_always_fails_is_dead_and_stops_nobody(desk: Desk) -> None:
    desk.breaks = [RuntimeError("boom")] * 5
    await desk.arm(Timer("run", START))
    for _try in range(7):
        await desk.ticker().tick()
        desk.now += timedelta(hours=1)
    assert (desk.fired, await desk.rows("timer")) == ([], ["dead"])


async def test_an_unknown_kind_is_dead_in_the_end_and_not_lost(desk: Desk) -> None:
    await desk.arm(Timer("of a newer version", START))
    for _try in range(6):
        await desk.ticker().tick()
        desk.now += timedelta(hours=1)
    assert await desk.rows("timer") == ["dead"]


async def test_a_refusal_ends_a_timer_and_a_conflict_runs_it_again(desk: Desk) -> None:
    desk.breaks = [NotFound("order 1"), Conflict("deal")]
    await desk.arm(Timer("run", START), Timer("run", START))
    await desk.ticker().tick()
    assert (len(desk.fired), await desk.said(), await desk.rows("timer")) == (1, 1, [])


async def test_what_one_timer_withdraws_does_not_run_in_the_same_look(desk: Desk) -> None:
    async def withdraw(unit: UnitOfWork, _timer: Timer) -> None:
        await unit.timers.drop("wait:1:")

    await desk.arm(Timer("first", START), Timer("run", START, key="wait:1:a"))
    await desk.ticker(first=TimerKind(withdraw), run=TimerKind(desk.fire)).tick()
    assert desk.fired == []


async def test_a_timer_arms_itself_again_under_its_own_key(desk: Desk) -> None:
    async def again(unit: UnitOfWork, timer: Timer) -> None:
        desk.fired.append(timer)
        await unit.timers.set(Timer("news", unit.now + timedelta(days=7), key=timer.key))

    await desk.arm(Timer("news", START, key="wait:1:news"))
    for _week in range(3):
        await desk.ticker(news=TimerKind(again)).tick()
        desk.now += timedelta(days=7)
    assert len(desk.fired) == 3


async def test_a_daily_kind_comes_once_a_day_and_missed_days_are_one(desk: Desk) -> None:
    kinds = {"till": TimerKind(desk.fire, daily=lambda _shop, _day: time(20, 30))}
    ticker = desk.ticker(**kinds)
    await ticker.start()
    await ticker.stop()
    for days in (1, 1, 5):
        desk.now += timedelta(days=days)
        await desk.ticker(**kinds).tick()
    assert len(desk.fired) == 3
    assert await desk.rows("timer") == ["ready"]


async def test_a_daily_kind_that_died_comes_the_next_day(desk: Desk) -> None:
    kinds = {"till": TimerKind(desk.fire, daily=lambda _shop, _day: time(20, 30))}
    ticker = desk.ticker(**kinds)
    await ticker.start()
    await ticker.stop()
    desk.breaks = [RuntimeError("boom")] * 5
    desk.now += timedelta(hours=12)
    for _try in range(5):
        await desk.ticker(**kinds).tick()
        desk.now += timedelta(minutes=10)
    assert sorted(await desk.rows("timer")) == ["dead", "ready"]


async def test_the_scheduler_looks_by_itself(desk: Desk) -> None:
    done = asyncio.Event()

    async def fire(_unit: UnitOfWork, _timer: Timer) -> None:
        done.set()

    await desk.arm(Timer("run", START))
    ticker = desk.ticker(run=TimerKind(fire))
    await ticker.start()
    await asyncio.wait_for(done.wait(), timeout=10)
    await ticker.stop()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 5, 12, 9, 0, tzinfo=UTC), datetime(2026, 5, 12, 17, 30, tzinfo=UTC)),
        (datetime(2026, 5, 12, 17, 30, tzinfo=UTC), datetime(2026, 5, 13, 17, 30, tzinfo=UTC)),
        (datetime(2026, 5, 12, 22, 0, tzinfo=UTC), datetime(2026, 5, 13, 17, 30, tzinfo=UTC)),
    ],
)
async def test_the_next_day_is_the_companys_own(desk: Desk, now: datetime, due: datetime) -> None:
    async with desk.engines.read.connect() as connection:
        shop = await load_shop(connection)
    assert next_daily("till", daily=lambda _shop, _day: time(20, 30), shop=shop, now=now).due_at == due


PLANS = st.lists(st.tuples(st.sampled_from(list(Late)), st.integers(1, 3), st.integers(0, 60 * 24 * 40)), max_size=12)
JUMPS = st.lists(st.integers(-600, 60 * 24 * 10), min_size=1, max_size=10)


@settings(max_examples=40)
@given(plan=PLANS, jumps=JUMPS)
def test_no_timer_is_missed_and_none_fires_twice_however_the_clock_jumps(plan: list[tuple[Late, int, int]], jumps: list[int]) -> None:
    in_a_fresh_database(lambda desk: the_clock_jumps(desk, plan, jumps))


async def the_clock_jumps(desk: Desk, plan: list[tuple[Late, int, int]], jumps: list[int]) -> None:
    armed = [Timer(late, START + timedelta(minutes=at), Ref(Kind.DEAL, order), f"{place}") for place, (late, order, at) in enumerate(plan)]
    await desk.arm(*armed)
    waiting, ticker = list(armed), desk.ticker()
    for minutes in [*jumps, 60 * 24 * 50]:
        desk.now += timedelta(minutes=minutes)
        desk.fired.clear()
        await ticker.tick()
        due = [timer for timer in waiting if timer.due_at <= desk.now]
        waiting = [timer for timer in waiting if timer not in due]
        assert sorted(t.key or "" for t in desk.fired) == sorted(t.key or "" for t in expected(due, desk.now))
    assert await desk.rows("timer") == []


def expected(due: list[Timer], now: datetime) -> list[Timer]:
    """Run: all. Drop: the fresh ones. Collapse: the latest of each order."""
    newest = {timer.subject: timer for timer in sorted(due, key=lambda t: (t.due_at, int(t.key or 0))) if timer.kind == Late.COLLAPSE}
    fresh = [timer for timer in due if timer.kind == Late.DROP and now - timer.due_at <= timedelta(hours=1)]
    return [*(timer for timer in due if timer.kind == Late.RUN), *fresh, *newest.values()]


def in_a_fresh_database(story: Callable[[Desk], Coroutine[object, object, None]]) -> None:
    async def run(folder: str) -> None:
        engines = await opened(f"sqlite+aiosqlite:///{folder}/gotovo.db")
        await story(Desk(engines))
        await engines.dispose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(folder))
