"""Stages of a request and of an order share some names: a condition about the one never holds of the other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm.actor import Role
from crm.deal import DealAction, DealStage
from crm.events import Fact
from crm.lead import Lead, LeadStage
from crm.notice_conditions import (
    Subject,
    by_staff,
    by_system,
    changes_visit,
    in_stage,
    long_close,
    moved_to,
    not_in_stage,
    prepayment_is_due,
)
from tests.crm.deals import NOW, a_deal

STAGES: list[LeadStage | DealStage] = [*LeadStage, *DealStage]


def of(stage: LeadStage | DealStage) -> Subject:
    if isinstance(stage, DealStage):
        return a_deal(stage=stage)
    return Lead(1001, 1, "telegram", datetime(2026, 5, 12, tzinfo=UTC), stage=stage)


def a_fact(subject: Subject, *, source: str | None = None, target: str | None = None, role: Role = Role.DISPATCHER) -> Fact:
    return Fact(subject.ref, DealAction.ASSIGN, NOW, role, 7, source, target)


@pytest.mark.parametrize("asked", STAGES, ids=repr)
def test_a_stage_is_that_of_its_own_kind(asked: LeadStage | DealStage) -> None:
    held = [repr(stage) for stage in STAGES if in_stage(asked)(of(stage))]
    outside = [repr(stage) for stage in STAGES if not_in_stage(asked)(of(stage))]
    entered = [repr(stage) for stage in STAGES if moved_to(asked)(of(stage), a_fact(of(stage), target=str(stage)))]
    assert held == entered == [repr(asked)]
    assert outside == [repr(stage) for stage in type(asked) if stage is not asked]


def test_who_did_it() -> None:
    deal = a_deal()
    for role in Role:
        fact = a_fact(deal, role=role)
        assert by_staff(deal, fact) == (role not in (Role.CLIENT, Role.SYSTEM))
        assert by_system(deal, fact) == (role is Role.SYSTEM)


def test_the_person_at_the_door_changes_only_on_an_agreed_visit() -> None:
    visit, bench, lead = a_deal(), a_deal(device_here=True), of(LeadStage.NEW)
    for subject, source, changes in (
        (visit, DealStage.SCHEDULED, True),
        (visit, DealStage.SCHEDULING, False),
        (bench, DealStage.SCHEDULED, False),
        (lead, DealStage.SCHEDULED, False),
    ):
        assert changes_visit(subject, a_fact(subject, source=source)) == changes


def test_a_prepayment_is_due_until_it_is_paid() -> None:
    assert prepayment_is_due(a_deal(prepayment=100, paid=99))
    assert not prepayment_is_due(a_deal(prepayment=100, paid=100))
    assert not prepayment_is_due(of(LeadStage.NEW))


def test_a_long_close_is_that_of_an_order() -> None:
    for subject, expected in ((a_deal(short_close=False), True), (a_deal(short_close=True), False), (of(LeadStage.NEW), False)):
        assert long_close(subject, a_fact(subject)) is expected
