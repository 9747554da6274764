"""The courier: outbox rows -> plans -> Telegram; streams in parallel, each in order, marks and claims in one commit (architecture §2)."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import FileTooBig, Judgement, Verdict, judge
from bot.plans import CardPlan
from bot.sender import Delivered, carry_out
from bot.speech import plan_for
from crm.shop import Shop
from crm.staff import invite_key
from crm.use_cases.dead_letters import tell_directors
from crm.use_cases.reach import client_unreachable
from gotovo.clock import Clock
from gotovo.fetched import bring_in, tell_not_fetched
from gotovo.logs import also_concerning
from gotovo.pacing import Pace
from gotovo.patience import Patience, put_off
from gotovo.room import Place, Room
from gotovo.signals import Bell
from gotovo.tally import Tally
from storage import cards, outbox
from storage.engine import UNREACHABLE, Engines
from storage.leases import Lease, LeaseLost
from storage.outbox import Row, Stream
from storage.reading import SqlReading
from storage.unit_of_work import SqlUnitOfWork, load_shop

BATCH = 32
RETRY_SECONDS = 1.0
HOLDS_UP = (Verdict.WAIT, Verdict.RETRY, Verdict.UNCERTAIN)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: delivered, dropped (both None), or an error with its judgement."""

    row: Row
    delivered: Delivered | None = None
    judgement: Judgement | None = None
    error: str = ""
    tried: bool = True
    place: Place | None = None
    """Held until it is marked."""


