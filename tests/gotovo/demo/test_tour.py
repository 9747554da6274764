"""The guided tour: it follows what really happened, whatever was skipped, and knows the words of every step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.deal import Deal, DealStage
from crm.lead import Lead, LeadStage
from gotovo.demo.tour import WORDS
from gotovo.demo.tour_roads import BENCH, ROADS, VISIT, Situation, Step, next_step

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
LEAD = Lead(1001, 1, "telegram", NOW, stage=LeadStage.CONVERTED, manager_id=2)
DEAL = Deal(1001, 1, NOW, dispatcher_id=3)


def name_of(road: tuple[Step, ...], now: Situation) -> str | None:
    at, _ = next_step(road, now)
    return None if at is None else road[at].name


@pytest.mark.parametrize(
    ("deal", "acts", "step"),
    [
        (DEAL, set(), "start"),
        (replace(DEAL, stage=DealStage.ESTIMATING), set(), "accept"),
        (replace(DEAL, stage=DealStage.ESTIMATING, engineer_id=4), set(), "accept"),
        (replace(DEAL, stage=DealStage.ESTIMATING, engineer_id=4, device_here=True), {"diagnose", "undo"}, "diagnose"),
        (replace(DEAL, stage=DealStage.DIAGNOSIS, engineer_id=4, device_here=True), {"diagnose"}, "report"),
        (replace(DEAL, stage=DealStage.APPROVAL, estimate_version=1, estimate_lines=1, estimate_total=9), set(), "approve"),
        (replace(DEAL, stage=DealStage.READY, work_begun=True, approved_version=1, estimate_version=1, approved_total=9), set(), "pay"),
        (replace(DEAL, stage=DealStage.DOCUMENTS, approved_version=1, estimate_version=1, approved_total=9, paid=9), set(), "close"),
        (replace(DEAL, stage=DealStage.CLOSED), set(), None),
    ],
)
def test_the_next_step_of_the_workshop(deal: Deal, acts: set[str], step: str | None) -> None:
    """What was left out is behind once the order has gone past it, and what was undone is to be done again."""
    assert name_of(BENCH, Situation(LEAD, deal, frozenset(acts))) == step


def test_a_road_that_has_not_begun_begins_with_its_first_step() -> None:
    assert (name_of(BENCH, Situation()), name_of(VISIT, Situation())) == ("write", "form")


@given(
    stage=st.sampled_from(list(DealStage)), here=st.booleans(), engineer=st.sampled_from([None, 4]), begun=st.booleans(), paid=st.booleans()
)
def test_nothing_behind_is_asked_for(stage: DealStage, here: bool, engineer: int | None, begun: bool, paid: bool) -> None:
    """Whatever state an order is in: the step asked for is not yet reached, and no later milestone is."""
    deal = replace(DEAL, stage=stage, device_here=here, engineer_id=engineer, work_begun=begun, paid=9 if paid else 0, approved_total=9)
    for road in ROADS.values():
        now = Situation(LEAD, deal)
        at, _ = next_step(road, now)
        assert at is None or not road[at].reached(now)
        assert at is None or not any(step.milestone and step.reached(now) for step in road[at + 1 :])


def test_every_step_is_told_in_every_language() -> None:
    for language, words in WORDS.items():
        for road, steps in ROADS.items():
            told = words[road]["steps"]
            assert list(told) == [step.name for step in steps], (language, road)
            assert all(len(both) == 2 and all(both) for both in told.values())
            assert {cue.words for step in steps for cue in step.cues if cue.do == "say"} == set(words[road]["says"])
