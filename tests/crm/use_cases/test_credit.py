"""A client's terms: who answers for them is read with every order of his, and what is so already is no news."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.screens import SCREENS, Scene
from bot.words import words_for
from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.client import Client
from crm.deal import Deal
from crm.errors import NotFound
from crm.lead import Lead, LeadStage
from crm.shop import Shop
from crm.use_cases.credit import ANSWERABLE, Credit, agree_limit, set_credit
from crm.views import Viewer
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

TERMS = Credit(limit=100_000, days=10)


async def two_orders(unit: SqlUnitOfWork) -> tuple[Client, Lead, Lead]:
    anna = await a_client(unit, "Anna")
    return anna, await a_lead(unit, anna), await a_lead(unit, anna)


async def told(unit: SqlUnitOfWork, lead: Lead) -> list[tuple[str, str, object]]:
    return [(row.action, row.role, row.data.get("limit")) for row in await unit.queries.timeline(lead.id) if row.kind == "client"]


async def test_every_order_of_his_tells_what_was_agreed_and_no_other_does(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    _anna, one, other = await two_orders(unit)
    strange = await a_lead(unit, await a_client(unit, "Boris"))
    max_ = staff_actor((await a_colleague(unit, "Max", "manager")).id, {Role.OPERATOR, Role.MANAGER})
    await set_credit(unit, max_, order_id=one.id, credit=TERMS)
    await agree_limit(unit, max_, order_id=one.id, amount=5_000)
    await set_credit(unit, max_, order_id=other.id, credit=None)
    agreed = [("give_credit", "manager", 100_000), ("agree_limit", "manager", 5_000), ("end_credit", "manager", None)]
    assert await told(unit, one) == await told(unit, other) == agreed
    assert await told(unit, strange) == []


async def test_what_is_so_already_is_no_news(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    _anna, one, _other = await two_orders(unit)
    max_ = staff_actor((await a_colleague(unit, "Max", "manager")).id, {Role.MANAGER})
    for _ in range(2):
        await set_credit(unit, max_, order_id=one.id, credit=TERMS)
        await agree_limit(unit, max_, order_id=one.id, amount=5_000)
    assert len(await told(unit, one)) == 2


async def test_a_client_who_is_recognised_takes_his_terms_along(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, one, _other = await two_orders(unit)
    known = await a_client(unit, "Anna Petrova")
    max_ = staff_actor((await a_colleague(unit, "Max", "manager")).id, {Role.MANAGER})
    await set_credit(unit, max_, order_id=one.id, credit=TERMS)
    await unit.clients.merge(source=anna.id, into=known.id)
    assert len(await told(unit, one)) == 1


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role not in ANSWERABLE])
async def test_who_does_not_answer_for_money_agrees_nothing(connection: AsyncConnection, role: Role) -> None:
    unit = await a_unit(connection)
    _anna, one, _other = await two_orders(unit)
    with pytest.raises(NotFound):
        await set_credit(unit, staff_actor(7, {role}), order_id=one.id, credit=TERMS)
    with pytest.raises(NotFound):
        await agree_limit(unit, staff_actor(7, {role}), order_id=one.id, amount=5_000)
    assert await told(unit, one) == []


async def test_the_office_alone_reads_them_and_the_feed_names_the_client(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    lead = await a_lead(unit, anna, stage=LeadStage.CONVERTED)
    ivan, max_ = await a_colleague(unit, "Ivan", "engineer"), await a_colleague(unit, "Max", "manager")
    await unit.deals.add(Deal(lead.id, anna.id, NOW, engineer_id=ivan.id))
    await set_credit(unit, staff_actor(max_.id, {Role.MANAGER}), order_id=lead.id, credit=TERMS)

    async def reads(screen: str, staff_id: int, role: Role) -> list[str]:
        viewer = Viewer(1, staff_actor(staff_id, {role}), "en", NOW, Shop())
        card = await SCREENS[screen].draw(Scene(unit.queries, viewer, words_for(viewer), {"id": lead.id}))
        return [str(line) for line in card.lines if "On credit" in str(line)]

    assert await reads("timeline", ivan.id, Role.ENGINEER) == []
    assert [line.endswith("pays within 10 bank days") for line in await reads("timeline", max_.id, Role.MANAGER)] == [True]
    assert [line.startswith("👤 Anna · ") for line in await reads("feed", max_.id, Role.MANAGER)] == [True]
