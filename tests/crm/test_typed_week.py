"""Opening hours as they are typed: every way to say a week, and one clear refusal for what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deadline import WorkingHours
from crm.errors import Refused
from crm.settings import WEEKS
from crm.typed_week import DAYS, SHORTEST, read_week

OFF = [0, 0]
USUAL = WEEKS["6x11"]
SPANS = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).map(sorted).filter(lambda span: span[1] - span[0] >= SHORTEST)
WEEK = st.lists(st.one_of(SPANS, st.just(OFF)), min_size=7, max_size=7).filter(lambda week: any(day != OFF for day in week))


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("mon-fri 9-20, sat 10-16", [[540, 1200]] * 5 + [[600, 960], OFF]),
        ("Mon - Fri: 9 – 20; Sat: 10.00-16.30.", [[540, 1200]] * 5 + [[600, 990], OFF]),
        ("weekdays 9-18\nweekend 10-15", [[540, 1080]] * 5 + [[600, 900]] * 2),
        ("daily 9-21 sun off", [[540, 1260]] * 6 + [OFF]),
        ("mon, wed, fri 12-20", [[720, 1200], OFF, [720, 1200], OFF, [720, 1200], OFF, OFF]),
        ("sat-mon 10-18", [[600, 1080], OFF, OFF, OFF, OFF, [600, 1080], [600, 1080]]),
        ("daily 0-24", [[0, 1440]] * 7),
        (" 9:30-20:00 ", [[570, 1200]] * 6 + [OFF]),
    ],
)
def test_a_week_is_read(text: str, week: list[list[int]]) -> None:
    assert read_week(text, USUAL) == week


@given(WEEK, st.permutations(range(7)))
def test_a_week_said_day_by_day_in_any_order_is_that_week(week: list[list[int]], order: list[int]) -> None:
    said = ", ".join(
        f"{DAYS[day]} {clock(week[day][0])}-{clock(week[day][1])}" if week[day] != OFF else f"{DAYS[day]} off" for day in order
    )
    read = read_week(said, USUAL)
    assert read == [list(day) for day in week]
    assert WorkingHours.of(read, "Europe/Moscow").week


@given(st.integers(0, 22), st.integers(2, 24), st.sampled_from(sorted(WEEKS)))
def test_hours_alone_are_for_the_days_that_are_open(start: int, length: int, ready: str) -> None:
    end = start + length
    if end > 24:
        with pytest.raises(Refused, match="hours_not_read"):
            read_week(f"{start}-{end}", WEEKS[ready])
        return
    week = read_week(f" {start}:00 – {end} ", WEEKS[ready])
    assert [day[0] < day[1] for day in week] == [day[0] < day[1] for day in WEEKS[ready]]
    assert {tuple(day) for day in week} <= {(start * 60, end * 60), (0, 0)}


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "9", "18-9", "9-9:30", "25-26", "nine to six", "9-18-20", "-1-5", "9:99-18", "9-18 10-19"),
        *("mon", "mon 9-18 tue", "9-18 sat 10-16", "off", "daily off", "moon 9-18", "mon-moon 9-18", "-mon 9-18", "mon--fri 9-18"),
    ],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="hours_not_read"):
        read_week(text, USUAL)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_week_or_one_refusal(text: str) -> None:
    try:
        week = read_week(text, USUAL)
    except Refused as refused:
        assert refused.obstacle == "hours_not_read"
        return
    assert WorkingHours.of(week, "Europe/Moscow").week


def test_the_usual_week_is_not_changed_by_reading_another() -> None:
    read_week("mon 9-18", USUAL)[1][0] = 7
    assert USUAL == [[540, 1200]] * 6 + [OFF]
