"""One tap on a lead: take, return, answer, reject, reopen and the like (R37-R42)."""

from __future__ import annotations

from crm.actor import Actor
from crm.errors import Refused, Stale
from crm.flow import Attempt
from crm.lead import Lead, LeadAction, LeadStage
from crm.ports import UnitOfWork


async def act_on_lead(unit: UnitOfWork, actor: Actor, *, action: LeadAction, id: int, turn: int | None = None, **data: object) -> Lead:
    """Performs the action as of `turn`. Raises `NotFound`, `Stale`, `Refused`; a lost race for a lead names the winner."""
    lead = await unit.leads.for_action(actor, id)
    if action is LeadAction.TAKE and lead.stage is LeadStage.IN_WORK:
        raise Refused("taken_by", name=await _name_of(unit, lead.assignee_id))
    lead.expect_turn(turn)
    facts = lead.perform(action, Attempt(actor, unit.now, data))
    await unit.leads.save(lead, *facts)
    return lead


async def take_next(unit: UnitOfWork, actor: Actor) -> Lead:
    """The oldest waiting lead becomes his own. Raises `Stale` when none waits."""
    rows = await unit.queries.queue(now=unit.now)
    if not rows:
        raise Stale("queue")
    return await act_on_lead(unit, actor, action=LeadAction.TAKE, id=rows[0].id)


async def _name_of(unit: UnitOfWork, staff_id: int | None) -> str:
    return next((person.name for person in await unit.roster.all() if person.id == staff_id), "")
