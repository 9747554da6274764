"""Answers for Telegram's speed limits: token buckets overall, per private chat and per group, in real time."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import too_many_requests

UNPACED = frozenset({"sendchataction"})
PACED = ("send", "edit", "copymessage", "forwardmessage")


@dataclass
class Bucket:
    """`rate` tokens a second, at most `burst` saved up."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float, count: int) -> float:
        """Seconds until `count` tokens are there; takes nothing."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(count, self.burst) - self.tokens) / self.rate)


@dataclass
class Pacing:
    """The limits are not published; these are the figures of Telegram's FAQ with the bursts it is seen to allow."""

    overall: float = 30.0
    chat_rate: float = 1.0
    chat_burst: float = 20.0
    group_per_minute: float = 20.0
    enabled: bool = True
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[int | None, Bucket] = field(default_factory=dict)

    def charge(self, method: str, chat_id: int | None, *, count: int = 1) -> None:
        """Count a call; 429 when a bucket is empty. Callback answers and reactions are free, edits are not."""
        name = method.lower()
        if not self.enabled or chat_id is None or name in UNPACED or not name.startswith(PACED):
            return
        now = self.clock()
        buckets = [self._bucket(None, self.overall, burst=self.overall, now=now), self._chat_bucket(chat_id, now)]
        wait = max(bucket.wait(now, count) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.tokens -= count

    def _chat_bucket(self, chat_id: int, now: float) -> Bucket:
        if chat_id > 0:
            return self._bucket(chat_id, self.chat_rate, burst=self.chat_burst, now=now)
        return self._bucket(chat_id, self.group_per_minute / 60, burst=self.group_per_minute, now=now)

    def _bucket(self, key: int | None, rate: float, *, burst: float, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(rate, burst, burst, now))
