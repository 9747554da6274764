"""LEAD_WAITS and DEAL_WAITS: how long an order may stay where it is, and who hears of it then (flows: defaults).

The clocks of a stage start when the order enters it and are dropped when it leaves it; `crm.use_cases.waits` arms and answers them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crm.deadline import WorkingHours
from crm.deal import Deal, DealStage
from crm.invoice import COMPANY_BANK_DAYS
from crm.lead import Lead, LeadStage
from crm.notices import Audience
from crm.views import DealRow

Subject = Lead | Deal | DealRow

MORNING, EVENING = time(9), time(21)
"""Between evening and morning, in company time, no reminder disturbs a client (S9)."""

WORKING_DAY = 8 * 60
"""What "a day" of ours means in working minutes."""

WARNED_FOR = 2
"""Months between the written warning and the disposal of what nobody collects."""

VISIT_GRACE = timedelta(minutes=30)

BY_VOICE = ("counter", "phone")
"""Channels whose client was spoken with at once: there is no first answer to wait for."""


@dataclass(frozen=True, slots=True)
class Start:
    """When an order began to wait, by which working hours, with how many working minutes to the first answer.

    `is_company`: he pays by invoice within bank days, as a company or on credit.
    """

    at: datetime
    hours: WorkingHours
    answer_minutes: int = 10
    is_company: bool = False


Due = Callable[[Subject, Start], datetime | None]


@dataclass(frozen=True, slots=True)
class Wait:
    """One clock of a stage: when it is due, do `kind` with its notice; `every` says that it comes again and again."""

    kind: str
    due: Due
    notice: str = ""
    to: Audience | None = None
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class After:
    """So long after the entry, nights and holidays included: the client's own time."""

    span: timedelta

    def __call__(self, _subject: Subject, start: Start) -> datetime:
        return start.at + self.span


@dataclass(frozen=True, slots=True)
class Working:
    """So many working minutes after the entry."""

    minutes: int

    def __call__(self, _subject: Subject, start: Start) -> datetime:
        return start.hours.add_working_time(start.at, self.minutes)


@dataclass(frozen=True, slots=True)
class PersonDays:
    """So many days after the entry, for a person."""

    days: int

    def __call__(self, _subject: Subject, start: Start) -> datetime | None:
        return None if start.is_company else start.at + timedelta(days=self.days)


def after(**span: float) -> Due:
    return After(timedelta(**span))


def working(minutes: int) -> Due:
    return Working(minutes)


def first_answers(times: int) -> Due:
    """So many times the first answer's working time."""
    return lambda _subject, start: start.hours.add_working_time(start.at, start.answer_minutes * times)


def next_morning(_subject: Subject, start: Start) -> datetime:
    """The first morning after the first reminder's time."""
    evening = (start.at + timedelta(hours=4)).astimezone(start.hours.zone).replace(hour=EVENING.hour, minute=0, second=0, microsecond=0)
    return when_awake(evening.astimezone(start.at.tzinfo), start.hours)


def term_over(subject: Subject, start: Start) -> datetime | None:
    """The term of the invoice, else of the client's card, in bank days from the entry; for who pays by invoice."""
    if not (start.is_company and isinstance(subject, Deal)):
        return None
    if subject.invoice_due is not None and subject.invoice_due > start.at:
        return subject.invoice_due
    return bank_days_later(start.at, subject.payment_days or COMPANY_BANK_DAYS, hours=start.hours)


def person_days(days: int) -> Due:
    return PersonDays(days)


def parts_promised(subject: Subject, _start: Start) -> datetime | None:
    return subject.parts_due if isinstance(subject, Deal | DealRow) else None


def visit_begins(subject: Subject, _start: Start) -> datetime | None:
    """Half an hour after the agreed time of a visit."""
    begins = subject.starts_at if isinstance(subject, Deal | DealRow) and subject.is_visit else None
    return begins + VISIT_GRACE if begins else None


REMIND, CALL, TELL = "remind_client", "call_client", "tell_staff"
LETTER, TAKE_BACK, WAKE, RIPE = "want_letter", "take_lead_back", "wake_lead", "warning_ripe"
TO = Audience

