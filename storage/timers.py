"""Timers as rows: armed and dropped by use cases, claimed one by one by the ticker, gone in the same transaction as their effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.events import Kind, Ref
from crm.timers import Timer
from storage import tables
from storage.upsert import insert_for

MAX_TRIES = 5
BACKOFF = (1, 5, 30, 120)
"""Seconds between tries: a timer is in no hurry, and nothing waits behind it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One due timer, locked until the end of the transaction."""

    id: int
    timer: Timer
    tries: int


class SqlTimers:
    """Satisfies `crm.ports.Timers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set(self, timer: Timer) -> None:
        if timer.key is not None:
            await self._connection.execute(delete(tables.timer).where(tables.timer.c.key == timer.key))
        await self._connection.execute(insert(tables.timer).values(**_values(timer)))

    async def drop(self, key_prefix: str) -> None:
        ready = (tables.timer.c.state == "ready") & tables.timer.c.key.startswith(key_prefix, autoescape=True)
        await self._connection.execute(delete(tables.timer).where(ready))


def _values(timer: Timer) -> dict[str, object]:
    subject = str(timer.subject) if timer.subject else None
    rest = {"key": timer.key, "data": dict(timer.data), "cause": timer.cause}
    return {"kind": timer.kind, "due_at": timer.due_at, "subject": subject, **rest}


async def keep(connection: AsyncConnection, timer: Timer) -> None:
    """Arms a timer unless one of its key is armed already."""
    statement = insert_for(connection.dialect.name, tables.timer).values(**_values(timer))
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


async def claim(connection: AsyncConnection, now: datetime) -> Claimed | None:
    """The earliest due timer that no other ticker holds."""
    table = tables.timer
    query = select(table).where(table.c.state == "ready", table.c.due_at <= now).order_by(table.c.due_at, table.c.id).limit(1)
    row = (await connection.execute(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return None
    kind, _, number = (row.subject or "").partition(":")
    subject = Ref(Kind(kind), int(number)) if row.subject else None
    return Claimed(row.id, Timer(row.kind, row.due_at, subject, row.key, row.data, row.cause), row.tries)


async def has_later(connection: AsyncConnection, claimed: Claimed, *, now: datetime) -> bool:
    """Whether a later one of the same kind and subject is due as well, so that this one adds nothing."""
    table, timer = tables.timer, claimed.timer
    same = (table.c.kind == timer.kind) & table.c.subject.is_not_distinct_from(str(timer.subject) if timer.subject else None)
    due = (table.c.state == "ready") & (table.c.due_at <= now)
    later = (table.c.due_at > timer.due_at) | ((table.c.due_at == timer.due_at) & (table.c.id > claimed.id))
    return (await connection.execute(select(table.c.id).where(same, due, later).limit(1))).first() is not None


async def finish(connection: AsyncConnection, claimed: Claimed) -> None:
    await connection.execute(delete(tables.timer).where(tables.timer.c.id == claimed.id))


async def fail(connection: AsyncConnection, claimed: Claimed, *, now: datetime, error: str) -> bool:
    """Puts the timer off with growing delay; after `MAX_TRIES` it is dead, gives its key back, and True is returned."""
    tries = claimed.tries + 1
    values: dict[str, object] = {"tries": tries, "error": error}
    if tries >= MAX_TRIES:
        values |= {"state": "dead", "key": None}
    else:
        values["due_at"] = now + timedelta(seconds=BACKOFF[tries - 1])
    await connection.execute(update(tables.timer).where(tables.timer.c.id == claimed.id).values(**values))
    return tries >= MAX_TRIES


async def due_count(connection: AsyncConnection, now: datetime) -> int:
    table = tables.timer
    query = select(func.count()).select_from(table).where(table.c.state == "ready", table.c.due_at <= now)
    return int((await connection.execute(query)).scalar_one())
