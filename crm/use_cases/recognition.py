"""Whom an order is from: recognised wrongly, or not recognised though he is known (R40); what was said stays with the order."""

from __future__ import annotations

from crm.actor import Actor
from crm.client import Client
from crm.deal import Deal, DealAction
from crm.deal_moves import perform
from crm.errors import Stale
from crm.events import Fact
from crm.flow import Attempt
from crm.lead import Lead, LeadAction
from crm.ports import UnitOfWork


async def tell_apart(unit: UnitOfWork, actor: Actor, *, id: int) -> Lead | Deal:
    """The order is not that client's: it gets a card of its own, with the Telegram that wrote it and nothing of the other's.

    Raises `NotFound`, `Refused`, and `Stale` when he is an unknown contact already.
    """
    order = await _order(unit, actor, id)
    other = await unit.clients.get(order.client_id)
    fresh = await unit.clients.add(
        Client(0, unit.now, channel=order.channel if isinstance(order, Lead) else other.channel, language=other.language)
    )
    facts = _set_client(order, Attempt(actor, unit.now, {"client_id": fresh.id, "not_client_id": other.id}))
    if not other.is_known:
        raise Stale(f"order {id}")
    fresh.name = await unit.clients.part(order.id, source=other.id, into=fresh.id)
    await unit.clients.save(fresh)
    await _save(unit, order, facts=facts, before=other, now=fresh)
    return order


async def link_client(unit: UnitOfWork, actor: Actor, *, id: int, client_id: int) -> Lead | Deal:
    """The order is this client's. An unknown contact becomes him with all that is his; a known other one only loses the order.

    Raises `NotFound`, `Refused`, and `Stale` when it is his already.
    """
    order = await _order(unit, actor, id)
    if order.client_id == client_id:
        raise Stale(f"order {id}")
    target, before = await unit.clients.get(client_id), await unit.clients.get(order.client_id)
    said = {"client_id": target.id, "text": target.name}
    if before.is_known:
        facts = _set_client(order, Attempt(actor, unit.now, {**said, "not_client_id": before.id}))
        await unit.clients.part(order.id, source=before.id, into=target.id)
    else:
        facts = _set_client(order, Attempt(actor, unit.now, said))
        await unit.clients.merge(source=before.id, into=target.id)
    await _save(unit, order, facts=facts, before=before, now=target)
    return order


async def _order(unit: UnitOfWork, actor: Actor, id: int) -> Lead | Deal:
    """What the order is by now: a deal, or still a request."""
    deal = await unit.deals.find(id)
    return await unit.leads.for_action(actor, id) if deal is None else await unit.deals.for_action(actor, id)


def _set_client(order: Lead | Deal, attempt: Attempt) -> list[Fact]:
    if isinstance(order, Deal):
        return perform(order, DealAction.SET_CLIENT, attempt=attempt)
    return order.perform(LeadAction.SET_CLIENT, attempt)


async def _save(unit: UnitOfWork, order: Lead | Deal, *, facts: list[Fact], before: Client, now: Client) -> None:
    """A deal takes its request along, and the address and the way of closing that it had from the other's card."""
    if isinstance(order, Lead):
        await unit.leads.save(order, *facts)
        return
    lead = await unit.leads.find(order.id)
    assert lead is not None, "a foreign key holds it"
    lead.client_id, lead.not_client_id = now.id, before.id
    await unit.leads.save(lead)
    if order.address == before.address:
        order.address = now.address
    order.of_company = now.kind == "company"
    order.short_close = unit.shop.short_close and not order.of_company
    await unit.deals.save(order, *facts)
