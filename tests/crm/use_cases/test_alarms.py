"""Tasks ring in working time, at who is there to do them, and every day while they stay open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role
from crm.errors import Stale
from crm.events import Kind, Ref
from crm.task import Task, TaskKind, TaskState
from crm.timers import Timer
from crm.use_cases.alarms import AGAIN, ring_task, set_alarm
from storage import tables
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_colleague, a_unit


async def a_task(unit: SqlUnitOfWork, kind: TaskKind = TaskKind.SERVICE, *, assignee: int | None = None) -> Task:
    task = await unit.tasks.add(Task(0, kind, NOW, assignee_id=assignee, role=str(Role.ENGINEER), due_at=NOW + timedelta(hours=1)))
    await set_alarm(unit, task)
    return task


async def due(connection: AsyncConnection) -> list[datetime]:
    return list((await connection.execute(select(tables.timer.c.due_at).where(tables.timer.c.kind == "ring_task"))).scalars())


async def rings(unit: SqlUnitOfWork, task: Task, *, at: datetime) -> list[tuple[int, str]]:
    """Who is told what when the timer fires; it is gone by then, as the ticker does it."""
    await unit.timers.drop(f"alarm:{task.id}")
    unit.now = at
    await ring_task(unit, Timer("ring_task", at, Ref(Kind.TASK, task.id), f"alarm:{task.id}"))
    await unit.flush()
    rows = await unit.connection.execute(select(tables.outbox).where(tables.outbox.c.kind == "notice").order_by(tables.outbox.c.chat_id))
    return [(row.chat_id, row.intent["name"]) for row in rows]


@pytest.mark.parametrize(("kind", "name"), [(TaskKind.CALL, "call_wanted"), (TaskKind.SERVICE, "task_due")])
async def test_it_rings_at_its_assignee_and_again_a_day_later(connection: AsyncConnection, kind: TaskKind, name: str) -> None:
    unit = await a_unit(connection)
    ivan = await a_colleague(unit, "Ivan", "engineer", chat=1)
    await a_colleague(unit, "Leo", "engineer", chat=2)
    task = await a_task(unit, kind, assignee=ivan.id)
    assert await due(connection) == [NOW + timedelta(hours=1)]
    assert await rings(unit, task, at=NOW + timedelta(hours=1)) == [(1, name)]
    assert await due(connection) == [NOW + timedelta(hours=1) + AGAIN]


async def test_a_night_and_a_day_off_are_waited_out(connection: AsyncConnection) -> None:
    """Saturday 21:00 in Moscow with Sunday closed: it rings on Monday at nine, and nobody is woken before."""
    unit = await a_unit(connection)
    await a_colleague(unit, "Ivan", "engineer", chat=1)
    saturday = NOW.replace(day=16, hour=18)
    assert await rings(unit, await a_task(unit), at=saturday) == []
    assert await due(connection) == [NOW.replace(day=18, hour=6)]


async def test_who_is_away_is_stood_in_for(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ivan = await a_colleague(unit, "Ivan", "engineer", chat=1)
    await a_colleague(unit, "Leo", "engineer", chat=2)
    ivan.away_until = NOW + timedelta(days=1)
    await unit.roster.save(ivan)
    assert await rings(unit, await a_task(unit, assignee=ivan.id), at=NOW) == [(2, "task_due")]


async def test_a_closed_task_is_silent(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_colleague(unit, "Ivan", "engineer", chat=1)
    task = await a_task(unit)
    task.state = TaskState.CLOSED
    await unit.tasks.save(task)
    await set_alarm(unit, task)
    assert await due(connection) == []
    with pytest.raises(Stale):
        await rings(unit, task, at=NOW)
