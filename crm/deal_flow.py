"""DEAL_FLOW: what can happen to an order, by whom, and what stands in the way (flows.md, R42-R56)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.complaint import Outcome, next_step
from crm.deal import OPEN, Deal, OrderType
from crm.deal import DealAction as Act
from crm.deal import DealStage as At
from crm.flow import Flow, Obstacle, moves

CL, OP, M, D = Role.CLIENT, Role.OPERATOR, Role.MANAGER, Role.DISPATCHER
E, A, DIR, SYS = Role.ENGINEER, Role.ACCOUNTANT, Role.DIRECTOR, Role.SYSTEM
STAFF = {OP, M, D, E, A, DIR}
FOR_CLIENT = {CL, OP, M, D, E}


def is_here(deal: Deal) -> bool:
    return deal.device_here


def is_away(deal: Deal) -> bool:
    return not deal.device_here


def approval_needed(deal: Deal) -> bool:
    """Neither free, nor within the client's pre-approved limit, nor an express order by the price list."""
    return not within_agreed_limit(deal)


def within_agreed_limit(deal: Deal) -> bool:
    return deal.estimate_total == 0 or deal.estimate_total <= deal.agreed_limit or deal.order_type is OrderType.EXPRESS


def work_begun(deal: Deal) -> bool:
    return deal.work_begun


def work_not_begun(deal: Deal) -> bool:
    return not deal.work_begun


def settled(deal: Deal) -> bool:
    return deal.balance == 0


def unsettled(deal: Deal) -> bool:
    return deal.balance != 0


def awaits_reason(deal: Deal) -> bool:
    return deal.asks_why


def rework_promised(deal: Deal) -> bool:
    """A complaint was answered with it: then who answered may begin it."""
    return deal.complaint_open and deal.complaint_outcome == Outcome.REWORK


def short_settled(deal: Deal) -> bool:
    return deal.short_close and settled(deal)


def short_unsettled(deal: Deal) -> bool:
    return deal.short_close and unsettled(deal)


def time_is_missing(deal: Deal) -> bool:
    """On the bench the promise in the approved estimate is the client's yes; a visit needs a time that both agreed to (R46)."""
    if deal.device_here:
        return deal.has_unapproved_estimate
    return deal.starts_at is None or not (deal.client_agreed and deal.engineer_agreed)


def _obstacle(name: str, condition: object, *, waivable: bool = False) -> Obstacle[Deal]:
    def stands(deal: Deal, _actor: Actor) -> bool:
        return bool(condition(deal))  # type: ignore[operator]  # a plain predicate of the deal

    return Obstacle(name, stands, waivable)


