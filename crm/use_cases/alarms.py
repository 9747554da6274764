"""Tasks come back loudly when their time has come, to their assignee or to who stands in for him (flows: call tasks)."""

from __future__ import annotations

from datetime import timedelta

from crm.actor import Role
from crm.deadline import WorkingHours
from crm.errors import Stale
from crm.events import Kind, Ref
from crm.intents import reminder
from crm.ports import UnitOfWork
from crm.staff import StaffMember, stand_ins
from crm.task import Task, TaskKind
from crm.timers import Timer

AGAIN = timedelta(days=1)
"""A task that stays undone is recalled every day."""


async def set_alarm(unit: UnitOfWork, task: Task) -> None:
    """The task rings at its `due_at`; a closed one never."""
    key = f"alarm:{task.id}"
    if task.is_open and task.due_at is not None:
        await unit.timers.set(Timer("ring_task", task.due_at, Ref(Kind.TASK, task.id), key))
    else:
        await unit.timers.drop(key)


async def ring_task(unit: UnitOfWork, timer: Timer) -> None:
    """In working time, and again a day later while it stays open."""
    assert timer.subject is not None, "an alarm names its task"
    task = await unit.tasks.get(timer.subject.id)
    if not task.is_open:
        raise Stale(f"task {task.id}")
    opening = WorkingHours.of(unit.shop.week, unit.shop.timezone).next_opening(unit.now)
    if opening <= unit.now:
        name = "call_wanted" if task.kind is TaskKind.CALL else "task_due"
        for person in await _responsible(unit, task):
            if person.chat_id is not None:
                unit.say(reminder(name, "task", subject_id=task.id, chat_id=person.chat_id))
    due_at = opening if opening > unit.now else unit.now + AGAIN
    await unit.timers.set(Timer(timer.kind, due_at, timer.subject, timer.key))


async def _responsible(unit: UnitOfWork, task: Task) -> list[StaffMember]:
    roster = await unit.roster.all()
    here = [person for person in roster if person.id == task.assignee_id and person.is_present(unit.now)]
    return here or stand_ins(Role(task.role or Role.DISPATCHER), roster, now=unit.now)
