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
from crm.papers import Paper
from crm.use_cases.papers import choose_set, toggle_paper
from storage import tables
from storage.unit_of_work import SqlUnitOfWork
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


async def test_a_contract_of_the_payer_is_on_file_for_his_other_orders_alone(connection: AsyncConnection) -> None:
    """Kept with one order of the client, or of a colleague of his company, it is not asked of the next (flows: document sets)."""
    unit = await a_unit(connection)
    company_id = await unit.clients.new_company("Fix & Co", "")
    anna, boris, eve = [await a_client(unit, name) for name in ("Anna", "Boris", "Eve")]
    for client in (anna, boris):
        client.kind, client.company_id = "company", company_id
        await unit.clients.save(client)
    orders = []
    for client in (anna, anna, boris, eve):
        lead = await a_lead(unit, client, stage=LeadStage.CONVERTED)
        orders.append((await unit.deals.add(Deal(lead.id, client.id, NOW))).id)
    act, contract = [{"kind": kind, "media": "photo", "file_id": "F", "name": ""} for kind in ("act", "contract")]
    await unit.files.attach(order_id=orders[0], purpose="document", values=act)
    assert [await papers(unit, number) for number in orders[:3]] == [["contract", "invoice", "act"]] * 3
    await unit.files.attach(order_id=orders[0], purpose="document", values=contract)
    with_contract, without = ["contract", "invoice", "act"], ["invoice", "act"]
    assert [await papers(unit, number) for number in orders] == [with_contract, without, without, ["acceptance_receipt", "act", "warranty"]]
    mary = staff_actor((await a_colleague(unit, "Mary", "manager")).id, {Role.MANAGER})
    await choose_set(unit, mary, id=orders[2], name="company")
    assert await papers(unit, orders[2]) == without
    await toggle_paper(unit, mary, id=orders[2], kind=Paper.CONTRACT)
    assert await papers(unit, orders[2]) == sorted(with_contract, key=list(map(str, Paper)).index), "a manager may still ask for a new one"


async def papers(unit: SqlUnitOfWork, id: int) -> list[str]:
    """What the order needs, as its actions and its card have it."""
    deal, view = await unit.deals.find(id), await unit.queries.order(id)
    assert deal is not None
    assert view is not None
    assert view.deal is not None
    assert deal.papers == view.deal.papers
    return deal.papers
