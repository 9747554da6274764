"""The lists ask storage a fixed number of questions, however much waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.screens import SCREENS, Scene
from bot.words import words_for
from crm.actor import STAFF_ROLES, Role, staff_actor
from crm.deal import Deal, DealStage
from crm.lead import LeadStage
from crm.shop import Shop
from crm.views import Viewer
from storage.engine import open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.unit import NOW, a_client, a_colleague, a_lead, a_unit

LISTS = ("home", "queue", "clients", "board", "day", "week")


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}")
    async with engines.write.begin() as opened:
        await opened.run_sync(migrate)
    async with engines.write.connect() as opened:
        yield opened
        await opened.rollback()
    await engines.dispose()


async def more_work(unit: SqlUnitOfWork, staff_id: int, *, count: int) -> None:
    """So many leads and orders of every stage that somebody may look at."""
    anna = await a_client(unit, "Anna")
    for place in range(count):
        for stage in (LeadStage.NEW, LeadStage.IN_WORK, LeadStage.WITH_MANAGER):
            await a_lead(unit, anna, stage=stage, assignee_id=staff_id, manager_id=staff_id)
        for at in (DealStage.NEW, DealStage.SCHEDULED, DealStage.DOCUMENTS, DealStage.PAYMENT):
            lead = await a_lead(unit, anna, stage=LeadStage.CONVERTED)
            values: dict[str, Any] = {"engineer_id": staff_id, "dispatcher_id": staff_id, "manager_id": staff_id, "approved_total": 500}
            await unit.deals.add(Deal(lead.id, anna.id, NOW, stage=at, starts_at=NOW + timedelta(hours=place), **values))


async def asked(connection: AsyncConnection, unit: SqlUnitOfWork, *, screen: str, staff_id: int) -> int:
    statements: list[str] = []
    viewer = Viewer(1, staff_actor(staff_id, set(STAFF_ROLES)), "en", NOW, Shop())
    engine = connection.sync_connection
    assert engine is not None

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    await SCREENS[screen].draw(Scene(unit.queries, viewer, words_for(viewer), {}))
    event.remove(engine, "before_cursor_execute", count)
    return len(statements)


async def test_no_list_asks_more_when_more_waits(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    vera = await a_colleague(unit, "Vera", *(str(role) for role in STAFF_ROLES))
    await more_work(unit, vera.id, count=1)
    few = {name: await asked(connection, unit, screen=name, staff_id=vera.id) for name in LISTS}
    await more_work(unit, vera.id, count=4)
    assert {name: await asked(connection, unit, screen=name, staff_id=vera.id) for name in LISTS} == few
    assert max(few.values()) <= 14
    assert min(few.values()) > 0


async def test_an_engineer_is_not_shown_requests_that_no_manager_has_yet(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    anna, ivan = await a_client(unit, "Annabella"), await a_colleague(unit, "Ivan", "engineer")
    await a_lead(unit, anna, stage=LeadStage.WITH_MANAGER, need="Secretly broken")
    for screen in ("clients", "note_to", "home", "day", "week", "queue", "board"):
        viewer = Viewer(1, staff_actor(ivan.id, {Role.ENGINEER}), "en", NOW, Shop())
        card = await SCREENS[screen].draw(Scene(unit.queries, viewer, words_for(viewer), {"id": 1}))
        assert "Annabella" not in str(card), screen
        assert "№1001" not in str(card), screen
