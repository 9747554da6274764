"""An engineer is never promised to two clients at once, not even when both choose in the same moment (R46)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from crm.actor import Role, staff_actor
from crm.client import Client
from crm.deal import Deal, DealAction, DealStage, OrderType
from crm.errors import Refused
from crm.lead import Lead, LeadStage
from crm.shop import Shop
from crm.staff import StaffMember
from crm.use_cases.times import agree_time
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.deals import NOW

START, END = NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2)
ENGINEER = staff_actor(1, {Role.ENGINEER})


@pytest.fixture(params=["sqlite", "postgresql"])
async def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Engines:
    url = f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    opened = open_engines(url)
    async with opened.write.begin() as connection:
        await connection.run_sync(migrate)
    return opened


async def two_visits_at_one_hour(engines: Engines) -> list[int]:
    """Two clients have chosen the same hour of the same engineer, who has said yes to neither."""
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=NOW, shop=Shop())
        ivan = await unit.roster.add(StaffMember(0, "Ivan", NOW, ["engineer"]))
        numbers = []
        for name in ("Anna", "Boris"):
            client = await unit.clients.add(Client(0, NOW, name=name))
            lead = await unit.leads.add(Lead(0, client.id, "telegram", NOW, stage=LeadStage.CONVERTED))
            deal = Deal(lead.id, client.id, NOW, OrderType.VISIT, DealStage.SCHEDULING, engineer_id=ivan.id)
            deal.starts_at, deal.ends_at, deal.client_agreed = START, END, True
            await unit.deals.add(deal)
            numbers.append(lead.id)
    return numbers


async def says_yes(engines: Engines, number: int, *, arrived: asyncio.Event, go_on: asyncio.Event) -> str:
    """One worker's transaction, which waits before its commit."""
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=NOW, shop=Shop())
        try:
            deal = await agree_time(unit, ENGINEER, action=DealAction.ACCEPT_TIME, id=number)
        except Refused as refusal:
            return refusal.obstacle
        arrived.set()
        await go_on.wait()
        return str(deal.stage)


async def test_of_two_workers_at_the_same_hour_one_is_refused(engines: Engines) -> None:
    first, second = await two_visits_at_one_hour(engines)
    arrived, go_on, anywhere = asyncio.Event(), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        ahead = group.create_task(says_yes(engines, first, arrived=arrived, go_on=go_on))
        await arrived.wait()
        behind = group.create_task(says_yes(engines, second, arrived=anywhere, go_on=go_on))
        await asyncio.wait([behind], timeout=0.3)
        go_on.set()
    assert not anywhere.is_set(), "the second was promised the hour that the first had taken"
    assert (ahead.result(), behind.result()) == (str(DealStage.SCHEDULED), "time_taken")
    await engines.dispose()
