"""Opening the database: not a damaged one, not a newer one, and not without a backup before its schema changes."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import select

from gotovo.clock import wall_clock
from gotovo.operation.backups import BackupFailed, back_up, shelf_of
from gotovo.settings import Settings
from storage import tables
from storage.backup import damage
from storage.engine import Engines, assert_durable, open_engines, sqlite_file
from storage.migrations import migrate, pending
from storage.upsert import upsert

CHECK_SECONDS = 0.5
"""A start does not wait longer for the quick check of a large database."""

logger = logging.getLogger(__name__)


class DamagedDatabase(Exception):
    """The message says what is wrong and how to restore."""


async def prepare_database(settings: Settings) -> Engines:
    """Opens and migrates. Raises `DamagedDatabase`, `NewerSchema`, `BackupFailed`, `InUse`, RuntimeError."""
    await _expect_sound(settings)
    engines = open_engines(settings.database_url.get_secret_value())
    try:
        await assert_durable(engines)
        async with engines.write.connect() as connection:
            change = await connection.run_sync(pending)
        if change is not None:
            await _keep_before(settings, change)
        async with engines.write.begin() as connection:
            await connection.run_sync(migrate)
    except BaseException:
        await engines.dispose()
        raise
    return engines


async def _expect_sound(settings: Settings) -> None:
    """A start on a damaged file would write into it and make it worse."""
    file = sqlite_file(settings.database_url.get_secret_value())
    wrong = await asyncio.to_thread(damage, file, patience=CHECK_SECONDS) if file and file.exists() and file.stat().st_size else ""
    if wrong:
        newest = shelf_of(settings).newest()
        way_out = f"Restore the newest backup: gotovo restore {newest.path}" if newest else "There is no backup to restore"
        raise DamagedDatabase(f"The database {file} is damaged ({wrong}). {way_out}")


async def _keep_before(settings: Settings, schema: str) -> None:
    """PostgreSQL without its client programs is migrated all the same: its migration is one transaction."""
    try:
        made = await back_up(settings, wall_clock(), before=schema.lower())
        logger.info("backed up before the schema changes to %s: %s", schema, made.file.name)
    except BackupFailed as failed:
        if sqlite_file(settings.database_url.get_secret_value()) is not None:
            raise
        logger.warning("the schema changes to %s without a backup: %s", schema, failed)


async def claim_database(engines: Engines, kind: str) -> None:
    """Demo and live data never mix: the first start says whose a database is. Raises RuntimeError for the other one's."""
    async with engines.write.begin() as connection:
        found = (await connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == "kind"))).scalar_one_or_none()
        if found not in (None, kind):
            raise RuntimeError(f"this database holds {found} data; give the {kind} one another DATA_DIR or DATABASE_URL")
        await upsert(connection, tables.meta, values={"key": "kind", "value": kind}, key=["key"])
