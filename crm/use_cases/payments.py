"""Money taken and returned at any stage, as entries of the order's ledger (flows: payment is a ledger action)."""

from __future__ import annotations

from crm.actor import Actor
from crm.deal import Deal, DealAction
from crm.deal_moves import perform
from crm.flow import Attempt
from crm.ledger import Entry, EntryKind, Ledger, Method, Stamp
from crm.money import Money
from crm.ports import UnitOfWork


async def take_payment(unit: UnitOfWork, actor: Actor, *, id: int, amount: int, method: Method) -> Deal:
    """Records money in minor units; the order closes by itself when it was only waiting for it. Raises `Refused` amount_not_positive."""
    return await _move_money(unit, actor, id, action=DealAction.TAKE_PAYMENT, amount=amount, method=method)


async def refund(unit: UnitOfWork, actor: Actor, *, id: int, amount: int, method: Method) -> Deal:
    """Returns money to the client. Raises `Refused` refund_over_paid, amount_not_positive."""
    return await _move_money(unit, actor, id, action=DealAction.REFUND, amount=amount, method=method)


async def reverse_entry(unit: UnitOfWork, actor: Actor, *, id: int, entry_id: int) -> Deal:
    """Takes one entry back by a record of its own. Raises `NotFound`, `Refused` entry_gone, already_reversed, reversal_is_final."""
    deal = await unit.deals.for_action(actor, id)
    ledger = Ledger(id, await unit.ledger.of(id))
    reversal = ledger.record_reversal(entry_id, stamp=Stamp(unit.now, actor.staff_id))
    facts = perform(deal, DealAction.REVERSE, attempt=Attempt(actor, unit.now, {"entry_id": entry_id, "amount": _added(reversal)}))
    await unit.ledger.add(reversal)
    await unit.deals.save(deal, *facts)
    return deal


def _added(reversal: Entry) -> int:
    """What the reversed entry had added to the money that we hold, in minor units."""
    signs = {EntryKind.PAYMENT: 1, EntryKind.REFUND: -1}
    return signs.get(reversal.effective_kind, 0) * reversal.amount.amount


async def _move_money(unit: UnitOfWork, actor: Actor, id: int, **data: object) -> Deal:
    action, amount, method = DealAction(str(data["action"])), int(str(data["amount"])), Method(str(data["method"]))
    deal = await unit.deals.for_action(actor, id)
    ledger = Ledger(id, await unit.ledger.of(id))
    stamp = Stamp(unit.now, actor.staff_id)
    record = ledger.record_payment if action is DealAction.TAKE_PAYMENT else ledger.record_refund
    entry = record(Money(amount), method, stamp=stamp)
    facts = perform(deal, action, attempt=Attempt(actor, unit.now, {"amount": amount, "method": str(method)}))
    await unit.ledger.add(entry)
    await unit.deals.save(deal, *facts)
    return deal
