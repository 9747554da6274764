"""What gave up or grew old in the spine's own tables: dead letters, rows that are done, drafts that nobody goes on with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.dead_letters import Box
from crm.health import Noted
from storage import tables
from storage.upsert import upsert

TABLES: dict[Box, Table] = {Box.INBOX: tables.inbox, Box.OUTBOX: tables.outbox, Box.TIMER: tables.timer}


class SqlSpine:
    """Satisfies `crm.ports.Spine`."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection, self._now = connection, now

    async def revive(self, box: Box, id: int) -> bool:
        when = "next_at" if box is Box.INBOX else "due_at"
        return await self._change(box, id, {"state": "ready", "tries": 0, "error": None, when: self._now})

    async def discard(self, box: Box, id: int) -> bool:
        if box is Box.TIMER:
            return await self._touched(delete(tables.timer).where(tables.timer.c.id == id, tables.timer.c.state == "dead"))
        return await self._change(box, id, {"state": "done" if box is Box.INBOX else "dropped", "done_at": self._now})

    async def _change(self, box: Box, id: int, values: dict[str, object]) -> bool:
        table = TABLES[box]
        key = table.c.seq if box is Box.INBOX else table.c.id
        return await self._touched(update(table).where(key == id, table.c.state == "dead").values(**values))

    async def _touched(self, statement: object) -> bool:
        result: CursorResult[object] = await self._connection.execute(statement)  # type: ignore[call-overload]  # an update or a delete
        return result.rowcount == 1

    async def note(self, noted: Noted) -> None:
        found = noted.finding
        values = {"sign": int(found.sign), "level": str(found.level), "outcome": found.case, "data": dict(found.data)}
        await upsert(self._connection, tables.health, values={**values, "since": noted.since, "at": noted.at}, key=["sign"])

    async def sweep(self, *, before: datetime) -> None:
        """The key of an input stays, so that it is never taken twice; what was said and done is forgotten."""
        box, out = tables.inbox, tables.outbox
        await self._connection.execute(update(box).where(box.c.state == "done", box.c.done_at < before, box.c.raw != b"").values(raw=b""))
        await self._connection.execute(delete(out).where(out.c.state.in_(("sent", "dropped")), out.c.done_at < before))

    async def end_dialog(self, chat_id: int) -> bool:
        return await self._touched(delete(tables.dialog).where(tables.dialog.c.chat_id == chat_id))

    async def forget_drafts(self, *, before: datetime) -> list[int]:
        dialog = tables.dialog
        old = list((await self._connection.execute(select(dialog.c.chat_id).where(dialog.c.changed_at < before).distinct())).scalars())
        await self._connection.execute(delete(dialog).where(dialog.c.changed_at < before))
        return sorted(old)
