"""A payment over several orders: no kopeck is lost or made, the oldest order is served first (R20)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.invoice import spread

DUES = st.lists(st.integers(min_value=-500, max_value=10**9), min_size=1, max_size=9).map(lambda dues: list(enumerate(dues, 1001)))


@given(st.integers(min_value=1, max_value=10**10), DUES)
def test_every_kopeck_lands_on_exactly_one_order(amount: int, dues: list[tuple[int, int]]) -> None:
    parts = spread(amount, dues)
    assert sum(part for _, part in parts) == amount
    assert all(part > 0 for _, part in parts)
    assert len({order for order, _ in parts}) == len(parts)


@given(st.integers(min_value=1, max_value=10**10), DUES)
def test_a_later_order_gets_nothing_while_an_older_one_is_due(amount: int, dues: list[tuple[int, int]]) -> None:
    given_to = dict(spread(amount, dues))
    for (order, due), (later, _) in pairwise(dues):
        assert given_to.get(order, 0) <= max(due, 0)
        assert later not in given_to or given_to.get(order, 0) == max(due, 0)


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (500, [(1, 500)]),
        (900, [(1, 900)]),
        (1000, [(1, 900), (2, 100)]),
        (1300, [(1, 900), (2, 300), (3, 100)]),
        (5000, [(1, 900), (2, 300), (3, 3800)]),
    ],
)
def test_what_is_left_over_waits_on_the_last_order(amount: int, parts: list[tuple[int, int]]) -> None:
    assert spread(amount, [(1, 900), (2, 300), (3, 700)]) == parts
