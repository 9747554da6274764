"""The watch: hiccups are no alarms, a missed night is caught up with once, and an order is carried out with its outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import GetWebhookInfo, TelegramMethod
from aiogram.types import WebhookInfo
from sqlalchemy import select

from crm.actor import Role
from crm.health import Level, Sign
from crm.staff import StaffMember
from crm.timers import Timer
from crm.use_cases.health import BACK_UP, LOOK
from gotovo.operation.backups import shelf_of
from gotovo.operation.vitals import Vessel
from gotovo.operation.watch import ASK_SECONDS, RETRY_SECONDS, Watch
from gotovo.settings import Settings
from gotovo.signals import Bell
from storage import tables
from tests.gotovo.vessel import Ward
from tests.spine import BOT_ID, Paper

OWNER = 11


class Informed(Paper):
    """A Telegram that knows of no webhook."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        answer = await super().make_request(bot, method, timeout)
        return WebhookInfo(url="", has_custom_certificate=False, pending_update_count=0) if isinstance(method, GetWebhookInfo) else answer


@dataclass
class Post:
    """The watch over a ward, its monotonic clock by hand."""

    ward: Ward
    settings: Settings
    session: Paper
    seconds: float = 0.0
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        bot = Bot(f"{BOT_ID}:TEST", session=self.session)
        own = self.ward.vessel
        vessel = Vessel(own.engines, own.clock, own.data_dir, shelf_of(self.settings), own.door, own.tally)
        self.watch = Watch(bot, self.settings, vessel=vessel, said=Bell(), steady=lambda: self.seconds)

    async def levels(self) -> dict[Sign, Level]:
        async with self.ward.engines.write.connect() as connection:
            unit = await self.ward.unit(connection)
            return {noted.finding.sign: noted.finding.level for noted in await unit.queries.health()}

    async def said(self) -> list[tuple[str, Any]]:
        async with self.ward.engines.read.connect() as connection:
            rows = await connection.execute(select(tables.outbox).order_by(tables.outbox.c.id))
            return [(row.kind, row.intent.get("name") or row.intent.get("phrase") or row.intent.get("slot")) for row in rows]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    ward = await Ward.opens(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}", tmp_path)
    async with ward.engines.write.begin() as connection:
        unit = await ward.unit(connection)
        await unit.roster.add(StaffMember(0, "Vera", ward.now, [str(Role.DIRECTOR)], chat_id=OWNER))
    yield Post(ward, Settings(data_dir=tmp_path, bot_token=None), Informed())
    await ward.engines.dispose()


async def test_a_queue_is_red_when_two_looks_find_it_so(post: Post) -> None:
    await post.ward.input("ready", post.ward.ago(minutes=10))
    await post.watch.look()
    assert Sign.INBOX not in await post.levels()
    await post.watch.look()
    assert (await post.levels())[Sign.INBOX] is Level.RED
    assert ("notice", "alarm") in await post.said()


async def test_a_hiccup_between_two_good_looks_is_not_told(post: Post) -> None:
    for failing in (True, False, True, False):
        if failing:
            post.ward.door.fails(post.ward.ago(minutes=3), "retry")
        else:
            post.ward.door.works(post.ward.now)
        await post.watch.look()
    assert [name for _kind, name in await post.said()] == []


async def test_a_missed_night_is_caught_up_with_and_a_failure_not_tried_every_minute(post: Post) -> None:
    shelf = shelf_of(post.settings)
    shelf.folder.write_text("in the way")
    await post.watch.look()
    assert (await post.levels())[Sign.BACKUP] is Level.RED
    shelf.folder.unlink()
    await post.watch.look()
    assert shelf.kept() == []
    post.seconds += RETRY_SECONDS + 1
    await post.watch.look()
    assert len(shelf.kept()) == 1
    assert (await post.levels())[Sign.BACKUP] is Level.WELL
    assert await post.said() == [("notice", "alarm"), ("notice", "all_clear")]
    post.ward.now = post.ward.ago(hours=-25)
    post.seconds += RETRY_SECONDS + 1
    await post.watch.look()
    assert len(shelf.kept()) == 1
    post.ward.now = post.ward.ago(hours=-2)
    await post.watch.look()
    assert len(shelf.kept()) == 2


async def test_orders_are_carried_out_and_answered(post: Post) -> None:
    async with post.ward.engines.write.begin() as connection:
        unit = await post.ward.unit(connection)
        for kind in (BACK_UP, LOOK):
            await post.watch.kinds[kind].fire(unit, Timer(kind, post.ward.now, data={"chat_id": OWNER}))
    await post.watch.carry_out()
    assert ("say", "backup_made") in await post.said()
    assert set(await post.levels()) >= {Sign.DATABASE, Sign.BACKUP, Sign.DISK, Sign.TELEGRAM}
    (post.ward.folder / "backups").rename(post.ward.folder / "elsewhere")
    (post.ward.folder / "backups").write_text("in the way")
    await post.watch.back_up(OWNER)
    assert ("say", "backup_failed") in await post.said()


async def test_the_nightly_backup_is_answered_to_nobody(post: Post) -> None:
    daily = post.watch.kinds[BACK_UP].daily
    assert daily is not None
    async with post.ward.engines.write.begin() as connection:
        await post.watch.kinds[BACK_UP].fire(await post.ward.unit(connection), Timer(BACK_UP, post.ward.now))
    await post.watch.carry_out()
    assert await post.said() == []
    assert len(shelf_of(post.settings).kept()) == 1


async def test_telegram_is_asked_about_itself_seldom(post: Post) -> None:
    for _look in range(5):
        await post.watch.look()
    asked = [type(call).__name__ for call in post.session.calls]
    assert asked.count("GetMe") == 1
    post.seconds += ASK_SECONDS + 1
    await post.watch.look()
    assert [type(call).__name__ for call in post.session.calls].count("GetMe") == 2


async def test_who_looks_after_the_others_does_not_bring_them_down(post: Post) -> None:
    """An answer that nobody foresaw fails one look, and the next order is carried out."""
    bewildered = Post(post.ward, post.settings, Paper())
    running = asyncio.ensure_future(bewildered.watch.run())  # noqa: TID251  # cancelled below
    async with post.ward.engines.write.begin() as connection:
        unit = await post.ward.unit(connection)
        for kind in (LOOK, BACK_UP):
            await bewildered.watch.kinds[kind].fire(unit, Timer(kind, post.ward.now, data={"chat_id": OWNER}))
    async with asyncio.timeout(30):
        while ("say", "backup_made") not in await post.said():
            await asyncio.wait([running], timeout=0.02)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
