"""Orders that come from another one: a device split off, a warranty return (flows: SPLIT, WARRANTY)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction
from crm.errors import NotFound, Refused
from crm.events import Fact
from crm.flow import leading_role
from crm.lead import Lead, LeadAction, LeadStage
from crm.ports import UnitOfWork
from crm.use_cases.deals import WARRANTY, act_on_deal, open_deal
from crm.warranty import is_under_warranty

LINKED = "linked"


async def split_off(unit: UnitOfWork, actor: Actor, *, id: int, device: str) -> Deal:
    """One device goes its own way under a number of its own; client, address and dispatcher stay. Raises `NotFound`, `Refused`."""
    deal = await act_on_deal(unit, actor, action=DealAction.SPLIT, id=id, device=device)
    lead = _lead_from(deal, unit, need=deal.need, device=device)
    lead.stage = LeadStage.CONVERTED
    await unit.leads.add(lead, _opening(lead, unit, actor, role=Role.DISPATCHER))
    return await open_deal(unit, actor, lead=lead, dispatcher_id=deal.dispatcher_id or actor.staff_id or 0, role=Role.DISPATCHER)


async def return_under_warranty(unit: UnitOfWork, actor: Actor, *, id: int, text: str, reason: str = "") -> Lead:
    """A new request that knows what it comes back from: with whoever takes requests it is in work at once, else it waits in the queue.

    After the term only staff open one, with the reason why. Raises `NotFound`, `Refused` text_is_empty, reason_is_empty.
    """
    if not text.strip():
        raise Refused("text_is_empty")
    deal = await unit.deals.for_action(actor, id)
    if not covers(unit, deal) and not reason.strip():
        raise Refused("reason_is_empty") if actor.is_staff else Refused("warranty_over")
    said: dict[str, Any] = {"text": text.strip(), **({"reason": reason.strip()} if reason.strip() else {})}
    deal = await act_on_deal(unit, actor, action=DealAction.WARRANTY, id=id, **said)
    lead = _lead_from(deal, unit, need=text.strip(), device=deal.device)
    lead.channel = WARRANTY
    if actor.is_staff and actor.has(Role.OPERATOR, Role.MANAGER):
        lead.stage, lead.assignee_id = LeadStage.IN_WORK, actor.staff_id
    role = leading_role(actor.roles_on(client_id=deal.client_id, engineer_id=deal.engineer_id) or actor.roles)
    return await unit.leads.add(lead, _opening(lead, unit, actor, role=role))


def covers(unit: UnitOfWork, deal: Deal) -> bool:
    """Whether the warranty on this order holds today."""
    return is_under_warranty(deal, unit.now, zone=ZoneInfo(unit.shop.timezone))


async def ask_of_warranty(unit: UnitOfWork, actor: Actor, *, id: int, text: str) -> Lead | None:
    """The client's own way back: a return while the warranty holds, else a question to the manager. Raises `NotFound`, `Refused`."""
    deal = await unit.deals.for_action(actor, id)
    if actor.client_id != deal.client_id:
        raise NotFound(f"order {id}")
    if covers(unit, deal):
        return await return_under_warranty(unit, actor, id=id, text=text)
    await act_on_deal(unit, actor, action=DealAction.ASK_WARRANTY, id=id, text=text.strip())
    return None


def _lead_from(deal: Deal, unit: UnitOfWork, *, need: str, device: str) -> Lead:
    return Lead(0, deal.client_id, LINKED, unit.now, need=need, device=device, address=deal.address, linked_to=deal.id)


def _opening(lead: Lead, unit: UnitOfWork, actor: Actor, *, role: Role) -> Fact:
    return Fact(lead.ref, LeadAction.OPEN, unit.now, role, actor.id, None, lead.stage)
