"""What each action changes in the deal besides its stage."""

from __future__ import annotations

from collections.abc import Callable

from crm.complaint import COMPLAINT_EFFECTS, Outcome, settle
from crm.deal import Deal, DealAction, OrderType
from crm.deal_money import MONEY_EFFECTS
from crm.deal_papers import PAPER_EFFECTS
from crm.deal_visit import VISIT_EFFECTS, lose_time
from crm.estimate import Estimate, How
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


def _set_client(deal: Deal, attempt: Attempt) -> None:
    deal.client_id = attempt.number("client_id") or deal.client_id


def _report(deal: Deal, attempt: Attempt) -> None:
    deal.findings = attempt.text("findings")


def _agree_if_within_limit(deal: Deal, _attempt: Attempt) -> None:
    """The move's row has chosen: anywhere but APPROVAL the sum needed no approval."""
    if deal.stage != "approval":
        deal.approved_version, deal.approved_total = deal.estimate_version, deal.estimate_total


def _approve(deal: Deal, _attempt: Attempt) -> None:
    deal.approved_version, deal.approved_total = deal.estimate_version, deal.estimate_total
    deal.asks_why, deal.declined_why = False, ""


def _decline(deal: Deal, attempt: Attempt) -> None:
    """Words that a colleague heard are the reason; a client who tapped is asked for it."""
    deal.declined_why, deal.asks_why = attempt.text("note"), attempt.text("evidence") == How.OWN_TAP


def _explain(deal: Deal, attempt: Attempt) -> None:
    deal.declined_why, deal.asks_why = attempt.text("reason"), False


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


def _finish(deal: Deal, attempt: Attempt) -> None:
    deal.departed = False
    deal.refused = False
    _hand_over_on_site(deal, attempt)


def _hand_over_on_site(deal: Deal, attempt: Attempt) -> None:
    """What was done at the client's is in his hands at once; what is with us only when it is issued."""
    if not deal.device_here:
        deal.handed_at = attempt.now


def _refuse(deal: Deal, attempt: Attempt) -> None:
    """Another outcome needs other papers: what a manager chose for the repair does not hold for them."""
    deal.refused, deal.reason, deal.papers_chosen = True, attempt.text("reason"), False
    _hand_over_on_site(deal, attempt)
    fee = attempt.number("fee")
    if fee is not None:
        deal.refusal_fee = fee


def _with_reason(deal: Deal, attempt: Attempt) -> None:
    deal.reason = attempt.text("reason")


def _issue(deal: Deal, attempt: Attempt) -> None:
    deal.device_here, deal.handed_at = False, attempt.now


def _dispose(deal: Deal, _attempt: Attempt) -> None:
    deal.device_here = False


def _rework(deal: Deal, attempt: Attempt) -> None:
    """A rework opens a new work episode, so that ready may be told once more; it may be what a complaint has led to."""
    settle(deal, Outcome.REWORK)
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


def _warn(deal: Deal, attempt: Attempt) -> None:
    deal.warned_at, deal.warning_ripe = attempt.now, False


def _warning_ripe(deal: Deal, _attempt: Attempt) -> None:
    deal.warning_ripe = True


EFFECTS: dict[DealAction, Effect] = {
    **MONEY_EFFECTS,
    **VISIT_EFFECTS,
    **PAPER_EFFECTS,
    **COMPLAINT_EFFECTS,
    DealAction.DECLINE: _decline,
    DealAction.EXPLAIN: _explain,
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
    DealAction.DISPOSE: _dispose,
    DealAction.CLOSE: _close,
    DealAction.SETTLED: _close,
    DealAction.REOPEN: _reopen,
    DealAction.SET_DISPATCHER: _set_dispatcher,
    DealAction.SET_TYPE: _set_type,
    DealAction.SET_CLIENT: _set_client,
    DealAction.ACCEPT_DEVICE: _take_in,
    DealAction.WARN: _warn,
    DealAction.WARNING_RIPE: _warning_ripe,
}
