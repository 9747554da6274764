"""SQLite's driver with one trip to its thread for a statement, where its own cursor needs four: most of a short statement's cost (m)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

Rows = list[Any]


class OneTripCursor:
    """What SQLAlchemy asks of a cursor of aiosqlite; it has read all its rows when a statement is done, so that closing costs nothing."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> OneTripCursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> OneTripCursor:
        return await self._run(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneTripCursor:
        return await self._run(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """SQLite's cursor is closed already."""

    async def _run(self, statement: Callable[[sqlite3.Cursor], object]) -> OneTripCursor:
        await self._connection.run(partial(self._run_there, statement))
        return self

    def _run_there(self, statement: Callable[[sqlite3.Cursor], object], connection: sqlite3.Connection) -> None:
        cursor = connection.cursor()
        try:
            statement(cursor)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
        finally:
            cursor.close()


class OneTripConnection(aiosqlite.Connection):
    def cursor(self) -> OneTripCursor:  # type: ignore[override]  # SQLAlchemy enters it, nothing else sees it
        return OneTripCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """In the connection's own thread."""
        await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # as aiosqlite's own cursor calls it


def connect(database: str, **options: Any) -> OneTripConnection:
    """In place of `aiosqlite.connect`: SQLAlchemy's `async_creator_fn`. Its thread ends with the process."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
