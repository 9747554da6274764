"""Backups of an installation on either database, from the shelf's name to the restored company."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from gotovo.database import prepare_database
from gotovo.operation.backups import BackupFailed, back_up, restore, shelf_of, verify
from gotovo.settings import Settings
from storage.backup import BadBackup
from storage.engine import Engines
from storage.unit_of_work import SqlUnitOfWork, load_shop

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    own = Settings(data_dir=tmp_path, bot_token=None)
    if request.param == "sqlite":
        return own
    return own.model_copy(update={"database_url": SecretStr(str(request.getfixturevalue("postgres_url")))})


@pytest.fixture
async def engines(settings: Settings) -> AsyncIterator[Engines]:
    opened = await prepare_database(settings)
    await rename(opened, "First")
    yield opened
    await opened.dispose()


async def rename(engines: Engines, name: str) -> None:
    async with engines.write.begin() as connection:
        await SqlUnitOfWork(connection, now=NOW, shop=await load_shop(connection)).settings.put(name=name)


async def name_of(settings: Settings) -> str:
    engines = await prepare_database(settings)
    async with engines.read.connect() as connection:
        shop = await load_shop(connection)
    await engines.dispose()
    return shop.name


async def test_a_company_comes_back_as_it_was(settings: Settings, engines: Engines) -> None:
    made = await back_up(settings, NOW)
    assert shelf_of(settings).age(NOW + timedelta(hours=1)) == 3600
    await rename(engines, "Second")
    with pytest.raises(BackupFailed, match="Gotovo runs on this database"):
        await restore(settings, made.file, now=NOW)
    await engines.dispose()
    kept = await restore(settings, made.file, now=NOW + timedelta(hours=2))
    assert await name_of(settings) == "First"
    assert kept is not None
    if kept.suffix == ".pgdump":
        await restore(settings, kept, now=NOW + timedelta(hours=3))
    else:
        kept.replace(settings.data_dir / "gotovo.db")
    assert await name_of(settings) == "Second"


async def test_verifying_says_what_is_in_it_and_changes_nothing(settings: Settings, engines: Engines) -> None:
    made = await back_up(settings, NOW)
    assert (await verify(settings, made.file)).schema != ""
    assert made.file.stat().st_mode & 0o777 == 0o600
    await rename(engines, "Second")
    await verify(settings, made.file)
    await engines.dispose()
    assert await name_of(settings) == "Second"


async def test_a_backup_of_a_newer_gotovo_is_refused(settings: Settings, engines: Engines) -> None:
    async with engines.write.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = await back_up(settings, NOW)
    await engines.dispose()
    with pytest.raises(BadBackup, match="newer Gotovo"):
        await verify(settings, made.file)
    with pytest.raises(BackupFailed, match=r"Nothing was restored: .* newer Gotovo \(schema 9999\); install that version"):
        await restore(settings, made.file, now=NOW)


async def test_what_is_no_backup_is_refused(settings: Settings, engines: Engines, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no backup" * 1000)
    for file in (tmp_path / "x", tmp_path / "absent"):
        with pytest.raises(BackupFailed, match="Nothing was restored"):
            await restore(settings, file, now=NOW)


async def test_a_named_file_is_not_overwritten_and_does_not_tidy_the_shelf(settings: Settings, engines: Engines, tmp_path: Path) -> None:
    await back_up(settings, NOW, file=tmp_path / "mine")
    with pytest.raises(BackupFailed, match="exists already"):
        await back_up(settings, NOW, file=tmp_path / "mine")
    assert shelf_of(settings).kept() == []


async def test_the_shelf_is_tidied_after_each_backup(settings: Settings, engines: Engines) -> None:
    shelf = shelf_of(settings)
    shelf.folder.mkdir()
    for days in range(1, 60):
        shelf.place(NOW - timedelta(days=days)).touch()
    await back_up(settings, NOW)
    assert len(shelf.kept()) < 12


async def test_postgresql_without_its_programs_is_one_clear_sentence(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(data_dir=tmp_path, bot_token=None).model_copy(update={"database_url": SecretStr(postgres_url)})
    with pytest.raises(BackupFailed, match="pg_dump is not on the PATH; install PostgreSQL's client programs"):
        await back_up(settings, NOW)
    assert shelf_of(settings).kept() == []


async def test_a_disk_without_room_is_said_before_it_is_full(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, bot_token=None)
    with pytest.raises(BackupFailed, match="there is no database at"):
        await back_up(settings, NOW)
    with closing(sqlite3.connect(tmp_path / "gotovo.db")) as huge:
        huge.execute("CREATE TABLE t (x)")
    os.truncate(tmp_path / "gotovo.db", shutil.disk_usage(tmp_path).free + (1 << 30))
    with pytest.raises(BackupFailed, match=r"backups has \d+ MB free, and a copy needs \d+ MB"):
        await back_up(settings, NOW)


async def test_a_stop_in_the_middle_leaves_nothing_and_does_not_wait(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, bot_token=None)
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        await connection.execute(text(BULK))
    making = asyncio.ensure_future(back_up(settings, NOW))  # noqa: TID251  # cancelled below
    while not parts(tmp_path / "backups"):
        await asyncio.wait([making], timeout=0.001)
    making.cancel()
    began = time.monotonic()
    assert isinstance((await asyncio.gather(making, return_exceptions=True))[0], asyncio.CancelledError)
    while parts(tmp_path / "backups"):
        await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0.01))])  # noqa: TID251  # the thread ends on its own
    assert time.monotonic() - began < 5
    assert shelf_of(settings).kept() == []
    await engines.dispose()


BULK = (
    "CREATE TABLE bulk AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT randomblob(4000) b FROM n"
)


def parts(folder: Path) -> list[Path]:
    return list(folder.glob(".*.part")) if folder.is_dir() else []
