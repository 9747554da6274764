"""The lead: one client's request until it becomes a deal, an answer or a refusal (R16, R37-R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.actor import Actor, Role
from crm.errors import Stale
from crm.events import Fact, Kind, Ref
from crm.flow import Attempt, Flow, Obstacle, Offer, moves


class LeadStage(StrEnum):
    NEW = "new"
    IN_WORK = "in_work"
    WITH_MANAGER = "with_manager"
    CONVERTED = "converted"
    JOINED = "joined"
    ANSWERED = "answered"
    REJECTED = "rejected"


class LeadAction(StrEnum):
    OPEN = "open"
    TAKE = "take"
    TO_MANAGER = "to_manager"
    RETURN = "return"
    BACK = "back"
    CONVERT = "convert"
    JOIN = "join"
    SPLIT = "split"
    ANSWER = "answer"
    REJECT = "reject"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    SET_NEED = "set_need"
    SET_CLIENT = "set_client"
    WRITE = "write"


SHOP, VISIT = "shop", "visit"
"""Places of a lead: the client comes, or the engineer goes."""

COUNTER = "counter"
"""The channel of an order by hand: who gave it stood at the counter or telephoned."""

OPEN_STAGES = (LeadStage.NEW, LeadStage.IN_WORK, LeadStage.WITH_MANAGER)


@dataclass(slots=True)
class Lead:
    """A request. `id` is the public number of the order for life; `turn` grows only on stage moves and is what buttons carry.

    `not_client_id` is whom staff said this client is not: he is not suggested again (R40).
    """

    id: int
    client_id: int
    channel: str
    opened_at: datetime
    stage: LeadStage = LeadStage.NEW
    turn: int = 0
    row_version: int = 0
    need: str = ""
    device: str = ""
    place: str = ""
    address: str = ""
    assignee_id: int | None = None
    manager_id: int | None = None
    joined_to: int | None = None
    linked_to: int | None = None
    not_client_id: int | None = None
    reason: str = ""
    answered_at: datetime | None = None
    snoozed_until: datetime | None = None
    acknowledged_at: datetime | None = None
    form_state: str = ""
    client_known: bool = False
    client_named: bool = False
    client_reachable: bool = False
    counter_setting: bool = False

    @property
    def ref(self) -> Ref:
        return Ref(Kind.LEAD, self.id)

    @property
    def waived(self) -> frozenset[str]:
        return frozenset()

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return actor.roles_on(client_id=self.client_id)

    def offers(self, actor: Actor) -> list[Offer[LeadAction]]:
        return LEAD_FLOW.offers(self, self.stage, actor=actor)

    def expect_turn(self, turn: int | None) -> None:
        """Raises `Stale` for a button of an earlier turn; None is for inputs that carry no button."""
        if turn is not None and turn != self.turn:
            raise Stale(f"lead {self.id}")

    def perform(self, action: LeadAction, attempt: Attempt) -> list[Fact]:
        """Moves along `LEAD_FLOW`. Raises `NotFound`, `Refused`."""
        row, role = LEAD_FLOW.choose(self, self.stage, action=action, attempt=attempt)
        source, target = self.stage, row.target or self.stage
        self.stage = target
        if row.target is not None:
            self.turn += 1
            self.snoozed_until = None
        EFFECTS.get(action, _nothing)(self, attempt)
        data = {k: v for k, v in attempt.data.items() if not isinstance(v, datetime)}
        return [Fact(self.ref, action, attempt.now, role, attempt.actor.id, source, target, data)]


def opened(lead: Lead, attempt: Attempt, *, role: Role) -> Fact:
    """The fact of a lead's opening; at the counter it is in work and his own at once, a manager's with him (flows: OPEN)."""
    if role is Role.MANAGER and attempt.actor.is_staff:
        lead.stage, lead.manager_id = LeadStage.WITH_MANAGER, attempt.actor.staff_id
    elif role is not Role.CLIENT and attempt.actor.is_staff:
        lead.stage, lead.assignee_id = LeadStage.IN_WORK, attempt.actor.staff_id
    return Fact(lead.ref, LeadAction.OPEN, attempt.now, role, attempt.actor.id, None, lead.stage)


def _nothing(_lead: Lead, _attempt: Attempt) -> None:
    return


def _take(lead: Lead, attempt: Attempt) -> None:
    lead.assignee_id = attempt.actor.staff_id


def _to_manager(lead: Lead, attempt: Attempt) -> None:
    lead.manager_id = attempt.number("manager_id")


def _return(lead: Lead, _attempt: Attempt) -> None:
    lead.assignee_id = None


def _join(lead: Lead, attempt: Attempt) -> None:
    lead.joined_to = attempt.number("order_id")


def _with_reason(lead: Lead, attempt: Attempt) -> None:
    lead.reason = attempt.text("reason")


def _reopen(lead: Lead, attempt: Attempt) -> None:
    lead.joined_to, lead.reason = None, ""
    if attempt.actor.is_staff and lead.stage is LeadStage.WITH_MANAGER:
        lead.manager_id = attempt.actor.staff_id
    elif attempt.actor.is_staff:
        lead.assignee_id = attempt.actor.staff_id


def _postpone(lead: Lead, attempt: Attempt) -> None:
    lead.snoozed_until = attempt.moment("until")


def _set_need(lead: Lead, attempt: Attempt) -> None:
    lead.need = attempt.text("need")


def _set_client(lead: Lead, attempt: Attempt) -> None:
    lead.client_id = attempt.number("client_id") or lead.client_id
    lead.not_client_id = attempt.number("not_client_id") or lead.not_client_id


EFFECTS = {
    LeadAction.TAKE: _take,
    LeadAction.TO_MANAGER: _to_manager,
    LeadAction.RETURN: _return,
    LeadAction.JOIN: _join,
    LeadAction.REJECT: _with_reason,
    LeadAction.REOPEN: _reopen,
    LeadAction.SPLIT: _reopen,
    LeadAction.POSTPONE: _postpone,
    LeadAction.SET_NEED: _set_need,
    LeadAction.SET_CLIENT: _set_client,
}


def _unknown_to(lead: Lead, actor: Actor) -> bool:
    return not (lead.client_known or lead.counter_setting or actor.has(Role.MANAGER))


CLIENT_UNKNOWN: Obstacle[Lead] = Obstacle("client_unknown", _unknown_to)
NAME_EMPTY: Obstacle[Lead] = Obstacle("client_name_empty", lambda lead, _: not lead.client_named)
CONTACT_EMPTY: Obstacle[Lead] = Obstacle("client_contact_empty", lambda lead, _: not lead.client_reachable and lead.channel != COUNTER)
"""Who came to the counter without a phone comes again himself."""
NEED_EMPTY: Obstacle[Lead] = Obstacle("need_empty", lambda lead, _: not lead.need.strip())

CL, OP, M, SYS = Role.CLIENT, Role.OPERATOR, Role.MANAGER, Role.SYSTEM
NEW, IN_WORK, WITH_MANAGER = LeadStage.NEW, LeadStage.IN_WORK, LeadStage.WITH_MANAGER
CONVERTED, JOINED = LeadStage.CONVERTED, LeadStage.JOINED
ANSWERED, REJECTED = LeadStage.ANSWERED, LeadStage.REJECTED
ACT = LeadAction

LEAD_FLOW: Flow[LeadStage, LeadAction, Lead] = Flow(
    moves([NEW], ACT.TAKE, to=IN_WORK, by={OP}),
    moves([IN_WORK], ACT.CONVERT, to=CONVERTED, by={OP}, unless=(CLIENT_UNKNOWN,), needs={"dispatcher_id"}),
    moves([IN_WORK], ACT.TO_MANAGER, to=WITH_MANAGER, by={OP}),
    moves([IN_WORK], ACT.RETURN, to=NEW, by={OP, SYS}),
    moves([WITH_MANAGER], ACT.CONVERT, to=CONVERTED, by={M}, unless=(NAME_EMPTY, CONTACT_EMPTY, NEED_EMPTY), needs={"dispatcher_id"}),
    moves([WITH_MANAGER], ACT.BACK, to=IN_WORK, by={M}),
    moves([IN_WORK, WITH_MANAGER], ACT.ANSWER, to=ANSWERED, by={OP, M}),
    moves([NEW, IN_WORK, WITH_MANAGER], ACT.JOIN, to=JOINED, by={OP, M}, needs={"order_id"}),
    moves([NEW, IN_WORK, WITH_MANAGER], ACT.REJECT, to=REJECTED, by={OP, M}, needs={"reason"}),
    moves([NEW], ACT.REJECT, to=REJECTED, by={CL}, needs={"reason"}),
    moves([ANSWERED, REJECTED], ACT.REOPEN, to=IN_WORK, by={OP, SYS}),
    moves([JOINED], ACT.SPLIT, to=IN_WORK, by={OP, SYS}),
    moves([ANSWERED, REJECTED], ACT.REOPEN, to=WITH_MANAGER, by={M}),
    moves([JOINED], ACT.SPLIT, to=WITH_MANAGER, by={M}),
    moves([NEW, IN_WORK, WITH_MANAGER], ACT.POSTPONE, to=None, by={OP, M}, needs={"until"}),
    moves([NEW, IN_WORK, WITH_MANAGER], ACT.SET_NEED, to=None, by={OP, M}, needs={"need"}),
    moves([NEW, IN_WORK, WITH_MANAGER], ACT.SET_CLIENT, to=None, by={OP, M}, needs={"client_id"}),
    moves(list(LeadStage), ACT.WRITE, to=None, by={CL, OP, M}),
)
