"""The command `doctor`: the checks of `gotovo.operation.checks` on an installation that runs or not; it changes nothing."""

from __future__ import annotations

import asyncio
import shutil
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from bot.cards.health import line
from bot.words import Words
from crm.health import Finding, Level, Sign
from crm.money import RUB
from gotovo.clock import wall_clock
from gotovo.operation.backups import shelf_of
from gotovo.operation.checks import Circumstances, Seen, ask_telegram, judge
from gotovo.operation.vitals import Vessel, Vitals, take, unborn
from gotovo.settings import Settings
from gotovo.telegram import open_bot
from storage.backup import damage
from storage.engine import open_engines, sqlite_file
from storage.lock import InUse

FILE_SECONDS = 600.0
OF_DATABASE = frozenset({Sign.DATABASE, Sign.INBOX, Sign.OUTBOX, Sign.TIMERS, Sign.DEAD_LETTERS})
"""What only a database that answers can tell."""


async def examine(settings: Settings) -> int:
    """A line a check; 1 when something is red."""
    findings = await findings_of(settings)
    words = Words("en", ZoneInfo("UTC"), RUB, wall_clock())
    for finding in findings:
        print(line(finding, words))
    return int(any(finding.level is Level.RED for finding in findings))


async def findings_of(settings: Settings) -> list[Finding]:
    around = Circumstances(has_token=settings.bot_token is not None, public_url=settings.public_url or "")
    trouble, vitals = await _look_into(settings)
    seen = await _ask(settings)
    findings = judge(vitals, seen, around=around)
    if trouble is None:
        return findings
    told = {Sign.BACKUP} if trouble.case == "none" else set()
    return [trouble, *(finding for finding in findings if finding.sign not in OF_DATABASE | told)]


async def _ask(settings: Settings) -> Seen:
    if settings.bot_token is None:
        return Seen()
    bot = open_bot(settings)
    try:
        return await ask_telegram(bot)
    finally:
        await bot.session.close()


async def _look_into(settings: Settings) -> tuple[Finding | None, Vitals]:
    """What keeps the database from telling how it is, and the vital signs as far as they are known."""
    now, shelf = wall_clock(), shelf_of(settings)
    unknown = unborn(now, disk=shutil.disk_usage(settings.data_dir), backup_age=shelf.age(now))
    file = sqlite_file(settings.database_url.get_secret_value())
    if file is not None:
        if not await asyncio.to_thread(file.exists):
            return Finding(Sign.DATABASE, Level.NOTE, "none"), unknown
        if damaged := await asyncio.to_thread(damage, file, patience=FILE_SECONDS):
            return Finding(Sign.DATABASE, Level.RED, "damaged", {"why": damaged}), unknown
    try:
        engines = open_engines(settings.database_url.get_secret_value())
    except InUse:
        return Finding(Sign.DATABASE, Level.RED, "away", {"why": "a restore is under way"}), unknown
    try:
        return None, await take(Vessel(engines, wall_clock, settings.data_dir, shelf))
    except (SQLAlchemyError, OSError) as error:
        return Finding(Sign.DATABASE, Level.RED, "away", {"why": type(error).__name__}), unknown
    finally:
        await engines.dispose()
