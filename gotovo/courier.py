"""The courier: outbox rows -> plans -> Telegram; chats in parallel, each chat in order, marks in batches (architecture §2)."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Judgement, Verdict, judge
from bot.sender import Delivered, carry_out
from bot.speech import plan_for
from crm.use_cases.reach import client_unreachable
from gotovo.clock import Clock
from gotovo.pacing import Pace
from gotovo.signals import Bell
from storage import cards, outbox
from storage.engine import Engines
from storage.outbox import Row
from storage.reading import SqlReading
from storage.unit_of_work import SqlUnitOfWork, load_shop

BATCH = 32
RETRY_SECONDS = 1.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: delivered, dropped (both None), or an error with its judgement."""

    row: Row
    delivered: Delivered | None = None
    judgement: Judgement | None = None
    error: str = ""
    tried: bool = True


class Courier:
    """One per bot; it holds the claims of what it sends."""

    def __init__(self, bot: Bot, engines: Engines, *, clock: Clock, pace: Pace | None = None) -> None:
        self._bot, self._engines, self._clock = bot, engines, clock
        self._pace = pace or Pace()

    async def run(self, said: Bell) -> None:
        while not said.closed:
            try:
                if not await self.send_once():
                    await said.wait()
            except SQLAlchemyError as error:
                logger.error("the courier could not reach the database: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def send_once(self) -> int:
        """Sends one batch; returns how many rows it took."""
        async with self._engines.write.begin() as connection:
            rows = await outbox.claim(connection, self._clock(), limit=BATCH, busy=self._pace.paused())
        if not rows:
            return 0
        by_chat = sorted(rows, key=lambda row: (row.chat_id, row.lane, row.id))
        chats = [list(group) for _chat, group in groupby(by_chat, key=lambda row: row.chat_id)]
        done = await asyncio.gather(*(self._send_chat(group) for group in chats))
        async with self._engines.write.begin() as connection:
            await self._mark(connection, [outcome for group in done for outcome in group])
        return len(rows)

    async def _send_chat(self, rows: Sequence[Row]) -> list[Outcome]:
        """In order; once something must wait, the rest of the chat waits behind it."""
        outcomes: list[Outcome] = []
        for row in rows:
            if outcomes and outcomes[-1].judgement and outcomes[-1].judgement.verdict in (Verdict.WAIT, Verdict.RETRY, Verdict.UNCERTAIN):
                outcomes.append(Outcome(row, judgement=outcomes[-1].judgement, error="waits behind another", tried=False))
            else:
                outcomes.append(await self._send(row))
                await self._record_now(outcomes[-1], last=row is rows[-1])
        return outcomes

    async def _record_now(self, outcome: Outcome, *, last: bool) -> None:
        """The next row of the same chat must see the card that this one left."""
        if not last and outcome.delivered is not None and outcome.delivered.shown is not None:
            async with self._engines.write.begin() as connection:
                await cards.record(connection, outcome.delivered.shown, now=self._clock())

    async def _send(self, row: Row) -> Outcome:
        try:
            async with self._engines.read.connect() as connection:
                plan = await plan_for(row, SqlReading(connection, self._clock()))
            if plan is None:
                return Outcome(row)
            await self._pace.turn(row.chat_id)
            return Outcome(row, await carry_out(self._bot, plan))
        except (TelegramAPIError, OSError, TimeoutError) as error:
            logger.info("sending row %s: %s", row.id, type(error).__name__)
            return Outcome(row, judgement=judge(error), error=type(error).__name__)
        except Exception as error:  # a mistake in one screen must not stop the courier
            mark = secrets.token_hex(3)
            logger.error("row %s (%s) failed as %s", row.id, row.kind, mark, exc_info=error)
            return Outcome(row, judgement=judge(error), error=f"{mark}: {type(error).__name__}")

    async def _mark(self, connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
        now = self._clock()
        await outbox.mark_done(connection, [o.row for o in outcomes if o.delivered is not None], now=now)
        await outbox.mark_done(
            connection, [o.row for o in outcomes if o.delivered is None and o.judgement is None], now=now, state="dropped"
        )
        for outcome in outcomes:
            if outcome.delivered is not None:
                if outcome.delivered.shown is not None:
                    await cards.record(connection, outcome.delivered.shown, now=now)
                await cards.remember(connection, outcome.delivered.sent, now=now)
            elif outcome.judgement is not None:
                await self._after_error(connection, outcome, outcome.judgement)

    async def _after_error(self, connection: AsyncConnection, outcome: Outcome, judgement: Judgement) -> None:
        row, now = outcome.row, self._clock()
        match judgement.verdict:
            case Verdict.WAIT:
                self._pace.pause(row.chat_id, judgement.seconds)
                await outbox.put_off(
                    connection, row, due_at=now + timedelta(seconds=judgement.seconds), error=outcome.error, count_try=False
                )
            case Verdict.RETRY | Verdict.UNCERTAIN:
                delay = timedelta(seconds=min(60, 2 ** min(row.tries, 6)) * (0.75 + secrets.randbelow(50) / 100))
                await outbox.put_off(connection, row, due_at=now + delay, error=outcome.error, count_try=outcome.tried)
            case Verdict.UNREACHABLE:
                await outbox.bury(connection, row, error=outcome.error)
                unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection), chat_id=row.chat_id)
                await client_unreachable(unit, row.chat_id, kind=row.kind, intent=row.intent)
                await unit.flush()
            case _:
                await outbox.bury(connection, row, error=outcome.error)
