"""Invoices: one number for life, by themselves once for a private client, by a button for a company, its term in bank days (R55)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from crm.actor import Role, staff_actor
from crm.client import Client
from crm.deal import Deal, DealAction, DealStage
from crm.errors import NotFound, Refused, Stale
from crm.estimate import Estimate, EstimateLine
from crm.events import Kind, Ref
from crm.lead import Lead, LeadStage
from crm.ledger import Method
from crm.money import Money
from crm.staff import StaffMember
from crm.timers import Timer
from crm.use_cases.deals import act_on_deal
from crm.use_cases.invoices import ISSUE, issue_by_itself, issue_invoice
from crm.use_cases.payments import take_payment
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.crm.deals import NOW

ACCOUNTANT, ENGINEER = staff_actor(1, {Role.ACCOUNTANT}), staff_actor(2, {Role.DISPATCHER})


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[SqlUnitOfWork]:
    settings = Settings(data_dir=tmp_path).model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}")})
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        yield SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection))
    await engines.dispose()


async def work_in_progress(unit: SqlUnitOfWork, *, kind: str = "person") -> int:
    """An order of 900 that the engineer is about to finish; its client has a chat."""
    await unit.roster.add(StaffMember(0, "Zoe", NOW, ["accountant"]))
    client = await unit.clients.add(Client(0, NOW, name="Anna", kind=kind))
    await unit.meet(7001, name="Anna", username="", language="en")
    await unit.accounts.bind_client(7001, client.id)
    lead = await unit.leads.add(Lead(0, client.id, "telegram", NOW, stage=LeadStage.CONVERTED))
    values = {"estimate_version": 1, "estimate_total": 900, "estimate_lines": 1, "approved_version": 1, "approved_total": 900}
    deal = Deal(lead.id, client.id, NOW, stage=DealStage.IN_PROGRESS, device_here=True, work_begun=True, short_close=True, **values)  # type: ignore[arg-type]  # whole numbers
    await unit.deals.add(deal)
    await unit.estimates.save(Estimate(lead.id, 1, [EstimateLine("Cleaning", Money(900), number=1)]))
    return lead.id


def timer_of(number: int) -> Timer:
    return Timer(ISSUE, NOW, Ref(Kind.DEAL, number))


async def test_a_private_client_gets_it_once_when_the_work_is_done(unit: SqlUnitOfWork) -> None:
    number = await work_in_progress(unit)
    await act_on_deal(unit, ENGINEER, action=DealAction.FINISH, id=number)
    await issue_by_itself(unit, timer_of(number))
    deal = await unit.deals.for_action(ACCOUNTANT, number)
    assert (deal.invoice_number, deal.invoice_due) == (1, None)
    with pytest.raises(Stale):
        await issue_by_itself(unit, timer_of(number))


async def test_who_has_paid_meanwhile_gets_none(unit: SqlUnitOfWork) -> None:
    number = await work_in_progress(unit)
    await act_on_deal(unit, ENGINEER, action=DealAction.FINISH, id=number)
    await take_payment(unit, ACCOUNTANT, id=number, amount=900, method=Method.CASH)
    with pytest.raises(Stale):
        await issue_by_itself(unit, timer_of(number))
    with pytest.raises(Refused, match="nothing_due"):
        await issue_invoice(unit, ACCOUNTANT, id=number)


@pytest.mark.parametrize(
    ("auto", "kind", "armed"),
    [("persons", "person", True), ("persons", "company", False), ("all", "company", True), ("nobody", "person", False)],
)
async def test_whose_goes_out_by_itself_is_a_setting(unit: SqlUnitOfWork, auto: str, *, kind: str, armed: bool) -> None:
    unit.shop = replace(unit.shop, auto_invoice=auto)
    number = await work_in_progress(unit, kind=kind)
    await act_on_deal(unit, ENGINEER, action=DealAction.FINISH, id=number)
    rows = await unit.connection.exec_driver_sql(f"SELECT count(*) FROM timer WHERE kind = '{ISSUE}'")
    assert bool(rows.scalar_one()) is armed


async def test_a_company_has_five_bank_days_and_one_number(unit: SqlUnitOfWork) -> None:
    number = await work_in_progress(unit, kind="company")
    deal = await issue_invoice(unit, ACCOUNTANT, id=number)
    assert (deal.invoice_number, deal.invoice_due) == (1, NOW + timedelta(days=7))
    with pytest.raises(Stale):
        await issue_invoice(unit, ACCOUNTANT, id=number)
    unit.now = NOW + timedelta(hours=1)
    again = await issue_invoice(unit, ACCOUNTANT, id=number)
    assert again.invoice_number == 1
    kept = await unit.invoices.of(number)
    assert kept is not None
    assert (kept.total, kept.issued_at) == (900, unit.now)
    assert [line.title for line in await unit.queries.approved_lines(number)] == ["Cleaning"]


async def test_only_the_accountant_issues_it(unit: SqlUnitOfWork) -> None:
    number = await work_in_progress(unit)
    for role in (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.DIRECTOR):
        with pytest.raises(NotFound):
            await issue_invoice(unit, staff_actor(3, {role}), id=number)
