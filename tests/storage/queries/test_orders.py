"""Questions about orders: what waits, what is open, what is found, in which order."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.deal import Deal, DealStage
from crm.lead import LeadStage
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

DONE = LeadStage.CONVERTED


async def test_the_queue_is_the_oldest_first_without_those_who_sleep(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    late, early = await a_lead(unit, anna), await a_lead(unit, anna, opened_at=NOW - timedelta(hours=1))
    awake = await a_lead(unit, anna, snoozed_until=NOW, opened_at=NOW - timedelta(minutes=1))
    await a_lead(unit, anna, snoozed_until=NOW + timedelta(minutes=1))
    await a_lead(unit, anna, stage=LeadStage.IN_WORK)
    assert [row.id for row in await unit.queries.queue(now=NOW)] == [early.id, awake.id, late.id]


async def test_a_clients_words_continue_his_newest_open_order(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    deal = await a_lead(unit, anna, stage=DONE)
    await unit.deals.add(Deal(deal.id, anna.id, NOW))
    assert await unit.queries.open_order_of(anna.id) == deal.id
    closed = await a_lead(unit, anna, stage=DONE)
    await unit.deals.add(Deal(closed.id, anna.id, NOW, stage=DealStage.CLOSED))
    await a_lead(unit, anna, stage=LeadStage.REJECTED)
    assert await unit.queries.open_order_of(anna.id) == deal.id
    newest = await a_lead(unit, anna)
    assert await unit.queries.open_order_of(anna.id) == newest.id
    assert [row.id for row in await unit.queries.orders_of(anna.id)] == sorted([deal.id, closed.id, closed.id + 1, newest.id], reverse=True)


async def test_an_engineers_day_is_his_agreed_times_then_the_oldest(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, ivan = await a_client(unit, "Anna"), await a_colleague(unit, "Ivan", "engineer")
    for start, stage in ((None, DealStage.ESTIMATING), (4, DealStage.SCHEDULED), (2, DealStage.SCHEDULED), (1, DealStage.READY)):
        lead = await a_lead(unit, anna, stage=DONE)
        starts_at = NOW + timedelta(hours=start) if start else None
        await unit.deals.add(Deal(lead.id, anna.id, NOW, stage=stage, starts_at=starts_at, engineer_id=ivan.id))
    assert [row.id for row in await unit.queries.engineer_day(ivan.id)] == [1003, 1002, 1001]
    assert [load.open_orders for load in await unit.queries.engineers(NOW)] == [3]


async def test_an_order_is_found_by_number_name_phone_and_never_by_a_wildcard(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Анна Петрова", phone="+79161112233")
    lead = await a_lead(unit, anna)
    for text in (str(lead.id), f"№{lead.id}", "Петр", "петрова", "111-22-33"):
        assert [row.id for row in await unit.queries.search(text)] == [lead.id], text
    for text in ("%", "_", "9999", "999-99-99", "Борис"):
        assert await unit.queries.search(text) == [], text


async def test_an_order_shows_its_last_words_and_the_clients_other_orders(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    lead, other = await a_lead(unit, anna), await a_lead(unit, anna)
    view = await unit.queries.order(lead.id)
    assert view is not None
    assert (view.others, view.client.name, view.client.orders) == ((other.id,), "Anna", 2)
    assert await unit.queries.order(9) is None
