"""The pace: however the calls come, Telegram gets no more in a second than it takes, and a chat no more than its share."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gotovo import pacing
from gotovo.pacing import Pace

TAKEN = 30
"""Calls that Telegram takes of a bot in a second."""
Turn = tuple[float, int]
"""When somebody asks for his turn, and in which chat."""


@dataclass
class Clock:
    """Goes from one sleeper to the next as soon as everybody sleeps; `awake` are those on their way."""

    now: float = 0.0
    awake: int = 0
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    sleepers: list[tuple[float, int, asyncio.Future[None]]] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (self.now + seconds, id(woken), woken))
        self.one_less()
        await woken

    def one_less(self) -> None:
        self.awake -= 1
        self.stirred.set()

    async def runs_out(self) -> None:
        while self.awake or self.sleepers:
            while self.awake:
                self.stirred.clear()
                await self.stirred.wait()
            if self.sleepers:
                self.now, _place, woken = heapq.heappop(self.sleepers)
                self.awake += 1
                woken.set_result(None)


async def sent(turns: Sequence[Turn]) -> list[Turn]:
    """When each had its turn."""
    clock, pace, found = Clock(awake=len(turns)), Pace(), list[Turn]()

    async def one(at: float, chat: int) -> None:
        await clock.sleep(at)
        await pace.turn(chat)
        found.append((clock.now, chat))
        clock.one_less()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pacing, "time", clock)
        patch.setattr(pacing, "asyncio", clock)
        async with asyncio.TaskGroup() as group:
            for at, chat in turns:
                group.create_task(one(at, chat))
            await clock.runs_out()
    return found


def most_at_once(found: Sequence[Turn]) -> int:
    times = sorted(at for at, _chat in found)
    return max((sum(at <= other < at + 1 - 1e-6 for other in times) for at in times), default=0)


@example([(0.0, chat) for chat in range(1, 101)])
@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 60)), max_size=150))
@settings(max_examples=30)
def test_no_second_has_more_calls_than_telegram_takes(turns: list[Turn]) -> None:
    found = asyncio.run(sent(turns))
    assert len(found) == len(turns)
    assert most_at_once(found) <= TAKEN


@given(st.lists(st.floats(0, 5), max_size=30))
@settings(max_examples=30)
def test_a_chat_has_its_burst_and_then_one_a_second(turns: list[float]) -> None:
    found = asyncio.run(sent([(at, 1) for at in turns]))
    assert most_at_once(found) <= 6


def test_who_waited_for_his_chat_waits_for_his_place_among_all() -> None:
    """Else the places of many chats, taken one after the other, would meet in one second."""
    found = asyncio.run(sent([(0.0, chat) for chat in range(1, 51) for _ten in range(10)]))
    assert most_at_once(found) <= TAKEN
