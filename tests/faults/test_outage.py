"""G9, the outage hour: Telegram is dead for an hour of simulated time; then all is said once, in order, soon and without a storm."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram.methods import SendMessage
from sqlalchemy import select

from bot.errors import Judgement, Verdict
from crm.conversation import Message
from crm.intents import Notice, Relay, Say
from crm.task import Task, TaskKind
from crm.use_cases import alarms
from crm.use_cases.alarms import set_alarm
from gotovo import courier, patience
from gotovo.pacing import Pace
from storage import tables
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.hours import Cut, Hours
from tests.faults.ledger import FULL, Proof
from tests.faults.roads import FIRST_CLIENT, VERA, founded
from tests.faults.story import Step, live
from tests.spine import UNPACED, Spine, words

GOAL = "G9 outage hour"
OUTAGE, SHORT_OUTAGE = timedelta(hours=1) if FULL else timedelta(minutes=20), timedelta(minutes=5)
CHATS, EACH = (100, 5) if FULL else (8, 3)
"""As many clients; to each so many words of a colleague, and as many sentences of the bot: 1,000 in all when it is run in full."""
WAITING = 2 * CHATS * EACH
SOON = 1.2 * WAITING / 25
"""Seconds."""
DAY, DAYS, TASKS = timedelta(days=1), 5, 8
BACKOFF = timedelta(seconds=75)
"""The longest that a sending waits for its next try."""


@pytest.fixture
async def spine(tmp_path: Path) -> AsyncIterator[Spine]:
    company = await founded(tmp_path / "outage.db")
    company.paper = Cut(company)
    company.restart()
    clients = range(FIRST_CLIENT, FIRST_CLIENT + CHATS)
    await live(company, Step(company.now, tuple(company.arrival(words(client, "It is broken")) for client in clients)))
    company.paper.calls.clear()
    yield company
    await company.engines.dispose()


async def pile_up(spine: Spine) -> None:
    """A thousand things to say, in turn to all."""
    async with spine.engines.write.begin() as connection:
        leads = list(await connection.execute(select(tables.lead.c.id, tables.lead.c.client_id).order_by(tables.lead.c.id)))
        unit = SqlUnitOfWork(connection, now=spine.now, shop=await load_shop(connection))
        for number in range(EACH):
            for place, lead in enumerate(leads):
                said = Message(0, spine.now, lead.id, lead.client_id, incoming=False, staff_id=1, body=f"word {number:03d}")
                message = await unit.messages.add(said)
                unit.say(Relay(message.id, FIRST_CLIENT + place), Say("failed", {"id": f"{number:03d}"}, chat_id=FIRST_CLIENT + place))
        await unit.flush()


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`noticed`: from Telegram's return to the first call that got through; `drained`: from there to the last; `refused`: share of 429."""

    missing: int
    tries: int
    noticed: timedelta
    drained: timedelta
    refused: float


async def outlived(spine: Spine, patch: pytest.MonkeyPatch, *, outage: timedelta, pace: Pace | None = None) -> Aftermath:
    assert isinstance(spine.paper, Cut)
    network, hours = spine.paper.network, Hours(spine)
    hours.rule(patch, pace or Pace())
    network.until, network.is_strict = spine.now + outage, True
    await pile_up(spine)
    network.heard.clear()
    await hours.pass_until_all_is_said(at_most=2 * outage)
    missing = WAITING - sum(len(told) for pattern in (r"word (\d{3})", r"as (\d{3})") for told in heard(spine, pattern).values())
    first, last = (network.heard[0], network.heard[-1]) if network.heard else (network.until, spine.now)
    share = network.turned_away / max(1, network.turned_away + len(network.heard))
    return Aftermath(missing, network.tried, first - network.until, last - first, share)


def heard(spine: Spine, pattern: str) -> dict[int, list[str]]:
    """What came to each chat, in the order in which it came."""
    found: dict[int, list[str]] = {}
    for call in spine.paper.calls:
        if isinstance(call, SendMessage) and (number := re.search(pattern, call.text)):
            found.setdefault(int(call.chat_id), []).append(number[1])
    return found


