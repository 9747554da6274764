"""The client's card of an order: whatever stage it is at, he is told where it stands."""

from __future__ import annotations

from bot.cards.client_order import LEAD_SAID, SAID, STEP_OF, STEPS, VISIT_STEP_OF, VISIT_STEPS
from crm.deal import DealStage
from crm.lead import LeadStage


def test_every_stage_has_a_sentence_for_the_client() -> None:
    assert set(SAID) == set(DealStage)
    assert set(LEAD_SAID) == set(LeadStage)


def test_every_stage_of_the_road_has_a_step_of_the_bar() -> None:
    assert set(STEP_OF) == set(DealStage) - {DealStage.CANCELLED}
    assert set(VISIT_STEP_OF) == set(STEP_OF) - {DealStage.READY}
    assert set(STEP_OF.values()) == set(range(len(STEPS)))
    assert set(VISIT_STEP_OF.values()) == set(range(len(VISIT_STEPS)))
