"""The clocks of `crm.reminders`: armed when an order enters a stage, dropped when it leaves it, and what each does when it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from crm.actor import SYSTEM
from crm.deadline import WorkingHours
from crm.deal import Deal, DealAction, DealStage
from crm.errors import Stale
from crm.events import Fact, Kind
from crm.intents import Notice, Refresh, reminder
from crm.lead import Lead, LeadAction, LeadStage
from crm.notices import CALLABLE, Audience, still_holds
from crm.ports import UnitOfWork
from crm.reminders import BY_VOICE, RIPE, WAKE, WARNED_FOR, Start, Wait, is_quiet, months_later, waits_of, when_awake
from crm.task import Task, TaskKind, TaskState
from crm.timers import Timer
from crm.use_cases.alarms import set_alarm
from crm.use_cases.announce import recipients
from crm.use_cases.calls import ask_to_call, close_needless_calls
from crm.use_cases.deals import act_on_deal
from crm.use_cases.dunning import owed_together, speaks_for
from crm.use_cases.hubs import refresh_hubs
from crm.use_cases.leads import act_on_lead

RESTARTS = frozenset({LeadAction.SET_NEED, LeadAction.POSTPONE, DealAction.ORDER_PARTS, DealAction.INVOICE})
"""What starts the stage's clocks again without leaving it: a sign of life, or a new date."""

IN_CHARGE = {LeadStage.NEW: Audience.OPERATORS, LeadStage.WITH_MANAGER: Audience.MANAGER}


async def keep_clocks(unit: UnitOfWork, order: Lead | Deal, *, facts: Sequence[Fact], causes: Sequence[int]) -> None:
    """A move drops the clocks of the stage it left and arms those of the new one; what undoing would withdraw has its cause."""
    for fact, cause in zip(facts, causes, strict=True):
        if fact.source != fact.target:
            await unit.timers.drop(_prefix(order))
            await close_needless_calls(unit, order)
        if fact.source != fact.target or fact.action in RESTARTS:
            await _arm(unit, order, cause=cause)
        await _arm_own(unit, order, fact=fact, cause=cause)


async def _arm(unit: UnitOfWork, order: Lead | Deal, *, cause: int | None = None) -> None:
    """Only what lies ahead: a stage that an undo restores goes on with the clocks it had."""
    start = await _start(unit, order)
    for place, wait in enumerate(waits_of(order)):
        due_at = wait.due(order, start)
        if due_at is not None and due_at > unit.now:
            await unit.timers.set(_timer(order, wait, due_at=due_at, place=place, cause=cause))


def _timer(order: Lead | Deal, wait: Wait, *, due_at: datetime, place: int, cause: int | None) -> Timer:
    data = {
        "stage": str(order.stage),
        "notice": wait.notice,
        "to": str(wait.to or ""),
        "place": place,
        "every_days": wait.every.days if wait.every else 0,
    }
    return Timer(wait.kind, due_at, order.ref, f"{_prefix(order)}{place}", data, cause)


def _prefix(order: Lead | Deal) -> str:
    return f"wait:{order.ref}:"


async def _start(unit: UnitOfWork, order: Lead | Deal) -> Start:
    since = (order.stage_since or unit.now) if isinstance(order, Deal) else unit.now
    client = await unit.clients.get(order.client_id)
    return Start(since, hours_of(unit), unit.shop.first_answer_minutes, client.kind == "company" or client.on_credit)


async def _arm_own(unit: UnitOfWork, order: Lead | Deal, *, fact: Fact, cause: int) -> None:
    """Clocks that a deed sets by itself: a snooze, the term of a written warning."""
    if fact.action == LeadAction.POSTPONE and isinstance(order, Lead) and order.snoozed_until is not None:
        await unit.timers.set(Timer(WAKE, order.snoozed_until, order.ref, f"{_prefix(order)}wake", {"by": fact.by}, cause))
    if fact.action == DealAction.WARN and isinstance(order, Deal):
        due_at = months_later(unit.now, WARNED_FOR)
        await unit.timers.set(Timer(RIPE, due_at, order.ref, f"{_prefix(order)}ripe", {"stage": str(order.stage)}, cause))
        await _close_letters(unit, order, outcome="sent")
    if fact.source == DealStage.READY != fact.target and isinstance(order, Deal):
        await _close_letters(unit, order, outcome="needless")


def hours_of(unit: UnitOfWork) -> WorkingHours:
    return WorkingHours.of(unit.shop.week, unit.shop.timezone)


async def _waiting(unit: UnitOfWork, timer: Timer) -> Lead | Deal:
    """The order, still waiting where the clock was armed. Raises `Stale` when it has moved on."""
    assert timer.subject is not None, "the clocks of orders name them"
    find: Callable[[int], object] = unit.leads.find if timer.subject.kind is Kind.LEAD else unit.deals.find
    order = await find(timer.subject.id)  # type: ignore[misc]  # either repository's find
    if not isinstance(order, Lead | Deal) or order.stage != timer.data["stage"] or _sleeps(order, unit.now):
        raise Stale(f"{timer.kind} of {timer.subject}")
    return order


def _sleeps(order: Lead | Deal, now: datetime) -> bool:
    """A snoozed lead is left alone; waking arms its clocks anew."""
    return isinstance(order, Lead) and order.snoozed_until is not None and order.snoozed_until > now


async def _put_off(unit: UnitOfWork, timer: Timer, *, until: datetime) -> None:
    await unit.timers.set(Timer(timer.kind, until, timer.subject, timer.key, timer.data))


