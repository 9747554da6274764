"""The spine's own order: what is old goes, its owners are told, and what is young stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role, staff_actor
from crm.dead_letters import Box
from crm.errors import NotFound, Stale
from crm.shown import ShownCard
from crm.timers import Timer
from crm.upload import Purpose, Upload
from crm.use_cases.dead_letters import DRAFT_LIFE, KEPT_FOR, discard_letter, drop_old_drafts, retry_letter, sweep, tell_directors
from storage import cards, tables
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_colleague, a_unit

TIMER = Timer("sweep", NOW)
SECOND = timedelta(seconds=1)
OLGA = staff_actor(1, {Role.DIRECTOR})
MARY = staff_actor(2, {Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT})


async def waiting(unit: SqlUnitOfWork) -> list[tuple[int, str, str | None]]:
    await unit.flush()
    rows = await unit.connection.execute(select(tables.outbox).where(tables.outbox.c.state == "ready").order_by(tables.outbox.c.id))
    return [(row.chat_id, row.kind, row.subject) for row in rows]


async def test_files_of_more_than_a_week_go_and_their_cards_are_drawn_again(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    ages = (DRAFT_LIFE + SECOND, DRAFT_LIFE)
    old, young = [await unit.uploads.add(Upload(0, NOW - age, 1, Purpose.PRICE_LIST, "list.csv", b"x")) for age in ages]
    for upload in (old, young):
        await cards.record(connection, ShownCard(1, f"upload:{upload.id}", upload.id, "price_preview", {"id": upload.id}, "h"), now=NOW)
    await sweep(unit, TIMER)
    assert await waiting(unit) == [(1, "refresh", f"upload:{old.id}")]
    with pytest.raises(NotFound):
        await unit.uploads.get(old.id)
    assert (await unit.uploads.get(young.id)).data == b"x"


async def test_rows_that_are_done_go_after_their_time_and_an_inputs_key_stays(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for number, done_at in enumerate((NOW - KEPT_FOR - SECOND, NOW - KEPT_FOR + SECOND)):
        times = {"received_at": done_at, "next_at": done_at, "done_at": done_at, "state": "done"}
        names = {"source": "telegram", "account": "bot", "ext_id": str(number), "digest": "d", "stream": "a"}
        await connection.execute(tables.inbox.insert().values(**names, **times, raw=b"{}"))
        sent = {"chat_id": number, "kind": "notice", "intent": {}, "lane": 1, "due_at": done_at, "created_at": done_at}
        await connection.execute(tables.outbox.insert().values(**sent, state="sent", done_at=done_at))
    await sweep(unit, TIMER)
    inputs = await connection.execute(select(tables.inbox.c.raw).order_by(tables.inbox.c.seq))
    assert [row.raw for row in inputs] == [b"", b"{}"]
    assert list((await connection.execute(select(tables.outbox.c.chat_id))).scalars()) == [1]


async def test_who_left_a_dialogue_a_week_ago_is_told_that_its_draft_is_gone(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    for chat, age in ((1, DRAFT_LIFE + SECOND), (2, DRAFT_LIFE - SECOND)):
        await unit.dialogs.write(chat, chat, state="Filling:step", data={"form": "request"})
        await connection.execute(update(tables.dialog).where(tables.dialog.c.chat_id == chat).values(changed_at=NOW - age))
    await drop_old_drafts(unit, TIMER)
    assert await waiting(unit) == [(1, "say", None)]
    assert (await unit.dialogs.read(2, 2))[0] == "Filling:step"


async def test_every_director_hears_once_an_hour_that_something_gave_up(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    await a_colleague(unit, "Olga", "director", chat=1)
    await a_colleague(unit, "Vera", "director", "engineer", chat=2)
    await a_colleague(unit, "Mary", "operator", chat=3)
    await a_colleague(unit, "Boris", "director")
    for later in (timedelta(0), timedelta(minutes=59), timedelta(minutes=60)):
        unit.now = NOW + later
        await tell_directors(unit)
    told = [chat for chat, kind, _subject in await waiting(unit) if kind == "notice"]
    assert sorted(told) == [1, 1, 2, 2]


async def test_dead_letters_are_the_directors_alone_and_each_is_decided_on_once(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    dead = {"kind": "sweep", "due_at": NOW, "data": {}, "tries": 5, "state": "dead"}
    inserted = await connection.execute(tables.timer.insert().values(**dead))
    assert inserted.inserted_primary_key is not None
    number = int(inserted.inserted_primary_key[0])
    for decide in (retry_letter, discard_letter):
        with pytest.raises(NotFound):
            await decide(unit, MARY, box=Box.TIMER, id=number)
    await retry_letter(unit, OLGA, box=Box.TIMER, id=number)
    for decide in (retry_letter, discard_letter):
        with pytest.raises(Stale):
            await decide(unit, OLGA, box=Box.TIMER, id=number)
