"""Undo: a stage move is taken back for a few seconds, before its notices leave (B7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm.actor import Actor, Role
from crm.deal import Deal, DealAction, DealStage
from crm.errors import Refused
from crm.events import Fact, Kind, Ref
from crm.ports import UnitOfWork
from crm.use_cases.estimates import take_back_sent

TIMES = ("starts_at", "ends_at", "promised_at", "parts_due", "stage_since", "closed_at", "warned_at", "handed_at", "complained_at")


async def undo_move(unit: UnitOfWork, actor: Actor, *, id: int, cause: int) -> Deal:
    """Restores what the newest move changed and withdraws its notices.

    Raises `NotFound`, `Refused` undo_late when things have moved on, undo_void and undo_void_cancelled when an invoice went void with it.
    """
    deal = await unit.deals.for_action(actor, id)
    newest = await unit.timeline.newest(Ref(Kind.DEAL, id))
    if newest is None or newest[0] != cause or not is_undoable(newest[1], actor, now=unit.now, seconds=unit.shop.undo_seconds):
        raise _moved_on(unit, deal, newest, cause=cause)
    fact = newest[1]
    source, before = deal.stage, fact.data["before"]
    assert isinstance(before, dict)
    for name, value in before.items():
        setattr(deal, name, datetime.fromisoformat(value) if name in TIMES and value else value)
    deal.stage = DealStage(deal.stage)
    deal.turn += 1
    if fact.action == DealAction.SEND_ESTIMATE:
        await take_back_sent(unit, deal)
    await unit.timeline.cancel_caused(cause)
    undone = Fact(deal.ref, DealAction.UNDO, unit.now, Role(fact.role), actor.staff_id, source, deal.stage, {"undone": fact.action})
    await unit.deals.save(deal, undone)
    return deal


def _moved_on(unit: UnitOfWork, deal: Deal, newest: tuple[int, Fact] | None, *, cause: int) -> Refused:
    """Why it is too late: within the seconds a move may have made an invoice void, which other orders share (R20)."""
    if newest is None or newest[0] <= cause or newest[1].action != DealAction.VOID_INVOICE:
        return Refused("undo_late")
    if unit.now - newest[1].at > timedelta(seconds=unit.shop.undo_seconds):
        return Refused("undo_late")
    name = "undo_void_cancelled" if deal.stage is DealStage.CANCELLED else "undo_void"
    return Refused(name, number=newest[1].data["number"])


def is_undoable(fact: Fact, actor: Actor, *, now: datetime, seconds: int) -> bool:
    """Only by who did it, only in time, only what was declared so."""
    return actor.is_staff and "before" in fact.data and fact.by == actor.staff_id and now - fact.at <= timedelta(seconds=seconds)
