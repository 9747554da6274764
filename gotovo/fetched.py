"""What the courier brought in comes back as an input of the same person; what it could not bring is told to him."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Verdict
from crm.intents import Say
from crm.upload import Purpose, Upload
from storage import inbox
from storage.inbox import Arrival
from storage.outbox import Row
from storage.repositories.uploads import SqlUploads
from storage.unit_of_work import SqlUnitOfWork, load_shop

SOURCE = "file"


async def bring_in(connection: AsyncConnection, row: Row, *, data: bytes, now: datetime) -> None:
    """The bytes stay in a table; the input names their row, behind whatever the person has sent meanwhile."""
    purpose = Purpose(str(row.intent["purpose"]))
    upload = await SqlUploads(connection).add(Upload(0, now, row.chat_id, purpose, str(row.intent["name"]), data))
    raw = json.dumps({"chat_id": row.chat_id, "upload_id": upload.id, "purpose": str(purpose)}).encode()
    await inbox.store(connection, [Arrival(SOURCE, "courier", f"upload:{upload.id}", f"tg:{row.chat_id}", raw)], now=now)


async def tell_not_fetched(connection: AsyncConnection, row: Row, *, verdict: Verdict, now: datetime) -> None:
    unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection), chat_id=row.chat_id)
    unit.say(Say("file_too_big" if verdict is Verdict.TOO_BIG else "file_not_fetched"))
    await unit.flush()
