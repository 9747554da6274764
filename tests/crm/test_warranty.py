"""The warranty's last day, to the minute, by the company's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.warranty import is_under_warranty, warranty_ends
from tests.crm.deals import a_deal

MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = st.sampled_from(["Europe/Kaliningrad", "Europe/Moscow", "Asia/Vladivostok", "America/New_York"]).map(ZoneInfo)
MINUTES = st.integers(min_value=0, max_value=2 * 366 * 24 * 60)


def there(day: int, clock: str) -> datetime:
    return datetime.combine(date(2026, 6, day), time.fromisoformat(clock), MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("handed", "now", "holds"),
    [
        ("00:00", there(11, "23:59"), True),
        ("00:00", there(12, "00:00"), False),
        ("23:59", there(11, "23:59"), True),
        ("23:59", there(12, "00:00"), False),
    ],
)
def test_the_last_day_counts_whole_whatever_the_hour_of_handing_over(handed: str, now: datetime, holds: bool) -> None:
    """Handed over on 1 June in Moscow, ten days: 11 June is the last one there, though it is 10 June still in London."""
    deal = a_deal(handed_at=there(1, handed), warranty_days=10)
    assert is_under_warranty(deal, now, zone=MOSCOW) is holds


@given(MINUTES, st.integers(min_value=1, max_value=800), ZONES)
def test_a_term_ends_with_its_last_day(minutes: int, days: int, zone: ZoneInfo) -> None:
    handed = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    deal = a_deal(handed_at=handed, warranty_days=days)
    ends = warranty_ends(deal, zone)
    assert ends is not None
    midnight = datetime.combine(ends + timedelta(days=1), time(0), zone).astimezone(UTC)
    assert is_under_warranty(deal, midnight - timedelta(minutes=1), zone=zone)
    assert not is_under_warranty(deal, midnight, zone=zone)
    assert ends - handed.astimezone(zone).date() == timedelta(days=days)


@pytest.mark.parametrize("values", [{"warranty_days": 0}, {"handed_at": None}, {"refused": True}])
def test_there_is_none_without_a_term_a_repair_and_a_handing_over(values: dict[str, object]) -> None:
    deal = a_deal(**{"handed_at": there(1, "12:00"), "warranty_days": 10, **values})
    assert warranty_ends(deal, MOSCOW) is None
    assert not is_under_warranty(deal, there(1, "13:00"), zone=MOSCOW)
