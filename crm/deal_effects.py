"""What each action changes in the deal besides its stage."""

from __future__ import annotations

from collections.abc import Callable

from crm.deal import Deal, DealAction
from crm.deal_money import MONEY_EFFECTS
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


def _time_lost(deal: Deal, _attempt: Attempt) -> None:
    deal.starts_at = deal.ends_at = None
    deal.client_agreed = deal.engineer_agreed = deal.departed = False
    deal.slots = []


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
    _time_lost(deal, attempt)


def _take_to_shop(deal: Deal, _attempt: Attempt) -> None:
    deal.device_here = True


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


def _assign(deal: Deal, attempt: Attempt) -> None:
    """A change of the person at the door keeps an agreed time: the new engineer may refuse or move it. Before that he is asked."""
    previous, deal.engineer_id = deal.engineer_id, attempt.number("engineer_id")
    if previous != deal.engineer_id:
        deal.departed = False
        keeps_time = deal.stage == "scheduled"
        deal.engineer_agreed = deal.engineer_agreed and (previous is None or keeps_time)


def _refuse_task(deal: Deal, _attempt: Attempt) -> None:
    deal.engineer_id, deal.engineer_agreed, deal.departed = None, False, False


def _accept_device(deal: Deal, attempt: Attempt) -> None:
    deal.device_here = True
    deal.device = attempt.text("device") or deal.device


def _propose(deal: Deal, attempt: Attempt) -> None:
    slots = attempt.data.get("slots")
    deal.slots = [list(map(str, slot)) for slot in slots] if isinstance(slots, (list, tuple)) else []
    deal.starts_at = deal.ends_at = None
    deal.client_agreed = False
    deal.engineer_agreed = attempt.actor.staff_id == deal.engineer_id


def _pick(deal: Deal, attempt: Attempt) -> None:
    deal.starts_at, deal.ends_at = attempt.moment("starts_at"), attempt.moment("ends_at")
    deal.client_agreed = True
    deal.engineer_agreed = deal.engineer_agreed or attempt.actor.staff_id == deal.engineer_id is not None


def _set_time(deal: Deal, attempt: Attempt) -> None:
    """The dispatcher agreed it by voice with the client; the engineer is still asked unless it is the dispatcher himself."""
    _pick(deal, attempt)
    deal.engineer_agreed = bool(attempt.data.get("engineer_agreed")) or attempt.actor.staff_id == deal.engineer_id


def _accept_time(deal: Deal, _attempt: Attempt) -> None:
    deal.engineer_agreed = True


def _depart(deal: Deal, _attempt: Attempt) -> None:
    deal.departed = True


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
    DealAction.START: _start,
    DealAction.REPORT: _report,
    DealAction.SEND_ESTIMATE: _agree_if_within_limit,
    DealAction.APPROVE: _approve,
    DealAction.RESCHEDULE: _time_lost,
    DealAction.NOT_HOME: _time_lost,
    DealAction.BEGIN: _begin,
    DealAction.ASK_PREPAYMENT: _ask_prepayment,
    DealAction.ORDER_PARTS: _order_parts,
    DealAction.PARTS_ARRIVED: _parts_arrived,
    DealAction.TAKE_TO_SHOP: _take_to_shop,
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
    DealAction.ASSIGN: _assign,
    DealAction.REFUSE_TASK: _refuse_task,
    DealAction.ACCEPT_DEVICE: _accept_device,
    DealAction.PROPOSE: _propose,
    DealAction.PICK: _pick,
    DealAction.SET_TIME: _set_time,
    DealAction.ACCEPT_TIME: _accept_time,
    DealAction.DEPART: _depart,
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
