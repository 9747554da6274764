"""One tap on a request: who may, who was first, and nothing of a client's is lost between two requests (R37-R42)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, client_actor, staff_actor
from crm.deal import Deal
from crm.lead import Lead, LeadAction, LeadStage
from crm.use_cases.leads import act_on_lead, join_lead, reject_lead, take_next, withdraw_request
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import clocks, facts, news, outcome
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

MARY, BORIS = staff_actor(1, {Role.OPERATOR}), staff_actor(2, {Role.OPERATOR})
HATS = {role: staff_actor(3, {role}) for role in (Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT, Role.DIRECTOR)}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def a_desk(connection: AsyncConnection) -> SqlUnitOfWork:
    """Two operators, 1 and 2, in the chats 1 and 2."""
    unit = await a_unit(connection)
    for place, name in ((1, "Mary"), (2, "Boris")):
        await a_colleague(unit, name, "operator", chat=place)
    return unit


async def stage_of(unit: SqlUnitOfWork, number: int) -> tuple[LeadStage, int | None]:
    lead = await unit.leads.find(number)
    assert lead is not None
    return lead.stage, lead.assignee_id


async def test_who_comes_second_hears_who_was_first(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    lead = await a_lead(unit, await a_client(unit, "Anna"))
    await act_on_lead(unit, MARY, action=LeadAction.TAKE, id=lead.id, turn=0)
    assert await outcome(unit, act_on_lead(unit, BORIS, action=LeadAction.TAKE, id=lead.id, turn=0)) == "taken_by"
    assert await stage_of(unit, lead.id) == (LeadStage.IN_WORK, 1)
    assert await facts(unit, lead.id) == [("take", "operator")]


async def test_who_takes_no_requests_is_told_nothing_of_who_does(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    anna = await a_client(unit, "Anna")
    lead = await a_lead(unit, anna)
    for _ in range(2):
        for actor in (*HATS.values(), client_actor(anna.id), client_actor(99)):
            assert await outcome(unit, act_on_lead(unit, actor, action=LeadAction.TAKE, id=lead.id)) == "not found"
        if (await stage_of(unit, lead.id))[0] is LeadStage.NEW:
            await act_on_lead(unit, MARY, action=LeadAction.TAKE, id=lead.id)


async def test_a_button_of_before_does_nothing(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    lead = await a_lead(unit, await a_client(unit, "Anna"))
    for action in (LeadAction.TAKE, LeadAction.RETURN):
        await act_on_lead(unit, MARY, action=action, id=lead.id)
    assert await outcome(unit, act_on_lead(unit, BORIS, action=LeadAction.TAKE, id=lead.id, turn=0)) == "stale"
    assert await stage_of(unit, lead.id) == (LeadStage.NEW, None)
    assert await outcome(unit, act_on_lead(unit, MARY, action=LeadAction.TAKE, id=999)) == "not found"


async def test_what_is_given_back_is_told_to_the_others(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    lead = await a_lead(unit, await a_client(unit, "Anna"))
    await act_on_lead(unit, MARY, action=LeadAction.TAKE, id=lead.id)
    assert await news(unit) == []
    await act_on_lead(unit, MARY, action=LeadAction.RETURN, id=lead.id)
    assert await news(unit) == [(2, "lead_returned")]


async def test_the_next_one_is_the_oldest_that_is_awake(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    anna = await a_client(unit, "Anna")
    await a_lead(unit, anna, opened_at=NOW - timedelta(hours=2), snoozed_until=NOW + timedelta(minutes=1))
    late, early = await a_lead(unit, anna), await a_lead(unit, anna, opened_at=NOW - timedelta(hours=1))
    assert [(await take_next(unit, MARY)).id for _ in range(2)] == [early.id, late.id]
    assert await outcome(unit, take_next(unit, MARY)) == "stale"
    await a_lead(unit, anna)
    assert await outcome(unit, take_next(unit, HATS[Role.DIRECTOR])) == "not found"


async def test_a_colleague_rejects_with_a_reason_that_is_kept(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    anna = await a_client(unit, "Anna")
    lead = await a_lead(unit, anna)
    assert await outcome(unit, reject_lead(unit, client_actor(anna.id), id=lead.id, reason="Changed my mind")) == "not found"
    assert await outcome(unit, reject_lead(unit, HATS[Role.DISPATCHER], id=lead.id, reason="Spam")) == "not found"
    assert await outcome(unit, reject_lead(unit, MARY, id=lead.id, reason="")) == "reason_is_empty"
    rejected = await reject_lead(unit, MARY, id=lead.id, reason=" Not our trade ")
    assert (rejected.stage, rejected.reason, await facts(unit, lead.id)) == (LeadStage.REJECTED, "Not our trade", [("reject", "operator")])
    assert await clocks(unit, lead.id) == []


async def test_the_client_takes_back_his_own_while_nobody_has_it(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    anna, other = await a_client(unit, "Anna"), await a_client(unit, "Other")
    lead, taken = await a_lead(unit, anna), await a_lead(unit, anna)
    await act_on_lead(unit, MARY, action=LeadAction.TAKE, id=taken.id)
    for actor, number, came in (
        (client_actor(other.id), lead.id, "not found"),
        (MARY, lead.id, "not found"),
        (client_actor(anna.id), taken.id, "not_at_this_stage"),
        (staff_actor(1, {Role.OPERATOR}, client_id=anna.id), taken.id, "not_at_this_stage"),
        (client_actor(anna.id), lead.id, "done"),
        (client_actor(anna.id), lead.id, "not_at_this_stage"),
    ):
        assert await outcome(unit, withdraw_request(unit, actor, id=number, reason="By mistake")) == came
    assert await facts(unit, lead.id) == [("reject", "client")]


async def joined(unit: SqlUnitOfWork, lead: Lead, other: Lead) -> str:
    return await outcome(unit, join_lead(unit, MARY, id=lead.id, order_id=other.id))


async def test_a_request_joins_another_order_of_the_same_client_alone(connection: AsyncConnection) -> None:
    unit = await a_desk(connection)
    anna, other = await a_client(unit, "Anna"), await a_client(unit, "Other")
    lead, order, foreign = await a_lead(unit, anna), await a_lead(unit, anna, stage=LeadStage.CONVERTED), await a_lead(unit, other)
    await unit.deals.add(Deal(order.id, anna.id, NOW))
    assert [await joined(unit, lead, to) for to in (lead, foreign)] == ["not found"] * 2
    assert await outcome(unit, join_lead(unit, MARY, id=lead.id, order_id=999)) == "not found"
    assert await outcome(unit, join_lead(unit, HATS[Role.ACCOUNTANT], id=lead.id, order_id=order.id)) == "not found"
    assert await joined(unit, lead, order) == "done"
    kept = await unit.leads.find(lead.id)
    assert kept is not None
    assert (kept.stage, kept.joined_to, await unit.queries.open_order_of(anna.id)) == (LeadStage.JOINED, order.id, order.id)


async def test_two_requests_are_not_joined_to_each_other(connection: AsyncConnection) -> None:
    """Two colleagues at once, each from the other's card: what the client wants stays open somewhere."""
    unit = await a_desk(connection)
    anna = await a_client(unit, "Anna")
    first, second = await a_lead(unit, anna), await a_lead(unit, anna)
    assert await joined(unit, first, second) == "done"
    assert await joined(unit, second, first) == "stale"
    assert await unit.queries.open_order_of(anna.id) == second.id


@pytest.mark.parametrize("stage", [LeadStage.ANSWERED, LeadStage.REJECTED])
async def test_nothing_joins_a_request_that_is_over(connection: AsyncConnection, stage: LeadStage) -> None:
    unit = await a_desk(connection)
    anna = await a_client(unit, "Anna")
    assert await joined(unit, await a_lead(unit, anna), await a_lead(unit, anna, stage=stage)) == "stale"