LEAD_WAITS: dict[LeadStage, tuple[Wait, ...]] = {
    LeadStage.NEW: (
        Wait(TELL, first_answers(1), "lead_waits", TO.OPERATORS),
        Wait(TELL, first_answers(3), "lead_waits", TO.DIRECTORS),
    ),
    LeadStage.IN_WORK: (
        Wait(TELL, first_answers(1), "answer_wanted", TO.ASSIGNEE),
        Wait(TAKE_BACK, first_answers(3)),
    ),
    LeadStage.WITH_MANAGER: (Wait(TELL, working(240), "manager_wanted", TO.MANAGER),),
}

DEAL_WAITS: dict[DealStage, tuple[Wait, ...]] = {
    DealStage.NEW: (Wait(TELL, working(30), "overdue_new", TO.DISPATCHER),),
    DealStage.ESTIMATING: (Wait(TELL, working(240), "overdue_estimating", TO.DISPATCHER),),
    DealStage.DIAGNOSIS: (Wait(TELL, working(WORKING_DAY), "overdue_diagnosis", TO.DISPATCHER),),
    DealStage.SCHEDULING: (Wait(TELL, working(240), "overdue_scheduling", TO.DISPATCHER),),
    DealStage.SCHEDULED: (Wait(TELL, visit_begins, "overdue_visit", TO.DISPATCHER),),
    DealStage.APPROVAL: (
        Wait(REMIND, after(hours=4), "approval_reminder"),
        Wait(REMIND, next_morning, "approval_reminder"),
        Wait(CALL, after(hours=24), "approval_reminder"),
        Wait(CALL, after(hours=72), "approval_reminder"),
        Wait(TELL, after(days=14), "refusal_suggested", TO.DISPATCHER),
    ),
    DealStage.WAITING_PARTS: (
        Wait(REMIND, after(days=7), "parts_awaited", every=timedelta(days=7)),
        Wait(TELL, parts_promised, "overdue_parts", TO.DISPATCHER),
    ),
    DealStage.READY: (
        Wait(REMIND, after(days=2), "pickup_reminder"),
        Wait(REMIND, after(days=7), "pickup_reminder"),
        Wait(REMIND, after(days=14), "pickup_reminder"),
        Wait(CALL, after(days=14), "pickup_reminder"),
        Wait(LETTER, after(days=30), "letter_wanted", TO.MANAGER),
    ),
    DealStage.DOCUMENTS: (Wait(TELL, working(WORKING_DAY), "overdue_documents", TO.DISPATCHER),),
    DealStage.PAYMENT: (
        Wait(REMIND, person_days(1), "payment_reminder"),
        Wait(REMIND, person_days(3), "payment_reminder"),
        Wait(REMIND, person_days(7), "payment_reminder"),
        Wait(TELL, person_days(7), "overdue_payment", TO.ACCOUNTANTS),
        Wait(REMIND, term_over, "payment_reminder"),
        Wait(TELL, term_over, "overdue_payment", TO.ACCOUNTANTS),
    ),
}


def waits_of(subject: Lead | Deal) -> tuple[Wait, ...]:
    """The clocks of the stage that it is in."""
    return LEAD_WAITS.get(subject.stage, ()) if isinstance(subject, Lead) else DEAL_WAITS.get(subject.stage, ())


def is_quiet(at: datetime, hours: WorkingHours) -> bool:
    return not MORNING <= at.astimezone(hours.zone).time() < EVENING


def when_awake(at: datetime, hours: WorkingHours) -> datetime:
    """The moment itself by day, else the next morning in company time."""
    if not is_quiet(at, hours):
        return at
    there = at.astimezone(hours.zone)
    morning = there.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    return (morning if there <= morning else morning + timedelta(days=1)).astimezone(at.tzinfo)


def bank_days_later(at: datetime, days: int, *, hours: WorkingHours) -> datetime:
    there = at.astimezone(hours.zone)
    while days > 0:
        there += timedelta(days=1)
        days -= there.weekday() < 5 and there.date() not in hours.holidays
    return there.astimezone(at.tzinfo)


def months_later(at: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of that month."""
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    last = (datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day  # noqa: DTZ001  # a calendar day has no zone
    return at.replace(year=year, month=month, day=min(at.day, last))
