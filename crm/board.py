"""The board: which open orders a dispatcher looks at, and what is late (D1; flows: limits)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.deadline import WorkingHours
from crm.deal import DealStage
from crm.debts import Pressing
from crm.lateness import Limit, Since, limits_at
from crm.reminders import DEAL_WAITS, TELL, Start
from crm.shop import Shop
from crm.views import DealRow, LeadRow

UNDER_PROMISE = frozenset(
    {DealStage.DIAGNOSIS, DealStage.APPROVAL, DealStage.SCHEDULING, DealStage.SCHEDULED, DealStage.IN_PROGRESS, DealStage.WAITING_PARTS}
)
"""While the work is not done, the day that the client was promised can pass."""

DISPATCHERS_MOVE = frozenset({DealStage.NEW, DealStage.ESTIMATING, DealStage.SCHEDULING})
"""Where the next step is the dispatcher's."""


class Shown(StrEnum):
    """The board's toggles; the value is in buttons and kept for ever."""

    MINE = "mine"
    ALL = "all"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Clock:
    """The company's moment and working hours, by which things are late."""

    now: datetime
    hours: WorkingHours
    answer_minutes: int = 10

    @classmethod
    def of(cls, shop: Shop, now: datetime) -> Clock:
        return cls(now, WorkingHours.of(shop.week, shop.timezone), shop.first_answer_minutes)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What `is_late` says, for storage: the limits of the stages, and the promised days."""
        promised = (Limit(stage, Since.PROMISE, self.now) for stage in DealStage if stage in UNDER_PROMISE)
        return (*limits_at(self.now, self.hours), *promised)

    def is_late(self, row: DealRow) -> bool:
        """Longer in its stage than the company allows itself, or past the promised day."""
        since = self.late_since(row)
        return since is not None and since <= self.now

    def late_since(self, row: DealRow) -> datetime | None:
        """When the order's first own clock runs out; None where none of ours runs."""
        stage = DealStage(row.stage)
        start = Start(row.stage_since or row.opened_at, self.hours, self.answer_minutes, row.of_company)
        dues = [wait.due(row, start) for wait in DEAL_WAITS.get(stage, ()) if wait.kind == TELL]
        dues += [row.promised_at] if stage in UNDER_PROMISE else []
        return min((due for due in dues if due is not None), default=None)

    def pressing(self, lead: LeadRow) -> Pressing:
        """By the working time that the client waits for his first answer."""
        minutes = self.hours.working_time(lead.opened_at, self.now).total_seconds() / 60
        if minutes > self.answer_minutes:
            return Pressing.LATE
        return Pressing.SOON if minutes > self.answer_minutes * 0.75 else Pressing.FRESH


def is_mine(row: DealRow, staff_id: int | None) -> bool:
    """The dispatcher's own, and what has no dispatcher yet."""
    return row.dispatcher_id is None or row.dispatcher_id == staff_id


def chosen(rows: Sequence[DealRow], shown: Shown, *, staff_id: int | None, clock: Clock) -> list[DealRow]:
    """The orders behind a toggle, in the order of `rows`."""
    match shown:
        case Shown.MINE:
            return [row for row in rows if is_mine(row, staff_id)]
        case Shown.LATE:
            return [row for row in rows if clock.is_late(row)]
        case Shown.ALL:
            return list(rows)


def most_urgent(rows: Sequence[DealRow], clock: Clock) -> list[DealRow]:
    """What is late first, then what waits for the dispatcher, then the rest; each the oldest first."""
    return sorted(rows, key=lambda row: (not clock.is_late(row), DealStage(row.stage) not in DISPATCHERS_MOVE))


def to_close(rows: Sequence[DealRow], staff_id: int | None) -> list[DealRow]:
    """The orders that a manager is to close: his own and nobody's, where the company closes the long way (R53, R56)."""
    papers = [row for row in rows if row.stage == DealStage.DOCUMENTS and not row.short_close]
    return [row for row in papers if row.manager_id is None or row.manager_id == staff_id]
