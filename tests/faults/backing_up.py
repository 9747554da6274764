"""A process to be killed: it keeps inputs and tells of each once it is committed, and makes one backup after the other meanwhile."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage import inbox
from storage.backup import Backup
from storage.engine import Engines, open_engines
from storage.inbox import Arrival


def tells(*words: object) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


class Load:
    """`kept` is the last input that was acknowledged."""

    def __init__(self, engines: Engines, first: int) -> None:
        self._engines, self.kept = engines, first

    async def keeps_on(self) -> None:
        while True:
            async with self._engines.write.begin() as connection:
                arrival = Arrival("test", "a", str(self.kept + 1), "tg:1", b"{}")
                await inbox.store(connection, [arrival], now=datetime.now(UTC))
            self.kept += 1
            tells("kept", self.kept)


async def main(database: Path, shelf: Path, *, first: int) -> None:
    load = Load(open_engines(f"sqlite+aiosqlite:///{database}"), first)
    async with asyncio.TaskGroup() as group:
        group.create_task(load.keeps_on())
        for number in range(10_000):
            target = shelf / f"{first}-{number}.db"
            tells("begins", target, load.kept)
            await asyncio.to_thread(Backup(database, target).make)
            tells("made", target, 0)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), first=int(sys.argv[3])))
