"""Dialogue state as rows of the same transaction as everything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.upsert import upsert

DIALOG = select(tables.dialog.c.state, tables.dialog.c.data).where(
    tables.dialog.c.chat_id == bindparam("chat_id"), tables.dialog.c.user_id == bindparam("user_id")
)


class SqlDialogs:
    """State and data of one (chat, user); a finished dialogue leaves no row."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection, self._now = connection, now

    async def read(self, chat_id: int, user_id: int) -> tuple[str | None, dict[str, Any]]:
        row = (await self._connection.execute(DIALOG, {"chat_id": chat_id, "user_id": user_id})).first()
        return (row.state, dict(row.data)) if row else (None, {})

    async def write(self, chat_id: int, user_id: int, *, state: str | None, data: Mapping[str, Any]) -> None:
        dialog = tables.dialog
        if state is None and not data:
            await self._connection.execute(delete(dialog).where(dialog.c.chat_id == chat_id, dialog.c.user_id == user_id))
            return
        values = {"chat_id": chat_id, "user_id": user_id, "state": state, "data": dict(data), "changed_at": self._now}
        await upsert(self._connection, dialog, values=values, key=["chat_id", "user_id"])
