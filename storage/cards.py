"""What each chat was shown: one live message per slot, and which order a sent message is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.shown import SentMessage, ShownCard
from storage import tables
from storage.upsert import insert_for, upsert


async def find(connection: AsyncConnection, chat_id: int, *, slot: str) -> ShownCard | None:
    card = tables.card
    row = (await connection.execute(select(card).where(card.c.chat_id == chat_id, card.c.slot == slot))).first()
    return ShownCard(row.chat_id, row.slot, row.message_id, row.screen, row.params, row.hash) if row else None


async def record(connection: AsyncConnection, shown: ShownCard, *, now: datetime) -> None:
    values = {
        "chat_id": shown.chat_id,
        "slot": shown.slot,
        "message_id": shown.message_id,
        "screen": shown.screen,
        "params": dict(shown.params),
        "hash": shown.hash,
        "shown_at": now,
    }
    await upsert(connection, tables.card, values=values, key=["chat_id", "slot"])


async def forget(connection: AsyncConnection, chat_id: int, *, slot: str) -> None:
    await connection.execute(delete(tables.card).where(tables.card.c.chat_id == chat_id, tables.card.c.slot == slot))


async def remember(connection: AsyncConnection, sent: Sequence[SentMessage], *, now: datetime) -> None:
    if not sent:
        return
    rows = [{"chat_id": s.chat_id, "message_id": s.message_id, "subject": s.subject, "relayed_id": s.relayed_id, "at": now} for s in sent]
    statement = insert_for(connection, tables.sent_message).values(rows)
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["chat_id", "message_id"]))
