"""The evening till: its day is the company's own, and a closed-out clock change loses no hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.shop import Shop
from crm.use_cases.till import closing_time, day_named, day_span, till_slot


def test_it_comes_at_the_latest_closing_of_the_week() -> None:
    assert closing_time(Shop(week=[[540, 1080]] * 5 + [[600, 1230], [0, 0]])) == time(20, 30)
    assert closing_time(Shop(week=[[0, 1440]] * 7)) == time(23, 59)
    assert closing_time(Shop(week=[[0, 0]] * 7)) == time(23, 59)


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
