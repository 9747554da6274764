"""The staff roster: roles, shifts and absence; who stands in for whom (R15, flows: several hats)."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
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


INVITED, OWNS = "inv_", "own_"
"""How the payload of a link begins."""
PAYLOAD = re.compile(rb"(?:inv|own)_[\w-]{22}")


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite_key(bot_token: str) -> bytes:
    """What payloads of invites are made with: a secret of its own, so that what draws cards never holds the bot's."""
    return hmac.digest(bot_token.encode(), b"invites", "sha256")


def invite_payload(invite: Invite, key: bytes) -> str:
    """The payload of a kept invite, made anew whenever it is shown: 128 bits that the database alone does not give away (T4)."""
    said = f"{invite.id} {invite.created_at.timestamp():.6f}"
    return INVITED + urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")[:16]).decode().rstrip("=")


def bears_payload(raw: bytes) -> bool:
    """Whether an input says a link's payload: such an input is not kept once it is done with (T4)."""
    return PAYLOAD.search(raw) is not None


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
