"""While what a notice is true, and for which facts it is said: the conditions of `NOTICES`."""

from __future__ import annotations

from collections.abc import Callable

from crm.complaint import Outcome
from crm.deal import Deal, DealStage
from crm.events import Fact
from crm.lead import Lead, LeadStage

Subject = Lead | Deal


def anytime(_subject: Subject, _fact: Fact) -> bool:
    return True


Stage = LeadStage | DealStage


def in_stage(*stages: Stage) -> Callable[[Subject], bool]:
    """Stages of requests and of orders share some names and are equal then: it is the member itself that is asked for."""
    return lambda subject: any(subject.stage is stage for stage in stages)


def not_in_stage(*stages: Stage) -> Callable[[Subject], bool]:
    """In another stage of the same kind."""
    return lambda subject: isinstance(subject.stage, type(stages[0])) and all(subject.stage is not stage for stage in stages)


def moved_to(*stages: Stage) -> Callable[[Subject, Fact], bool]:
    return lambda subject, fact: any(isinstance(subject.stage, type(stage)) and fact.target == stage for stage in stages)


def is_visit(subject: Subject, _fact: Fact) -> bool:
    return isinstance(subject, Deal) and subject.is_visit


def is_bench(subject: Subject, _fact: Fact) -> bool:
    return isinstance(subject, Deal) and not subject.is_visit


def changes_visit(subject: Subject, fact: Fact) -> bool:
    """Another person than agreed comes to the door (flows: engineer ill)."""
    return fact.source == DealStage.SCHEDULED and is_visit(subject, fact)


def prepayment_is_due(subject: Subject) -> bool:
    return isinstance(subject, Deal) and subject.paid < subject.prepayment


def with_reason(_subject: Subject, fact: Fact) -> bool:
    return bool(fact.data.get("reason"))


def without_reason(subject: Subject, fact: Fact) -> bool:
    return not with_reason(subject, fact)


def refund_is_due(subject: Subject) -> bool:
    """A complaint was answered with money back, and it has not been returned."""
    return isinstance(subject, Deal) and subject.complaint_open and subject.complaint_outcome == Outcome.REFUND


def refund_promised(subject: Subject, _fact: Fact) -> bool:
    return refund_is_due(subject)


def by_staff(_subject: Subject, fact: Fact) -> bool:
    return fact.role not in ("client", "system")


def by_system(_subject: Subject, fact: Fact) -> bool:
    return fact.role == "system"


def long_close(subject: Subject, _fact: Fact) -> bool:
    return isinstance(subject, Deal) and not subject.short_close
