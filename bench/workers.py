"""Workers side by side on one PostgreSQL: what a second process adds to the work on what clients wrote."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bench.child import started
from bench.company import quiet_sandbox
from gotovo.database import prepare_database
from gotovo.door import arrival
from gotovo.settings import Settings
from scripts.postgres import new_database, served
from storage import inbox
from storage.engine import Engines

CLIENTS, MESSAGES = 40, 25
LOOK_SECONDS = 0.02


async def worked_per_second(*counts: int) -> list[float]:
    """Clients' words a second that so many processes work on, nothing being sent meanwhile; each count on a database of its own."""
    with served() as server:
        return [await _worked(new_database(server), processes=count) for count in counts]


async def _worked(url: str, *, processes: int) -> float:
    with TemporaryDirectory(prefix="gotovo-bench-") as place:
        settings = Settings(data_dir=Path(place), database_url=SecretStr(url))
        engines = await prepare_database(settings)
        async with AsyncExitStack() as stack:
            sandbox = await stack.enter_async_context(quiet_sandbox())
            for _process in range(processes):
                await stack.enter_async_context(started(sandbox, "bench.worker", DATABASE_URL=url, DATA_DIR=place))
            await _arrive(engines, first=1, rounds=1)
            began = await _arrive(engines, first=1 + CLIENTS, rounds=MESSAGES)
            rate = CLIENTS * MESSAGES / (time.perf_counter() - began)
        await engines.dispose()
        return rate


async def _arrive(engines: Engines, *, first: int, rounds: int) -> float:
    """Everybody writes so often; returns when they did, once all of it is worked on."""
    people = [{"id": 5000 + place, "is_bot": False, "first_name": f"Client{place}", "language_code": "en"} for place in range(CLIENTS)]
    updates = [
        {
            "update_id": first + number,
            "message": {
                "message_id": first + number,
                "date": int(time.time()),
                "chat": {"id": person["id"], "type": "private"},
                "from": person,
                "text": f"word {number}",
            },
        }
        for number, person in enumerate(people * rounds)
    ]
    async with engines.write.begin() as connection:
        await inbox.store(connection, [arrival(update, "bench") for update in updates], now=datetime.now(UTC))
    began = time.perf_counter()
    while True:
        async with engines.read.connect() as connection:
            if not await inbox.waiting(connection):
                return began
        await asyncio.sleep(LOOK_SECONDS)
