"""The one list of checks: the doctor on the command line, the check in chat and the alarms all read it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import User, WebhookInfo

from bot.assembly import ALLOWED_UPDATES
from crm.health import Finding, Level, Sign
from gotovo.operation.vitals import Vitals
from gotovo.poller import OTHER_POLLER

QUEUE_SECONDS = 120.0
DUE_SECONDS = 300.0
"""A chat that Telegram made wait is no alarm; a queue that does not move is."""

DOOR_SECONDS = 120.0
BACKUP_SECONDS = 26 * 3600.0
DISK_BYTES, DISK_SHARE = 500_000_000, 0.05
SKEW_SECONDS = 30.0
ASK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What Telegram said when asked; `skew` is our clock less its own in seconds, None when it did not tell the time."""

    me: User | None = None
    webhook: WebhookInfo | None = None
    skew: float | None = None
    refused: str = ""
    is_token_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What vital signs do not tell: the mode that is set, and how the last backup and the last look into the file went."""

    has_token: bool = True
    public_url: str = ""
    backup_failed: str = ""
    damaged: str = ""
    wanted_updates: tuple[str, ...] = field(default=tuple(ALLOWED_UPDATES))


async def ask_telegram(bot: Bot) -> Seen:
    """Never raises for what Telegram or the network does."""
    try:
        async with asyncio.timeout(ASK_SECONDS * 2):
            me = await bot.get_me(request_timeout=int(ASK_SECONDS))
            webhook = await bot.get_webhook_info(request_timeout=int(ASK_SECONDS))
            return Seen(me, webhook, await _skew(bot))
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Seen(refused="token", is_token_wrong=True)
    except (TelegramAPIError, ClientDecodeError, OSError, TimeoutError) as error:
        return Seen(refused=type(error).__name__)


async def _skew(bot: Bot) -> float | None:
    """By the Date of an answer that needs no token; half of the way there and back is taken off."""
    if not isinstance(bot.session, AiohttpSession):
        return None
    session = await bot.session.create_session()
    server = urlsplit(bot.session.api.api_url(token="0:0", method="x"))
    began, wall = time.monotonic(), datetime.now(UTC)
    try:
        address = f"{server.scheme}://{server.netloc}/"
        async with session.get(address, allow_redirects=False, timeout=aiohttp.ClientTimeout(ASK_SECONDS)) as answer:
            told = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError, aiohttp.ClientError):
        return None
    return (wall - told).total_seconds() + (time.monotonic() - began) / 2


def judge(vitals: Vitals, seen: Seen | None, *, around: Circumstances) -> list[Finding]:
    """Every sign once; those of Telegram only when it was asked."""
    findings = [_database(vitals, around), *_queues(vitals), _dead(vitals), _backup(vitals, around), _disk(vitals)]
    if seen is not None:
        findings += [_telegram(vitals, seen, around), *_clock(seen), *_door(vitals, seen, around), *_rights(seen)]
    return findings


def _well(sign: Sign, **data: object) -> Finding:
    return Finding(sign, Level.WELL, "well", data)


def _red(sign: Sign, case: str, **data: object) -> Finding:
    return Finding(sign, Level.RED, case, data)


def _database(vitals: Vitals, around: Circumstances) -> Finding:
    if around.damaged:
        return _red(Sign.DATABASE, "damaged", why=around.damaged)
    if vitals.schema != vitals.schema_wanted:
        return _red(Sign.DATABASE, "schema", schema=vitals.schema or "—", wanted=vitals.schema_wanted)
    return _well(Sign.DATABASE, kind=vitals.database, schema=vitals.schema)


def _queues(vitals: Vitals) -> list[Finding]:
    ages = ((Sign.INBOX, vitals.inbox_age, QUEUE_SECONDS), (Sign.OUTBOX, vitals.outbox_age, DUE_SECONDS))
    judged = (*ages, (Sign.TIMERS, vitals.timer_age, DUE_SECONDS))
    return [_red(sign, "late", minutes=int(age // 60)) if age > most else _well(sign) for sign, age, most in judged]


def _dead(vitals: Vitals) -> Finding:
    return _red(Sign.DEAD_LETTERS, "stuck", n=vitals.dead) if vitals.dead else _well(Sign.DEAD_LETTERS)


def _backup(vitals: Vitals, around: Circumstances) -> Finding:
    age = vitals.backup_age
    if around.backup_failed:
        return _red(Sign.BACKUP, "failed", why=around.backup_failed)
    if age is None:
        return _red(Sign.BACKUP, "none")
    hours = int(age // 3600)
    return _red(Sign.BACKUP, "old", hours=hours) if age > BACKUP_SECONDS else _well(Sign.BACKUP, hours=hours)


def _disk(vitals: Vitals) -> Finding:
    free = vitals.disk_free // 1_000_000
    if vitals.disk_free < DISK_BYTES or vitals.disk_free < DISK_SHARE * vitals.disk_total:
        return _red(Sign.DISK, "full", free=free)
    return _well(Sign.DISK, free=free)


def _telegram(vitals: Vitals, seen: Seen, around: Circumstances) -> Finding:
    if not around.has_token:
        return _red(Sign.TELEGRAM, "unset")
    if seen.is_token_wrong:
        return _red(Sign.TELEGRAM, "token")
    if seen.refused or seen.me is None:
        return _red(Sign.TELEGRAM, "silent", why=seen.refused)
    if vitals.door_failing > DOOR_SECONDS and vitals.door_note != OTHER_POLLER:
        return _red(Sign.TELEGRAM, "silent", why=vitals.door_note)
    return _well(Sign.TELEGRAM, name=seen.me.username or "")


def _clock(seen: Seen) -> list[Finding]:
    if seen.skew is None:
        return []
    return [_red(Sign.CLOCK, "wrong", seconds=round(seen.skew)) if abs(seen.skew) > SKEW_SECONDS else _well(Sign.CLOCK)]


def _door(vitals: Vitals, seen: Seen, around: Circumstances) -> list[Finding]:
    """Which way updates come, as Telegram has it."""
    if seen.webhook is None:
        return []
    theirs, ours = urlsplit(seen.webhook.url), urlsplit(around.public_url)
    if not around.public_url:
        return [_polling(vitals, str(theirs.hostname or ""))]
    if theirs.hostname is None:
        return [_red(Sign.DOOR, "unset")]
    if theirs.netloc != ours.netloc:
        return [_red(Sign.DOOR, "webhook", host=theirs.hostname)]
    if seen.webhook.last_error_message and seen.webhook.pending_update_count:
        return [_red(Sign.DOOR, "unreachable", why=seen.webhook.last_error_message)]
    withheld = sorted(set(around.wanted_updates) - set(seen.webhook.allowed_updates or around.wanted_updates))
    return [_red(Sign.DOOR, "withheld", kinds=", ".join(withheld)) if withheld else _well(Sign.DOOR, mode="webhook")]


def _polling(vitals: Vitals, host: str) -> Finding:
    if host:
        return _red(Sign.DOOR, "webhook", host=host)
    if vitals.door_failing > DOOR_SECONDS and vitals.door_note == OTHER_POLLER:
        return _red(Sign.DOOR, "other")
    return _well(Sign.DOOR, mode="polling")


def _rights(seen: Seen) -> list[Finding]:
    """What @BotFather may have turned off; nothing of it is needed for orders."""
    if seen.me is None:
        return []
    wanting = [case for case, has in (("inline", seen.me.supports_inline_queries), ("groups", seen.me.can_join_groups)) if has is False]
    return [Finding(Sign.RIGHTS, Level.NOTE, wanting[0])] if wanting else [_well(Sign.RIGHTS)]
