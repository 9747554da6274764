"""The outbox: intents waiting to be said, claimed with a lease, marked in batches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, delete, exists, func, null, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.intents import WAITING
from storage import tables
from storage.upsert import insert_for

LEASE = timedelta(seconds=90)

CONVERSATION = ("relay", "sendfile", "fetch")
"""Kinds that carry what people said and sent: they keep their own order, and cards do not wait for them."""

Stream = tuple[int, bool]
"""What is sent in order: a chat's conversation, or all the rest of it."""


class Lane(IntEnum):
    """What goes first when a chat or the bot is short of its rate."""

    INTERACTIVE = 0
    NOTICE = 1
    REFRESH = 2
    MEDIA = 3
    BULK = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to say."""

    id: int
    chat_id: int
    kind: str
    intent: Mapping[str, object]
    subject: str | None
    lane: int
    tries: int
    created_at: datetime
    was_sending: bool = False

    @property
    def order(self) -> int:
        """The public number of the order that it is about; 0 for none."""
        kind, _, number = (self.subject or "").partition(":")
        return int(number) if kind in ("order", "lead", "deal") and number.isdecimal() else 0

    @property
    def stream(self) -> Stream:
        return self.chat_id, self.kind in CONVERSATION


@dataclass(frozen=True, slots=True)
class Draft:
    """A row to be written; `key` makes it unique among all (notices), those not said (reminders) or not claimed (refreshes)."""

    chat_id: int
    kind: str
    intent: Mapping[str, object]
    lane: Lane
    due_at: datetime
    subject: str | None = None
    key: str | None = None
    cause: int | None = None


_BOX = tables.outbox
_THESE = _BOX.c.id.in_(bindparam("ids", expanding=True))
_KEYLESS_REFRESH = case((_BOX.c.kind == "refresh", null()), else_=_BOX.c.key)
_KEYLESS_REMINDER = case((_BOX.c.key.startswith(WAITING), null()), else_=_BOX.c.key)
TAKE = update(_BOX).where(_THESE).values(state="sending", lease_until=bindparam("until"), key=_KEYLESS_REFRESH)
KEEP = update(_BOX).where(_THESE).values(state=bindparam("as"), done_at=bindparam("now"), key=_KEYLESS_REMINDER)
FORGET = delete(_BOX).where(_THESE)


async def put(connection: AsyncConnection, drafts: Sequence[Draft], *, now: datetime) -> None:
    """Writes drafts in order; one whose key is taken is already on its way.

    A waiting refresh that is met is held until the commit, so that no courier draws it from the state before; it comes when the sooner of
    the two was to come.
    """
    if not drafts:
        return
    drafts = list({draft.key or index: draft for index, draft in reversed(list(enumerate(drafts)))}.values())[::-1]
    rows = [
        {
            "chat_id": d.chat_id,
            "kind": d.kind,
            "intent": dict(d.intent),
            "lane": int(d.lane),
            "due_at": d.due_at,
            "subject": d.subject,
            "key": d.key,
            "cause": d.cause,
            "created_at": now,
        }
        for d in drafts
    ]
    await connection.execute(_put(connection.dialect.name), rows)


@cache
def _put(dialect: str) -> Any:
    box, statement = tables.outbox, insert_for(dialect, tables.outbox)
    new = statement.excluded
    sooner = case(((box.c.kind == "refresh") & (new.due_at < box.c.due_at), new.due_at), else_=box.c.due_at)
    return statement.on_conflict_do_update(index_elements=["key"], set_={"key": new.key, "due_at": sooner})


async def claim(
    connection: AsyncConnection, now: datetime, *, limit: int, busy: Collection[Stream] = (), paused: Collection[int] = ()
) -> list[Row]:
    """Takes due rows of streams that are not `busy` in chats that are not `paused`, and those whose sender died.

    What was written after "now" was written before the clock was put back, and does not wait for the same hour once more (G20).
    What people said never overtakes: it waits behind earlier words that were put off. A refresh gives its key back, so that a newer
    one may queue.
    """
    talking = [chat for chat, is_conversation in busy if is_conversation]
    showing = [chat for chat, is_conversation in busy if not is_conversation]
    wanted = {"now": now, "talking": talking, "showing": showing, "paused": list(paused), "most": limit}
    rows = list(await connection.execute(_due(), wanted))
    if rows:
        await connection.execute(TAKE, {"ids": [row.id for row in rows], "until": now + LEASE})
    return [
        Row(r.id, r.chat_id, r.kind, r.intent, r.subject, r.lane, r.tries, r.created_at, was_sending=r.state == "sending") for r in rows
    ]


@cache
def _due() -> Any:
    box, earlier = tables.outbox, tables.outbox.alias("earlier")
    now: BindParameter[Any] = bindparam("now")
    orphaned = (box.c.state == "sending") & or_(box.c.lease_until.is_(None), box.c.lease_until < now)
    free = or_(box.c.state == "ready", orphaned)
    talks, shows = (~box.c.chat_id.in_(bindparam(name, expanding=True)) for name in ("talking", "showing"))
    idle = case((box.c.kind.in_(CONVERSATION), talks), else_=shows)
    put_off = exists().where(
        box.c.kind.in_(CONVERSATION),
        earlier.c.chat_id == box.c.chat_id,
        earlier.c.state == "ready",
        earlier.c.kind.in_(CONVERSATION),
        earlier.c.id < box.c.id,
        earlier.c.due_at > now,
        earlier.c.created_at <= now,
    )
    due = or_(box.c.due_at <= now, box.c.created_at > now)
    query = select(box).where(free, due, idle, box.c.chat_id.not_in(bindparam("paused", expanding=True)), ~put_off)
    return query.order_by(box.c.lane, box.c.id).limit(bindparam("most")).with_for_update(skip_locked=True)


async def orphan(connection: AsyncConnection) -> None:
    """What a courier before was sending need not be waited for: there is no other courier."""
    await connection.execute(update(tables.outbox).where(tables.outbox.c.state == "sending").values(lease_until=None))


async def mark_done(connection: AsyncConnection, rows: Sequence[Row], *, now: datetime, state: str = "sent") -> None:
    """Notices stay for their key and the record, a reminder's key goes; what only showed a state is forgotten."""
    kept = [row.id for row in rows if row.kind in ("notice", "relay")]
    gone = [row.id for row in rows if row.kind not in ("notice", "relay")]
    if kept:
        await connection.execute(KEEP, {"ids": kept, "as": state, "now": now})
    if gone:
        await connection.execute(FORGET, {"ids": gone})


