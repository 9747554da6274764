"""The client card: what staff write on it (R25, R41)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.client import EMAIL, Client, ContactPoint
from crm.errors import NotFound, Refused
from crm.ports import UnitOfWork


async def change_client(unit: UnitOfWork, actor: Actor, *, client_id: int, **values: str) -> Client:
    """Writes `name` or `address`. Raises `NotFound` unless an operator, manager, dispatcher or director asks."""
    expect_office(actor, client_id)
    client = await unit.clients.get(client_id)
    client.name = values.get("name", client.name)
    client.address = values.get("address", client.address)
    await unit.clients.save(client)
    return client


async def add_phone(unit: UnitOfWork, actor: Actor, *, client_id: int, phone: str) -> None:
    """Adds a phone (E.164) that staff typed: a suggestion until the client proves it. Raises `NotFound` as `change_client` does."""
    expect_office(actor, client_id)
    client = await unit.clients.get(client_id)
    await unit.clients.add_point(ContactPoint(client.id, "phone", phone))


async def add_email(unit: UnitOfWork, actor: Actor, *, client_id: int, email: str) -> None:
    """Adds an e-mail that staff typed. Raises `NotFound` as `change_client` does, `Refused` email_not_read."""
    expect_office(actor, client_id)
    client = await unit.clients.get(client_id)
    if EMAIL.fullmatch(email.strip()) is None:
        raise Refused("email_not_read")
    await unit.clients.add_point(ContactPoint(client.id, "email", email.strip().lower()))


async def set_company(unit: UnitOfWork, actor: Actor, *, client_id: int, name: str, tax_id: str) -> Client:
    """The client orders for a company (R19). Raises `NotFound` as `change_client` does, `Refused` text_is_empty."""
    expect_office(actor, client_id)
    if not name.strip():
        raise Refused("text_is_empty")
    client = await unit.clients.get(client_id)
    client.company_id = await unit.clients.new_company(name.strip(), tax_id.strip())
    client.kind = "company"
    await unit.clients.save(client)
    return client


async def remove_point(unit: UnitOfWork, actor: Actor, *, client_id: int, point_id: int) -> None:
    """A phone or e-mail that is not his, or not any more. Raises `NotFound` as `change_client` does, or when it is gone already."""
    expect_office(actor, client_id)
    point = next((point for point in await unit.clients.points(client_id) if point.id == point_id), None)
    if point is None:
        raise NotFound(f"contact point {point_id}")
    await unit.clients.remove_point(point)


def expect_office(actor: Actor, client_id: int) -> None:
    """Raises `NotFound` unless his role writes on clients' cards."""
    if not actor.has(Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR):
        raise NotFound(f"client {client_id}")
