"""G3, every point: a crash at each statement, commit and call of the main stories; a fresh product on the file ends as if nothing was."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy import event

from storage import outbox
from tests.faults.broken import commits_in_two, marks_before_it_sends
from tests.faults.ledger import FULL, Proof
from tests.faults.roads import FIRST_CLIENT, ROADS, founded
from tests.faults.story import Desk, Step, Story, differences, hurried, live, settle, state_of
from tests.spine import Spine

GOAL = "G3 crash at the k-th effect"
SHORT = ("bench_road", "talk")
SHARE, LEAST = 0.01, 15
"""Points of the short run, by lot among those of two stories; the full one takes every one of all."""
Said = Counter[tuple[int, str]]


class Crash(BaseException):
    """The process is gone: nobody catches this."""


@dataclass(slots=True)
class Fuse:
    """Counts effects and blows at the `at`-th; from then on nothing has an effect any more."""

    at: int = 0
    count: int = 0
    blown: bool = False

    def effect(self, *_args: Any) -> None:
        self.count += 1
        self.blown = self.blown or self.count == self.at
        if self.blown:
            raise Crash


class Fused(Desk):
    """A call may not leave, or leave and its answer not come back."""

    def __init__(self, fuse: Fuse) -> None:
        super().__init__()
        self._fuse = fuse

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # law: signature of aiogram
        self._fuse.effect()
        result = await super().make_request(bot, method, timeout)
        self._fuse.effect()
        return result


@dataclass(slots=True)
class Life:
    """How a step ended: the state, and what was said."""

    state: dict[str, list[tuple[Any, ...]]]
    said: Said


class Box:
    """One database file that is put back as often as needed; each life has connections of its own to it."""

    def __init__(self, path: Path) -> None:
        self.look = sqlite3.connect(path, isolation_level=None)
        self._engines = hurried(path)
        self._fuse = Fuse()
        for engine in (self._engines.write, self._engines.read):
            event.listen(engine.sync_engine, "before_cursor_execute", self._effect)
            event.listen(engine.sync_engine, "commit", self._effect)

    def _effect(self, *_args: Any) -> None:
        self._fuse.effect()

    async def life(self, step: Step, fuse: Fuse) -> Life:
        """The step with a fuse in it, then a fresh product on the same file, to which Telegram gives again what it may not have kept."""
        before, self._fuse = Fused(fuse), fuse
        spine = Spine(self._engines, paper=before)
        try:
            await live(spine, step)
        except Crash:
            await asyncio.gather(*spine.courier._flights.values(), return_exceptions=True)
        await self._engines.dispose()
        after, self._fuse = Desk(), Fuse()
        spine = Spine(self._engines, paper=after)
        spine.now = step.at
        await spine.store(step.arrivals)
        async with self._engines.write.begin() as connection:
            await outbox.orphan(connection)
        await settle(spine, ticks=not step.arrivals)
        spine.later(seconds=3)
        await settle(spine)
        await self._engines.dispose()
        return Life(state_of(self.look), said(before) + said(after))

    def keep(self) -> sqlite3.Connection:
        kept = sqlite3.connect(":memory:")
        self.look.backup(kept)
        return kept


def said(desk: Desk) -> Said:
    return Counter((int(call.chat_id), call.text) for call in desk.calls if isinstance(call, SendMessage))


@dataclass(slots=True)
class Found:
    """Points tried and what was wrong after a crash at one."""

    points: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)

    def compare(self, calm: Life, crashed: Life, *, where: str) -> None:
        self.points += 1
        self.wrong += [f"{where}: {line}" for line in differences(calm.state, crashed.state)]
        for (chat, text), count in calm.said.items():
            times = sum(n for (to, words), n in crashed.said.items() if to == chat and text in words)
            least = sum(n for (to, words), n in calm.said.items() if to == chat and text in words)
            self.again += times > count
            if not least <= times <= least + count:
                self.wrong.append(f"{where}: said {times} times instead of {least}: {text!r}")


async def crashed_everywhere(place: Path, chosen: Callable[[int], list[int]], *, roads: list[str]) -> Found:
    """Each road told again step by step, each step with crashes at the points `chosen` among so many."""
    found = Found()
    for name in roads:
        steps = await recorded(place / f"{name}-recorded.db", name)
        path = place / f"{name}.db"
        await (await founded(path)).engines.dispose()
        box = Box(path)
        for number, step in enumerate(steps):
            fuse, before = Fuse(), box.keep()
            calm = await box.life(step, fuse)
            after = box.keep()
            for at in chosen(fuse.count):
                before.backup(box.look)
                found.compare(calm, await box.life(step, Fuse(at)), where=f"{name}, step {number}, effect {at}")
            after.backup(box.look)
            before.close()
            after.close()
        box.look.close()
    return found


async def recorded(path: Path, name: str) -> list[Step]:
    spine = await founded(path)
    story = Story(spine)
    await ROADS[name](story, FIRST_CLIENT)
    await spine.engines.dispose()
    return story.steps


def by_lot(rng: random.Random, *, share: float) -> Callable[[int], list[int]]:
    return lambda count: [at for at in range(1, count + 1) if rng.random() < share]


async def test_the_end_is_the_same(tmp_path: Path, proof: Proof) -> None:
    chosen = (lambda count: list(range(1, count + 1))) if FULL else by_lot(proof.rng, share=SHARE)
    roads = list(ROADS if FULL else SHORT)
    found = await crashed_everywhere(tmp_path, chosen, roads=roads)
    assert found.wrong == []
    assert found.points >= LEAST
    proof.n = f"{found.points} crashes in {len(roads)} stories"
    proof.measured(unlike_the_calm_end=0, said_again=found.again)


@pytest.mark.parametrize("broken", [commits_in_two, marks_before_it_sends])
async def test_the_oracle_catches(tmp_path: Path, proof: Proof, *, monkeypatch: pytest.MonkeyPatch, broken: Any) -> None:
    broken(monkeypatch)
    found = await crashed_everywhere(tmp_path, by_lot(proof.rng, share=0.3), roads=["talk"])
    proof.n = f"{found.points} crashes"
    proof.control(broken.__name__, red=f"{len(found.wrong)} unlike" if found.wrong else "")
