"""Opening the database: an older one is backed up and upgraded with its data, a newer or a damaged one is refused with a way out."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import text

from gotovo.database import DamagedDatabase, claim_database, prepare_database
from gotovo.operation.backups import back_up, shelf_of
from gotovo.settings import Settings
from storage import migrations
from storage.engine import Engines
from storage.migrations import NewerSchema

NEXT = '''
"""A next version."""
from alembic import op
import sqlalchemy as sa
revision = "next"
down_revision = "{previous}"
def upgrade():
    op.add_column("client", sa.Column("nickname", sa.Text, nullable=False, server_default="none"))
    {fails}
'''


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", bot_token=None)


@pytest.fixture
async def older(settings: Settings) -> Settings:
    """An installation of the version before, with a client in it."""
    settings.data_dir.mkdir()
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        await connection.execute(text("INSERT INTO client (name, created_at) VALUES ('Anna', '2026-05-12')"))
    await engines.dispose()
    return settings


def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, fails: str = "") -> None:
    """From here on Gotovo is the next version, which knows one column more."""
    here = tmp_path / "migrations"
    shutil.copytree(migrations.HERE, here, ignore=shutil.ignore_patterns("__pycache__"))
    (here / "versions" / "next.py").write_text(NEXT.format(previous=migrations.newest_schema(), fails=fails))
    monkeypatch.setattr(migrations, "HERE", here)


async def clients(engines: Engines) -> list[tuple[object, ...]]:
    async with engines.read.connect() as connection:
        return [tuple(row) for row in await connection.execute(text("SELECT name, nickname FROM client"))]


async def test_an_upgrade_keeps_the_data_and_the_database_before_it(
    older: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    next_version(monkeypatch, tmp_path)
    engines = await prepare_database(older)
    assert await clients(engines) == [("Anna", "none")]
    await engines.dispose()
    (kept,) = shelf_of(older).kept()
    assert kept.before == "next"
    with closing(connect(kept.path)) as copy:
        assert copy.execute("SELECT name FROM client").fetchall() == [("Anna",)]
        assert "nickname" not in [column[1] for column in copy.execute("PRAGMA table_info(client)")]
    await (await prepare_database(older)).dispose()
    assert len(shelf_of(older).kept()) == 1


async def test_a_failing_upgrade_leaves_the_database_as_it_was(older: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as later:
        next_version(later, tmp_path, fails="raise RuntimeError('no')")
        with pytest.raises(RuntimeError):
            await prepare_database(older)
    engines = await prepare_database(older)
    async with engines.read.connect() as connection:
        assert "nickname" not in [row[1] for row in await connection.execute(text("PRAGMA table_info(client)"))]
    await engines.dispose()


async def test_without_a_backup_there_is_no_upgrade(older: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The shelf cannot be made, so the old version's data are not touched."""
    (older.data_dir / "backups").write_text("in the way")
    next_version(monkeypatch, tmp_path)
    with pytest.raises(Exception, match="The backup was not made"):
        await prepare_database(older)
    with closing(connect(older.data_dir / "gotovo.db")) as same:
        assert "nickname" not in [column[1] for column in same.execute("PRAGMA table_info(client)")]


async def test_an_older_gotovo_refuses_a_newer_database(older: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as later:
        next_version(later, tmp_path)
        await (await prepare_database(older)).dispose()
    with pytest.raises(NewerSchema, match="next"):
        await prepare_database(older)


async def test_a_damaged_database_is_not_started_on_and_the_way_back_is_named(older: Settings) -> None:
    made = await back_up(older, datetime(2026, 5, 12, 3, 0, tzinfo=UTC))
    spoil(older.data_dir / "gotovo.db")
    before = (older.data_dir / "gotovo.db").read_bytes()
    with pytest.raises(DamagedDatabase, match=rf"gotovo.db is damaged .*gotovo restore {made.file}"):
        await prepare_database(older)
    assert (older.data_dir / "gotovo.db").read_bytes() == before
    made.file.unlink()
    with pytest.raises(DamagedDatabase, match="There is no backup"):
        await prepare_database(older)


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for page in range(8192, len(data), 4096):
        data[page : page + 64] = bytes(64)
    file.write_bytes(data)


async def test_a_database_belongs_to_one_kind(older: Settings) -> None:
    engines = await prepare_database(older)
    await claim_database(engines, "live")
    with pytest.raises(RuntimeError, match="holds live data"):
        await claim_database(engines, "demo")
    await engines.dispose()
