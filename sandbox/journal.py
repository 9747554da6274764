"""Answers for what the onlookers learn: the log of the last calls and updates, and the stream of events."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.records import JSON

KEPT_ENTRIES = 2000


class Journal:
    """Keeps the log and feeds subscribers; an event that concerns one person carries `person`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.log: deque[JSON] = deque(maxlen=KEPT_ENTRIES)
        self._keyed: dict[str, JSON] = {}
        self._queues: set[asyncio.Queue[JSON]] = set()

    def subscribe(self) -> "asyncio.Queue[JSON]":
        queue: asyncio.Queue[JSON] = asyncio.Queue()
        self._queues.add(queue)
        return queue

    def unsubscribe(self, queue: "asyncio.Queue[JSON]") -> None:
        self._queues.discard(queue)

    def emit(self, kind: str, /, **body: Any) -> None:
        for queue in self._queues:
            queue.put_nowait({"type": kind, **body})

    def note(self, kind: str, title: str, *, detail: Any, key: str = "") -> None:
        """Add a log entry (`update`, `call`, `fault` or `row`); `at` is seconds since the epoch, UTC.

        What is told of the same `key` again changes its entry where it stands.
        """
        entry = self._keyed.get(key)
        if entry is None:
            entry = {"at": self._clock(), "kind": kind, "title": title, "detail": detail}
            self.log.append(entry)
            if key:
                entry["key"] = self._keep(key, entry)
        else:
            entry["detail"] = detail
        self.emit("log", entry=dict(entry))

    def _keep(self, key: str, entry: JSON) -> str:
        self._keyed[key] = entry
        if len(self._keyed) > KEPT_ENTRIES:
            self._keyed.pop(next(iter(self._keyed)))
        return key
