"""A migrated database of either kind for the tests of storage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Engines, open_engines
from storage.migrations import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def engines(database_url: str) -> AsyncIterator[Engines]:
    opened = open_engines(database_url)
    async with opened.write.begin() as connection:
        await connection.run_sync(migrate)
    yield opened
    await opened.dispose()


@pytest.fixture
async def connection(engines: Engines) -> AsyncIterator[AsyncConnection]:
    """One writer's transaction, given up at the end."""
    async with engines.write.connect() as opened:
        yield opened
        await opened.rollback()
