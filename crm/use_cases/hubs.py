"""The hubs follow: lists and counts of those whose work an order touches are drawn anew some seconds after its facts (S3)."""

from __future__ import annotations

from collections.abc import Sequence

from crm.actor import Role
from crm.deal import Deal, DealAction
from crm.events import Fact
from crm.intents import Refresh
from crm.lead import Lead
from crm.ports import UnitOfWork
from crm.staff import StaffMember

AFTER_SECONDS = 3
"""Facts of these seconds share one edit of a hub."""

READERS_OF_LEADS = frozenset({Role.OPERATOR, Role.MANAGER, Role.DIRECTOR})
READERS_OF_DEALS = frozenset({Role.MANAGER, Role.DISPATCHER, Role.ACCOUNTANT, Role.DIRECTOR})

SEEN_ON_THE_CARD_ONLY = frozenset({DealAction.EDIT_ESTIMATE})
"""Changes that no list shows."""

CHANGES_ENGINEER = frozenset({DealAction.ASSIGN, DealAction.REFUSE_TASK})


async def refresh_hubs(unit: UnitOfWork, order: Lead | Deal, *, facts: Sequence[Fact] = ()) -> None:
    """The client's hub, those of the roles that keep such orders, and of the engineers whose it is or was."""
    if facts and all(fact.action in SEEN_ON_THE_CARD_ONLY for fact in facts):
        return
    readers = READERS_OF_DEALS if isinstance(order, Deal) else READERS_OF_LEADS
    people = [p for p in await unit.roster.all() if _is_touched(p, order, facts=facts) or (p.role_set & readers and p.is_present(unit.now))]
    chats = {p.chat_id for p in people if p.chat_id is not None}
    own = await unit.clients.chat_of(order.client_id)
    unit.say(Refresh("hub", delay=AFTER_SECONDS, chats=frozenset(chats | {own} if own is not None else chats)))


def _is_touched(person: StaffMember, order: Lead | Deal, *, facts: Sequence[Fact]) -> bool:
    """The order's engineer, and who has just lost it: a fact does not tell who had it, so all of them look again; also who is away."""
    if not isinstance(order, Deal) or Role.ENGINEER not in person.role_set:
        return False
    return person.id == order.engineer_id or any(fact.action in CHANGES_ENGINEER for fact in facts)
