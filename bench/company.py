"""A running Gotovo with its crew at work in the sandbox, ready to be measured."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bench.child import Child, started
from bench.seed import Crew, seed
from bench.watch import Watch, watching
from gotovo.settings import Settings
from sandbox import Person, Sandbox
from storage import outbox
from storage.engine import open_engines
from storage.outbox import Draft, Lane

CREW = 20
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Company:
    """`orders` are one open order for each of the crew, in their order."""

    sandbox: Sandbox
    watch: Watch
    child: Child
    crew: tuple[Person, ...]
    orders: tuple[int, ...]
    database: str

    async def pile_up(self, count: int) -> None:
        """So many sentences wait to be said to the crew, in turn."""
        engines, now = open_engines(self.database), datetime.now(UTC)
        chats = [person.id for person in self.crew]
        intent = {"phrase": "failed", "params": {"id": "a1b2c3"}, "keyboard": False}
        async with engines.write.begin() as connection:
            drafts = [Draft(chats[place % len(chats)], "say", intent, Lane.INTERACTIVE, now) for place in range(count)]
            for start in range(0, count, CHUNK):
                await outbox.put(connection, drafts[start : start + CHUNK], now=now)
        await engines.dispose()


@asynccontextmanager
async def quiet_sandbox(*, latency: float = 0.0) -> AsyncIterator[Sandbox]:
    """Neither Telegram's pace nor its strictness are measured here."""
    sandbox = Sandbox(latency=latency)
    sandbox.pacing.enabled = False
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


@asynccontextmanager
async def company_at_work(
    place: Path, *, deals: int = 10, latency: float = 0.0, database: str = "", crew: int = CREW
) -> AsyncIterator[Company]:
    """Seeded, started, everybody's hub on his phone."""
    async with quiet_sandbox(latency=latency) as sandbox:
        people = tuple(sandbox.person(f"Staff{place_}", language="en") for place_ in range(crew))
        url = database or f"sqlite+aiosqlite:///{place / 'gotovo.db'}"
        settings = Settings(
            data_dir=place, database_url=SecretStr(url), bot_token=SecretStr(sandbox.world.token), telegram_api_url=sandbox.url
        )
        orders = await seed(settings, Crew(tuple(person.id for person in people)), deals=deals)
        async with watching(sandbox) as watch:
            environment = {"DATA_DIR": str(place), "DATABASE_URL": url, "UNDO_SECONDS": "0", "HTTP_PORT": "0", "PATH": os.environ["PATH"]}
            async with started(sandbox, "bench.product", **environment) as child:
                for person in people:
                    person.deeds.start()
                await watch.until(lambda: len(watch.told) >= crew)
                await watch.until_quiet(0.7)
                yield Company(sandbox, watch, child, people, tuple(orders), url)
