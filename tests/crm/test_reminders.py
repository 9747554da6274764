"""The table of waits: every clock has words, times are the company's own, and no client is woken at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deadline import WorkingHours
from crm.deal import FINAL, Deal, DealStage
from crm.lead import OPEN_STAGES, Lead
from crm.notices import TIMED
from crm.reminders import DEAL_WAITS, LEAD_WAITS, REMIND, TAKE_BACK, Start, Wait, bank_days_later, is_quiet, months_later, when_awake
from crm.use_cases.timed import KINDS
from tests.crm.deals import NOW, a_deal

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = WorkingHours.of([[540, 1200]] * 6 + [[0, 0]], "Europe/Moscow", holidays=[date(2026, 5, 14)])
MOMENTS = st.integers(0, 60 * 24 * 365 * 6).map(lambda minutes: NOW + timedelta(minutes=minutes))
ALL: list[Wait] = [wait for table in (*LEAD_WAITS.values(), *DEAL_WAITS.values()) for wait in table]


def there(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


def due(stage: DealStage, start: Start, **values: object) -> dict[str, list[datetime]]:
    """By notice, when a deal that came to the stage then is reminded of."""
    found: dict[str, list[datetime]] = {}
    for wait in DEAL_WAITS[stage]:
        at = wait.due(a_deal(stage=stage, **values), start)
        if at is not None:
            found.setdefault(f"{wait.kind} {wait.notice}", []).append(at)
    return found


def test_every_clock_has_a_kind_and_its_notice_a_condition() -> None:
    assert {wait.kind for wait in ALL} <= set(KINDS)
    assert {wait.notice for wait in ALL if wait.kind != TAKE_BACK} <= set(TIMED)


def test_every_stage_in_which_an_order_can_be_stuck_has_a_clock() -> None:
    assert set(LEAD_WAITS) == set(OPEN_STAGES)
    assert set(DealStage) - set(DEAL_WAITS) == {*FINAL, DealStage.IN_PROGRESS}


@given(MOMENTS)
def test_no_clock_is_due_before_the_order_began_to_wait(at: datetime) -> None:
    for company in (True, False):
        start = Start(at, HOURS, is_company=company)
        for stage, waits in DEAL_WAITS.items():
            for wait in waits:
                moment = wait.due(a_deal(stage=stage), start)
                assert moment is None or moment > at
        for waits in LEAD_WAITS.values():
            assert all(wait.due(Lead(1, 1, "telegram", at), start) > at for wait in waits)  # type: ignore[operator]  # leads' clocks are always due


@given(MOMENTS)
def test_nobody_is_woken(at: datetime) -> None:
    awake = when_awake(at, HOURS)
    assert not is_quiet(awake, HOURS)
    assert at <= awake < at + timedelta(hours=12, seconds=1)
    assert awake == at or is_quiet(at, HOURS)


def test_an_estimate_is_recalled_after_four_hours_and_the_next_morning() -> None:
    start = Start(there(2026, 5, 12, 10), HOURS)
    reminders = due(DealStage.APPROVAL, start)[f"{REMIND} approval_reminder"]
    assert reminders == [there(2026, 5, 12, 14), there(2026, 5, 13, 9)]


def test_a_person_is_asked_for_money_by_days_and_a_company_by_bank_days() -> None:
    begun = there(2026, 5, 12, 10)
    person = due(DealStage.PAYMENT, Start(begun, HOURS))[f"{REMIND} payment_reminder"]
    company = due(DealStage.PAYMENT, Start(begun, HOURS, is_company=True))[f"{REMIND} payment_reminder"]
    assert person == [begun + timedelta(days=days) for days in (1, 3, 7)]
    assert company == [there(2026, 5, 20, 10)], "five days without the weekend and the holiday"


def test_parts_are_asked_after_at_the_suppliers_date_when_there_is_one() -> None:
    start, promised = Start(NOW, HOURS), NOW + timedelta(days=3)
    assert due(DealStage.WAITING_PARTS, start, parts_due=promised)["tell_staff overdue_parts"] == [promised]
    assert "tell_staff overdue_parts" not in due(DealStage.WAITING_PARTS, start)


def test_a_visit_is_late_half_an_hour_after_its_time_and_the_bench_has_no_visit() -> None:
    start = Start(NOW, HOURS)
    assert due(DealStage.SCHEDULED, start, starts_at=NOW + timedelta(days=1)) == {
        "tell_staff overdue_visit": [NOW + timedelta(days=1, minutes=30)]
    }
    assert due(DealStage.SCHEDULED, start, starts_at=NOW + timedelta(days=1), device_here=True) == {}


@given(MOMENTS, st.integers(1, 20))
def test_bank_days_end_on_a_bank_day(at: datetime, days: int) -> None:
    later = bank_days_later(at, days, hours=HOURS).astimezone(MOSCOW)
    assert later.weekday() < 5
    assert later.date() not in HOURS.holidays
    assert days <= (later.date() - at.astimezone(MOSCOW).date()).days


@pytest.mark.parametrize(
    ("begun", "over"),
    [
        (datetime(2026, 5, 12, tzinfo=UTC), datetime(2026, 7, 12, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2027, 12, 31, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2026, 10, 15, tzinfo=UTC), datetime(2026, 12, 15, tzinfo=UTC)),
        (datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_two_months_end_on_the_same_day_or_the_months_last(begun: datetime, over: datetime) -> None:
    assert months_later(begun, 2) == over


def test_a_finished_order_has_no_clocks() -> None:
    assert all(stage not in DEAL_WAITS for stage in FINAL)
    assert isinstance(a_deal(), Deal)
