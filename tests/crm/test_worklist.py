"""An engineer's work in time: nothing of his is lost in the week, and what comes next is his own step of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.board import Clock
from crm.deadline import WorkingHours
from crm.deal import DealStage
from crm.views import DealRow
from crm.worklist import HIS_MOVE, beyond_week, for_today, next_task, week_of

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CLOCK = Clock(NOW, WorkingHours.of([[540, 1200]] * 7, "Asia/Vladivostok"))
"""There it is seven in the evening of the same day."""
LISTED = [str(stage) for stage in DealStage if stage not in (DealStage.READY, DealStage.DOCUMENTS, DealStage.PAYMENT)]
moments = st.one_of(st.none(), st.integers(-200, 400).map(lambda hours: NOW + timedelta(hours=hours)))


def a_task(id: int = 1, stage: str = "scheduled", **values: object) -> DealRow:
    return DealRow(id, stage, "Anna", "", "", "", NOW, **values)  # type: ignore[arg-type]  # fields by name


@st.composite
def tasks(draw: st.DrawFn) -> list[DealRow]:
    count = draw(st.integers(0, 12))
    stages, times = st.sampled_from(LISTED), moments
    return [
        a_task(number, draw(stages), starts_at=draw(times), promised_at=draw(times), device_here=draw(st.booleans()))
        for number in range(count)
    ]


@given(tasks())
def test_every_task_stands_in_the_week_or_beside_it_once(found: list[DealRow]) -> None:
    days, (later, undated) = week_of(found, CLOCK), beyond_week(found, CLOCK)
    assert len(days) == 7
    shown = [row.id for _day, rows in days for row in rows] + [row.id for row in [*later, *undated]]
    assert sorted(shown) == [row.id for row in found]
    for day, rows in days:
        hours = [row.starts_at for row in rows if row.starts_at]
        assert hours == sorted(hours), day


@given(tasks())
def test_the_next_task_is_his_own_step_of_today(found: list[DealRow]) -> None:
    his = [row for row in for_today(found, CLOCK) if row.stage in HIS_MOVE]
    step = next_task(found, CLOCK)
    assert (step in his) if his else step is None
    assert step is None or step.stage == "in_progress" or not any(row.stage == "in_progress" for row in his)


def test_what_he_has_begun_comes_before_the_earliest_visit_and_that_before_the_bench() -> None:
    bench = a_task(1, "diagnosis", device_here=True)
    early, late = (a_task(number, starts_at=NOW + timedelta(hours=hours)) for number, hours in ((2, 1), (3, 3)))
    begun = a_task(4, "in_progress", starts_at=NOW + timedelta(hours=4))
    tomorrow = a_task(5, starts_at=NOW + timedelta(hours=20))
    assert next_task([bench, late, early, begun], CLOCK) == begun
    assert next_task([bench, late, early], CLOCK) == early
    assert next_task([bench, tomorrow], CLOCK) == bench
    assert next_task([tomorrow, a_task(6, "approval")], CLOCK) is None


def test_the_day_is_the_companys_own() -> None:
    at_night_there = a_task(1, starts_at=NOW + timedelta(hours=6))
    assert [row.id for row in week_of([at_night_there], CLOCK)[1][1]] == [1]
    overdue = a_task(2, starts_at=NOW - timedelta(days=3))
    assert [row.id for row in week_of([overdue], CLOCK)[0][1]] == [2]
