"""Backups of a SQLite database: a copy has its name only once it is checked; a restore never leaves the database missing (G16)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.lock import alone_on

BUSY_SECONDS = 10.0
CHUNK = 1 << 22
STALE_SECONDS = 3600.0
"""A partial copy of that age belongs to nobody any more: its maker was killed."""

JOURNALS = ("-wal", "-shm")
Progress = Callable[[int, int], None]
"""Told how many bytes are done, of how many."""


class BadBackup(Exception):
    """The file is no backup that can be trusted; the message says why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sound database holds."""

    schema: str
    orders: int
    clients: int
    last_input: str


class Backup:
    """One copy on its way, made in a thread; `stop` from another thread gives it up."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source, self._target = source, target
        self.part = target.with_name(f".{target.name}.{os.getpid()}.part")
        self._connection: sqlite3.Connection | None = None
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True
        if self._connection is not None:
            self._connection.interrupt()

    def make(self) -> Checked:
        """Copies the last commit while others go on writing. Raises `BadBackup`, OSError, sqlite3.Error."""
        sweep_parts(self._target.parent)
        try:
            _make_private(self.part)
            self._copy()
            found = check(self.part)
            self._go_on()
            _settle(self.part, self._target)
            return found
        finally:
            self.part.unlink(missing_ok=True)

    def _copy(self) -> None:
        with closing(_opened(self._source, "mode=rw")) as connection:
            self._connection = connection
            try:
                self._go_on()
                connection.execute("VACUUM INTO ?", (str(self.part),))
            finally:
                self._connection = None

    def _go_on(self) -> None:
        if self._stopped:
            raise InterruptedError("the backup was given up")


def check(file: Path) -> Checked:
    """Every page, index and reference is looked at. Raises `BadBackup`."""
    try:
        with closing(_opened(file, "mode=ro&immutable=1")) as connection:
            wrong = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            if wrong:
                raise BadBackup(f"{file.name} is damaged: {wrong[0]}")
            if (dangling := connection.execute("PRAGMA foreign_key_check").fetchone()) is not None:
                raise BadBackup(f"{file.name} has rows of {dangling[0]} that refer to nothing")
            (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            (orders,) = connection.execute("SELECT count(*) FROM lead").fetchone()
            (clients,) = connection.execute("SELECT count(*) FROM client").fetchone()
            (last,) = connection.execute("SELECT max(received_at) FROM inbox").fetchone()
            return Checked(str(schema), int(orders), int(clients), str(last or ""))
    except (sqlite3.Error, TypeError) as error:
        raise BadBackup(f"{file.name} is no database of Gotovo ({error})") from error


def restore(backup: Path, database: Path, *, kept: Path, progress: Progress) -> None:
    """Puts a checked backup in the database's place; what was there stays at `kept`.

    The old file is there until the new one takes its name in one step. Raises `InUse`, OSError.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone_on(database):
        part = database.with_name(f".{database.name}.{os.getpid()}.part")
        try:
            copy(backup, part, progress=progress)
            if database.exists():
                _keep(database, kept)
            _settle(part, database)
        finally:
            part.unlink(missing_ok=True)


def copy(source: Path, target: Path, *, progress: Progress) -> None:
    """A private file with the same bytes."""
    total, done = source.stat().st_size, 0
    _make_private(target)
    with source.open("rb") as reading, target.open("r+b") as writing:
        while piece := reading.read(CHUNK):
            writing.write(piece)
            done += len(piece)
            progress(done, total)


def damage(database: Path, *, patience: float) -> str:
    """Why the file cannot be worked on, or nothing; a large one is looked at for so many seconds only (the backup checks it whole)."""
    until = time.monotonic() + patience
    try:
        with closing(_opened(database, "mode=rw")) as connection:
            connection.set_progress_handler(lambda: int(time.monotonic() > until), 10_000)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
            return "" if found[0] == "ok" else str(found[0]).partition("\n")[2] or str(found[0])
    except sqlite3.OperationalError:
        return ""  # locked or interrupted: that is not damage, and whoever opens it next will say so
    except sqlite3.DatabaseError as error:
        return str(error)


def free_space(folder: Path) -> int:
    """Bytes."""
    return shutil.disk_usage(folder).free


def sweep_parts(folder: Path) -> None:
    """What a killed backup has left."""
    for part in folder.glob(".*.part"):
        if time.time() - part.stat().st_mtime > STALE_SECONDS:
            part.unlink(missing_ok=True)


def _opened(file: Path, how: str) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _fold_journal(database: Path) -> None:
    """Commits that are still in the journal go into the file; a damaged one keeps its journal beside."""
    try:
        with closing(_opened(database, "mode=rw")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return


def _make_private(file: Path) -> None:
    with _descriptor(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY):
        return


def _keep(database: Path, kept: Path) -> None:
    """The old file under a second name; its journal goes, since SQLite would play it into whatever has the database's name."""
    for ending in ("", *JOURNALS):
        if (file := database.with_name(database.name + ending)).exists():
            os.link(file, kept.with_name(kept.name + ending))
    _fold_journal(database)
    for ending in JOURNALS:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _settle(part: Path, target: Path) -> None:
    """On the disk before it has its name, and the name on the disk before anybody hears of it."""
    with _descriptor(part, os.O_RDONLY) as file:
        os.fsync(file)
    part.replace(target)
    with _descriptor(target.parent, os.O_RDONLY) as folder:
        os.fsync(folder)


@contextmanager
def _descriptor(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags, 0o600)
    try:
        yield file
    finally:
        os.close(file)
