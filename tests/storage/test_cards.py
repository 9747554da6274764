"""What each chat was shown: one live message per slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.shown import ShownCard
from storage import cards

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
SHOWN = ShownCard(1, "deal:1001", 55, "order", {"id": 1001}, "abc")


async def test_a_slot_holds_its_newest_message(connection: AsyncConnection) -> None:
    await cards.record(connection, SHOWN, now=NOW)
    newer = replace(SHOWN, message_id=56, hash="def")
    await cards.record(connection, newer, now=NOW)
    assert await cards.find(connection, 1, slot="deal:1001") == newer


async def test_a_forgotten_card_is_not_found(connection: AsyncConnection) -> None:
    await cards.record(connection, SHOWN, now=NOW)
    await cards.forget(connection, 1, slot="deal:1001")
    assert await cards.find(connection, 1, slot="deal:1001") is None