async def test_all_is_said_once_in_order_and_soon(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    found = await outlived(spine, monkeypatch, outage=OUTAGE)
    numbers = [f"{number:03d}" for number in range(EACH)]
    said = heard(spine, r"word (\d{3})")
    assert said == dict.fromkeys(range(FIRST_CLIENT, FIRST_CLIENT + CHATS), numbers), "what people said keeps its order"
    assert {chat: sorted(told) for chat, told in heard(spine, r"as (\d{3})").items()} == said
    proof.n = f"{WAITING} waiting in {CHATS} chats for {OUTAGE.total_seconds() / 60:.0f} minutes"
    proof.measured(lost=0, again=0, words_out_of_order=0, tries_meanwhile=found.tries, share_of_429=found.refused)
    proof.measured(noticed_after_seconds=found.noticed.total_seconds(), drained_in_seconds=found.drained.total_seconds())
    assert found.tries <= 2 * CHATS * 2 * OUTAGE.total_seconds() / 60, "about once a minute for a stream"
    assert found.refused < 0.01
    assert found.noticed <= BACKOFF
    assert found.drained.total_seconds() <= SOON
    if FULL:
        assert (found.noticed + found.drained).total_seconds() <= SOON, "of so many, one is always about to be tried"


async def test_the_oracle_catches_who_gives_up(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "judge", lambda _error: Judgement(Verdict.DEAD))
    found = await outlived(spine, monkeypatch, outage=SHORT_OUTAGE)
    proof.n = f"{WAITING} waiting"
    proof.control("gives up", red=f"{found.missing} never said" if found.missing else "")


async def test_the_oracle_catches_who_has_no_pace(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    found = await outlived(spine, monkeypatch, outage=SHORT_OUTAGE, pace=Pace(**UNPACED))
    proof.n = f"{WAITING} waiting"
    proof.control("no pace", red=f"{found.refused:.0%} answered with 429" if found.refused >= 0.01 else "")


async def test_the_oracle_catches_who_sleeps_on(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SILENT_CHATS", 10**9)
    found = await outlived(spine, monkeypatch, outage=SHORT_OUTAGE)
    proof.n = f"{WAITING} waiting"
    drained = found.drained.total_seconds()
    proof.control("every sending waits for its own next try", red=f"drained in {drained:.0f} s" if drained > SOON else "")


async def rung_after_days(spine: Spine) -> list[int]:
    """How often Vera hears of tasks that nobody does, after days in which Telegram was dead, and of each a day later."""
    assert isinstance(spine.paper, Cut)
    async with spine.engines.write.begin() as connection:
        unit = SqlUnitOfWork(connection, now=spine.now, shop=await load_shop(connection))
        for number in range(TASKS):
            task = Task(
                0, TaskKind.CALL_BACK, spine.now, order_id=1001 + number, due_at=spine.now, assignee_id=1, body=f"task {number:03d}"
            )
            await set_alarm(unit, await unit.tasks.add(task))
    spine.paper.network.until = spine.now + DAYS * DAY
    rung = []
    for days in (DAYS, 1):
        spine.paper.calls.clear()
        for _day in range(days):
            await live(spine, Step(spine.now))
            spine.now += DAY
        await live(spine, Step(spine.now))
        rung.append(len(heard(spine, r"№(\d+): call")[VERA]))
    return rung


async def test_reminders_that_nobody_could_hear_are_one(spine: Spine, proof: Proof) -> None:
    assert await rung_after_days(spine) == [TASKS, TASKS]
    proof.n = f"{TASKS} tasks, recalled on each of {DAYS} dead days"


async def test_the_oracle_catches_who_reminds_of_every_day(spine: Spine, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(name: str, kind: str, *, subject_id: int, chat_id: int) -> Notice:
        return Notice(name, kind, subject_id, chat_id)

    monkeypatch.setattr(alarms, "reminder", forgetful)
    rung, _later = await rung_after_days(spine)
    proof.n = f"{TASKS} tasks, {DAYS} dead days"
    proof.control("reminders without a key", red=f"{rung - TASKS} stale ones" if rung > TASKS else "")
