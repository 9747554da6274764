"""What joining and leaving the staff needs of storage: the roster and the invites (part of `crm.ports`)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from crm.staff import Invite, StaffMember


class Roster(Protocol):
    """Everybody who works here; who was dismissed is found by `get` alone, which raises `NotFound` for the unknown."""

    async def get(self, id: int) -> StaffMember: ...
    async def colleague(self, id: int) -> StaffMember | None:
        """Somebody who works here; None for the dismissed too."""
        ...

    async def add(self, entity: StaffMember) -> StaffMember: ...
    async def save(self, entity: StaffMember) -> None: ...
    async def all(self) -> list[StaffMember]: ...
    async def hold(self) -> list[StaffMember]:
        """All of them as they are now; nobody else changes them until the end of the transaction."""
        ...

    async def hold_one(self, staff_id: int) -> None:
        """Until this input ends nobody else decides about this person's time: what is read after it stays true."""
        ...


class Invites(Protocol):
    async def add(self, invite: Invite) -> Invite: ...
    async def save(self, invite: Invite) -> None: ...
    async def redeem(self, token_hash: str, now: datetime) -> Invite | None:
        """One conditional update: the live invite, used from now on; None for used, expired, revoked and unknown alike."""
        ...

    async def revoke(self, id: int, now: datetime) -> None: ...
    async def revoke_owner_links(self, now: datetime) -> None:
        """Every link to ownership that nobody has followed yet."""
        ...
