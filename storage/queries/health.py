"""What was found when the machine was last looked at."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.health import Finding, Level, Noted, Sign, numbered
from storage import tables


class SqlHealthQueries:
    _connection: AsyncConnection

    async def health(self) -> list[Noted]:
        """A sign of a newer version is passed over."""
        rows = await self._connection.execute(select(tables.health).order_by(tables.health.c.sign))
        return [Noted(Finding(Sign(r.sign), Level(r.level), r.outcome, r.data), r.since, r.at) for r in rows if numbered(r.sign)]
