"""Random walks over the deal's flow: whatever is pressed, the stage is what the facts say and the turn grows with it alone."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, client_actor, staff_actor
from crm.deal import DealAction, DealStage
from crm.deal_moves import offers, perform
from crm.flow import Attempt
from tests.crm.deals import NOW, a_deal

DATA = {
    "findings": "dead",
    "evidence": "by_phone",
    "reason": "no",
    "engineer_id": 7,
    "dispatcher_id": 7,
    "amount": 500,
    "method": "cash",
    "entry_id": 1,
    "number": 57,
    "slots": [["2026-05-13T09:00:00+00:00", "2026-05-13T11:00:00+00:00"]],
    "starts_at": NOW + timedelta(days=1),
    "ends_at": NOW + timedelta(days=1, hours=2),
    "kind": "act",
    "kinds": [],
    "obstacle": "documents_missing",
    "device": "laptop",
    "text": "hm",
}
EVERYBODY = staff_actor(7, set(STAFF_ROLES))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=60), st.booleans())
def test_facts_fold_to_the_stage(presses: list[int], here: bool) -> None:
    deal = a_deal(device_here=here, estimate_version=1, estimate_lines=1, estimate_total=1000)
    stage, turn = deal.stage, deal.turn
    for press in presses:
        actor = client_actor(1) if press % 5 == 0 else EVERYBODY
        possible = [offer.action for offer in offers(deal, actor) if offer.obstacle is None]
        if not possible:
            continue
        for fact in perform(deal, possible[press % len(possible)], attempt=Attempt(actor, NOW, DATA)):
            assert fact.source == stage
            turn += 1 if fact.target != fact.source or fact.action == DealAction.SEND_ESTIMATE else 0
            stage = DealStage(str(fact.target))
        assert deal.stage == stage
        assert deal.turn == turn


@given(st.sampled_from(list(DealStage)))
def test_a_stranger_may_nothing(stage: DealStage) -> None:
    deal = a_deal(stage=stage)
    assert offers(deal, client_actor(2)) == []
