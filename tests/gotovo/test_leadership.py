"""Leadership: one does the duties, the others wait and say so, and who has lost the lease stops at once (G19)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from gotovo import leadership as leadership_module
from gotovo.leadership import Leadership
from storage.leases import FileLease, LeaseLost
from tests.spine import Alone


@dataclass
class Process:
    """A leader's duties that only last until the stop; `terms` are how often they began and were broken off."""

    leadership: Leadership
    stopping: asyncio.Event
    began: asyncio.Event = field(default_factory=asyncio.Event)
    terms: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lease: FileLease | Alone) -> Process:
        stopping = asyncio.Event()
        return cls(Leadership(lease, stopping), stopping)

    async def duties(self) -> None:
        self.terms.append("began")
        self.began.set()
        try:
            await self.stopping.wait()
        except asyncio.CancelledError:
            self.terms.append("broken off")
            raise
        self.terms.append("ended")


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leadership_module, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(leadership_module, "TRY_SECONDS", 0.01)


async def test_on_sqlite_the_second_waits_says_so_once_and_follows(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first, second = (Process.of(FileLease(tmp_path / "gotovo.db")) for _ in range(2))
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        leading = group.create_task(first.leadership.run(first.duties))
        await first.began.wait()
        waiting = group.create_task(second.leadership.run(second.duties))
        await asyncio.wait([waiting], timeout=0.1)
        assert second.terms == []
        first.stopping.set()
        await leading
        await second.began.wait()
        second.stopping.set()
    assert (first.terms, second.terms) == (["began", "ended"], ["began", "ended"])
    sentence = "another Gotovo leads on this database; this one waits and takes over when that one ends"
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [sentence]


async def test_one_that_never_leads_stops_too(tmp_path: Path) -> None:
    held = FileLease(tmp_path / "gotovo.db")
    await held.take()
    process = Process.of(FileLease(tmp_path / "gotovo.db"))
    process.stopping.set()
    await process.leadership.run(process.duties)
    assert process.terms == []


class Fickle(Alone):
    """A lease that is lost at its third beat, and unreachable before."""

    def __init__(self) -> None:
        self.beats = 0

    async def keep(self) -> None:
        self.beats += 1
        if self.beats == 3:
            raise LeaseLost("leader")
        raise OperationalError("UPDATE lease", {}, ConnectionError())


async def test_who_has_lost_it_breaks_off_and_waits_for_the_next_turn() -> None:
    process = Process.of(Fickle())
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(process.leadership.run(process.duties))
        while len(process.terms) < 3:
            await asyncio.wait([running], timeout=0.01)
        process.stopping.set()
    assert process.terms == ["began", "broken off", "began", "ended"]
