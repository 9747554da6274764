"""Questions about money: whose it is, in which order, and with no question more when there is more of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client
from crm.deal import Deal, DealStage
from crm.deal_flow import BILLABLE
from crm.estimate import Estimate, EstimateLine
from crm.invoice import Billed, Invoice
from crm.lead import LeadStage
from crm.ledger import EntryKind, Ledger, Method, Stamp
from crm.money import Money
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.asked import statements
from tests.storage.unit import NOW, a_client, a_lead, a_unit


async def an_order(unit: SqlUnitOfWork, client: Client, **values: Any) -> Deal:
    """An order at its payment, approved for 500 in its only version; money taken stands in its ledger too."""
    lead = await a_lead(unit, client, stage=LeadStage.CONVERTED)
    given = {"stage": DealStage.PAYMENT, "estimate_version": 1, "approved_version": 1, "approved_total": 500, **values}
    deal = Deal(lead.id, client.id, NOW, **given)
    if deal.paid:
        await unit.ledger.add(Ledger(deal.id).record_payment(Money(deal.paid), Method.CASH, stamp=Stamp(NOW)))
    return await unit.deals.add(deal)


async def priced(unit: SqlUnitOfWork, deal: Deal, *lines: tuple[str, int], version: int = 1) -> None:
    found = [EstimateLine(title, Money(price), number=place) for place, (title, price) in enumerate(lines, 1)]
    await unit.estimates.save(Estimate(deal.id, version, found, next_number=len(found) + 1))


async def numbers(unit: SqlUnitOfWork, **asked: Any) -> list[int]:
    return [row.id for row in await unit.queries.money_rows(**asked)]


async def test_an_orders_entries_are_its_own_and_in_their_order(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    mine, other = await an_order(unit, anna, paid=300), await an_order(unit, anna, paid=70)
    assert [(entry.kind, entry.amount.amount) for entry in await unit.queries.entries_of(mine.id)] == [
        (EntryKind.PAYMENT, 300),
        (EntryKind.CHARGE, 500),
    ]
    assert Ledger(other.id, await unit.queries.entries_of(other.id)).balance == Money(430)


async def test_a_day_ends_where_the_next_one_begins(connection: AsyncConnection) -> None:
    """The bill is no money in the till: only what has moved counts."""
    unit = await a_unit(connection)
    deal = await an_order(unit, await a_client(unit, "Anna"))
    for at in (NOW - timedelta(microseconds=1), NOW, NOW + timedelta(days=1, microseconds=-1), NOW + timedelta(days=1)):
        await unit.ledger.add(Ledger(deal.id).record_payment(Money(10), Method.CARD, stamp=Stamp(at)))
    found = await unit.queries.entries_between(NOW, NOW + timedelta(days=1))
    assert [(entry.at, entry.method) for entry in found] == [(NOW, Method.CARD), (NOW + timedelta(days=1, microseconds=-1), Method.CARD)]


async def test_agreed_is_the_version_that_was_agreed(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    deal, other, new = await an_order(unit, anna), await an_order(unit, anna), await an_order(unit, anna, approved_version=None)
    await priced(unit, deal, ("Cleaning", 300), ("Check", 200))
    await priced(unit, deal, ("Cleaning", 900), version=2)
    for order in (other, new):
        await priced(unit, order, ("Another's", 500))
    assert [(line.title, line.total) for line in await unit.queries.approved_lines(deal.id)] == [("Cleaning", 300), ("Check", 200)]
    assert await unit.queries.approved_lines(new.id) == await unit.queries.approved_lines(9) == []


async def test_what_may_be_invoiced_is_due_and_his(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    other = await a_client(unit, "Other")
    for stage in DealStage:
        client = await a_client(unit, str(stage))
        later, sooner = await an_order(unit, client, stage=stage), await an_order(unit, client, stage=stage, discount=499)
        for settled in ({"paid": 500}, {"discount": 500}, {"refused": True}):
            await an_order(unit, client, stage=stage, **settled)
        await an_order(unit, other, stage=stage)
        assert [deal.id for deal in await unit.queries.unpaid_of(client.id)] == ([later.id, sooner.id] if stage in BILLABLE else []), stage


async def test_an_invoice_shows_its_orders_each_with_its_lines(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    first, _outside, second = [await an_order(unit, anna) for _ in range(3)]
    await priced(unit, first, ("Cleaning", 300), ("Check", 200))
    await priced(unit, second, ("Part", 500))
    kept = await unit.invoices.keep(Invoice(anna.id, NOW, (Billed(second.id, 500), Billed(first.id, 500))))
    view = await unit.queries.invoice(kept.id)
    assert view is not None
    shown = [(order.deal.id, [line.title for line in order.lines]) for order in view.orders]
    assert shown == [(first.id, ["Cleaning", "Check"]), (second.id, ["Part"])]
    assert (view.invoice.id, view.charged, view.due) == (kept.id, 1000, 1000)
    assert await unit.queries.invoice(kept.id + 1) is None


async def test_money_due_and_held_the_longest_waiting_first(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    late = await an_order(unit, anna, stage_since=NOW - timedelta(days=1))
    old = await an_order(unit, anna, stage=DealStage.READY, stage_since=NOW - timedelta(days=9))
    ahead = await an_order(unit, anna, stage=DealStage.APPROVAL, approved_total=0, paid=30, stage_since=NOW - timedelta(days=5))
    over = await an_order(unit, anna, paid=520, stage_since=NOW - timedelta(days=3))
    back = await an_order(unit, anna, stage=DealStage.CANCELLED, paid=40, stage_since=NOW - timedelta(days=2))
    for values in ({"stage": DealStage.IN_PROGRESS}, {"paid": 500}, {"stage": DealStage.CLOSED, "paid": 500}):
        await an_order(unit, anna, stage_since=NOW - timedelta(days=30), **values)
    rows = await unit.queries.money_rows()
    assert [(row.id, row.due, row.held) for row in rows] == [
        (old.id, 500, 0),
        (ahead.id, 0, 30),
        (over.id, 0, 20),
        (back.id, 0, 40),
        (late.id, 500, 0),
    ]


async def test_what_is_settled_takes_no_place_from_who_owes(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    for days in (9, 8):
        await an_order(unit, anna, stage=DealStage.DOCUMENTS, paid=500, stage_since=NOW - timedelta(days=days))
    owing = [await an_order(unit, anna, stage_since=NOW) for _ in range(3)]
    assert await numbers(unit, limit=2) == [deal.id for deal in owing[:2]]


async def test_a_company_is_named_by_its_name(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    await an_order(unit, anna)
    anna.company_id = await unit.clients.new_company("Lamps Ltd", "77")
    await unit.clients.save(anna)
    await an_order(unit, await a_client(unit, "Boris"))
    assert [row.client_name for row in await unit.queries.money_rows()] == ["Lamps Ltd", "Boris"]


async def test_more_orders_ask_no_more(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    asked: list[int] = []
    for count in (3, 27):
        deals = [await an_order(unit, anna) for _ in range(count)]
        for deal in deals:
            await priced(unit, deal, ("Cleaning", 300), ("Check", 200))
        kept = await unit.invoices.keep(Invoice(anna.id, NOW, tuple(Billed(deal.id, 500) for deal in deals)))
        with statements(connection) as sent:
            view = await unit.queries.invoice(kept.id)
            found = (await unit.queries.money_rows(), await unit.queries.unpaid_of(anna.id), await unit.queries.entries_between(NOW, NOW))
        assert view is not None
        assert len(view.orders) == count
        assert len(found[0]) == len(found[1]) >= count
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 8
