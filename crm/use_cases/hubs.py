"""The hubs follow: lists and counts of those whose work an order touches are drawn anew some seconds after its facts (S3)."""

from __future__ import annotations

from crm.actor import Role
from crm.deal import Deal
from crm.intents import Refresh
from crm.lead import Lead
from crm.ports import UnitOfWork

AFTER_SECONDS = 3
"""Facts of these seconds share one edit of a hub."""

READERS_OF_LEADS = frozenset({Role.OPERATOR, Role.MANAGER})
READERS_OF_DEALS = frozenset({Role.MANAGER, Role.DISPATCHER, Role.ACCOUNTANT})


async def refresh_hubs(unit: UnitOfWork, order: Lead | Deal) -> None:
    """The client's hub, those of the roles that keep such orders, and the engineer's whose it is."""
    readers = READERS_OF_DEALS if isinstance(order, Deal) else READERS_OF_LEADS
    engineer_id = order.engineer_id if isinstance(order, Deal) else None
    people = [p for p in await unit.roster.all() if p.role_set & readers or p.id == engineer_id]
    chats = {p.chat_id for p in people if p.is_present(unit.now) and p.chat_id is not None}
    own = await unit.clients.chat_of(order.client_id)
    unit.say(Refresh("hub", delay=AFTER_SECONDS, chats=frozenset(chats | {own} if own is not None else chats)))
