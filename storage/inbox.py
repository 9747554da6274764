"""The inbox: what the doors stored, claimed stream by stream in order, done in the same transaction as its effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.upsert import insert_for

MAX_TRIES = 5

BACKOFF = (1, 2, 4, 8, 15)
"""Seconds between tries: a failing head blocks its own stream for at most 30 s in all (architecture §2)."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One raw input as a door hands it over."""

    source: str
    account: str
    ext_id: str
    stream: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Claimed:
    """One input to be worked on."""

    seq: int
    source: str
    stream: str
    raw: bytes
    received_at: datetime
    tries: int
    followed: bool = False
    """Whether more of its stream waits behind it."""


async def store(connection: AsyncConnection, arrivals: Sequence[Arrival], *, now: datetime) -> None:
    """Keeps a batch; what is known by its id and content already is not kept twice.

    The id alone does not decide: Telegram's ids begin anew after a quiet week, and an old id must not swallow a new message.
    """
    if not arrivals:
        return
    rows = [{**asdict(a), "digest": sha256(a.raw).hexdigest(), "received_at": now, "next_at": now} for a in arrivals]
    await connection.execute(_store(connection.dialect.name), rows)


@cache
def _store(dialect: str) -> Any:
    return insert_for(dialect, tables.inbox).on_conflict_do_nothing(index_elements=["source", "account", "ext_id", "digest"])


async def claim(connection: AsyncConnection, now: datetime, *, limit: int) -> list[Claimed]:
    """The heads of up to `limit` streams; a row waits while an earlier one of its stream is unfinished.

    What came after "now" came before the clock was put back, and does not wait for the same hour once more (G20).
    """
    rows = await connection.execute(_claim(), {"now": now, "most": limit})
    return [Claimed(row.seq, row.source, row.stream, row.raw, row.received_at, row.tries, row.followed) for row in rows]


@cache
def _claim() -> Any:
    box, earlier, later = tables.inbox, tables.inbox.alias("earlier"), tables.inbox.alias("later")
    blocked = exists().where(earlier.c.stream == box.c.stream, earlier.c.state == "ready", earlier.c.seq < box.c.seq)
    due = or_(box.c.next_at <= bindparam("now"), box.c.received_at > bindparam("now"))
    followed = exists().where(later.c.stream == box.c.stream, later.c.state == "ready", later.c.seq > box.c.seq)
    query = select(box, followed.label("followed")).where(box.c.state == "ready", due, ~blocked)
    return query.order_by(box.c.seq).limit(bindparam("most")).with_for_update(skip_locked=True)


FINISH = (
    update(tables.inbox).where(tables.inbox.c.seq.in_(bindparam("seqs", expanding=True))).values(state="done", done_at=bindparam("now"))
)


async def finish(connection: AsyncConnection, seqs: Sequence[int], *, now: datetime) -> None:
    if seqs:
        await connection.execute(FINISH, {"seqs": seqs, "now": now})


async def forget(connection: AsyncConnection, seqs: Sequence[int]) -> None:
    """What these said is gone at once; their keys stay, so that they are never taken twice."""
    if seqs:
        await connection.execute(update(tables.inbox).where(tables.inbox.c.seq.in_(seqs)).values(raw=b""))


async def fail(connection: AsyncConnection, row: Claimed, *, now: datetime, error: str) -> bool:
    """Puts the row off with growing delay; after `MAX_TRIES` it is dead and True is returned."""
    tries = row.tries + 1
    dead = tries >= MAX_TRIES
    next_at = now + timedelta(seconds=BACKOFF[min(tries, len(BACKOFF)) - 1])
    values = {"tries": tries, "next_at": next_at, "error": error, "state": "dead" if dead else "ready"}
    await connection.execute(update(tables.inbox).where(tables.inbox.c.seq == row.seq).values(**values))
    return dead


async def waiting(connection: AsyncConnection) -> int:
    query = select(func.count()).select_from(tables.inbox).where(tables.inbox.c.state == "ready")
    return int((await connection.execute(query)).scalar_one())
