"""A unit of work with a few people and orders for the tests of storage."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client, ContactPoint
from crm.lead import Lead
from crm.staff import StaffMember
from storage.unit_of_work import SqlUnitOfWork, load_shop

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


async def a_unit(connection: AsyncConnection, *, chat_id: int = 0) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection), chat_id=chat_id)


async def a_client(unit: SqlUnitOfWork, name: str, *, phone: str = "", chat: int = 0, known: bool = False) -> Client:
    client = await unit.clients.add(Client(0, NOW, name=name, confirmed_at=NOW if known else None))
    if phone:
        await unit.clients.add_point(ContactPoint(client.id, "phone", phone))
    if chat:
        await unit.meet(chat, name=name, username="", language="en")
        await unit.accounts.bind_client(chat, client.id)
    return client


async def a_lead(unit: SqlUnitOfWork, client: Client, **values: Any) -> Lead:
    return await unit.leads.add(Lead(**{"id": 0, "client_id": client.id, "channel": "telegram", "opened_at": NOW, **values}))


async def a_colleague(unit: SqlUnitOfWork, name: str, *roles: str, chat: int = 0) -> StaffMember:
    member = await unit.roster.add(StaffMember(0, name, NOW, list(roles), chat_id=chat or None))
    if chat:
        await unit.meet(chat, name=name, username="", language="en")
        await unit.accounts.bind_staff(chat, member.id)
    return member
