"""A database for one story about money: several orders of one payer, and nothing of it kept."""

from __future__ import annotations

from crm.client import Client
from crm.deal import Deal, DealStage
from crm.estimate import Estimate, EstimateLine
from crm.lead import Lead, LeadStage
from crm.money import Money
from crm.shop import Shop
from crm.staff import StaffMember
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.deals import NOW


async def migrated(url: str) -> None:
    engines = open_engines(url)
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    await engines.dispose()


async def orders_of_one_payer(unit: SqlUnitOfWork, *totals: int) -> list[int]:
    """Orders at the stage of papers, approved for these sums; their client is a company."""
    if not await unit.roster.all():
        await unit.roster.add(StaffMember(1, "Zoe", NOW, ["accountant"], chat_id=501))
    client = await unit.clients.add(Client(0, NOW, name="Anna", kind="company"))
    numbers = []
    for total in totals:
        lead = await unit.leads.add(Lead(0, client.id, "telegram", NOW, stage=LeadStage.CONVERTED))
        deal = Deal(lead.id, client.id, NOW, stage=DealStage.DOCUMENTS, work_begun=True, short_close=True)
        deal.estimate_version = deal.approved_version = deal.estimate_lines = 1
        deal.estimate_total = deal.approved_total = total
        await unit.deals.add(deal)
        await unit.estimates.save(Estimate(lead.id, 1, [EstimateLine("Cleaning", Money(total), number=1)]))
        numbers.append(lead.id)
    return numbers


class Books:
    """A database that forgets the story when it ends."""

    def __init__(self, url: str) -> None:
        self.engines: Engines = open_engines(url)

    async def __aenter__(self) -> SqlUnitOfWork:
        self.connection = await self.engines.write.connect()
        return SqlUnitOfWork(self.connection, now=NOW, shop=Shop())

    async def __aexit__(self, *_error: object) -> None:
        await self.connection.rollback()
        await self.connection.close()
        await self.engines.dispose()
