"""The shelf of backups: how they are called, how old the newest is, and which ones go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DAILY, WEEKLY, BEFORE = 7, 4, 3
"""How many are kept: of the last days, of the last weeks, and of those made before something risky."""

STAMP = "%Y%m%d-%H%M%S"
NAME = re.compile(r"(?P<stem>.+?)-(?P<at>\d{8}-\d{6})(?:-before-(?P<before>[a-z0-9-]+))?\.(?:db|pgdump)")


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup; a file gets such a name only when it has been made and verified. `before` says what it was made before."""

    path: Path
    at: datetime
    before: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Backups of the database called `stem` in one directory; `kind` is their ending."""

    folder: Path
    stem: str
    kind: str

    def place(self, at: datetime, *, before: str = "") -> Path:
        """Where a backup of this moment belongs."""
        why = f"-before-{before}" if before else ""
        return self.folder / f"{self.stem}-{at.astimezone(UTC):{STAMP}}{why}.{self.kind}"

    def kept(self) -> list[Kept]:
        """The oldest first."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        found = [kept for file in files if (kept := self._read(file)) is not None]
        return sorted(found, key=lambda kept: (kept.at, kept.path.name))

    def newest(self) -> Kept | None:
        return next(reversed(self.kept()), None)

    def age(self, now: datetime) -> float | None:
        """Seconds since the newest was begun; None when there is none."""
        newest = self.newest()
        return max(0.0, (now - newest.at).total_seconds()) if newest else None

    def tidy(self) -> None:
        """Lets go what is neither of the last days nor of the last weeks."""
        for gone in superfluous(self.kept()):
            gone.path.unlink(missing_ok=True)

    def _read(self, file: Path) -> Kept | None:
        named = NAME.fullmatch(file.name)
        if named is None or named["stem"] != self.stem or not file.name.endswith(f".{self.kind}"):
            return None
        try:
            at = datetime.strptime(named["at"], STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        return Kept(file, at, named["before"] or "")


def superfluous(kept: Sequence[Kept]) -> list[Kept]:
    """Of each of the last days the newest stays, of each of the last weeks too, and some of those made before something risky."""
    newest_first = sorted(kept, key=lambda one: one.at, reverse=True)
    plain = [one for one in newest_first if not one.before]
    days = _firsts(((one.at.date().isoformat(), one) for one in plain), DAILY)
    weeks = _firsts(((f"{one.at:%G-%V}", one) for one in plain), WEEKLY)
    staying = [*days, *weeks, *[one for one in newest_first if one.before][:BEFORE]]
    return [one for one in kept if one not in staying]


def _firsts(named: Iterable[tuple[str, Kept]], most: int) -> list[Kept]:
    """The first of each name, for so many names."""
    firsts: dict[str, Kept] = {}
    for name, one in named:
        firsts.setdefault(name, one)
    return list(firsts.values())[:most]
