"""Joining and leaving the staff: invites, the owner's link, roles, shifts (R15, T3, T4)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from crm.actor import STAFF_ROLES, Actor, Role
from crm.errors import NotFound, Refused
from crm.ports import UnitOfWork
from crm.staff import INVITE_LIFE, OWNER_LINK_LIFE, Invite, StaffMember, token_hash


async def make_owner_link(unit: UnitOfWork) -> str:
    """A payload that makes its first follower the director with every role; good once, for 15 minutes."""
    return await _make(unit, STAFF_ROLES, prefix="own_", created_by=None)


async def invite(unit: UnitOfWork, actor: Actor | None, *, roles: Iterable[Role]) -> str:
    """A payload bound to roles, good once, for 24 hours. Raises `NotFound` unless a director asks; None is the command line."""
    if actor is not None and not actor.has(Role.DIRECTOR):
        raise NotFound("invite")
    return await _make(unit, roles, prefix="inv_", created_by=actor.staff_id if actor else None)


async def _make(unit: UnitOfWork, roles: Iterable[Role], *, prefix: str, created_by: int | None) -> str:
    payload = prefix + secrets.token_urlsafe(16)
    life = OWNER_LINK_LIFE if prefix == "own_" else INVITE_LIFE
    await unit.invites.add(Invite(0, token_hash(payload), unit.now, unit.now + life, [str(role) for role in roles], created_by))
    return payload


async def redeem_invite(unit: UnitOfWork, actor: Actor, *, payload: str, name: str) -> StaffMember | None:
    """The follower joins, or gains the roles he lacked; None for a link that is used, expired, revoked or unknown."""
    found = await unit.invites.redeem(token_hash(payload), unit.now)
    if found is None:
        return None
    if actor.staff_id is not None:
        member = await unit.roster.get(actor.staff_id)
        member.roles = sorted({*member.roles, *found.roles})
        await unit.roster.save(member)
        return member
    member = await unit.roster.add(StaffMember(0, name, unit.now, list(found.roles), chat_id=unit.chat_id))
    await unit.accounts.bind_staff(unit.chat_id, member.id)
    return member


async def set_roles(unit: UnitOfWork, actor: Actor, *, staff_id: int, roles: Iterable[Role]) -> StaffMember:
    """Changes roles at once. Raises `NotFound` unless a director asks, `Refused` last_director when nobody would be left to direct."""
    if not actor.has(Role.DIRECTOR):
        raise NotFound(f"staff {staff_id}")
    member = await unit.roster.get(staff_id)
    if member.dismissed_at is not None:
        raise NotFound(f"staff {staff_id}")
    directors = [p.id for p in await unit.roster.all() if Role.DIRECTOR in p.role_set]
    wanted = frozenset(roles)
    if directors == [staff_id] and Role.DIRECTOR not in wanted:
        raise Refused("last_director")
    member.roles = sorted(str(role) for role in wanted)
    await unit.roster.save(member)
    return member


async def dismiss(unit: UnitOfWork, actor: Actor, *, staff_id: int) -> StaffMember:
    """Ends a colleague's rights at once. Raises `NotFound` unless a director asks, `Refused` last_director."""
    member = await set_roles(unit, actor, staff_id=staff_id, roles=())
    member.dismissed_at = unit.now
    await unit.roster.save(member)
    if member.chat_id is not None:
        await unit.accounts.bind_staff(member.chat_id, None)
    return member


async def set_away(unit: UnitOfWork, actor: Actor, *, staff_id: int, until: datetime | None) -> StaffMember:
    """Away until a time, or back when None: such a person is sent no work (flows: engineer ill).

    Raises `NotFound` unless a dispatcher or a director asks, or the person himself.
    """
    if not (actor.has(Role.DISPATCHER, Role.DIRECTOR) or actor.staff_id == staff_id):
        raise NotFound(f"staff {staff_id}")
    member = await unit.roster.get(staff_id)
    if member.dismissed_at is not None:
        raise NotFound(f"staff {staff_id}")
    member.away_until = until
    await unit.roster.save(member)
    return member


async def revoke_invite(unit: UnitOfWork, actor: Actor, *, id: int) -> None:
    """Raises `NotFound` unless a director asks."""
    if not actor.has(Role.DIRECTOR):
        raise NotFound(f"invite {id}")
    await unit.invites.revoke(id, unit.now)


async def set_shift(unit: UnitOfWork, actor: Actor, *, on: bool) -> StaffMember:
    """On or off shift; who is off gets no queue. Raises `NotFound` for those who are not staff."""
    if actor.staff_id is None:
        raise NotFound("shift")
    member = await unit.roster.get(actor.staff_id)
    member.on_shift = on
    await unit.roster.save(member)
    return member
