"""Terms of a client: taking his things before he pays, and estimates that need no yes of his (flows: credit clients, limits)."""

from __future__ import annotations

from dataclasses import dataclass

from crm.actor import Actor, Role
from crm.client import Client
from crm.errors import NotFound
from crm.intents import Refresh
from crm.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Credit:
    """`limit` of debt in minor units, 0: none; `days` in bank days, 0: the company's usual term."""

    limit: int
    days: int


async def set_credit(unit: UnitOfWork, actor: Actor, *, order_id: int, credit: Credit | None) -> Client:
    """Gives the order's client credit, or ends it with None. Raises `NotFound` unless a manager, accountant or director asks."""
    client = await _client_of(unit, actor, order_id)
    client.on_credit = credit is not None
    client.credit_limit, client.payment_days = (credit.limit, credit.days) if credit else (0, 0)
    return await _keep(unit, client, order_id)


async def agree_limit(unit: UnitOfWork, actor: Actor, *, order_id: int, amount: int) -> Client:
    """Estimates up to so much (minor units) pass without the client's approval; 0 asks for each. Raises as `set_credit` does."""
    client = await _client_of(unit, actor, order_id)
    client.agreed_limit = amount
    return await _keep(unit, client, order_id)


async def _client_of(unit: UnitOfWork, actor: Actor, order_id: int) -> Client:
    if not actor.has(Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR):
        raise NotFound(f"terms of the client of {order_id}")
    lead = await unit.leads.for_action(actor, order_id)
    return await unit.clients.get(lead.client_id)


async def _keep(unit: UnitOfWork, client: Client, order_id: int) -> Client:
    await unit.clients.save(client)
    unit.say(Refresh(f"order:{order_id}"))
    return client
