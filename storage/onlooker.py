"""What an onlooker may see of the tables: rows of the spine and of the timeline without what people wrote, and whose order is which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables

MOST_ROWS = 300
DONE = ("done", "sent", "dropped")

_INBOX, _OUTBOX, _TIMELINE = tables.inbox, tables.outbox, tables.timeline
SHOWN: dict[Table, tuple[ColumnElement[Any], ...]] = {
    _INBOX: (
        _INBOX.c.seq.label("id"),
        _INBOX.c.source.label("kind"),
        _INBOX.c.state,
        _INBOX.c.stream,
        _INBOX.c.tries,
        _INBOX.c.received_at,
        _INBOX.c.done_at,
    ),
    _TIMELINE: (
        _TIMELINE.c.id,
        _TIMELINE.c.kind,
        _TIMELINE.c.subject_id,
        _TIMELINE.c.action,
        _TIMELINE.c.source,
        _TIMELINE.c.target,
        _TIMELINE.c.role,
        _TIMELINE.c.actor_id,
        _TIMELINE.c.at,
    ),
    _OUTBOX: (
        _OUTBOX.c.id,
        _OUTBOX.c.kind,
        _OUTBOX.c.state,
        _OUTBOX.c.chat_id,
        _OUTBOX.c.subject,
        _OUTBOX.c.key,
        _OUTBOX.c.lane,
        _OUTBOX.c.tries,
        _OUTBOX.c.cause,
        _OUTBOX.c.due_at,
        _OUTBOX.c.done_at,
    ),
}


async def rows(connection: AsyncConnection, *, after: Mapping[str, int]) -> list[dict[str, Any]]:
    """Rows above a mark by table name, oldest first; `open` ones may still change."""
    found = []
    for table, columns in SHOWN.items():
        key = columns[0]
        query = select(*columns).where(key > after.get(table.name, 0)).order_by(key).limit(MOST_ROWS)
        for row in (await connection.execute(query)).mappings():
            values = {"table": table.name, **row}
            found.append(values | {"open": table is not _TIMELINE and row["state"] not in DONE})
    return found


async def newest_order(connection: AsyncConnection, chat_id: int) -> int | None:
    """The number of the latest order of the client who has this chat."""
    lead, account = tables.lead, tables.account
    query = select(lead.c.id).join(account, account.c.client_id == lead.c.client_id).where(account.c.chat_id == chat_id)
    return (await connection.execute(query.order_by(lead.c.id.desc()).limit(1))).scalar_one_or_none()


async def actions_on(connection: AsyncConnection, order_id: int) -> frozenset[str]:
    """What has ever been done on an order."""
    query = select(_TIMELINE.c.action).where(_TIMELINE.c.kind.in_(("lead", "deal")), _TIMELINE.c.subject_id == order_id)
    return frozenset((await connection.execute(query)).scalars())


async def awaited_chats(connection: AsyncConnection) -> list[int]:
    """Chats to which something is on its way."""
    query = select(_OUTBOX.c.chat_id).where(_OUTBOX.c.state.in_(("ready", "sending"))).distinct()
    return sorted((await connection.execute(query)).scalars())
