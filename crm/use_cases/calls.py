"""Call tasks: a notice that no channel carries becomes a call of staff, never silence (flows: a client without Telegram)."""

from __future__ import annotations

from datetime import timedelta

from crm.actor import Actor, Role
from crm.deal import Deal
from crm.errors import NotFound
from crm.intents import Notice, Refresh
from crm.lead import Lead
from crm.notices import REPEATS, still_holds
from crm.ports import UnitOfWork
from crm.staff import StaffMember, stand_ins
from crm.task import Task, TaskKind, TaskState
from crm.use_cases.alarms import set_alarm

TRY_AGAIN = timedelta(hours=1)
CALL_WITHIN = timedelta(minutes=30)


async def ask_to_call(unit: UnitOfWork, order: Lead | Deal, *, notice: str, again: str = "") -> None:
    """Makes one open call task per order and notice, and tells the responsible person; `again` names a repeated wish to call.

    None for a client whom nothing reaches: he comes himself, and his card says so.
    """
    client = await unit.queries.client(order.client_id)
    if client is not None and client.comes_himself:
        return
    episode = order.episode if isinstance(order, Deal) else 0
    key = f"call:{order.id}:{notice}:{episode}:{order.turn}" + (f":{again}" if again else "")
    matter = REPEATS.get(notice, frozenset({notice}))
    waits = any(task.kind is TaskKind.CALL and task.notice in matter for task in await unit.tasks.open_of(order.id))
    if waits or await unit.tasks.by_key(key) is not None:
        return
    person = await _caller(unit, order)
    task = Task(
        id=0,
        kind=TaskKind.CALL,
        created_at=unit.now,
        order_id=order.id,
        client_id=order.client_id,
        assignee_id=person.id if person else None,
        role=Role.DISPATCHER if isinstance(order, Deal) else Role.OPERATOR,
        notice=notice,
        due_at=unit.now + CALL_WITHIN,
        key=key,
    )
    await unit.tasks.add(task)
    await set_alarm(unit, task)
    if person is not None and person.chat_id is not None:
        unit.say(Notice("call_wanted", "task", task.id, person.chat_id, key=key))


async def _caller(unit: UnitOfWork, order: Lead | Deal) -> StaffMember | None:
    """The dispatcher of a deal or the operator of a lead when he is here, else whoever stands in."""
    roster = await unit.roster.all()
    named = order.dispatcher_id or order.operator_id if isinstance(order, Deal) else order.assignee_id
    here = [p for p in roster if p.id == named and p.is_present(unit.now)]
    role = Role.DISPATCHER if isinstance(order, Deal) else Role.OPERATOR
    found = here or stand_ins(role, roster, now=unit.now)
    return found[0] if found else None


async def report_call(unit: UnitOfWork, actor: Actor, *, task_id: int, reached: bool) -> Task:
    """Closes the call when the client was told, else puts it off by an hour. Raises `NotFound` unless the order's staff report."""
    task = await unit.tasks.get(task_id)
    if not actor.is_staff or task.order_id is None:
        raise NotFound(f"task {task_id}")
    orders = unit.leads if await unit.deals.find(task.order_id) is None else unit.deals
    await orders.for_action(actor, task.order_id)
    task.tries += 1
    if reached:
        task.state, task.closed_at, task.outcome = TaskState.CLOSED, unit.now, "told"
    else:
        task.due_at = unit.now + TRY_AGAIN
    await unit.tasks.save(task)
    await set_alarm(unit, task)
    unit.say(Refresh(f"task:{task.id}"))
    return task


async def close_needless_calls(unit: UnitOfWork, order: Lead | Deal) -> None:
    """What a call was to tell is not true any more: nobody needs to make it."""
    for task in await unit.tasks.open_of(order.id):
        if task.kind is TaskKind.CALL and task.notice and not still_holds(task.notice, order):
            task.state, task.closed_at, task.outcome = TaskState.CLOSED, unit.now, "needless"
            await unit.tasks.save(task)
            await set_alarm(unit, task)
            unit.say(Refresh(f"task:{task.id}"))
