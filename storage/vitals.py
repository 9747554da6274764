"""What the database says of its own health: ages of the queues, what gave up, first answers, schema and size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables

NEWEST_LEADS = 500
"""First answers are read from this many requests: a glance must not cost more as the company grows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Times are None where nothing waits or nothing has come yet; `answers` are (opened, first answered) of the newest requests."""

    inbox_waiting: int
    inbox_oldest: datetime | None
    outbox_waiting: int
    outbox_oldest: datetime | None
    timer_oldest: datetime | None
    dead: int
    last_input: datetime | None
    answers: tuple[tuple[datetime, datetime | None], ...]
    schema: str
    size: int


async def look(connection: AsyncConnection, now: datetime) -> Kept:
    """One short read, each question answered by an index."""
    box, out, timer, lead = tables.inbox.c, tables.outbox.c, tables.timer.c, tables.lead.c
    waits = select(func.count(), func.min(box.received_at)).where(box.state == "ready")
    due = select(func.count(), func.min(out.due_at)).where(out.state.in_(("ready", "sending")), out.due_at <= now)
    late = select(func.min(timer.due_at)).where(timer.state == "ready", timer.due_at <= now)
    inbox_waiting, inbox_oldest = (await connection.execute(waits)).one()
    outbox_waiting, outbox_oldest = (await connection.execute(due)).one()
    last = select(box.received_at).order_by(box.seq.desc()).limit(1)
    newest = select(lead.opened_at, lead.answered_at).order_by(lead.id.desc()).limit(NEWEST_LEADS)
    return Kept(
        inbox_waiting=inbox_waiting,
        inbox_oldest=inbox_oldest,
        outbox_waiting=outbox_waiting,
        outbox_oldest=outbox_oldest,
        timer_oldest=(await connection.execute(late)).scalar_one(),
        dead=sum([await _dead(connection, table) for table in (tables.inbox, tables.outbox, tables.timer)]),
        last_input=(await connection.execute(last)).scalar_one_or_none(),
        answers=tuple((row.opened_at, row.answered_at) for row in await connection.execute(newest)),
        schema=await connection.run_sync(_schema),
        size=await _size(connection),
    )


async def _dead(connection: AsyncConnection, table: Table) -> int:
    query = select(func.count()).select_from(table).where(table.c.state == "dead")
    return int((await connection.execute(query)).scalar_one())


def _schema(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


async def _size(connection: AsyncConnection) -> int:
    """Bytes of the database without its journal."""
    sqlite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    query = sqlite if connection.dialect.name == "sqlite" else "SELECT pg_database_size(current_database())"
    return int((await connection.execute(text(query))).scalar_one())
