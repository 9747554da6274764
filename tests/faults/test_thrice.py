"""G7, thrice: every input comes three times, its copies late and mixed; the company is as if each had come once."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.broken import knows_no_ids
from tests.faults.ledger import FULL, Proof
from tests.faults.roads import FIRST_CLIENT, ROADS, founded
from tests.faults.story import Step, Story, differences, live, settle, state_of

GOAL = "G7 every input three times"
SHORT = ("bench_road", "talk")
WINDOW = 30.0
"""Seconds within which the copies of an input come."""
State = dict[str, list[tuple[object, ...]]]


async def lived(path: Path, roads: Sequence[str]) -> tuple[list[Step], State]:
    """Roads one after the other, each with a client of its own; what came in, and how it ended."""
    spine = await founded(path)
    story = Story(spine)
    for client, road in enumerate(roads, FIRST_CLIENT):
        await ROADS[road](story, client)
    return story.steps, await ended(spine, path)


async def told(path: Path, steps: Sequence[Step]) -> State:
    """The same inputs to a new company."""
    spine = await founded(path)
    for step in steps:
        await live(spine, step)
    return await ended(spine, path)


async def ended(spine: Any, path: Path) -> State:
    spine.later(hours=1)
    await settle(spine)
    await spine.engines.dispose()
    look = sqlite3.connect(path)
    try:
        return state_of(look)
    finally:
        look.close()


def thrice(steps: Sequence[Step], rng: random.Random) -> list[Step]:
    """Each input, and two copies of it at other moments of the next half minute."""
    copies = [
        Step(step.at + timedelta(seconds=rng.uniform(0, WINDOW)), step.arrivals) for step in steps if step.arrivals for _copy in range(2)
    ]
    return sorted([*steps, *copies], key=lambda step: step.at)


async def test_nothing_changes(tmp_path: Path, proof: Proof, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, once = await lived(tmp_path / "once.db", list(ROADS) * 7 if FULL else SHORT)
    inputs = sum(len(step.arrivals) for step in steps)
    assert differences(once, await told(tmp_path / "again.db", steps)) == [], "a story told again ends as it did"
    mixed = thrice(steps, proof.rng)
    assert differences(once, await told(tmp_path / "thrice.db", mixed)) == []
    proof.n = f"{inputs} inputs x 3"
    knows_no_ids(monkeypatch)
    found = differences(once, await told(tmp_path / "broken.db", mixed))
    proof.control("knows_no_ids", red=f"{len(found)} differences" if found else "")
