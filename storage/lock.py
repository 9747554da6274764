"""A lock beside a SQLite file: whoever works on the file shares it, whoever replaces the file must have it alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUse(Exception):
    """Somebody works on the database."""


class Hold:
    """The shared side, from its making to `release`; the system lets go of it when the process dies."""

    def __init__(self, database: Path) -> None:
        """Raises `InUse` while the file is being replaced."""
        self._file: int | None = _locked(database, fcntl.LOCK_SH)

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def alone_on(database: Path) -> Iterator[None]:
    """Raises `InUse` when anybody works on the database."""
    file = _locked(database, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(file)


def _locked(database: Path, kind: int) -> int:
    file = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        os.close(file)
        raise InUse(str(database)) from error
    return file
