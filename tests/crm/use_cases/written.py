"""What a unit of work has written: facts, news, timers and tasks, as the tests of use cases look at them."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime

from sqlalchemy import select

from crm.errors import NotFound, Refused, Stale
from storage import tables
from storage.unit_of_work import SqlUnitOfWork


async def news(unit: SqlUnitOfWork) -> list[tuple[int, str]]:
    """Who is to be told what, in the order of the chats; silent edits are no news."""
    await unit.flush()
    box = tables.outbox
    rows = await unit.connection.execute(select(box).where(box.c.kind == "notice").order_by(box.c.chat_id, box.c.id))
    return [(row.chat_id, row.intent["name"]) for row in rows]


async def sent(unit: SqlUnitOfWork, kind: str) -> list[tuple[int, dict[str, object]]]:
    """The intents of a kind, e.g. `relay`, with the chats that they go to, in the order in which they were said."""
    await unit.flush()
    box = tables.outbox
    rows = await unit.connection.execute(select(box).where(box.c.kind == kind).order_by(box.c.id))
    return [(row.chat_id, row.intent) for row in rows]


async def facts(unit: SqlUnitOfWork, order_id: int) -> list[tuple[str, str]]:
    """The actions of an order, lead and deal, with the roles acted in, the oldest first."""
    line = tables.timeline
    rows = await unit.connection.execute(select(line).where(line.c.subject_id == order_id).order_by(line.c.id))
    return [(row.action, row.role) for row in rows]


async def clocks(unit: SqlUnitOfWork, order_id: int) -> list[tuple[str, str, datetime]]:
    """The armed timers of an order: kind, notice, due time; the soonest first."""
    timer = tables.timer
    mine = timer.c.subject.in_([f"lead:{order_id}", f"deal:{order_id}"])
    rows = await unit.connection.execute(select(timer).where(mine).order_by(timer.c.due_at, timer.c.id))
    return [(row.kind, row.data.get("notice", ""), row.due_at) for row in rows]


async def outcome(unit: SqlUnitOfWork, deed: Awaitable[object]) -> str:
    """`done`, the obstacle that stood in the way, `not found` or `stale`; what was written by then is given up, as the worker does it."""
    try:
        async with unit.connection.begin_nested():
            await deed
    except Refused as refused:
        return refused.obstacle
    except NotFound:
        return "not found"
    except Stale:
        return "stale"
    return "done"
