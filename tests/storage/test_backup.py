"""Backup and restore of one SQLite file: nothing half-made has a name, nothing damaged is trusted, nobody's work is overwritten."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import backup as backups
from storage import inbox
from storage.backup import Backup, BadBackup, check, damage, restore
from storage.engine import Engines, open_engines
from storage.inbox import Arrival
from storage.lock import InUse
from storage.migrations import migrate

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "gotovo.db"


@pytest.fixture
async def engines(database: Path) -> AsyncIterator[Engines]:
    opened = open_engines(f"sqlite+aiosqlite:///{database}")
    async with opened.write.begin() as connection:
        await connection.run_sync(migrate)
    await keep(opened, 1)
    yield opened
    await opened.dispose()


async def keep(engines: Engines, number: int) -> None:
    async with engines.write.begin() as connection:
        await inbox.store(connection, [Arrival("test", "a", str(number), f"tg:{number}", b"{}")], now=NOW)


def kept(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT ext_id FROM inbox ORDER BY seq")]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def in_silence(_done: int, _total: int) -> None:
    """Nobody watches."""


async def test_a_backup_holds_the_last_commit_though_it_is_still_in_the_journal(engines: Engines, database: Path, tmp_path: Path) -> None:
    found = Backup(database, tmp_path / "copy.db").make()
    await keep(engines, 2)
    assert kept(tmp_path / "copy.db") == ["1"]
    assert (found.orders, found.clients, found.last_input[:16]) == (0, 0, "2026-05-12 09:00")
    assert check(tmp_path / "copy.db") == found


async def test_a_backup_is_its_owners_alone_whatever_the_umask(engines: Engines, database: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Backup(database, tmp_path / "copy.db").make()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


async def test_a_backup_that_is_given_up_leaves_nothing(engines: Engines, database: Path, tmp_path: Path) -> None:
    async with engines.write.begin() as connection:
        await connection.execute(text(HEAVY))
    job = Backup(database, tmp_path / "copy.db")
    stopper = threading.Thread(target=stop_in_the_middle, args=(job,))
    stopper.start()
    with pytest.raises((InterruptedError, sqlite3.OperationalError)):
        job.make()
    stopper.join()
    assert not [name for name in names(tmp_path) if "copy" in name]


HEAVY = (
    "CREATE TABLE heavy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT randomblob(4000) b FROM n"
)


def stop_in_the_middle(job: Backup) -> None:
    while not job.part.exists():
        pass
    job.stop()


async def test_a_copy_that_does_not_pass_the_check_never_gets_its_name(engines: Engines, database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as careless:
        careless.execute("INSERT INTO contact_point (client_id, kind, value) VALUES (77, 'phone', '1')")
    with pytest.raises(BadBackup, match="rows of contact_point that refer to nothing"):
        Backup(database, tmp_path / "copy.db").make()
    assert not (tmp_path / "copy.db").exists()


async def test_what_a_killed_backup_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.db.1.part", tmp_path / ".b.db.2.part"
    for part in (old, young):
        part.touch()
    os.utime(old, (0, 0))
    backups.sweep_parts(tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize("spoil", [b"", b"not a database at all, but long enough to be looked at" * 40])
def test_what_is_no_backup_is_refused(tmp_path: Path, spoil: bytes) -> None:
    (tmp_path / "copy.db").write_bytes(spoil)
    with pytest.raises(BadBackup):
        check(tmp_path / "copy.db")


async def test_flipped_bytes_are_found_in_a_backup_and_in_a_database(engines: Engines, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    Backup(database, copy).make()
    assert damage(copy, patience=5) == ""
    flip(copy)
    with pytest.raises(BadBackup):
        check(copy)
    assert damage(copy, patience=5) != ""
    copy.write_bytes(b"x" * 8192)
    assert damage(copy, patience=5) == "file is not a database"


def flip(file: Path) -> None:
    """All pages but the first lose some bytes at their head."""
    data = bytearray(file.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 16] = bytes(byte ^ 0xFF for byte in data[page : page + 16])
    file.write_bytes(data)


async def test_a_restore_is_refused_while_anybody_works_on_the_file(engines: Engines, database: Path, tmp_path: Path) -> None:
    Backup(database, tmp_path / "copy.db").make()
    await keep(engines, 2)
    with pytest.raises(InUse):
        restore(tmp_path / "copy.db", database, kept=tmp_path / "old.db", progress=in_silence)
    await engines.dispose()
    restore(tmp_path / "copy.db", database, kept=tmp_path / "old.db", progress=in_silence)
    assert (kept(database), kept(tmp_path / "old.db")) == (["1"], ["1", "2"])
    assert not [name for name in names(tmp_path) if name.endswith(".part")]


async def test_a_journal_that_a_killed_process_left_does_not_get_into_the_restored_file(
    engines: Engines, database: Path, tmp_path: Path
) -> None:
    copy, crashed = tmp_path / "copy.db", tmp_path / "crashed" / "gotovo.db"
    Backup(database, copy).make()
    await keep(engines, 2)
    crashed.parent.mkdir()
    for ending in ("", "-wal"):
        crashed.with_name(f"gotovo.db{ending}").write_bytes(database.with_name(f"gotovo.db{ending}").read_bytes())
    restore(copy, crashed, kept=crashed.with_name("old.db"), progress=in_silence)
    assert (kept(crashed), kept(crashed.with_name("old.db"))) == (["1"], ["1", "2"])
    check(crashed)


async def test_a_damaged_database_is_kept_with_its_journal(engines: Engines, database: Path, tmp_path: Path) -> None:
    copy, broken = tmp_path / "copy.db", tmp_path / "broken.db"
    Backup(database, copy).make()
    broken.write_bytes(b"x" * 8192)
    broken.with_name("broken.db-wal").write_bytes(b"journal")
    restore(copy, broken, kept=tmp_path / "old.db", progress=in_silence)
    assert kept(broken) == ["1"]
    assert ((tmp_path / "old.db").read_bytes()[:3], (tmp_path / "old.db-wal").read_bytes()) == (b"xxx", b"journal")


async def test_progress_is_told_up_to_the_last_byte(engines: Engines, database: Path, tmp_path: Path) -> None:
    Backup(database, tmp_path / "copy.db").make()
    told: list[tuple[int, int]] = []
    restore(tmp_path / "copy.db", tmp_path / "new" / "gotovo.db", kept=tmp_path / "old", progress=lambda *done: told.append(done))
    size = (tmp_path / "copy.db").stat().st_size
    assert told[-1] == (size, size)
    assert not (tmp_path / "old").exists()
