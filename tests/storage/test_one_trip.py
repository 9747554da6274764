"""SQLite's driver: one trip to its thread for a statement, and all that SQLAlchemy asks of a cursor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import open_engines
from storage.one_trip import OneTripConnection
from tests.storage.asked import statements


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'trips.db'}")
    async with engines.write.begin() as connection:
        await connection.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
        yield connection
    await engines.dispose()


async def test_a_statement_is_one_trip(table: AsyncConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    trips, honest = list[int](), OneTripConnection._execute

    async def counted(connection: OneTripConnection, *arguments: object) -> object:
        trips.append(1)
        return await honest(connection, *arguments)  # type: ignore[no-untyped-call]  # of aiosqlite

    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    with statements(table) as sent:
        await table.execute(text("INSERT INTO thing (name) VALUES (:name)"), [{"name": "a"}, {"name": "b"}, {"name": "c"}])
        assert list((await table.execute(text("SELECT name FROM thing ORDER BY id"))).scalars()) == ["a", "b", "c"]
        changed = await table.execute(text("UPDATE thing SET name = name || '!' WHERE id > 1"))
        assert changed.rowcount == 2
    assert (len(sent), len(trips)) == (3, 3)


async def test_what_was_written_is_told(table: AsyncConnection) -> None:
    added = await table.execute(text("INSERT INTO thing (name) VALUES ('a')"))
    assert added.lastrowid == 1
    assert (await table.execute(text("INSERT INTO thing (name) VALUES ('b') RETURNING id"))).scalar_one() == 2
    assert (await table.execute(text("DELETE FROM thing"))).rowcount == 2
    assert (await table.execute(text("SELECT count(*) FROM thing"))).scalar_one() == 0


async def test_a_refused_statement_leaves_the_connection_usable(table: AsyncConnection) -> None:
    await table.execute(text("INSERT INTO thing (name) VALUES ('a')"))
    with pytest.raises(IntegrityError):
        await table.execute(text("INSERT INTO thing (name) VALUES ('a')"))
    assert (await table.execute(text("SELECT count(*) FROM thing"))).scalar_one() == 1
