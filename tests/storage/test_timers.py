"""Timers as rows: one a key, claimed when due, put off with growing delay, dead after their tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.events import Kind, Ref
from crm.timers import Timer
from storage import timers
from storage.engine import Engines
from storage.repositories.work import SqlTimeline
from storage.timers import MAX_TRIES, Claimed, SqlTimers

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
ORDER = Ref(Kind.DEAL, 1001)
A_TIMER = Timer("remind", NOW, ORDER, "wait:1001:a", {"round": 1}, 7)


async def claimed(connection: AsyncConnection, now: datetime = NOW) -> Claimed:
    found = await timers.claim(connection, now)
    assert found is not None
    return found


async def test_a_timer_comes_back_as_it_was_armed_and_not_before_its_time(connection: AsyncConnection) -> None:
    await SqlTimers(connection).set(A_TIMER)
    assert await timers.claim(connection, NOW - timedelta(seconds=1)) is None
    assert (await claimed(connection)).timer == A_TIMER


async def test_a_key_holds_one_timer(connection: AsyncConnection) -> None:
    later = replace(A_TIMER, due_at=NOW + timedelta(days=1))
    await SqlTimers(connection).set(A_TIMER)
    await SqlTimers(connection).set(later)
    assert await timers.due_count(connection, NOW) == 0
    await timers.keep(connection, A_TIMER)
    assert (await claimed(connection, later.due_at)).timer == later


async def test_the_earliest_is_claimed_first(connection: AsyncConnection) -> None:
    await SqlTimers(connection).set(Timer("b", NOW))
    await SqlTimers(connection).set(Timer("a", NOW - timedelta(hours=1)))
    assert (await claimed(connection)).timer.kind == "a"


async def test_timers_are_dropped_by_the_beginning_of_their_key(connection: AsyncConnection) -> None:
    for key in ("wait:1001:a", "wait:1001:b", "wait:10010:a"):
        await SqlTimers(connection).set(replace(A_TIMER, key=key))
    await SqlTimers(connection).drop("wait:1001:")
    assert (await claimed(connection)).timer.key == "wait:10010:a"
    assert await timers.due_count(connection, NOW) == 1


async def test_undoing_a_fact_withdraws_its_timers(connection: AsyncConnection) -> None:
    await SqlTimers(connection).set(A_TIMER)
    await SqlTimeline(connection).cancel_caused(7)
    assert await timers.claim(connection, NOW) is None


async def test_a_failing_timer_is_put_off_and_dies_in_the_end(connection: AsyncConnection) -> None:
    await SqlTimers(connection).set(A_TIMER)
    now, verdicts = NOW, []
    for _try in range(MAX_TRIES):
        verdicts.append(await timers.fail(connection, await claimed(connection, now), now=now, error="boom"))
        assert await timers.claim(connection, now) is None
        now += timedelta(hours=1)
    assert verdicts == [False] * (MAX_TRIES - 1) + [True]
    assert await timers.claim(connection, now) is None


async def test_a_dead_timer_leaves_its_key_to_the_next_one(connection: AsyncConnection) -> None:
    await SqlTimers(connection).set(A_TIMER)
    last = replace(await claimed(connection), tries=MAX_TRIES - 1)
    assert await timers.fail(connection, last, now=NOW, error="boom")
    await timers.keep(connection, replace(A_TIMER, kind="next"))
    assert (await claimed(connection)).timer.kind == "next"


@pytest.mark.parametrize("subject", [ORDER, None])
async def test_a_later_due_one_of_the_same_kind_and_subject_is_known(connection: AsyncConnection, subject: Ref | None) -> None:
    table = SqlTimers(connection)
    await table.set(Timer("remind", NOW, subject))
    first = await claimed(connection)
    await table.set(Timer("remind", NOW, Ref(Kind.DEAL, 1002)))
    await table.set(Timer("other", NOW, subject))
    await table.set(Timer("remind", NOW + timedelta(minutes=1), subject))
    assert not await timers.has_later(connection, first, now=NOW)
    assert await timers.has_later(connection, first, now=NOW + timedelta(minutes=1))


async def test_two_tickers_never_hold_the_same_timer(engines: Engines) -> None:
    """On SQLite the second waits for the first one's commit, so only PostgreSQL can show it at once."""
    async with engines.write.begin() as connection:
        await SqlTimers(connection).set(A_TIMER)
    async with engines.write.begin() as first:
        mine = await timers.claim(first, NOW)
        assert mine is not None
        if not engines.is_sqlite:
            async with engines.write.begin() as second:
                assert await timers.claim(second, NOW) is None
        await timers.finish(first, mine)
    async with engines.write.begin() as connection:
        assert await timers.claim(connection, NOW) is None
