"""Asking a client for money: by hand, and as one for an invoice over several orders (A2, R20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from crm.actor import Actor
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import perform
from crm.errors import Refused
from crm.flow import Attempt
from crm.ports import UnitOfWork

PATIENCE = timedelta(hours=1)
"""A second tap, or a colleague's, does not press the client."""


async def remind_of_payment(unit: UnitOfWork, actor: Actor, *, id: int) -> Deal:
    """Raises `NotFound` without the right, `Refused` nothing_due, complaint_open, reminded_already."""
    deal = await unit.deals.for_action(actor, id)
    facts = perform(deal, DealAction.REMIND, attempt=Attempt(actor, unit.now, {"notice": "payment_reminder"}))
    together = await owed_together(unit, deal)
    if any(one.complaint_open for one in together):
        raise Refused("complaint_open")
    for one in together:
        newest = await unit.timeline.newest(one.ref)
        if newest is not None and newest[1].action == DealAction.REMIND and unit.now - newest[1].at < PATIENCE:
            raise Refused("reminded_already")
    await unit.deals.save(deal, *facts)
    return deal


async def owed_together(unit: UnitOfWork, deal: Deal) -> list[Deal]:
    """The orders on the deal's invoice on which something is due; the deal alone when its invoice is no common one."""
    invoice = await unit.queries.invoice(deal.invoice_number) if deal.invoice_number else None
    return list(invoice.unpaid) if invoice is not None and invoice.invoice.is_joint else [deal]


def speaks_for(deal: Deal, together: Sequence[Deal]) -> bool:
    """By the clocks of the order that waits for payment the longest its whole invoice is asked for: once, not order by order."""
    waiting = [one for one in together if one.stage is DealStage.PAYMENT]
    return not waiting or deal.id == min(waiting, key=lambda one: (one.stage_since or one.opened_at, one.id)).id
