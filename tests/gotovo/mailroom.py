"""What tests of the courier do by hand: say something in a chat, let calls fail, look into the outbox."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendMessage
from sqlalchemy import select

from storage import tables
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.rights.gate import Gate

METHOD = SendMessage(chat_id=1, text="x")


async def say(gate: Gate, *intents: Any, to: int) -> None:
    async with gate.spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=gate.spine.now, shop=await load_shop(connection), chat_id=to)
        unit.say(*intents)
        await unit.flush()


async def rows(gate: Gate) -> list[Any]:
    async with gate.spine.engines.read.connect() as connection:
        return list(await connection.execute(select(tables.outbox).order_by(tables.outbox.c.id)))


def fail(gate: Gate, *errors: Exception, method: str = "SendMessage") -> None:
    gate.spine.paper.fails[method] = list(errors)
