"""Times of visits: proposed, chosen, set in the client's name; an engineer is never promised to two clients at once (R46)."""

from __future__ import annotations

from datetime import datetime

from crm.actor import Actor
from crm.deal import Deal, DealAction, DealStage
from crm.errors import Refused
from crm.ports import UnitOfWork
from crm.use_cases.deals import act_on_deal
from crm.views import DealRow, is_taken


async def agree_time(unit: UnitOfWork, actor: Actor, *, action: DealAction, id: int, turn: int | None = None, **data: object) -> Deal:
    """PICK, SET_TIME or ACCEPT_TIME. Raises `Refused` time_taken when the engineer is promised to another client then.

    The engineer is held first: two clients who choose the same hour at once are answered one after the other.
    """
    deal = await unit.deals.for_action(actor, id, turn=turn)
    if deal.engineer_id is not None:
        await unit.roster.hold_one(deal.engineer_id)
    start, end = data.get("starts_at", deal.starts_at), data.get("ends_at", deal.ends_at)
    slot = (start, end) if isinstance(start, datetime) and isinstance(end, datetime) else None
    if slot and is_taken(slot, await busy_times(unit, deal)):
        raise Refused("time_taken")
    return await act_on_deal(unit, actor, action=action, id=id, turn=turn, **data)


async def offer_another(unit: UnitOfWork, actor: Actor, *, id: int, slot: tuple[datetime, datetime], reason: str) -> Deal:
    """Another time instead of the client's, with why. Raises `NotFound`, `Refused` time_taken."""
    deal = await unit.deals.for_action(actor, id)
    if is_taken(slot, await busy_times(unit, deal)):
        raise Refused("time_taken")
    if deal.stage is DealStage.SCHEDULED:
        await act_on_deal(unit, actor, action=DealAction.RESCHEDULE, id=id, reason=reason)
    slots = [[moment.isoformat() for moment in slot]]
    return await act_on_deal(unit, actor, action=DealAction.PROPOSE, id=id, slots=slots, reason=reason)


async def busy_times(unit: UnitOfWork, deal: Deal) -> list[DealRow]:
    """The engineer's other visits."""
    if deal.engineer_id is None:
        return []
    return [row for row in await unit.queries.engineer_day(deal.engineer_id) if row.id != deal.id]
