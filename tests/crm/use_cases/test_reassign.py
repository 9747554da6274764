"""Orders change hands, but nobody is promised to two clients at once (flows: ASSIGN, engineer ill)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from crm.actor import Role, staff_actor
from crm.client import Client
from crm.deal import Deal, DealStage, OrderType
from crm.errors import Refused
from crm.lead import Lead, LeadStage
from crm.shop import Shop
from crm.staff import StaffMember
from crm.use_cases.reassign import GivenOn, assign_engineer, reassign_all
from storage.engine import open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.deals import NOW

START, END = NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2)


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[SqlUnitOfWork]:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}")
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
        yield SqlUnitOfWork(connection, now=NOW, shop=Shop())
    await engines.dispose()


async def hired(unit: SqlUnitOfWork, name: str, role: Role = Role.ENGINEER) -> int:
    return (await unit.roster.add(StaffMember(0, name, NOW, [str(role)]))).id


async def visit(unit: SqlUnitOfWork, engineer_id: int, *, later: timedelta = timedelta()) -> int:
    """An agreed visit of this engineer."""
    client = await unit.clients.add(Client(0, NOW, name="Anna"))
    lead = await unit.leads.add(Lead(0, client.id, "telegram", NOW, stage=LeadStage.CONVERTED))
    deal = Deal(lead.id, client.id, NOW, OrderType.VISIT, DealStage.SCHEDULED, engineer_id=engineer_id)
    deal.starts_at, deal.ends_at, deal.client_agreed, deal.engineer_agreed = START + later, END + later, True, True
    await unit.deals.add(deal)
    return lead.id


async def test_a_master_is_not_given_a_second_visit_at_his_hour(unit: SqlUnitOfWork) -> None:
    serge, ivan, lev = await hired(unit, "Serge", Role.DISPATCHER), await hired(unit, "Ivan"), await hired(unit, "Lev")
    moved, kept = await visit(unit, ivan), await visit(unit, lev)
    dispatcher = staff_actor(serge, {Role.DISPATCHER})
    with pytest.raises(Refused, match="engineer_busy"):
        await assign_engineer(unit, dispatcher, id=moved, engineer_id=lev)
    assert ((await unit.deals.find(moved)) or kept).engineer_id == ivan  # type: ignore[union-attr]  # it is there


async def test_a_master_who_is_free_then_takes_it(unit: SqlUnitOfWork) -> None:
    serge, ivan, lev = await hired(unit, "Serge", Role.DISPATCHER), await hired(unit, "Ivan"), await hired(unit, "Lev")
    moved = await visit(unit, ivan)
    await visit(unit, lev, later=timedelta(hours=2))
    deal = await assign_engineer(unit, staff_actor(serge, {Role.DISPATCHER}), id=moved, engineer_id=lev)
    assert deal.engineer_id == lev


async def test_the_orders_of_an_ill_master_go_to_who_is_free_at_their_time(unit: SqlUnitOfWork) -> None:
    serge, ivan, lev = await hired(unit, "Serge", Role.DISPATCHER), await hired(unit, "Ivan"), await hired(unit, "Lev")
    first, second = await visit(unit, ivan), await visit(unit, ivan, later=timedelta(hours=3))
    await visit(unit, lev)
    dispatcher = staff_actor(serge, {Role.DISPATCHER})
    assert await reassign_all(unit, dispatcher, engineer_id=ivan) == GivenOn(1, (first,))
    rita = await hired(unit, "Rita")
    assert await reassign_all(unit, dispatcher, engineer_id=ivan) == GivenOn(1)
    found = [await unit.deals.find(number) for number in (first, second)]
    assert [deal.engineer_id for deal in found if deal] == [rita, lev]
