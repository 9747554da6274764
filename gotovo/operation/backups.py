"""Backups of an installation: made, checked, shelved, restored; SQLite by itself, PostgreSQL by its own tools."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from gotovo.operation import postgres_tools
from gotovo.operation.shelf import STAMP, Shelf
from gotovo.settings import Settings
from storage import backup as sqlite_backup
from storage.backup import Backup, BadBackup, Checked
from storage.engine import sqlite_file
from storage.lock import InUse
from storage.migrations import knows_schema

LOOK_SECONDS = 0.2
ROOM = 1.2
"""Free space wanted for a copy, as a multiple of the database's size."""

Report = Callable[[str, float], None]
"""Told what is going on and which share of it is done, 0 to 1."""


def in_silence(_phase: str, _share: float) -> None:
    """Nobody watches."""


class BackupFailed(Exception):
    """One sentence for the person who wanted a backup or a restore."""


@dataclass(frozen=True, slots=True)
class Made:
    """A verified backup; `checked` is what a SQLite one holds."""

    file: Path
    size: int
    checked: Checked | None


def shelf_of(settings: Settings) -> Shelf:
    url = make_url(settings.database_url.get_secret_value())
    file = sqlite_file(settings.database_url.get_secret_value())
    stem = file.stem if file else re.sub(r"[^A-Za-z0-9_]+", "-", url.database or "") or "gotovo"
    return Shelf(settings.backup_dir or settings.data_dir / "backups", stem, "db" if file else "pgdump")


async def back_up(settings: Settings, now: datetime, *, before: str = "", file: Path | None = None, report: Report = in_silence) -> Made:
    """Onto the shelf, which is tidied then, or to `file`, which must not exist. Raises `BackupFailed`."""
    shelf = shelf_of(settings)
    target = file or shelf.place(now, before=before)
    _expect_free(file)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        checked = await _made(settings, target, report=report)
        if file is None:
            await asyncio.to_thread(shelf.tidy)
        return Made(target, target.stat().st_size, checked)
    except (OSError, sqlite3.Error, BadBackup, postgres_tools.ToolFailed) as error:
        raise BackupFailed(f"The backup was not made: {error}.") from error


def _expect_free(file: Path | None) -> None:
    if file is not None and file.exists():
        raise BackupFailed(f"{file} exists already; name another file.")


async def _made(settings: Settings, target: Path, *, report: Report) -> Checked | None:
    source = sqlite_file(settings.database_url.get_secret_value())
    if source is None:
        await postgres_tools.dump(settings.database_url.get_secret_value(), target)
        return None
    if not source.exists():
        raise FileNotFoundError(f"there is no database at {source}")
    job = Backup(source, target)
    size = source.stat().st_size
    _expect_room(target.parent, size)
    making = asyncio.ensure_future(asyncio.to_thread(job.make))
    try:
        while not making.done():
            await asyncio.wait([making], timeout=LOOK_SECONDS)
            report("copying and checking", _share(job.part, size))
        return await making
    finally:
        job.stop()


def _share(part: Path, size: int) -> float:
    """How far a copy is; it may end smaller than its source."""
    return min(1.0, part.stat().st_size / max(size, 1)) if part.exists() else 0.0


def _expect_room(folder: Path, size: int) -> None:
    free = sqlite_backup.free_space(folder)
    if free < size * ROOM:
        raise OSError(f"{folder} has {free >> 20} MB free, and a copy needs {int(size * ROOM) >> 20} MB")


async def restore(settings: Settings, file: Path, *, now: datetime, report: Report = in_silence) -> Path | None:
    """Puts a backup in the database's place; returns where the replaced one is kept. Raises `BackupFailed`."""
    database = sqlite_file(settings.database_url.get_secret_value())
    try:
        await verify(settings, file, report=report)
        if database is None:
            return await _restore_postgres(settings, file, now=now, report=report)
        kept = database.with_name(f"{database.name}.replaced-{now:{STAMP}}")
        there = database.exists()

        def put_in_place() -> None:
            sqlite_backup.restore(file, database, kept=kept, progress=lambda done, total: report("copying", done / max(total, 1)))

        await asyncio.to_thread(put_in_place)
        return kept if there else None
    except InUse as error:
        raise BackupFailed("Gotovo runs on this database; stop it first, then restore.") from error
    except (OSError, sqlite3.Error, BadBackup, postgres_tools.ToolFailed) as error:
        raise BackupFailed(f"Nothing was restored: {error}.") from error


async def _restore_postgres(settings: Settings, file: Path, *, now: datetime, report: Report) -> Path:
    url = settings.database_url.get_secret_value()
    if await postgres_tools.others_connected(url):
        raise InUse(url)
    report("keeping what is there", 0.0)
    kept = shelf_of(settings).place(now, before="restore")
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    await postgres_tools.dump(url, kept)
    report("restoring", 0.5)
    await postgres_tools.restore(url, file)
    return kept


async def verify(settings: Settings, file: Path, *, report: Report = in_silence) -> Checked:
    """Looks at every page of a backup, and that this Gotovo can read it. Raises `BadBackup`, OSError, `ToolFailed`."""
    _expect_file(file)
    report("checking", 0.0)
    if sqlite_file(settings.database_url.get_secret_value()) is None:
        checked = Checked(await postgres_tools.schema_of(file), 0, 0, "")
    else:
        checked = await asyncio.to_thread(sqlite_backup.check, file)
    if not knows_schema(checked.schema):
        raise BadBackup(f"{file.name} was made by a newer Gotovo (schema {checked.schema}); install that version")
    report("checking", 1.0)
    return checked


def _expect_file(file: Path) -> None:
    if not file.is_file():
        raise FileNotFoundError(f"there is no file {file}")
