"""Vital signs of a running Gotovo: one look at the database, the disk, the shelf of backups and the process's own counts."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from gotovo.clock import Clock
from gotovo.operation.shelf import Shelf
from gotovo.tally import DoorState, Tally
from storage import vitals as storage_vitals
from storage.engine import Engines
from storage.migrations import newest_schema
from storage.vitals import Kept

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Ages in seconds (0 where nothing waits, None where there is nothing to be old), sizes in bytes, counts since the start."""

    at: datetime
    started_at: datetime
    database: str
    database_bytes: int
    schema: str
    schema_wanted: str
    inbox_waiting: int
    inbox_age: float
    outbox_waiting: int
    outbox_age: float
    timer_age: float
    dead: int
    input_age: float | None
    door_age: float | None
    door_failing: float
    door_note: str
    sent: int
    waits: int
    errors: int
    answers: tuple[float, ...]
    disk_free: int
    disk_total: int
    backup_age: float | None

    def answered_within(self, share: float) -> float | None:
        """Seconds to the first answer that this share of the last day's requests got it in; None when none was answered."""
        times = sorted(self.answers)
        return times[min(len(times) - 1, int(len(times) * share))] if times else None


@dataclass(frozen=True, slots=True)
class Vessel:
    """What vital signs are read of; `door` is asked anew each time, since another door may open while the process runs."""

    engines: Engines
    clock: Clock
    data_dir: Path
    shelf: Shelf
    door: Callable[[], DoorState] = DoorState
    tally: Tally = field(default_factory=Tally)
    started_at: datetime | None = None


def unborn(now: datetime, *, disk: tuple[int, int, int], backup_age: float | None) -> Vitals:
    """All that is known while no database answers; `disk` is total, used, free."""
    schema = newest_schema()
    nothing = Kept(0, None, 0, None, None, 0, None, (), schema, 0)
    return _read(nothing, now, schema=schema, disk=disk, backup_age=backup_age)


async def take(vessel: Vessel) -> Vitals:
    """Raises SQLAlchemyError when the database does not answer."""
    now = vessel.clock()
    async with vessel.engines.read.connect() as connection:
        kept = await storage_vitals.look(connection, now)
    disk, backup_age = await asyncio.to_thread(lambda: (shutil.disk_usage(vessel.data_dir), vessel.shelf.age(now)))
    vitals = _read(kept, now, schema=newest_schema(), disk=disk, backup_age=backup_age)
    door = vessel.door()
    return replace(
        vitals,
        started_at=vessel.started_at or now,
        database="sqlite" if vessel.engines.is_sqlite else "postgresql",
        door_age=_age(now, door.worked_at),
        door_failing=_age(now, door.failing_since) or 0.0,
        door_note=door.note,
        sent=vessel.tally.sent,
        waits=vessel.tally.waits,
        errors=vessel.tally.errors,
    )


def _read(kept: Kept, now: datetime, *, schema: str, disk: tuple[int, int, int], backup_age: float | None) -> Vitals:
    """What the database and the disk tell; the process's own part is filled in by `take`."""
    return Vitals(
        at=now,
        started_at=now,
        database="",
        database_bytes=kept.size,
        schema=kept.schema,
        schema_wanted=schema,
        inbox_waiting=kept.inbox_waiting,
        inbox_age=_age(now, kept.inbox_oldest) or 0.0,
        outbox_waiting=kept.outbox_waiting,
        outbox_age=_age(now, kept.outbox_oldest) or 0.0,
        timer_age=_age(now, kept.timer_oldest) or 0.0,
        dead=kept.dead,
        input_age=_age(now, kept.last_input),
        door_age=None,
        door_failing=0.0,
        door_note="",
        sent=0,
        waits=0,
        errors=0,
        answers=_first_answers(kept, now),
        disk_free=disk[2],
        disk_total=disk[0],
        backup_age=backup_age,
    )


def _age(now: datetime, since: datetime | None) -> float | None:
    """A clock that was put back makes nothing younger than now."""
    return None if since is None else max(0.0, (now - since).total_seconds())


def _first_answers(kept: Kept, now: datetime) -> tuple[float, ...]:
    """Seconds, of the requests of the last day that were answered."""
    return tuple((answered - opened).total_seconds() for opened, answered in kept.answers if answered and opened >= now - DAY)
