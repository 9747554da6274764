"""Orders change hands: another dispatcher, or the others when an engineer is ill (flows: SET_DISPATCHER, engineer ill)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.errors import NotFound, Refused
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal
from crm.use_cases.eligible import expect_role


async def set_dispatcher(unit: UnitOfWork, actor: Actor, *, id: int, dispatcher_id: int) -> Deal:
    """Another dispatcher is responsible now; the same one is no news. Raises `NotFound`, `Refused`."""
    await expect_role(unit, dispatcher_id, role=Role.DISPATCHER)
    deal = await unit.deals.for_action(actor, id)
    may = any(offer.action is DealAction.SET_DISPATCHER for offer in offers(deal, actor))
    if may and deal.dispatcher_id == dispatcher_id:
        return deal
    return await act_on_deal(unit, actor, action=DealAction.SET_DISPATCHER, id=id, dispatcher_id=dispatcher_id)


async def reassign_all(unit: UnitOfWork, actor: Actor, *, engineer_id: int) -> int:
    """Gives every open order of an engineer to whoever is present with the least work; returns how many.

    Raises `NotFound` unless a dispatcher asks, `Refused` nobody_to_take when no other engineer is present.
    """
    if not actor.has(Role.DISPATCHER):
        raise NotFound(f"staff {engineer_id}")
    loads = {load.id: load.open_orders for load in await unit.queries.engineers(unit.now) if load.present and load.id != engineer_id}
    orders = await unit.queries.engineer_day(engineer_id)
    if orders and not loads:
        raise Refused("nobody_to_take")
    for row in orders:
        taker = min(loads, key=lambda taker_id: (loads[taker_id], taker_id))
        await act_on_deal(unit, actor, action=DealAction.ASSIGN, id=row.id, engineer_id=taker)
        loads[taker] += 1
    return len(orders)
