"""Wake-ups inside the process: a bell that a loop waits for, with a poll for what other processes wrote."""

from __future__ import annotations

import asyncio

POLL_SECONDS = 0.25


class Bell:
    """Rings are not counted: whoever wakes looks at everything that is due."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.closed = False

    def close(self) -> None:
        """The loops that listen end after what they are doing."""
        self.closed = True
        self.ring()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, timeout: float = POLL_SECONDS) -> None:
        """Until the bell rings, at most `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return
        self._event.clear()
