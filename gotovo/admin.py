"""One-time commands on the database: links and price lists."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiogram.exceptions import TelegramAPIError

from crm.actor import Role
from crm.errors import Refused
from crm.staff import invite_key, invite_payload
from crm.use_cases.price_list import import_price_list
from crm.use_cases.staff import invite, make_owner_link
from gotovo.clock import wall_clock
from gotovo.database import prepare_database
from gotovo.settings import Settings
from gotovo.telegram import open_bot
from storage.unit_of_work import SqlUnitOfWork, load_shop


@asynccontextmanager
async def opened_unit(settings: Settings) -> AsyncIterator[SqlUnitOfWork]:
    """A unit of work on the migrated database, committed at its end."""
    engines = await prepare_database(settings)
    try:
        async with engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection))
            yield unit
            await unit.flush()
    finally:
        await engines.dispose()


async def make_migration(settings: Settings) -> int:
    engines = await prepare_database(settings)
    await engines.dispose()
    print("The database is at the newest schema.")
    return 0


async def make_owner(settings: Settings) -> int:
    async with opened_unit(settings) as unit:
        payload = await make_owner_link(unit)
    print(f"Owner link: {await _link(settings, payload)}\n(one use, 15 minutes)")
    return 0


async def make_invite(settings: Settings, roles: Sequence[str]) -> int:
    async with opened_unit(settings) as unit:
        key = invite_key(settings.bot_token.get_secret_value()) if settings.bot_token else secrets.token_bytes(32)
        made = await invite(unit, None, roles=[Role(role) for role in roles], key=key)
    print(f"Invite: {await _link(settings, invite_payload(made, key))}\n(one use, 24 hours)")
    return 0


async def _link(settings: Settings, payload: str) -> str:
    """The bot's name is asked of the server; without a token the link still shows its payload."""
    if settings.bot_token is None:
        return f"https://t.me/<bot>?start={payload}"
    bot = open_bot(settings)
    try:
        return f"https://t.me/{(await bot.me()).username}?start={payload}"
    except TelegramAPIError:
        return f"https://t.me/<bot>?start={payload}"
    finally:
        await bot.session.close()


async def import_prices(settings: Settings, file: Path) -> int:
    """Takes in a list and says what came of it; a repeated import changes nothing (R26)."""
    content = await asyncio.to_thread(file.read_bytes)
    try:
        async with opened_unit(settings) as unit:
            plan = await import_price_list(unit, content)
    except Refused as refused:
        print(f"{file.name} is not a price list Gotovo can read ({refused.obstacle}).", file=sys.stderr)
        return 1
    print(f"{file.name}: {len(plan.new)} new, {len(plan.changed)} changed, {len(plan.same)} same, {len(plan.skipped)} skipped.")
    for row in plan.skipped:
        print(f"  row {row.number}: {row.reason}")
    return 0
