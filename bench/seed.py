"""A company with a past: people on shift, open orders in hand, and any number of closed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role
from crm.client import Client
from crm.deal import Deal, DealStage
from crm.lead import Lead, LeadStage
from crm.staff import StaffMember
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage import tables
from storage.repositories.rows import to_values
from storage.unit_of_work import SqlUnitOfWork, load_shop

CHUNK = 400
NOW = datetime.now(UTC)
NEEDS = ("Notebook does not start", "Washing machine leaks", "Screen is broken", "Printer eats paper", "Battery is swollen")
NAMES = ("Anna", "Boris", "Vera", "Gleb", "Daria", "Egor", "Zoya", "Ivan", "Kira", "Lev")


@dataclass(frozen=True, slots=True)
class Crew:
    """Telegram ids of the staff; each may hold every order."""

    chats: tuple[int, ...]
    roles: tuple[Role, ...] = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER)


async def seed(settings: Settings, crew: Crew, *, deals: int) -> list[int]:
    """Numbers of one open order for each of the crew, whose estimate is being made; `deals` more orders are closed."""
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection))
        staff: list[int] = []
        for chat in crew.chats:
            await unit.meet(chat, name=f"Staff {chat}", username="", language="en")
            member = await unit.roster.add(StaffMember(0, f"Staff {chat}", NOW, [str(role) for role in crew.roles], chat_id=chat))
            await unit.accounts.bind_staff(chat, member.id)
            staff.append(member.id)
        numbers = list(range(deals + 1001, deals + 1001 + len(staff)))
        opened = zip(numbers, staff, strict=True)
        await _write(connection, (row for number, person in opened for row in _order(number, person, closed=False)))
        await _write(
            connection, (row for number in range(1001, 1001 + deals) for row in _order(number, staff[number % len(staff)], closed=True))
        )
    await engines.dispose()
    return numbers


def _order(number: int, person: int, *, closed: bool) -> Iterator[tuple[Table, dict[str, object]]]:
    """A client with a phone, his lead, his deal, what was said and done."""
    at = NOW - timedelta(minutes=number % 500_000 + 10) if closed else NOW
    name = f"{NAMES[number % 10]} {number}"
    client = Client(number, at, name=name, language="en", confirmed_at=at)
    yield tables.client, to_values(client, tables.client)
    yield tables.contact_point, {"client_id": number, "kind": "phone", "value": f"+7916{number:07d}"}
    need = f"{NEEDS[number % 5]} №{number}"
    yield tables.lead, to_values(Lead(number, number, "telegram", at, LeadStage.CONVERTED, need=need), tables.lead)
    deal = Deal(number, number, at, stage=DealStage.CLOSED if closed else DealStage.ESTIMATING, need=need, dispatcher_id=person)
    if closed:
        deal.approved_version, deal.estimate_version, deal.approved_total, deal.paid, deal.closed_at = 1, 1, 90_000, 90_000, at
    yield tables.deal, to_values(deal, tables.deal)
    for action in ("open", "take", "convert", "start", "send_estimate", "approve", "finish", "issue") if closed else ("open", "convert"):
        fact = {"kind": "deal", "subject_id": number, "action": action, "role": "dispatcher", "actor_id": person, "at": at, "data": {}}
        yield tables.timeline, fact
    for place in range(3):
        said = {"order_id": number, "client_id": number, "incoming": place != 1, "body": f"{need}: word {place}", "at": at}
        yield tables.message, said


async def _write(connection: AsyncConnection, rows: Iterator[tuple[Table, dict[str, Any]]]) -> None:
    """In batches by table, parents before children."""
    order = (tables.client, tables.contact_point, tables.lead, tables.deal, tables.timeline, tables.message)
    while batch := list(islice(rows, CHUNK * 10)):
        for table in order:
            values = [row for kind, row in batch if kind is table]
            if values:
                await connection.execute(insert(table), values)
