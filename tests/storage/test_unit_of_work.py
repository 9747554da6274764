"""What is said in a unit of work becomes rows of the outbox: where it goes, when, and what is one with what waits already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.intents import EVERY_SLOT, Fetch, Intent, Notice, Refresh, Relay, Say, SendFile, Show, Toast
from crm.shown import ShownCard
from storage import cards, tables
from storage.outbox import Lane
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.storage.unit import NOW

MINE, HIS, SLOT = 1, 2, "order:1001"


async def said(connection: AsyncConnection, *intents: Intent, after: float = 0, chat: int = MINE) -> SqlUnitOfWork:
    unit = SqlUnitOfWork(connection, now=NOW + timedelta(seconds=after), shop=await load_shop(connection), chat_id=chat)
    unit.say(*intents)
    await unit.flush()
    return unit


async def shown(connection: AsyncConnection, *chats: int, slot: str = SLOT) -> None:
    for chat in chats:
        await cards.record(connection, ShownCard(chat, slot, 5, "order", {"id": 1001}, "h"), now=NOW)


async def rows(connection: AsyncConnection) -> Sequence[Any]:
    return (await connection.execute(select(tables.outbox).order_by(tables.outbox.c.due_at, tables.outbox.c.id))).all()


def seconds(due_at: datetime) -> float:
    return (due_at - NOW).total_seconds()


async def test_a_refresh_shows_who_acts_at_once_and_the_others_after_the_undo_window(connection: AsyncConnection) -> None:
    await shown(connection, MINE, HIS)
    await said(connection, Refresh(SLOT, delay=10))
    assert [(row.chat_id, seconds(row.due_at), row.lane) for row in await rows(connection)] == [
        (MINE, 0, Lane.INTERACTIVE),
        (HIS, 10, Lane.REFRESH),
        (MINE, 11, Lane.REFRESH),
    ]


async def test_each_move_takes_its_own_undo_button_away_again(connection: AsyncConnection) -> None:
    """The second move's button outlives the look that the first one asked for."""
    await shown(connection, MINE)
    for after in (0, 8):
        await said(connection, Refresh(SLOT, delay=10), after=after)
    assert [seconds(row.due_at) for row in await rows(connection) if row.lane == Lane.REFRESH] == [11, 19]


async def test_what_is_to_be_seen_now_does_not_wait_for_what_waits(connection: AsyncConnection) -> None:
    """A colleague's undo window keeps neither one's own card nor the news of a note from being drawn at once."""
    await shown(connection, MINE, HIS)
    await said(connection, Refresh(SLOT, delay=10), chat=HIS)
    await said(connection, Refresh(SLOT), after=3, chat=MINE)
    due = {row.chat_id: seconds(row.due_at) for row in await rows(connection) if str(row.key).startswith("refresh:")}
    assert due == {MINE: 3, HIS: 0}


async def test_a_later_look_never_puts_off_an_earlier_one(connection: AsyncConnection) -> None:
    await shown(connection, HIS)
    await said(connection, Refresh(SLOT))
    await said(connection, Refresh(SLOT, delay=10), after=3)
    assert [seconds(row.due_at) for row in await rows(connection) if row.chat_id == HIS] == [0]


async def test_a_notice_is_said_once_for_its_key_and_keeps_its_time(connection: AsyncConnection) -> None:
    ready = Notice("ready", "deal", 1001, HIS, key="ready:1001:1", delay=10, cause=7)
    await said(connection, ready)
    await said(connection, Notice("ready", "deal", 1001, HIS, key="ready:1001:1"), after=3)
    assert [(row.chat_id, row.subject, row.cause, seconds(row.due_at), row.lane) for row in await rows(connection)] == [
        (HIS, "deal:1001", 7, 10, Lane.NOTICE)
    ]


async def test_a_refresh_may_be_for_some_alone(connection: AsyncConnection) -> None:
    await shown(connection, MINE, HIS)
    await said(connection, Refresh(SLOT, delay=10, chats=frozenset({HIS})))
    assert [(row.chat_id, seconds(row.due_at)) for row in await rows(connection)] == [(HIS, 10)]


async def test_rights_draw_everything_of_a_chat_at_once_even_beside_what_waits(connection: AsyncConnection) -> None:
    await shown(connection, HIS)
    await shown(connection, HIS, MINE, slot="hub")
    await said(connection, Refresh(SLOT, delay=10))
    await said(connection, Refresh(EVERY_SLOT, chats=frozenset({HIS})))
    now = [(row.chat_id, row.intent) for row in await rows(connection) if row.due_at == NOW]
    assert sorted(now, key=str) == [(HIS, {"slot": "hub", "rights": True}), (HIS, {"slot": SLOT, "rights": True})]


@pytest.mark.parametrize(
    ("intent", "lane", "after", "chat"),
    [
        (Show("home"), Lane.INTERACTIVE, 0, MINE),
        (Show("home", chat_id=HIS), Lane.INTERACTIVE, 0, HIS),
        (Say("thanks"), Lane.INTERACTIVE, 0, MINE),
        (Relay(5, HIS, delay=1.5), Lane.NOTICE, 1.5, HIS),
        (SendFile(5, HIS, delay=3, cause=7), Lane.MEDIA, 3, HIS),
        (Fetch("F", "list.csv", "price_list"), Lane.MEDIA, 0, MINE),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, int | float) else str(value),
)
async def test_where_and_when_an_intent_goes(connection: AsyncConnection, intent: Intent, lane: Lane, *, after: float, chat: int) -> None:
    await said(connection, intent)
    (row,) = await rows(connection)
    assert (row.chat_id, row.lane, seconds(row.due_at)) == (chat, lane, after)
    assert "chat_id" not in row.intent


async def test_a_toast_is_no_row(connection: AsyncConnection) -> None:
    unit = await said(connection, Toast("undone"))
    assert unit.toasts == [Toast("undone")]
    assert await rows(connection) == []


async def test_what_was_said_is_written_once(connection: AsyncConnection) -> None:
    unit = await said(connection, Say("thanks"))
    await unit.flush()
    assert len(await rows(connection)) == 1


async def test_a_slot_that_the_input_shows_is_not_refreshed_in_its_chat_as_well(connection: AsyncConnection) -> None:
    await shown(connection, MINE, HIS)
    await said(connection, Refresh(SLOT), Show("order", {"id": 1001}, slot=SLOT))
    assert sorted((row.chat_id, row.kind) for row in await rows(connection)) == [(MINE, "show"), (HIS, "refresh")]


async def test_what_is_shown_elsewhere_leaves_the_refresh_alone(connection: AsyncConnection) -> None:
    await shown(connection, MINE)
    await said(connection, Refresh(SLOT), Show("hub"), Show("order", {"id": 1001}, slot=SLOT, chat_id=HIS))
    assert sorted((row.chat_id, row.kind) for row in await rows(connection)) == [(MINE, "refresh"), (MINE, "show"), (HIS, "show")]
