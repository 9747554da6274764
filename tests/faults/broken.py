"""Controls: the product broken on purpose, one classic mistake each; the oracle that calls the real one sound must catch every one."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from gotovo.poller import Poller
from gotovo.worker import Worker
from storage import engine, inbox, outbox
from storage.inbox import Arrival
from storage.outbox import Row

GAP = 0.03
"""Seconds that a mistake leaves open; a real one does so by a slow disk or a busy loop."""


def acknowledges_first(patch: pytest.MonkeyPatch) -> None:
    """The door confirms what it has only in memory."""
    honest, tasks = Poller._store, set[asyncio.Task[None]]()

    async def store_later(door: Poller, updates: list[dict[str, Any]]) -> None:
        async def after_a_while() -> None:
            await asyncio.sleep(GAP)
            await honest(door, updates)

        tasks.add(asyncio.create_task(after_a_while()))

    patch.setattr(Poller, "_store", store_later)


def knows_no_ids(patch: pytest.MonkeyPatch) -> None:
    """No unique key: what comes again is kept again."""
    honest = inbox.store

    async def store(connection: AsyncConnection, arrivals: Sequence[Arrival], *, now: datetime) -> None:
        await honest(connection, [replace(each, ext_id=f"{each.ext_id}/{secrets.token_hex(4)}") for each in arrivals], now=now)

    patch.setattr(inbox, "store", store)


def commits_in_two(patch: pytest.MonkeyPatch) -> None:
    """The effect is committed, and a moment later that its input is done."""
    honest, once, kept = inbox.finish, Worker.work_once, list[int]()

    async def finish(_connection: AsyncConnection, seqs: Sequence[int], *, now: datetime) -> None:
        kept.extend(seqs)

    async def work_once(worker: Worker) -> int:
        count = await once(worker)
        if kept:
            await asyncio.sleep(3 * GAP)
            async with worker._engines.write.begin() as connection:
                await honest(connection, kept, now=worker._clock())
            kept.clear()
        return count

    patch.setattr(inbox, "finish", finish)
    patch.setattr(Worker, "work_once", work_once)


def marks_before_it_sends(patch: pytest.MonkeyPatch) -> None:
    """What is claimed counts as sent."""
    honest = outbox.claim

    async def claim(connection: AsyncConnection, now: datetime, **how: Any) -> list[Row]:
        rows = await honest(connection, now, **how)
        await outbox.mark_done(connection, rows, now=now)
        return rows

    patch.setattr(outbox, "claim", claim)


def shrugs_at_a_lock(patch: pytest.MonkeyPatch) -> None:
    """The door waits for nobody, and goes on when the file is locked."""
    honest = Poller._store

    async def store(door: Poller, updates: list[dict[str, Any]]) -> None:
        with suppress(*engine.UNREACHABLE):
            await honest(door, updates)

    patch.setattr(engine, "BUSY_TIMEOUT_MS", 0)
    patch.setattr(Poller, "_store", store)


def dies_at_once(patch: pytest.MonkeyPatch) -> None:
    """SIGTERM ends the process wherever it stands."""

    def ignored(_loop: object, _signal: int, _callback: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    patch.setattr(asyncio.unix_events._UnixSelectorEventLoop, "add_signal_handler", ignored)


BROKEN: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    broken.__name__: broken
    for broken in (acknowledges_first, knows_no_ids, commits_in_two, marks_before_it_sends, shrugs_at_a_lock, dies_at_once)
}
