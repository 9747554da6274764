"""A request by form: what was chosen and typed is a lead, what is known is not asked again, and all of it is his own (R6, R28, S11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import STRANGER, Role, client_actor, staff_actor
from crm.lead import SHOP, VISIT, LeadStage
from crm.use_cases.requests import FormAnswers, known_answers, submit_request
from storage.unit_of_work import SqlUnitOfWork
from tests.crm.use_cases.written import facts, news
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

MARY, ANNA = 1, 7
PHONE = "+79161112233"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks one database for what another answers differently."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"


async def a_house(connection: AsyncConnection) -> SqlUnitOfWork:
    """An operator, and a Telegram that has been met and is nobody's yet."""
    unit = await a_unit(connection, chat_id=ANNA)
    await a_colleague(unit, "Mary", "operator", chat=MARY)
    await unit.meet(ANNA, name="Anna", username="", language="en")
    return unit


async def test_a_stranger_becomes_a_client_whom_nobody_has_confirmed(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    given = FormAnswers("tv", "No picture", "Lenin 5", PHONE, ({"media": "photo", "file_id": "A"}, {"media": "video", "file_id": "B"}))
    number = await submit_request(unit, STRANGER, answers=given, name="Anna")
    lead = await unit.leads.find(number)
    assert lead is not None
    assert (lead.stage, lead.need, lead.device, lead.place, lead.address) == (LeadStage.NEW, "No picture", "tv", VISIT, "Lenin 5")
    client = await unit.clients.get(lead.client_id)
    assert (client.name, client.is_known, await unit.clients.chat_of(client.id)) == ("Anna", False, ANNA)
    assert [(point.value, point.proved) for point in await unit.clients.points(client.id)] == [(PHONE, False)]
    assert [(str(one.media), one.file_id, one.client_id) for one in await unit.messages.media_of(number)] == [
        ("photo", "A", client.id),
        ("video", "B", client.id),
    ]
    assert (await facts(unit, number), await news(unit)) == ([("open", "client")], [(MARY, "lead_opened"), (ANNA, "request_accepted")])


@pytest.mark.parametrize(("place", "kept"), [("", ("", "")), (SHOP, (SHOP, "")), (VISIT, (VISIT, "")), ("Lenin 5", (VISIT, "Lenin 5"))])
async def test_a_place_that_is_no_choice_is_an_address(connection: AsyncConnection, place: str, kept: tuple[str, str]) -> None:
    unit = await a_house(connection)
    number = await submit_request(unit, STRANGER, answers=FormAnswers(place=place), name="Anna")
    lead = await unit.leads.find(number)
    assert lead is not None
    assert (lead.place, lead.address) == kept


async def test_a_client_who_asks_again_stays_who_he_is(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    anna = await a_client(unit, "Anna Petrova", phone=PHONE, chat=ANNA, known=True)
    numbers = [
        await submit_request(unit, client_actor(anna.id), answers=FormAnswers(need="A fan", phone=PHONE), name="Nick") for _ in range(2)
    ]
    assert [row.id for row in await unit.queries.orders_of(anna.id)] == numbers[::-1]
    assert ((await unit.clients.get(anna.id)).name, len(await unit.clients.points(anna.id))) == ("Anna Petrova", 1)


async def test_a_colleagues_own_request_waits_in_the_queue_like_anybodys(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    home = await a_client(unit, "Mary at home")
    actor = staff_actor(1, {Role.OPERATOR}, client_id=home.id)
    lead = await unit.leads.find(await submit_request(unit, actor, answers=FormAnswers(need="My fan"), name="Mary"))
    assert lead is not None
    assert (lead.stage, lead.assignee_id, lead.client_id) == (LeadStage.NEW, None, home.id)


async def test_a_phone_alone_is_added_to_his_own_card_and_opens_nothing(connection: AsyncConnection) -> None:
    """Also when the number that came with it is of somebody else's order."""
    unit = await a_house(connection)
    anna, boris = await a_client(unit, "Anna", chat=ANNA), await a_client(unit, "Boris")
    mine, his = await a_lead(unit, anna), await a_lead(unit, boris)
    for number in (mine.id, his.id):
        assert await submit_request(unit, client_actor(anna.id), answers=FormAnswers(phone=PHONE, order_id=number), name="") == number
    assert [row.id for row in await unit.queries.orders_of(anna.id)] == [mine.id]
    assert ([point.value for point in await unit.clients.points(anna.id)], await unit.clients.points(boris.id)) == ([PHONE], [])


@pytest.mark.parametrize(
    ("last", "known"),
    [
        ({}, {}),
        ({"place": SHOP}, {"place": SHOP}),
        ({"place": VISIT, "address": "Lenin 5"}, {"place": "Lenin 5"}),
    ],
)
async def test_what_his_last_order_answers_is_not_asked_again(connection: AsyncConnection, last: Any, known: dict[str, str]) -> None:
    unit = await a_house(connection)
    anna = await a_client(unit, "Anna", phone=PHONE)
    await a_lead(unit, anna, place=VISIT, address="Old street")
    await a_lead(unit, anna, opened_at=NOW, device="tv", **last)
    assert await known_answers(unit, client_actor(anna.id)) == {"phone": PHONE, **known}


async def test_nothing_is_known_of_a_stranger_nor_of_anothers_order(connection: AsyncConnection) -> None:
    unit = await a_house(connection)
    anna, boris = await a_client(unit, "Anna"), await a_client(unit, "Boris", phone=PHONE)
    his = await a_lead(unit, boris, device="tv", place=VISIT, address="Lenin 5")
    for actor in (STRANGER, staff_actor(1, {Role.OPERATOR}), client_actor(anna.id)):
        assert await known_answers(unit, actor, like=his.id) == {}


@pytest.mark.parametrize(
    ("order", "known"),
    [
        ({"device": "tv", "place": SHOP}, {"device": "tv", "place": SHOP}),
        ({"device": "tv", "place": VISIT, "address": "Lenin 5"}, {"device": "tv", "place": "Lenin 5"}),
        ({}, {"device": "other", "place": VISIT}),
    ],
)
async def test_the_order_that_is_repeated_answers_for_itself(connection: AsyncConnection, order: Any, known: dict[str, str]) -> None:
    unit = await a_house(connection)
    anna = await a_client(unit, "Anna")
    like = await a_lead(unit, anna, **order)
    await a_lead(unit, anna, device="lamp", place=VISIT)
    assert await known_answers(unit, client_actor(anna.id), like=like.id) == known
