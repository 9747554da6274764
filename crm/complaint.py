"""A complaint and what it leads on to: it is answered with an outcome, and settled when that outcome has come true (flows: complaint)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from crm.deal import Deal, DealAction, DealStage
from crm.flow import Attempt


class Outcome(StrEnum):
    REWORK = "rework"
    REFUND = "refund"
    DISCOUNT = "discount"
    REJECTED = "rejected"


ANSWERED_WITHIN, SOLVED_WITHIN = timedelta(days=1), timedelta(days=10)
"""How long a client waits for our answer, and for what it promised (flows: limits)."""

HANDED = (DealStage.DOCUMENTS, DealStage.PAYMENT, DealStage.CLOSED)
"""The thing is with the client again: a rework is a linked order."""


def settle(deal: Deal, outcome: Outcome) -> None:
    """The promised step is done; any other step leaves the complaint open."""
    if deal.complaint_open and deal.complaint_outcome == outcome:
        deal.complaint_open = False


def due_at(deal: Deal) -> datetime | None:
    """The answer's term until it is answered, then the solution's."""
    if deal.complained_at is None:
        return None
    return deal.complained_at + (SOLVED_WITHIN if deal.complaint_outcome else ANSWERED_WITHIN)


def next_step(deal: Deal) -> DealAction | None:
    """What an open complaint waits for now; where the promise needs no step of its own any more, somebody says that it is settled."""
    if not deal.complaint_open:
        return None
    match deal.complaint_outcome:
        case Outcome.REFUND if deal.paid > 0:
            return DealAction.REFUND
        case Outcome.DISCOUNT if deal.stage is not DealStage.CANCELLED:
            return DealAction.DISCOUNT
        case Outcome.REWORK if deal.stage is DealStage.READY:
            return DealAction.REWORK
        case Outcome.REWORK if deal.stage in HANDED:
            return DealAction.WARRANTY
        case "":
            return DealAction.ANSWER_COMPLAINT
        case _:
            return DealAction.SETTLE_COMPLAINT


def _complain(deal: Deal, attempt: Attempt) -> None:
    """A further complaint while one is open waits since the first, but for an answer of its own."""
    if not deal.complaint_open or deal.complained_at is None:
        deal.complained_at = attempt.now
    deal.complaint_open, deal.complaint_outcome = True, ""


def _answer(deal: Deal, attempt: Attempt) -> None:
    deal.complaint_outcome = attempt.text("outcome")
    settle(deal, Outcome.REJECTED)


def _settle(deal: Deal, _attempt: Attempt) -> None:
    deal.complaint_open = False


def _return(deal: Deal, _attempt: Attempt) -> None:
    settle(deal, Outcome.REWORK)


COMPLAINT_EFFECTS: Mapping[DealAction, Callable[[Deal, Attempt], None]] = {
    DealAction.COMPLAIN: _complain,
    DealAction.ANSWER_COMPLAINT: _answer,
    DealAction.SETTLE_COMPLAINT: _settle,
    DealAction.WARRANTY: _return,
}
