"""What the sandbox saw: messages, edits and calls, with the moment at which each came."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sandbox import Sandbox

PATIENCE = 300.0


@dataclass(slots=True)
class Watch:
    """Counts since it began; `edited` and `told` are the last moments by chat (monotonic seconds)."""

    sandbox: Sandbox
    calls: Counter[str] = field(default_factory=Counter)
    bytes_sent: int = 0
    messages: Counter[int] = field(default_factory=Counter)
    told: dict[int, float] = field(default_factory=dict)
    edited: dict[int, float] = field(default_factory=dict)
    last: float = 0.0
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: dict[str, Any]) -> None:
        now = time.perf_counter()
        match event["type"]:
            case "message" if event["message"]["from"]["is_bot"]:
                self.messages[event["chat"]] += 1
                self.told[event["chat"]] = self.last = now
            case "edited":
                self.edited[event["chat"]] = self.last = now
            case "log" if event["entry"]["kind"] == "call":
                self.calls[event["entry"]["title"]] += 1
                self.bytes_sent += len(json.dumps(event["entry"]["detail"]["params"], ensure_ascii=False).encode())
            case _:
                return
        self._woken.set()

    async def until(self, holds: Callable[[], bool], *, patience: float = PATIENCE) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while not holds():
                self._woken.clear()
                await self._woken.wait()

    async def until_edited(self, chat: int, *, after: float) -> None:
        await self.until(lambda: self.edited.get(chat, 0.0) > after)

    async def until_heard(self, chat: int, *, after: float) -> None:
        """A message or an edit, whichever comes first."""
        await self.until(lambda: max(self.told.get(chat, 0.0), self.edited.get(chat, 0.0)) > after)

    async def until_quiet(self, seconds: float = 1.0) -> None:
        """Nothing has come for a while."""
        while True:
            self._woken.clear()
            try:
                await asyncio.wait_for(self._woken.wait(), seconds)
            except TimeoutError:
                return


@asynccontextmanager
async def watching(sandbox: Sandbox) -> AsyncIterator[Watch]:
    watch, queue = Watch(sandbox), sandbox.world.journal.subscribe()

    async def follow() -> None:
        while True:
            watch.take(await queue.get())

    following = asyncio.create_task(follow())
    try:
        yield watch
    finally:
        following.cancel()
        sandbox.world.journal.unsubscribe(queue)
