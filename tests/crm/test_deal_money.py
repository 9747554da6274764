"""The books of several orders of one payer balance, whatever is done to them: joint invoices, reversals, write-offs, undo (R20)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, staff_actor
from crm.deal import Deal, DealAction, DealStage
from crm.errors import CrmError, NotFound, Refused
from crm.ledger import Account, Entry, EntryKind, Ledger, Method, account_sum, postings
from crm.money import ZERO, Money, total_of
from crm.use_cases.deals import act_on_deal
from crm.use_cases.invoices import issue_invoice, void_invoice
from crm.use_cases.joint_invoices import Taken, issue_joint, pay_invoice
from crm.use_cases.payments import Returned, refund, reverse_entry, take_payment, write_off
from crm.use_cases.undo import undo_move
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.books import Books, migrated, orders_of_one_payer

BOSS = staff_actor(1, set(STAFF_ROLES))
TILLS = [Account(method.value) for method in Method]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """A migrated database; every story is given up at its end."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}"
    asyncio.run(migrated(url))
    return url


async def given_up(unit: SqlUnitOfWork, number: int) -> Deal:
    """An order whose debt is written off."""
    deal = await act_on_deal(unit, BOSS, action=DealAction.CLOSE, id=number)
    return await write_off(unit, BOSS, id=number, amount=deal.balance, reason="He has moved away")


async def test_a_debt_that_was_given_up_and_is_paid_after_all_is_no_overpayment(database_url: str) -> None:
    """Nobody is told to return money that the client owed."""
    async with Books(database_url) as unit:
        (number,) = await orders_of_one_payer(unit, 900)
        await given_up(unit, number)
        deal = await take_payment(unit, BOSS, id=number, amount=300, method=Method.CASH)
        assert (deal.stage, deal.paid, deal.written_off, deal.balance) == (DealStage.CLOSED, 300, 600, 0)
        deal = await take_payment(unit, BOSS, id=number, amount=700, method=Method.CARD)
        assert (deal.stage, deal.paid, deal.written_off, deal.balance) == (DealStage.PAYMENT, 1000, 0, -100)
        assert Ledger(number, await unit.ledger.of(number)).written_off == ZERO


async def test_a_discount_after_a_write_off_owes_nobody_anything(database_url: str) -> None:
    async with Books(database_url) as unit:
        (number,) = await orders_of_one_payer(unit, 900)
        await given_up(unit, number)
        deal = await act_on_deal(unit, BOSS, action=DealAction.DISCOUNT, id=number, amount=500, reason="so")
        assert (deal.stage, deal.charged, deal.written_off, deal.balance) == (DealStage.CLOSED, 400, 400, 0)


async def test_an_invoice_is_voided_as_a_whole_or_not_at_all(database_url: str) -> None:
    """The bare action of one order would leave the others on an invoice that this order has forgotten."""
    async with Books(database_url) as unit:
        numbers = await orders_of_one_payer(unit, 900, 300)
        invoice = await issue_joint(unit, BOSS, order_ids=numbers, total=1200)
        with pytest.raises((NotFound, Refused)):
            await act_on_deal(unit, BOSS, action=DealAction.VOID_INVOICE, id=numbers[0])
        assert {(await unit.deals.for_action(BOSS, number)).invoice_number for number in numbers} == {invoice}


