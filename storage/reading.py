"""The courier's look at the current state: one short read, closed before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.conversation import Media, Message
from crm.shop import Shop
from crm.shown import ShownCard
from storage import cards, tables
from storage.queries import SqlQueries
from storage.repositories.work import MESSAGES


class SqlReading:
    """Satisfies `bot.ports.Reading`."""

    def __init__(self, connection: AsyncConnection, now: datetime, *, shop: Shop, invite_key: bytes = b"") -> None:
        self._connection, self.now, self.invite_key = connection, now, invite_key
        self.queries = SqlQueries(connection, shop)

    async def card(self, chat_id: int, slot: str) -> ShownCard | None:
        return await cards.find(self._connection, chat_id, slot=slot)

    async def message(self, id: int) -> Message | None:
        row = (await self._connection.execute(MESSAGES.by_id, {"id": id})).mappings().first()
        return MESSAGES.entity(row) if row else None

    async def attachment(self, id: int) -> Mapping[str, Any] | None:
        row = (await self._connection.execute(select(tables.attachment).where(tables.attachment.c.id == id))).first()
        if row is None:
            return None
        message = Message(id=0, at=row.at, order_id=row.order_id, media=Media(row.media), body=row.name, file_id=row.file_id)
        return {"order_id": row.order_id, "message": message}
