"""Each measure: a load, and what came of it."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.child import Child, started
from bench.company import Company, quiet_sandbox
from bench.watch import Watch, watching
from sandbox import Person

CLIENTS, MESSAGES = 50, 20
"""The load of a throughput: so many clients write so many messages each, as fast as they are taken."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds at the usual percentiles."""

    p50: float
    p95: float
    p99: float
    n: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        cuts = statistics.quantiles([1000 * value for value in seconds], n=100, method="inclusive")
        return cls(cuts[49], cuts[94], cuts[98], len(seconds))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one tap takes: calls to Telegram, bytes of their arguments, statements, commits, processor time in milliseconds."""

    calls: float
    bytes_sent: float
    statements: float
    commits: float
    processor_ms: float


@asynccontextmanager
async def echo(*arguments: str) -> AsyncIterator[tuple[Watch, Child, list[Person]]]:
    async with quiet_sandbox() as sandbox:
        people = [sandbox.person(f"Client{number}", language="en") for number in range(CLIENTS)]
        async with watching(sandbox) as watch, started(sandbox, "bench.echo", *arguments) as child:
            yield watch, child, people


async def echoed_per_second(*arguments: str) -> float:
    """Messages a second through the bare bot."""
    async with echo(*arguments) as (watch, _child, people):
        await _all_say(watch, people, rounds=2)
        return await _all_say(watch, people, rounds=MESSAGES)


async def _all_say(watch: Watch, people: Sequence[Person], *, rounds: int, told: Callable[[], int] | None = None) -> float:
    count = told or (lambda: sum(watch.messages.values()))
    before, began = count(), time.perf_counter()
    for number in range(rounds):
        for person in people:
            person.deeds.write(f"word {number}")
    await watch.until(lambda: count() - before >= rounds * len(people))
    return rounds * len(people) / (watch.last - began)


async def with_clients(company: Company) -> list[Person]:
    """So many clients write; each of the crew takes his share of them."""
    people = [company.sandbox.person(f"Client{number}", language="en") for number in range(CLIENTS)]
    for person in people:
        person.deeds.write(f"A notebook of {person.user.first_name}")
    await company.watch.until(lambda: all(company.watch.messages[person.id] for person in people))
    await company.watch.until_quiet()
    waiting = sorted({int(data.split(":")[2]) for data in _buttons(company.crew[0]) if data.startswith("l:take:")})
    for number, taker in zip(waiting, cycle(company.crew), strict=False):
        tap(taker, f"l:take:{number}:0")
    await company.watch.until_quiet()
    return people


def _buttons(person: Person) -> list[str]:
    """The data of every button in his chat."""
    rows = [row for post in person.deeds.chat.posts.values() for row in (post.markup or {}).get("inline_keyboard", [])]
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def tap(person: Person, data: str) -> None:
    """On the newest message of the bot in his chat: where it stands decides nothing."""
    newest = max((post for post in person.deeds.chat.posts.values() if post.from_bot), key=lambda post: post.message_id)
    person.deeds.press_data(data, newest)


async def relayed_per_second(company: Company, clients: Sequence[Person], *, rounds: int = MESSAGES) -> float:
    """Clients' words that reach the colleague who has taken their requests."""
    return await _all_say(company.watch, clients, rounds=rounds, told=lambda: sum(company.watch.messages[p.id] for p in company.crew))


async def with_estimates(company: Company) -> None:
    """Everybody of the crew has the estimate of his order open, with one line."""
    for person, number in zip(company.crew, company.orders, strict=True):
        tap(person, f"f:free_line:{number}:")
    await company.watch.until_quiet()
    for person in company.crew:
        person.deeds.write("Cleaning 900")
    await company.watch.until_quiet()


async def taps(company: Company, *, rate: float, seconds: float) -> Spread:
    """From a tap on “+” of an estimate's line to its edited card, at so many taps a second over the whole crew."""
    watch, started_at = company.watch, time.perf_counter()
    pairs = islice(cycle(zip(company.crew, company.orders, strict=True)), int(rate * seconds))

    async def one(place: int, person: Person, number: int) -> float:
        await asyncio.sleep(max(0.0, started_at + place / rate - time.perf_counter()))
        before = time.perf_counter()
        tap(person, f"x:line_more:{number}:1")
        await watch.until_edited(person.id, after=before)
        return watch.edited[person.id] - before

    return Spread.of(await asyncio.gather(*(one(place, *pair) for place, pair in enumerate(pairs))))


async def cost_of_taps(company: Company, *, count: int = 100) -> Cost:
    """One after the other, the whole crew in turn."""
    watch, child = company.watch, company.child
    await watch.until_quiet()
    calls, sent, cpu, before = sum(watch.calls.values()), watch.bytes_sent, child.processor_seconds, await child.counts()
    for person, number in islice(cycle(zip(company.crew, company.orders, strict=True)), count):
        began = time.perf_counter()
        tap(person, f"x:line_more:{number}:1")
        await watch.until_edited(person.id, after=began)
    await watch.until_quiet()
    after = await child.counts()
    statements = sum(after.get(name, 0) - before.get(name, 0) for name in ("writer", "reader"))
    return Cost(
        (sum(watch.calls.values()) - calls) / count,
        (watch.bytes_sent - sent) / count,
        statements / count,
        (after["commits"] - before["commits"]) / count,
        1000 * (child.processor_seconds - cpu) / count,
    )


async def searches(company: Company, *, count: int = 20) -> Spread:
    """From the word to what was found."""
    found: list[float] = []
    for place in range(count):
        person = company.crew[place % len(company.crew)]
        before, number = time.perf_counter(), company.orders[place % len(company.orders)]
        person.deeds.write(f"№{number}")
        await company.watch.until_heard(person.id, after=before)
        found.append(company.watch.last - before)
    return Spread.of(found)


async def first_answer_seconds(place: Path) -> float:
    """From the start of the process to its first answer, the database being made on the way."""
    async with quiet_sandbox() as sandbox, watching(sandbox) as watch:
        sandbox.person("Client", language="en").deeds.start()
        began = time.perf_counter()
        async with started(sandbox, "bench.product", DATA_DIR=str(place), HTTP_PORT="0"):
            await watch.until(lambda: bool(watch.told))
            return watch.last - began


async def drained_per_second(company: Company, *, count: int = 1000) -> float:
    """Waiting words of a company that was away, to the whole crew."""
    before, began = sum(company.watch.messages.values()), time.perf_counter()
    await company.pile_up(count)
    await company.watch.until(lambda: sum(company.watch.messages.values()) - before >= count)
    return count / (company.watch.last - began)
