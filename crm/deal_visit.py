"""What agreeing on a person, a place and a time changes in the deal (R32, R46)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.deal import Deal, DealAction, OrderType
from crm.flow import Attempt


def lose_time(deal: Deal, _attempt: Attempt) -> None:
    deal.starts_at = deal.ends_at = None
    deal.client_agreed = deal.engineer_agreed = deal.departed = False
    deal.slots = []


def _offer_time(deal: Deal, _attempt: Attempt) -> None:
    if deal.order_type is OrderType.WORKSHOP:
        deal.order_type = OrderType.VISIT


def _assign(deal: Deal, attempt: Attempt) -> None:
    """A change of the person at the door keeps an agreed time: the new engineer may refuse or move it. Before that he is asked."""
    previous, deal.engineer_id = deal.engineer_id, attempt.number("engineer_id")
    if previous != deal.engineer_id:
        deal.departed = False
        keeps_time = deal.stage == "scheduled"
        deal.engineer_agreed = deal.engineer_agreed and (previous is None or keeps_time)


def _refuse_task(deal: Deal, _attempt: Attempt) -> None:
    deal.engineer_id, deal.engineer_agreed, deal.departed = None, False, False


def _set_address(deal: Deal, attempt: Attempt) -> None:
    deal.address = attempt.text("address")


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


VISIT_EFFECTS: Mapping[DealAction, Callable[[Deal, Attempt], None]] = {
    DealAction.RESCHEDULE: lose_time,
    DealAction.NOT_HOME: lose_time,
    DealAction.ASSIGN: _assign,
    DealAction.REFUSE_TASK: _refuse_task,
    DealAction.OFFER_TIME: _offer_time,
    DealAction.SET_ADDRESS: _set_address,
    DealAction.PROPOSE: _propose,
    DealAction.PICK: _pick,
    DealAction.SET_TIME: _set_time,
    DealAction.ACCEPT_TIME: _accept_time,
    DealAction.DEPART: _depart,
}
