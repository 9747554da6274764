"""What an onlooker sees of the tables: which rows there are and how they stand, never what people wrote."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.intents import Say
from storage import onlooker, tables
from tests.storage.unit import NOW, a_client, a_unit

SECRET = "what only two people know"
ARRIVED = {"source": "telegram", "account": "1", "stream": "tg:7", "raw": SECRET.encode(), "digest": "", "received_at": NOW, "next_at": NOW}


async def test_rows_come_after_their_marks_and_without_words(connection: AsyncConnection) -> None:
    unit = await a_unit(connection, chat_id=7)
    unit.say(Say(SECRET))
    await unit.flush()
    for number, state in enumerate(("done", "ready", "dead")):
        await connection.execute(insert(tables.inbox).values(**ARRIVED, ext_id=str(number), state=state))
    rows = await onlooker.rows(connection, after={})
    assert SECRET not in str(rows)
    assert [(row["table"], row["state"], row["open"]) for row in rows] == [
        ("inbox", "done", False),
        ("inbox", "ready", True),
        ("inbox", "dead", True),
        ("outbox", "ready", True),
    ]
    later = await onlooker.rows(connection, after={"inbox": rows[1]["id"], "outbox": rows[3]["id"]})
    assert [row["id"] for row in later] == [rows[2]["id"]]
    assert await onlooker.awaited_chats(connection) == [7]


async def test_the_newest_order_of_a_chat(connection: AsyncConnection) -> None:
    unit = await a_unit(connection)
    client = await a_client(unit, "Anna", chat=101)
    lead = tables.lead
    base = {"client_id": client.id, "channel": "telegram", "opened_at": NOW, "stage": "new"}
    numbers = [(await connection.execute(insert(lead).values(**base).returning(lead.c.id))).scalar_one() for _ in range(2)]
    assert await onlooker.newest_order(connection, 101) == numbers[-1]
    assert await onlooker.newest_order(connection, 102) is None
    assert await onlooker.actions_on(connection, numbers[0]) == frozenset()
