"""Taken times: an engineer's agreed visits never share a minute with what is still free."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm.views import DealRow, is_taken

DAY = datetime(2026, 11, 27, tzinfo=UTC)
Hours = tuple[int, int]
slots = st.tuples(st.integers(0, 22), st.integers(1, 6))


def span(hours: Hours) -> tuple[datetime, datetime]:
    start = DAY + timedelta(hours=hours[0])
    return start, start + timedelta(hours=hours[1])


def visit(number: int, stage: str, hours: Hours) -> DealRow:
    start, end = span(hours)
    return DealRow(number, stage, "Anna", "", "", "", DAY, starts_at=start, engineer_id=7, ends_at=end)


@given(st.lists(slots, max_size=12))
def test_whatever_is_asked_for_visits_that_are_agreed_never_overlap(asked: list[Hours]) -> None:
    agreed: list[DealRow] = []
    for number, hours in enumerate(asked):
        if not is_taken(span(hours), agreed):
            agreed.append(visit(number, "scheduled", hours))
    busy = sorted((row.starts_at, row.ends_at) for row in agreed if row.starts_at and row.ends_at)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(busy))


def test_a_time_that_is_only_being_agreed_takes_nothing() -> None:
    assert is_taken(span((10, 2)), [visit(1, "scheduled", (11, 2))])
    assert not is_taken(span((10, 2)), [visit(1, "scheduling", (11, 2)), visit(2, "scheduled", (12, 2))])
