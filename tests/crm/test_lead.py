"""The lead: who opens it where, what keeps it from becoming an order, and random walks over its flow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actor import SYSTEM, Role, client_actor, staff_actor
from crm.errors import NotFound, Refused, Stale
from crm.flow import Attempt
from crm.lead import OPEN_STAGES, Lead, LeadAction, LeadStage, opened

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
DATA = {
    "client_id": 2,
    "order_id": 1002,
    "dispatcher_id": 3,
    "manager_id": 9,
    "reason": "spam",
    "need": "a fan",
    "until": NOW + timedelta(hours=1),
}
OPERATOR, MANAGER = staff_actor(7, {Role.OPERATOR}), staff_actor(9, {Role.MANAGER})
PEOPLE = (staff_actor(7, {Role.OPERATOR, Role.MANAGER}), SYSTEM, client_actor(1))


def a_lead(**values: Any) -> Lead:
    return Lead(**{"id": 1001, "client_id": 1, "channel": "telegram", "opened_at": NOW, **values})


def refusal(lead: Lead, action: LeadAction, *, by: Any = OPERATOR, **data: object) -> str:
    with pytest.raises(Refused) as caught:
        lead.perform(action, Attempt(by, NOW, data))
    return caught.value.obstacle


def test_a_clients_request_waits_and_one_at_the_counter_is_in_work_at_once() -> None:
    own, counter = a_lead(), a_lead()
    assert opened(own, Attempt(client_actor(1), NOW), role=Role.CLIENT).target == LeadStage.NEW
    assert opened(counter, Attempt(OPERATOR, NOW), role=Role.OPERATOR).target == LeadStage.IN_WORK
    assert (own.assignee_id, counter.assignee_id) == (None, 7)


def test_an_operator_hands_an_unknown_client_to_the_manager() -> None:
    lead = a_lead(stage=LeadStage.IN_WORK)
    assert refusal(lead, LeadAction.CONVERT, dispatcher_id=3) == "client_unknown"
    lead.counter_setting = True
    lead.perform(LeadAction.CONVERT, Attempt(OPERATOR, NOW, {"dispatcher_id": 3}))
    assert lead.stage is LeadStage.CONVERTED


def test_the_manager_needs_name_contact_and_need_in_this_order() -> None:
    lead = a_lead(stage=LeadStage.WITH_MANAGER)
    assert refusal(lead, LeadAction.CONVERT, by=MANAGER, dispatcher_id=3) == "client_name_empty"
    lead.client_named = True
    assert refusal(lead, LeadAction.CONVERT, by=MANAGER, dispatcher_id=3) == "client_contact_empty"
    lead.client_reachable = True
    assert refusal(lead, LeadAction.CONVERT, by=MANAGER, dispatcher_id=3) == "need_empty"
    lead.perform(LeadAction.SET_NEED, Attempt(MANAGER, NOW, {"need": "a fan"}))
    lead.perform(LeadAction.CONVERT, Attempt(MANAGER, NOW, {"dispatcher_id": 3}))
    assert lead.stage is LeadStage.CONVERTED


def test_a_deal_has_a_dispatcher_from_its_first_moment() -> None:
    """A bare tap would leave a converted request without its deal."""
    assert refusal(a_lead(stage=LeadStage.IN_WORK, client_known=True), LeadAction.CONVERT) == "dispatcher_id_is_empty"


def test_a_rejection_needs_its_reason() -> None:
    lead = a_lead()
    assert refusal(lead, LeadAction.REJECT) == "reason_is_empty"
    lead.perform(LeadAction.REJECT, Attempt(OPERATOR, NOW, {"reason": "spam"}))
    assert (lead.stage, lead.reason, lead.is_open) == (LeadStage.REJECTED, "spam", False)


def test_a_snoozed_lead_wakes_with_the_next_move() -> None:
    lead = a_lead()
    lead.perform(LeadAction.POSTPONE, Attempt(OPERATOR, NOW, {"until": NOW + timedelta(hours=1)}))
    assert (lead.snoozed_until, lead.turn) == (NOW + timedelta(hours=1), 0)
    lead.perform(LeadAction.TAKE, Attempt(OPERATOR, NOW))
    assert (lead.snoozed_until, lead.assignee_id, lead.turn) == (None, 7, 1)


def test_a_button_of_an_earlier_turn_is_stale() -> None:
    lead = a_lead(turn=3)
    lead.expect_turn(3)
    lead.expect_turn(None)
    with pytest.raises(Stale):
        lead.expect_turn(2)


def test_a_client_writes_in_his_own_and_takes_back_what_nobody_has_yet() -> None:
    assert [offer.action for offer in a_lead().offers(client_actor(1))] == [LeadAction.REJECT, LeadAction.WRITE]
    assert [offer.action for offer in a_lead(stage=LeadStage.IN_WORK).offers(client_actor(1))] == [LeadAction.WRITE]
    assert a_lead().offers(client_actor(2)) == []
    with pytest.raises(NotFound):
        a_lead().perform(LeadAction.TAKE, Attempt(client_actor(1), NOW))


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=40), st.booleans())
def test_facts_fold_to_the_stage_and_the_turn_counts_its_moves(presses: list[int], known: bool) -> None:
    lead = a_lead(client_known=known, client_named=True, client_reachable=True, need="a fan")
    stage, turn = lead.stage, lead.turn
    for press in presses:
        actor = PEOPLE[press % len(PEOPLE)]
        possible = [offer.action for offer in lead.offers(actor) if offer.obstacle is None]
        if not possible:
            continue
        (fact,) = lead.perform(possible[press % len(possible)], Attempt(actor, NOW, DATA))
        assert fact.source == stage
        stage, turn = LeadStage(str(fact.target)), turn + (fact.source != fact.target)
        assert (lead.stage, lead.turn, lead.is_open) == (stage, turn, stage in OPEN_STAGES)
