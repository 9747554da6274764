"""The board: no order is lost between the toggles, and what is late is so by the company's own limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.board import Clock, Shown, chosen, most_urgent, to_close
from crm.deadline import WorkingHours
from crm.deal import DealStage
from crm.debts import Pressing
from crm.views import DealRow, LeadRow

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""A Wednesday, noon in Moscow."""
OFFICE = WorkingHours.of([[540, 1200]] * 6 + [[0, 0]], "Europe/Moscow")
CLOCK = Clock(NOW, OFFICE)
ME = 7


def an_order(id: int = 1001, stage: str = "new", *, hours: float = 0, **values: object) -> DealRow:
    since = NOW - timedelta(hours=hours)
    return DealRow(id, stage, "Anna", "", "", "", since, stage_since=since, **values)  # type: ignore[arg-type]  # fields by name


rows = st.lists(
    st.builds(
        an_order,
        st.integers(1, 10_000),
        st.sampled_from([str(stage) for stage in DealStage]),
        hours=st.floats(0, 1000),
        dispatcher_id=st.sampled_from([None, ME, 8]),
        manager_id=st.sampled_from([None, ME, 8]),
        short_close=st.booleans(),
        starts_at=st.sampled_from([None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
        promised_at=st.sampled_from([None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
        device_here=st.booleans(),
        of_company=st.booleans(),
    ),
    max_size=20,
)


@given(rows)
def test_toggles_and_ranks_only_choose_and_order(found: list[DealRow]) -> None:
    assert chosen(found, Shown.ALL, staff_id=ME, clock=CLOCK) == found
    mine, late = (chosen(found, shown, staff_id=ME, clock=CLOCK) for shown in (Shown.MINE, Shown.LATE))
    assert [row for row in found if row.dispatcher_id == 8] == [row for row in found if row not in mine]
    ranked = most_urgent(found, CLOCK)
    assert sorted(map(id, ranked)) == sorted(map(id, found))
    assert ranked[: len(late)] == [row for row in ranked if CLOCK.is_late(row)]
    assert all(row.stage == "documents" and not row.short_close and row.manager_id != 8 for row in to_close(found, ME))


LIMITS = [("new", timedelta(minutes=30)), ("estimating", timedelta(hours=4)), ("scheduling", timedelta(hours=4))]


@pytest.mark.parametrize(("stage", "limit"), LIMITS)
def test_an_order_is_late_when_its_stage_lasts_longer_than_the_limit(stage: str, limit: timedelta) -> None:
    clock = Clock(NOW, WorkingHours.of([[0, 1440]] * 7, "UTC"))
    assert clock.is_late(an_order(stage=stage, hours=limit / timedelta(hours=1)))
    assert not clock.is_late(an_order(stage=stage, hours=limit / timedelta(hours=1) - 0.01))


def test_a_night_makes_nothing_late() -> None:
    evening = NOW.replace(hour=16, minute=50) - timedelta(days=1)
    asked = DealRow(1, "new", "Anna", "", "", "", evening, stage_since=evening)
    morning = Clock(NOW.replace(hour=6, minute=15), OFFICE)
    assert not morning.is_late(asked)
    assert Clock(NOW.replace(hour=6, minute=21), OFFICE).is_late(asked)


def test_a_visit_that_did_not_begin_and_a_broken_promise_are_late() -> None:
    hour = timedelta(hours=1)
    assert CLOCK.is_late(an_order(stage="scheduled", starts_at=NOW - hour))
    assert not CLOCK.is_late(an_order(stage="scheduled", starts_at=NOW - hour / 4))
    assert not CLOCK.is_late(an_order(stage="scheduled", starts_at=NOW - hour, device_here=True))
    assert CLOCK.is_late(an_order(stage="in_progress", promised_at=NOW - hour))
    assert not CLOCK.is_late(an_order(stage="ready", promised_at=NOW - hour))
    assert CLOCK.is_late(an_order(stage="waiting_parts", parts_due=NOW - hour))


def test_a_client_waits_by_working_time() -> None:
    def asked(at: datetime) -> Pressing:
        return CLOCK.pressing(LeadRow(1, "new", "Anna", "", "telegram", at))

    assert [asked(NOW - timedelta(minutes=minutes)) for minutes in (1, 8, 11)] == [Pressing.FRESH, Pressing.SOON, Pressing.LATE]
    opening = Clock(NOW.replace(hour=6, minute=5), OFFICE)
    assert opening.pressing(LeadRow(1, "new", "Anna", "", "telegram", NOW.replace(hour=1))) is Pressing.FRESH
