"""What a fault test has measured: n, seed, wall time and how its control failed, as one line at the end of the run."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

FULL = os.environ.get("FAULTS") == "full"
SEED = int(os.environ.get("FAULTS_SEED") or (random.SystemRandom().randrange(10**6) if FULL else 1))
"""The short run is the same each time; the full one draws its seed, and FAULTS_SEED repeats it."""
PROPERTY = "fault"


def sized(short: int, full: int) -> int:
    """How much of something in `make test`, and in `make faults`."""
    return full if FULL else short


@dataclass(slots=True)
class Proof:
    """One promise under test; the seed of `rng` is in its line."""

    goal: str
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    n: str = ""
    found: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    _began: float = field(default_factory=time.perf_counter)

    def measured(self, **figures: object) -> None:
        self.found += [f"{name.replace('_', ' ')} {_short(value)}" for name, value in figures.items()]

    def control(self, name: str, *, red: object) -> None:
        """A broken variant that the same oracle has caught; `red` is what it complained of. Raises AssertionError when it complains not."""
        assert red, f"{self.goal}: the control “{name}” stayed green"
        self.controls.append(f"{name}: {red}")

    def line(self) -> str:
        parts = [f"{self.goal}: n={self.n}", f"seed={SEED}", f"{time.perf_counter() - self._began:.1f} s", *self.found]
        return ", ".join(parts) + (f"; controls red: {'; '.join(self.controls)}" if self.controls else "")


def _short(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


@pytest.fixture
def proof(request: pytest.FixtureRequest, record_property: Any) -> Iterator[Proof]:
    """Named after the goal that the module names; told when the test has passed its asserts."""
    found = Proof(request.module.GOAL)
    yield found
    if found.n:
        record_property(PROPERTY, found.line())


def pytest_terminal_summary(terminalreporter: Any) -> None:  # law: signature of pytest
    reports = [report for outcome in ("passed", "failed", "") for report in terminalreporter.stats.get(outcome, [])]
    lines = {text for report in reports for name, text in report.user_properties if name == PROPERTY}
    if lines:
        terminalreporter.section("faults", sep="-")
        for text in sorted(lines):
            terminalreporter.write_line(text)
