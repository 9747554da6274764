"""What each chat was shown: one live message per slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.shown import SentMessage, ShownCard
from storage import cards, tables

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
SHOWN = ShownCard(1, "deal:1001", 55, "order", {"id": 1001}, "abc")


async def test_a_slot_holds_its_newest_message(connection: AsyncConnection) -> None:
    await cards.record(connection, SHOWN, now=NOW)
    newer = replace(SHOWN, message_id=56, hash="def")
    await cards.record(connection, newer, now=NOW)
    assert await cards.find(connection, 1, slot="deal:1001") == newer


async def test_what_a_chat_was_shown_is_its_cards_and_what_is_just_being_sent(connection: AsyncConnection) -> None:
    """A notice under way was drawn with the rights before: its order is looked at again as well; a waiting one is drawn later anyway."""
    shown = [(1, "hub"), (1, "order:1001"), (1, "task:7"), (2, "order:1002")]
    for chat, slot in shown:
        await cards.record(connection, replace(SHOWN, chat_id=chat, slot=slot), now=NOW)
    for chat, subject, state in ((1, "deal:1003", "sending"), (1, "lead:1001", "sending"), (1, "deal:1004", "ready"), (3, None, "sending")):
        row = {"chat_id": chat, "kind": "notice", "intent": {}, "lane": 1, "due_at": NOW, "created_at": NOW}
        await connection.execute(tables.outbox.insert().values(**row, subject=subject, state=state))
    assert await cards.slots_of(connection, [1, 3]) == [(1, "hub"), (1, "order:1001"), (1, "order:1003"), (1, "task:7")]
    assert await cards.slots_of(connection, []) == []


async def test_a_message_is_about_what_it_shows_now(connection: AsyncConnection) -> None:
    """A list that is opened in the place of an order's card takes its message over; what was relayed by it is kept."""
    await cards.remember(connection, [SentMessage(1, 55, "order:1001", 7), SentMessage(1, 56, "order:1001")], now=NOW)
    await cards.remember(connection, [SentMessage(1, 55, "hub")], now=NOW)
    rows = await connection.execute(tables.sent_message.select().order_by(tables.sent_message.c.message_id))
    assert [(row.message_id, row.subject, row.relayed_id) for row in rows] == [(55, "hub", 7), (56, "order:1001", None)]
