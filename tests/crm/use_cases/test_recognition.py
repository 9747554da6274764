"""Whose a request is: told apart and linked, with what was said kept, and nobody linked who has a Telegram of his own (R40)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from crm.actor import Role, client_actor, staff_actor
from crm.client import Client, ContactPoint
from crm.conversation import Content, Media
from crm.deal import Deal, DealStage
from crm.errors import NotFound, Refused, Stale
from crm.lead import Lead, LeadAction, LeadStage
from crm.staff import StaffMember
from crm.use_cases.clients import remove_point
from crm.use_cases.intake import become_client, client_writes
from crm.use_cases.leads import act_on_lead
from crm.use_cases.recognition import link_client, tell_apart
from crm.use_cases.separate import separate_message
from gotovo.clock import wall_clock
from gotovo.database import prepare_database
from gotovo.settings import Settings
from storage import tables
from storage.unit_of_work import SqlUnitOfWork, load_shop

PHONE = "+79161112233"
OPERATOR, ENGINEER = staff_actor(1, {Role.OPERATOR}), staff_actor(2, {Role.ENGINEER})


@pytest.fixture
async def unit(tmp_path: Path) -> AsyncIterator[SqlUnitOfWork]:
    settings = Settings(data_dir=tmp_path).model_copy(update={"database_url": SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'd.sqlite3'}")})
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        opened = SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection), chat_id=8)
        for name, role in (("Mary", "operator"), ("Ivan", "engineer")):
            await opened.roster.add(StaffMember(0, name, opened.now, [role]))
        yield opened
    await engines.dispose()


async def known(unit: SqlUnitOfWork, name: str, *, chat: int = 0) -> Client:
    client = await unit.clients.add(Client(0, unit.now, name=name, confirmed_at=unit.now))
    await unit.clients.add_point(ContactPoint(client.id, "phone", PHONE))
    if chat:
        await unit.meet(chat, name=name, username="", language="en")
        await unit.accounts.bind_client(chat, client.id)
    return client


async def says(unit: SqlUnitOfWork, text: str = "Help", *, chat: int = 8, contact: bool = False) -> int:
    """The order that a Telegram's words came to; a newcomer gets a card first."""
    unit.chat_id = chat
    await unit.meet(chat, name=f"Writer {chat}", username="", language="en")
    client_id = (await unit.queries.viewer(chat, unit.now)).actor.client_id
    actor = client_actor(client_id) if client_id else await become_client(unit, chat, name=f"Writer {chat}", language="en")
    content = Content(Media.CONTACT, extra={"phone": PHONE, "user_id": chat}) if contact else Content(Media.TEXT, text)
    return await client_writes(unit, actor, content=content)


async def whose(unit: SqlUnitOfWork, order_id: int) -> int:
    lead = await unit.leads.find(order_id)
    assert lead is not None
    return lead.client_id


async def test_a_first_word_that_is_his_contact_makes_him_the_known_client(unit: SqlUnitOfWork) -> None:
    anna = await known(unit, "Anna")
    assert await whose(unit, await says(unit, contact=True)) == anna.id


async def test_a_phone_of_one_who_has_another_telegram_is_but_a_suggestion(unit: SqlUnitOfWork) -> None:
    anna = await known(unit, "Anna", chat=7)
    number = await says(unit, contact=True)
    assert await whose(unit, number) != anna.id
    view = await unit.queries.order(number)
    assert view is not None
    assert view.looks_like is not None
    assert view.looks_like.id == anna.id


async def test_who_was_told_apart_is_neither_recognised_nor_suggested_again(unit: SqlUnitOfWork) -> None:
    anna, number = await known(unit, "Anna"), await says(unit)
    await says(unit, contact=True)
    assert await whose(unit, number) == anna.id
    await tell_apart(unit, OPERATOR, id=number)
    await says(unit, contact=True)
    view = await unit.queries.order(number)
    assert view is not None
    assert (view.client.name, view.client.known, view.looks_like) == ("Writer 8", False, None)
    assert [message.body for message in await unit.queries.client_said(number)] == ["", "", "Help"]
    with pytest.raises(Stale):
        await tell_apart(unit, OPERATOR, id=number)


async def test_an_unknown_contact_becomes_the_client_whom_staff_choose(unit: SqlUnitOfWork) -> None:
    anna, number = await known(unit, "Anna", chat=7), await says(unit)
    stranger = await whose(unit, number)
    await link_client(unit, OPERATOR, id=number, client_id=anna.id)
    assert await whose(unit, number) == anna.id
    assert await unit.queries.client(stranger) is None
    with pytest.raises(Stale):
        await link_client(unit, OPERATOR, id=number, client_id=anna.id)
    with pytest.raises(NotFound):
        await link_client(unit, OPERATOR, id=number, client_id=999)


