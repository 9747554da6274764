"""The roster: who is present, and who stands in when nobody is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, Role
from crm.staff import SUBSTITUTES, StaffMember, stand_ins, token_hash

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


def a_member(id: int, *roles: Role, **values: Any) -> StaffMember:
    return StaffMember(id=id, name=f"N{id}", created_at=NOW, roles=[str(role) for role in roles], **values)


@pytest.mark.parametrize(
    ("values", "present"),
    [
        ({}, True),
        ({"on_shift": False}, False),
        ({"away_until": NOW + timedelta(minutes=1)}, False),
        ({"away_until": NOW}, True),
        ({"dismissed_at": NOW}, False),
    ],
)
def test_presence(values: dict[str, Any], present: bool) -> None:
    assert a_member(1, Role.OPERATOR, **values).is_present(NOW) is present


def test_a_dismissed_colleague_has_no_roles() -> None:
    assert a_member(1, Role.DIRECTOR, dismissed_at=NOW).role_set == frozenset()


def test_those_on_shift_get_their_own_queue() -> None:
    roster = [a_member(1, Role.OPERATOR), a_member(2, Role.OPERATOR, on_shift=False), a_member(3, Role.MANAGER)]
    assert [person.id for person in stand_ins(Role.OPERATOR, roster, now=NOW)] == [1]


def test_substitutes_come_in_their_order() -> None:
    roster = [a_member(1, Role.OPERATOR, on_shift=False), a_member(2, Role.DISPATCHER), a_member(3, Role.MANAGER)]
    assert [person.id for person in stand_ins(Role.OPERATOR, roster, now=NOW)] == [3]


def test_the_director_is_told_even_at_home() -> None:
    roster = [a_member(1, Role.OPERATOR, on_shift=False), a_member(2, Role.DIRECTOR, on_shift=False)]
    assert [person.id for person in stand_ins(Role.OPERATOR, roster, now=NOW)] == [2]


def test_every_role_has_its_substitutes_and_none_is_its_own() -> None:
    assert set(SUBSTITUTES) == set(STAFF_ROLES)
    assert all(role not in others for role, others in SUBSTITUTES.items())
    assert all(others[-1] is Role.DIRECTOR for role, others in SUBSTITUTES.items() if role is not Role.DIRECTOR)


MEMBERS = st.builds(
    lambda roles, on_shift: a_member(1, *roles, on_shift=on_shift),
    st.sets(st.sampled_from(STAFF_ROLES), min_size=1),
    st.booleans(),
)


@given(st.sampled_from(STAFF_ROLES), st.lists(MEMBERS, max_size=6))
def test_no_queue_is_lost_while_there_is_a_director(role: Role, others: list[StaffMember]) -> None:
    roster = [*others, a_member(2, Role.DIRECTOR, on_shift=False)]
    found = stand_ins(role, roster, now=NOW)
    assert found
    assert all(person.role_set & {role, *SUBSTITUTES[role], Role.DIRECTOR} for person in found)


def test_a_token_is_kept_as_its_hash() -> None:
    assert token_hash("abc") == token_hash("abc") != token_hash("abd")
    assert "abc" not in token_hash("abc")
