"""Asking a client for money by hand; where no channel carries it, a colleague is asked to call (A2)."""

from __future__ import annotations

from datetime import timedelta

from crm.actor import Actor
from crm.deal import Deal, DealAction
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
    newest = await unit.timeline.newest(deal.ref)
    if newest is not None and newest[1].action == DealAction.REMIND and unit.now - newest[1].at < PATIENCE:
        raise Refused("reminded_already")
    await unit.deals.save(deal, *facts)
    return deal
