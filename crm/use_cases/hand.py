"""An order by hand: the counter and the telephone, also for a client without Telegram or without a phone (flows: a first-class client)."""

from __future__ import annotations

from dataclasses import dataclass

from crm.actor import Actor, Role
from crm.client import Client, ContactPoint
from crm.errors import NotFound
from crm.lead import COUNTER, Lead
from crm.ports import UnitOfWork
from crm.use_cases.clients import expect_office
from crm.use_cases.intake import open_lead


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands at the counter: `phone` as E.164 or empty, `client_id` when he was recognised.

    `another`: he has the phone of known clients and is none of them.
    """

    phone: str = ""
    name: str = ""
    client_id: int = 0
    another: bool = False


async def order_by_hand(unit: UnitOfWork, actor: Actor, *, caller: Caller, need: str) -> Lead:
    """Opens a lead of his own for the caller. Raises `NotFound` unless an operator or a manager asks."""
    if not actor.has(Role.OPERATOR, Role.MANAGER):
        raise NotFound(COUNTER)
    client = await _client_of(unit, caller)
    return await open_lead(unit, actor, channel=COUNTER, need=need, client_id=client.id)


async def new_client(unit: UnitOfWork, actor: Actor, *, caller: Caller) -> Client:
    """A card without an order yet. Raises `NotFound` unless an operator, manager, dispatcher or director asks."""
    expect_office(actor, caller.client_id)
    return await _client_of(unit, caller)


async def _client_of(unit: UnitOfWork, caller: Caller) -> Client:
    """Of two colleagues who write a new phone down at once the second finds the first one's card (R40)."""
    if caller.client_id:
        return await unit.clients.get(caller.client_id)
    if caller.phone and not caller.another:
        await unit.clients.hold("phone", caller.phone)
        known = await unit.clients.by_point("phone", caller.phone)
        if known:
            return known[0]
    return await _fresh(unit, caller)


async def _fresh(unit: UnitOfWork, caller: Caller) -> Client:
    """Who stands at the counter and gave his name is known."""
    card = Client(0, unit.now, name=caller.name, channel=COUNTER, language=unit.shop.language, confirmed_at=unit.now)
    client = await unit.clients.add(card)
    if caller.phone:
        await unit.clients.add_point(ContactPoint(client.id, "phone", caller.phone))
    return client