async def test_a_request_moves_between_known_clients_alone(unit: SqlUnitOfWork) -> None:
    anna, boris = await known(unit, "Anna", chat=7), await known(unit, "Boris")
    first = await says(unit, chat=7)
    await act_on_lead(unit, OPERATOR, action=LeadAction.REJECT, id=first, reason="Spam")
    second = await says(unit, chat=7)
    assert first != second
    await link_client(unit, OPERATOR, id=second, client_id=boris.id)
    assert [await whose(unit, number) for number in (first, second)] == [anna.id, boris.id]
    assert await unit.clients.chat_of(anna.id) == 7


async def test_only_who_takes_requests_says_whose_they_are(unit: SqlUnitOfWork) -> None:
    anna, number = await known(unit, "Anna"), await says(unit)
    for actor in (ENGINEER, client_actor(await whose(unit, number)), client_actor(anna.id)):
        with pytest.raises(NotFound):
            await link_client(unit, actor, id=number, client_id=anna.id)
        with pytest.raises(NotFound):
            await tell_apart(unit, actor, id=number)
        with pytest.raises(NotFound):
            await remove_point(unit, actor, client_id=anna.id, point_id=1)
        with pytest.raises(NotFound):
            await separate_message(unit, actor, order_id=number, message_id=1)


async def test_a_request_that_is_over_is_not_given_to_another(unit: SqlUnitOfWork) -> None:
    anna, number = await known(unit, "Anna"), await says(unit)
    await act_on_lead(unit, OPERATOR, action=LeadAction.REJECT, id=number, reason="Spam")
    with pytest.raises(Refused, match="not_at_this_stage"):
        await link_client(unit, OPERATOR, id=number, client_id=anna.id)


async def test_only_the_clients_own_words_of_the_order_are_separated(unit: SqlUnitOfWork) -> None:
    first = await says(unit, "A lamp")
    await says(unit, "And a kettle", chat=9)
    said = (await unit.queries.client_said(first))[0]
    lead = await separate_message(unit, OPERATOR, order_id=first, message_id=said.id)
    assert (lead.need, lead.client_id, lead.assignee_id) == ("A lamp", await whose(unit, first), 1)
    with pytest.raises(NotFound):
        await separate_message(unit, OPERATOR, order_id=first, message_id=said.id)


async def an_order_of(unit: SqlUnitOfWork, client: Client, **values: Any) -> Deal:
    lead = await unit.leads.add(Lead(0, client.id, "counter", unit.now, stage=LeadStage.CONVERTED))
    return await unit.deals.add(replace(Deal(lead.id, client.id, unit.now, stage=DealStage.ESTIMATING), **values))


async def test_a_deal_goes_to_another_client_with_what_hangs_on_his_card(unit: SqlUnitOfWork) -> None:
    """Its request follows, the address and the way of closing are those of the right client; nothing else of the wrong one changes."""
    await unit.settings.put(short_close=True)
    unit.shop = await load_shop(unit.connection)
    anna, firm = await known(unit, "Anna"), await known(unit, "Firm")
    anna.address, firm.address, firm.kind = "Lenin 5", "Mira 1", "company"
    await unit.clients.save(anna)
    await unit.clients.save(firm)
    moved, other = [await an_order_of(unit, anna, address=at, short_close=True) for at in ("Lenin 5", "At work")]
    await link_client(unit, OPERATOR, id=moved.id, client_id=firm.id)
    deal, lead, kept = await unit.deals.find(moved.id), await unit.leads.find(moved.id), await unit.deals.find(other.id)
    assert deal is not None
    assert lead is not None
    assert kept is not None
    assert (deal.client_id, deal.address, deal.short_close, deal.of_company) == (firm.id, "Mira 1", False, True)
    assert (lead.client_id, lead.not_client_id) == (firm.id, anna.id)
    assert (kept.client_id, kept.address) == (anna.id, "At work")
    apart = await tell_apart(unit, OPERATOR, id=other.id)
    assert apart.client_id not in (anna.id, firm.id)
    with pytest.raises(Stale):
        await tell_apart(unit, OPERATOR, id=other.id)


@pytest.mark.parametrize(
    ("values", "obstacle"),
    [
        ({"paid": 100}, "money_held"),
        ({"invoice_number": 1}, "client_invoiced"),
        ({"approved_version": 1, "estimate_version": 1}, "client_agreed"),
        ({"stage": DealStage.APPROVAL, "estimate_version": 1}, "client_asked"),
    ],
)
async def test_what_a_client_paid_owes_or_agreed_to_never_goes_to_another(
    unit: SqlUnitOfWork, values: dict[str, object], obstacle: str
) -> None:
    anna, boris = await known(unit, "Anna"), await known(unit, "Boris")
    deal = await an_order_of(unit, anna)
    await unit.connection.execute(update(tables.deal).values(**values))
    for attempt in (tell_apart(unit, OPERATOR, id=deal.id), link_client(unit, OPERATOR, id=deal.id, client_id=boris.id)):
        with pytest.raises(Refused, match=obstacle):
            await attempt
    with pytest.raises(NotFound):
        await link_client(unit, ENGINEER, id=deal.id, client_id=boris.id)
    kept = await unit.deals.find(deal.id)
    assert kept is not None
    assert kept.client_id == anna.id
