"""The mapper: entities come back as they were kept, and who saves second is told so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client
from crm.errors import Conflict, NotFound
from crm.staff import StaffMember
from crm.task import Task, TaskKind, TaskState
from storage import tables
from storage.repositories.people import CLIENTS, STAFF
from storage.repositories.rows import Mapper, SqlRows, to_values

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
TASKS: Mapper[Task] = Mapper(Task, tables.task)


def a_task() -> Task:
    return Task(0, TaskKind.CALL, NOW, role="operator", body="call him", due_at=NOW, key="call:1")


async def test_what_was_kept_comes_back(connection: AsyncConnection) -> None:
    rows = SqlRows(connection, TASKS)
    kept = await rows.add(a_task())
    found = await rows.get(kept.id)
    assert found == kept
    assert (type(found.kind), type(found.state), found.due_at) == (TaskKind, TaskState, NOW)


async def test_lists_and_flags_keep_their_type(connection: AsyncConnection) -> None:
    rows = SqlRows(connection, STAFF)
    kept = await rows.add(StaffMember(0, "Ann", NOW, roles=["operator", "director"], on_shift=False))
    assert await rows.get(kept.id) == kept


async def test_who_saves_second_is_told_so(connection: AsyncConnection) -> None:
    rows = SqlRows(connection, TASKS)
    mine = await rows.add(a_task())
    theirs = await rows.get(mine.id)
    await rows.save(mine)
    assert mine.row_version == theirs.row_version + 1
    with pytest.raises(Conflict):
        await rows.save(theirs)


async def test_a_save_changes_its_own_row_alone(connection: AsyncConnection) -> None:
    rows = SqlRows(connection, TASKS)
    first, second = await rows.add(a_task()), await rows.add(replace(a_task(), key="call:2"))
    first.state = TaskState.CLOSED
    await rows.save(first)
    assert (await rows.get(first.id)).state is TaskState.CLOSED
    assert (await rows.get(second.id)).state is TaskState.OPEN


async def test_what_is_not_there_is_not_found(connection: AsyncConnection) -> None:
    rows = SqlRows(connection, CLIENTS)
    assert await rows.find(404) is None
    with pytest.raises(NotFound):
        await rows.get(404)


@pytest.mark.parametrize("mapper", [CLIENTS, STAFF, TASKS])
def test_every_required_column_is_filled_by_its_entity(mapper: Mapper[Client] | Mapper[StaffMember] | Mapper[Task]) -> None:
    required = {c.name for c in mapper.table.c if not c.nullable and c.server_default is None and c.identity is None}
    assert required <= set(mapper.kind.__dataclass_fields__)


def test_an_enum_is_kept_as_its_plain_word() -> None:
    assert type(to_values(a_task(), tables.task)["kind"]) is str
