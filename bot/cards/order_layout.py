"""Where an action of an order is drawn: the next step, near it, or behind "More"; and what a tap on it opens."""

from __future__ import annotations

from collections.abc import Callable

from crm.deal import Deal, OrderType
from crm.deal import DealAction as Act
from crm.deal import DealStage as At

STEPS = (
    *(Act.START, Act.ASSIGN, Act.DIAGNOSE, Act.REPORT, Act.SEND_ESTIMATE, Act.APPROVE, Act.OFFER_TIME, Act.PROPOSE),
    *(Act.ACCEPT_TIME, Act.DEPART, Act.BEGIN, Act.PARTS_ARRIVED, Act.FINISH, Act.ISSUE, Act.CLOSE, Act.HAND_DOCS, Act.PASS_DOCS),
)
"""Steps forward in the order of the road: the first that is left to make is the main button."""

EXPLAINED = frozenset({Act.BEGIN, Act.FINISH, Act.ISSUE, Act.CLOSE})
"""Steps that are the main button even while something stands in the way: a tap says what."""

MADE: dict[Act, Callable[[Deal], bool]] = {
    Act.ASSIGN: lambda deal: deal.engineer_id is not None,
    Act.DIAGNOSE: lambda deal: bool(deal.findings),
    Act.PROPOSE: lambda deal: bool(deal.slots) or deal.starts_at is not None,
}
"""Steps that can be made again, but are not the next one any more."""

POINTLESS: dict[Act, Callable[[Deal], bool]] = {
    Act.SEND_ESTIMATE: lambda deal: not deal.has_unapproved_estimate,
    Act.ACCEPT_TIME: lambda deal: deal.starts_at is None or deal.engineer_agreed,
    Act.DEPART: lambda deal: deal.departed,
    Act.HAND_DOCS: lambda deal: deal.docs_handed,
    Act.PASS_DOCS: lambda deal: deal.docs_passed,
    Act.REFUND: lambda deal: deal.paid <= 0,
    Act.DISCOUNT: lambda deal: not (deal.full_price or deal.estimate_total),
    Act.INVOICE: lambda deal: deal.invoice_number > 0,
    Act.REVERSE: lambda deal: deal.paid == 0 and deal.written_off == 0,
}
"""What is allowed, but would change nothing: not drawn."""

SCREENS = {
    Act.EDIT_ESTIMATE: "estimate",
    Act.TAKE_PAYMENT: "payment",
    Act.REVERSE: "reversal",
    Act.PROPOSE: "choose_time",
    Act.ORDER_PARTS: "parts",
    Act.REFUSE_TASK: "cannot",
    Act.SET_DISPATCHER: "choose_new_dispatcher",
    Act.SET_TYPE: "choose_type",
    Act.ATTACH: "choose_paper",
}
FORMS = {
    Act.REPORT: "findings",
    Act.APPROVE: "approve_for",
    Act.DECLINE: "decline_for",
    Act.REFUSE: "no_repair",
    Act.SET_TIME: "set_time",
    Act.SET_ADDRESS: "order_address",
    Act.RESCHEDULE: "reschedule",
    Act.ADD_PHOTO: "photos",
    Act.CANCEL: "cancel",
    Act.REWORK: "rework",
    Act.REOPEN: "reopen",
    Act.WRITE_OFF: "write_off",
    Act.ASK_PREPAYMENT: "prepayment",
    Act.COMPLAIN: "complain",
    Act.ANSWER_COMPLAINT: "complaint_outcome",
    Act.SPLIT: "split",
    Act.WARRANTY: "warranty",
    Act.NOTE: "note",
    Act.REFUND: "refund",
    Act.DISCOUNT: "discount",
}
"""Actions that ask one thing first."""

HIDDEN = frozenset(
    {
        *(Act.WRITE, Act.SET_CLIENT, Act.SET_DOCS, Act.WAIVE, Act.WARN, Act.REMIND, Act.VOID_INVOICE),
        *(Act.PICK, Act.WISH_TIME, Act.REQUEST_CANCEL, Act.UNDO, Act.EXPLAIN, Act.ASK_WARRANTY, Act.SETTLE_COMPLAINT),
    }
)
"""Not drawn on the card: they are reached elsewhere or wait for their screens."""


MAPS = {
    "ru": "https://yandex.ru/maps/?text={}",
    "en": "https://www.google.com/maps/search/?api=1&query={}",
}
"""A search for an address or a point, by the company's language."""

