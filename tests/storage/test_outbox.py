"""The outbox: what goes first, what coalesces, and what becomes of a row whose sender died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.intents import reminder
from crm.shown import ShownCard
from storage import cards, outbox, tables
from storage.engine import open_engines
from storage.migrations import migrate
from storage.outbox import LEASE, Draft, Lane, Row, Stream

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def draft(kind: str = "notice", *, chat_id: int = 1, **values: Any) -> Draft:
    filled: dict[str, Any] = {"intent": {"name": kind}, "lane": Lane.NOTICE, "due_at": NOW, **values}
    return Draft(chat_id=chat_id, kind=kind, **filled)


async def claim(
    connection: AsyncConnection, now: datetime = NOW, *, busy: tuple[Stream, ...] = (), paused: tuple[int, ...] = ()
) -> list[Row]:
    return await outbox.claim(connection, now, limit=10, busy=busy, paused=paused)


async def states(connection: AsyncConnection) -> list[str]:
    return list((await connection.execute(select(tables.outbox.c.state).order_by(tables.outbox.c.id))).scalars())


async def test_lanes_go_before_age(connection: AsyncConnection) -> None:
    drafts = [draft("refresh", lane=Lane.REFRESH), draft(), draft("card", lane=Lane.INTERACTIVE)]
    await outbox.put(connection, drafts, now=NOW)
    assert [row.kind for row in await claim(connection)] == ["card", "notice", "refresh"]


async def test_a_row_is_claimed_once_and_only_when_due(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft(), draft(due_at=NOW + timedelta(hours=1))], now=NOW)
    assert len(await claim(connection)) == 1
    assert await claim(connection) == []
    assert await outbox.due_count(connection, NOW) == 1


async def test_a_busy_chat_waits(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft(chat_id=1), draft(chat_id=2)], now=NOW)
    assert [row.chat_id for row in await claim(connection, paused=(1,))] == [2]


async def test_a_conversation_and_the_cards_of_a_chat_do_not_wait_for_each_other(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft("relay"), draft("notice")], now=NOW)
    assert [row.kind for row in await claim(connection, busy=((1, True),))] == ["notice"]
    assert [row.kind for row in await claim(connection, busy=((1, False),))] == ["relay"]


async def test_a_row_of_a_dead_sender_comes_back_in_doubt(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft()], now=NOW)
    (row,) = await claim(connection)
    assert not row.was_sending
    (again,) = await claim(connection, NOW + LEASE + timedelta(seconds=1))
    assert (again.id, again.was_sending) == (row.id, True)


async def test_a_notice_is_said_once_for_its_key(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft(key="n:1"), draft(key="n:1")], now=NOW)
    await outbox.mark_done(connection, await claim(connection), now=NOW)
    await outbox.put(connection, [draft(key="n:1")], now=NOW)
    assert await states(connection) == ["sent"]


async def test_a_reminder_that_still_waits_is_not_said_once_more(connection: AsyncConnection) -> None:
    """Neither while it is put off for days nor on its way; once said or given up, the next one comes (G9)."""
    again = draft(key=reminder("task_due", "task", subject_id=1, chat_id=1).key)
    await outbox.put(connection, [again, again], now=NOW)
    (row,) = await claim(connection)
    await outbox.put(connection, [again], now=NOW)
    await outbox.put_off(connection, row, due_at=NOW, error="reset", count_try=True)
    await outbox.put(connection, [again], now=NOW)
    assert await states(connection) == ["ready"]
    await outbox.mark_done(connection, await claim(connection), now=NOW)
    await outbox.put(connection, [again], now=NOW)
    assert await states(connection) == ["sent", "ready"]
    (row,) = await claim(connection)
    await outbox.bury(connection, row, error="blocked")
    await outbox.put(connection, [again], now=NOW)
    assert await states(connection) == ["sent", "dead", "ready"]


async def test_who_was_put_off_may_be_woken_and_who_is_to_come_later_may_not(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft(chat_id=1), draft(chat_id=2)], now=NOW)
    later = NOW + timedelta(minutes=1)
    for row in await claim(connection):
        await outbox.put_off(connection, row, due_at=later, error="reset", count_try=True)
    await outbox.put(connection, [draft(chat_id=3, due_at=later)], now=NOW)
    assert await claim(connection) == []
    await outbox.wake(connection, NOW)
    assert [row.chat_id for row in await claim(connection)] == [1, 2]


async def test_refreshes_coalesce_until_one_is_claimed(connection: AsyncConnection) -> None:
    refresh = draft("refresh", key="r:1")
    await outbox.put(connection, [refresh, refresh], now=NOW)
    assert len(await claim(connection)) == 1
    await outbox.put(connection, [refresh], now=NOW)
    assert await states(connection) == ["sending", "ready"]


async def test_what_only_showed_a_state_is_forgotten(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft("refresh"), draft("relay"), draft()], now=NOW)
    await outbox.mark_done(connection, await claim(connection), now=NOW)
    assert await states(connection) == ["sent", "sent"]


async def test_a_row_put_off_counts_its_try_and_a_buried_one_stays_dead(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft()], now=NOW)
    (row,) = await claim(connection)
    later = NOW + timedelta(seconds=5)
    await outbox.put_off(connection, row, due_at=later, error="slow down", count_try=True)
    assert await claim(connection) == []
    (again,) = await claim(connection, later)
    assert again.tries == 1
    await outbox.bury(connection, again, error="blocked")
    assert await claim(connection, later + 2 * LEASE) == []


async def test_whoever_sees_an_order_or_is_about_to_is_refreshed(connection: AsyncConnection) -> None:
    """A card that is still on its way, waiting or sent, may have been drawn from the state before."""
    for chat, slot in ((1, "order:1"), (2, "order:1"), (3, "order:2")):
        await cards.record(connection, ShownCard(chat, slot, 55, "order", {}, "abc"), now=NOW)
    await outbox.put(connection, [draft(chat_id=4, subject="deal:1"), draft(chat_id=5, subject="deal:2")], now=NOW)
    assert await outbox.chats_to_refresh(connection, "order:1", subjects=["order:1", "deal:1"]) == [1, 2, 4]
    await claim(connection)
    assert await outbox.chats_to_refresh(connection, "order:1", subjects=["order:1", "deal:1"]) == [1, 2, 4]


async def test_the_same_refresh_twice_in_one_breath_is_one(connection: AsyncConnection) -> None:
    await outbox.put(connection, [draft("refresh", key="a"), draft("refresh", key="a"), draft(), draft()], now=NOW)
    assert await states(connection) == ["ready"] * 3


async def test_a_waiting_refresh_that_is_met_cannot_be_drawn_before_the_commit(postgres_url: str) -> None:
    engines = open_engines(postgres_url)
    async with engines.write.begin() as first:
        await first.run_sync(migrate)
        await outbox.put(first, [draft("refresh", key="a")], now=NOW)
    async with engines.write.begin() as worker, engines.write.begin() as courier:
        await outbox.put(worker, [draft("refresh", key="a")], now=NOW)
        assert await claim(courier) == []
    async with engines.write.begin() as courier:
        assert len(await claim(courier)) == 1
    await engines.dispose()
