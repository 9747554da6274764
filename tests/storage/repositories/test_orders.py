"""Orders: the gate in front of them, and a save that writes the row with its facts and notices or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STRANGER, SYSTEM, Role, client_actor, staff_actor
from crm.deal import Deal
from crm.errors import Conflict, NotFound, Stale
from crm.flow import Attempt
from crm.lead import LeadAction, LeadStage
from storage import tables
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit


async def test_absent_and_forbidden_are_the_same(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, boris = await a_client(unit, "Anna"), await a_client(unit, "Boris")
    ivan, lev = await a_colleague(unit, "Ivan", "engineer"), await a_colleague(unit, "Lev", "engineer")
    lead = await a_lead(unit, anna, stage=LeadStage.CONVERTED)
    await unit.deals.add(Deal(lead.id, anna.id, NOW, engineer_id=ivan.id))
    outside = (STRANGER, client_actor(boris.id), staff_actor(lev.id, {Role.ENGINEER}), staff_actor(lev.id, set()))
    for actor in outside:
        with pytest.raises(NotFound):
            await unit.deals.for_action(actor, lead.id)
        with pytest.raises(NotFound):
            await unit.deals.for_action(actor, 9)
    inside = (SYSTEM, client_actor(anna.id), staff_actor(ivan.id, {Role.ENGINEER}), staff_actor(9, {Role.ACCOUNTANT}))
    assert {(await unit.deals.for_action(actor, lead.id)).id for actor in inside} == {lead.id}
    with pytest.raises(Stale):
        await unit.deals.for_action(SYSTEM, lead.id, turn=3)


async def test_numbers_begin_at_1001_and_a_deal_keeps_its_leads(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    leads = [await a_lead(unit, anna), await a_lead(unit, anna)]
    assert [lead.id for lead in leads] == [1001, 1002]
    await unit.deals.add(Deal(1001, anna.id, NOW, slots=[["a", "b"]], waivers={"x": "y"}))
    kept = await unit.deals.find(1001)
    assert kept is not None
    assert (kept.id, kept.slots, kept.waivers) == (1001, [["a", "b"]], {"x": "y"})


async def test_who_saves_second_is_told_so_and_writes_no_fact(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    mary = await a_colleague(unit, "Mary", "operator")
    lead = await a_lead(unit, await a_client(unit, "Anna"))
    other = replace(lead)
    operator = staff_actor(mary.id, {Role.OPERATOR})
    await unit.leads.save(lead, *lead.perform(LeadAction.TAKE, Attempt(operator, NOW)))
    with pytest.raises(Conflict):
        await unit.leads.save(other, *other.perform(LeadAction.TAKE, Attempt(operator, NOW)))
    facts = (await connection.execute(select(func.count()).where(tables.timeline.c.action == "take"))).scalar_one()
    assert facts == 1


async def test_a_lead_knows_what_is_known_of_its_client(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for client, known in ((await a_client(unit, " "), False), (await a_client(unit, "Anna", phone="+79161112233", known=True), True)):
        lead = await unit.leads.find((await a_lead(unit, client)).id)
        assert lead is not None
        assert (lead.client_known, lead.client_named, lead.client_reachable) == (known, known, known)
