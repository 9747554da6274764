"""Engines: one writer and a read-only reader, with the settings that make a commit durable (architecture §6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from crm.errors import Conflict
from storage.lock import Hold
from storage.one_trip import connect

UNREACHABLE = (SQLAlchemyError, OSError)
"""What a database that is away, locked or full answers with: a refused connection comes as it is."""

CONTENTION = ("40001", "40P01")
"""What PostgreSQL says to one of two transactions that wait for each other: nothing is wrong with either, one begins again."""

BUSY_TIMEOUT_MS = 10_000
IDLE_TIMEOUT_MS = 7_000
"""Less than a lease's term: a process that stands still in a transaction must not hold up who follows it, nor commit behind his back."""


@dataclass(frozen=True, slots=True)
class Engines:
    """`write` begins immediately on SQLite and has one connection there; `read` sees the last commit and never waits for a writer."""

    write: AsyncEngine
    read: AsyncEngine
    hold: Hold | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.write.dialect.name == "sqlite"

    async def dispose(self) -> None:
        await self.write.dispose()
        if self.read is not self.write:
            await self.read.dispose()
        if self.hold is not None:
            self.hold.release()


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for another one or one in memory."""
    parts = make_url(url)
    named = parts.database if parts.get_backend_name() == "sqlite" else None
    return Path(named) if named and named != ":memory:" else None


def open_engines(url: str, *, writers: int = 4) -> Engines:
    """SQLite: WAL, FULL, foreign keys, BEGIN IMMEDIATE. PostgreSQL: a small pool with pre-ping.

    No error tells what people wrote (G15). Raises `InUse`, OSError.
    """
    if not url.startswith("sqlite"):
        settings = {"idle_in_transaction_session_timeout": str(IDLE_TIMEOUT_MS)}
        engine = create_async_engine(
            url,
            pool_size=writers + 4,
            max_overflow=4,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"server_settings": settings},
        )
        return Engines(engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True))
    common: dict[str, Any] = {"max_overflow": 0, "pool_timeout": 60, "hide_parameters": True}
    arguments = {"timeout": BUSY_TIMEOUT_MS / 1000, "async_creator_fn": connect}
    write = create_async_engine(url, pool_size=1, connect_args=arguments, **common)
    read = create_async_engine(url, pool_size=4, connect_args=arguments, **common)
    _prepare(write, begin="BEGIN IMMEDIATE")
    _prepare(read, begin="BEGIN")
    file = sqlite_file(url)
    return Engines(write, read, Hold(file) if file else None)


@asynccontextmanager
async def savepoint(connection: AsyncConnection) -> AsyncIterator[None]:
    """Raises `Conflict` when the statements within it failed only because another transaction was first."""
    try:
        async with connection.begin_nested():
            yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in CONTENTION:
            raise Conflict("another transaction") from error
        raise


def _prepare(engine: AsyncEngine, *, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's deferred one loses races (m)
        connection.create_function("lower", 1, _lower)
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _lower(text: str | None) -> str | None:
    """SQLite's own knows only ASCII: a search in small letters would not find a Russian name."""
    return text.lower() if isinstance(text, str) else text


async def assert_durable(engines: Engines) -> None:
    """Raises RuntimeError when the database would not keep what it acknowledges."""
    if not engines.is_sqlite:
        return
    async with engines.write.connect() as connection:
        mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
        level = (await connection.execute(text("PRAGMA synchronous"))).scalar_one()
    if str(mode).lower() not in ("wal", "memory") or int(level) != 2:
        raise RuntimeError(f"SQLite is not durable: journal_mode={mode}, synchronous={level}")
