"""The doctor: a line a check with what to do, exit code 1 for anything red, and nothing changed by looking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from gotovo.clock import wall_clock
from gotovo.database import prepare_database
from gotovo.operation.backups import back_up
from gotovo.operation.doctor import examine
from gotovo.settings import Settings
from sandbox import Sandbox
from storage.lock import alone_on


def files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    sandbox = Sandbox()
    await sandbox.start()
    yield Settings(data_dir=tmp_path, bot_token=SecretStr(sandbox.world.token), telegram_api_url=sandbox.url)
    await sandbox.stop()


async def said(settings: Settings, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = await examine(settings)
    return code, capsys.readouterr().out.splitlines()


async def test_a_sound_installation_is_well(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    await (await prepare_database(settings)).dispose()
    await back_up(settings, wall_clock())
    code, lines = await said(settings, capsys)
    assert code == 0
    assert {line[0] for line in lines} <= {"✔", "•"}
    assert lines[0] == "✔ The database is sound (sqlite, schema 0001)"
    assert "✔ Messages come in (polling)" in lines


async def test_before_the_first_start_nothing_is_made_and_nothing_is_wrong(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = await said(settings, capsys)
    assert (code, lines[0]) == (0, "• There is no database yet. The first start makes it.")
    assert files(tmp_path) == []


async def test_without_a_token_and_a_backup_both_are_said_with_a_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data_dir=tmp_path, bot_token=None)
    await (await prepare_database(settings)).dispose()
    code, lines = await said(settings, capsys)
    assert code == 1
    assert [line for line in lines if line[0] == "✖"] == [
        "✖ There is no backup yet. Make one now.",
        "✖ BOT_TOKEN is not set: only the sandbox can run. Ask @BotFather for a token and put it into .env.",
    ]


async def test_what_keeps_the_database_from_answering_comes_first(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engines = await prepare_database(settings)
    async with engines.write.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engines.dispose()
    assert "✖ The database has schema 9999, 0001" in (await said(settings, capsys))[1][0]
    with alone_on(tmp_path / "gotovo.db"):
        assert (await said(settings, capsys))[1][0].startswith("✖ The database does not answer: a restore is under way")
    (tmp_path / "gotovo.db").write_bytes(b"x" * 8192)
    code, lines = await said(settings, capsys)
    assert (code, lines[0].partition(". ")[0]) == (1, "✖ The database is damaged: file is not a database")


async def test_a_server_that_is_away_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away = SecretStr("postgresql+asyncpg://nobody:s3cret@127.0.0.1:1/none")
    code, lines = await said(Settings(data_dir=tmp_path, bot_token=None, database_url=away), capsys)
    assert code == 1
    assert lines[0].startswith("✖ The database does not answer: ")
    assert "s3cret" not in "".join(lines)
