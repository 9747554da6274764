"""The table of what was measured, with the machine's name and the goals beside the figures."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.measures import Cost, Spread

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; `good` is None where there is no goal."""

    what: str
    figure: str
    goal: str = ""
    good: bool | None = None


def of_rate(what: str, rate: float, *, goal: float | None = None) -> Line:
    return Line(what, f"{rate:,.0f} /s", f"≥ {goal:,.0f} /s" if goal else "", None if goal is None else rate >= goal)


def of_ratio(what: str, ratio: float, *, goal: float, at_most: bool = False) -> Line:
    good = ratio <= goal if at_most else ratio >= goal
    return Line(what, f"{ratio:.2f} ×", f"{'≤' if at_most else '≥'} {goal:g} ×", good)


def of_spread(what: str, spread: Spread, *, goal: float | None = None) -> Line:
    figure = f"p50 {spread.p50:.0f} · p95 {spread.p95:.0f} · p99 {spread.p99:.0f} ms (n = {spread.n})"
    return Line(what, figure, f"p95 ≤ {goal:g} ms" if goal else "", None if goal is None else spread.p95 <= goal)


def of_memory(what: str, size: int, *, goal: float) -> Line:
    return Line(what, f"{size / 1e6:.0f} MB", f"≤ {goal:g} MB", size / 1e6 <= goal)


def of_seconds(what: str, seconds: float, *, goal: float) -> Line:
    return Line(what, f"{seconds:.1f} s", f"≤ {goal:g} s", seconds <= goal)


def of_cost(what: str, cost: Cost) -> Line:
    parts = (
        f"{cost.calls:.1f} calls",
        f"{cost.bytes_sent:.0f} bytes",
        f"{cost.statements:.0f} statements",
        f"{cost.commits:.1f} commits",
        f"{cost.processor_ms:.0f} ms of processor",
    )
    return Line(what, " · ".join(parts))


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next((int(line.split()[1]) // 1024**2 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{model or platform.machine()}, {os.cpu_count()} cores, {memory} GB; {platform.system()}, Python {python}, SQLite {sqlite}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def table(lines: Sequence[Line]) -> str:
    marks = {None: "", True: "✔", False: "✖"}
    rows = [f"| {line.what} | {line.figure} | {line.goal} {marks[line.good]} |".replace("|  |", "| |") for line in lines]
    return "\n".join([f"{datetime.now(UTC):%d.%m.%Y}, {machine()}.", "", "| what | measured | goal |", "|---|---|---|", *rows])


def write(lines: Sequence[Line]) -> None:
    """Puts the table between the marks of the page; the words around it stay."""
    page = PAGE.read_text(encoding="utf-8")
    head, _begin, rest = page.partition(BEGIN)
    _old, _end, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n\n{table(lines)}\n\n{END}{tail}", encoding="utf-8")