DEVICE_NOT_HERE = _obstacle("device_not_here", is_away)
DEVICE_HERE = _obstacle("device_here", is_here)
NO_ENGINEER = _obstacle("no_engineer", lambda deal: deal.engineer_id is None)
ESTIMATE_EMPTY = _obstacle("estimate_is_empty", lambda deal: deal.estimate_lines == 0)
PRICE_NOT_EXACT = _obstacle("price_not_exact", lambda deal: not deal.estimate_exact)
NOT_FROM_LIST = _obstacle("not_from_price_list", lambda deal: not deal.estimate_listed)
TIME_MISSING = _obstacle("time_missing", time_is_missing)
NOT_APPROVED = _obstacle("estimate_not_approved", lambda deal: deal.has_unapproved_estimate)
HERE_NOT_APPROVED = _obstacle("estimate_not_approved", lambda deal: deal.device_here and deal.has_unapproved_estimate)
PREPAYMENT_DUE = _obstacle("prepayment_due", lambda deal: deal.paid < deal.prepayment, waivable=True)
MONEY_HELD = _obstacle("money_held", lambda deal: deal.paid > 0)
ON_THE_WAY = _obstacle("engineer_on_the_way", lambda deal: deal.departed)
BALANCE_DUE = _obstacle("balance_due", lambda deal: deal.balance > 0 and not deal.on_credit, waivable=True)
CREDIT_EXCEEDED = _obstacle("credit_exceeded", lambda deal: deal.exceeds_credit, waivable=True)
NOTHING_DUE = _obstacle("nothing_due", lambda deal: deal.balance <= 0)
NO_INVOICE = _obstacle("no_invoice", lambda deal: not deal.invoice_number)
COMPLAINT_OPEN = _obstacle("complaint_open", lambda deal: deal.complaint_open)
SETTLED = _obstacle("settled", settled)
UNSETTLED = _obstacle("balance_not_zero", unsettled)
DOCUMENTS_MISSING = _obstacle("documents_missing", lambda deal: bool(deal.missing_documents), waivable=True)
WARNING_TOO_YOUNG = _obstacle("warning_too_young", lambda deal: not deal.warning_ripe)
NOTHING_TO_SETTLE = _obstacle("no_complaint", lambda deal: next_step(deal) is not Act.SETTLE_COMPLAINT)
NO_COMPLAINT = _obstacle("no_complaint", lambda deal: not deal.complaint_open)
CLIENT_INVOICED = _obstacle("client_invoiced", lambda deal: deal.invoice_number > 0)
CLIENT_AGREED = _obstacle("client_agreed", lambda deal: deal.approved_version is not None)
CLIENT_ASKED = _obstacle("client_asked", lambda deal: deal.stage == At.APPROVAL)
NO_DRAFT = _obstacle("no_draft", lambda deal: not deal.has_unapproved_estimate or deal.approved_version is None)

NOT_SENDABLE = (ESTIMATE_EMPTY, PRICE_NOT_EXACT)
NOT_ANOTHERS = (MONEY_HELD, CLIENT_INVOICED, CLIENT_AGREED, CLIENT_ASKED)
"""What one client has paid, owes or said yes to is never another one's."""
NOT_CANCELLABLE = (DEVICE_HERE, MONEY_HELD, ON_THE_WAY)

BEFORE_WORK = [At.ESTIMATING, At.SCHEDULING, At.SCHEDULED]
PRICED = [At.ESTIMATING, At.APPROVAL, At.SCHEDULING, At.SCHEDULED, At.WAITING_PARTS]
REFUSABLE = [At.ESTIMATING, At.DIAGNOSIS, At.APPROVAL, At.SCHEDULING, At.SCHEDULED, At.IN_PROGRESS, At.WAITING_PARTS]
CANCELLABLE = [At.NEW, At.ESTIMATING, At.APPROVAL, At.SCHEDULING, At.SCHEDULED, At.WAITING_PARTS]
BILLABLE = [At.IN_PROGRESS, At.WAITING_PARTS, At.READY, At.DOCUMENTS, At.PAYMENT]
ASKABLE = [At.READY, At.DOCUMENTS, At.PAYMENT]
ALL = list(At)

