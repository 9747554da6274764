"""INSERT … ON CONFLICT for both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_for(dialect: str, table: Table) -> Any:
    """The dialect's own INSERT, the one that knows `on_conflict_…`."""
    return sqlite_insert(table) if dialect == "sqlite" else postgresql_insert(table)


async def upsert(connection: AsyncConnection, table: Table, *, values: Mapping[str, object], key: Sequence[str]) -> None:
    """Writes the row, over an older one with the same key."""
    await connection.execute(_upsert(connection.dialect.name, table, tuple(values), key=tuple(key)), dict(values))


@cache
def _upsert(dialect: str, table: Table, names: tuple[str, ...], *, key: tuple[str, ...]) -> Any:
    statement = insert_for(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)
