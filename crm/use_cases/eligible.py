"""Whom work may be given to: an id from a button is a wish, the roster decides (T2)."""

from __future__ import annotations

from crm.actor import Actor, Role
from crm.errors import NotFound
from crm.ports import UnitOfWork
from crm.staff import may_hold


async def expect_role(unit: UnitOfWork, staff_id: int, *, role: Role) -> int:
    """The id again. Raises `NotFound` for one who does not hold the role, nor stands in for it."""
    roster = await unit.roster.all()
    person = next((colleague for colleague in roster if colleague.id == staff_id), None)
    if person is None or not may_hold(role, person, roster=roster):
        raise NotFound(f"staff {staff_id}")
    return staff_id


async def is_only_candidate(unit: UnitOfWork, actor: Actor, *, role: Role) -> bool:
    """Whether work of the role can go to nobody but the acting person himself (flows: handing over to oneself)."""
    roster = await unit.roster.all()
    return [person.id for person in roster if may_hold(role, person, roster=roster)] == [actor.staff_id]