DEAL_FLOW: Flow[At, Act, Deal] = Flow(
    # the road
    moves([At.NEW], Act.START, to=At.ESTIMATING, by={D}, undo=True),
    moves([At.ESTIMATING], Act.DIAGNOSE, to=At.DIAGNOSIS, by={D, E}, unless=(DEVICE_NOT_HERE, NO_ENGINEER), undo=True),
    moves([At.DIAGNOSIS], Act.REPORT, to=At.ESTIMATING, by={E, D}, needs={"findings"}),
    moves([At.ESTIMATING], Act.OFFER_TIME, to=At.SCHEDULING, by={D}, unless=(DEVICE_HERE, NO_ENGINEER), undo=True),
    moves([At.ESTIMATING], Act.SEND_ESTIMATE, to=At.APPROVAL, by={D}, when=approval_needed, unless=NOT_SENDABLE, undo=True),
    moves([At.ESTIMATING], Act.SEND_ESTIMATE, to=At.SCHEDULING, by={D}, when=within_agreed_limit, unless=NOT_SENDABLE),
    moves(
        [At.ESTIMATING], Act.SEND_ESTIMATE, to=At.APPROVAL, by={OP}, when=approval_needed, unless=(*NOT_SENDABLE, NOT_FROM_LIST), undo=True
    ),
    moves([At.ESTIMATING], Act.SEND_ESTIMATE, to=At.SCHEDULING, by={OP}, when=within_agreed_limit, unless=(*NOT_SENDABLE, NOT_FROM_LIST)),
    moves([At.IN_PROGRESS], Act.SEND_ESTIMATE, to=At.APPROVAL, by={E, D}, when=approval_needed, unless=NOT_SENDABLE),
    moves([At.IN_PROGRESS], Act.SEND_ESTIMATE, to=At.IN_PROGRESS, by={E, D}, when=within_agreed_limit, unless=NOT_SENDABLE),
    moves([At.APPROVAL], Act.APPROVE, to=At.SCHEDULING, by=FOR_CLIENT, when=work_not_begun, needs={"evidence"}),
    moves([At.APPROVAL], Act.APPROVE, to=At.IN_PROGRESS, by=FOR_CLIENT, when=work_begun, needs={"evidence"}),
    moves([At.APPROVAL], Act.DECLINE, to=At.ESTIMATING, by=FOR_CLIENT, when=work_not_begun, needs={"evidence"}),
    moves([At.APPROVAL], Act.DECLINE, to=At.IN_PROGRESS, by=FOR_CLIENT, when=work_begun, needs={"evidence"}),
    moves([At.ESTIMATING, At.IN_PROGRESS], Act.EXPLAIN, to=None, by={CL}, when=awaits_reason, needs={"reason"}),
    moves([At.APPROVAL], Act.CHANGE, to=At.ESTIMATING, by={D}, when=work_not_begun),
    moves([At.APPROVAL], Act.CHANGE, to=At.IN_PROGRESS, by={D, E}, when=work_begun),
    moves([At.SCHEDULING], Act.TIME_AGREED, to=At.SCHEDULED, by={SYS}, unless=(NO_ENGINEER, TIME_MISSING)),
    moves([At.SCHEDULED], Act.RESCHEDULE, to=At.SCHEDULING, by={CL, D, E}, when=is_away),
    moves([At.SCHEDULED], Act.NOT_HOME, to=At.SCHEDULING, by={E, D}, when=is_away),
    moves([At.SCHEDULED], Act.BEGIN, to=At.IN_PROGRESS, by={E, D}, unless=(HERE_NOT_APPROVED,), undo=True),
    moves([At.SCHEDULING, At.SCHEDULED], Act.ORDER_PARTS, to=At.WAITING_PARTS, by={D}, unless=(PREPAYMENT_DUE,), undo=True),
    moves([At.IN_PROGRESS], Act.ORDER_PARTS, to=At.WAITING_PARTS, by={D, E}, unless=(PREPAYMENT_DUE,), undo=True),
    moves([At.WAITING_PARTS], Act.PARTS_ARRIVED, to=At.SCHEDULING, by={D, OP}, undo=True),
    moves([At.IN_PROGRESS], Act.TAKE_TO_SHOP, to=At.DIAGNOSIS, by={E}, when=is_away),
    moves([At.IN_PROGRESS], Act.FINISH, to=At.READY, by={E, D}, when=is_here, unless=(NOT_APPROVED,), undo=True),
    moves([At.IN_PROGRESS], Act.FINISH, to=At.DOCUMENTS, by={E, D}, when=is_away, unless=(NOT_APPROVED,), undo=True),
    moves(REFUSABLE, Act.REFUSE, to=At.READY, by={D, M}, when=is_here, needs={"reason"}),
    moves(REFUSABLE, Act.REFUSE, to=At.DOCUMENTS, by={D, M}, when=is_away, needs={"reason"}),
    moves([At.DIAGNOSIS, At.IN_PROGRESS], Act.REFUSE, to=At.READY, by={E}, when=is_here, needs={"reason"}),
    moves([At.DIAGNOSIS, At.IN_PROGRESS, At.SCHEDULED], Act.REFUSE, to=At.DOCUMENTS, by={E}, when=is_away, needs={"reason"}),
    moves(CANCELLABLE, Act.CANCEL, to=At.CANCELLED, by={CL, OP, M, D}, unless=NOT_CANCELLABLE, needs={"reason"}, undo=True),
    moves(CANCELLABLE, Act.REQUEST_CANCEL, to=None, by={CL}),
    moves([At.READY], Act.ISSUE, to=At.DOCUMENTS, by={OP, D, E}, unless=(BALANCE_DUE, CREDIT_EXCEEDED)),
    moves([At.READY], Act.REWORK, to=At.IN_PROGRESS, by={D, OP}, needs={"reason"}, undo=True),
    moves([At.READY], Act.REWORK, to=At.IN_PROGRESS, by={M, DIR}, when=rework_promised, needs={"reason"}, undo=True),
    moves([At.READY], Act.WARN, to=None, by={M, D, DIR}),
    moves([At.READY], Act.WARNING_RIPE, to=None, by={SYS}),
    moves([At.READY], Act.DISPOSE, to=At.DOCUMENTS, by={DIR}, unless=(WARNING_TOO_YOUNG,)),
    moves([At.DOCUMENTS], Act.CLOSE, to=At.CLOSED, by={M}, when=settled, unless=(DOCUMENTS_MISSING,)),
    moves([At.DOCUMENTS], Act.CLOSE, to=At.PAYMENT, by={M}, when=unsettled, unless=(DOCUMENTS_MISSING,)),
    moves([At.DOCUMENTS], Act.CLOSE, to=At.CLOSED, by={D}, when=short_settled, unless=(DOCUMENTS_MISSING,)),
    moves([At.DOCUMENTS], Act.CLOSE, to=At.PAYMENT, by={D}, when=short_unsettled, unless=(DOCUMENTS_MISSING,)),
    moves([At.PAYMENT], Act.SETTLED, to=At.CLOSED, by={SYS}, unless=(UNSETTLED,)),
    moves([At.CLOSED], Act.DUE_AGAIN, to=At.PAYMENT, by={SYS}, unless=(SETTLED,)),
    moves([At.PAYMENT], Act.WRITE_OFF, to=At.CLOSED, by={DIR}, unless=(NOTHING_DUE,), needs={"reason"}),
    moves([At.PAYMENT, At.CLOSED], Act.REOPEN, to=At.DOCUMENTS, by={M, DIR}, needs={"reason"}),
    moves([At.CANCELLED], Act.REOPEN, to=At.ESTIMATING, by={M, DIR, D}, needs={"reason"}),
    # what happens on the way without moving the stage
    moves(OPEN, Act.SET_DISPATCHER, to=None, by={OP, M, DIR}, needs={"dispatcher_id"}),
    moves(OPEN, Act.ASSIGN, to=None, by={D, M}, needs={"engineer_id"}),
    moves([*BEFORE_WORK, At.DIAGNOSIS, At.IN_PROGRESS, At.WAITING_PARTS], Act.REFUSE_TASK, to=None, by={E}, needs={"reason"}),
    moves(OPEN, Act.SET_TYPE, to=None, by={OP, M, D}, needs={"order_type"}),
    moves(OPEN, Act.SET_CLIENT, to=None, by={OP, M}, unless=NOT_ANOTHERS, needs={"client_id"}),
    moves(OPEN, Act.SET_ADDRESS, to=None, by={OP, M, D, E}, when=is_away, needs={"address"}),
    moves([At.NEW, At.ESTIMATING, At.SCHEDULING, At.SCHEDULED], Act.ACCEPT_DEVICE, to=None, by={OP, D, E}, when=is_away),
    moves([At.NEW, At.ESTIMATING], Act.EDIT_ESTIMATE, to=None, by={D, OP}),
    moves([At.IN_PROGRESS, At.DIAGNOSIS], Act.EDIT_ESTIMATE, to=None, by={D, E}),
    moves([At.ESTIMATING, At.IN_PROGRESS], Act.DISCARD_DRAFT, to=None, by={D, E}, unless=(NO_DRAFT,)),
    moves([*OPEN, At.CLOSED], Act.TAKE_PAYMENT, to=None, by={OP, E, D, A}, needs={"amount", "method"}),
    moves(ALL, Act.REFUND, to=None, by={A, DIR}, needs={"amount", "method", "reason"}),
    moves([*OPEN, At.CLOSED], Act.DISCOUNT, to=None, by={OP, D, M, DIR}, needs={"amount", "reason"}),
    moves(ALL, Act.REVERSE, to=None, by={A, DIR}, needs={"entry_id"}),
    moves(BILLABLE, Act.INVOICE, to=None, by={A, SYS}, unless=(NOTHING_DUE,), needs={"number"}),
    moves(ALL, Act.VOID_INVOICE, to=None, by={A, SYS}, unless=(NO_INVOICE,), needs={"number"}),
    moves(ASKABLE, Act.REMIND, to=None, by={A, M, D, DIR}, unless=(NOTHING_DUE, COMPLAINT_OPEN), needs={"notice"}),
    moves([*PRICED, At.IN_PROGRESS], Act.ASK_PREPAYMENT, to=None, by={D, A}, needs={"amount"}),
    moves([At.SCHEDULING], Act.PROPOSE, to=None, by={D, E}, when=is_away, unless=(NO_ENGINEER,), needs={"slots"}),
    moves([At.SCHEDULING], Act.PICK, to=None, by={CL}, when=is_away, needs={"starts_at"}),
    moves([At.SCHEDULING], Act.WISH_TIME, to=None, by={CL}, when=is_away, needs={"text"}),
    moves([At.SCHEDULING], Act.SET_TIME, to=None, by={D}, when=is_away, unless=(NO_ENGINEER,), needs={"starts_at", "evidence"}),
    moves([At.SCHEDULING], Act.ACCEPT_TIME, to=None, by={E}, when=is_away),
    moves([At.SCHEDULED], Act.DEPART, to=None, by={E}, when=is_away),
    moves([At.DIAGNOSIS, At.SCHEDULED, At.IN_PROGRESS, At.READY, At.DOCUMENTS], Act.ADD_PHOTO, to=None, by={E, D, OP}),
    moves([At.IN_PROGRESS, At.READY, At.DOCUMENTS], Act.HAND_DOCS, to=None, by={E}),
    moves(OPEN, Act.ATTACH, to=None, by={D, M, OP, E}, needs={"kind"}),
    moves([At.READY, At.DOCUMENTS], Act.PASS_DOCS, to=None, by={D}),
    moves(OPEN, Act.SET_DOCS, to=None, by={M}, needs={"kinds"}),
    moves(OPEN, Act.WAIVE, to=None, by={M, DIR}, needs={"obstacle", "reason"}),
    moves(PRICED, Act.SPLIT, to=None, by={D}, needs={"device"}),
    moves(ALL, Act.COMPLAIN, to=None, by={CL, *STAFF}, needs={"text"}),
    moves(ALL, Act.ANSWER_COMPLAINT, to=None, by={M, DIR}, unless=(NO_COMPLAINT,), needs={"outcome", "text"}),
    moves(ALL, Act.SETTLE_COMPLAINT, to=None, by={M, DIR}, unless=(NOTHING_TO_SETTLE,)),
    moves([At.DOCUMENTS, At.PAYMENT, At.CLOSED], Act.ASK_WARRANTY, to=None, by={CL}, needs={"text"}),
    moves([At.DOCUMENTS, At.PAYMENT, At.CLOSED], Act.WARRANTY, to=None, by={CL, *STAFF}, needs={"text"}),
    moves(ALL, Act.NOTE, to=None, by=STAFF, needs={"text"}),
    moves(ALL, Act.WRITE, to=None, by={CL, *STAFF}),
)
