"""Money: the deal's mirror follows the ledger through payment, refund and reversal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from crm.actor import Role, staff_actor
from crm.client import Client
from crm.deal import DealStage
from crm.errors import NotFound, Refused
from crm.ledger import EntryKind, Ledger, Method
from crm.staff import StaffMember
from crm.use_cases.deals import convert_lead
from crm.use_cases.intake import open_lead
from crm.use_cases.payments import Returned, refund, reverse_entry, take_payment
from gotovo.clock import wall_clock
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage.unit_of_work import SqlUnitOfWork, load_shop


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[SqlUnitOfWork]:
    settings = Settings(data_dir=tmp_path).model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}")})
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        yield SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection))
    await engines.dispose()


async def an_order(unit: SqlUnitOfWork) -> int:
    """An order of an accountant who wears every hat."""
    member = await unit.roster.add(StaffMember(0, "Vera", unit.now, ["operator", "manager", "dispatcher"]))
    vera = staff_actor(member.id, {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER})
    client = await unit.clients.add(Client(0, unit.now, name="Anna"))
    lead = await open_lead(unit, vera, channel="counter", need="A fan", client_id=client.id)
    return (await convert_lead(unit, vera, id=lead.id, dispatcher_id=member.id)).id


async def test_a_reversed_payment_is_money_that_we_do_not_hold(unit: SqlUnitOfWork) -> None:
    number, actor = await an_order(unit), staff_actor(1, {Role.ACCOUNTANT})
    await take_payment(unit, actor, id=number, amount=900, method=Method.CASH)
    paid = (await unit.ledger.of(number))[0]
    assert paid.id is not None
    deal = await reverse_entry(unit, actor, id=number, entry_id=paid.id)
    assert deal.paid == Ledger(number, await unit.ledger.of(number)).paid.amount == 0
    with pytest.raises(Refused, match="already_reversed"):
        await reverse_entry(unit, actor, id=number, entry_id=paid.id)


async def test_a_reversed_refund_is_held_again(unit: SqlUnitOfWork) -> None:
    number, actor = await an_order(unit), staff_actor(1, {Role.ACCOUNTANT})
    await take_payment(unit, actor, id=number, amount=900, method=Method.CASH)
    await refund(unit, actor, id=number, money=Returned(400, Method.CARD, "Too much"))
    entry = next(e for e in await unit.ledger.of(number) if e.kind is EntryKind.REFUND)
    assert entry.id is not None
    deal = await reverse_entry(unit, actor, id=number, entry_id=entry.id)
    assert deal.paid == Ledger(number, await unit.ledger.of(number)).paid.amount == 900
    assert deal.stage is DealStage.NEW


async def test_only_the_accountant_and_the_director_reverse(unit: SqlUnitOfWork) -> None:
    number = await an_order(unit)
    await take_payment(unit, staff_actor(1, {Role.OPERATOR}), id=number, amount=900, method=Method.CASH)
    entry = (await unit.ledger.of(number))[0]
    assert entry.id is not None
    with pytest.raises(NotFound):
        await reverse_entry(unit, staff_actor(1, {Role.OPERATOR}), id=number, entry_id=entry.id)
