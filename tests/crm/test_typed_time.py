"""Typed times: what is read is what was meant, lies ahead, and nothing is guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.typed_time import parse_typed_day, parse_typed_time

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 25, 11, 30, tzinfo=ZONE)
"""A Wednesday."""
DAYS = {"today": 0, "tomorrow": 1, "Wednesday": 0, "Thursday": 1, "Friday": 2, "пятница": 2, "пт": 2, "завтра": 1}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("fri 14:00", "2026-11-27 14:00", "2026-11-27 16:00"),
        ("пт 14", "2026-11-27 14:00", "2026-11-27 16:00"),
        ("Завтра, 9:30", "2026-11-26 09:30", "2026-11-26 11:30"),
        ("27.11 14-16", "2026-11-27 14:00", "2026-11-27 16:00"),
        ("27.11.2026 14:00 - 15:30", "2026-11-27 14:00", "2026-11-27 15:30"),
        ("3.2 10", "2027-02-03 10:00", "2027-02-03 12:00"),
        ("18:00", "2026-11-25 18:00", "2026-11-25 20:00"),
    ],
)
def test_times_are_read(text: str, start: str, end: str) -> None:
    found = parse_typed_time(text, now=NOW, days=DAYS)
    assert found == tuple(datetime.fromisoformat(moment).replace(tzinfo=ZONE) for moment in (start, end))


@pytest.mark.parametrize(
    "text", ["", "fri", "25.11 9:00", "31.02 10", "fri 25:00", "fri 14-12", "some day 10", "24.11.2026 10", "fri 14 15"]
)
def test_what_is_no_time_ahead_is_not_guessed(text: str) -> None:
    assert parse_typed_time(text, now=NOW, days=DAYS) is None


@given(st.dates(date(2026, 11, 25), date(2030, 1, 1)))
def test_a_written_date_is_that_date(day: date) -> None:
    assert parse_typed_day(f"{day:%d.%m.%Y}", now=NOW, days=DAYS) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_a_found_time_lies_ahead(text: str) -> None:
    found = parse_typed_time(text, now=NOW, days=DAYS)
    assert found is None or NOW < found[0] < found[1] <= found[0] + timedelta(days=1)
