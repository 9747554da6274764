"""Answers for webhook delivery: ordered within a queue, retried with growing delays, with the secret header."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.arguments import Arguments
from sandbox.errors import ApiError
from sandbox.records import JSON
from sandbox.updates import Update
from sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RESPONSE_LIMIT = 60.0
LONGEST_RETRY_AFTER = 3600
GONE_AFTER = 23 * 3600.0
DEFAULT_CONNECTIONS = 40
NOT_IN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")


@dataclass
class Subscription:
    """What setWebhook asked for."""

    url: str
    secret: str = ""
    max_connections: int = DEFAULT_CONNECTIONS


class Webhook:
    """Delivers pending updates while a subscription is there; a failing update holds up only its own queue.

    `first_delay` (seconds) is the pause before the first retry; tests make it small.
    """

    def __init__(self, world: World, perform: Callable[[str, Arguments], Awaitable[Any]]) -> None:
        self._world = world
        self._perform = perform
        self._subscription: Subscription | None = None
        self._loop: asyncio.Task[None] | None = None
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._gone_since: float | None = None
        self._set_at = float("-inf")
        self.first_delay = 1.0
        self.last_error: tuple[int, str] | None = None

    @property
    def url(self) -> str:
        return self._subscription.url if self._subscription else ""

    async def subscribe(self, subscription: Subscription) -> None:
        now = time.monotonic()
        if now < self._set_at + 1:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        await self.stop()
        self._set_at, self._subscription, self.last_error = now, subscription, None
        self._loop = asyncio.create_task(self._run(subscription))

    async def stop(self) -> None:
        """Forget the subscription and end deliveries under way; the updates stay pending."""
        self._subscription = None
        tasks = [task for task in (self._loop, *self._busy.values()) if task]
        self._busy.clear()
        self._loop = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def info(self) -> JSON:
        body: JSON = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._world.updates.pending)}
        if self._subscription:
            body |= {"max_connections": self._subscription.max_connections, "ip_address": "127.0.0.1"}
        if self._world.updates.allowed:
            body["allowed_updates"] = self._world.updates.allowed
        if self.last_error:
            body["last_error_date"], body["last_error_message"] = self.last_error
        return body

    async def _run(self, subscription: Subscription) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=RESPONSE_LIMIT)) as session:
            while True:
                for update in self._ready(subscription.max_connections):
                    task = asyncio.create_task(self._deliver(session, subscription, update))
                    self._busy[update.queue] = task
                await self._world.changed.until(lambda: False, self._pause()) if self._pause() else await self._world.changed.wait()

    def _heads(self) -> list[Update]:
        """The oldest update of every queue that is not being served."""
        heads: dict[int, Update] = {}
        self._world.updates.forget_expired()
        for update in self._world.updates.pending:
            heads.setdefault(update.queue, update)
        return [update for queue, update in heads.items() if queue not in self._busy]

    def _ready(self, connections: int) -> list[Update]:
        now = time.monotonic()
        free = max(0, connections - len(self._busy))
        return [update for update in self._heads() if update.due_at <= now][:free]

    def _pause(self) -> float:
        """Seconds until the next retry is due; 0 when nothing waits for a retry."""
        waits = [update.due_at - time.monotonic() for update in self._heads() if update.due_at]
        return max(0.001, min(waits)) if waits else 0.0

    async def _deliver(self, session: aiohttp.ClientSession, subscription: Subscription, update: Update) -> None:
        try:
            await self._post(session, subscription, update)
        except (aiohttp.ClientError, TimeoutError) as error:
            hung_up = isinstance(error, aiohttp.ServerDisconnectedError | ConnectionResetError)
            self._failed(update, "Webhook connection closed" if hung_up else f"Connection failed: {type(error).__name__}")
        finally:
            if self._busy.get(update.queue) is asyncio.current_task():
                del self._busy[update.queue]
            self._world.changed.notify()

    async def _post(self, session: aiohttp.ClientSession, subscription: Subscription, update: Update) -> None:
        headers = {SECRET_HEADER: subscription.secret} if subscription.secret else {}
        body = json.dumps(update.as_json(), ensure_ascii=False).encode()
        headers["Content-Type"] = "application/json"
        again = self._copies() - 1
        async with session.post(subscription.url, data=body, headers=headers, allow_redirects=False) as response:
            answer = await response.read()
        if response.status // 100 != 2:
            complaint = f"Wrong response from the webhook: {response.status} {response.reason}"
            self._failed(update, complaint, response.headers.get("Retry-After"))
            self._close_if_gone(response.status)
        elif not again:
            self._world.updates.discard(update)
            await self._perform_answer(answer)

    def _copies(self) -> int:
        if self._world.updates.duplicate:
            self._world.updates.duplicate -= 1
            return 2
        return 1

    def _failed(self, update: Update, message: str, retry_after: str | None = None) -> None:
        self.last_error = (self._world.now(), message)
        self._world.journal.note("fault", message, detail=update.as_json())
        update.failures += 1
        delay = min(self.first_delay * 2.0 ** (update.failures - 1), random.uniform(60, 120))
        if retry_after and retry_after.isdecimal() and int(retry_after) <= LONGEST_RETRY_AFTER:
            delay = float(retry_after)
        update.due_at = time.monotonic() + delay

    def _close_if_gone(self, status: int) -> None:
        now = self._world.clock()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since > GONE_AFTER:
            self._subscription = None
            if self._loop:
                self._loop.cancel()

    async def _perform_answer(self, answer: bytes) -> None:
        """A 2xx body may carry one method call; its result is thrown away."""
        try:
            body = json.loads(answer or b"null")
        except ValueError:
            return
        method = str(body.get("method", "")) if isinstance(body, dict) else ""
        if method and not method.lower().startswith(NOT_IN_ANSWER):
            try:
                await self._perform(method, Arguments({name: value for name, value in body.items() if name != "method"}))
            except (ApiError, KeyError) as error:
                self._world.rejections.append((method, body, str(error)))
