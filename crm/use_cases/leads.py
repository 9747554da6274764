"""One tap on a lead: take, return, answer, reject, reopen and the like (R37-R42)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.errors import NotFound, Refused, Stale
from crm.flow import Attempt
from crm.lead import Lead, LeadAction, LeadStage
from crm.ports import UnitOfWork


async def act_on_lead(unit: UnitOfWork, actor: Actor, *, action: LeadAction, id: int, turn: int | None = None, **data: object) -> Lead:
    """Performs the action as of `turn`. Raises `NotFound`, `Stale`, `Refused`; a lost race for a lead names the winner."""
    lead = await unit.leads.for_action(actor, id)
    if action is LeadAction.TAKE and lead.stage is LeadStage.IN_WORK and actor.has(Role.OPERATOR):
        raise Refused("taken_by", name=await _name_of(unit, lead.assignee_id))
    lead.expect_turn(turn)
    facts = lead.perform(action, Attempt(actor, unit.now, data))
    await unit.leads.save(lead, *facts)
    return lead


async def reject_lead(unit: UnitOfWork, actor: Actor, *, id: int, reason: str) -> Lead:
    """A colleague closes a request with the company's reason. Raises `NotFound` for a client: his way is `withdraw_request`."""
    if not actor.is_staff:
        raise NotFound(f"request {id}")
    return await act_on_lead(unit, actor, action=LeadAction.REJECT, id=id, reason=reason)


async def withdraw_request(unit: UnitOfWork, actor: Actor, *, id: int, reason: str) -> Lead:
    """The client takes back what nobody has taken yet: it was no request. Raises `NotFound` for others, `Refused` once it is in work."""
    lead = await unit.leads.for_action(actor, id)
    if actor.client_id is None or actor.client_id != lead.client_id:
        raise NotFound(f"request {id}")
    if lead.stage is not LeadStage.NEW:
        raise Refused("not_at_this_stage")
    return await act_on_lead(unit, actor, action=LeadAction.REJECT, id=id, reason=reason)


async def join_lead(unit: UnitOfWork, actor: Actor, *, id: int, order_id: int) -> Lead:
    """The request belongs to another order of the same client.

    Raises `NotFound` for an order that is not his, `Stale` for a request that is over meanwhile: the wish would be lost there, `Refused`.
    """
    lead = await unit.leads.for_action(actor, id)
    other = await unit.leads.find(order_id)
    if other is None or other.id == id or other.client_id != lead.client_id:
        raise NotFound(f"order {order_id}")
    if not (other.is_open or other.stage is LeadStage.CONVERTED):
        raise Stale(f"request {order_id}")
    return await act_on_lead(unit, actor, action=LeadAction.JOIN, id=id, order_id=order_id)


async def take_next(unit: UnitOfWork, actor: Actor) -> Lead:
    """The oldest waiting lead becomes his own. Raises `Stale` when none waits."""
    rows = await unit.queries.queue(now=unit.now)
    if not rows:
        raise Stale("queue")
    return await act_on_lead(unit, actor, action=LeadAction.TAKE, id=rows[0].id)


async def _name_of(unit: UnitOfWork, staff_id: int | None) -> str:
    return next((person.name for person in await unit.roster.all() if person.id == staff_id), "")
