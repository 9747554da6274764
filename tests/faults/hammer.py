"""A small company under steady load: clients write, colleagues answer, take and count, whatever becomes of the process that serves them."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import update

from bench.seed import Crew, seed
from bench.watch import Watch, watching
from crm.estimate import Estimate, EstimateLine
from crm.money import Money
from gotovo.clock import wall_clock
from gotovo.settings import Settings
from sandbox import Person, Sandbox
from sandbox.records import Post
from storage import inbox, outbox, tables
from storage.engine import Engines, open_engines
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.zygote import Zygote

CREW, CLIENTS = 4, 6
PRICE = Money(90_000)
RATE = 50.0
LATENCY = 0.005
"""Seconds of a call: there is often something on its way when a process dies."""
PATIENCE = 30.0
"""Seconds in which something must happen, however busy the machine; less than the lease of a sending, which nobody may have to wait for."""
SHARE = 40
"""Inputs for each life of the product at most: a machine that is slow in starting it gets no more load than another."""
STORM = 10
"""Lives in a row without rest: a product that lives a quarter of a second works off little of what comes meanwhile."""
RELAYED = re.compile(r"Client\d+ · №\d+\nword ")
SILENT_STARTS = frozenset({"getMe", "setMyCommands", "deleteWebhook", "getWebhookInfo"})


@dataclass(slots=True)
class Firm:
    """`words` are all that people wrote, by text; `counted` the taps on + of an order, `orders` one of each of the crew."""

    sandbox: Sandbox
    watch: Watch
    engines: Engines
    settings: dict[str, str]
    database: Path
    rng: random.Random
    crew: list[Person] = field(default_factory=list)
    clients: list[Person] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    counted: Counter[int] = field(default_factory=Counter)
    inputs: int = 0
    lives: int = 0

    def one_deed(self) -> None:
        """What somebody of the company or its clients does next, by lot."""
        self.inputs += 1
        deeds: list[tuple[Callable[[], None], int]] = [(self._writes, 40), (self._counts, 30), (self._answers, 15), (self._takes, 10)]
        kinds, weights = zip(*[*deeds, (self._comes, 5)], strict=True)
        self.rng.choices(kinds, weights)[0]()

    def _word(self) -> str:
        text = f"word {sum(self.words.values()):05d}."
        self.words[text] += 1
        return text

    def _comes(self) -> None:
        """Somebody new, whose first words are a request."""
        person = self.sandbox.person(f"Client{len(self.clients)}", language="en")
        self.clients.append(person)
        person.deeds.write(self._word())

    def _writes(self) -> None:
        self.rng.choice(self.clients[:CLIENTS]).deeds.write(self._word())

    def _counts(self) -> None:
        """One more of a line: a tap that does something each time, so that it shows how often it was done."""
        place = self.rng.randrange(CREW)
        self.counted[self.orders[place]] += 1
        data = f"x:line_more:{self.orders[place]}:1"
        self.crew[place].deeds.press_data(data, _bearer(self.crew[place], data))

    def _answers(self) -> None:
        """By a reply to what a client wrote; before there is anything to reply to, he counts."""
        person = self.rng.choice(self.crew)
        heard = [post for post in person.deeds.chat.posts.values() if post.from_bot and RELAYED.match(str(post.raw.get("text", "")))]
        if not heard:
            return self._counts()
        person.deeds.write(self._word(), reply_to=self.rng.choice(heard[-20:]).message_id)
        return None

    def _takes(self) -> None:
        person = self.rng.choice(self.crew)
        found = _takeable(person)
        if not found:
            return self._counts()
        person.deeds.press_data(*found[0])
        return None

    async def opens(self) -> None:
        """An ordinary morning: the first requests come and are taken, one after the other by each of the crew."""
        await self.settles()
        for place, person in enumerate(self.crew):
            data, post = next(found for found in _takeable(person) if found[0].startswith(f"l:take:{self.orders[-1] + 1 + place}:"))
            person.deeds.press_data(data, post)
        await self.settles()

    async def under_load(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            if self.inputs < SHARE * self.lives:
                self.one_deed()
            await asyncio.sleep(1 / RATE)

    async def proves_work(self) -> None:
        """The handshake: since the process started, something was taken in, committed and said."""
        self.lives += 1
        before = self._said()
        await self.watch.until(lambda: self._said() > before, patience=PATIENCE)

    def _said(self) -> int:
        return sum(count for name, count in self.watch.calls.items() if name not in SILENT_STARTS)

    async def settles(self) -> float:
        """Nothing waits at Telegram, in the inbox or in the outbox; the seconds that it took."""
        quiet, began, waited = 0, time.perf_counter(), dict[str, int]()
        moved = began
        while quiet < 3:
            waiting = await self._waiting()
            moved = time.perf_counter() if waiting != waited else moved
            quiet, waited = 0 if any(waiting.values()) else quiet + 1, waiting
            assert time.perf_counter() - moved < PATIENCE, f"does not settle: {waiting}"
            await asyncio.sleep(0.05)
        return time.perf_counter() - began

    async def _waiting(self) -> dict[str, int]:
        world = self.sandbox.world
        async with self.engines.read.connect() as connection:
            taken, unsaid = await inbox.waiting(connection), await outbox.due_count(connection, wall_clock())
        return {"at Telegram": len(world.updates.pending), "in flight": world.in_flight, "in the inbox": taken, "in the outbox": unsaid}


def _bearer(person: Person, data: str) -> Post:
    """The newest message with such a button; before there is one, the first of all: what people said is no card to be edited."""
    posts = [post for post in person.deeds.chat.visible() if post.from_bot]
    found = [post for post in posts if data in _buttons(post)]
    return found[-1] if found else next(iter(posts or person.deeds.chat.visible()))


def _takeable(person: Person) -> list[tuple[str, Post]]:
    """Requests that his screen offers him to take."""
    return [(data, post) for post in person.deeds.chat.visible() for data in _buttons(post) if data.startswith("l:take:")]


def _buttons(post: Post) -> list[str]:
    rows = (post.markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


@asynccontextmanager
async def firm_at_work(place: Path, rng: random.Random, *, latency: float = LATENCY) -> AsyncIterator[Firm]:
    """Seeded and ready; no product runs yet. Clients have written their first words."""
    sandbox = Sandbox(latency=latency)
    sandbox.pacing.enabled = False
    await sandbox.start()
    database = place / "gotovo.db"
    url = f"sqlite+aiosqlite:///{database}"
    settings = {"BOT_TOKEN": sandbox.world.token, "TELEGRAM_API_URL": sandbox.url, "DATA_DIR": str(place), "DATABASE_URL": url}
    settings |= {"UNDO_SECONDS": "0", "HTTP_PORT": "0", "LOG_LEVEL": "ERROR"}
    crew = [sandbox.person(f"Staff{number}", language="en") for number in range(CREW)]
    at_home = Settings(data_dir=place, database_url=SecretStr(url), undo_seconds=0)
    orders = await seed(at_home, Crew(tuple(person.id for person in crew)), deals=0)
    engines = open_engines(url)
    await _open_estimates(engines, orders)
    async with watching(sandbox) as watch:
        firm = Firm(sandbox, watch, engines, settings, database, rng, crew, orders=orders)
        for person in crew:
            person.deeds.start()
        for _client in range(CLIENTS):
            firm._comes()
        yield firm
    await engines.dispose()
    await sandbox.stop()


async def _open_estimates(engines: Engines, orders: list[int]) -> None:
    """One line in the draft of each order."""
    async with engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=wall_clock(), shop=await load_shop(connection))
        for number in orders:
            await unit.estimates.save(Estimate(number, 1, [EstimateLine("Cleaning", PRICE, number=1)], next_number=2))
        sums = {"estimate_version": 1, "estimate_total": PRICE.amount, "estimate_lines": 1}
        await connection.execute(update(tables.deal).where(tables.deal.c.id.in_(orders)).values(**sums))


async def through_lives(firm: Firm, zygote: Zygote, *, times: int, life: Callable[[], Awaitable[None]], last: str = "") -> float:
    """So many lives under load, in storms; after each, one of the variant `last` in which everything settles. The longest took so long."""
    product = await zygote.starts(firm.settings)
    await firm.opens()
    assert await product.ends(signal.SIGTERM) == 0
    settled = []
    for begun in range(0, times, STORM):
        await _one_storm(firm, lives=min(STORM, times - begun), life=life)
        product = await zygote.starts(firm.settings, variant=last)
        settled.append(await firm.settles())
        assert await product.ends(signal.SIGTERM) == 0
    return max(settled)


async def _one_storm(firm: Firm, *, lives: int, life: Callable[[], Awaitable[None]]) -> None:
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(firm.under_load(ended))
        for _life in range(lives):
            await life()
        ended.set()
