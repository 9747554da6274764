"""Signs of health: what can go wrong with the machine rather than with an order, and what was found when last looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Sign(IntEnum):
    """What is looked at; numbers are kept for ever, since buttons carry them."""

    DATABASE = 1
    INBOX = 2
    OUTBOX = 3
    TIMERS = 4
    DEAD_LETTERS = 5
    BACKUP = 6
    DISK = 7
    CLOCK = 8
    TELEGRAM = 9
    DOOR = 10
    RIGHTS = 11


class Level(StrEnum):
    """Well; a note changes nothing but could be better; red wants a person."""

    WELL = "well"
    NOTE = "note"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """`case` says which of a sign's sentences holds, `data` are the figures in it."""

    sign: Sign
    level: Level
    case: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding as it was noted: when last looked at, and since when it has had its level."""

    finding: Finding
    since: datetime
    at: datetime


def numbered(id: int) -> Sign | None:
    """The sign that a button names; None for none."""
    return Sign(id) if id in list(Sign) else None
