"""Internal requests of staff in the feed: a purchase, a leave, a bill to pay; a director's tap decides (R24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.actor import Actor, Role
from crm.errors import NotFound, Stale
from crm.events import Fact, Kind, Ref


class RequestKind(StrEnum):
    PURCHASE = "purchase"
    LEAVE = "leave"
    BILL = "bill"
    OTHER = "other"


class RequestState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RequestAction(StrEnum):
    ASK = "ask"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


TARGETS = {
    RequestAction.APPROVE: RequestState.APPROVED,
    RequestAction.DECLINE: RequestState.DECLINED,
    RequestAction.WITHDRAW: RequestState.WITHDRAWN,
}


@dataclass(slots=True)
class InternalRequest:
    """What a colleague asks of the company; decided once, never changed afterwards."""

    id: int
    kind: RequestKind
    author_id: int
    body: str
    created_at: datetime
    state: RequestState = RequestState.OPEN
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    row_version: int = 0

    @property
    def ref(self) -> Ref:
        return Ref(Kind.REQUEST, self.id)

    def actions_for(self, actor: Actor) -> list[RequestAction]:
        """A director decides, the author may take it back while it is open."""
        if self.state is not RequestState.OPEN:
            return []
        deciding = [RequestAction.APPROVE, RequestAction.DECLINE] if actor.has(Role.DIRECTOR) else []
        return deciding + ([RequestAction.WITHDRAW] if actor.staff_id == self.author_id else [])

    def perform(self, action: RequestAction, actor: Actor, *, now: datetime, reason: str = "") -> Fact:
        """Raises `Stale` when it is decided already, `NotFound` without the right."""
        if self.state is not RequestState.OPEN:
            raise Stale(f"request {self.id}")
        if action not in self.actions_for(actor):
            raise NotFound(f"request {self.id}")
        source, self.state = self.state, TARGETS[action]
        self.decided_by, self.decided_at, self.reason = actor.staff_id, now, reason.strip()
        role = Role.DIRECTOR if action is not RequestAction.WITHDRAW else speaking_role(actor)
        return Fact(self.ref, action, now, role, actor.staff_id, source, self.state, {"reason": self.reason})


def speaking_role(actor: Actor) -> Role:
    """The role in which a colleague asks: the first of his hats."""
    return min(actor.roles - {Role.CLIENT}, key=list(Role).index)
