"""A full disk: nothing is acknowledged that is not kept, what is there can be read, and work goes on by itself once there is room."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from crm.actor import Role
from storage import tables
from storage.backup import damage
from storage.engine import Engines
from tests.scenarios.conftest import Company


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite can be told to refuse to grow, which looks to us as a full disk does."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.sqlite3'}"


async def fills(engines: Engines) -> None:
    """No page more; small messages may still find room in pages that are there."""
    async with engines.write.begin() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    for size in (3000, 300, 30, 1):
        await until_full(engines, "x" * size)


async def until_full(engines: Engines, piece: str) -> None:
    number = 0
    while True:
        number += 1
        try:
            async with engines.write.begin() as connection:
                values = {"key": f"fill {len(piece)} {number}", "value": piece}
                await connection.execute(tables.meta.insert().values(**values))
        except OperationalError as error:
            assert "full" in str(error.orig)
            return


async def has_room(engines: Engines) -> None:
    async with engines.write.connect() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))


async def kept(engines: Engines) -> int:
    async with engines.read.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(tables.inbox))).scalar_one())


async def test_a_full_disk_loses_nothing_and_is_got_over_by_itself(company: Company) -> None:
    vera, anna = await company.hires("Vera", Role.OPERATOR), company.client("Anna")
    await anna.starts()
    await company.settle()
    wiring = company.app.wiring
    assert wiring is not None
    before = await kept(wiring.engines)
    await fills(wiring.engines)

    async def is_not_ready() -> bool:
        async with aiohttp.ClientSession() as session, session.get(f"{wiring.http.url}/ready") as answer:
            return answer.status == 503

    await anna.says(f"My TV is dark{'.' * 3900}")
    assert await is_not_ready()
    assert company.sandbox.world.updates.pending, "Telegram still has the message: nobody said that it was taken"
    assert await kept(wiring.engines) == before
    async with wiring.engines.read.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(tables.staff))).scalar_one() == 1
    await has_room(wiring.engines)
    card = await vera.sees("New request №1001", timeout=60)
    assert "My TV is dark" in card.text
    await company.settle()
    assert await kept(wiring.engines) > before
    assert damage(company.settings.data_dir / "gotovo.sqlite3", patience=10) == ""
