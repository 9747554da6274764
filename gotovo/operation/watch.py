"""The watch: looks after the machine every minute, makes the nightly backup, and answers what directors order from the chat."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import time as day_time

from aiogram import Bot

from crm.health import Finding, Level, Sign
from crm.intents import Intent, Refresh, Say
from crm.ports import UnitOfWork
from crm.timers import Timer
from crm.use_cases.health import BACK_UP, LOOK, note_health
from crm.use_cases.timed import Kinds, TimerKind
from gotovo.operation.backups import BackupFailed, back_up
from gotovo.operation.checks import BACKUP_SECONDS, Circumstances, Seen, ask_telegram, judge
from gotovo.operation.vitals import Vessel, take
from gotovo.settings import Settings
from gotovo.signals import Bell
from storage.backup import damage
from storage.engine import sqlite_file
from storage.unit_of_work import SqlUnitOfWork, load_shop

LOOK_SECONDS = 60.0
ASK_SECONDS = 600.0
"""Telegram is asked about itself less often than we look at ourselves."""

RETRY_SECONDS = 3600.0
NIGHT = day_time(3)
FILE_SECONDS = 5.0
HASTY = frozenset({Sign.INBOX, Sign.OUTBOX, Sign.TIMERS, Sign.TELEGRAM, Sign.DOOR})
"""Red after a sleep of the machine or a hiccup of the network: told only when the next look finds it so again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """Something to do at once; `chat_id` is who wants to hear of it, 0 for nobody."""

    kind: str
    chat_id: int


class Watch:
    """One beside the ticker, whose timers give it orders; copying and asking are done outside of any transaction."""

    def __init__(self, bot: Bot, settings: Settings, *, vessel: Vessel, said: Bell, steady: Callable[[], float] = time.monotonic) -> None:
        self._bot, self._settings, self._vessel = bot, settings, vessel
        self._said, self._steady = said, steady
        self._orders: list[Order] = []
        self._ordered = Bell()
        self._around = Circumstances(public_url=settings.public_url or "")
        self._seen: Seen | None = None
        self._asked_at = self._tried_at = float("-inf")
        self._suspects: frozenset[Sign] = frozenset()

    @property
    def kinds(self) -> Kinds:
        """The timers that the ticker hands over; the backup comes every night by the company's clock."""
        return {BACK_UP: TimerKind(self._take, daily=lambda _shop, _day: NIGHT), LOOK: TimerKind(self._take)}

    async def _take(self, _unit: UnitOfWork, timer: Timer) -> None:
        self._orders.append(Order(timer.kind, int(str(timer.data.get("chat_id") or 0))))
        self._ordered.ring()

    async def run(self) -> None:
        """Until cancelled; whatever fails is logged and looked at again."""
        looked_at = self._steady()
        while True:
            await self._ordered.wait(max(0.0, LOOK_SECONDS - (self._steady() - looked_at)))
            while self._orders:
                await self._safely(self.carry_out)
            if self._steady() - looked_at >= LOOK_SECONDS:
                looked_at = self._steady()
                await self._safely(self.look)

    async def _safely(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Exception as error:  # who looks after the others must not bring them down
            logger.error("the watch could not look", exc_info=error)

    async def carry_out(self) -> None:
        """Everything that has been ordered; what fails is not tried again."""
        while self._orders:
            order = self._orders.pop(0)
            if order.kind == BACK_UP:
                await self.back_up(order.chat_id)
            else:
                await self._check_up(order.chat_id)

    async def look(self) -> None:
        """Catches up with a missed night, then notes what is found."""
        vitals = await take(self._vessel)
        if (vitals.backup_age is None or vitals.backup_age > BACKUP_SECONDS) and self._steady() - self._tried_at > RETRY_SECONDS:
            await self.back_up()
            vitals = await take(self._vessel)
        was_silent = self._seen is not None and bool(self._seen.refused)
        if was_silent or vitals.door_failing or self._steady() - self._asked_at > ASK_SECONDS:
            self._seen, self._asked_at = await ask_telegram(self._bot), self._steady()
        await self._note(self._confirmed(judge(vitals, self._seen, around=self._around)))

    async def back_up(self, chat_id: int = 0) -> None:
        """The outcome is told to who ordered it; a failure is an alarm as well."""
        self._tried_at = self._steady()
        try:
            made = await back_up(self._settings, self._vessel.clock())
        except BackupFailed as failed:
            logger.error("%s", failed)
            why = str(failed).partition(": ")[2].rstrip(".") or str(failed)
            self._around = replace(self._around, backup_failed=why)
            told: list[Intent] = [Say("backup_failed", {"why": str(failed)}, chat_id=chat_id)]
        else:
            logger.info("backed up to %s, %s bytes", made.file, made.size)
            self._around = replace(self._around, backup_failed="")
            told = [Say("backup_made", {"file": made.file.name, "megabytes": f"{made.size / 1e6:.1f}"}, chat_id=chat_id)]
        vitals = await take(self._vessel)
        findings = [found for found in judge(vitals, None, around=self._around) if found.sign is Sign.BACKUP]
        await self._note(findings, *(told if chat_id else []))

    async def _check_up(self, chat_id: int) -> None:
        """All at once and without doubt, the file's pages too; the card is drawn anew."""
        file = sqlite_file(self._settings.database_url.get_secret_value())
        damaged = await asyncio.to_thread(damage, file, patience=FILE_SECONDS) if file else ""
        self._around = replace(self._around, damaged=damaged)
        self._seen, self._asked_at = await ask_telegram(self._bot), self._steady()
        findings = judge(await take(self._vessel), self._seen, around=self._around)
        chats = frozenset({chat_id})
        await self._note(findings, *(Refresh(slot, chats=chats) for slot in ("hub", *(f"alarm:{int(found.sign)}" for found in findings))))

    def _confirmed(self, findings: Sequence[Finding]) -> list[Finding]:
        """Without what is red for the first time and may be a hiccup."""
        red = frozenset(found.sign for found in findings if found.level is Level.RED and found.sign in HASTY)
        doubtful, self._suspects = red - self._suspects, red
        return [found for found in findings if found.sign not in doubtful]

    async def _note(self, findings: Sequence[Finding], *told: Intent) -> None:
        async with self._vessel.engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=self._vessel.clock(), shop=await load_shop(connection))
            await note_health(unit, findings)
            unit.say(*told)
            await unit.flush()
        self._said.ring()
