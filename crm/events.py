"""Facts: what happened, frozen, ids and enums only; the timeline keeps them and `NOTICES` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm.actor import Role


class Kind(StrEnum):
    """What a fact, a card or a notice is about."""

    LEAD = "lead"
    DEAL = "deal"
    CLIENT = "client"
    STAFF = "staff"
    TASK = "task"
    REQUEST = "request"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to one object; a lead and its deal share their number."""

    kind: Kind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One performed action: who did it, in which role, and where it led."""

    subject: Ref
    action: str
    at: datetime
    role: Role
    by: int | None = None
    source: str | None = None
    target: str | None = None
    data: Mapping[str, object] = field(default_factory=dict)