class Storm:
    """What an accountant in a hurry may do with several orders, in any order; what is refused changes nothing."""

    def __init__(self, unit: SqlUnitOfWork, numbers: list[int]) -> None:
        self.unit, self.numbers = unit, numbers
        self.deeds: list[Callable[[Deal, int], Awaitable[object]]] = [
            self._pays,
            self._pays_invoice,
            self._bills_together,
            self._bills_alone,
            self._returns,
            self._reverses,
            self._reverses,
            self._gives_up,
            self._discounts,
            self._closes,
            self._voids,
            self._undoes,
        ]

    async def does(self, deed: int, which: int, *, sum_: int) -> None:
        number = self.numbers[which % len(self.numbers)]
        try:
            async with self.unit.connection.begin_nested():
                deal = await self.unit.deals.for_action(BOSS, number)
                await self.deeds[deed](deal, sum_)
        except CrmError:
            return

    async def _pays(self, deal: Deal, sum_: int) -> None:
        amount = sum_ if sum_ % 2 else deal.balance
        await take_payment(self.unit, BOSS, id=deal.id, amount=amount, method=list(Method)[sum_ % 4])

    async def _pays_invoice(self, deal: Deal, sum_: int) -> None:
        await pay_invoice(self.unit, BOSS, number=deal.invoice_number, money=Taken(sum_, list(Method)[sum_ % 4]))

    async def _bills_together(self, _deal: Deal, _sum: int) -> None:
        due = [deal for deal in await self._deals() if deal.balance > 0]
        await issue_joint(self.unit, BOSS, order_ids=[deal.id for deal in due], total=sum(deal.balance for deal in due))

    async def _bills_alone(self, deal: Deal, _sum: int) -> None:
        await issue_invoice(self.unit, BOSS, id=deal.id)

    async def _returns(self, deal: Deal, sum_: int) -> None:
        amount = -deal.balance if deal.balance < 0 else sum_
        await refund(self.unit, BOSS, id=deal.id, money=Returned(amount, list(Method)[sum_ % 4], "so"))

    async def _reverses(self, deal: Deal, sum_: int) -> None:
        entries = await self.unit.ledger.of(deal.id)
        await reverse_entry(self.unit, BOSS, id=deal.id, entry_id=entries[sum_ % len(entries)].id or 0)

    async def _gives_up(self, deal: Deal, _sum: int) -> None:
        await write_off(self.unit, BOSS, id=deal.id, amount=deal.balance, reason="so")

    async def _discounts(self, deal: Deal, sum_: int) -> None:
        await act_on_deal(self.unit, BOSS, action=DealAction.DISCOUNT, id=deal.id, amount=sum_ % 1000, reason="so")

    async def _closes(self, deal: Deal, _sum: int) -> None:
        action = DealAction.CLOSE if deal.stage is DealStage.DOCUMENTS else DealAction.REOPEN
        await act_on_deal(self.unit, BOSS, action=action, id=deal.id, reason="so")

    async def _voids(self, deal: Deal, _sum: int) -> None:
        await void_invoice(self.unit, BOSS, number=deal.invoice_number)

    async def _undoes(self, deal: Deal, _sum: int) -> None:
        newest = await self.unit.timeline.newest(deal.ref)
        await undo_move(self.unit, BOSS, id=deal.id, cause=newest[0] if newest else 0)

    async def _deals(self) -> list[Deal]:
        return [await self.unit.deals.for_action(BOSS, number) for number in self.numbers]

    async def balances(self) -> None:
        everything: list[Entry] = []
        deals = await self._deals()
        for deal in deals:
            ledger = Ledger(deal.id, await self.unit.ledger.of(deal.id))
            everything += ledger.entries
            shown = (deal.charged, deal.paid, deal.written_off, deal.balance)
            assert shown == (ledger.charged.amount, ledger.paid.amount, ledger.written_off.amount, ledger.balance.amount)
            assert min(deal.paid, deal.written_off, deal.charged) >= 0
            assert -deal.balance <= deal.paid, "what is overpaid is there to be returned"
            assert deal.balance >= 0 or not deal.written_off
            assert deal.stage is not DealStage.CLOSED or deal.balance == 0
            await self._is_billed_so(deal)
        assert total_of(side.amount for entry in everything for side in postings(entry)) == ZERO
        assert total_of(account_sum(everything, till) for till in TILLS) == Money(sum(deal.paid for deal in deals))
        reversed_ = [entry.reverses for entry in everything if entry.kind is EntryKind.REVERSAL]
        assert len(reversed_) == len(set(reversed_)), "an entry is taken back once"

    async def _is_billed_so(self, deal: Deal) -> None:
        """An order and its invoice name each other; one over several orders says what they cost now."""
        known = await self.unit.invoices.of(deal.id)
        assert deal.invoice_number == (known.id if known else 0)
        if known is not None and known.is_joint:
            assert known.billed(deal.id) == deal.charged


async def stormed(url: str, totals: list[int], deeds: list[tuple[int, int, int]]) -> None:
    async with Books(url) as unit:
        numbers = await orders_of_one_payer(unit, *totals)
        storm = Storm(unit, numbers)
        for number in numbers[1:]:
            await act_on_deal(unit, BOSS, action=DealAction.CLOSE, id=number)
        for deed, which, sum_ in deeds:
            await storm.does(deed, which, sum_=sum_)
            await storm.balances()
            unit.now += timedelta(minutes=2)


TOTALS = st.lists(st.integers(1, 2_000), min_size=2, max_size=3)
DEEDS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5), st.integers(1, 2_500)), min_size=12, max_size=24)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(totals=TOTALS, deeds=DEEDS)
def test_the_books_balance_through_any_storm(database_url: str, totals: list[int], deeds: list[tuple[int, int, int]]) -> None:
    asyncio.run(stormed(database_url, totals, deeds))
