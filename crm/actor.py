"""Who acts: roles and the actor on whose behalf an operation runs (R9-R15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in the company's process; one person may hold several."""

    CLIENT = "client"
    OPERATOR = "operator"
    MANAGER = "manager"
    DISPATCHER = "dispatcher"
    ENGINEER = "engineer"
    ACCOUNTANT = "accountant"
    DIRECTOR = "director"
    SYSTEM = "system"


STAFF_ROLES = (Role.OPERATOR, Role.MANAGER, Role.DISPATCHER, Role.ENGINEER, Role.ACCOUNTANT, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person with the roles read in the current transaction (T3); never built from what a button carries."""

    roles: frozenset[Role]
    staff_id: int | None = None
    client_id: int | None = None

    @property
    def is_staff(self) -> bool:
        return self.staff_id is not None

    @property
    def id(self) -> int | None:
        return self.staff_id if self.staff_id is not None else self.client_id

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def roles_on(self, *, client_id: int | None, engineer_id: int | None = None) -> frozenset[Role]:
        """Roles that count on one order: a client acts on his own, an engineer on those assigned to him (flows: rights)."""
        roles = set(self.roles)
        if self.client_id is None or self.client_id != client_id:
            roles.discard(Role.CLIENT)
        if self.staff_id is None or self.staff_id != engineer_id:
            roles.discard(Role.ENGINEER)
        return frozenset(roles)


SYSTEM = Actor(roles=frozenset({Role.SYSTEM}))


def staff_actor(staff_id: int, roles: frozenset[Role] | set[Role], *, client_id: int | None = None) -> Actor:
    extra = {Role.CLIENT} if client_id is not None else set()
    return Actor(roles=frozenset(roles) | extra, staff_id=staff_id, client_id=client_id)


def client_actor(client_id: int) -> Actor:
    return Actor(roles=frozenset({Role.CLIENT}), client_id=client_id)


STRANGER = Actor(roles=frozenset())
