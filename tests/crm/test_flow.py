"""The machine under both flows: what is offered, what is refused and by which name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from crm.actor import Actor, Role, staff_actor
from crm.errors import NotFound, Refused
from crm.flow import Attempt, Flow, Obstacle, Offer, leading_role, moves


class At(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    BROKEN = "broken"


class Act(StrEnum):
    PUSH = "push"
    LOCK = "lock"
    MEND = "mend"


@dataclass
class Door:
    heavy: bool = False
    locked: bool = False
    id: int = 7
    waived: frozenset[str] = field(default_factory=frozenset)

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        return actor.roles


LOCKED: Obstacle[Door] = Obstacle("locked", lambda door, _actor: door.locked, waivable=True)
OP, M = Role.OPERATOR, Role.MANAGER
FLOW: Flow[At, Act, Door] = Flow(
    moves([At.SHUT], Act.PUSH, to=At.OPEN, by={OP, M}, when=lambda door: not door.heavy, unless=(LOCKED,), undo=True),
    moves([At.SHUT], Act.PUSH, to=At.BROKEN, by={OP, M}, when=lambda door: door.heavy),
    moves([At.SHUT, At.OPEN], Act.LOCK, to=None, by={M}),
    moves([At.BROKEN], Act.MEND, to=At.SHUT, by={M}, needs={"reason"}),
)
OPERATOR, MANAGER = staff_actor(1, {OP}), staff_actor(2, {M})
NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def push(door: Door, stage: At = At.SHUT, *, action: Act = Act.PUSH, actor: Actor = OPERATOR, **data: object) -> tuple[At | None, Role]:
    row, role = FLOW.choose(door, stage, action=action, attempt=Attempt(actor, NOW, data))
    return row.target, role


def refusal(door: Door, stage: At = At.SHUT, *, action: Act = Act.PUSH, actor: Actor = OPERATOR) -> Refused:
    with pytest.raises(Refused) as caught:
        push(door, stage, action=action, actor=actor)
    return caught.value


def test_an_action_is_offered_once_to_those_who_may() -> None:
    assert FLOW.offers(Door(), At.SHUT, actor=OPERATOR) == [Offer(Act.PUSH, undo=True)]
    assert [offer.action for offer in FLOW.offers(Door(), At.SHUT, actor=MANAGER)] == [Act.PUSH, Act.LOCK]
    assert FLOW.offers(Door(), At.BROKEN, actor=OPERATOR) == []


def test_an_offer_names_what_stands_in_the_way() -> None:
    assert FLOW.offers(Door(locked=True), At.SHUT, actor=OPERATOR) == [Offer(Act.PUSH, "locked", waivable=True, undo=True)]
    refused = refusal(Door(locked=True))
    assert (refused.obstacle, refused.data["waivable"]) == ("locked", True)


def test_a_waived_obstacle_does_not_stand() -> None:
    door = Door(locked=True, waived=frozenset({"locked"}))
    assert FLOW.offers(door, At.SHUT, actor=OPERATOR) == [Offer(Act.PUSH, undo=True)]
    assert push(door) == (At.OPEN, OP)


def test_the_row_is_chosen_by_its_condition() -> None:
    assert push(Door(heavy=True)) == (At.BROKEN, OP)
    assert push(Door(heavy=True), actor=MANAGER) == (At.BROKEN, M)


def test_a_stage_without_the_action_is_refused_and_a_right_never_given_is_not_disclosed() -> None:
    assert refusal(Door(), At.OPEN).obstacle == "not_at_this_stage"
    with pytest.raises(NotFound):
        push(Door(), action=Act.LOCK)


@pytest.mark.parametrize("reason", [None, ""])
def test_what_the_row_needs_must_be_said(reason: str | None) -> None:
    assert refusal(Door(), At.BROKEN, action=Act.MEND, actor=MANAGER).obstacle == "reason_is_empty"
    with pytest.raises(Refused):
        push(Door(), At.BROKEN, action=Act.MEND, actor=MANAGER, reason=reason)
    assert push(Door(), At.BROKEN, action=Act.MEND, actor=MANAGER, reason="hinge") == (At.SHUT, M)


def test_of_several_hats_the_one_nearest_to_the_client_acts() -> None:
    assert leading_role(frozenset({Role.DIRECTOR, Role.DISPATCHER, Role.OPERATOR})) is Role.OPERATOR
    assert push(Door(), actor=staff_actor(3, {OP, M})) == (At.OPEN, OP)


def test_an_attempt_reads_its_data_by_type() -> None:
    attempt = Attempt(OPERATOR, NOW, {"text": "  hi ", "number": 7, "at": NOW})
    assert (attempt.text("text"), attempt.text("none")) == ("hi", "")
    assert (attempt.number("number"), attempt.number("text")) == (7, None)
    assert (attempt.moment("at"), attempt.moment("number")) == (NOW, None)
