"""No kopeck is lost: whatever is done to an order, its ledger balances and the deal shows the same (R20)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, Actor, Role, staff_actor
from crm.client import Client
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import offers
from crm.errors import CrmError
from crm.estimate import How
from crm.events import Kind, Ref
from crm.ledger import Ledger, Method, postings
from crm.money import ZERO, total_of
from crm.shop import Shop
from crm.staff import StaffMember
from crm.use_cases.billing import BooksDiffer
from crm.use_cases.deals import act_on_deal, convert_lead
from crm.use_cases.estimates import Said, add_free_line, answer_for_client, change_sent, discard_draft, send_estimate
from crm.use_cases.intake import open_lead
from crm.use_cases.payments import Returned, refund, reverse_entry, take_payment, write_off
from crm.use_cases.undo import undo_move
from gotovo.clock import wall_clock
from storage.engine import open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.test_deal_moves import DATA

MONEY_DEEDS = (DealAction.TAKE_PAYMENT, DealAction.REFUND, DealAction.REVERSE, DealAction.WRITE_OFF)
PRICES = ("Work 900", "Part 33,33", "Cleaning 3 x 450.10")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    """A migrated database; every story is given up at its end."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    asyncio.run(_migrated(url))
    return url


async def _migrated(url: str) -> None:
    engines = open_engines(url)
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    await engines.dispose()


class Story:
    """An order under the hands of one person with every hat; each deed in a savepoint, as the worker does it."""

    def __init__(self, unit: SqlUnitOfWork, actor: Actor, number: int) -> None:
        self.unit, self.actor, self.number = unit, actor, number

    async def does(self, deed: int, sum_: int) -> None:
        deal = await self.unit.deals.for_action(self.actor, self.number)
        try:
            async with self.unit.connection.begin_nested():
                await self._deed(deal, deed, sum_)
        except CrmError:
            return

    async def _deed(self, deal: Deal, deed: int, sum_: int) -> None:
        unit, actor, number = self.unit, self.actor, self.number
        match deed % 10:
            case 0:
                await take_payment(unit, actor, id=number, amount=sum_, method=list(Method)[sum_ % 4])
            case 1:
                await refund(unit, actor, id=number, money=Returned(sum_, list(Method)[sum_ % 4], "so"))
            case 2:
                entries = await unit.ledger.of(number)
                entry_id = entries[sum_ % len(entries)].id if entries else None
                await reverse_entry(unit, actor, id=number, entry_id=entry_id or 0)
            case 3:
                await write_off(unit, actor, id=number, amount=deal.balance, reason="so")
            case 4:
                await add_free_line(unit, actor, id=number, text=PRICES[sum_ % len(PRICES)])
            case 5:
                newest = await unit.timeline.newest(Ref(Kind.DEAL, number))
                await undo_move(unit, actor, id=number, cause=newest[0] if newest else 0)
            case _:
                await self._walks(deal, deed + sum_)

    async def _walks(self, deal: Deal, choice: int) -> None:
        possible = [o.action for o in offers(deal, self.actor) if o.obstacle is None and o.action not in MONEY_DEEDS]
        action = possible[choice % len(possible)]
        match action:
            case DealAction.SEND_ESTIMATE:
                await send_estimate(self.unit, self.actor, id=self.number, turn=None)
            case DealAction.APPROVE | DealAction.DECLINE:
                said = Said(How.IN_PERSON, "yes")
                await answer_for_client(self.unit, self.actor, id=self.number, said=said, yes=action is DealAction.APPROVE)
            case DealAction.CHANGE:
                await change_sent(self.unit, self.actor, id=self.number, turn=None)
            case DealAction.DISCARD_DRAFT:
                await discard_draft(self.unit, self.actor, id=self.number, turn=None)
            case _:
                data: dict[str, Any] = {
                    **DATA,
                    "engineer_id": self.actor.staff_id,
                    "dispatcher_id": self.actor.staff_id,
                    "client_id": deal.client_id,
                    "fee": 70,
                }
                await act_on_deal(self.unit, self.actor, action=action, id=self.number, **data)

    async def balances(self) -> None:
        deal = await self.unit.deals.for_action(self.actor, self.number)
        ledger = Ledger(self.number, await self.unit.ledger.of(self.number))
        assert total_of(side.amount for entry in ledger.entries for side in postings(entry)) == ZERO
        shown = (deal.charged, deal.paid, deal.written_off, deal.balance)
        assert shown == (ledger.charged.amount, ledger.paid.amount, ledger.written_off.amount, ledger.balance.amount)
        assert deal.balance == deal.charged - deal.paid - deal.written_off
        assert deal.paid >= 0
        assert deal.stage is not DealStage.CLOSED or deal.balance == 0


async def an_order(unit: SqlUnitOfWork) -> Story:
    member = await unit.roster.add(StaffMember(0, "Vera", unit.now, [str(role) for role in STAFF_ROLES]))
    vera = staff_actor(member.id, set(STAFF_ROLES))
    client = await unit.clients.add(Client(0, unit.now, name="Anna"))
    lead = await open_lead(unit, vera, channel="counter", need="A fan", client_id=client.id)
    await convert_lead(unit, vera, id=lead.id, dispatcher_id=member.id)
    return Story(unit, vera, lead.id)


async def _told(url: str, deeds: list[tuple[int, int]]) -> None:
    engines = open_engines(url)
    async with engines.write.connect() as connection:
        story = await an_order(SqlUnitOfWork(connection, now=wall_clock(), shop=Shop()))
        for deed, sum_ in deeds:
            await story.does(deed, sum_)
            await story.balances()
        await connection.rollback()
    await engines.dispose()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.integers(0, 99), st.integers(1, 200_000)), min_size=4, max_size=40))
def test_the_deal_always_shows_its_ledger(database_url: str, deeds: list[tuple[int, int]]) -> None:
    asyncio.run(_told(database_url, deeds))


async def test_books_that_differ_are_not_kept(database_url: str) -> None:
    engines = open_engines(database_url)
    async with engines.write.connect() as connection:
        story = await an_order(SqlUnitOfWork(connection, now=wall_clock(), shop=Shop()))
        deal = await story.unit.deals.for_action(story.actor, story.number)
        deal.paid += 1
        with pytest.raises(BooksDiffer):
            await story.unit.deals.save(deal)
        await connection.rollback()
    await engines.dispose()


@pytest.mark.parametrize("hat", [Role.CLIENT, *STAFF_ROLES])
async def test_who_may_do_what_with_money(database_url: str, hat: Role) -> None:
    allowed = {
        DealAction.TAKE_PAYMENT: {Role.OPERATOR, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT},
        DealAction.REFUND: {Role.ACCOUNTANT, Role.DIRECTOR},
        DealAction.REVERSE: {Role.ACCOUNTANT, Role.DIRECTOR},
        DealAction.WRITE_OFF: {Role.DIRECTOR},
        DealAction.INVOICE: {Role.ACCOUNTANT},
    }
    deal = Deal(1001, 5, wall_clock(), stage=DealStage.PAYMENT, approved_total=900, paid=100, engineer_id=7)
    actor = Actor(frozenset({hat}), 7 if hat is not Role.CLIENT else None, 5)
    may = {offer.action for offer in offers(deal, actor)} & set(allowed)
    assert may == {action for action, roles in allowed.items() if hat in roles}
    stranger = Actor(frozenset({Role.ENGINEER}), 8)
    assert {offer.action for offer in offers(deal, stranger)} & set(allowed) == set()
