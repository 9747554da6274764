"""What an acknowledged commit rests on, and that a reader never waits for the writer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.errors import Conflict
from storage import tables
from storage.engine import Engines, assert_durable, open_engines, savepoint

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


async def count(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(tables.staff))).scalar_one())


async def test_an_opened_database_is_durable(engines: Engines) -> None:
    await assert_durable(engines)


async def test_a_careless_database_is_refused(tmp_path: Path) -> None:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'careless.db'}")

    @event.listens_for(engines.write.sync_engine, "connect")
    def forget_the_disk(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a driver's connection
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    with pytest.raises(RuntimeError, match="not durable"):
        await assert_durable(engines)
    await engines.dispose()


async def test_a_reader_sees_the_last_commit_while_another_writes(engines: Engines) -> None:
    async with engines.write.begin() as writer:
        await writer.execute(tables.staff.insert().values(name="Ann", created_at=NOW, roles=[]))
        async with engines.read.connect() as reader:
            assert await count(reader) == 0
    async with engines.read.connect() as reader:
        assert await count(reader) == 1


async def test_a_reference_to_nobody_is_refused(engines: Engines) -> None:
    with pytest.raises(IntegrityError):
        async with engines.write.begin() as writer:
            await writer.execute(tables.lead.insert().values(client_id=404, channel="telegram", opened_at=NOW, stage="new"))


async def test_a_rolled_back_transaction_leaves_nothing(engines: Engines) -> None:
    async with engines.write.connect() as writer:
        await writer.execute(tables.staff.insert().values(name="Ann", created_at=NOW, roles=[]))
        await writer.rollback()
    async with engines.read.connect() as reader:
        assert await count(reader) == 0


async def test_the_reader_of_a_server_cannot_write(postgres_url: str) -> None:
    engines = open_engines(postgres_url)
    with pytest.raises(DBAPIError, match="read-only"):
        async with engines.read.begin() as reader:
            await reader.execute(text("CREATE TABLE note (id int)"))
    await engines.dispose()


async def test_of_two_that_wait_for_each_other_one_begins_again(postgres_url: str) -> None:
    """Two workers on one database, each with a row that the other wants: a conflict like any other, and no failure."""
    engines = open_engines(postgres_url)
    async with engines.write.begin() as connection:
        await connection.execute(text("CREATE TABLE pair (id INTEGER PRIMARY KEY, value INTEGER)"))
        await connection.execute(text("INSERT INTO pair VALUES (1, 0), (2, 0)"))
    together = asyncio.Barrier(2)

    async def wants(first: int, second: int) -> int:
        """How often it had to begin again."""
        async with engines.write.begin() as connection:
            for again in range(3):
                try:
                    async with savepoint(connection):
                        await connection.execute(text("UPDATE pair SET value = value + 1 WHERE id = :id"), {"id": first})
                        if not again:
                            await together.wait()
                        await connection.execute(text("UPDATE pair SET value = value + 1 WHERE id = :id"), {"id": second})
                except Conflict:
                    continue
                return again
        raise AssertionError("no end of it")

    assert sorted(await asyncio.gather(wants(1, 2), wants(2, 1))) == [0, 1]
    async with engines.read.connect() as connection:
        assert list((await connection.execute(text("SELECT value FROM pair"))).scalars()) == [2, 2]
    await engines.dispose()


async def test_a_mistake_in_a_savepoint_stays_a_mistake(engines: Engines) -> None:
    async with engines.write.begin() as connection:
        with pytest.raises(DBAPIError):
            async with savepoint(connection):
                await connection.execute(text("SELECT nothing FROM nowhere"))
