"""What money changes in the deal: the mirrors of its ledger and of its invoice (R20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.complaint import Outcome, settle
from crm.deal import Deal, DealAction
from crm.flow import Attempt


def _forgive_less(deal: Deal) -> None:
    """A debt given up is smaller when less is owed: paid after all, or taken off, it is nothing to return to the client."""
    deal.written_off -= min(deal.written_off, max(-deal.balance, 0))


def _pay(deal: Deal, attempt: Attempt) -> None:
    deal.paid += attempt.number("amount") or 0
    _forgive_less(deal)


def _refund(deal: Deal, attempt: Attempt) -> None:
    """Money back may be what a complaint has led to."""
    deal.paid -= attempt.number("amount") or 0
    settle(deal, Outcome.REFUND)


def _discount(deal: Deal, attempt: Attempt) -> None:
    """`amount` is the whole discount of the order, not one more; it may be what a complaint has led to."""
    deal.discount = attempt.number("amount") or 0
    _forgive_less(deal)
    settle(deal, Outcome.DISCOUNT)


def _reverse(deal: Deal, attempt: Attempt) -> None:
    """`amount` is the signed sum that the reversed entry had added to the money held, `forgiven` to what was written off."""
    deal.paid -= attempt.number("amount") or 0
    deal.written_off -= attempt.number("forgiven") or 0
    _forgive_less(deal)


def _invoice(deal: Deal, attempt: Attempt) -> None:
    deal.invoice_number, deal.invoice_due = attempt.number("number") or 0, attempt.moment("due")


def _void_invoice(deal: Deal, _attempt: Attempt) -> None:
    deal.invoice_number, deal.invoice_due = 0, None


def _write_off(deal: Deal, attempt: Attempt) -> None:
    deal.written_off += deal.balance
    deal.reason = attempt.text("reason")
    deal.closed_at = attempt.now


def _due_again(deal: Deal, _attempt: Attempt) -> None:
    deal.closed_at = None


MONEY_EFFECTS: Mapping[DealAction, Callable[[Deal, Attempt], None]] = {
    DealAction.TAKE_PAYMENT: _pay,
    DealAction.REFUND: _refund,
    DealAction.DISCOUNT: _discount,
    DealAction.REVERSE: _reverse,
    DealAction.WRITE_OFF: _write_off,
    DealAction.DUE_AGAIN: _due_again,
    DealAction.INVOICE: _invoice,
    DealAction.VOID_INVOICE: _void_invoice,
}
