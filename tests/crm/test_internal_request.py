"""Internal requests: decided once, by a director, and taken back by their author alone (R24)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, Actor, Role, client_actor, staff_actor
from crm.errors import NotFound, Stale
from crm.internal_request import InternalRequest, RequestAction, RequestKind, RequestState

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
AUTHOR, OTHER = 1, 2
DECISIONS = [RequestAction.APPROVE, RequestAction.DECLINE, RequestAction.WITHDRAW]


def asked() -> InternalRequest:
    return InternalRequest(7, RequestKind.LEAVE, AUTHOR, "A week in June", NOW)


def may(actor: Actor, action: RequestAction) -> bool:
    """The rule in words of its own: a director decides, the author takes back."""
    return actor.staff_id == AUTHOR if action is RequestAction.WITHDRAW else Role.DIRECTOR in actor.roles


@given(st.sampled_from([AUTHOR, OTHER]), st.sets(st.sampled_from(STAFF_ROLES), min_size=1), st.sampled_from(DECISIONS))
def test_who_may_decide(staff_id: int, roles: set[Role], action: RequestAction) -> None:
    request, actor = asked(), staff_actor(staff_id, roles)
    if may(actor, action):
        fact = request.perform(action, actor, now=NOW, reason=" why ")
        assert request.state is not RequestState.OPEN
        assert (fact.target, request.decided_by, request.reason) == (request.state, staff_id, "why")
        with pytest.raises(Stale):
            request.perform(action, actor, now=NOW)
    else:
        with pytest.raises(NotFound):
            request.perform(action, actor, now=NOW)
        assert request.state is RequestState.OPEN


def test_a_client_decides_nothing() -> None:
    assert asked().actions_for(client_actor(1)) == []
