"""What a complaint was answered with comes true, within what one's role may let go (flows: complaint, rights)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from crm.actor import Actor, Role, staff_actor
from crm.client import Client
from crm.deal import Deal, DealAction, DealStage
from crm.errors import NotFound, Refused
from crm.lead import Lead
from crm.ledger import Ledger
from crm.staff import StaffMember
from crm.use_cases.complaints import answer_complaint, complaint_task, give_discount, keep_promise
from crm.use_cases.deals import act_on_deal, convert_lead
from crm.use_cases.intake import open_lead
from gotovo.clock import wall_clock
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage.unit_of_work import SqlUnitOfWork, load_shop

DESK = {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER}


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[SqlUnitOfWork]:
    settings = Settings(data_dir=tmp_path).model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}")})
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        yield SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection))
    await engines.dispose()


async def complained_of(unit: SqlUnitOfWork, stage: DealStage) -> tuple[Deal, Actor]:
    """An order over 1,000.00 in this stage, of which its client complains."""
    member = await unit.roster.add(StaffMember(0, "Vera", unit.now, [str(role) for role in DESK]))
    vera = staff_actor(member.id, DESK)
    client = await unit.clients.add(Client(0, unit.now, name="Anna"))
    lead = await open_lead(unit, vera, channel="counter", need="A fan", client_id=client.id)
    deal = await convert_lead(unit, vera, id=lead.id, dispatcher_id=member.id)
    values = {"estimate_version": 1, "approved_version": 1, "approved_total": 100_000, "device_here": stage is DealStage.READY}
    await unit.deals.save(replace(deal, stage=stage, **values))  # type: ignore[arg-type]  # numbers and flags
    return await act_on_deal(unit, vera, action=DealAction.COMPLAIN, id=deal.id, text="It squeaks"), vera


@pytest.mark.parametrize(
    ("role", "limit"), [(Role.OPERATOR, 5_000), (Role.DISPATCHER, 10_000), (Role.MANAGER, 15_000), (Role.DIRECTOR, 100_000)]
)
async def test_a_role_lets_go_of_its_share_at_most(unit: SqlUnitOfWork, role: Role, limit: int) -> None:
    deal, vera = await complained_of(unit, DealStage.READY)
    actor = staff_actor(vera.staff_id or 0, {role})
    with pytest.raises(Refused, match="discount_over_limit"):
        await give_discount(unit, actor, id=deal.id, amount=limit + 1, reason="It squeaks")
    given = await give_discount(unit, actor, id=deal.id, amount=limit, reason="It squeaks")
    assert given.charged == 100_000 - limit == Ledger(deal.id, await unit.ledger.of(deal.id)).charged.amount


@pytest.mark.parametrize("role", [Role.ENGINEER, Role.ACCOUNTANT])
async def test_others_let_go_of_nothing(unit: SqlUnitOfWork, role: Role) -> None:
    deal, vera = await complained_of(unit, DealStage.READY)
    with pytest.raises(NotFound):
        await give_discount(unit, staff_actor(vera.staff_id or 0, {role}), id=deal.id, amount=100, reason="It squeaks")


async def test_nothing_that_was_not_paid_is_promised_back(unit: SqlUnitOfWork) -> None:
    deal, vera = await complained_of(unit, DealStage.READY)
    with pytest.raises(Refused, match="nothing_paid"):
        await answer_complaint(unit, vera, id=deal.id, outcome="refund", text="Sorry")


async def test_the_task_lives_until_the_rework_has_begun(unit: SqlUnitOfWork) -> None:
    deal, vera = await complained_of(unit, DealStage.READY)
    with pytest.raises(Refused, match="no_complaint"):
        await keep_promise(unit, vera, id=deal.id)
    await answer_complaint(unit, vera, id=deal.id, outcome="rework", text="Sorry")
    task = await complaint_task(unit, deal.id)
    assert task is not None
    assert task.is_open
    begun = await keep_promise(unit, vera, id=deal.id)
    assert (begun.stage, begun.reason) == (DealStage.IN_PROGRESS, "It squeaks")
    closed = await complaint_task(unit, deal.id)
    assert closed is not None
    assert not closed.is_open


async def test_what_is_with_the_client_comes_back_as_a_linked_request_without_a_warranty(unit: SqlUnitOfWork) -> None:
    deal, vera = await complained_of(unit, DealStage.CLOSED)
    await answer_complaint(unit, vera, id=deal.id, outcome="rework", text="Sorry")
    lead = await keep_promise(unit, vera, id=deal.id)
    assert isinstance(lead, Lead)
    assert (lead.linked_to, lead.need) == (deal.id, "It squeaks")
