"""Dropped files, decided on once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.upload import Upload, UploadState
from storage import tables
from storage.repositories.rows import Mapper, SqlRows

UPLOADS: Mapper[Upload] = Mapper(Upload, tables.upload)


class SqlUploads(SqlRows[Upload]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, UPLOADS)

    async def decide(self, id: int, *, state: UploadState) -> bool:
        """One conditional update, so that of two taps one wins."""
        await self.get(id)
        table = tables.upload
        waiting = (table.c.id == id) & (table.c.state == str(UploadState.WAITING))
        return (await self._connection.execute(update(table).where(waiting).values(state=str(state)))).rowcount == 1

    async def forget(self, *, before: datetime) -> list[int]:
        table = tables.upload
        gone = await self._connection.execute(delete(table).where(table.c.at < before).returning(table.c.id))
        return sorted(gone.scalars())
