"""G19: two processes on one PostgreSQL behind a webhook do everything once and in order, and one carries on when the other is killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm.actor import Role
from crm.staff import StaffMember
from crm.task import Task, TaskKind
from crm.use_cases.alarms import set_alarm
from gotovo.clock import wall_clock
from gotovo.leadership import pause
from gotovo.room import IN_FLIGHT
from sandbox import Fault, Sandbox
from storage import outbox, tables
from storage.engine import Engines, open_engines
from storage.migrations import migrate
from storage.unit_of_work import SqlUnitOfWork, load_shop
from tests.faults.ledger import FULL, Proof
from tests.faults.twins import Gate, Twin, eventually
from tests.scenarios.invariants import dead_letters, unbalanced, unfolded

GOAL = "G19 Twins"
CLIENTS, WORDS, KILLS, ALARMS = (12, 48, 6, 40) if FULL else (4, 12, 1, 8)
TAKEOVER_SECONDS = 15.0
LATENCY = 0.02
"""Seconds that Telegram takes for an answer."""


class Firm:
    """An operator, her clients, her alarms; `wrongs` is what should not be."""

    def __init__(self, sandbox: Sandbox, engines: Engines, twins: list[Twin]) -> None:
        self.sandbox, self.engines, self.twins = sandbox, engines, twins
        self.mary = sandbox.person("Mary", language="en", role="operator")
        self.clients = [sandbox.person(f"C{number}", language="en", phone=f"+7916000{number:04}") for number in range(CLIENTS)]
        self.said: dict[int, list[str]] = {client.id: [] for client in self.clients}
        self.takeovers = 0

    async def opens(self) -> None:
        """Staff and alarms are there before anybody works."""
        now = wall_clock()
        async with self.engines.write.begin() as connection:
            await connection.run_sync(migrate)
            unit = SqlUnitOfWork(connection, now=now, shop=await load_shop(connection))
            await unit.settings.put(name="ServicePro", language="en", undo_seconds=0, week=[[0, 1440]] * 7)
            await unit.meet(self.mary.id, name="Mary", username="", language="en")
            member = await unit.roster.add(StaffMember(0, "Mary", now, [str(Role.OPERATOR)], chat_id=self.mary.id))
            await unit.accounts.bind_staff(self.mary.id, member.id)
            for number in range(ALARMS):
                due_at = now + timedelta(seconds=5 + number / 4)
                task = await unit.tasks.add(Task(0, TaskKind.CALL_BACK, now, due_at=due_at, assignee_id=member.id, body=f"alarm {number}."))
                await set_alarm(unit, task)

    async def takes_everybody(self) -> None:
        """Every client writes, and becomes Mary's conversation."""
        await self.mary.starts()
        for client in self.clients:
            await client.says(f"{client.user.first_name} begins.")
        for client in self.clients:
            name = client.user.first_name
            await self.mary.taps("✋ Take", on=await self.mary.sees(f"👤 {name}\n{name} begins.", timeout=60), timeout=60)

    async def speak(self, count: int) -> None:
        for _ in range(count):
            for client in self.clients:
                words = f"{client.user.first_name} says {len(self.said[client.id])}."
                self.said[client.id].append(words)
                await client.says(words)
            await pause(LATENCY, asyncio.Event())

    def one_answer_is_late(self) -> None:
        """Time enough for a second courier, if there is one, to overtake the first."""
        self.sandbox.faults.add(Fault("stall", method="sendMessage", chat_id=self.mary.id, seconds=2.0))

    async def leader(self) -> Twin | None:
        async with self.engines.read.connect() as connection:
            holder = (await connection.execute(select(tables.lease.c.holder))).scalar_one_or_none()
        return next((twin for twin in self.twins if holder and holder.startswith(f"{twin.pid}-")), None)

    async def kills_the_leader(self) -> float:
        """Seconds until another leads."""
        victim = await self.leader()
        assert victim is not None
        killed_at = time.monotonic()
        assert await victim.ends(signal.SIGKILL) == -signal.SIGKILL
        await self._another_leads(victim)
        took = time.monotonic() - killed_at
        if FULL:
            await victim.starts()
        return took

    async def stops_the_leader_for_a_while(self) -> float:
        """Seconds until another leads; then the first wakes, and believes at first that nothing has happened."""
        sleeper = await self.leader()
        assert sleeper is not None
        os.kill(sleeper.pid, signal.SIGSTOP)
        try:
            return await self._another_leads(sleeper)
        finally:
            os.kill(sleeper.pid, signal.SIGCONT)

    async def _another_leads(self, than: Twin) -> float:
        self.takeovers += 1

        async def is_so() -> bool:
            return await self.leader() not in (None, than)

        return await eventually(is_so, seconds=60)

    async def settles(self) -> None:
        async def is_quiet() -> bool:
            async with self.engines.read.connect() as connection:
                box = tables.inbox
                ready = (await connection.execute(select(func.count()).select_from(box).where(box.c.state == "ready"))).scalar_one()
                waiting = ready + await outbox.due_count(connection, wall_clock()) + await self._alarms_left(connection)
            return not waiting and not self.sandbox.world.updates.pending

        await eventually(is_quiet, seconds=120)

    async def _alarms_left(self, connection: AsyncConnection) -> int:
        timer = tables.timer
        soon = (timer.c.kind == "ring_task") & (timer.c.due_at < wall_clock() + timedelta(hours=1))
        return int((await connection.execute(select(func.count()).select_from(timer).where(soon))).scalar_one())

    def heard(self, words: str) -> list[int]:
        """The numbers of Mary's messages that bring these words."""
        passed_on = re.compile(rf"C\d+ · №\d+\n{re.escape(words)}")
        return [message.message_id for message in self.mary.chat if not message.mine and passed_on.fullmatch(message.text)]

    async def wrongs(self) -> list[str]:
        """By kind: what is lost, doubled, out of order, or broken in the data."""
        found: list[str] = []
        async with self.engines.read.connect() as connection:
            found += await unfolded(connection) + await unbalanced(connection)
            found += [f"{count} dead letters" for count in [await dead_letters(connection)] if count]
            leads = (await connection.execute(select(func.count()).select_from(tables.lead))).scalar_one()
            found += [f"{leads} requests of {len(self.clients)} clients"] if leads != len(self.clients) else []
            kept = Counter((await connection.execute(select(tables.message.c.body).where(tables.message.c.incoming))).scalars())
            rung = Counter((await connection.execute(select(tables.outbox.c.subject).where(tables.outbox.c.kind == "notice"))).scalars())
        spoken = [words for each in self.said.values() for words in each]
        found += [f"{words!r} kept {kept[words]} times" for words in spoken if kept[words] != 1]
        alarms = {subject: count for subject, count in rung.items() if str(subject).startswith("task:")}
        found += [f"{subject} rang {count} times" for subject, count in alarms.items() if count != 1]
        found += [f"{len(alarms)} of {ALARMS} alarms rang"] if len(alarms) != ALARMS else []
        return found + self._misheard(spoken)

    def _misheard(self, spoken: list[str]) -> list[str]:
        places = {words: self.heard(words) for words in spoken}
        found = [f"{words!r} was not passed on" for words, ids in places.items() if not ids]
        again = sum(len(ids) - 1 for ids in places.values() if ids)
        found += [f"{again} words passed on twice after {self.takeovers} takeovers"] if again > self.takeovers * IN_FLIGHT else []
        for each in self.said.values():
            first = [places[words][0] for words in each if places[words]]
            found += [f"words passed on out of order: {first}"] if first != sorted(first) else []
        return found


