"""G2, deploy at noon: SIGTERM under load; what is under way ends, nothing is lost, nothing is said twice, and the exit is quick."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.hammer import Firm, firm_at_work, through_lives
from tests.faults.ledger import Proof, sized
from tests.faults.verdict import Verdict, verdict
from tests.faults.zygote import Zygote

GOAL = "G2 SIGTERM under load"
LONGEST_EXIT = 10.0
LONGEST_LIFE = 0.25
LATENCY = 0.1
"""Seconds of a call: whoever stops has something on its way."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What came of a day of restarts; `slowest` is the longest exit in seconds."""

    verdict: Verdict
    codes: frozenset[int]
    slowest: float
    inputs: int


async def restarted(place: Path, zygote: Zygote, *, proof: Proof, times: int, variant: str = "") -> Deployed:
    codes, exits = set[int](), list[float]()
    async with firm_at_work(place, proof.rng, latency=LATENCY) as firm:

        async def life() -> None:
            code, seconds = await one_life(firm, zygote, variant=variant)
            codes.add(code)
            exits.append(seconds)

        await through_lives(firm, zygote, times=times, life=life)
        return Deployed(await verdict(firm), frozenset(codes), max(exits), firm.inputs)


async def one_life(firm: Firm, zygote: Zygote, *, variant: str) -> tuple[int, float]:
    product = await zygote.starts(firm.settings, variant=variant)
    await firm.proves_work()
    await asyncio.sleep(firm.rng.uniform(0, LONGEST_LIFE))
    began = time.perf_counter()
    return await product.ends(signal.SIGTERM), time.perf_counter() - began


async def test_a_restart_is_noticed_by_nobody(tmp_path: Path, zygote: Zygote, proof: Proof) -> None:
    times = sized(4, 50)
    found = await restarted(tmp_path, zygote, proof=proof, times=times)
    assert found.verdict.is_sound, found.verdict
    assert found.verdict.again == 0
    assert found.codes == {0}
    assert found.slowest <= LONGEST_EXIT
    proof.n = f"{times} restarts, {found.inputs} inputs"
    proof.measured(lost=0, doubled=0, said_again=0, slowest_exit_in_seconds=found.slowest)


async def test_the_oracle_catches_a_process_that_dies_where_it_stands(tmp_path: Path, zygote: Zygote, proof: Proof) -> None:
    times = sized(5, 10)
    found = await restarted(tmp_path, zygote, proof=proof, times=times, variant="dies_at_once")
    proof.n = f"{times} restarts, {found.inputs} inputs"
    proof.control("dies_at_once", red=f"{found.verdict.again} said again" if found.verdict.again else "")
