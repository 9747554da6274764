"""Limits turned round: the moments by which an order must have come to its stage to be late now, so that all the late can be looked for
at once instead of one by one (D1; flows: limits).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crm.deadline import WorkingHours
from crm.deal import DealStage
from crm.reminders import DEAL_WAITS, TELL, VISIT_GRACE, After, Due, PersonDays, Working, parts_promised, term_over, visit_begins


class Since(StrEnum):
    """The moment of an order that a limit looks at; `STAGE` is when it came to its stage."""

    STAGE = "stage_since"
    VISIT = "starts_at"
    PART = "parts_due"
    PROMISE = "promised_at"


@dataclass(frozen=True, slots=True)
class Limit:
    """Orders at `stage` whose moment is not after `before` are late; `persons`: none of companies, `visits`: none that are with us."""

    stage: DealStage
    since: Since
    before: datetime
    persons: bool = False
    visits: bool = False


def limits_at(now: datetime, hours: WorkingHours) -> tuple[Limit, ...]:
    """The limits of all stages. Raises TypeError for a wait that cannot be turned round."""
    waits = [(stage, wait.due) for stage, found in DEAL_WAITS.items() for wait in found if wait.kind == TELL]
    return tuple(limit for stage, due in waits if (limit := _limit(stage, due, now=now, hours=hours)))


def _limit(stage: DealStage, due: Due, *, now: datetime, hours: WorkingHours) -> Limit | None:
    """None for the term of an invoice: the accountant's list tells of it, not the board."""
    match due:
        case Working(minutes):
            return Limit(stage, Since.STAGE, hours.begun_before(now, minutes))
        case After(span):
            return Limit(stage, Since.STAGE, now - span)
        case PersonDays(days):
            return Limit(stage, Since.STAGE, now - timedelta(days=days), persons=True)
    if due is visit_begins:
        return Limit(stage, Since.VISIT, now - VISIT_GRACE, visits=True)
    if due is parts_promised:
        return Limit(stage, Since.PART, now)
    if due is term_over:
        return None
    raise TypeError(f"a limit of {stage} that storage cannot look for")
