"""Working time passes only while the company is open, also on the days when clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deadline import WorkingHours

MOSCOW = WorkingHours.of([[540, 1200]] * 6 + [[0, 0]], "Europe/Moscow", holidays={date(2025, 5, 9)})
ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"])
SPANS = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(lambda ends: tuple(zip(*[iter(sorted(ends))] * 2, strict=False)))
WEEKS = st.tuples(*[SPANS] * 7).filter(any)
HOURS = st.builds(WorkingHours, WEEKS, ZONES.map(ZoneInfo), st.frozensets(st.dates(date(2025, 1, 1), date(2025, 12, 31)), max_size=20))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 # the zone is given beside
MINUTES = st.integers(0, 3000)


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


def test_a_day_at_the_shop() -> None:
    assert MOSCOW.is_open(moscow("2025-05-12T09:00"))
    assert not MOSCOW.is_open(moscow("2025-05-12T20:00"))
    assert not MOSCOW.is_open(moscow("2025-05-11T12:00"))
    assert not MOSCOW.is_open(moscow("2025-05-09T12:00"))
    assert MOSCOW.next_opening(moscow("2025-05-10T21:00")) == moscow("2025-05-12T09:00")
    assert MOSCOW.next_opening(moscow("2025-05-12T10:00")) == moscow("2025-05-12T10:00")


def test_work_goes_on_next_morning() -> None:
    assert MOSCOW.add_working_time(moscow("2025-05-08T19:50"), 30) == moscow("2025-05-10T09:20")
    assert MOSCOW.add_working_time(moscow("2025-05-12T19:50"), 10) == moscow("2025-05-12T20:00")
    assert MOSCOW.working_time(moscow("2025-05-08T19:50"), moscow("2025-05-10T09:20")) == timedelta(minutes=30)


def test_a_promise_is_round_and_honest() -> None:
    assert MOSCOW.promise(moscow("2025-05-12T10:01:30"), 10) == moscow("2025-05-12T10:15")
    assert MOSCOW.promise(moscow("2025-05-12T10:00"), 10) == moscow("2025-05-12T10:10")
    assert MOSCOW.promise(moscow("2025-05-12T23:00"), 10) == moscow("2025-05-13T09:10")


def test_clock_changes() -> None:
    berlin = WorkingHours((((0, 1440),),) * 7, ZoneInfo("Europe/Berlin"))
    zone = berlin.zone
    for day, hours in ((date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 6, 1), 24)):
        start = datetime.combine(day, datetime.min.time(), zone)
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
        assert berlin.working_time(start, end) == timedelta(hours=hours)
        assert berlin.add_working_time(start, hours * 60) == end


def test_work_past_midnight() -> None:
    night = WorkingHours((((0, 120), (1320, 1440)),) * 7, ZoneInfo("Europe/Moscow"))
    assert night.add_working_time(moscow("2025-05-12T23:00"), 120) == moscow("2025-05-13T01:00")
    assert night.is_open(moscow("2025-05-13T00:00"))


@given(HOURS, MOMENTS, MINUTES)
def test_time_added_is_time_passed(hours: WorkingHours, start: datetime, minutes: int) -> None:
    end = hours.add_working_time(start, minutes)
    assert end >= start + timedelta(minutes=minutes)
    assert hours.working_time(start, end) == timedelta(minutes=minutes)


@given(HOURS, MOMENTS, MINUTES, MINUTES)
def test_adding_twice_is_adding_the_sum(hours: WorkingHours, start: datetime, first: int, second: int) -> None:
    assert hours.add_working_time(hours.add_working_time(start, first), second) == hours.add_working_time(start, first + second)


@given(HOURS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours: WorkingHours, at: datetime) -> None:
    opening = hours.next_opening(at)
    assert opening >= at
    assert hours.is_open(opening)
    assert hours.working_time(at, opening) == timedelta(0)
    assert hours.is_open(at) == (opening == at)


@given(HOURS, MOMENTS, MINUTES)
def test_a_promise_is_never_early(hours: WorkingHours, now: datetime, minutes: int) -> None:
    late = hours.promise(now, minutes) - hours.add_working_time(now, minutes)
    assert timedelta(0) <= late < timedelta(minutes=5)


@pytest.mark.parametrize("day", [((600, 540),), ((540, 540),), ((0, 1441),), ((540, 700), (600, 800)), ((-5, 10),)])
def test_impossible_hours(day: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="bad spans"):
        WorkingHours((day,) * 7, ZoneInfo("UTC"))


def test_hours_must_open_at_all() -> None:
    with pytest.raises(ValueError, match="at least one span"):
        WorkingHours.of([[0, 0]] * 7, "UTC")
    with pytest.raises(ValueError, match="time zone"):
        MOSCOW.is_open(datetime(2025, 5, 12))  # noqa: DTZ001 # the mistake under test
    with pytest.raises(ValueError, match="backwards"):
        MOSCOW.add_working_time(moscow("2025-05-12T10:00"), -1)


def test_a_company_that_never_opens_again_is_told_apart() -> None:
    day = date(2025, 1, 1)
    never = frozenset(day + timedelta(days=n) for n in range(5000))
    closed = WorkingHours((((540, 600),),) * 7, ZoneInfo("UTC"), never)
    with pytest.raises(ValueError, match="ten years"):
        closed.next_opening(datetime(2025, 1, 2, tzinfo=UTC))
    with pytest.raises(ValueError, match="ten years"):
        closed.add_working_time(datetime(2025, 1, 2, tzinfo=UTC), 1)


@given(HOURS, MOMENTS, st.integers(1, 3000))
def test_the_last_moment_from_which_so_much_work_is_done_by_now(hours: WorkingHours, now: datetime, minutes: int) -> None:
    """What a database looks for: who came by then is late, who came a moment later is not yet."""
    last = hours.begun_before(now, minutes)
    assert hours.add_working_time(last, minutes) <= now < hours.add_working_time(last + timedelta(microseconds=1), minutes)
