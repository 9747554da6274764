"""Settings as they are typed: hours, zones, sums; the wizard's order (R15, R56)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deadline import WorkingHours
from crm.errors import Refused
from crm.settings import READERS, SETUP, WEEKS, next_step, read_hours
from crm.shop import Shop


@given(st.integers(0, 22), st.integers(2, 24), st.sampled_from(sorted(WEEKS)))
def test_typed_hours_open_the_days_that_are_open(start: int, length: int, ready: str) -> None:
    end = start + length
    if end > 24:
        with pytest.raises(Refused, match="hours_not_read"):
            read_hours(f"{start}-{end}", WEEKS[ready])
        return
    week = read_hours(f" {start}:00 – {end} ", WEEKS[ready])
    assert [day[0] < day[1] for day in week] == [day[0] < day[1] for day in WEEKS[ready]]
    assert WorkingHours.of(week, "Europe/Moscow").week


@pytest.mark.parametrize("text", ["", "9", "18-9", "9-9:30", "25-26", "nine to six", "9-18-20", "-1-5"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="hours_not_read"):
        read_hours(text, WEEKS["5x9"])


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