@asynccontextmanager
async def opened(tmp_path: Path, url: str, *, is_leased: bool = True, apart: bool = False) -> AsyncIterator[Firm]:
    """Two processes at work. `apart`: as on two machines, where nobody sees by a file that another has died."""
    sandbox = Sandbox(latency=LATENCY)
    sandbox.pacing.enabled = False
    sandbox.server.webhook.first_delay = 0.05
    await sandbox.start()
    common = {"BOT_TOKEN": sandbox.world.token, "TELEGRAM_API_URL": sandbox.url, "DATABASE_URL": url, "UNDO_SECONDS": "0"}
    names = ("one", "two")
    folders = {name: str(tmp_path / name if apart else tmp_path / "data") for name in names}
    gate = Gate()
    common |= {"PUBLIC_URL": f"http://127.0.0.1:{gate.port}", "WEBHOOK_SECRET": "twins-" * 6}
    twins = [Twin(name, {**common, "DATA_DIR": folders[name]}, folder=tmp_path, is_leased=is_leased) for name in names]
    engines = open_engines(url)
    firm = Firm(sandbox, engines, twins)
    await gate.opens(*twins)
    try:
        await firm.opens()
        for twin in twins:
            await twin.starts()
        yield firm
    finally:
        codes = [await twin.ends(signal.SIGTERM) for twin in twins if twin.is_alive]
        await gate.closes()
        await engines.dispose()
        await sandbox.stop()
    assert codes == [0] * len(codes)


ENDS = [("killed", "here"), ("killed", "elsewhere"), ("stopped", "elsewhere")]


@pytest.mark.parametrize(("end", "place"), ENDS if FULL else ENDS[:1])
async def test_two_do_everything_once_and_one_carries_on(tmp_path: Path, postgres_url: str, *, end: str, place: str, proof: Proof) -> None:
    async with opened(tmp_path, postgres_url, apart=place == "elsewhere") as firm:
        await firm.takes_everybody()
        took = []
        for _ in range(KILLS):
            firm.one_answer_is_late()
            await firm.speak(WORDS // (2 * KILLS))
            took.append(await (firm.kills_the_leader() if end == "killed" else firm.stops_the_leader_for_a_while()))
            await firm.speak(WORDS // (2 * KILLS))
        await firm.settles()
        assert await firm.wrongs() == []
        assert max(took) <= TAKEOVER_SECONDS
    proof.n = f"{sum(map(len, firm.said.values()))} words, {ALARMS} alarms, {len(took)} leaders {end} {place}"
    proof.measured(longest_takeover=f"{max(took):.1f} s")


async def test_without_a_lease_it_is_seen(tmp_path: Path, postgres_url: str, proof: Proof) -> None:
    """The control: both lead at once."""
    async with opened(tmp_path, postgres_url, is_leased=False) as firm:
        del firm.clients[1:]
        await firm.takes_everybody()
        firm.one_answer_is_late()
        await firm.speak(12)
        await firm.settles()
        proof.control("everybody leads", red=[wrong for wrong in await firm.wrongs() if "out of order" in wrong])
    proof.n = "12 words"
