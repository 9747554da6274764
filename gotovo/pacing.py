"""Telegram's rates as token buckets: 25 sends/s overall, 1/s per private chat with a burst of 5, 20/min per group (architecture §2)."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Tokens per second up to `burst`; monotonic time, so that a clock jump changes nothing."""

    rate: float
    burst: float
    tokens: float
    at: float | None = None
    """When it was asked last."""

    def wait_seconds(self) -> float:
        """Takes one token now or on credit; how long to wait for it."""
        now = time.monotonic()
        spared = 0.0 if self.at is None else now - self.at
        self.tokens, self.at = min(self.burst, self.tokens + spared * self.rate), now
        self.tokens -= 1
        return max(0.0, -self.tokens / self.rate)


class Pace:
    """One for the bot; buckets of idle chats are forgotten."""

    def __init__(self, *, overall: float = 25.0, per_chat: float = 1.0, burst: float = 5.0) -> None:
        # Rate and burst stay within the 30 that Telegram takes in a second. It still counts what the process before this one sent.
        self._overall = Bucket(overall, overall / 5, tokens=1.0)
        self._per_chat, self._burst = per_chat, burst
        self._chats: dict[int, Bucket] = {}
        self._paused: dict[int, float] = {}

    def pause(self, chat_id: int, seconds: float) -> None:
        """After a 429 the chat waits as long as Telegram says; the others do not."""
        self._paused[chat_id] = time.monotonic() + seconds

    def paused(self) -> set[int]:
        now = time.monotonic()
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        return set(self._paused)

    async def turn(self, chat_id: int) -> None:
        if len(self._chats) > 10_000:
            self._chats.clear()
        bucket = self._chats.setdefault(chat_id, self._bucket(chat_id))
        for each in (bucket, self._overall):  # who waits for his chat takes his place among all only then
            if (delay := each.wait_seconds()) > 0:
                await asyncio.sleep(delay)

    def _bucket(self, chat_id: int) -> Bucket:
        """Groups have negative ids."""
        return Bucket(self._per_chat, self._burst, self._burst) if chat_id > 0 else Bucket(20 / 60, 20.0, 20.0)
