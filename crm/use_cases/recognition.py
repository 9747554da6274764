"""Whom a request is from: recognised wrongly, or not recognised though he is known (R40); what was said stays with the request."""

from __future__ import annotations

from crm.actor import Actor
from crm.client import Client
from crm.errors import Stale
from crm.flow import Attempt
from crm.lead import Lead, LeadAction
from crm.ports import UnitOfWork


async def tell_apart(unit: UnitOfWork, actor: Actor, *, id: int) -> Lead:
    """The request is not that client's: it gets a card of its own, with the Telegram that wrote it and nothing of the other's.

    Raises `NotFound`, `Refused`, and `Stale` when he is an unknown contact already.
    """
    lead = await unit.leads.for_action(actor, id)
    other = await unit.clients.get(lead.client_id)
    fresh = await unit.clients.add(Client(0, unit.now, channel=lead.channel, language=other.language))
    facts = lead.perform(LeadAction.SET_CLIENT, Attempt(actor, unit.now, {"client_id": fresh.id, "not_client_id": other.id}))
    if not other.is_known:
        raise Stale(f"request {id}")
    fresh.name = await unit.clients.part(lead.id, source=other.id, into=fresh.id)
    await unit.clients.save(fresh)
    await unit.leads.save(lead, *facts)
    return lead


async def link_client(unit: UnitOfWork, actor: Actor, *, id: int, client_id: int) -> Lead:
    """The request is this client's. An unknown contact becomes him with all that is his; a known other one only loses the request.

    Raises `NotFound`, `Refused`, and `Stale` when it is his already.
    """
    lead = await unit.leads.for_action(actor, id)
    if lead.client_id == client_id:
        raise Stale(f"request {id}")
    target, before = await unit.clients.get(client_id), await unit.clients.get(lead.client_id)
    said = {"client_id": target.id, "text": target.name}
    if before.is_known:
        facts = lead.perform(LeadAction.SET_CLIENT, Attempt(actor, unit.now, {**said, "not_client_id": before.id}))
        await unit.clients.part(lead.id, source=before.id, into=target.id)
    else:
        facts = lead.perform(LeadAction.SET_CLIENT, Attempt(actor, unit.now, said))
        await unit.clients.merge(source=before.id, into=target.id)
    await unit.leads.save(lead, *facts)
    return lead
