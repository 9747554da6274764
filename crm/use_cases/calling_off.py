"""A client calls his order off himself; where a device, money or an engineer on the way stand in the way, he asks (flows: CANCEL)."""

from __future__ import annotations

from crm.actor import Actor
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.errors import NotFound
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal


async def call_off(unit: UnitOfWork, actor: Actor, *, id: int, reason: str) -> Deal:
    """Cancels at once, or tells the dispatcher that the client asks for it. Raises `NotFound`, `Refused`."""
    deal = await unit.deals.for_action(actor, id)
    if actor.client_id != deal.client_id:
        raise NotFound(f"order {id}")
    free = {offer.action for offer in offers(deal, actor) if offer.obstacle is None}
    action = DealAction.CANCEL if DealAction.CANCEL in free else DealAction.REQUEST_CANCEL
    return await act_on_deal(unit, actor, action=action, id=id, reason=reason, text=reason)
