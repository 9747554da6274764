"""The tasks of an order follow its state: repair for the engineer, service for who closes, complaint for the manager (R48, R53)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.actor import Role
from crm.complaint import Outcome, due_at
from crm.deal import FINAL, Deal, DealAction, DealStage
from crm.events import Fact
from crm.intents import Refresh
from crm.ports import UnitOfWork
from crm.task import Task, TaskKind, TaskState
from crm.use_cases.alarms import set_alarm

DOING = frozenset({DealStage.DIAGNOSIS, DealStage.IN_PROGRESS})
UNDER_CONTROL = frozenset({DealStage.READY, DealStage.DOCUMENTS})
DONE = frozenset({DealStage.PAYMENT, *FINAL})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The task that should be: derived from the order alone, so that an undone move undoes it too."""

    kind: TaskKind
    state: TaskState
    assignee_id: int | None
    role: Role
    controller_id: int | None = None
    body: str = ""
    due_at: datetime | None = None


async def keep_tasks(unit: UnitOfWork, deal: Deal, *, facts: Sequence[Fact]) -> None:
    """Makes, hands over, advances and closes; a task that is as it should be is left alone."""
    told = next((fact for fact in facts if fact.action == DealAction.COMPLAIN), None)
    answered = next((fact for fact in facts if fact.action == DealAction.ANSWER_COMPLAINT), None)
    wanted = {f"{w.kind}:{deal.id}": w for w in (repair_of(deal), service_of(deal), complaint_of(deal, told), refund_of(deal, answered))}
    found = await unit.tasks.by_keys(list(wanted))
    for key, one in wanted.items():
        await _keep(unit, deal, one, key=key, task=found.get(key))


def repair_of(deal: Deal) -> Wanted:
    """The engineer's work, controlled by the dispatcher: in progress, awaiting control, closed (R48, R49)."""
    state = (
        TaskState.CLOSED
        if deal.stage in DONE or deal.engineer_id is None
        else TaskState.AWAITING_CONTROL
        if deal.stage in UNDER_CONTROL
        else TaskState.IN_PROGRESS
        if deal.stage in DOING
        else TaskState.OPEN
    )
    return Wanted(TaskKind.REPAIR, state, deal.engineer_id, Role.ENGINEER, deal.dispatcher_id)


def service_of(deal: Deal) -> Wanted:
    """Carrying out the service: open until the order is closed by the manager, or by the dispatcher in the short form (R53, R56)."""
    state = TaskState.CLOSED if deal.stage in DONE else TaskState.OPEN
    holder, role = (deal.dispatcher_id, Role.DISPATCHER) if deal.short_close else (deal.manager_id, Role.MANAGER)
    return Wanted(TaskKind.SERVICE, state, holder, role)


def complaint_of(deal: Deal, told: Fact | None) -> Wanted:
    """The manager's until it is settled: to be answered, then what was promised is to come true."""
    state = TaskState.CLOSED if not deal.complaint_open else TaskState.IN_PROGRESS if deal.complaint_outcome else TaskState.OPEN
    return Wanted(TaskKind.COMPLAINT, state, deal.manager_id, Role.MANAGER, None, _said(told), due_at(deal))


def refund_of(deal: Deal, answered: Fact | None) -> Wanted:
    """Money that was promised back is returned by an accountant, whoever promised it."""
    promised = deal.complaint_open and deal.complaint_outcome == Outcome.REFUND
    state = TaskState.OPEN if promised else TaskState.CLOSED
    return Wanted(TaskKind.REFUND, state, None, Role.ACCOUNTANT, None, _said(answered), due_at(deal))


def _said(fact: Fact | None) -> str:
    return str(fact.data.get("text") or "") if fact else ""


async def _keep(unit: UnitOfWork, deal: Deal, wanted: Wanted, *, key: str, task: Task | None) -> None:
    if task is None:
        if wanted.state is not TaskState.CLOSED:
            await set_alarm(unit, await unit.tasks.add(_fresh(unit, deal, wanted, key=key)))
    elif (task.state, task.assignee_id, task.controller_id) != (wanted.state, wanted.assignee_id, wanted.controller_id) or (
        wanted.body and wanted.state is not TaskState.CLOSED
    ):
        task.state, task.assignee_id, task.controller_id = wanted.state, wanted.assignee_id, wanted.controller_id
        task.body, task.due_at = wanted.body or task.body, wanted.due_at or task.due_at
        task.closed_at = unit.now if wanted.state is TaskState.CLOSED else None
        await unit.tasks.save(task)
        await set_alarm(unit, task)
        unit.say(Refresh(f"task:{task.id}"))


def _fresh(unit: UnitOfWork, deal: Deal, wanted: Wanted, *, key: str) -> Task:
    return Task(
        id=0,
        kind=wanted.kind,
        created_at=unit.now,
        order_id=deal.id,
        client_id=deal.client_id,
        assignee_id=wanted.assignee_id,
        role=str(wanted.role),
        controller_id=wanted.controller_id,
        state=wanted.state,
        body=wanted.body,
        due_at=wanted.due_at,
        key=key,
    )
