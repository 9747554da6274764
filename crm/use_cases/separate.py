"""A message that is a request of its own leaves the order that it came to (flows: a client with an open order who writes)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.deal import Deal
from crm.errors import NotFound
from crm.events import Fact
from crm.flow import Attempt, leading_role
from crm.intents import Refresh
from crm.lead import Lead, LeadAction, opened
from crm.ports import UnitOfWork

SEPARATED = "telegram"


async def separate_message(unit: UnitOfWork, actor: Actor, *, order_id: int, message_id: int) -> Lead:
    """Opens a request by a client's message: with whoever takes requests it is in work at once, else it waits in the queue.

    Raises `NotFound` for others than operators, managers and dispatchers, and for what is no client's message of this order.
    """
    if not actor.has(Role.OPERATOR, Role.MANAGER, Role.DISPATCHER):
        raise NotFound(f"order {order_id}")
    deal: Deal | None = await unit.deals.find(order_id)
    order = await (unit.leads if deal is None else unit.deals).for_action(actor, order_id)
    message = await unit.messages.get(message_id)
    if message.order_id != order_id or not message.incoming:
        raise NotFound(f"message {message_id}")
    lead = Lead(0, order.client_id, SEPARATED, unit.now, need=message.body.strip())
    await unit.leads.add(lead, _opening(lead, unit, actor))
    message.order_id = lead.id
    await unit.messages.save(message)
    unit.say(Refresh(f"order:{order_id}"))
    return lead


def _opening(lead: Lead, unit: UnitOfWork, actor: Actor) -> Fact:
    own = [role for role in (Role.OPERATOR, Role.MANAGER) if role in actor.roles]
    if own:
        return opened(lead, Attempt(actor, unit.now), role=own[0])
    return Fact(lead.ref, LeadAction.OPEN, unit.now, leading_role(actor.roles), actor.id, None, lead.stage)
