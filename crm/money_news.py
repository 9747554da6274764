"""When money is news: to a client who owes, to accountants for companies, prepayments and debts only (flows: loudness)."""

from __future__ import annotations

from crm.deal import Deal
from crm.events import Fact
from crm.lead import Lead

Subject = Lead | Deal


def owes(subject: Subject) -> bool:
    return isinstance(subject, Deal) and subject.balance > 0


def of_company(subject: Subject, _fact: Fact) -> bool:
    return isinstance(subject, Deal) and subject.of_company


def company_owes(subject: Subject, fact: Fact) -> bool:
    return of_company(subject, fact) and owes(subject)


def in_advance(subject: Subject, _fact: Fact) -> bool:
    """Money before any work: cash on the spot and at pick-up is no prepayment (flows: the accountant's loudness)."""
    return isinstance(subject, Deal) and not subject.work_begun and subject.is_open
