"""Timers: what happens by itself at a time, and what coming late means for it (architecture §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm.events import Ref


class Late(StrEnum):
    """Run: each one counts, however late. Collapse: several missed ones of a kind and a subject count as one. Drop: too late is never."""

    RUN = "run"
    COLLAPSE = "collapse"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Timer:
    """One due time. A key holds at most one timer; `cause` is the fact whose undoing withdraws it (B7)."""

    kind: str
    due_at: datetime
    subject: Ref | None = None
    key: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    cause: int | None = None
