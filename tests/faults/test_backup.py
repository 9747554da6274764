"""G16: backups under load, killed in the middle; whatever has a backup's name restores, with all that was acknowledged before it began."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.backup import check, restore
from storage.engine import open_engines
from storage.migrations import migrate

ROOT = Path(__file__).parents[2]
KILLS = 60 if os.environ.get("FAULTS") == "full" else 3
SEED = 20260512
PATIENCE = 60.0
BULK = (
    "CREATE TABLE bulk AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT randomblob(4000) b FROM n"
)
"""16 MB, so that a backup takes long enough to be killed in its middle."""


@dataclass
class Victim:
    """The process, and what it has told of: the last acknowledged input, and where it stood when each backup began."""

    process: subprocess.Popen[str]
    kept: int
    began: dict[str, int] = field(default_factory=dict)

    @classmethod
    def starts(cls, database: Path, shelf: Path, first: int) -> Victim:  # law: a database, its shelf and the first input
        command = [sys.executable, "-m", "tests.faults.backing_up", str(database), str(shelf), str(first)]
        return cls(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT), first)

    def hears(self, what: str) -> list[str]:
        """The next line of that kind."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = self._notes(line)
            if said[0] == what:
                return said
        raise AssertionError(f"the victim ended without a word of {what}")

    def dies(self) -> None:
        """What it still said before counts: it was acknowledged."""
        self.process.send_signal(signal.SIGKILL)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self._notes(line)
        assert self.process.wait(PATIENCE) == -signal.SIGKILL
        self.process.stdout.close()

    def _notes(self, line: str) -> list[str]:
        said = line.split()
        if said[0] == "kept":
            self.kept = int(said[1])
        elif said[0] == "begins":
            self.began[said[1]] = int(said[2])
        return said


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    engines = open_engines(f"sqlite+aiosqlite:///{tmp_path / 'gotovo.db'}")
    async with engines.write.begin() as connection:
        await connection.run_sync(migrate)
        await connection.execute(text(BULK))
    await engines.dispose()
    return tmp_path / "gotovo.db"


def inputs(file: Path) -> set[int]:
    """Nothing of a file that cannot be read."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as connection:
        return {int(row[0]) for row in connection.execute("SELECT ext_id FROM inbox")}
    return set()


def test_every_backup_restores_with_all_that_was_acknowledged_before_it_began(database: Path, tmp_path: Path) -> None:
    shelf, chance, began = tmp_path / "shelf", random.Random(SEED), dict[str, int]()
    shelf.mkdir()
    kept, in_the_middle, at = 0, 0, time.monotonic()
    for _kill in range(KILLS):
        victim = Victim.starts(database, shelf, kept)
        victim.hears("made")
        part = Path(victim.hears("begins")[1])
        while not list(shelf.glob(f".{part.name}.*.part")) and not part.exists():
            time.sleep(0.001)  # a file of another process rings no bell
        time.sleep(chance.random() * 0.1)  # the moment of the kill is the subject
        victim.dies()
        in_the_middle += not part.exists()
        began |= victim.began
        kept = victim.kept
    made = sorted(shelf.glob("[0-9]*.db"))
    for backup in made:
        place = tmp_path / f"restored-{backup.name}"
        restore(backup, place, kept=tmp_path / "none", progress=lambda _done, _total: None)
        check(place)
        assert inputs(place) >= set(range(1, began[str(backup)] + 1))
        place.unlink()
    assert inputs(database) >= set(range(1, kept + 1))
    assert len(made) >= KILLS
    assert in_the_middle
    print(f"G16: {KILLS} kills, seed {SEED}, {in_the_middle} in mid-backup, {len(made)} restored, {time.monotonic() - at:.1f} s")  # noqa: T201  # n, seed and time


def test_control_copying_the_file_without_its_journal_loses_what_was_acknowledged(database: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    victim = Victim.starts(database, shelf, 0)
    lost = 0
    for round_ in range(5):
        acknowledged = int(victim.hears("kept")[1])
        shutil.copy(database, tmp_path / f"careless-{round_}.db")
        lost += bool(set(range(1, acknowledged + 1)) - inputs(tmp_path / f"careless-{round_}.db"))
    victim.dies()
    assert lost
