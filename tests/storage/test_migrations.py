"""The history of the schema leads to exactly the tables the code has, on either database."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.migrations import NewerSchema, migrate
from storage.tables import metadata


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_migrations_lead_to_the_tables_of_the_code(connection: AsyncConnection) -> None:
    assert await connection.run_sync(differences) == []


async def test_migrating_again_changes_nothing(connection: AsyncConnection) -> None:
    await connection.run_sync(migrate)
    assert await connection.run_sync(differences) == []


async def test_a_database_of_a_newer_gotovo_is_refused(connection: AsyncConnection) -> None:
    await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema, match="9999"):
        await connection.run_sync(migrate)
