"""The demo: product and sandbox together, with a company to play; its data never mixes with a live database (B13)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.catalogue import languages
from crm.actor import Role
from crm.client import Client, ContactPoint
from crm.money import RUB
from crm.price_import import preview, read_price_list
from crm.staff import StaffMember
from gotovo.app import App
from gotovo.clock import MovableClock
from gotovo.database import claim_database, prepare_database
from gotovo.demo.tour import Guide
from gotovo.demo.tour_roads import ROADS
from gotovo.logs import set_up_logging
from gotovo.operation.health import Health
from gotovo.pacing import Pace
from gotovo.running import until_told
from gotovo.settings import Settings
from sandbox import Sandbox
from storage import onlooker
from storage.unit_of_work import SqlUnitOfWork, load_shop

DEMO = "demo"
FIRST_LANGUAGE = "ru"
HOUR = timedelta(hours=1)
PATIENCE = 3.0
TURN = 0.05


class PortTaken(Exception):
    """Somebody else listens at HTTP_PORT."""


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the demo company; a client who is known to it has the role of one."""

    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    phone: str
    language: str = "ru"

    @property
    def is_client(self) -> bool:
        return not self.roles or Role.CLIENT in self.roles


def cast(language: str) -> list[Part]:
    """Staff of each role, one with several hats, and clients."""
    lines = _text("people", language, kind="tsv").splitlines()
    parts = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Part(p[0], p[1], tuple(Role(r) for r in p[2].split(",") if r), p[3], p[4]) for p in parts]


@dataclass(slots=True)
class Demo:
    """A running demo company. Satisfies `sandbox.levers.Levers`."""

    app: App
    sandbox: Sandbox
    clock: MovableClock
    guide: Guide
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    next_language: str | None = None

    @property
    def language(self) -> str:
        return self.guide.language

    @property
    def languages(self) -> tuple[str, ...]:
        return languages()

    async def pass_hour(self) -> None:
        """What is under way ends first: a send that an hour overtook would count as lost and be sent again."""
        await self.settle()
        self.clock.goes_on(HOUR)
        assert self.app.wiring is not None
        await self.app.wiring.ticker.tick()
        self.app.wiring.said.ring()
        await self.settle()

    def reset(self, language: str) -> None:
        self.next_language = language
        self.stopped.set()

    async def rows(self, after: Mapping[str, int]) -> list[dict[str, Any]]:
        assert self.app.wiring is not None
        async with self.app.wiring.engines.read.connect() as connection:
            return await onlooker.rows(connection, after=after)

    async def roads(self) -> list[dict[str, Any]]:
        assert self.app.wiring is not None
        async with self.app.wiring.engines.read.connect() as connection:
            return await self.guide.roads(SqlUnitOfWork(connection, now=self.clock(), shop=await load_shop(connection)))

    async def settle(self) -> None:
        """Until nothing is under way, or patience ends: with failing sends something always is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.sandbox.world.updates.pending or not await self.app.is_idle():  # noqa: ASYNC110  # the database is asked, nobody rings
                    await asyncio.sleep(TURN)


@asynccontextmanager
async def demo_company(
    settings: Settings, language: str, *, pace: Pace | None = None, clock: MovableClock | None = None
) -> AsyncIterator[Demo]:
    """A fresh company at HTTP_HOST and HTTP_PORT, with its page; it is now unless a `clock` says otherwise. Raises `PortTaken`."""
    clock, people = clock or MovableClock(), cast(language)
    sandbox = Sandbox(clock=lambda: clock().timestamp())
    sandbox.opened.clear()
    sandbox.app.router.add_get("/health", Health.alive)  # a container that plays is healthy too
    try:
        await sandbox.start(settings.http_host, settings.http_port)
    except OSError as error:
        raise PortTaken from error
    try:
        settings = _settings_of_demo(settings, sandbox)
        chats = await _seed(settings, sandbox, clock=clock, language=language)
        app = App(settings, clock=clock, pace=pace)
        await app.start()
        demo = Demo(app, sandbox, clock, _guide(language, people, chats))
        await demo.settle()  # whoever opens the page finds everybody greeted
        showing = asyncio.create_task(sandbox.shows(demo))
        try:
            yield demo
        finally:
            showing.cancel()
            await asyncio.wait([showing])
            await app.stop()
    finally:
        await sandbox.stop()


async def run_demo(settings: Settings) -> int:
    """Seeds the company, prints the page's address, runs until stopped; a reset begins a fresh company at the same address."""
    set_up_logging(settings.log_level, secrets=settings.secrets, form=settings.log_format)
    language: str | None = FIRST_LANGUAGE
    while language is not None:
        try:
            async with demo_company(settings, language) as demo:
                print(f"Gotovo plays in the sandbox. Open {demo.sandbox.url}/sandbox and be everybody.", flush=True)
                await until_told(demo.app, demo.stopped)
                language = demo.next_language
        except PortTaken:
            print(f"Port {settings.http_port} is taken; set HTTP_PORT to another one.", file=sys.stderr)
            return 1
    return 0


