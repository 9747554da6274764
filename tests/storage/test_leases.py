"""Leases: one holder at a time, a dead one is followed, a paused one is fenced off, whatever the wall clocks say (G19, G20)."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from storage.engine import IDLE_TIMEOUT_MS, Engines, open_engines
from storage.leases import MARGIN, TERM, FileLease, LeaseLost, LockedFile, Presence, RowLease
from storage.migrations import migrate


class Machine:
    """A process on a machine of its own: its folder, and its monotonic clock, which need not agree with anybody's."""

    def __init__(self, engines: Engines, folder: Path, *, ticks: float = 0.0) -> None:
        self.ticks = ticks
        self.presence = Presence(folder)
        self.lease = RowLease(engines, "leader", presence=self.presence, clock=lambda: self.ticks)


@pytest.fixture
async def pair(engines: Engines, tmp_path: Path) -> tuple[Machine, Machine]:
    """Both databases keep the row alike, though only PostgreSQL uses it."""
    return Machine(engines, tmp_path / "one"), Machine(engines, tmp_path / "two", ticks=5e6)


async def test_one_takes_it_and_the_other_waits_until_it_is_given_up(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    assert await one.lease.take()
    assert one.lease.is_held()
    assert not await two.lease.take()
    assert not two.lease.is_held()
    await one.lease.give_up()
    assert not one.lease.is_held()
    assert await two.lease.take()


async def test_a_beat_keeps_it_and_its_absence_ends_it(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    assert await one.lease.take()
    for _ in range(10):
        assert not await two.lease.take()
        one.ticks += TERM / 2
        two.ticks += TERM / 2
        await one.lease.keep()
    assert not await two.lease.take(), "the last beat is looked at from now on"
    two.ticks += TERM - 0.01
    assert not await two.lease.take()
    two.ticks += 0.01
    assert await two.lease.take()
    with pytest.raises(LeaseLost):
        await one.lease.keep()


async def test_who_may_have_lost_it_knows_before_anybody_has_it(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    assert await one.lease.take()
    assert not await two.lease.take()
    one.ticks += TERM - MARGIN
    two.ticks += TERM - MARGIN
    assert not one.lease.is_held()
    assert not await two.lease.take()


async def test_what_was_held_once_does_not_pass_the_fence(pair: tuple[Machine, Machine], engines: Engines) -> None:
    one, two = pair
    assert await one.lease.take()
    async with engines.write.begin() as connection:
        await one.lease.fence(connection)
    await two.lease.take()
    two.ticks += TERM
    assert await two.lease.take()
    await two.lease.give_up()
    assert await one.lease.take(), "the same process again, but another epoch"
    stale = RowLease(engines, "leader", presence=one.presence)
    stale._epoch = 1
    async with engines.write.begin() as connection:
        await one.lease.fence(connection)
        with pytest.raises(LeaseLost):
            await stale.fence(connection)


async def test_of_many_who_want_a_free_one_a_single_one_gets_it(engines: Engines, tmp_path: Path) -> None:
    many = [Machine(engines, tmp_path / str(number)) for number in range(8)]
    assert sorted(await asyncio.gather(*[machine.lease.take() for machine in many])) == [False] * 7 + [True]


async def test_the_dead_of_this_machine_are_not_waited_for(engines: Engines, tmp_path: Path) -> None:
    """A locked file tells; here the child is killed as the kernel would see any death."""
    one, two = Machine(engines, tmp_path), Machine(engines, tmp_path)
    assert await one.lease.take()
    assert not await two.lease.take()
    one.presence._mine.unlock()  # what the kernel does to one that dies
    assert await two.lease.take()
    assert not (tmp_path / f"alive-{one.presence.name}").exists()
    assert (tmp_path / f"alive-{two.presence.name}").exists()


def test_the_kernel_unlocks_for_a_killed_process(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"1" if LockedFile(tmp_path / "x").lock() else b"0")
        signal.pause()
    assert os.read(reading, 1) == b"1"
    assert not LockedFile(tmp_path / "x").lock()
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert LockedFile(tmp_path / "x").lock()


def test_files_of_the_dead_are_swept(tmp_path: Path) -> None:
    living, dead = Presence(tmp_path), Presence(tmp_path)
    dead._mine.unlock()
    fresh = Presence(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"alive-{living.name}", f"alive-{fresh.name}"}


async def test_sqlite_needs_no_row(tmp_path: Path) -> None:
    one, two = FileLease(tmp_path / "gotovo.db"), FileLease(tmp_path / "gotovo.db")
    assert await one.take()
    assert await one.take()
    assert not await two.take()
    assert (one.is_held(), two.is_held()) == (True, False)
    await one.give_up()
    assert await two.take()
    assert not one.is_held()


steps = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["take", "keep", "give_up"]), st.floats(0, TERM * 1.5)), max_size=30)


@settings(max_examples=60)
@given(steps)
async def test_never_two_hold_it_however_they_stall(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, float]]) -> None:
    """Time passes alike for all, the beginnings differ; whoever believes to hold it is alone in that."""
    folder = tmp_path_factory.mktemp("leases")
    engines = open_engines(f"sqlite+aiosqlite:///{folder / 'gotovo.db'}")
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
    three = [Machine(engines, folder / str(number), ticks=number * 1e5) for number in range(3)]
    for who, deed, seconds in steps:
        try:
            await getattr(three[who].lease, deed)()
        except LeaseLost:
            assert not three[who].lease.is_held()
        assert sum(machine.lease.is_held() for machine in three) <= 1
        for machine in three:
            machine.ticks += seconds
    await engines.dispose()


async def test_a_holder_that_stands_still_in_a_transaction_holds_up_nobody(postgres_url: str, tmp_path: Path) -> None:
    """Neither the next holder, who takes over as ever, nor its work: the session of the first ends before his term begins."""
    first, second = open_engines(postgres_url), open_engines(postgres_url)
    async with first.write.begin() as connection:
        await connection.run_sync(migrate)
    one, two = Machine(first, tmp_path / "one"), Machine(second, tmp_path / "two")
    assert await one.lease.take()
    async with first.write.begin() as connection:
        await one.lease.fence(connection)
        async with asyncio.timeout(3):
            assert not await two.lease.take()
            two.ticks += TERM
            assert await two.lease.take()
        timeout = (await connection.execute(text("SHOW idle_in_transaction_session_timeout"))).scalar_one()
    assert timeout == f"{IDLE_TIMEOUT_MS // 1000}s"
    assert IDLE_TIMEOUT_MS / 1000 < TERM
    await first.dispose()
    await second.dispose()
