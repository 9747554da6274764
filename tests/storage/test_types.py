"""Times come back aware and in UTC from either database; a naive one is refused at the door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables

NOON_IN_TASHKENT = datetime(2026, 5, 12, 12, 0, tzinfo=timezone(timedelta(hours=5)))


async def kept(connection: AsyncConnection, moment: datetime) -> datetime:
    await connection.execute(insert(tables.staff).values(name="Ann", created_at=moment, roles=[]))
    found: datetime = (await connection.execute(select(tables.staff.c.created_at))).scalar_one()
    return found


async def test_a_time_comes_back_in_utc(connection: AsyncConnection) -> None:
    moment = await kept(connection, NOON_IN_TASHKENT)
    assert (moment, moment.tzinfo) == (datetime(2026, 5, 12, 7, 0, tzinfo=UTC), UTC)


async def test_a_naive_time_is_refused(connection: AsyncConnection) -> None:
    with pytest.raises(StatementError, match="naive"):
        await kept(connection, NOON_IN_TASHKENT.replace(tzinfo=None))
