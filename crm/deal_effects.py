"""What each action changes in the deal besides its stage."""

from __future__ import annotations

from collections.abc import Callable

from crm.deal import Deal, DealAction, OrderType
from crm.deal_money import MONEY_EFFECTS
from crm.deal_visit import VISIT_EFFECTS, lose_time
from crm.estimate import Estimate
from crm.flow import Attempt

Effect = Callable[[Deal, Attempt], None]


def adopt_estimate(deal: Deal, estimate: Estimate) -> None:
    """The deal mirrors its newest estimate, because its guards need the sum and the version."""
    deal.estimate_version, deal.estimate_total, deal.estimate_lines = estimate.version, estimate.total.amount, len(estimate.lines)
    deal.promised_at = estimate.promised_at
    deal.estimate_exact, deal.estimate_listed = estimate.is_exact, estimate.is_listed


def _start(deal: Deal, attempt: Attempt) -> None:
    if attempt.actor.staff_id is not None:
        deal.dispatcher_id = attempt.actor.staff_id


def _report(deal: Deal, attempt: Attempt) -> None:
    deal.findings = attempt.text("findings")


def _agree_if_within_limit(deal: Deal, _attempt: Attempt) -> None:
    """The move's row has chosen: anywhere but APPROVAL the sum needed no approval."""
    if deal.stage != "approval":
        deal.approved_version, deal.approved_total = deal.estimate_version, deal.estimate_total


def _approve(deal: Deal, _attempt: Attempt) -> None:
    deal.approved_version, deal.approved_total = deal.estimate_version, deal.estimate_total


def _begin(deal: Deal, _attempt: Attempt) -> None:
    deal.departed = False
    if not deal.work_begun:
        deal.work_begun = True
        deal.episode += 1


def _ask_prepayment(deal: Deal, attempt: Attempt) -> None:
    deal.prepayment = attempt.number("amount") or 0


def _order_parts(deal: Deal, attempt: Attempt) -> None:
    deal.parts_due = attempt.moment("due")


def _parts_arrived(deal: Deal, attempt: Attempt) -> None:
    deal.parts_due = None
    lose_time(deal, attempt)


def _take_in(deal: Deal, attempt: Attempt) -> None:
    """With the device here the rest of the road is the bench's."""
    deal.device_here = True
    deal.device = attempt.text("device") or deal.device
    if deal.order_type is OrderType.VISIT:
        deal.order_type = OrderType.WORKSHOP


def _finish(deal: Deal, _attempt: Attempt) -> None:
    deal.departed = False
    deal.refused = False


def _refuse(deal: Deal, attempt: Attempt) -> None:
    deal.refused, deal.reason = True, attempt.text("reason")
    fee = attempt.number("fee")
    if fee is not None:
        deal.refusal_fee = fee


def _with_reason(deal: Deal, attempt: Attempt) -> None:
    deal.reason = attempt.text("reason")


def _issue(deal: Deal, _attempt: Attempt) -> None:
    deal.device_here = False


def _rework(deal: Deal, attempt: Attempt) -> None:
    """A rework opens a new work episode, so that ready may be told once more."""
    deal.episode += 1
    deal.work_begun = True
    deal.refused = False
    deal.reason = attempt.text("reason")


def _close(deal: Deal, attempt: Attempt) -> None:
    deal.closed_at = attempt.now


def _reopen(deal: Deal, attempt: Attempt) -> None:
    deal.closed_at = None
    deal.reason = attempt.text("reason")


def _set_dispatcher(deal: Deal, attempt: Attempt) -> None:
    deal.dispatcher_id = attempt.number("dispatcher_id")


def _set_type(deal: Deal, attempt: Attempt) -> None:
    deal.order_type = OrderType(attempt.text("order_type"))


def _hand_docs(deal: Deal, _attempt: Attempt) -> None:
    deal.docs_handed = True


def _attach(deal: Deal, attempt: Attempt) -> None:
    kind = attempt.text("kind")
    if kind not in deal.documents:
        deal.documents = [*deal.documents, kind]


def _pass_docs(deal: Deal, _attempt: Attempt) -> None:
    deal.docs_passed = True


def _set_docs(deal: Deal, attempt: Attempt) -> None:
    kinds = attempt.data.get("kinds")
    deal.document_set = [str(kind) for kind in kinds] if isinstance(kinds, (list, tuple)) else []


def _waive(deal: Deal, attempt: Attempt) -> None:
    deal.waivers = {**deal.waivers, attempt.text("obstacle"): attempt.text("reason")}


def _complain(deal: Deal, _attempt: Attempt) -> None:
    deal.complaint_open = True


def _answer_complaint(deal: Deal, _attempt: Attempt) -> None:
    deal.complaint_open = False


def _warn(deal: Deal, attempt: Attempt) -> None:
    deal.warned_at, deal.warning_ripe = attempt.now, False


def _warning_ripe(deal: Deal, _attempt: Attempt) -> None:
    deal.warning_ripe = True


EFFECTS: dict[DealAction, Effect] = {
    **MONEY_EFFECTS,
    **VISIT_EFFECTS,
    DealAction.START: _start,
    DealAction.REPORT: _report,
    DealAction.SEND_ESTIMATE: _agree_if_within_limit,
    DealAction.APPROVE: _approve,
    DealAction.BEGIN: _begin,
    DealAction.ASK_PREPAYMENT: _ask_prepayment,
    DealAction.ORDER_PARTS: _order_parts,
    DealAction.PARTS_ARRIVED: _parts_arrived,
    DealAction.TAKE_TO_SHOP: _take_in,
    DealAction.FINISH: _finish,
    DealAction.REFUSE: _refuse,
    DealAction.CANCEL: _with_reason,
    DealAction.ISSUE: _issue,
    DealAction.REWORK: _rework,
    DealAction.DISPOSE: _issue,
    DealAction.CLOSE: _close,
    DealAction.SETTLED: _close,
    DealAction.REOPEN: _reopen,
    DealAction.SET_DISPATCHER: _set_dispatcher,
    DealAction.SET_TYPE: _set_type,
    DealAction.ACCEPT_DEVICE: _take_in,
    DealAction.HAND_DOCS: _hand_docs,
    DealAction.ATTACH: _attach,
    DealAction.PASS_DOCS: _pass_docs,
    DealAction.SET_DOCS: _set_docs,
    DealAction.WAIVE: _waive,
    DealAction.COMPLAIN: _complain,
    DealAction.ANSWER_COMPLAINT: _answer_complaint,
    DealAction.WARN: _warn,
    DealAction.WARNING_RIPE: _warning_ripe,
}
