"""What clients owe and what of theirs is held, order by order, with how pressing it is (A2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DUE_STAGES = ("ready", "documents", "payment", "closed")
"""Where the bill may be asked for: the work is done."""

SOON, LATE, COMPANY_SOON = timedelta(days=1), timedelta(days=3), timedelta(days=2)


class Pressing(StrEnum):
    FRESH = "fresh"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One order's money in minor units. `since`: in its stage; `due_at`: the term of its invoice, companies only."""

    id: int
    stage: str
    client_id: int
    client_name: str
    balance: int
    paid: int
    since: datetime
    due_at: datetime | None = None

    @property
    def due(self) -> int:
        return max(self.balance, 0) if self.stage in DUE_STAGES else 0

    @property
    def held(self) -> int:
        """A prepayment while the work is not done, an overpayment at any time."""
        return self.paid if self.stage not in DUE_STAGES else max(-self.balance, 0)

    def pressing(self, now: datetime) -> Pressing:
        """By the invoice's term, else by days since the work was done."""
        if self.due_at is not None:
            return Pressing.LATE if now > self.due_at else Pressing.SOON if self.due_at - now < COMPANY_SOON else Pressing.FRESH
        age = now - self.since
        return Pressing.LATE if age > LATE else Pressing.SOON if age > SOON else Pressing.FRESH


def debts_by_client(rows: list[MoneyRow]) -> dict[int, int]:
    """What each client owes in all."""
    owed: dict[int, int] = {}
    for row in rows:
        if row.due:
            owed[row.client_id] = owed.get(row.client_id, 0) + row.due
    return owed
