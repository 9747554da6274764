"""A company in a box: the product over the sandbox's real HTTP, with its staff and a settle that knows when it is idle."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.catalogue import translations
from bot.words import Words, fill
from crm.actor import Role
from crm.money import RUB, Money
from crm.price_list import PriceItem, PriceKind
from crm.shop import Shop
from crm.staff import StaffMember
from gotovo.app import App
from gotovo.database import prepare_database
from gotovo.pacing import Pace
from gotovo.settings import Settings
from sandbox import Person, Sandbox
from storage.tables import metadata
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.clocks import wednesday_at
from tests.scenarios.invariants import expect_order

TURN = 0.01
UNPACED = Pace(overall=10_000.0, per_chat=10_000.0, burst=10_000.0)


class Company:
    """The running product with its people; `restart` kills nothing that was committed."""

    def __init__(self, sandbox: Sandbox, settings: Settings, *, language: str) -> None:
        self.sandbox, self.settings, self.language = sandbox, settings, language
        self.clock = wednesday_at(10)
        self.app = App(settings, clock=self.clock, pace=UNPACED)

    def t(self, msgid: str, /, **parts: object) -> str:
        """A label or a sentence as this story's people read it: stories are told in English and run in every language."""
        return fill(translations(self.language).gettext(msgid), parts)

    def n(self, one: str, many: str, count: int, /, **parts: object) -> str:
        """A counted noun of the product as this story's people read it."""
        return fill(translations(self.language).ngettext(one, many, count), {"n": count, **parts})

    def money(self, amount: int) -> str:
        """Minor units as this story's people read them."""
        return Words(self.language, ZoneInfo("UTC"), RUB, self.clock()).money(amount)

    async def hires(self, name: str, *roles: Role, language: str | None = None) -> Person:
        language = language or self.language
        person = self.sandbox.person(name, language=language, role=str(roles[0]))
        engines = await prepare_database(self.settings)
        async with engines.write.begin() as connection:
            unit = SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection))
            await unit.meet(person.id, name=name, username="", language=language)
            member = await unit.roster.add(StaffMember(0, name, unit.now, [str(role) for role in roles], chat_id=person.id))
            await unit.accounts.bind_staff(person.id, member.id)
        await engines.dispose()
        await person.starts()
        await self.settle()
        return person

    def client(self, name: str, *, language: str | None = None, phone: str = "+79161112233") -> Person:
        return self.sandbox.person(name, language=language or self.language, phone=phone)

    async def sets(self, **values: object) -> None:
        engines = await prepare_database(self.settings)
        async with engines.write.begin() as connection:
            await SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection)).settings.put(**values)
        await engines.dispose()

    async def tables_with(self, said: str) -> list[str]:
        """Tables of the database that hold these words in any column of any row."""
        assert self.app.wiring is not None
        async with self.app.wiring.engines.read.connect() as connection:
            rows = {table.name: (await connection.execute(select(table))).all() for table in metadata.sorted_tables}
        return [name for name, found in rows.items() if any(said in repr(tuple(row)) for row in found)]

    async def restart(self) -> None:
        await self.app.stop()
        self.app = App(self.settings, clock=self.clock, pace=UNPACED)
        await self.app.start()

    async def ends(self) -> None:
        """The story is over: all is said, and what holds after every story holds."""
        ended = self.clock()
        assert self.app.wiring is not None
        try:
            async with asyncio.timeout(60):
                await self.settle()
            await expect_order(self.app.wiring.engines, self.sandbox, now=ended)
        finally:
            await self.app.stop()

    async def passes(self, **time: float) -> None:
        """So much time passes at once (the arguments of timedelta), and what was due meanwhile comes now."""
        await self.settle()
        self.clock.goes_on(timedelta(**time))
        assert self.app.wiring is not None
        await self.app.wiring.ticker.tick()
        await self.settle()

    async def waits_until(self, hour: int) -> None:
        """The next such full hour by the company's clock."""
        there = self.clock().astimezone(ZoneInfo(Shop().timezone))
        then = there.replace(hour=hour, minute=0, second=0, microsecond=0)
        await self.passes(seconds=((then - there) % timedelta(days=1)).total_seconds())

    async def taps(self, person: Person, *labels: str) -> None:
        """One after the other, each on the screen that the one before has left."""
        for label in labels:
            await self.settle()
            await person.taps(label)
        await self.settle()

    async def opens(self, person: Person, number: int, *, client: str) -> None:
        """Finds an order by its number: its line in the list names the client, its cards begin with the stage."""
        await self.settle()
        await self.taps(person, self.t("🔎 Find"))
        await person.says(str(number))
        await person.taps(f"№{number}", on=await person.sees(f"№{number} · {client}"))
        await self.settle()

    async def settle(self) -> None:
        """The product is idle and Telegram has nothing for it."""
        quiet = 0
        while quiet < 3:
            busy = self.sandbox.world.updates.pending or not await self.app.is_idle()
            quiet = 0 if busy else quiet + 1
            await asyncio.wait([asyncio.ensure_future(self.sandbox.world.changed.wait())], timeout=TURN)  # noqa: TID251  # a wake-up with a deadline


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same stories on both databases."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'gotovo.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def language() -> str:
    """The language of a story's people; `@pytest.mark.parametrize("language", ["ru", "en"])` tells the story in both."""
    return "en"


def webhook_settings() -> dict[str, Any]:
    """For a webhook on a port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return {"http_port": port, "public_url": f"http://127.0.0.1:{port}", "webhook_secret": SecretStr("scenario-" * 4)}


@pytest.fixture
def transport(database_url: str, language: str) -> str:
    """How updates come in, pairwise: each database and each language meets both doors, at no story's cost."""
    return "webhook" if (language == "en") == database_url.startswith("sqlite") else "polling"


@pytest.fixture
async def company(tmp_path: Path, database_url: str, language: str, transport: str) -> AsyncIterator[Company]:
    sandbox = Sandbox(latency=0.0, strict=True)
    sandbox.pacing.enabled = False
    sandbox.server.webhook.first_delay = 0.05
    await sandbox.start()
    update = {"bot_token": SecretStr(sandbox.world.token), "telegram_api_url": sandbox.url, "database_url": SecretStr(database_url)}
    update |= webhook_settings() if transport == "webhook" else {"http_port": 0}
    firm = Company(sandbox, Settings(data_dir=tmp_path, undo_seconds=0).model_copy(update=update), language=language)
    engines = await prepare_database(firm.settings)
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=firm.clock(), shop=await load_shop(connection))
        await unit.settings.put(name="ServicePro", language=language, undo_seconds=0, week=[[0, 1440]] * 7)
        await unit.prices.save_all(
            [PriceItem("Keyboard replacement", PriceKind.FIXED, Money(320000)), PriceItem("Cleaning", PriceKind.FIXED, Money(90000))]
        )
    await engines.dispose()
    await firm.app.start()
    sandbox.settle = firm.settle
    yield firm
    await firm.ends()
    await sandbox.stop()
