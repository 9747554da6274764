"""The evening till: its day is the company's own, and a closed-out clock change loses no hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.shop import Shop
from crm.use_cases.till import closing_time, day_named, day_span, till_slot
from crm.use_cases.timed import next_daily

ZONES = ("Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu")
TUESDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 5, day) for day in (12, 15, 16, 17))
WEEK = [[540, 1080]] * 4 + [[540, 1230], [600, 960], [0, 0]]


def test_it_comes_when_the_day_closes_and_on_a_day_off_at_the_latest_hour_of_the_week() -> None:
    shop = Shop(week=WEEK)
    closings = [closing_time(shop, day) for day in (TUESDAY, FRIDAY, SATURDAY, SUNDAY)]
    assert closings == [time(18), time(20, 30), time(16), time(20, 30)]
    assert closing_time(Shop(week=[[0, 1440]] * 7), TUESDAY) == time(23, 59)
    assert closing_time(Shop(week=[[0, 0]] * 7), TUESDAY) == time(23, 59)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Europe/Moscow", (2026, 5, 15, 17, 29), (2026, 5, 15, 17, 30)),
        ("Europe/Moscow", (2026, 5, 15, 17, 30), (2026, 5, 16, 13, 0)),
        ("Europe/Moscow", (2026, 5, 16, 13, 0), (2026, 5, 17, 17, 30)),
        ("Asia/Vladivostok", (2026, 5, 14, 23, 0), (2026, 5, 15, 10, 30)),
        ("America/New_York", (2026, 5, 16, 2, 0), (2026, 5, 16, 20, 0)),
        ("Europe/Berlin", (2026, 3, 27, 19, 30), (2026, 3, 28, 15, 0)),
        ("Europe/Berlin", (2026, 3, 28, 15, 0), (2026, 3, 29, 18, 30)),
    ],
)
def test_the_day_is_that_of_the_company_wherever_it_is(zone: str, now: tuple[int, ...], due: tuple[int, ...]) -> None:
    """Friday's, Saturday's and Sunday's closing; the last day has a clock change in its night."""
    shop = Shop(week=WEEK, timezone=zone)
    armed = next_daily("till_summary", daily=closing_time, shop=shop, now=datetime(*now, tzinfo=UTC))  # type: ignore[misc, arg-type]  # parts
    assert armed.due_at == datetime(*due, tzinfo=UTC)  # type: ignore[misc, arg-type]  # parts of a time


ANY_DAY = st.tuples(st.integers(0, 1380), st.integers(1, 1440)).map(lambda hours: [hours[0], max(hours)])


@given(week=st.lists(ANY_DAY | st.just([0, 0]), min_size=7, max_size=7), zone=st.sampled_from(ZONES), start=st.integers(0, 525_600))
def test_it_comes_once_a_local_day_at_its_closing(week: list[list[int]], zone: str, start: int) -> None:
    shop, now = Shop(week=week, timezone=zone), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    days = []
    for _time in range(9):
        now = next_daily("till_summary", daily=closing_time, shop=shop, now=now).due_at
        days.append(now.astimezone(ZoneInfo(zone)).date())
    assert days == [days[0] + timedelta(days=n) for n in range(9)]


def test_a_day_is_local_and_as_long_as_it_is_there() -> None:
    moscow = day_span(date(2026, 5, 12), ZoneInfo("Europe/Moscow"))
    assert moscow == (datetime(2026, 5, 11, 21, tzinfo=UTC), datetime(2026, 5, 12, 21, tzinfo=UTC))
    start, end = day_span(date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    assert end - start == timedelta(hours=23)


def test_a_day_that_is_none_is_today() -> None:
    today = date(2026, 5, 12)
    assert day_named("2026-05-11", otherwise=today) == date(2026, 5, 11)
    assert [day_named(text, otherwise=today) for text in ("", "9999-99-99", "yesterday")] == [today] * 3
    assert till_slot(today) == "till:20260512"
