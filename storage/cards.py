"""What each chat was shown: one live message per slot, and which order a sent message is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.shown import SentMessage, ShownCard
from storage import tables
from storage.upsert import insert_for, upsert

CARD = select(tables.card).where(tables.card.c.chat_id == bindparam("chat_id"), tables.card.c.slot == bindparam("slot"))


async def find(connection: AsyncConnection, chat_id: int, *, slot: str) -> ShownCard | None:
    row = (await connection.execute(CARD, {"chat_id": chat_id, "slot": slot})).first()
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


async def slots_of(connection: AsyncConnection, chats: Collection[int]) -> list[tuple[int, str]]:
    """Chats and slots: all that was shown there, and orders of which something is just being sent."""
    card, box = tables.card, tables.outbox
    shown = select(card.c.chat_id, card.c.slot).where(card.c.chat_id.in_(list(chats)))
    coming = select(box.c.chat_id, box.c.subject).where(
        box.c.chat_id.in_(list(chats)), box.c.state == "sending", box.c.subject.is_not(None)
    )
    found = {(chat, str(slot)) for chat, slot in await connection.execute(union(shown, coming))}
    return sorted({(chat, f"order:{slot.partition(':')[2]}" if slot.startswith(("lead:", "deal:")) else slot) for chat, slot in found})


async def remember(connection: AsyncConnection, sent: Sequence[SentMessage], *, now: datetime) -> None:
    """A message that shows another thing now is about that: an answer to it is no answer to what it showed before."""
    if not sent:
        return
    newest = {(s.chat_id, s.message_id): s for s in sent}.values()
    rows = [{"chat_id": s.chat_id, "message_id": s.message_id, "subject": s.subject, "relayed_id": s.relayed_id, "at": now} for s in newest]
    await connection.execute(_remember(connection.dialect.name), rows)


@cache
def _remember(dialect: str) -> Any:
    statement = insert_for(dialect, tables.sent_message)
    about = {"subject": statement.excluded.subject}
    return statement.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=about)
