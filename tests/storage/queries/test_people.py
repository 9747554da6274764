"""Questions about people: the rights of this moment, and what gave up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role
from storage import inbox, outbox, tables
from storage.inbox import Arrival
from storage.outbox import Draft, Lane
from tests.storage.unit import NOW, a_client, a_colleague, a_unit


async def test_who_looks_has_the_rights_of_this_moment(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    mary = await a_colleague(unit, "Mary", "operator", "manager", chat=5)
    assert (await unit.queries.viewer(9, NOW)).actor.roles == frozenset()
    viewer = await unit.queries.viewer(5, NOW)
    assert (viewer.actor.staff_id, viewer.actor.roles, viewer.name) == (mary.id, frozenset({Role.OPERATOR, Role.MANAGER}), "Mary")
    anna = await a_client(unit, "Mary at home")
    await unit.accounts.bind_client(5, anna.id)
    assert Role.CLIENT in (await unit.queries.viewer(5, NOW)).actor.roles
    mary.dismissed_at = NOW
    await unit.roster.save(mary)
    viewer = await unit.queries.viewer(5, NOW)
    assert (viewer.actor.staff_id, viewer.actor.client_id, viewer.actor.roles) == (None, anna.id, frozenset({Role.CLIENT}))
    assert await unit.queries.roster() == []


async def test_the_suggested_engineer_is_here_and_has_the_least_work(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    away, here = await a_colleague(unit, "Away", "engineer"), await a_colleague(unit, "Here", "engineer")
    away.away_until = NOW + timedelta(days=1)
    await unit.roster.save(away)
    await a_colleague(unit, "Other", "operator")
    assert [(load.id, load.present) for load in await unit.queries.engineers(NOW)] == [(here.id, True), (away.id, False)]


async def test_dead_letters_of_both_boxes_are_listed_the_newest_first(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await inbox.store(connection, [Arrival("telegram", "a", "1", "tg:1", b"{}")], now=NOW - timedelta(hours=1))
    await outbox.put(connection, [Draft(1, "say", {"phrase": "thanks", "params": {}}, Lane.NOTICE, NOW)], now=NOW)
    assert await unit.queries.dead_letters() == []
    for box in (tables.inbox, tables.outbox):
        await connection.execute(update(box).values(state="dead", error="why"))
    assert [(letter.box, letter.error) for letter in await unit.queries.dead_letters()] == [("outbox", "why"), ("inbox", "why")]
