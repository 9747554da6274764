"""Joining and leaving the staff: invites, the owner's link, roles, shifts (R15, T3, T4)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from crm.actor import STAFF_ROLES, Actor, Role
from crm.errors import NotFound, Refused
from crm.intents import EVERY_SLOT, Refresh, Show
from crm.ports import UnitOfWork
from crm.staff import INVITE_LIFE, OWNER_LINK_LIFE, OWNS, Invite, StaffMember, invite_payload, token_hash


async def make_owner_link(unit: UnitOfWork) -> str:
    """A payload that makes its first follower the director with every role; good once, for 15 minutes, and none made before it is."""
    await unit.invites.revoke_owner_links(unit.now)
    payload = OWNS + secrets.token_urlsafe(16)
    roles = [str(role) for role in STAFF_ROLES]
    await unit.invites.add(Invite(0, token_hash(payload), unit.now, unit.now + OWNER_LINK_LIFE, roles, for_owner=True))
    return payload


async def invite(unit: UnitOfWork, actor: Actor | None, *, roles: Iterable[Role], key: bytes) -> Invite:
    """An invite to one role or several, good once, for 24 hours; its payload is `invite_payload` with the same key.

    Raises `NotFound` unless a director asks (None is the command line), `Refused` roles_missing without a role.
    """
    if actor is not None and not actor.has(Role.DIRECTOR):
        raise NotFound("invite")
    if not key:
        raise ValueError("an invite needs a secret key")
    named = frozenset(roles)
    if not named:
        raise Refused("roles_missing")
    wanted = [str(role) for role in STAFF_ROLES if role in named]
    nobodys = token_hash(secrets.token_urlsafe(16))
    made = await unit.invites.add(Invite(0, nobodys, unit.now, unit.now + INVITE_LIFE, wanted, actor.staff_id if actor else None))
    made.token_hash = token_hash(invite_payload(made, key))
    await unit.invites.save(made)
    return made


async def redeem_invite(unit: UnitOfWork, actor: Actor, *, payload: str, name: str) -> StaffMember | None:
    """The follower joins, or gains the roles he lacked; None for a link that is used, expired, revoked or unknown."""
    found = await unit.invites.redeem(token_hash(payload), unit.now)
    if found is None:
        return None
    member = await _joins(unit, actor, roles=found.roles, name=name)
    found.used_by = member.id
    await unit.invites.save(found)
    return member


async def _joins(unit: UnitOfWork, actor: Actor, *, roles: Iterable[str], name: str) -> StaffMember:
    if actor.staff_id is not None:
        member = await unit.roster.get(actor.staff_id)
        member.roles = sorted({*member.roles, *roles})
        await unit.roster.save(member)
        return member
    member = await unit.roster.add(StaffMember(0, name, unit.now, list(roles), chat_id=unit.chat_id))
    await unit.accounts.bind_staff(unit.chat_id, member.id)
    return member


async def set_roles(unit: UnitOfWork, actor: Actor, *, staff_id: int, roles: Iterable[Role]) -> StaffMember:
    """Changes roles at once. Raises `NotFound` unless a director asks, `Refused` last_director when nobody would be left to direct.

    The roster is held: of two directors who end each other at the same moment, the second acts with the rights that are left to him.
    """
    roster = {person.id: person for person in await unit.roster.hold()}
    directors = [person.id for person in roster.values() if Role.DIRECTOR in person.role_set]
    if not actor.has(Role.DIRECTOR) or actor.staff_id not in directors or staff_id not in roster:
        raise NotFound(f"staff {staff_id}")
    member, wanted = roster[staff_id], frozenset(roles)
    if directors == [staff_id] and Role.DIRECTOR not in wanted:
        raise Refused("last_director")
    lost = member.role_set - wanted
    member.roles = sorted(str(role) for role in wanted)
    await unit.roster.save(member)
    if member.chat_id is not None:
        await _follow_rights(unit, member.chat_id, is_less=bool(lost) or not wanted)
    return member


async def _follow_rights(unit: UnitOfWork, chat_id: int, *, is_less: bool) -> None:
    """All that he was shown is drawn with the rights he has now; a dialogue ends with the rights it was begun with."""
    unit.say(Refresh(EVERY_SLOT, chats=frozenset({chat_id})))
    if is_less and await unit.spine.end_dialog(chat_id):
        unit.say(Show("ended", slot="dialog", chat_id=chat_id))


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