async def chats_to_refresh(connection: AsyncConnection, slot: str, *, subjects: Collection[str]) -> list[int]:
    """Chats that show a slot, and those to which something about its object is on its way: it may be drawn from the state before now.

    One statement, so one moment: between two of them a courier could end a sending and leave its card unseen.
    """
    return sorted((await connection.execute(_shown_or_coming(), {"slot": slot, "subjects": list(subjects)})).scalars())


@cache
def _shown_or_coming() -> Any:
    box, card = tables.outbox, tables.card
    about = box.c.subject.in_(bindparam("subjects", expanding=True))
    coming = select(box.c.chat_id).where(box.c.state.in_(("ready", "sending")), box.c.kind != "refresh", about)
    return union(select(card.c.chat_id).where(card.c.slot == bindparam("slot")), coming)


async def put_off(connection: AsyncConnection, row: Row, *, due_at: datetime, error: str, count_try: bool) -> None:
    values = {"state": "ready", "due_at": due_at, "error": error, "tries": row.tries + (1 if count_try else 0)}
    await connection.execute(update(tables.outbox).where(tables.outbox.c.id == row.id).values(**values))


async def wake(connection: AsyncConnection, now: datetime) -> None:
    """What was put off is due at once."""
    box = tables.outbox
    put_off = (box.c.state == "ready") & box.c.error.is_not(None) & (box.c.due_at > now)
    await connection.execute(update(box).where(put_off).values(due_at=now))


async def bury(connection: AsyncConnection, row: Row, *, error: str) -> None:
    await connection.execute(
        update(tables.outbox).where(tables.outbox.c.id == row.id).values(state="dead", error=error, key=_KEYLESS_REMINDER)
    )


async def due_count(connection: AsyncConnection, now: datetime) -> int:
    box = tables.outbox
    query = select(func.count()).select_from(box).where(box.c.state.in_(("ready", "sending")), box.c.due_at <= now)
    return int((await connection.execute(query)).scalar_one())
