"""The worker: inbox row -> transaction -> outbox rows; it owns BEGIN, SAVEPOINT and COMMIT (architecture §2)."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Sequence

from aiogram import Bot, Dispatcher
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.assembly import silent_bot
from bot.cards.phrases import phrase
from bot.fsm.storage import current_dialogs
from bot.words import words_for
from crm.errors import Conflict, CrmError
from crm.intents import Say, Toast
from crm.shop import Shop
from crm.staff import bears_payload, invite_key
from crm.use_cases.dead_letters import tell_directors
from gotovo.answers import Answer, Answers
from gotovo.clock import Clock
from gotovo.inputs import Hands, Input, read
from gotovo.logs import also_concerning, concerning
from gotovo.signals import Bell
from storage import inbox
from storage.engine import UNREACHABLE, Engines, savepoint
from storage.inbox import Claimed
from storage.unit_of_work import SqlUnitOfWork, load_shop

BATCH = 8
SLICE_SECONDS = 0.02
"""A batch ends early after this: SQLite's only writer is also waited for by the marks of what has been sent (W4)."""
RETRY_SECONDS = 1.0
PERSON = re.compile(r"tg:([1-9][0-9]*)")
"""A stream of somebody who can be told; groups and updates without a person are not."""
logger = logging.getLogger(__name__)


class Worker:
    """One loop; with PostgreSQL several may run side by side."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, *, engines: Engines, clock: Clock, said: Bell) -> None:
        self._bot, self._engines = bot, engines
        self._clock, self._said = clock, said
        self._hands = Hands(silent_bot(bot.token), dispatcher)
        self.answers = Answers(bot)
        self._sees_more = False
        self._name, self._invite_key = "", invite_key(bot.token)

    async def run(self, arrived: Bell) -> None:
        self._name = (await self._bot.me()).username or ""
        while not arrived.closed:
            try:
                await self.work_once()
                if not self._sees_more:
                    await arrived.wait()
            except UNREACHABLE as error:
                logger.error("the worker could not reach the database: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
        await self.answers.given()

    async def work_once(self) -> int:
        """Works on the heads of up to `BATCH` streams in one commit, as many as there is time for; returns how many there were."""
        answers: list[Answer] = []
        async with self._engines.write.begin() as connection:
            rows = await inbox.claim(connection, self._clock(), limit=BATCH)
            self._sees_more = len(rows) == BATCH or any(row.followed for row in rows)
            if not rows:
                return 0
            shop = await load_shop(connection)
            done = await self._in_time(connection, rows, shop, answers=answers)
            await inbox.finish(connection, done, now=self._clock())
            await inbox.forget(connection, [row.seq for row in rows if row.seq in done and bears_payload(row.raw)])
            self._sees_more |= len(done) < len(rows)
        self._said.ring()
        self.answers.give(answers)
        return len(rows)

    async def _in_time(self, connection: AsyncConnection, rows: Sequence[Claimed], shop: Shop, *, answers: list[Answer]) -> list[int]:
        """Those of the batch that are finished with; the rest is claimed again when time is up."""
        done, began = [], time.monotonic()
        for row in rows:
            if await self._is_done(connection, row, shop, answers=answers):
                done.append(row.seq)
            if time.monotonic() - began > SLICE_SECONDS:
                break
        return done

    async def _is_done(self, connection: AsyncConnection, row: Claimed, shop: Shop, *, answers: list[Answer]) -> bool:
        with concerning(input=row.seq):
            return await self._work(connection, row, shop, answers=answers)

    async def _work(self, connection: AsyncConnection, row: Claimed, shop: Shop, *, answers: list[Answer]) -> bool:
        """True when the input is finished with; a failure is put off and comes again."""
        try:
            given = read(row, self._hands)
        except (ValueError, KeyError, RecursionError) as error:
            await self._failed(connection, row, error)
            return False
        also_concerning(order=given.order)
        for attempt in range(3):
            try:
                unit = await self._hear(connection, given, shop)
            except Conflict:
                continue
            except Exception as error:  # noqa: BLE001  # a handler's mistake must stop neither the stream nor the others
                dead = await self._failed(connection, row, error)
                if attempt == 0 and given.query_id and (dead or row.tries == 0):
                    answers.append(Answer(given.query_id))
                return False
            also_concerning(order=unit.order_id)
            logger.debug("input %s is done", row.seq)
            answers.extend(self._answer(given, unit))
            return True
        return False

    async def _hear(self, connection: AsyncConnection, given: Input, shop: Shop) -> SqlUnitOfWork:
        """Handled, or refused: both in a savepoint of their own."""
        try:
            return await self._feed(connection, given, shop)
        except Conflict:
            raise
        except CrmError as error:
            async with connection.begin_nested():
                return await self._refuse(connection, given, shop, error=error)

    async def _feed(self, connection: AsyncConnection, given: Input, shop: Shop) -> SqlUnitOfWork:
        async with savepoint(connection):
            unit = self._unit(connection, given, shop)
            token = current_dialogs.set(unit.dialogs)
            try:
                await given.handle(unit)
            finally:
                current_dialogs.reset(token)
            await unit.flush()
        return unit

    async def _refuse(self, connection: AsyncConnection, given: Input, shop: Shop, *, error: CrmError) -> SqlUnitOfWork:
        """The input changed nothing; its person is told why."""
        unit = self._unit(connection, given, shop)
        unit.say(*given.refuse(error))
        await unit.flush()
        unit.viewer = await unit.queries.viewer(unit.chat_id, unit.now)
        return unit

    def _unit(self, connection: AsyncConnection, given: Input, shop: Shop) -> SqlUnitOfWork:
        unit = SqlUnitOfWork(connection, now=self._clock(), shop=shop, chat_id=given.chat_id)
        unit.bot_name, unit.invite_key = self._name, self._invite_key
        return unit

    async def _failed(self, connection: AsyncConnection, row: Claimed, error: Exception) -> bool:
        """Logged with an id that the person can name; dead after its tries."""
        mark = secrets.token_hex(3)
        logger.error("input %s failed as %s (try %s)", row.seq, mark, row.tries + 1, exc_info=error)
        dead = await inbox.fail(connection, row, now=self._clock(), error=f"{mark}: {type(error).__name__}")
        if dead:
            unit = SqlUnitOfWork(connection, now=self._clock(), shop=await load_shop(connection))
            await tell_directors(unit)
            if person := PERSON.fullmatch(row.stream):
                unit.say(Say("failed", {"id": mark}, chat_id=int(person[1])))
            await unit.flush()
        return dead

    def _answer(self, given: Input, unit: SqlUnitOfWork) -> list[Answer]:
        if not given.query_id:
            return []
        words = words_for(unit.viewer) if unit.viewer else None
        toasts: list[Toast] = unit.toasts
        texts = [phrase(toast.phrase, toast.params, _=words) for toast in toasts] if words else []
        return [Answer(given.query_id, texts, any(toast.alert for toast in toasts))]
