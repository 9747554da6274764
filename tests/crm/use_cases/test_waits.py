"""The clocks of an order: armed where it waits, dropped when it moves on, and what each does when it is due (flows: defaults)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, client_actor, staff_actor
from crm.deal import Deal, DealAction, DealStage
from crm.events import Kind, Ref
from crm.lead import Lead, LeadAction, LeadStage
from crm.ledger import Ledger, Method, Stamp
from crm.money import Money
from crm.task import TaskKind
from crm.timers import Timer
from crm.use_cases import waits
from crm.use_cases.deals import act_on_deal
from crm.use_cases.intake import open_lead
from crm.use_cases.leads import act_on_lead
from crm.use_cases.undo import undo_move
from storage import tables
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import clocks, facts, news, outcome
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

MARY, SERGE, VERA, ANNA = 1, 2, 3, 7
OPERATOR, DISPATCHER, MANAGER = staff_actor(1, {Role.OPERATOR}), staff_actor(2, {Role.DISPATCHER}), staff_actor(3, {Role.MANAGER})
NIGHT, MORNING = NOW.replace(hour=20), NOW.replace(day=13, hour=6)
"""23:00 of a Tuesday in Moscow, and 9:00 of the Wednesday."""
FIRES: dict[str, Callable[[SqlUnitOfWork, Timer], Awaitable[None]]] = {
    "remind_client": waits.remind_client,
    "call_client": waits.call_client,
    "tell_staff": waits.tell_staff,
    "take_lead_back": waits.take_lead_back,
    "wake_lead": waits.wake_lead,
    "want_letter": waits.want_letter,
    "warning_ripe": waits.ripen_warning,
}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def a_house(connection: AsyncConnection, *, chat: int = ANNA) -> SqlUnitOfWork:
    """Operator Mary, dispatcher Serge, manager Vera, and the client Anna with a phone; 1, 2, 3 in their chats."""
    unit = await a_unit(connection)
    for place, name, role in ((MARY, "Mary", "operator"), (SERGE, "Serge", "dispatcher"), (VERA, "Vera", "manager")):
        await a_colleague(unit, name, role, chat=place)
    await a_client(unit, "Anna", phone="+79161112233", chat=chat)
    return unit


async def an_order(unit: SqlUnitOfWork, stage: DealStage, **values: Any) -> Deal:
    lead = await a_lead(unit, await unit.clients.get(1), stage=LeadStage.CONVERTED)
    given = {"stage": stage, "stage_since": NOW, "device_here": True, "dispatcher_id": 2, "manager_id": 3, **values}
    deal = Deal(lead.id, 1, NOW, **given)
    if deal.paid:
        await unit.ledger.add(Ledger(deal.id).record_payment(Money(deal.paid), Method.CASH, stamp=Stamp(NOW)))
    return await unit.deals.add(deal)


def timer_of(order: Lead | Deal, kind: str, notice: str = "", **data: Any) -> Timer:
    values = {"stage": str(order.stage), "notice": notice, "to": "", "place": 0, "every_days": 0, **data}
    return Timer(kind, NOW, order.ref, f"wait:{order.ref}:0", values)


async def fires(unit: SqlUnitOfWork, timer: Timer, *, at: datetime = NOW) -> str:
    """What came of it; the timer itself is gone by then, as the ticker does it."""
    unit.now = at
    await unit.timers.drop(timer.key or "")
    return await outcome(unit, FIRES[timer.kind](unit, timer))


async def open_tasks(unit: SqlUnitOfWork, order: Deal, kind: TaskKind) -> list[int | None]:
    return [task.assignee_id for task in await unit.tasks.open_of(order.id) if task.kind is kind]


async def test_a_move_drops_the_clocks_of_before_and_arms_the_next(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    lead = await open_lead(unit, client_actor(1), channel="telegram", need="A fan")
    other = await open_lead(unit, client_actor(1), channel="telegram", need="A lamp")
    minutes = [(notice, (due - NOW).total_seconds() / 60) for _kind, notice, due in await clocks(unit, lead.id)]
    assert minutes == [("lead_waits", 10), ("lead_waits", 30)]
    await act_on_lead(unit, OPERATOR, action=LeadAction.TAKE, id=lead.id)
    assert [(kind, notice) for kind, notice, _due in await clocks(unit, lead.id)] == [
        ("tell_staff", "answer_wanted"),
        ("take_lead_back", ""),
    ]
    await act_on_lead(unit, OPERATOR, action=LeadAction.ANSWER, id=lead.id)
    assert (await clocks(unit, lead.id), len(await clocks(unit, other.id))) == ([], 2)


async def test_a_sign_of_life_starts_them_again_and_a_note_does_not(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    lead = await open_lead(unit, OPERATOR, channel="telegram", need="A fan", client_id=1)
    due = [when for _kind, _notice, when in await clocks(unit, lead.id)]
    unit.now = NOW + timedelta(minutes=5)
    await act_on_lead(unit, OPERATOR, action=LeadAction.WRITE, id=lead.id)
    assert [when for _kind, _notice, when in await clocks(unit, lead.id)] == due
    await act_on_lead(unit, OPERATOR, action=LeadAction.SET_NEED, id=lead.id, need="A lamp")
    assert [when for _kind, _notice, when in await clocks(unit, lead.id)] == [when + timedelta(minutes=5) for when in due]


@pytest.mark.parametrize(("waited", "left"), [(10, [("tell_staff", "overdue_new", NOW + timedelta(minutes=20))]), (40, [])])
async def test_an_undone_move_gives_the_clocks_back_that_still_lie_ahead(connection: AsyncConnection, waited: int, left: Any) -> None:
    unit = await a_house(connection)
    unit.shop = replace(unit.shop, undo_seconds=10)
    deal = await an_order(unit, DealStage.NEW, stage_since=NOW - timedelta(minutes=waited))
    await act_on_deal(unit, DISPATCHER, action=DealAction.START, id=deal.id)
    assert [notice for _kind, notice, _due in await clocks(unit, deal.id)] == ["overdue_estimating"]
    newest = await unit.timeline.newest(Ref(Kind.DEAL, deal.id))
    assert newest is not None
    await undo_move(unit, DISPATCHER, id=deal.id, cause=newest[0])
    assert await clocks(unit, deal.id) == left


async def test_an_order_that_moved_on_or_sleeps_is_left_alone(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    deal, lead = await an_order(unit, DealStage.APPROVAL), await a_lead(unit, await unit.clients.get(1))
    armed, asleep = timer_of(deal, "remind_client", "approval_reminder"), timer_of(lead, "tell_staff", "lead_waits", to="operators")
    deal.stage, lead.snoozed_until = DealStage.ESTIMATING, NOW + timedelta(hours=1)
    await unit.deals.save(deal)
    await unit.leads.save(lead)
    assert [await fires(unit, timer) for timer in (armed, asleep)] == ["stale", "stale"]
    assert await news(unit) == []
    assert await fires(unit, asleep, at=NOW + timedelta(hours=1)) == "done"
    assert await news(unit) == [(MARY, "lead_waits")]


async def test_the_client_is_reminded_by_day_and_nobody_is_woken(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    deal = await an_order(unit, DealStage.APPROVAL)
    reminder = timer_of(deal, "remind_client", "approval_reminder")
    await fires(unit, reminder, at=NIGHT)
    assert (await news(unit), await clocks(unit, deal.id)) == ([], [("remind_client", "approval_reminder", MORNING)])
    await fires(unit, reminder, at=MORNING)
    assert (await news(unit), await clocks(unit, deal.id)) == ([(ANNA, "approval_reminder")], [])


async def test_who_is_not_reached_is_called_once(connection: AsyncConnection) -> None:
    unit = await a_house(connection, chat=0)
    deal = await an_order(unit, DealStage.READY)
    for place in (0, 1):
        await fires(unit, timer_of(deal, "remind_client", "pickup_reminder", place=place))
    assert (await open_tasks(unit, deal, TaskKind.CALL), await news(unit)) == ([2], [(SERGE, "call_wanted")])


@pytest.mark.parametrize(
    ("values", "told", "again"),
    [({}, [(ANNA, "payment_reminder")], []), ({"paid": 600}, [], []), ({"complaint_open": True}, [], [NOW + timedelta(days=1)])],
)
async def test_only_what_is_due_is_asked_for_and_a_complaint_freezes_it(
    connection: AsyncConnection, values: Any, told: list[tuple[int, str]], *, again: list[datetime]
) -> None:
    unit = await a_house(connection)
    deal = await an_order(unit, DealStage.PAYMENT, approved_total=500, **values)
    await fires(unit, timer_of(deal, "remind_client", "payment_reminder"))
    assert (await news(unit), [due for _kind, _notice, due in await clocks(unit, deal.id)]) == (told, again)


async def test_news_of_parts_come_every_week(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    deal = await an_order(unit, DealStage.WAITING_PARTS)
    await fires(unit, timer_of(deal, "remind_client", "parts_awaited", every_days=7))
    assert (await news(unit), await clocks(unit, deal.id)) == (
        [(ANNA, "parts_awaited")],
        [("remind_client", "parts_awaited", NOW + timedelta(days=7))],
    )


@pytest.mark.parametrize(("kind", "chat", "name"), [("tell_staff", SERGE, "refusal_suggested"), ("call_client", SERGE, "call_wanted")])
async def test_staff_act_in_working_time(connection: AsyncConnection, kind: str, chat: int, *, name: str) -> None:
    unit = await a_house(connection)
    deal = await an_order(unit, DealStage.APPROVAL)
    timer = timer_of(deal, kind, "refusal_suggested" if kind == "tell_staff" else "approval_reminder", to="dispatcher")
    await fires(unit, timer, at=NIGHT)
    assert (await news(unit), [when for _kind, _notice, when in await clocks(unit, deal.id)]) == ([], [MORNING])
    await fires(unit, timer, at=MORNING)
    assert await news(unit) == [(chat, name)]


@pytest.mark.parametrize(
    ("answered", "chat", "stage"), [(False, ANNA, LeadStage.NEW), (True, ANNA, LeadStage.IN_WORK), (False, 0, LeadStage.IN_WORK)]
)
async def test_a_silent_assignee_loses_the_request(connection: AsyncConnection, chat: int, *, answered: bool, stage: LeadStage) -> None:
    unit = await a_house(connection, chat=chat)
    await a_colleague(unit, "Boris", "operator", chat=4)
    values = {"assignee_id": 1, "answered_at": NOW if answered else None}
    lead = await a_lead(unit, await unit.clients.get(1), stage=LeadStage.IN_WORK, **values)
    await fires(unit, timer_of(lead, "tell_staff", "answer_wanted", to="assignee"))
    assert ((MARY, "answer_wanted") in await news(unit)) is not answered
    await fires(unit, timer_of(lead, "take_lead_back"))
    kept = await unit.leads.find(lead.id)
    assert kept is not None
    assert (kept.stage, kept.assignee_id) == (stage, None if stage is LeadStage.NEW else 1)
    assert ((await facts(unit, lead.id)) == [("return", "system")]) is (stage is LeadStage.NEW)


async def test_a_snoozed_request_wakes_who_put_it_off_and_waits_anew(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    lead = await open_lead(unit, OPERATOR, channel="telegram", need="A fan", client_id=1)
    until = NOW + timedelta(hours=1)
    await act_on_lead(unit, OPERATOR, action=LeadAction.POSTPONE, id=lead.id, until=until)
    assert ("wake_lead", "", until) in await clocks(unit, lead.id)
    wake = Timer("wake_lead", until, lead.ref, f"wait:{lead.ref}:wake", {"by": 1})
    assert await fires(unit, wake, at=until - timedelta(seconds=1)) == "stale"
    assert await fires(unit, wake, at=until) == "done"
    assert (MARY, "lead_woke") in await news(unit)
    assert ("tell_staff", "answer_wanted", until + timedelta(minutes=10)) in await clocks(unit, lead.id)


async def test_what_nobody_collects_is_warned_of_by_letter_then_may_go(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    deal = await an_order(unit, DealStage.READY)
    for _ in range(2):
        await fires(unit, timer_of(deal, "want_letter", "letter_wanted", to="manager"))
    assert (await open_tasks(unit, deal, TaskKind.LETTER), set(await news(unit))) == ([3], {(VERA, "letter_wanted")})
    await act_on_deal(unit, MANAGER, action=DealAction.WARN, id=deal.id)
    assert await open_tasks(unit, deal, TaskKind.LETTER) == []
    ripe = (await connection.execute(select(tables.timer.c.due_at).where(tables.timer.c.kind == "warning_ripe"))).scalar_one()
    assert ripe == NOW.replace(month=7)
    await fires(unit, timer_of(deal, "warning_ripe"), at=ripe)
    kept = await unit.deals.find(deal.id)
    assert kept is not None
    assert kept.warning_ripe
