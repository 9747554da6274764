"""The table of notices: every action of either flow is told or declared silent, and a queued notice is asked again."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import pytest

from crm.actor import Role
from crm.deal import Deal, DealAction, DealStage
from crm.events import Fact
from crm.lead import Lead, LeadAction, LeadStage
from crm.notices import NOTICES, SILENT, TIMED, Audience, still_holds, tells_of
from tests.crm.deals import NOW, a_deal


def a_fact(subject: Lead | Deal, action: StrEnum, *, target: str | None = None, role: Role = Role.DISPATCHER) -> Fact:
    return Fact(subject.ref, action, NOW, role, 7, subject.stage, target or subject.stage)


def told(subject: Lead | Deal, action: StrEnum, *, target: str | None = None, role: Role = Role.DISPATCHER) -> set[tuple[Audience, str]]:
    return {(tell.to, tell.notice) for tell in tells_of(a_fact(subject, action, target=target, role=role), subject)}


def a_lead(stage: LeadStage = LeadStage.NEW) -> Lead:
    return Lead(1001, 1, "telegram", datetime(2026, 5, 12, tzinfo=UTC), stage=stage)


@pytest.mark.parametrize("family", [LeadAction, DealAction])
def test_every_action_is_told_or_silent(family: type[StrEnum]) -> None:
    spoken = {str(tell.action) for tell in NOTICES if isinstance(tell.action, family)}
    assert set(map(str, family)) - spoken - set(map(str, SILENT[family])) == set()


@pytest.mark.parametrize("family", [LeadAction, DealAction])
def test_no_action_is_both_told_and_silent(family: type[StrEnum]) -> None:
    assert {tell.action for tell in NOTICES if isinstance(tell.action, family)} & SILENT[family] == set()
    assert all(isinstance(action, family) for action in SILENT[family])


def test_the_opening_of_a_lead_and_of_a_deal_are_told_apart() -> None:
    assert told(a_lead(), LeadAction.OPEN) == {(Audience.CLIENT, "request_accepted"), (Audience.OPERATORS, "lead_opened")}
    assert told(a_deal(), DealAction.OPEN) == {(Audience.DISPATCHER, "deal_opened")}


def test_the_client_is_told_of_an_estimate_only_when_he_must_answer() -> None:
    deal = a_deal(stage=DealStage.ESTIMATING)
    news = (Audience.CLIENT, "estimate_sent")
    assert news in told(deal, DealAction.SEND_ESTIMATE, target=DealStage.APPROVAL)
    assert news not in told(deal, DealAction.SEND_ESTIMATE, target=DealStage.SCHEDULING)


def test_done_means_ready_on_the_bench_and_done_on_a_visit() -> None:
    deal = a_deal(stage=DealStage.IN_PROGRESS)
    assert (Audience.CLIENT, "ready") in told(deal, DealAction.FINISH, target=DealStage.READY)
    assert (Audience.CLIENT, "work_done") in told(deal, DealAction.FINISH, target=DealStage.DOCUMENTS)


def test_the_client_is_not_told_of_what_he_did_himself() -> None:
    deal = a_deal(stage=DealStage.SCHEDULED)
    assert (Audience.CLIENT, "order_cancelled") in told(deal, DealAction.CANCEL)
    assert (Audience.CLIENT, "order_cancelled") not in told(deal, DealAction.CANCEL, role=Role.CLIENT)
    assert (Audience.CLIENT, "time_moved") not in told(deal, DealAction.RESCHEDULE, role=Role.SYSTEM)


def test_a_late_notice_is_withheld_when_it_is_not_true_any_more() -> None:
    assert still_holds("lead_opened", a_lead())
    assert not still_holds("lead_opened", a_lead(LeadStage.IN_WORK))
    assert still_holds("ready", a_deal(stage=DealStage.READY))
    assert not still_holds("ready", a_deal(stage=DealStage.IN_PROGRESS))


def test_a_notice_without_a_line_of_its_own_always_holds() -> None:
    assert still_holds("call_wanted", a_deal())


@pytest.mark.parametrize("name", TIMED)
def test_what_time_brings_is_true_of_some_stage_alone(name: str) -> None:
    leads: list[Lead | Deal] = [a_lead(stage) for stage in LeadStage]
    deals = [a_deal(stage=stage, approved_total=100) for stage in DealStage]
    assert any(still_holds(name, subject) for subject in [*leads, *deals])
    assert not all(still_holds(name, subject) for subject in [*leads, *deals])


def test_news_that_may_be_said_once_an_episode_is_for_the_client() -> None:
    assert {tell.to for tell in NOTICES if tell.once_per_episode} == {Audience.CLIENT}
