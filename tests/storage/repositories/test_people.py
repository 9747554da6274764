"""Clients, accounts and invites: two cards become one, one link makes one colleague, a word from a person revives his channel."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, staff_actor
from crm.client import ContactPoint
from crm.conversation import Message
from crm.staff import Invite
from crm.use_cases.hand import Caller, order_by_hand
from storage.engine import Engines
from tests.storage.asked import statements
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit


async def test_a_merged_client_leaves_everything_to_the_other(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    known, fresh = await a_client(unit, "Anna", phone="+79161112233", known=True), await a_client(unit, "Anya", chat=7)
    lead = await a_lead(unit, fresh)
    await unit.messages.add(Message(0, NOW, lead.id, fresh.id, body="Help"))
    await unit.clients.add_point(ContactPoint(fresh.id, "email", "a@example.org"))
    await unit.clients.merge(source=fresh.id, into=known.id)
    assert await unit.clients.chat_of(known.id) == 7
    found = await unit.leads.find(lead.id)
    assert found is not None
    assert found.client_id == known.id
    assert {point.value for point in await unit.clients.points(known.id)} >= {"+79161112233"}
    assert await unit.queries.open_order_of(known.id) == lead.id


async def test_a_point_is_kept_once_and_only_grows_stronger(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna", phone="+79161112233")
    for proved, kept in ((False, False), (True, True), (False, True)):
        await unit.clients.add_point(ContactPoint(anna.id, "phone", "+79161112233", proved=proved))
        assert [point.proved for point in await unit.clients.points(anna.id)] == [kept]
    await unit.clients.remove_point(ContactPoint(anna.id, "phone", "+79161112233"))
    assert await unit.clients.points(anna.id) == []


async def test_the_known_one_of_a_shared_phone_comes_first(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for name, known in (("Stranger", False), ("Anna", True)):
        await a_client(unit, name, phone="+79161112233", known=known)
    assert [client.name for client in await unit.clients.by_point("phone", "+79161112233")] == ["Anna", "Stranger"]


async def test_a_dead_chat_reaches_nobody_until_its_person_speaks(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna", chat=7)
    await unit.accounts.mark_dead(7)
    assert await unit.clients.chat_of(anna.id) is None
    assert not await unit.accounts.is_live(7)
    await unit.meet(7, name="Anna", username="", language="ru")
    assert await unit.clients.chat_of(anna.id) == 7


async def test_an_invite_is_good_once_in_time_and_unless_revoked(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for token, life in (("good", 1), ("late", -1), ("revoked", 1)):
        invite = await unit.invites.add(Invite(0, token, NOW, NOW + timedelta(hours=life), ["engineer"]))
        if token == "revoked":
            await unit.invites.revoke(invite.id, NOW)
    assert [invite.token_hash for invite in await unit.invites.open(NOW)] == ["good"]
    found = [await unit.invites.redeem(token, NOW) for token in ("good", "good", "late", "revoked", "unknown")]
    assert [invite.roles if invite else None for invite in found] == [["engineer"], None, None, None, None]


async def test_of_two_who_follow_a_link_at_once_one_joins(engines: Engines) -> None:
    async with engines.write.begin() as connection:
        await (await a_unit(connection)).invites.add(Invite(0, "token", NOW, NOW + timedelta(hours=1), ["engineer"]))

    async def follow() -> bool:
        async with engines.write.begin() as connection:
            return await (await a_unit(connection)).invites.redeem("token", NOW) is not None

    assert sorted(await asyncio.gather(follow(), follow(), follow())) == [False, False, True]


async def test_of_two_who_write_a_new_phone_down_at_once_one_card_comes(engines: Engines) -> None:
    """Two operators at the counter, the same second: the second finds the first one's card (R40)."""
    async with engines.write.begin() as connection:
        unit = await a_unit(connection)
        people = [await a_colleague(unit, name, "operator") for name in ("Mary", "Vera")]

    async def order(staff_id: int, connection: AsyncConnection) -> int:
        actor = staff_actor(staff_id, {Role.OPERATOR})
        return (await order_by_hand(await a_unit(connection), actor, caller=Caller("+79161112233", "Anna"), need="A lamp")).client_id

    async def second() -> int:
        async with engines.write.begin() as connection:
            return await order(people[1].id, connection)

    async with asyncio.TaskGroup() as group, engines.write.begin() as connection:
        first = await order(people[0].id, connection)
        other = group.create_task(second())
        done, _waiting = await asyncio.wait({other}, timeout=0.3)
        assert not done, "the second one waits for the first one's commit"
    assert other.result() == first


