"""Orders change hands: another dispatcher, or the others when an engineer is ill (flows: SET_DISPATCHER, engineer ill)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction
from crm.deal_moves import offers
from crm.errors import NotFound, Refused
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal
from crm.use_cases.eligible import expect_role
from crm.views import is_taken


async def set_dispatcher(unit: UnitOfWork, actor: Actor, *, id: int, dispatcher_id: int) -> Deal:
    """Another dispatcher is responsible now; the same one is no news. Raises `NotFound`, `Refused`."""
    await expect_role(unit, dispatcher_id, role=Role.DISPATCHER)
    deal = await unit.deals.for_action(actor, id)
    may = any(offer.action is DealAction.SET_DISPATCHER for offer in offers(deal, actor))
    if may and deal.dispatcher_id == dispatcher_id:
        return deal
    return await act_on_deal(unit, actor, action=DealAction.SET_DISPATCHER, id=id, dispatcher_id=dispatcher_id)


async def assign_engineer(unit: UnitOfWork, actor: Actor, *, id: int, engineer_id: int, turn: int | None = None) -> Deal:
    """ASSIGN, unless he is promised to another client at this order's agreed time. Raises `NotFound`, `Stale`, `Refused` engineer_busy."""
    await expect_role(unit, engineer_id, role=Role.ENGINEER)
    deal = await unit.deals.for_action(actor, id, turn=turn)
    if await _is_promised(unit, engineer_id, slot=(deal.starts_at, deal.ends_at), order_id=id):
        raise Refused("engineer_busy")
    return await act_on_deal(unit, actor, action=DealAction.ASSIGN, id=id, turn=turn, engineer_id=engineer_id)


async def _is_promised(unit: UnitOfWork, engineer_id: int, *, slot: tuple[datetime | None, datetime | None], order_id: int) -> bool:
    """He is held first, so that two orders are given to him one after the other."""
    start, end = slot
    if start is None or end is None:
        return False
    await unit.roster.hold_one(engineer_id)
    return is_taken((start, end), [row for row in await unit.queries.engineer_day(engineer_id) if row.id != order_id])


@dataclass(frozen=True, slots=True)
class GivenOn:
    """How many orders have found another, and those whose time nobody is free at."""

    given: int
    left: tuple[int, ...] = ()


async def reassign_all(unit: UnitOfWork, actor: Actor, *, engineer_id: int) -> GivenOn:
    """Gives every open order of an engineer to whoever is present and free then, the least work first.

    Raises `NotFound` unless a dispatcher asks, `Refused` nobody_to_take when no other engineer is present.
    """
    if not actor.has(Role.DISPATCHER):
        raise NotFound(f"staff {engineer_id}")
    loads = {load.id: load.open_orders for load in await unit.queries.engineers(unit.now) if load.present and load.id != engineer_id}
    orders = await unit.queries.engineer_day(engineer_id)
    if orders and not loads:
        raise Refused("nobody_to_take")
    left = []
    for row in orders:
        slot = (row.starts_at, row.ends_at)
        ranked = sorted(loads, key=lambda taker_id: (loads[taker_id], taker_id))
        free = [taker for taker in ranked if not await _is_promised(unit, taker, slot=slot, order_id=row.id)]
        if free:
            await act_on_deal(unit, actor, action=DealAction.ASSIGN, id=row.id, engineer_id=free[0])
            loads[free[0]] += 1
        else:
            left.append(row.id)
    return GivenOn(len(orders) - len(left), tuple(left))
