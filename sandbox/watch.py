"""Answers for looking into the product while it plays: its rows go to the log, its roads to the guided tour."""

import asyncio
import contextlib

from sandbox.levers import Levers
from sandbox.records import JSON
from sandbox.tour import with_place
from sandbox.world import World

TOGETHER = 0.12
LONGEST_PAUSE = 1.0
GONE = "gone"


class Watch:
    """Looks after every change of the emulated Telegram, at least once a second."""

    def __init__(self, world: World, levers: Levers) -> None:
        self._world, self._levers = world, levers
        self._open: dict[tuple[str, int], JSON] = {}
        self._newest: dict[str, int] = {}
        self.roads: list[JSON] = []

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_PAUSE):
                    await self._world.changed.wait()
            await asyncio.sleep(TOGETHER)

    async def look(self) -> None:
        await self._look_at_rows()
        roads = [with_place(self._world, road) for road in await self._levers.roads()]
        if roads != self.roads:
            self.roads = roads
            self._world.journal.emit("tour", roads=roads)

    async def _look_at_rows(self) -> None:
        """A row that was still to be done and is there no more was done and forgotten."""
        found = await self._levers.rows(self._after())
        for key, row in list(self._open.items()):
            if not any((one["table"], one["id"]) == key for one in found):
                self._note(row | {"state": GONE, "open": False})
        for row in found:
            if self._is_news(row):
                self._note(row)

    def _after(self) -> dict[str, int]:
        """Ids of rows that are over, as a mark in each table: whatever may still change comes after it."""
        marks = dict(self._newest)
        for table, row_id in self._open:
            marks[table] = min(marks[table], row_id - 1)
        return marks

    def _is_news(self, row: JSON) -> bool:
        known = self._open.get((row["table"], row["id"]))
        return known != row if known else row["id"] > self._newest.get(row["table"], 0)

    def _note(self, row: JSON) -> None:
        table, row_id = row["table"], row["id"]
        self._newest[table] = max(self._newest.get(table, 0), row_id)
        if row["open"]:
            self._open[table, row_id] = row
        else:
            self._open.pop((table, row_id), None)
        detail = {key: value for key, value in row.items() if key != "open"}
        self._world.journal.note("row", f"{table} #{row_id}", detail=detail, key=f"{table}:{row_id}")
