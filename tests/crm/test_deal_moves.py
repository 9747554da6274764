"""Random walks over the deal's flow: whatever is pressed, the stage is what the facts say and the turn grows with it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, Role, client_actor, staff_actor
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import offers, perform
from crm.flow import Attempt
from tests.crm.deals import NOW, a_deal

DATA = {
    "findings": "dead",
    "evidence": "by_phone",
    "order_type": "visit",
    "address": "Lenin 5",
    "reason": "no",
    "client_id": 1,
    "engineer_id": 7,
    "dispatcher_id": 7,
    "amount": 500,
    "method": "cash",
    "entry_id": 1,
    "number": 57,
    "notice": "payment_reminder",
    "slots": [["2026-05-13T09:00:00+00:00", "2026-05-13T11:00:00+00:00"]],
    "starts_at": NOW + timedelta(days=1),
    "ends_at": NOW + timedelta(days=1, hours=2),
    "kind": "act",
    "kinds": [],
    "obstacle": "documents_missing",
    "device": "laptop",
    "text": "hm",
    "outcome": "Discount",
}
EVERYBODY = staff_actor(7, set(STAFF_ROLES))
APPROVING = (DealAction.APPROVE, DealAction.SEND_ESTIMATE)


@settings(max_examples=150)
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


def held_by(before: Deal, action: DealAction, after: Deal) -> bool:
    """What no press may bring about, whoever presses it: read from the flows' promises, not from their rows."""
    waived = before.waived
    promises = {
        DealAction.CANCEL: not before.device_here and before.paid <= 0 and not before.departed,
        DealAction.FINISH: before.approved_version == before.estimate_version and after.device_here == before.device_here,
        DealAction.ISSUE: before.charged <= before.paid or before.on_credit or "balance_due" in waived,
        DealAction.BEGIN: not before.device_here or before.approved_version == before.estimate_version,
        DealAction.DISPOSE: before.warning_ripe,
        DealAction.TAKE_TO_SHOP: after.device_here and not before.device_here,
        DealAction.ORDER_PARTS: before.paid >= before.prepayment or "prepayment_due" in waived,
        DealAction.SETTLED: before.balance == 0,
    }
    return promises.get(action, True)


@settings(max_examples=200)
@given(st.lists(st.integers(min_value=0, max_value=200), min_size=5, max_size=80), st.booleans(), st.sampled_from([0, 500]))
def test_no_walk_breaks_a_promise(presses: list[int], here: bool, prepayment: int) -> None:
    """Money held, a device with us, an engineer on the way, an unanswered estimate: each stands in its way on every road."""
    deal = a_deal(device_here=here, estimate_version=1, estimate_lines=1, estimate_total=1000, prepayment=prepayment, short_close=here)
    for press in presses:
        actor = client_actor(1) if press % 7 == 0 else EVERYBODY
        possible = [offer.action for offer in offers(deal, actor) if offer.obstacle is None]
        if not possible:
            continue
        before, action = replace(deal), possible[press % len(possible)]
        facts = perform(deal, action, attempt=Attempt(actor, NOW, DATA))
        assert held_by(before, action, deal), (action, before)
        assert (deal.stage is DealStage.READY) <= deal.device_here
        assert (deal.approved_total != before.approved_total) <= (action in APPROVING)
        assert deal.episode >= before.episode
        assert all(fact.role in {*STAFF_ROLES, Role.CLIENT, Role.SYSTEM} for fact in facts)
