"""Money taken, returned, taken back and given up at any stage: each is a fact of the order that `billing` enters into the ledger (R20)."""

from __future__ import annotations

from dataclasses import dataclass

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction
from crm.deal_moves import offers, perform
from crm.errors import NotFound, Refused, Stale
from crm.flow import Attempt
from crm.intents import Refresh
from crm.ledger import Entry, EntryKind, Ledger, Method, Stamp
from crm.money import Money
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal


async def take_payment(unit: UnitOfWork, actor: Actor, *, id: int, amount: int, method: Method) -> Deal:
    """Records money in minor units; the order closes by itself when it was only waiting for it. Raises `Refused` amount_not_positive."""
    _expect_positive(amount)
    return await act_on_deal(unit, actor, action=DealAction.TAKE_PAYMENT, id=id, amount=amount, method=str(method))


@dataclass(frozen=True, slots=True)
class Returned:
    """Money going back to a client: minor units, how, and why."""

    amount: int
    method: Method
    reason: str


async def refund(unit: UnitOfWork, actor: Actor, *, id: int, money: Returned) -> Deal:
    """Returns money to the client. Raises `Refused` refund_over_paid, refund_over_limit, reason_is_empty, amount_not_positive.

    The limit holds for all that was returned on the order, so that it cannot be passed in parts (flows: rights).
    """
    _expect_positive(money.amount)
    deal = await unit.deals.for_action(actor, id)
    ledger = Ledger(id, await unit.ledger.of(id))
    data = {"amount": money.amount, "method": str(money.method), "reason": money.reason}
    facts = perform(deal, DealAction.REFUND, attempt=Attempt(actor, unit.now, data))
    if Money(money.amount) > ledger.paid:
        raise Refused("refund_over_paid", sum=ledger.paid.amount)
    if not actor.has(Role.DIRECTOR) and ledger.refunded.amount + money.amount > unit.shop.refund_limit:
        raise Refused("refund_over_limit", sum=unit.shop.refund_limit)
    await unit.deals.save(deal, *facts)
    return deal


async def reverse_entry(unit: UnitOfWork, actor: Actor, *, id: int, entry_id: int) -> Deal:
    """Takes one entry back by a record of its own; the bill itself is changed by an estimate, a write-off returns by the director.

    Raises `NotFound`, `Refused` charge_by_estimate, write_off_by_director and as `Ledger.record_reversal` does.
    """
    deal = await unit.deals.for_action(actor, id)
    reversal = Ledger(id, await unit.ledger.of(id)).record_reversal(entry_id, stamp=Stamp(unit.now, actor.staff_id))
    forgiven = reversal.amount.amount if reversal.effective_kind is EntryKind.WRITE_OFF else 0
    data = {"entry_id": entry_id, "amount": _added(reversal), "forgiven": forgiven}
    facts = perform(deal, DealAction.REVERSE, attempt=Attempt(actor, unit.now, data))
    if reversal.effective_kind is EntryKind.CHARGE:
        raise Refused("charge_by_estimate")
    if forgiven and not actor.has(Role.DIRECTOR):
        raise Refused("write_off_by_director")
    await unit.deals.save(deal, *facts)
    return deal


async def write_off(unit: UnitOfWork, actor: Actor, *, id: int, amount: int, reason: str) -> Deal:
    """Gives the whole debt up, when it still is the sum that was confirmed. Raises `NotFound`, `Refused` nothing_due, `Stale`."""
    deal = await unit.deals.for_action(actor, id)
    due = deal.balance
    facts = perform(deal, DealAction.WRITE_OFF, attempt=Attempt(actor, unit.now, {"reason": reason, "amount": due}))
    if due != amount:
        raise Stale(f"write-off {amount}")
    await unit.deals.save(deal, *facts)
    return deal


async def keep_receipt(unit: UnitOfWork, actor: Actor, *, id: int, entry_id: int, note: str) -> None:
    """Writes the till receipt's number on a payment that has none. Raises `NotFound`, `Refused` entry_gone."""
    deal = await unit.deals.for_action(actor, id)
    if DealAction.TAKE_PAYMENT not in {offer.action for offer in offers(deal, actor)}:
        raise NotFound(f"order {id}")
    entry = next((entry for entry in Ledger(id, await unit.ledger.of(id)).reversible if entry.id == entry_id), None)
    if entry is None or entry.kind is not EntryKind.PAYMENT or entry.receipt_note:
        raise Refused("entry_gone")
    await unit.ledger.note(entry_id, note)
    unit.say(Refresh(f"order:{id}"))


def _added(reversal: Entry) -> int:
    """What the reversed entry had added to the money that we hold, in minor units."""
    signs = {EntryKind.PAYMENT: 1, EntryKind.REFUND: -1}
    return signs.get(reversal.effective_kind, 0) * reversal.amount.amount


def _expect_positive(amount: int) -> None:
    if amount <= 0:
        raise Refused("amount_not_positive")
