"""Dead rows come back with all their tries or go for good; a row that is not dead is nobody's to touch."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.dead_letters import Box
from storage.dialogs import SqlDialogs
from storage.spine import TABLES, SqlSpine

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
ROWS: dict[Box, dict[str, object]] = {
    Box.INBOX: {
        "source": "telegram",
        "account": "bot",
        "ext_id": "1",
        "digest": "1",
        "stream": "a",
        "raw": b"1",
        "received_at": NOW,
        "next_at": NOW,
        "tries": 5,
    },
    Box.OUTBOX: {"chat_id": 1, "kind": "say", "intent": {}, "lane": 0, "due_at": NOW, "created_at": NOW, "tries": 5},
    Box.TIMER: {"kind": "sweep", "due_at": NOW, "data": {}, "tries": 5},
}


async def placed(connection: AsyncConnection, box: Box, *, state: str) -> int:
    result = await connection.execute(TABLES[box].insert().values(**ROWS[box], state=state))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


@pytest.mark.parametrize("box", Box)
async def test_a_dead_row_comes_back_with_all_its_tries(connection: AsyncConnection, box: Box) -> None:
    row, table = await placed(connection, box, state="dead"), TABLES[box]
    assert await SqlSpine(connection, NOW).revive(box, row)
    assert (await connection.execute(select(table.c.state, table.c.tries))).one() == ("ready", 0)
    assert not await SqlSpine(connection, NOW).revive(box, row)


@pytest.mark.parametrize("box", Box)
async def test_a_discarded_row_cannot_come_back(connection: AsyncConnection, box: Box) -> None:
    row = await placed(connection, box, state="dead")
    assert await SqlSpine(connection, NOW).discard(box, row)
    assert not await SqlSpine(connection, NOW).revive(box, row)


@pytest.mark.parametrize("box", Box)
async def test_a_living_row_is_left_alone(connection: AsyncConnection, box: Box) -> None:
    row = await placed(connection, box, state="ready")
    assert not await SqlSpine(connection, NOW).discard(box, row)
    assert not await SqlSpine(connection, NOW).revive(box, row)


async def test_the_dialogue_of_a_chat_ends_and_no_other(connection: AsyncConnection) -> None:
    dialogs = SqlDialogs(connection, NOW)
    for chat in (1, 2):
        await dialogs.write(chat, chat, state="Filling:step", data={"form": "find"})
    assert await SqlSpine(connection, NOW).end_dialog(1)
    assert not await SqlSpine(connection, NOW).end_dialog(1)
    assert await dialogs.read(1, 1) == (None, {})
    assert await dialogs.read(2, 2) == ("Filling:step", {"form": "find"})
