"""One invoice over several orders: one number, one total; payments are spread, each ledger balances; a changed bill voids it (R20)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.deal import DealAction, DealStage
from crm.errors import CrmError, NotFound, Refused, Stale
from crm.events import Kind, Ref
from crm.invoice_view import InvoiceState
from crm.ledger import Ledger, Method
from crm.use_cases.deals import act_on_deal
from crm.use_cases.invoices import issue_invoice, void_invoice
from crm.use_cases.joint_invoices import Taken, issue_joint, pay_invoice
from crm.use_cases.payments import take_payment
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.deals import NOW
from tests.crm.use_cases.books import Books, migrated, orders_of_one_payer

ZOE, ALL_HATS = staff_actor(1, {Role.ACCOUNTANT}), staff_actor(1, set(STAFF_ROLES))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database; every story is given up at its end."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    asyncio.run(migrated(url))
    return url


async def balances(unit: SqlUnitOfWork, numbers: Sequence[int]) -> list[int]:
    """What is due on each, where the order and its ledger agree."""
    found = []
    for number in numbers:
        deal, ledger = await unit.deals.for_action(ZOE, number), Ledger(number, await unit.ledger.of(number))
        assert (deal.paid, deal.balance) == (ledger.paid.amount, ledger.balance.amount)
        found.append(deal.balance)
    return found


async def test_one_number_one_total_and_the_state_follows(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300, 700)
        invoice = await issue_joint(unit, ZOE, order_ids=numbers, total=1900)
        deals = [await unit.deals.for_action(ZOE, number) for number in numbers]
        assert {(deal.invoice_number, deal.invoice_due) for deal in deals} == {(invoice, NOW + timedelta(days=7))}
        states = []
        for amount, left in ((1000, [0, 200, 700]), (900, [0, 0, 0])):
            await pay_invoice(unit, ZOE, number=invoice, money=Taken(amount, Method.TRANSFER))
            assert await balances(unit, numbers) == left
            view = await unit.queries.invoice(invoice)
            assert view is not None
            states.append((view.state, view.due))
        assert states == [(InvoiceState.PARTLY_PAID, 900), (InvoiceState.PAID, 0)]


async def test_the_payer_and_the_colleagues_hear_once(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300, 700)
        deal = await unit.deals.for_action(ZOE, numbers[0])
        await unit.meet(7001, name="Anna", username="", language="en")
        await unit.accounts.bind_client(7001, deal.client_id)
        await unit.flush()
        invoice = await issue_joint(unit, ALL_HATS, order_ids=numbers, total=1900)
        await pay_invoice(unit, ALL_HATS, number=invoice, money=Taken(1900, Method.CARD))
        await unit.flush()
        rows = await unit.connection.exec_driver_sql("SELECT intent FROM outbox WHERE chat_id = 7001 AND kind = 'notice' ORDER BY id")
        said = [str(row[0]) for row in rows]
        assert [
            name for text in said for name in ("invoice_payment", "payment_received", '"invoice"') if f"{name}" in text and "name" in text
        ]
        names = [
            next(n for n in ("invoice_payment", "payment_received", "invoice") if f"'{n}'" in text or f'"{n}"' in text) for text in said
        ]
        assert names == ["invoice", "invoice_payment"]


async def test_orders_of_two_payers_or_another_sum_are_no_invoice(database_url: str) -> None:
    async with Books(database_url) as unit:
        mine, other = await orders_of_one_payer(unit, 900, 300), await orders_of_one_payer(unit, 500)
        for numbers, total, error in (([*mine, *other], 1700, NotFound), (mine, 1100, Stale)):
            with pytest.raises(error):
                await issue_joint(unit, ZOE, order_ids=numbers, total=total)
        for role in (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR):
            with pytest.raises(NotFound):
                await issue_joint(unit, staff_actor(1, {role}), order_ids=mine, total=1200)
        assert [(await unit.deals.for_action(ZOE, number)).invoice_number for number in mine] == [0, 0]


async def test_a_changed_bill_voids_it_and_a_new_one_has_another_number(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300)
        first = await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        deal = await unit.deals.for_action(ZOE, numbers[1])
        deal.approved_total = 500
        await unit.deals.save(deal)
        assert (await unit.invoices.get(first)).voided_at == NOW
        assert [(await unit.deals.for_action(ZOE, number)).invoice_number for number in numbers] == [0, 0]
        with pytest.raises(Refused, match="invoice_void"):
            await pay_invoice(unit, ZOE, number=first, money=Taken(100, Method.CASH))
        with pytest.raises(Stale):
            await void_invoice(unit, ZOE, number=first)
        assert await issue_joint(unit, ZOE, order_ids=numbers, total=1400) != first


async def test_it_goes_out_again_under_its_number_and_replaces_those_of_single_orders(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300)
        single = (await issue_invoice(unit, ZOE, id=numbers[0])).invoice_number
        joint = await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        assert (await unit.invoices.get(single)).voided_at is not None
        with pytest.raises(Stale):
            await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        await take_payment(unit, ZOE, id=numbers[0], amount=900, method=Method.CASH)
        unit.now = NOW + timedelta(hours=1)
        assert (await issue_invoice(unit, ZOE, id=numbers[1])).invoice_number == joint
        kept = await unit.invoices.get(joint)
        assert (kept.order_ids, kept.issued_at) == (tuple(numbers), unit.now)


async def test_a_payment_closes_the_orders_that_waited_for_it(database_url: str) -> None:
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300)
        for number in numbers:
            await act_on_deal(unit, ALL_HATS, action=DealAction.CLOSE, id=number)
        invoice = await issue_joint(unit, ZOE, order_ids=numbers, total=1200)
        await pay_invoice(unit, ZOE, number=invoice, money=Taken(1200, Method.TRANSFER))
        assert {(await unit.deals.for_action(ZOE, number)).stage for number in numbers} == {DealStage.CLOSED}
        newest = await unit.timeline.newest(Ref(Kind.DEAL, numbers[1]))
        assert newest is not None
        assert newest[1].action == DealAction.SETTLED


TOTALS = st.lists(st.integers(min_value=1, max_value=10**7), min_size=1, max_size=3)
DEEDS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 10**7)), min_size=1, max_size=6)


class Payer:
    """A client with an invoice over several orders, and what happens to them; what is refused changes nothing."""

    def __init__(self, unit: SqlUnitOfWork, numbers: list[int], *, bills: list[int]) -> None:
        self.unit, self.numbers, self.bills = unit, numbers, dict(zip(numbers, bills, strict=True))
        self.taken = self.invoice = 0

    async def lives(self, deed: int, sum_: int) -> None:
        number = self.numbers[sum_ % len(self.numbers)]
        try:
            async with self.unit.connection.begin_nested():
                await self._does(deed, sum_, number=number)
        except CrmError:
            return
        self.taken += sum_ if deed < 4 else 0
        self.bills[number] = sum_ if deed == 4 else self.bills[number]

    async def _does(self, deed: int, sum_: int, *, number: int) -> None:
        deals = [await self.unit.deals.for_action(ZOE, one) for one in self.numbers]
        match deed:
            case 0 | 1 | 2:
                await pay_invoice(self.unit, ZOE, number=self.invoice, money=Taken(sum_, Method.CARD))
            case 3:
                await take_payment(self.unit, ZOE, id=number, amount=sum_, method=Method.CASH)
            case 4:
                deal = next(deal for deal in deals if deal.id == number)
                deal.approved_total = sum_
                await self.unit.deals.save(deal)
            case _:
                due = [deal for deal in deals if deal.balance > 0]
                total = sum(deal.balance for deal in due)
                self.invoice = await issue_joint(self.unit, ZOE, order_ids=[deal.id for deal in due], total=total)

    async def agrees(self) -> None:
        assert sum(self.bills.values()) - self.taken == sum(await balances(self.unit, self.numbers))
        view = await self.unit.queries.invoice(self.invoice)
        assert view is not None
        holds = view.state is not InvoiceState.VOID and view.invoice.is_joint
        assert holds <= (view.charged == view.invoice.total)


async def told(url: str, totals: list[int], deeds: list[tuple[int, int]]) -> None:
    async with Books(url) as unit:
        payer = Payer(unit, await orders_of_one_payer(unit, *totals), bills=totals)
        for deed, sum_ in [(5, 1), *deeds]:
            await payer.lives(deed, sum_)
            await payer.agrees()
            unit.now += timedelta(hours=1)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(totals=TOTALS, deeds=DEEDS)
def test_spreading_never_loses_or_makes_a_kopeck(database_url: str, totals: list[int], deeds: list[tuple[int, int]]) -> None:
    asyncio.run(told(database_url, totals, deeds))
