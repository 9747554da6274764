"""Handing over: work that can go to nobody but the acting person himself needs no question whom (flows: several hats)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.deal import DealAction
from crm.errors import Stale
from crm.lead import LeadAction
from crm.ports import UnitOfWork
from crm.use_cases.deals import convert_lead
from crm.use_cases.eligible import is_only_candidate
from crm.use_cases.leads import act_on_lead
from crm.use_cases.reassign import assign_engineer

SOUGHT: dict[str, Role] = {
    LeadAction.CONVERT: Role.DISPATCHER,
    LeadAction.TO_MANAGER: Role.MANAGER,
    DealAction.ASSIGN: Role.ENGINEER,
}
"""Whom each action looks for."""


async def keep_for_oneself(unit: UnitOfWork, actor: Actor, *, action: str, id: int, turn: int) -> bool:
    """Done when he is the only one; False leaves the choice to him. Raises `NotFound`, `Stale`, `Refused` of the action itself."""
    if action not in SOUGHT:
        raise Stale(action)
    if actor.staff_id is None or not await is_only_candidate(unit, actor, role=SOUGHT[action]):
        return False
    match action:
        case LeadAction.CONVERT:
            await convert_lead(unit, actor, id=id, dispatcher_id=actor.staff_id, turn=turn)
        case LeadAction.TO_MANAGER:
            await act_on_lead(unit, actor, action=LeadAction.TO_MANAGER, id=id, turn=turn, manager_id=actor.staff_id)
        case _:
            return await _assign_oneself(unit, actor, id=id, turn=turn)
    return True


async def _assign_oneself(unit: UnitOfWork, actor: Actor, *, id: int, turn: int) -> bool:
    """An order that is his already would not change: he wants to see who else there is."""
    deal = await unit.deals.for_action(actor, id, turn=turn)
    if deal.engineer_id == actor.staff_id:
        return False
    await assign_engineer(unit, actor, id=id, turn=turn, engineer_id=actor.staff_id or 0)
    return True
