"""Alarms: one an episode to every director, an all-clear behind it, and nothing to anybody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Actor, Role
from crm.errors import NotFound
from crm.health import Finding, Level, Sign, numbered
from crm.shop import Shop
from crm.staff import StaffMember
from crm.use_cases.health import BACK_UP, LOOK, note_health, order_backup, order_look
from storage import tables
from storage.engine import open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
RED = Finding(Sign.DISK, Level.RED, "full", {"free": 100})
WELL = Finding(Sign.DISK, Level.WELL, "well", {"free": 900})
NOTE = Finding(Sign.RIGHTS, Level.NOTE, "inline")


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}")
    async with engines.write.connect() as opened:
        await opened.run_sync(migrate)
        unit = SqlUnitOfWork(opened, now=NOW, shop=Shop())
        for chat_id, role in ((11, Role.DIRECTOR), (12, Role.DIRECTOR), (13, Role.OPERATOR), (None, Role.DIRECTOR)):
            await unit.roster.add(StaffMember(0, f"P{chat_id}", NOW, [str(role)], chat_id=chat_id))
        yield opened
        await opened.rollback()
    await engines.dispose()


async def found(connection: AsyncConnection, *findings: Finding, after: float = 0) -> list[tuple[Any, ...]]:
    """Notes the findings so many minutes later; all notices there are then."""
    unit = SqlUnitOfWork(connection, now=NOW + timedelta(minutes=after), shop=Shop())
    await note_health(unit, findings)
    await unit.flush()
    rows = await connection.execute(select(tables.outbox).order_by(tables.outbox.c.id))
    return [(row.chat_id, row.intent["name"], row.intent["subject_id"], row.intent["loud"]) for row in rows]


async def test_an_episode_is_one_alarm_and_one_all_clear_for_each_director(connection: AsyncConnection) -> None:
    assert await found(connection, WELL, NOTE) == []
    alarms = [(11, "alarm", 7, True), (12, "alarm", 7, True)]
    assert await found(connection, RED, NOTE, after=1) == alarms
    assert await found(connection, RED, after=2) == alarms
    clear = [(11, "all_clear", 7, False), (12, "all_clear", 7, False)]
    assert await found(connection, WELL, after=3) == alarms + clear
    assert await found(connection, WELL, after=4) == alarms + clear
    assert await found(connection, RED, after=5) == alarms + clear + alarms


async def test_what_is_red_from_the_first_look_is_told_and_its_beginning_kept(connection: AsyncConnection) -> None:
    assert len(await found(connection, RED)) == 2
    await found(connection, Finding(Sign.DISK, Level.RED, "full", {"free": 50}), after=9)
    unit = SqlUnitOfWork(connection, now=NOW, shop=Shop())
    (noted,) = await unit.queries.health()
    assert (noted.finding.data, noted.since, noted.at) == ({"free": 50}, NOW, NOW + timedelta(minutes=9))


async def test_dead_letters_are_noted_and_told_where_they_happen(connection: AsyncConnection) -> None:
    assert await found(connection, Finding(Sign.DEAD_LETTERS, Level.RED, "stuck", {"n": 3})) == []
    assert await found(connection, Finding(Sign.DEAD_LETTERS, Level.WELL, "well"), after=1) == []


async def test_only_a_director_orders_and_asking_twice_is_asking_once(connection: AsyncConnection) -> None:
    unit = SqlUnitOfWork(connection, now=NOW, shop=Shop(), chat_id=11)
    for role in set(Role) - {Role.DIRECTOR}:
        with pytest.raises(NotFound):
            await order_backup(unit, Actor(frozenset({role}), 1))
        with pytest.raises(NotFound):
            await order_look(unit, Actor(frozenset({role}), 1))
    director = Actor(frozenset({Role.DIRECTOR}), 1)
    for _again in range(2):
        await order_backup(unit, director)
        await order_look(unit, director)
    rows = (await connection.execute(select(tables.timer).order_by(tables.timer.c.kind))).all()
    assert [(row.kind, row.data) for row in rows] == [(BACK_UP, {"chat_id": 11}), (LOOK, {"chat_id": 11})]


@given(st.integers(-5, 10**9))
def test_a_button_names_a_known_sign_or_none(id: int) -> None:
    sign = numbered(id)
    assert (sign is None) is (id not in range(1, len(Sign) + 1))
    assert sign is None or int(sign) == id