NEAR: dict[At, tuple[Act, ...]] = {
    At.NEW: (Act.EDIT_ESTIMATE, Act.ASSIGN, Act.SET_ADDRESS, Act.ACCEPT_DEVICE),
    At.ESTIMATING: (Act.SEND_ESTIMATE, Act.EDIT_ESTIMATE, Act.ASSIGN, Act.SET_ADDRESS, Act.ACCEPT_DEVICE, Act.OFFER_TIME, Act.DIAGNOSE),
    At.DIAGNOSIS: (Act.REPORT, Act.EDIT_ESTIMATE, Act.ADD_PHOTO, Act.ASSIGN),
    At.APPROVAL: (Act.APPROVE, Act.DECLINE, Act.CHANGE, Act.TAKE_PAYMENT),
    At.SCHEDULING: (Act.SET_ADDRESS, Act.ACCEPT_TIME, Act.PROPOSE, Act.SET_TIME, Act.ORDER_PARTS, Act.ASSIGN, Act.TAKE_PAYMENT),
    At.SCHEDULED: (Act.SET_ADDRESS, Act.DEPART, Act.BEGIN, Act.NOT_HOME, Act.RESCHEDULE, Act.ORDER_PARTS, Act.ASSIGN, Act.TAKE_PAYMENT),
    At.IN_PROGRESS: (Act.FINISH, Act.SEND_ESTIMATE, Act.EDIT_ESTIMATE, Act.DISCARD_DRAFT, Act.ORDER_PARTS, Act.TAKE_TO_SHOP),
    At.WAITING_PARTS: (Act.PARTS_ARRIVED, Act.TAKE_PAYMENT, Act.ASSIGN),
    At.READY: (Act.ISSUE, Act.TAKE_PAYMENT, Act.INVOICE, Act.REWORK, Act.DISPOSE, Act.WARN),
    At.DOCUMENTS: (Act.CLOSE, Act.TAKE_PAYMENT, Act.INVOICE, Act.ATTACH, Act.HAND_DOCS, Act.PASS_DOCS),
    At.PAYMENT: (Act.TAKE_PAYMENT, Act.INVOICE, Act.REFUND, Act.WRITE_OFF, Act.REOPEN),
    At.CLOSED: (Act.WARRANTY, Act.COMPLAIN, Act.TAKE_PAYMENT, Act.REFUND, Act.REOPEN),
    At.CANCELLED: (Act.REFUND, Act.REOPEN),
}
"""What a stage is about: these stand on the card beside the next step, the rest behind "More" (S14: a card is not a wall)."""

MAX_NEAR = 6

FAR: dict[Act, Callable[[Deal], bool]] = {
    Act.SET_ADDRESS: lambda deal: bool(deal.address) or deal.order_type is not OrderType.VISIT,
}
"""Near only while it is still to be done: a visit without an address."""

GROUPS: tuple[tuple[Act, ...], ...] = (
    (Act.EDIT_ESTIMATE, Act.SEND_ESTIMATE, Act.DIAGNOSE, Act.REPORT, Act.BEGIN, Act.FINISH, Act.ORDER_PARTS, Act.PARTS_ARRIVED, Act.REWORK),
    (
        Act.ASSIGN,
        Act.OFFER_TIME,
        Act.PROPOSE,
        Act.SET_TIME,
        Act.RESCHEDULE,
        Act.NOT_HOME,
        Act.SET_ADDRESS,
        Act.ACCEPT_DEVICE,
        Act.TAKE_TO_SHOP,
    ),
    (Act.TAKE_PAYMENT, Act.ASK_PREPAYMENT, Act.INVOICE, Act.DISCOUNT, Act.REFUND, Act.REVERSE, Act.WRITE_OFF),
    (Act.ATTACH, Act.SET_DOCS, Act.HAND_DOCS, Act.PASS_DOCS),
    (Act.NOTE, Act.COMPLAIN, Act.ANSWER_COMPLAINT, Act.WARRANTY, Act.SET_TYPE, Act.SET_DISPATCHER, Act.SPLIT),
    (Act.REFUSE_TASK, Act.REFUSE, Act.CANCEL, Act.REOPEN),
)
"""Behind "More": work, people and time, money and papers, the client, ways out; what is in no group stands before the ways out."""
