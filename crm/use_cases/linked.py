"""Orders that come from another one: a device split off, a warranty return (flows: SPLIT, WARRANTY)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction
from crm.errors import Refused
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal, convert_lead
from crm.use_cases.intake import open_lead


async def split_off(unit: UnitOfWork, actor: Actor, *, id: int, device: str) -> Deal:
    """One device goes its own way under a number of its own; client, address and dispatcher stay. Raises `NotFound`, `Refused`."""
    deal = await act_on_deal(unit, actor, action=DealAction.SPLIT, id=id, device=device)
    lead = await open_lead(unit, actor, channel="linked", need=deal.need, client_id=deal.client_id)
    await _tie(unit, lead, deal, device=device)
    return await convert_lead(unit, actor, id=lead.id, dispatcher_id=deal.dispatcher_id or actor.staff_id or 0)


async def return_under_warranty(unit: UnitOfWork, actor: Actor, *, id: int, text: str) -> Lead:
    """A new request that knows what it comes back from; the operator sees device and earlier order at once.

    Raises `NotFound`, `Refused` text_is_empty.
    """
    if not text.strip():
        raise Refused("text_is_empty")
    deal = await act_on_deal(unit, actor, action=DealAction.WARRANTY, id=id, text=text.strip())
    by_staff = actor.is_staff and actor.has(Role.OPERATOR, Role.MANAGER)
    lead = await open_lead(unit, actor, channel="linked", need=text, client_id=deal.client_id if by_staff else None)
    await _tie(unit, lead, deal, device=deal.device)
    return lead


async def _tie(unit: UnitOfWork, lead: Lead, deal: Deal, *, device: str) -> None:
    lead.linked_to, lead.device, lead.address = deal.id, device, deal.address
    await unit.leads.save(lead)