async def test_a_parted_request_takes_its_words_and_its_telegram_along(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, oleg = await a_client(unit, "Anna", phone="+79161112233", chat=7, known=True), await a_client(unit, "")
    mine, his = await a_lead(unit, anna), await a_lead(unit, anna)
    await unit.meet(8, name="Oleg", username="", language="en")
    await unit.accounts.bind_client(8, anna.id)
    for lead, chat in ((mine, 7), (his, 8)):
        await unit.messages.add(Message(0, NOW, lead.id, anna.id, body="Help", chat_id=chat))
    assert await unit.clients.part(his.id, source=anna.id, into=oleg.id) == "Oleg"
    assert [await unit.clients.chat_of(client.id) for client in (anna, oleg)] == [7, 8]
    assert [message.client_id for message in [*await unit.queries.client_said(mine.id), *await unit.queries.client_said(his.id)]] == [
        anna.id,
        oleg.id,
    ]
    assert [point.value for point in await unit.clients.points(anna.id)] == ["+79161112233"]


async def test_a_telegram_that_wrote_on_other_orders_too_stays(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, other = await a_client(unit, "Anna", chat=7, known=True), await a_client(unit, "")
    for lead in (first := await a_lead(unit, anna), await a_lead(unit, anna)):
        await unit.messages.add(Message(0, NOW, lead.id, anna.id, body="Help", chat_id=7))
    assert await unit.clients.part(first.id, source=anna.id, into=other.id) == ""
    assert await unit.clients.chat_of(anna.id) == 7


async def test_the_phone_of_the_only_telegram_goes_along_as_proved(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, other = await a_client(unit, "Anna", chat=7, known=True), await a_client(unit, "")
    await unit.clients.add_point(ContactPoint(anna.id, "phone", "+79161112233", proved=True))
    lead = await a_lead(unit, anna)
    await unit.clients.part(lead.id, source=anna.id, into=other.id)
    kept = [(point.value, point.proved) for client in (anna, other) for point in await unit.clients.points(client.id)]
    assert kept == [("+79161112233", False), ("+79161112233", True)]


async def test_a_known_account_costs_one_statement_and_what_changed_is_written(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_client(unit, "Anna", chat=7)
    with statements(connection) as sent:
        viewer = await unit.meet(7, name="Anna", username="", language="en")
    assert (len(sent), viewer.name, Role.CLIENT in viewer.actor.roles) == (1, "Anna", True)
    assert (await unit.meet(7, name="Anna P", username="anna", language="en")).name == "Anna P"
    assert (await unit.queries.viewer(7, unit.now)).name == "Anna P"


async def test_any_word_revives_a_dead_account(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna = await a_client(unit, "Anna", chat=7)
    lead = await a_lead(unit, anna)
    await unit.accounts.mark_dead(7)
    known = await unit.leads.find(lead.id)
    shown = await unit.queries.order(lead.id)
    assert known is not None
    assert shown is not None
    assert (known.client_reachable, shown.client.reachable) == (False, False), "card and action judge alike"
    await unit.meet(7, name="Anna", username="", language="en")
    known = await unit.leads.find(lead.id)
    assert known is not None
    assert known.client_reachable


async def test_a_colleague_is_somebody_who_works_here(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    vera = await a_colleague(unit, "Vera", "operator")
    assert await unit.roster.colleague(vera.id) == vera
    vera.dismissed_at = NOW
    await unit.roster.save(vera)
    assert await unit.roster.colleague(vera.id) is None
    assert (await unit.roster.get(vera.id)).dismissed_at == NOW
    assert await unit.roster.colleague(vera.id + 1) is None
