"""Settings as they are typed: hours, zones, sums; the wizard's order (R15, R56)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deadline import WorkingHours
from crm.errors import Refused
from crm.settings import READERS, SETUP, WEEKS, next_step
from crm.shop import Shop


@pytest.mark.parametrize("ready", sorted(WEEKS))
def test_ready_hours_are_a_week_that_a_company_can_keep(ready: str) -> None:
    week = READERS["week"](ready, Shop())
    assert week == WEEKS[ready]
    assert WorkingHours.of(WEEKS[ready], "Europe/Moscow").week


def test_hours_that_are_not_ready_are_read_as_typed() -> None:
    assert READERS["week"]("sat 10-16", Shop()) == [[0, 0]] * 5 + [[600, 960], [0, 0]]


@given(st.sampled_from(sorted(READERS)), st.text(max_size=40))
def test_any_text_is_read_or_refused(key: str, text: str) -> None:
    """Nothing typed by an owner can break the shop: it is a value of the right kind or one clear refusal."""
    try:
        value = READERS[key](text, Shop())
    except Refused:
        return
    assert type(value) is type(getattr(Shop(), key))


def test_the_wizard_goes_on_behind_what_was_skipped_and_leaves_out_what_is_decided() -> None:
    assert next_step(Shop()) == SETUP[0]
    assert next_step(Shop(), SETUP[0]) == SETUP[1]
    assert next_step(Shop(setup_done=[SETUP[1]]), SETUP[0]) == SETUP[2]
    assert next_step(Shop(), SETUP[-1]) is None
    assert next_step(Shop(setup_done=list(SETUP))) is None


@pytest.mark.parametrize(("text", "days"), [("0", 0), (" 90 ", 90), ("3650", 3650)])
def test_a_term_is_whole_days(text: str, days: int) -> None:
    assert READERS["warranty_days"](text, Shop()) == days


@pytest.mark.parametrize("text", ["", "-1", "2.5", "3651", "0000003651", "a year"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="days_not_read"):
        READERS["warranty_days"](text, Shop())
