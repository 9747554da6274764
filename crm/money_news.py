"""When money is news: to a client who owes, to accountants for companies, prepayments and debts only (flows: loudness)."""

from __future__ import annotations

from crm.deal import Deal
from crm.events import Fact
from crm.notice_conditions import Subject, by_staff, by_system


def owes(subject: Subject) -> bool:
    return isinstance(subject, Deal) and subject.balance > 0


def of_company(subject: Subject, _fact: Fact) -> bool:
    return isinstance(subject, Deal) and subject.of_company


def company_owes(subject: Subject, fact: Fact) -> bool:
    return of_company(subject, fact) and owes(subject)


def in_advance(subject: Subject, _fact: Fact) -> bool:
    """Money before any work: cash on the spot and at pick-up is no prepayment (flows: the accountant's loudness)."""
    return isinstance(subject, Deal) and not subject.work_begun and subject.is_open


def is_told(_subject: Subject, fact: Fact) -> bool:
    """Of what happens to several orders at once the payer hears once: the others name the order that tells."""
    return not fact.data.get("with")


def told_by_staff(subject: Subject, fact: Fact) -> bool:
    return is_told(subject, fact) and by_staff(subject, fact)


def told_by_system(subject: Subject, fact: Fact) -> bool:
    return is_told(subject, fact) and by_system(subject, fact)


def told_of_company(subject: Subject, fact: Fact) -> bool:
    return is_told(subject, fact) and of_company(subject, fact)


def by_invoice(subject: Subject, fact: Fact) -> bool:
    """A payment against an invoice over several orders."""
    return bool(fact.data.get("invoice")) and is_told(subject, fact)


def by_itself(_subject: Subject, fact: Fact) -> bool:
    """A payment on one order alone."""
    return not fact.data.get("invoice")
