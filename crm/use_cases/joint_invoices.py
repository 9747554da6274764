"""One invoice over several orders of one payer, and a payment against it, spread over them (R20, flows: company with three printers)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.actor import Actor
from crm.deal import Deal, DealAction
from crm.deal_moves import perform
from crm.errors import NotFound, Refused, Stale
from crm.flow import Attempt
from crm.invoice import Invoice, spread
from crm.ledger import Method
from crm.ports import UnitOfWork
from crm.use_cases.invoices import expect_may_invoice, issue, issue_invoice, void_invoice


async def issue_joint(unit: UnitOfWork, actor: Actor, *, order_ids: Sequence[int], total: int) -> int:
    """The number of one invoice over these orders, whose dues still come to `total`; older invoices of theirs are void.

    Raises `NotFound` for orders of several payers or without the right, `Refused` nothing_due, `Stale` when the sum has changed.
    """
    deals = [await unit.deals.for_action(actor, order_id) for order_id in sorted(order_ids)]
    if len({deal.client_id for deal in deals}) != 1:
        raise NotFound("orders of one payer")
    for deal in deals:
        expect_may_invoice(unit, actor, deal=deal)
    if sum(deal.balance for deal in deals) != total:
        raise Stale(f"invoice over {total}")
    if len(deals) == 1 or await _is_invoiced_so(unit, deals):
        return (await issue_invoice(unit, actor, id=deals[0].id)).invoice_number
    for number in sorted({deal.invoice_number for deal in deals} - {0}):
        await void_invoice(unit, actor, number=number)
    fresh = [await unit.deals.for_action(actor, deal.id) for deal in deals]
    return (await issue(unit, actor, deals=fresh)).id


async def _is_invoiced_so(unit: UnitOfWork, deals: Sequence[Deal]) -> bool:
    """There is an invoice over exactly these orders: it goes out again under its number."""
    known = await unit.invoices.of(deals[0].id)
    return known is not None and known.order_ids == tuple(deal.id for deal in deals)


@dataclass(frozen=True, slots=True)
class Taken:
    """Money that a client paid: minor units, and how."""

    amount: int
    method: Method


async def pay_invoice(unit: UnitOfWork, actor: Actor, *, number: int, money: Taken) -> Invoice:
    """Spreads a payment over the invoice's orders, the oldest first; each order's ledger gets its part, the payer hears of it once.

    Raises `NotFound`, `Refused` amount_not_positive, invoice_void.
    """
    if money.amount <= 0:
        raise Refused("amount_not_positive")
    invoice = await unit.invoices.get(number)
    deals = [await unit.deals.for_action(actor, order_id) for order_id in sorted(invoice.order_ids)]
    if invoice.voided_at is not None:
        raise Refused("invoice_void")
    dues = [(deal.id, max(deal.balance, 0)) for deal in deals]
    parts = dict(spread(money.amount, dues))
    left = max(sum(due for _, due in dues) - money.amount, 0)
    said = {"method": str(money.method), "invoice": number, "sum": money.amount, "left": left}
    for deal in deals:
        if deal.id in parts:
            data = {**said, "amount": parts[deal.id], **({"with": min(parts)} if deal.id != min(parts) else {})}
            await unit.deals.save(deal, *perform(deal, DealAction.TAKE_PAYMENT, attempt=Attempt(actor, unit.now, data)))
    return invoice