class Courier:
    """One per bot, as the `lease` says; it holds the claims of what it sends.

    Streams are sent side by side, each in its own order; the words of a conversation are one stream of a chat, its cards and
    notices another, so that nobody's buttons wait for a picture.
    """

    def __init__(self, bot: Bot, engines: Engines, *, clock: Clock, lease: Lease, pace: Pace | None = None) -> None:
        self._bot, self._engines, self._clock, self._lease = bot, engines, clock, lease
        self._pace, self._invite_key = pace or Pace(), invite_key(bot.token)
        self._room = Room()
        self._flights: dict[Stream, asyncio.Task[None]] = {}
        self._landed: list[Outcome] = []
        self._shop = Shop()
        self._patience = Patience()
        self.tally = Tally()

    async def run(self, said: Bell) -> None:
        """Until `said` is closed and what was under way is marked. Raises `LeaseLost`."""
        try:
            await self._patiently(self._adopt)
            while not (said.closed and not self._flights and not self._landed):
                if not await self._patiently(lambda: self._turn_over(said)):
                    await said.wait()
        finally:
            await self._abandon()

    async def _patiently(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """What the database refuses is tried again later."""
        while True:
            try:
                return await step()
            except UNREACHABLE as error:
                logger.error("the courier could not reach the database: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _adopt(self) -> bool:
        """What the courier before was sending when it died is this one's now, at once."""
        async with self._engines.write.begin() as connection:
            await self._lease.fence(connection)
            await outbox.orphan(connection)
        return True

    async def _abandon(self) -> None:
        """Another courier answers for what is still under way."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        self._landed.clear()

    async def _turn_over(self, said: Bell) -> bool:
        """One commit marks what has been sent and claims what is next; False when there is nothing more to do before the bell rings."""
        landed = list(self._landed)
        async with self._engines.write.begin() as connection:
            await self._lease.fence(connection)
            await self._mark(connection, landed)
            if self._patience.is_over():
                await outbox.wake(connection, self._clock())
            rows = await self._claim(connection, self._landed[len(landed) :]) if not said.closed else []
            self._shop = await load_shop(connection) if rows else self._shop
        del self._landed[: len(landed)]
        for place in filter(None, (outcome.place for outcome in landed)):
            place.give_back()
        by_stream = sorted(rows, key=lambda row: (row.stream, row.lane, row.id))
        for stream, group in groupby(by_stream, key=lambda row: row.stream):
            self._flights[stream] = asyncio.create_task(self._fly(stream, list(group), said=said))
        return len(rows) == BATCH or bool(self._landed)

    async def _claim(self, connection: AsyncConnection, unmarked: Sequence[Outcome]) -> list[Row]:
        """A stream that landed meanwhile is busy until it is marked: its next row must see the card that it left."""
        busy = {*self._flights, *(outcome.row.stream for outcome in unmarked)}
        return await outbox.claim(connection, self._clock(), limit=BATCH, busy=busy, paused=self._pace.paused())

    async def _fly(self, stream: Stream, rows: Sequence[Row], *, said: Bell) -> None:
        """In order; each is marked while the next is on its way, so that few are in doubt at a time (W4)."""
        waits: Judgement | None = None
        try:
            for row in rows:
                outcome, waits = await self._send_behind(waits, row, is_last=row is rows[-1])
                self._landed.append(outcome)
                said.ring()
        finally:
            del self._flights[stream]
            said.ring()

    async def _send_behind(self, waits: Judgement | None, row: Row, *, is_last: bool) -> tuple[Outcome, Judgement | None]:
        """Once something must wait, the rest of the stream waits behind it."""
        if waits is not None:
            return Outcome(row, judgement=waits, error="waits behind another", tried=False), waits
        outcome = await self._send(row)
        if outcome.judgement is not None and outcome.judgement.verdict in HOLDS_UP:
            waits = put_off(outcome.judgement, tries=row.tries)
            outcome = replace(outcome, judgement=waits)
        elif not is_last and not await self._is_recorded(outcome):
            waits = put_off(Judgement(Verdict.RETRY), tries=0)
        return outcome, waits

    async def _is_recorded(self, outcome: Outcome) -> bool:
        """The next row of the same chat must see the card that this one left."""
        if outcome.delivered is None or outcome.delivered.shown is None:
            return True
        try:
            async with self._engines.write.begin() as connection:
                await self._lease.fence(connection)
                await cards.record(connection, outcome.delivered.shown, now=self._clock())
        except (*UNREACHABLE, LeaseLost) as error:
            logger.error("a card could not be written down at once: %s", type(error).__name__)
            return False
        return True

    async def _send(self, row: Row) -> Outcome:
        also_concerning(order=row.order)
        place: Place | None = None
        try:
            async with self._engines.read.connect() as connection:
                plan = await plan_for(row, SqlReading(connection, self._clock(), shop=self._shop, invite_key=self._invite_key))
            if plan is None:
                return Outcome(row)
            await self._pace.turn(row.chat_id)
            place = await self._room.place()
            if not self._lease.is_held():
                return Outcome(row, judgement=Judgement(Verdict.RETRY), error="another may send it", tried=False, place=place)
            delivered = await carry_out(self._bot, plan)
            if not (isinstance(plan, CardPlan) and plan.is_shown):
                self._patience.got_through(row)
            logger.debug("row %s (%s) is sent", row.id, row.kind)
            return Outcome(row, delivered, place=place)
        except (TelegramAPIError, OSError, TimeoutError, FileTooBig) as error:
            logger.info("sending row %s: %s", row.id, type(error).__name__)
            return Outcome(row, judgement=self._patience.failed(row, judge(error)), error=type(error).__name__, place=place)
        except Exception as error:  # a mistake in one screen must not stop the courier
            mark = secrets.token_hex(3)
            logger.error("row %s (%s) failed as %s", row.id, row.kind, mark, exc_info=error)
            return Outcome(row, judgement=judge(error), error=f"{mark}: {type(error).__name__}", place=place)

    async def _mark(self, connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
        now = self._clock()
        await outbox.mark_done(connection, [o.row for o in outcomes if o.delivered is not None], now=now)
        await outbox.mark_done(
            connection, [o.row for o in outcomes if o.delivered is None and o.judgement is None], now=now, state="dropped"
        )
        for outcome in outcomes:
            if outcome.delivered is not None:
                self.tally.sent += 1
                if outcome.delivered.shown is not None:
                    await cards.record(connection, outcome.delivered.shown, now=now)
                await cards.remember(connection, outcome.delivered.sent, now=now)
                if outcome.delivered.fetched is not None:
                    await bring_in(connection, outcome.row, data=outcome.delivered.fetched, now=now)
            elif outcome.judgement is not None:
                await self._after_error(connection, outcome, outcome.judgement)

    async def _after_error(self, connection: AsyncConnection, outcome: Outcome, judgement: Judgement) -> None:
        row, now = outcome.row, self._clock()
        due_at = now + timedelta(seconds=judgement.seconds)
        self._count(judgement, tried=outcome.tried)
        match judgement.verdict:
            case Verdict.WAIT:
                self._pace.pause(row.chat_id, judgement.seconds)
                await outbox.put_off(connection, row, due_at=due_at, error=outcome.error, count_try=False)
            case Verdict.RETRY | Verdict.UNCERTAIN:
                await outbox.put_off(connection, row, due_at=due_at, error=outcome.error, count_try=outcome.tried)
            case Verdict.UNREACHABLE:
                await outbox.mark_done(connection, [row], now=now, state="dropped")
                unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection), chat_id=row.chat_id)
                await client_unreachable(unit, row.chat_id, kind=row.kind, intent=row.intent)
                await unit.flush()
            case _:
                await outbox.bury(connection, row, error=outcome.error)
                if row.kind == "fetch":
                    await tell_not_fetched(connection, row, verdict=judgement.verdict, now=now)
                else:
                    unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection))
                    await tell_directors(unit)
                    await unit.flush()

    def _count(self, judgement: Judgement, *, tried: bool) -> None:
        """What only waited behind another was no call."""
        if tried and judgement.verdict is Verdict.WAIT:
            self.tally.waits += 1
        elif tried:
            self.tally.errors += 1
