"""G8, the mad clicker: hundreds of presses at once, and two people on one order: one effect, one notice, and whoever is late is told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery
from sqlalchemy import select, update

from bot.assembly import build_dispatcher
from crm.deal import DealAction
from crm.use_cases import deals
from gotovo import worker
from gotovo.signals import Bell
from gotovo.worker import Worker
from storage import tables
from storage.engine import Engines, open_engines
from storage.repositories.rows import SqlRows, to_values
from tests.faults.ledger import Proof, sized
from tests.faults.roads import DINA, FIRST_CLIENT, ROADS, VERA, found_company, founded
from tests.faults.story import Desk, Step, Story, live
from tests.spine import BOT_ID, Spine, tap, words

GOAL = "G8 mad clicker, two on one order"
PRESSES = 200
WORKERS = 3
MEANT_AGAIN = ("➕", "⬜", "✍️", "🔍 Report", "🛠 New", "👷 Assign", "🧾 Estimate", "💰 Payment", "🕒 Agree", "🧾 To deal")
"""Buttons that only open something, or that somebody presses again because he means it."""


class Mad(Story):
    """Everybody presses what changes an order so many times at once; `answers` are those to each of his presses."""

    presses: int = PRESSES
    pressed: int = 0

    async def taps(self, person: int, *labels: str) -> None:
        for label in labels:
            body = self.tap(person, label)
            bodies = [body] if label.startswith(MEANT_AGAIN) else _many(body, self.presses)
            self.pressed += len(bodies)
            await self.comes(*bodies)


def _many(body: Any, count: int) -> list[Any]:
    """The same press with a query of its own each time, as Telegram sends it."""
    return [{"callback_query": {**body["callback_query"], "id": f"{body['callback_query']['id']}-{number}"}} for number in range(count)]


async def facts_of(engines: Engines) -> Counter[tuple[int, str]]:
    async with engines.read.connect() as connection:
        rows = await connection.execute(select(tables.timeline.c.subject_id, tables.timeline.c.action))
        return Counter((row.subject_id, row.action) for row in rows)


async def notices_of(engines: Engines) -> Counter[tuple[int, str]]:
    async with engines.read.connect() as connection:
        rows = await connection.execute(select(tables.outbox.c.chat_id, tables.outbox.c.intent).where(tables.outbox.c.kind == "notice"))
        return Counter((row.chat_id, row.intent["name"]) for row in rows)


@dataclass(slots=True)
class Ended:
    """What a road left: its facts and its notices."""

    facts: Counter[tuple[int, str]]
    notices: Counter[tuple[int, str]]
    pressed: int = 0

    def beyond(self, calm: Ended) -> list[str]:
        """What happened or was said more often than on the calm road, and what never did."""
        found = [(self.facts, calm.facts), (self.notices, calm.notices)]
        return [
            f"{key}: {mine[key]} instead of {theirs[key]}" for mine, theirs in found for key in mine | theirs if mine[key] != theirs[key]
        ]


async def walked(path: Path, road: str, *, presses: int) -> Ended:
    spine = await founded(path)
    story = Mad(spine)
    story.presses = presses
    await ROADS[road](story, FIRST_CLIENT)
    ended = Ended(await facts_of(spine.engines), await notices_of(spine.engines), story.pressed)
    answered = Counter(call.callback_query_id for call in story.desk.calls if isinstance(call, AnswerCallbackQuery))
    assert sum(answered.values()) == len(answered) == story.pressed, "every press is answered, once"
    await spine.engines.dispose()
    return ended


async def test_a_mad_clicker_does_everything_once(tmp_path: Path, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    presses = sized(10, PRESSES)
    calm = await walked(tmp_path / "calm.db", "bench_road", presses=1)
    mad = await walked(tmp_path / "mad.db", "bench_road", presses=presses)
    assert mad.beyond(calm) == []
    proof.n = f"{mad.pressed} presses, {presses} at once"
    monkeypatch.setattr(deals, "CHOICES", frozenset[DealAction]())
    found = (await walked(tmp_path / "broken.db", "bench_road", presses=3)).beyond(calm)
    proof.control("no_look_at_what_is_chosen", red=f"{len(found)} done again" if found else "")


@pytest.fixture(params=["sqlite", "postgresql"])
async def spine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Spine]:
    sqlite = f"sqlite+aiosqlite:///{tmp_path / 'two.db'}"
    opened = open_engines(sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgres_url")))
    company = Spine(opened, paper=Desk())
    await found_company(company)
    yield company
    await opened.dispose()


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker takes one input at a time, so that those of two people are in two hands."""
    monkeypatch.setattr(worker, "BATCH", 1)


@dataclass(slots=True)
class Race:
    """Two people press Take on each of many requests at the same time, and several workers take their presses."""

    spine: Spine
    requests: list[int] = field(default_factory=list)

    async def begins(self, count: int) -> None:
        clients = range(FIRST_CLIENT, FIRST_CLIENT + count)
        await live(self.spine, Step(self.spine.now, tuple(self.spine.arrival(words(client, "It is broken")) for client in clients)))
        async with self.spine.engines.read.connect() as connection:
            self.requests = list((await connection.execute(select(tables.lead.c.id).order_by(tables.lead.c.id))).scalars())
        assert len(self.requests) == count

    async def is_run(self, people: Sequence[int]) -> dict[str, Any]:
        bodies = [tap(person, f"l:take:{number}:0", id=f"{person}-{number}") for number in self.requests for person in people]
        await self.spine.store([self.spine.arrival(body) for body in bodies])
        bot = Bot(f"{BOT_ID}:TEST", session=self.spine.paper)
        workers = [
            Worker(bot, build_dispatcher(), engines=self.spine.engines, clock=self.spine._clock, said=Bell()) for _worker in range(WORKERS)
        ]
        while sum(await asyncio.gather(*(each.work_once() for each in workers))):
            pass
        await asyncio.gather(*(each.answers.given() for each in workers))
        return {call.callback_query_id: call.text for call in self.spine.paper.calls if isinstance(call, AnswerCallbackQuery)}


async def test_of_two_people_one_is_first_and_the_other_is_told(spine: Spine, proof: Proof) -> None:
    race, people = Race(spine), (VERA, DINA)
    await race.begins(sized(10, 500))
    answers = await race.is_run(people)
    taken = [number for (number, action), times in (await facts_of(spine.engines)).items() if action == "take" for _time in range(times)]
    assert sorted(taken) == race.requests
    for number in race.requests:
        told = [answers[f"{person}-{number}"] for person in people]
        assert sorted(str(text).partition(" ")[0] for text in told) == ["Already", "Taken."], told
    proof.n = f"{len(race.requests)} requests, 2 people, {WORKERS} workers, {spine.engines.write.dialect.name}"


async def test_without_versions_both_are_first(postgres_url: str, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control, where workers run side by side: a save that looks at no version."""

    async def save(rows: Any, entity: Any) -> None:
        values = to_values(entity, rows._table)
        await rows._connection.execute(update(rows._table).where(rows._table.c.id == values.pop("id")).values(**values))

    monkeypatch.setattr(SqlRows, "save", save)
    spine = Spine(open_engines(postgres_url), paper=Desk())
    await found_company(spine)
    race = Race(spine)
    await race.begins(20)
    await race.is_run((VERA, DINA))
    twice = [number for (number, action), times in (await facts_of(spine.engines)).items() if action == "take" and times > 1]
    await spine.engines.dispose()
    proof.n = "20 requests"
    proof.control("no_row_version", red=f"{len(twice)} taken twice" if twice else "")
