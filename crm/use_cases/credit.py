"""Terms of a client: taking his things before he pays, and estimates that need no yes of his (flows: credit clients, limits)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crm.actor import Actor, Role
from crm.client import Client, ClientAction
from crm.errors import NotFound
from crm.events import Fact
from crm.flow import leading_role
from crm.intents import Refresh
from crm.ports import UnitOfWork

ANSWERABLE = frozenset({Role.MANAGER, Role.ACCOUNTANT, Role.DIRECTOR})
"""Who answers for what a client may owe."""


@dataclass(frozen=True, slots=True)
class Credit:
    """`limit` of debt in minor units, 0: none; `days` in bank days, 0: the company's usual term."""

    limit: int
    days: int


async def set_credit(unit: UnitOfWork, actor: Actor, *, order_id: int, credit: Credit | None) -> Client:
    """Gives the order's client credit, or ends it with None. Raises `NotFound` unless a manager, accountant or director asks."""
    before = await _client_of(unit, actor, order_id)
    limit, days = (credit.limit, credit.days) if credit else (0, 0)
    client = replace(before, on_credit=credit is not None, credit_limit=limit, payment_days=days)
    if client == before:
        return before
    action = ClientAction.GIVE_CREDIT if credit else ClientAction.END_CREDIT
    fact = _agreed(unit, actor, client=client, action=action, terms={"limit": limit, "days": days} if credit else {})
    return await _keep(unit, client, order_id=order_id, fact=fact)


async def agree_limit(unit: UnitOfWork, actor: Actor, *, order_id: int, amount: int) -> Client:
    """Estimates up to so much (minor units) pass without the client's approval; 0 asks for each. Raises as `set_credit` does."""
    before = await _client_of(unit, actor, order_id)
    client = replace(before, agreed_limit=amount)
    if client == before:
        return before
    fact = _agreed(unit, actor, client=client, action=ClientAction.AGREE_LIMIT, terms={"limit": amount})
    return await _keep(unit, client, order_id=order_id, fact=fact)


async def _client_of(unit: UnitOfWork, actor: Actor, order_id: int) -> Client:
    if not actor.roles & ANSWERABLE:
        raise NotFound(f"terms of the client of {order_id}")
    lead = await unit.leads.for_action(actor, order_id)
    return await unit.clients.get(lead.client_id)


def _agreed(unit: UnitOfWork, actor: Actor, *, client: Client, action: ClientAction, terms: dict[str, int]) -> Fact:
    """Who answers for the client's terms is read in the history of every order of his."""
    return Fact(client.ref, action, unit.now, leading_role(actor.roles & ANSWERABLE), actor.id, data=terms)


async def _keep(unit: UnitOfWork, client: Client, *, order_id: int, fact: Fact) -> Client:
    await unit.clients.save(client, fact)
    unit.say(Refresh(f"order:{order_id}"))
    return client
