"""Leases: what one process at a time may do; a beat that stays away for `TERM` ends one, and no wall clock has a say (G19, G20)."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import CursorResult, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.engine import Engines
from storage.upsert import insert_for

TERM = 8.0
ALIVE = "alive-"
MARGIN = 1.0
"""Seconds: a holder stops this much before the others may follow it."""


class LeaseLost(Exception):
    """Another process has taken over."""


class Lease(Protocol):
    """Held from a `take` that says True until `give_up`, death or `LeaseLost`."""

    async def take(self) -> bool:
        """Tries once."""

    async def keep(self) -> None:
        """Renews; to be called some times in a `TERM`. Raises `LeaseLost`."""

    def is_held(self) -> bool:
        """By one's own clock: False says that another may have it by now."""

    async def fence(self, connection: AsyncConnection) -> None:
        """To be called first in a transaction that only the holder may commit. Raises `LeaseLost`."""

    async def give_up(self) -> None:
        """The next may take it at once."""


class LockedFile:
    """A lock that the kernel gives back when its process ends, however it ends; for processes of one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def is_locked(self) -> bool:
        return self._handle is not None

    def lock(self) -> bool:
        if self._handle is not None:
            return True
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def unlock(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class FileLease:
    """For SQLite, whose processes share a machine: a locked file beside the database; it costs no writes and cannot be lost."""

    def __init__(self, database: Path) -> None:
        self._file = LockedFile(database.with_name(f"{database.name}-lease"))

    async def take(self) -> bool:
        return self._file.lock()

    async def keep(self) -> None:
        """The kernel does."""

    def is_held(self) -> bool:
        return self._file.is_locked

    async def fence(self, _connection: AsyncConnection) -> None:
        """Nobody can have taken it."""

    async def give_up(self) -> None:
        self._file.unlock()


class Presence:
    """Who lives on this machine: a locked file for each process that shares a `folder`; the dead need not be waited for."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self.name = folder, f"{os.getpid()}-{secrets.token_hex(8)}"
        self._mine = self._file(self.name)
        self._mine.lock()
        for old in folder.glob(f"{ALIVE}*"):
            self.is_dead(old.name.removeprefix(ALIVE))

    def _file(self, name: str) -> LockedFile:
        return LockedFile(self._folder / f"{ALIVE}{name}")

    def is_dead(self, name: str) -> bool:
        """False for the living, and for those of other machines."""
        file = self._file(name)
        if not file.path.exists() or not file.lock():
            return False
        file.path.unlink(missing_ok=True)
        file.unlock()
        return True

    def leave(self) -> None:
        self._mine.path.unlink(missing_ok=True)
        self._mine.unlock()


class RowLease:
    """For PostgreSQL, whose processes may be anywhere: a row with a beat; `epoch` tells its holders apart, whatever they think.

    No transaction stays open on the row, else a holder that stands still would keep it for ever; what such a holder had begun behind the
    fence ends with its session (`IDLE_TIMEOUT_MS`) before another may follow.
    """

    def __init__(self, engines: Engines, name: str, *, presence: Presence, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engines.write if engines.is_sqlite else engines.write.execution_options(isolation_level="AUTOCOMMIT")
        self._name, self._presence, self._clock = name, presence, clock
        self._epoch = 0
        self._kept_at = float("-inf")
        self._seen: tuple[int, int] | None = None
        self._seen_at = 0.0

    async def take(self) -> bool:
        began, lease = self._clock(), tables.lease
        async with self._engine.begin() as connection:
            new = insert_for(connection.dialect.name, lease).values(name=self._name, holder="", epoch=0, beat=0)
            await connection.execute(new.on_conflict_do_nothing())
            row = (await connection.execute(select(lease).where(lease.c.name == self._name))).one()
            if not self._is_free(row):
                return False
            same = (lease.c.name == self._name, lease.c.epoch == row.epoch, lease.c.beat == row.beat, lease.c.holder == row.holder)
            mine = {"holder": self._presence.name, "epoch": row.epoch + 1, "beat": row.beat + 1}
            result: CursorResult[object] = await connection.execute(update(lease).where(*same).values(**mine))
        if result.rowcount == 1:
            self._epoch, self._kept_at = row.epoch + 1, began
        return result.rowcount == 1

    def _is_free(self, row: Row[tuple[object, ...]]) -> bool:
        now = self._clock()
        if (row.epoch, row.beat) != self._seen:
            self._seen, self._seen_at = (row.epoch, row.beat), now
        return row.holder == "" or now - self._seen_at >= TERM or self._presence.is_dead(row.holder)

    async def keep(self) -> None:
        began, lease = self._clock(), tables.lease
        async with self._engine.begin() as connection:
            result = await connection.execute(update(lease).where(self._is_mine).values(beat=lease.c.beat + 1))
        self._kept_at = began if result.rowcount == 1 else float("-inf")
        if result.rowcount != 1:
            raise LeaseLost(self._name)

    def is_held(self) -> bool:
        return self._clock() - self._kept_at < TERM - MARGIN

    async def fence(self, connection: AsyncConnection) -> None:
        if (await connection.execute(select(tables.lease.c.epoch).where(self._is_mine))).first() is None:
            raise LeaseLost(self._name)

    async def give_up(self) -> None:
        self._kept_at = float("-inf")
        async with self._engine.begin() as connection:
            await connection.execute(update(tables.lease).where(self._is_mine).values(holder=""))
        self._presence.leave()

    @property
    def _is_mine(self):  # type: ignore[no-untyped-def]  # a clause of SQLAlchemy
        lease = tables.lease
        return (lease.c.name == self._name) & (lease.c.holder == self._presence.name) & (lease.c.epoch == self._epoch)
