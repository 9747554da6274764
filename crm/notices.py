"""NOTICES: who is told what, how loudly, and while what is true (screens §4.9, flows).

A silent edit needs no row here: every live card of an order is refreshed after each of its facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crm.deal import DealAction, DealStage
from crm.events import Fact
from crm.lead import Lead, LeadAction, LeadStage
from crm.money_news import by_invoice, by_itself, company_owes, in_advance, owes, told_by_staff, told_by_system, told_of_company
from crm.notice_conditions import (
    Subject,
    anytime,
    by_staff,
    changes_visit,
    in_stage,
    is_bench,
    is_visit,
    long_close,
    moved_to,
    not_in_stage,
    prepayment_is_due,
    refund_is_due,
    refund_promised,
    with_reason,
    without_reason,
)


class Audience(StrEnum):
    CLIENT = "client"
    OPERATORS = "operators"
    ASSIGNEE = "assignee"
    MANAGER = "manager"
    DISPATCHER = "dispatcher"
    ENGINEER = "engineer"
    ACCOUNTANTS = "accountants"
    DIRECTORS = "directors"


@dataclass(frozen=True, slots=True)
class Tell:
    """One line: on `action` tell `to` the notice; `holds` is asked again at sending time, `only` when the fact is announced."""

    action: str
    to: Audience
    notice: str
    loud: bool = True
    holds: Callable[[Subject], bool] = lambda _subject: True
    only: Callable[[Subject, Fact], bool] = anytime
    once_per_episode: bool = False


L, D = LeadAction, DealAction
TO = Audience
DONE_STAGES = (DealStage.READY, DealStage.DOCUMENTS)

NOTICES: tuple[Tell, ...] = (
    Tell(L.OPEN, TO.CLIENT, "request_accepted"),
    Tell(L.OPEN, TO.OPERATORS, "lead_opened", holds=in_stage(LeadStage.NEW)),
    Tell(L.TO_MANAGER, TO.MANAGER, "lead_for_manager", holds=in_stage(LeadStage.WITH_MANAGER)),
    Tell(L.BACK, TO.ASSIGNEE, "lead_back", holds=in_stage(LeadStage.IN_WORK)),
    Tell(L.RETURN, TO.OPERATORS, "lead_returned", holds=in_stage(LeadStage.NEW)),
    Tell(L.REOPEN, TO.ASSIGNEE, "lead_reopened", holds=in_stage(LeadStage.IN_WORK)),
    Tell(D.OPEN, TO.DISPATCHER, "deal_opened", holds=in_stage(DealStage.NEW)),
    Tell(D.SET_DISPATCHER, TO.DISPATCHER, "deal_given"),
    Tell(D.START, TO.MANAGER, "deal_started", loud=False),
    Tell(D.ASSIGN, TO.ENGINEER, "engineer_assigned"),
    Tell(D.REFUSE_TASK, TO.DISPATCHER, "engineer_refused"),
    Tell(D.DIAGNOSE, TO.ENGINEER, "diagnosis_wanted", loud=False, holds=in_stage(DealStage.DIAGNOSIS)),
    Tell(D.REPORT, TO.DISPATCHER, "findings_reported"),
    Tell(D.SEND_ESTIMATE, TO.CLIENT, "estimate_sent", holds=in_stage(DealStage.APPROVAL), only=moved_to(DealStage.APPROVAL)),
    Tell(D.SEND_ESTIMATE, TO.DISPATCHER, "estimate_sent_on_site", loud=False),
    Tell(D.APPROVE, TO.DISPATCHER, "estimate_approved"),
    Tell(D.APPROVE, TO.ENGINEER, "estimate_approved"),
    Tell(D.DECLINE, TO.DISPATCHER, "estimate_declined"),
    Tell(D.DECLINE, TO.MANAGER, "estimate_declined"),
    Tell(D.EXPLAIN, TO.DISPATCHER, "decline_explained", loud=False),
    Tell(D.EXPLAIN, TO.MANAGER, "decline_explained", loud=False),
    Tell(D.PROPOSE, TO.CLIENT, "time_proposed", holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.PROPOSE, TO.DISPATCHER, "time_offered", loud=False, only=without_reason, holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.PROPOSE, TO.DISPATCHER, "time_countered", only=with_reason, holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.PICK, TO.ENGINEER, "time_picked", holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.PICK, TO.DISPATCHER, "time_picked", loud=False),
    Tell(D.WISH_TIME, TO.DISPATCHER, "time_wished", holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.SET_TIME, TO.ENGINEER, "time_picked", holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.TIME_AGREED, TO.CLIENT, "time_agreed", only=is_visit, holds=in_stage(DealStage.SCHEDULED)),
    Tell(D.TIME_AGREED, TO.ENGINEER, "work_waits", only=is_bench, holds=in_stage(DealStage.SCHEDULED)),
    Tell(D.TIME_AGREED, TO.ENGINEER, "visit_agreed", only=is_visit, holds=in_stage(DealStage.SCHEDULED)),
    Tell(D.RESCHEDULE, TO.CLIENT, "time_moved", only=by_staff, holds=in_stage(DealStage.SCHEDULING)),
    Tell(D.RESCHEDULE, TO.DISPATCHER, "time_moved"),
    Tell(D.RESCHEDULE, TO.ENGINEER, "time_moved"),
    Tell(D.NOT_HOME, TO.CLIENT, "not_home"),
    Tell(D.NOT_HOME, TO.DISPATCHER, "not_home"),
    Tell(D.DEPART, TO.CLIENT, "engineer_on_the_way", holds=in_stage(DealStage.SCHEDULED)),
    Tell(D.ASSIGN, TO.CLIENT, "engineer_changed", only=changes_visit, holds=in_stage(DealStage.SCHEDULED)),
    Tell(D.ASK_PREPAYMENT, TO.CLIENT, "prepayment_asked", holds=prepayment_is_due),
    Tell(D.ASK_PREPAYMENT, TO.ACCOUNTANTS, "prepayment_awaited", loud=False, holds=prepayment_is_due),
    Tell(D.ORDER_PARTS, TO.CLIENT, "parts_ordered", loud=False, holds=in_stage(DealStage.WAITING_PARTS)),
    Tell(D.ORDER_PARTS, TO.DISPATCHER, "parts_wanted", holds=in_stage(DealStage.WAITING_PARTS)),
    Tell(D.PARTS_ARRIVED, TO.CLIENT, "parts_arrived", loud=False),
    Tell(D.PARTS_ARRIVED, TO.DISPATCHER, "parts_arrived"),
    Tell(D.TAKE_TO_SHOP, TO.CLIENT, "device_taken", loud=False),
    Tell(D.TAKE_TO_SHOP, TO.DISPATCHER, "device_taken"),
    Tell(D.ACCEPT_DEVICE, TO.CLIENT, "device_taken", loud=False),
    Tell(D.FINISH, TO.CLIENT, "ready", only=moved_to(DealStage.READY), holds=in_stage(DealStage.READY), once_per_episode=True),
    Tell(
        D.FINISH,
        TO.CLIENT,
        "work_done",
        only=moved_to(DealStage.DOCUMENTS),
        holds=not_in_stage(DealStage.IN_PROGRESS),
        once_per_episode=True,
    ),
    Tell(D.FINISH, TO.DISPATCHER, "engineer_finished"),
    Tell(D.FINISH, TO.ACCOUNTANTS, "invoice_wanted", only=company_owes, holds=owes),
    Tell(D.REFUSE, TO.CLIENT, "take_back", only=moved_to(DealStage.READY), holds=in_stage(DealStage.READY), once_per_episode=True),
    Tell(D.REFUSE, TO.DISPATCHER, "work_refused"),
    Tell(D.REFUSE, TO.ENGINEER, "work_refused"),
    Tell(D.CANCEL, TO.CLIENT, "order_cancelled", only=by_staff),
    Tell(D.CANCEL, TO.DISPATCHER, "order_cancelled"),
    Tell(D.CANCEL, TO.ENGINEER, "order_cancelled"),
    Tell(D.REQUEST_CANCEL, TO.DISPATCHER, "cancel_asked"),
    Tell(D.REWORK, TO.ENGINEER, "rework_wanted"),
    Tell(D.REWORK, TO.CLIENT, "rework_begun", loud=False),
    Tell(D.HAND_DOCS, TO.DISPATCHER, "documents_handed"),
    Tell(D.PASS_DOCS, TO.MANAGER, "documents_passed", holds=in_stage(*DONE_STAGES)),
    Tell(D.ISSUE, TO.MANAGER, "order_issued", loud=False, only=long_close),
    Tell(D.CLOSE, TO.ACCOUNTANTS, "payment_due", only=moved_to(DealStage.PAYMENT), holds=in_stage(DealStage.PAYMENT)),
    Tell(D.CLOSE, TO.MANAGER, "order_closed", loud=False),
    Tell(D.REMIND, TO.CLIENT, "payment_reminder", holds=owes),
    Tell(D.INVOICE, TO.CLIENT, "invoice", only=told_by_staff, holds=owes),
    Tell(D.INVOICE, TO.CLIENT, "invoice", loud=False, only=told_by_system, holds=owes),
    Tell(D.INVOICE, TO.ACCOUNTANTS, "invoice_issued", only=told_of_company),
    Tell(D.VOID_INVOICE, TO.ACCOUNTANTS, "invoice_void", only=told_by_system),
    Tell(D.TAKE_PAYMENT, TO.ACCOUNTANTS, "prepayment_taken", only=in_advance),
    Tell(D.REFUND, TO.ACCOUNTANTS, "refund_noted"),
    Tell(D.TAKE_PAYMENT, TO.CLIENT, "payment_received", loud=False, only=by_itself),
    Tell(D.TAKE_PAYMENT, TO.CLIENT, "invoice_payment", loud=False, only=by_invoice),
    Tell(D.REFUND, TO.CLIENT, "refund_made", loud=False),
    Tell(D.COMPLAIN, TO.MANAGER, "complaint_made"),
    Tell(D.COMPLAIN, TO.DIRECTORS, "complaint_made"),
    Tell(D.WARN, TO.CLIENT, "warning_letter", holds=in_stage(DealStage.READY)),
    Tell(D.WARNING_RIPE, TO.DIRECTORS, "disposal_possible", holds=in_stage(DealStage.READY)),
    Tell(D.ANSWER_COMPLAINT, TO.CLIENT, "complaint_answered"),
    Tell(D.ANSWER_COMPLAINT, TO.ACCOUNTANTS, "refund_wanted", only=refund_promised, holds=refund_is_due),
    Tell(D.DISCOUNT, TO.CLIENT, "discount_given"),
    Tell(D.ASK_WARRANTY, TO.MANAGER, "warranty_asked"),
    Tell(D.REOPEN, TO.DISPATCHER, "deal_reopened"),
)


def _owes_when_done(subject: Subject) -> bool:
    return owes(subject) and in_stage(*DONE_STAGES, DealStage.PAYMENT)(subject)


TIMED: dict[str, Callable[[Subject], bool]] = {
    "lead_waits": in_stage(LeadStage.NEW),
    "answer_wanted": in_stage(LeadStage.IN_WORK),
    "manager_wanted": in_stage(LeadStage.WITH_MANAGER),
    "lead_woke": in_stage(LeadStage.NEW, LeadStage.IN_WORK, LeadStage.WITH_MANAGER),
    "overdue_new": in_stage(DealStage.NEW),
    "overdue_estimating": in_stage(DealStage.ESTIMATING),
    "overdue_diagnosis": in_stage(DealStage.DIAGNOSIS),
    "overdue_scheduling": in_stage(DealStage.SCHEDULING),
    "overdue_visit": in_stage(DealStage.SCHEDULED),
    "overdue_parts": in_stage(DealStage.WAITING_PARTS),
    "overdue_documents": in_stage(DealStage.DOCUMENTS),
    "overdue_payment": _owes_when_done,
    "refusal_suggested": in_stage(DealStage.APPROVAL),
    "letter_wanted": in_stage(DealStage.READY),
    "approval_reminder": in_stage(DealStage.APPROVAL),
    "pickup_reminder": in_stage(DealStage.READY),
    "payment_reminder": _owes_when_done,
    "parts_awaited": in_stage(DealStage.WAITING_PARTS),
}
"""Notices that time brings (crm.reminders), and while what is true."""

REPEATS: dict[str, frozenset[str]] = {
    "approval_reminder": frozenset({"estimate_sent", "approval_reminder"}),
    "pickup_reminder": frozenset({"ready", "take_back", "pickup_reminder"}),
    "payment_reminder": frozenset({"invoice", "payment_reminder"}),
}
"""What a reminder says once more: a call about one of these that is still to be made is that reminder already."""

CALLABLE: frozenset[str] = frozenset(
    {
        *(
            "estimate_sent",
            "engineer_changed",
            "time_proposed",
            "time_agreed",
            "time_moved",
            "engineer_on_the_way",
            "ready",
            "take_back",
            "order_cancelled",
        ),
        *("invoice", "approval_reminder", "pickup_reminder", "payment_reminder", "warning_letter"),
    }
)
"""Notices that become a call of staff when no channel reaches the client (flows: a client without Telegram)."""

SILENT: Mapping[type[StrEnum], frozenset[StrEnum]] = {
    LeadAction: frozenset({L.TAKE, L.CONVERT, L.JOIN, L.SPLIT, L.ANSWER, L.REJECT, L.POSTPONE, L.SET_NEED, L.SET_CLIENT, L.WRITE}),
    DealAction: frozenset(
        {
            *(
                D.OFFER_TIME,
                D.SET_TYPE,
                D.SET_CLIENT,
                D.SET_ADDRESS,
                D.CHANGE,
                D.BEGIN,
                D.DISPOSE,
                D.SETTLED,
                D.DUE_AGAIN,
                D.WRITE_OFF,
                D.EDIT_ESTIMATE,
                D.DISCARD_DRAFT,
                D.REVERSE,
                D.ACCEPT_TIME,
                D.SETTLE_COMPLAINT,
            ),
            *(D.ADD_PHOTO, D.ATTACH, D.SET_DOCS, D.WAIVE, D.SPLIT, D.WARRANTY, D.NOTE, D.WRITE, D.UNDO),
        }
    ),
}
"""Actions that nobody needs to be told of: the cards' own refresh shows them."""


def tells_of(fact: Fact, subject: Subject) -> Iterable[Tell]:
    """The lines that apply to this fact; `open` of a lead and of a deal are told apart by the subject."""
    family: type[StrEnum] = LeadAction if isinstance(subject, Lead) else DealAction
    return (tell for tell in NOTICES if isinstance(tell.action, family) and tell.action == fact.action and tell.only(subject, fact))


def still_holds(name: str, subject: Subject) -> bool:
    """Whether a queued notice is still true of the order's current state."""
    if name in TIMED:
        return TIMED[name](subject)
    family: type[StrEnum] = LeadAction if isinstance(subject, Lead) else DealAction
    lines = [tell for tell in NOTICES if tell.notice == name and isinstance(tell.action, family)]
    return not lines or any(tell.holds(subject) for tell in lines)
