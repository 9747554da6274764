"""How many calls to Telegram may be in doubt at once (W4)."""

from __future__ import annotations

import asyncio

IN_FLIGHT = 8
"""More than Telegram's rate fills at its usual 50 to 100 ms a call."""

SLOW_SECONDS = 2.0


class Place:
    """Given back when what became of a call is marked, or when the call takes so long that others should go on."""

    def __init__(self, room: asyncio.Semaphore) -> None:
        self._room, self._is_held = room, True
        self._slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self.give_back)

    def give_back(self) -> None:
        self._slow.cancel()
        if self._is_held:
            self._is_held = False
            self._room.release()


class Room:
    """Calls at once, each until it is marked: so many a crash leaves in doubt (W4)."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(IN_FLIGHT)

    async def place(self) -> Place:
        await self._free.acquire()
        return Place(self._free)
