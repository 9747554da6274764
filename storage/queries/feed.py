"""Questions about what happened: the facts of an order, the company's feed, internal requests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.events import Kind
from crm.internal_request import InternalRequest, RequestState
from crm.views import FeedRow, TimelineRow
from storage import tables
from storage.repositories.feed import INTERNAL_REQUESTS


def facts() -> Select[Any]:
    """Rows of the timeline with the name of the colleague who acted."""
    line, staff = tables.timeline, tables.staff
    joined = line.outerjoin(staff, and_(staff.c.id == line.c.actor_id, line.c.role.not_in(["client", "system"])))
    return select(line, staff.c.name.label("actor_name")).select_from(joined)


def timeline_row(row: Any) -> TimelineRow:
    return TimelineRow(row.action, row.kind, row.role, row.actor_name or "", row.at, row.source, row.target, row.data)


class SqlFeedQueries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def feed(self, *, before: int | None = None, limit: int = 12) -> list[FeedRow]:
        line = tables.timeline
        whose = and_(line.c.kind == Kind.CLIENT, line.c.subject_id == tables.client.c.id)
        query = facts().outerjoin(tables.client, whose).add_columns(tables.client.c.name.label("client_name"))
        query = query.order_by(line.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(line.c.id < before)
        return [FeedRow(row.id, row.subject_id, timeline_row(row), row.client_name or "") for row in await self._connection.execute(query)]

    async def internal_request(self, id: int) -> InternalRequest | None:
        table = tables.internal_request
        row = (await self._connection.execute(select(table).where(table.c.id == id))).mappings().first()
        return INTERNAL_REQUESTS.entity(row) if row else None

    async def internal_requests(self, *, author_id: int | None = None, limit: int = 20) -> list[InternalRequest]:
        table = tables.internal_request
        query = select(table).order_by(table.c.state != RequestState.OPEN, table.c.id.desc()).limit(limit)
        if author_id is not None:
            query = query.where(table.c.author_id == author_id)
        return [INTERNAL_REQUESTS.entity(row) for row in (await self._connection.execute(query)).mappings()]
