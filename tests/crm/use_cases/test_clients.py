"""The client card: who writes on it, what is kept of what was typed, and that no other card is touched (R19, R25, R41)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STAFF_ROLES, STRANGER, Actor, Role, client_actor, staff_actor
from crm.client import Client, ContactPoint
from crm.use_cases.clients import add_email, add_phone, change_client, remove_point, set_company
from storage import tables
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import outcome
from tests.storage.unit import a_client, a_unit

PHONE = "+79161112233"
OPERATOR = staff_actor(1, {Role.OPERATOR})
WRITERS = {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR}
ACTORS = [*(staff_actor(1, {role}) for role in STAFF_ROLES), client_actor(1), STRANGER]

DEEDS: dict[str, Callable[[SqlUnitOfWork, Actor, int], Awaitable[object]]] = {
    "name": lambda unit, actor, number: change_client(unit, actor, client_id=number, name="Eve"),
    "phone": lambda unit, actor, number: add_phone(unit, actor, client_id=number, phone="+79160000000"),
    "email": lambda unit, actor, number: add_email(unit, actor, client_id=number, email="eve@example.org"),
    "company": lambda unit, actor, number: set_company(unit, actor, client_id=number, name="Eve Ltd", tax_id="77"),
    "point": lambda unit, actor, number: remove_point(unit, actor, client_id=number, point_id=1),
}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def card(unit: SqlUnitOfWork, client: Client) -> tuple[Client, list[str]]:
    return await unit.clients.get(client.id), [point.value for point in await unit.clients.points(client.id)]


@pytest.mark.parametrize("deed", DEEDS)
async def test_the_office_writes_on_the_card_and_nobody_else(connection: AsyncConnection, deed: str) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna", phone=PHONE)
    before = await card(unit, anna)
    for actor in [actor for actor in ACTORS if not actor.has(*WRITERS)]:
        assert await outcome(unit, DEEDS[deed](unit, actor, anna.id)) == "not found"
    assert await card(unit, anna) == before
    for actor in [actor for actor in ACTORS if actor.has(*WRITERS)]:
        nested = await connection.begin_nested()
        assert await outcome(unit, DEEDS[deed](unit, actor, anna.id)) == "done"
        assert await card(unit, anna) != before
        await nested.rollback()
        assert await outcome(unit, DEEDS[deed](unit, actor, 99)) == "not found"


async def test_what_is_written_leaves_the_rest_and_the_others_alone(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, boris = await a_client(unit, "Anna", phone=PHONE, known=True), await a_client(unit, "Boris")
    other = await card(unit, boris)
    await change_client(unit, OPERATOR, client_id=anna.id, address="Lenin 5")
    changed = await change_client(unit, OPERATOR, client_id=anna.id, name="Anna Petrova")
    kept, phones = await card(unit, anna)
    assert (kept, phones) == (changed, [PHONE])
    assert (kept.name, kept.address, kept.is_known) == ("Anna Petrova", "Lenin 5", True)
    assert await card(unit, boris) == other


async def test_a_typed_phone_is_a_suggestion_and_a_proved_one_stays_proved(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    await unit.clients.add_point(ContactPoint(anna.id, "phone", PHONE, proved=True))
    for phone in (PHONE, "+79160000000", "+79160000000"):
        await add_phone(unit, OPERATOR, client_id=anna.id, phone=phone)
    assert [(point.value, point.proved) for point in await unit.clients.points(anna.id)] == [(PHONE, True), ("+79160000000", False)]


async def test_an_email_is_kept_as_an_address_or_not_at_all(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    for text in ("anna", "anna@example", "an na@example.org", "@example.org", ""):
        assert await outcome(unit, add_email(unit, OPERATOR, client_id=anna.id, email=text)) == "email_not_read", text
    for text in (" Anna@Example.org ", "anna@example.ORG"):
        await add_email(unit, OPERATOR, client_id=anna.id, email=text)
    assert [(point.kind, point.value) for point in await unit.clients.points(anna.id)] == [("email", "anna@example.org")]


async def test_a_company_needs_a_name(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna")
    assert await outcome(unit, set_company(unit, OPERATOR, client_id=anna.id, name="  ", tax_id="77")) == "text_is_empty"
    assert (await unit.clients.get(anna.id)).kind == "person"
    client = await set_company(unit, OPERATOR, client_id=anna.id, name=" Lamps Ltd ", tax_id=" 77 ")
    kept = (await connection.execute(select(tables.company).where(tables.company.c.id == client.company_id))).one()
    assert (client.kind, kept.name, kept.tax_id) == ("company", "Lamps Ltd", "77")
    view = await unit.queries.client(anna.id)
    assert view is not None
    assert (view.kind, view.company) == ("company", "Lamps Ltd")


async def test_only_what_is_his_is_taken_off_his_card(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, boris = await a_client(unit, "Anna", phone=PHONE), await a_client(unit, "Boris", phone=PHONE)
    mine, his = (await unit.clients.points(anna.id))[0], (await unit.clients.points(boris.id))[0]
    assert await outcome(unit, remove_point(unit, OPERATOR, client_id=anna.id, point_id=his.id)) == "not found"
    await remove_point(unit, OPERATOR, client_id=anna.id, point_id=mine.id)
    assert await outcome(unit, remove_point(unit, OPERATOR, client_id=anna.id, point_id=mine.id)) == "not found"
    assert ((await card(unit, anna))[1], (await card(unit, boris))[1]) == ([], [PHONE])