def _text(name: str, language: str, *, kind: str) -> str:
    return files("gotovo.demo").joinpath(f"{name}.{language}.{kind}").read_text(encoding="utf-8")


def _guide(language: str, people: list[Part], chats: list[int]) -> Guide:
    """The tour's parts: the first of each role, a client who is known for the first road and one who is not for the second."""
    clients = sorted((part.roles == (), chat) for part, chat in zip(people, chats, strict=True) if part.is_client)
    staff: dict[str, int] = {}
    for part, chat in zip(people, chats, strict=True):
        for role in part.roles:
            staff.setdefault(str(role), chat)
    return Guide(language, dict(zip(ROADS, (chat for _, chat in clients), strict=False)), staff)


def _settings_of_demo(settings: Settings, sandbox: Sandbox) -> Settings:
    """With the sandbox's address and token, and a database of its own that begins empty."""
    file = settings.data_dir.absolute() / "demo.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    url = SecretStr(f"sqlite+aiosqlite:///{file}")
    update = {"bot_token": SecretStr(sandbox.world.token), "telegram_api_url": sandbox.url, "database_url": url}
    return settings.model_copy(update={**update, "http_port": 0, "public_url": None})  # the sandbox has the port, and asks for no webhook


async def _seed(settings: Settings, sandbox: Sandbox, *, clock: MovableClock, language: str) -> list[int]:
    """The company, its people in the order of the cast and its price list; returns the people's chats."""
    engines = await prepare_database(settings)
    await claim_database(engines, DEMO)
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=clock(), shop=await load_shop(connection))
        words = dict(line.split("\t", 1) for line in _text("company", language, kind="tsv").splitlines() if line)
        await unit.settings.put(**words, language=language, undo_seconds=settings.undo_seconds)
        for part in cast(language):
            role = part.roles[-1] if part.roles else Role.CLIENT
            person = sandbox.person(part.first_name, last_name=part.last_name, language=part.language, phone=part.phone, role=str(role))
            await _join(unit, person.id, part)
        price = _text("prices", language, kind="csv").encode()
        await unit.prices.save_all(preview([], read_price_list(price, RUB)).to_save)
    await engines.dispose()
    for known in sandbox.people.values():
        await known.starts()
    return list(sandbox.people)


async def _join(unit: SqlUnitOfWork, chat_id: int, part: Part) -> None:
    name = f"{part.first_name} {part.last_name}".strip()
    await unit.meet(chat_id, name=name, username="", language=part.language)
    if not part.is_client:
        member = await unit.roster.add(StaffMember(0, name, unit.now, [str(role) for role in part.roles], chat_id=chat_id))
        await unit.accounts.bind_staff(chat_id, member.id)
    elif part.roles:
        client = await unit.clients.add(Client(0, unit.now, name=name, language=part.language, confirmed_at=unit.now))
        await unit.clients.add_point(ContactPoint(client.id, "phone", part.phone, proved=True))
        await unit.accounts.bind_client(chat_id, client.id)
