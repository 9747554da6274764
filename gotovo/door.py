"""What both doors of Telegram do with an update: raw JSON becomes an inbox row, kept before it is acknowledged (W1)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from gotovo.clock import Clock
from gotovo.signals import Bell
from storage import inbox
from storage.engine import Engines
from storage.inbox import Arrival

SOURCE = "telegram"
LARGEST_ID = 2**63 - 1


def arrival(update: dict[str, Any], account: str) -> Arrival:
    """A raw update as an inbox row; the stream is the person, so that his words and taps keep their order."""
    body = next((value for key, value in update.items() if key != "update_id" and isinstance(value, dict)), {})
    source = body.get("from") or body.get("user") or body.get("chat")
    person = source.get("id") if isinstance(source, dict) else None
    return Arrival(SOURCE, account, str(update["update_id"]), f"tg:{person if _is_id(person) else 0}", canonical(update))


def canonical(update: object) -> bytes:
    """The same update is the same bytes, whichever door it came by."""
    return json.dumps(update, ensure_ascii=True).encode()


def arrival_of(body: bytes, account: str) -> Arrival:
    """A body as an authenticated sender posted it.

    What is no update is kept as well, in a stream of its own: it becomes a dead letter that the directors see. Refusing it would have
    Telegram repeat the same bytes for a day and hold up the person behind it; throwing it away might lose somebody's words.
    """
    try:
        update = json.loads(body)
        if isinstance(update, dict) and _is_id(update.get("update_id")):
            return arrival(update, account)
    except (ValueError, RecursionError):
        pass  # kept below, like all that is no update
    return _poison(body, account)


def _poison(body: bytes, account: str) -> Arrival:
    name = f"unread:{sha256(body).hexdigest()[:32]}"
    return Arrival(SOURCE, account, name, name, body)


def _is_id(value: object) -> bool:
    """Databases keep whole numbers of 64 bits: a longer one must not fail the batch in which it came."""
    return type(value) is int and abs(value) <= LARGEST_ID


class Threshold:
    """Keeps what arrives; those who come while a commit is under way share the next one."""

    def __init__(self, engines: Engines, *, clock: Clock, arrived: Bell) -> None:
        self._engines, self.clock, self._arrived = engines, clock, arrived
        self._waiting: list[tuple[Arrival, asyncio.Future[None]]] = []
        self._writing = asyncio.Lock()

    async def keep(self, arrivals: Sequence[Arrival]) -> None:
        """Returns when they are durable. Raises SQLAlchemyError or OSError when the database did not take them."""
        async with self._engines.write.begin() as connection:
            await inbox.store(connection, arrivals, now=self.clock())
        self._arrived.ring()

    async def keep_together(self, one: Arrival) -> None:
        """As `keep`, in one commit with those who come at the same time."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, mine))
        async with self._writing:
            if not mine.done():
                await self._keep_waiting()
        await mine

    async def _keep_waiting(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            await self.keep([arrival for arrival, _ in batch])
        except BaseException as error:
            for told in _listeners(batch):
                told.set_exception(error if isinstance(error, Exception) else ConnectionAbortedError())
                told.exception()  # read by whoever still waits; else nobody asks
            if not isinstance(error, Exception):
                raise
        else:
            for told in _listeners(batch):
                told.set_result(None)


def _listeners(batch: Iterable[tuple[Arrival, asyncio.Future[None]]]) -> list[asyncio.Future[None]]:
    """Without those who were cancelled meanwhile."""
    return [told for _, told in batch if not told.done()]
