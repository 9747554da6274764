"""A dialogue's state: kept for its person in its chat, gone when it ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.dialogs import SqlDialogs

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def dialogs(connection: AsyncConnection) -> SqlDialogs:
    return SqlDialogs(connection, NOW)


async def test_two_people_of_one_chat_do_not_mix(dialogs: SqlDialogs) -> None:
    await dialogs.write(1, 10, state="form:need", data={"need": "a fan"})
    await dialogs.write(1, 20, state="form:phone", data={})
    assert await dialogs.read(1, 10) == ("form:need", {"need": "a fan"})
    assert await dialogs.read(1, 20) == ("form:phone", {})


async def test_the_newest_state_replaces_the_earlier(dialogs: SqlDialogs) -> None:
    await dialogs.write(1, 10, state="form:need", data={"need": "a fan"})
    await dialogs.write(1, 10, state="form:phone", data={"phone": "+79990000000"})
    assert await dialogs.read(1, 10) == ("form:phone", {"phone": "+79990000000"})


async def test_a_finished_dialogue_leaves_no_row(connection: AsyncConnection, dialogs: SqlDialogs) -> None:
    await dialogs.write(1, 10, state="form:need", data={})
    await dialogs.write(1, 10, state=None, data={})
    assert await dialogs.read(1, 10) == (None, {})
    assert (await connection.execute(select(func.count()).select_from(tables.dialog))).scalar_one() == 0
