"""An order by hand: the counter and the telephone, also for a client without Telegram (flows: a first-class client)."""

from __future__ import annotations

from dataclasses import dataclass

from crm.actor import Actor, Role
from crm.client import Client, ContactPoint
from crm.errors import NotFound
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.use_cases.intake import open_lead

COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class CounterOrder:
    """`phone` as E.164; with a known one the name on the card stays (R40)."""

    phone: str
    name: str
    need: str


async def order_by_hand(unit: UnitOfWork, actor: Actor, *, order: CounterOrder) -> Lead:
    """Opens a lead of his own for the client of the phone. Raises `NotFound` unless an operator or a manager asks."""
    if not actor.has(Role.OPERATOR, Role.MANAGER):
        raise NotFound(COUNTER)
    known = await unit.clients.by_point("phone", order.phone)
    client = known[0] if known else await _new_client(unit, order)
    return await open_lead(unit, actor, channel=COUNTER, need=order.need, client_id=client.id)


async def _new_client(unit: UnitOfWork, order: CounterOrder) -> Client:
    """Who stands at the counter and gave name and phone is known."""
    fresh = Client(0, unit.now, name=order.name, channel=COUNTER, language=unit.shop.language, confirmed_at=unit.now)
    client = await unit.clients.add(fresh)
    await unit.clients.add_point(ContactPoint(client.id, "phone", order.phone))
    return client
