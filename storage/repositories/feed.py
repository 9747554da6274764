"""The feed: facts as rows of the timeline, and the internal requests of staff (R24)."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.events import Fact
from crm.internal_request import InternalRequest
from storage import tables
from storage.repositories.rows import Mapper, SqlRows

INTERNAL_REQUESTS: Mapper[InternalRequest] = Mapper(InternalRequest, tables.internal_request)


NEW_FACT = insert(tables.timeline).returning(tables.timeline.c.id)


async def write_fact(connection: AsyncConnection, fact: Fact, *, subject_id: int) -> int:
    """Writes a fact into the timeline; its row's id is the cause of what follows."""
    values = {
        "kind": fact.subject.kind,
        "subject_id": subject_id,
        "action": str(fact.action),
        "source": fact.source,
        "target": fact.target,
        "role": str(fact.role),
        "actor_id": fact.by,
        "at": fact.at,
        "data": dict(fact.data),
    }
    result = await connection.execute(NEW_FACT, values)
    return int(result.scalar_one())


class SqlInternalRequests(SqlRows[InternalRequest]):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, INTERNAL_REQUESTS)

    async def save(self, request: InternalRequest, *facts: Fact) -> None:
        await super().save(request)
        for fact in facts:
            await write_fact(self._connection, fact, subject_id=request.id)
