"""The commands `backup` and `restore`: progress on a terminal, one line elsewhere, and what came of it."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from gotovo.clock import wall_clock
from gotovo.operation.backups import BackupFailed, Report, back_up, in_silence, restore, verify
from gotovo.operation.postgres_tools import ToolFailed
from gotovo.settings import Settings
from storage.backup import BadBackup, Checked

WIDTH = 60


async def make_backup(settings: Settings, file: Path | None) -> int:
    report = watched()
    made = await back_up(settings, wall_clock(), file=file, report=report)
    wipe(report)
    print(f"✔ {made.file} ({_megabytes(made.size)} MB, verified{_holding(made.checked)})")
    return 0


async def restore_backup(settings: Settings, file: Path, *, only_verify: bool) -> int:
    report = watched()
    if only_verify:
        return await _say_what_it_holds(settings, file, report=report)
    kept = await restore(settings, file, now=wall_clock(), report=report)
    wipe(report)
    print(f"✔ restored from {file}")
    if kept is not None:
        print(f"  What was there before is kept: {kept}")
    return 0


async def _say_what_it_holds(settings: Settings, file: Path, *, report: Report) -> int:
    try:
        checked = await verify(settings, file, report=report)
    except (OSError, sqlite3.Error, BadBackup, ToolFailed) as error:
        raise BackupFailed(f"✖ {error}") from error
    wipe(report)
    print(f"✔ {file} is sound{_holding(checked)}; nothing was changed")
    return 0


def _holding(checked: Checked | None) -> str:
    """Of a PostgreSQL dump only the schema is known."""
    if checked is None:
        return ""
    counts = (
        f", {checked.orders} orders, {checked.clients} clients, last input {checked.last_input[:19] or 'none'}"
        if checked.last_input
        else ""
    )
    return f": schema {checked.schema}{counts}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"


def watched() -> Report:
    """A line that is written over on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return in_silence

    def show(phase: str, share: float) -> None:
        sys.stderr.write(f"\r{phase} … {share:4.0%}".ljust(WIDTH))
        sys.stderr.flush()

    return show


def wipe(report: Report) -> None:
    if report is not in_silence:
        sys.stderr.write("\r" + " " * WIDTH + "\r")
        sys.stderr.flush()
