"""`make bench`: measures everything in one run, prints the table; with --write it goes into docs/performance.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.company import Company, company_at_work
from bench.measures import (
    cost_of_taps,
    drained_per_second,
    echoed_per_second,
    first_answer_seconds,
    relayed_per_second,
    searches,
    taps,
    with_clients,
    with_estimates,
)
from bench.report import Line, of_cost, of_memory, of_rate, of_ratio, of_seconds, of_spread, table, write
from bench.workers import worked_per_second

RATE, SECONDS = 20, 15


@asynccontextmanager
async def at_work(*, deals: int = 10, latency: float = 0.0) -> AsyncIterator[Company]:
    with TemporaryDirectory(prefix="gotovo-bench-") as place:
        async with company_at_work(Path(place), deals=deals, latency=latency) as company:
            yield company


async def throughput() -> list[Line]:
    """The same words through the bare bot, through the one with a durable commit, and through the whole product."""
    with TemporaryDirectory(prefix="gotovo-bench-") as place:
        bare, durable = await echoed_per_second(), await echoed_per_second(str(Path(place) / "echo.db"))
        start = await first_answer_seconds(Path(place) / "new")
    async with at_work() as company:
        idle = company.child.memory
        relayed = await relayed_per_second(company, await with_clients(company))
        drained = await drained_per_second(company)
        used = company.child.memory
    return [
        of_rate("bare aiogram echo", bare),
        of_rate("the same with one durable commit", durable),
        of_rate("Gotovo: a client's words to the colleague in charge", relayed, goal=250),
        of_ratio("… against the echo with a commit", relayed / durable, goal=0.4),
        of_rate("waiting notices drained (unpaced)", drained),
        of_seconds("cold start to the first answer, new database", start, goal=4),
        of_memory("memory, idle", idle, goal=260),
        of_memory("memory, after the load", used, goal=300),
    ]


async def at_size(deals: int, *, latency: float = 0.0) -> tuple[list[Line], float]:
    """Taps and searches with so many orders in the base; the second is the median of a tap."""
    where = f"{deals:,} orders" + (f", Telegram's latency {latency * 1000:.0f} ms" if latency else "")
    async with at_work(deals=deals, latency=latency) as company:
        await with_estimates(company)
        spread = await taps(company, rate=RATE, seconds=SECONDS)
        goal = 50 + 1000 * latency
        lines = [of_spread(f"tap → edited card at {RATE} taps/s, {where}", spread, goal=goal)]
        if not latency:
            lines += [
                of_spread(f"search by number, {where}", await searches(company)),
                of_cost(f"one tap, {where}", await cost_of_taps(company)),
            ]
    return lines, spread.p50


async def side_by_side() -> list[Line]:
    one, two = await worked_per_second(1, 2)
    return [
        of_rate("PostgreSQL: clients' words worked on by one process", one),
        of_rate("… by two", two),
        of_ratio("… two against one", two / one, goal=1.7),
    ]


async def measured(sizes: Sequence[int]) -> list[Line]:
    lines, medians = await throughput(), {}
    for deals in sizes:
        of_size, medians[deals] = await at_size(deals)
        lines += of_size
    lines += (await at_size(sizes[0], latency=0.05))[0]
    lines += await side_by_side()
    small, large = sizes[min(1, len(sizes) - 1)], sizes[-1]
    return [*lines, of_ratio(f"a tap with {large:,} orders against {small:,}", medians[large] / medians[small], goal=1.2, at_most=True)]


def main() -> int:
    options = argparse.ArgumentParser(prog="bench", description=__doc__)
    options.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options.add_argument("--quick", action="store_true", help="small bases only")
    chosen = options.parse_args()
    lines = asyncio.run(measured((10, 100) if chosen.quick else (10, 1000, 100_000)))
    print(table(lines))
    if chosen.write:
        write(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
