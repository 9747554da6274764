"""A database of either kind with a vessel to read its vital signs of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.client import Client
from crm.lead import Lead
from gotovo.operation.shelf import Shelf
from gotovo.operation.vitals import Vessel
from gotovo.tally import DoorState, Tally
from storage import tables
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork, load_shop

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@dataclass
class Ward:
    """A patient by hand: clock, door and counts are moved by the test."""

    engines: Engines
    folder: Path
    now: datetime = NOW
    door: DoorState = field(default_factory=DoorState)
    tally: Tally = field(default_factory=Tally)

    @classmethod
    async def opens(cls, url: str, folder: Path) -> Ward:
        engines = open_engines(url)
        async with engines.write.begin() as connection:
            await connection.run_sync(migrate)
        return cls(engines, folder)

    @property
    def vessel(self) -> Vessel:
        shelf = Shelf(self.folder / "backups", "gotovo", "db")
        return Vessel(self.engines, lambda: self.now, self.folder, shelf, lambda: self.door, self.tally, NOW - timedelta(hours=1))

    def ago(self, **time: float) -> datetime:
        return self.now - timedelta(**time)

    async def input(self, state: str, received_at: datetime) -> None:
        async with self.engines.write.begin() as connection:
            key = {"source": "test", "account": "a", "ext_id": f"{state} {received_at}", "digest": "", "stream": "tg:1", "raw": b""}
            values = {**key, "received_at": received_at, "next_at": received_at, "state": state}
            await connection.execute(insert(tables.inbox).values(**values))

    async def word(self, state: str, due_at: datetime) -> None:
        async with self.engines.write.begin() as connection:
            values = {"chat_id": 1, "kind": "say", "intent": {}, "lane": 0, "state": state, "due_at": due_at, "created_at": due_at}
            await connection.execute(insert(tables.outbox).values(**values))

    async def timer(self, state: str, due_at: datetime) -> None:
        async with self.engines.write.begin() as connection:
            await connection.execute(insert(tables.timer).values(kind="wake", due_at=due_at, state=state, data={}))

    async def lead(self, opened_at: datetime, answered_at: datetime | None) -> None:
        async with self.engines.write.begin() as connection:
            unit = await self.unit(connection)
            client = await unit.clients.add(Client(0, opened_at, name="Anna Secret"))
            await unit.leads.add(Lead(0, client.id, "telegram", opened_at, need="Secretly broken", answered_at=answered_at))

    async def unit(self, connection: AsyncConnection) -> SqlUnitOfWork:
        return SqlUnitOfWork(connection, now=self.now, shop=await load_shop(connection))
