"""G1, unkillable: `kill -9` at any moment under load loses nothing, does nothing twice, and leaves nothing unsaid."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from gotovo.room import IN_FLIGHT
from tests.faults.hammer import Firm, firm_at_work, through_lives
from tests.faults.ledger import FULL, Proof, sized
from tests.faults.verdict import Verdict, verdict
from tests.faults.zygote import Zygote

GOAL = "G1 kill -9 under load"
LONGEST_LIFE = 0.25
"""Seconds from the proof of work to the kill."""
KILLED = -9
SETTLED = 30.0 if FULL else 120.0
"""Seconds after a storm of kills in which all must be worked off and said; the short form runs beside other tests."""


@dataclass(frozen=True, slots=True)
class Course:
    """What came of a course of kills; `settled` is how long the slowest storm's work took afterwards, in seconds."""

    inputs: int
    verdict: Verdict
    settled: float


async def killed(place: Path, zygote: Zygote, *, proof: Proof, times: int, variant: str = "") -> Course:
    """Load and kills, storm by storm; after each a life in which everything settles, and the verdict at the end."""
    async with firm_at_work(place, proof.rng) as firm:
        settled = await through_lives(firm, zygote, times=times, life=lambda: one_life(firm, zygote, variant=variant), last=variant)
        return Course(firm.inputs, await verdict(firm), settled)


async def one_life(firm: Firm, zygote: Zygote, *, variant: str) -> None:
    firm.sandbox.world.updates.duplicate += 1
    product = await zygote.starts(firm.settings, variant=variant)
    await firm.proves_work()
    await asyncio.sleep(firm.rng.uniform(0, LONGEST_LIFE))
    assert await product.ends(signal.SIGKILL) == KILLED


async def test_nothing_is_lost_or_doubled(tmp_path: Path, zygote: Zygote, proof: Proof) -> None:
    times = sized(60, 300)
    course = await killed(tmp_path, zygote, proof=proof, times=times)
    found = course.verdict
    assert found.is_sound, found
    assert found.again <= times * IN_FLIGHT
    proof.n = f"{times} kills, {course.inputs} inputs"
    proof.measured(lost=0, doubled=0, missing=0, said_again_per_kill=found.again / times, settled_in_seconds=course.settled)
    assert course.settled <= SETTLED
    if FULL:
        assert found.again <= times, f"{found.again} notices came again in {times} kills"


@pytest.mark.parametrize(
    ("variant", "complaint"),
    [("acknowledges_first", "lost"), ("knows_no_ids", "doubled"), ("commits_in_two", "doubled"), ("marks_before_it_sends", "missing")],
)
async def test_the_oracle_catches(tmp_path: Path, zygote: Zygote, *, proof: Proof, variant: str, complaint: str) -> None:
    times = sized(8, 10)
    course = await killed(tmp_path, zygote, proof=proof, times=times, variant=variant)
    proof.n = f"{times} kills, {course.inputs} inputs"
    proof.control(variant, red=f"{len(getattr(course.verdict, complaint))} {complaint}" if getattr(course.verdict, complaint) else "")