async def remind_client(unit: UnitOfWork, timer: Timer) -> None:
    """Reminds the client by day; who is not reached by us is called; an open complaint freezes what asks for money (flows).

    An invoice over several orders is asked for by one of them.
    """
    order, name = await _waiting(unit, timer), str(timer.data["notice"])
    if is_quiet(unit.now, hours_of(unit)):
        return await _put_off(unit, timer, until=when_awake(unit.now, hours_of(unit)))
    if name == "payment_reminder" and isinstance(order, Deal):
        together = await owed_together(unit, order)
        if any(one.complaint_open for one in together):
            return await _put_off(unit, timer, until=unit.now + timedelta(days=1))
        if not speaks_for(order, together):
            return None
    if still_holds(name, order):
        chat_id = await unit.clients.chat_of(order.client_id)
        if chat_id is not None:
            unit.say(reminder(name, order.ref.kind, subject_id=order.id, chat_id=chat_id))
        elif name in CALLABLE:
            await ask_to_call(unit, order, notice=name, again=str(timer.data["place"]))
    days = int(str(timer.data["every_days"]))
    if days:
        await _put_off(unit, timer, until=unit.now + timedelta(days=days))
    return None


async def call_client(unit: UnitOfWork, timer: Timer) -> None:
    """A colleague calls the client who does not react, in working time."""
    order = await _waiting(unit, timer)
    opening = hours_of(unit).next_opening(unit.now)
    if opening > unit.now:
        return await _put_off(unit, timer, until=opening)
    name = str(timer.data["notice"])
    if still_holds(name, order):
        await ask_to_call(unit, order, notice=name, again=str(timer.data["place"]))
    return None


async def tell_staff(unit: UnitOfWork, timer: Timer) -> None:
    """The one responsible, or who stands in, gets the order's card with what is late, in working time."""
    order, name = await _waiting(unit, timer), str(timer.data["notice"])
    opening = hours_of(unit).next_opening(unit.now)
    if opening > unit.now:
        return await _put_off(unit, timer, until=opening)
    if not (isinstance(order, Lead) and name == "answer_wanted" and not is_silent(order)) and still_holds(name, order):
        for person in await recipients(unit, order, audience=Audience(str(timer.data["to"]))):
            if person.chat_id is not None:
                unit.say(reminder(name, order.ref.kind, subject_id=order.id, chat_id=person.chat_id))
    await refresh_hubs(unit, order)
    return None


def is_silent(lead: Lead) -> bool:
    """The client of a chat has not had any answer yet."""
    return lead.answered_at is None and lead.channel not in BY_VOICE


async def take_lead_back(unit: UnitOfWork, timer: Timer) -> None:
    """A silent assignee loses the lead to the queue; the operators are told (flows: RETURN)."""
    lead = await _waiting(unit, timer)
    if isinstance(lead, Lead) and is_silent(lead) and await unit.clients.chat_of(lead.client_id) is not None:
        await act_on_lead(unit, SYSTEM, action=LeadAction.RETURN, id=lead.id)


async def wake_lead(unit: UnitOfWork, timer: Timer) -> None:
    """A snoozed lead returns loudly to who put it off when he is here, else to those in charge."""
    assert timer.subject is not None
    lead = await unit.leads.find(timer.subject.id)
    if lead is None or not lead.is_open or lead.snoozed_until is None or _sleeps(lead, unit.now):
        raise Stale(f"{timer.subject}")
    here = [p for p in await unit.roster.all() if p.id == timer.data["by"] and p.is_present(unit.now)]
    for person in here or await recipients(unit, lead, audience=IN_CHARGE.get(lead.stage, Audience.ASSIGNEE)):
        if person.chat_id is not None:
            unit.say(Notice("lead_woke", lead.ref.kind, lead.id, person.chat_id))
    await _arm(unit, lead)


async def want_letter(unit: UnitOfWork, timer: Timer) -> None:
    """A device that nobody collects: the manager is to send the written warning (flows: letter after 30 days)."""
    order = await _waiting(unit, timer)
    assert isinstance(order, Deal)
    key = f"letter:{order.id}:{order.episode}"
    if await unit.tasks.by_key(key) is None:
        manager = next(iter(await recipients(unit, order, audience=Audience.MANAGER)), None)
        task = Task(0, TaskKind.LETTER, unit.now, order.id, order.client_id, manager.id if manager else None, "manager", key=key)
        task.due_at = hours_of(unit).add_working_time(unit.now, 8 * 60)
        await set_alarm(unit, await unit.tasks.add(task))
    await tell_staff(unit, timer)


async def _close_letters(unit: UnitOfWork, deal: Deal, *, outcome: str) -> None:
    for task in await unit.tasks.open_of(deal.id):
        if task.kind is TaskKind.LETTER:
            task.state, task.closed_at, task.outcome = TaskState.CLOSED, unit.now, outcome
            await unit.tasks.save(task)
            await set_alarm(unit, task)
            unit.say(Refresh(f"task:{task.id}"))


async def ripen_warning(unit: UnitOfWork, timer: Timer) -> None:
    """Two months after the written warning the director may dispose of the device (flows: DISPOSE)."""
    deal = await _waiting(unit, timer)
    if deal.stage is DealStage.READY:
        await act_on_deal(unit, SYSTEM, action=DealAction.WARNING_RIPE, id=deal.id)
