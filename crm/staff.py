"""The staff roster: roles, shifts and absence; who stands in for whom (R15, flows: several hats)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crm.actor import Role

INVITE_LIFE = timedelta(hours=24)
OWNER_LINK_LIFE = timedelta(minutes=15)


@dataclass(slots=True)
class StaffMember:
    """A colleague; `roles` is read anew in every transaction, so that a demotion acts at once (T3)."""

    id: int
    name: str
    created_at: datetime
    roles: list[str] = field(default_factory=list)
    on_shift: bool = True
    away_until: datetime | None = None
    dismissed_at: datetime | None = None
    chat_id: int | None = None
    row_version: int = 0

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles) if self.dismissed_at is None else frozenset()

    def is_present(self, now: datetime) -> bool:
        """On shift and not away: such a person is sent the queue of his role."""
        return self.dismissed_at is None and self.on_shift and (self.away_until is None or self.away_until <= now)


@dataclass(slots=True)
class Invite:
    """A one-time way in; only the hash of its token is kept (T4). Roles name what the person becomes."""

    id: int
    token_hash: str
    created_at: datetime
    expires_at: datetime
    roles: list[str] = field(default_factory=list)
    created_by: int | None = None
    used_at: datetime | None = None
    used_by: int | None = None
    revoked_at: datetime | None = None
    for_owner: bool = False


@dataclass(frozen=True, slots=True)
class UsedInvite:
    """An invite that somebody has followed: who asked him in, as what, and who he is; names also of those who left since."""

    id: int
    roles: tuple[str, ...]
    made_by: str
    used_by: str
    used_at: datetime


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


SUBSTITUTES: dict[Role, tuple[Role, ...]] = {
    Role.OPERATOR: (Role.MANAGER, Role.DISPATCHER, Role.DIRECTOR),
    Role.MANAGER: (Role.DIRECTOR,),
    Role.DISPATCHER: (Role.MANAGER, Role.DIRECTOR),
    Role.ENGINEER: (Role.DISPATCHER, Role.DIRECTOR),
    Role.ACCOUNTANT: (Role.DIRECTOR,),
    Role.DIRECTOR: (),
}


def may_hold(role: Role, person: StaffMember, *, roster: Iterable[StaffMember]) -> bool:
    """Who may be given work of a role: its holders, and a director while it has none (flows: an empty role goes to the director)."""
    if role in person.role_set:
        return True
    return Role.DIRECTOR in person.role_set and not any(role in other.role_set for other in roster)


def present_with(role: Role, roster: Iterable[StaffMember], *, now: datetime) -> list[StaffMember]:
    return [person for person in roster if role in person.role_set and person.is_present(now)]


def stand_ins(role: Role, roster: Sequence[StaffMember], *, now: datetime) -> list[StaffMember]:
    """Who gets the role's queue now: those on shift, else the substitute's, else every director, on shift or not."""
    for candidate in (role, *SUBSTITUTES[role]):
        found = present_with(candidate, roster, now=now)
        if found:
            return found
    return [person for person in roster if Role.DIRECTOR in person.role_set]
