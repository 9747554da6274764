"""A complaint: open until what was promised has come true, whatever else happens to the order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.actor import STAFF_ROLES, staff_actor
from crm.complaint import ANSWERED_WITHIN, SOLVED_WITHIN, Outcome, due_at, next_step
from crm.deal import Deal, DealAction, DealStage
from crm.deal_moves import offers, perform
from crm.flow import Attempt
from tests.crm.deals import NOW, a_deal

EVERYBODY = staff_actor(7, frozenset(STAFF_ROLES))
STEPS = {
    Outcome.REWORK: {DealAction.REWORK, DealAction.WARRANTY, DealAction.SETTLE_COMPLAINT},
    Outcome.REFUND: {DealAction.REFUND},
    Outcome.DISCOUNT: {DealAction.DISCOUNT, DealAction.SETTLE_COMPLAINT},
}
DATA = {"amount": 100, "method": "cash", "reason": "So", "text": "It squeaks"}


def act(deal: Deal, action: DealAction, **data: object) -> None:
    perform(deal, action, attempt=Attempt(EVERYBODY, NOW, {**DATA, **data}))


def complained(stage: DealStage, outcome: str = "") -> Deal:
    deal = a_deal(stage=stage, device_here=stage is DealStage.READY, approved_version=1, estimate_version=1, approved_total=900, paid=900)
    act(deal, DealAction.COMPLAIN)
    if outcome:
        act(deal, DealAction.ANSWER_COMPLAINT, outcome=outcome)
    return deal


@given(st.sampled_from(list(DealStage)), st.sampled_from(list(STEPS)))
def test_every_promise_has_a_step_that_somebody_can_make_and_that_settles_it(stage: DealStage, outcome: Outcome) -> None:
    deal = complained(stage, outcome)
    step = next_step(deal)
    assert step in STEPS[outcome]
    assert step in {offer.action for offer in offers(deal, EVERYBODY) if offer.obstacle is None}
    act(deal, step)
    assert not deal.complaint_open
    assert next_step(deal) is None


@given(st.sampled_from(list(DealStage)), st.sampled_from(list(Outcome)))
def test_only_a_rejection_ends_with_its_answer(stage: DealStage, outcome: Outcome) -> None:
    assert complained(stage, outcome).complaint_open is (outcome is not Outcome.REJECTED)


def test_another_step_than_promised_settles_nothing() -> None:
    deal = complained(DealStage.READY, Outcome.REFUND)
    act(deal, DealAction.DISCOUNT)
    act(deal, DealAction.REWORK)
    assert deal.complaint_open


def test_it_is_answered_in_a_day_and_solved_in_ten() -> None:
    deal = complained(DealStage.READY)
    assert (timedelta(days=1), timedelta(days=10)) == (ANSWERED_WITHIN, SOLVED_WITHIN)
    assert due_at(deal) == NOW + timedelta(days=1)
    act(deal, DealAction.ANSWER_COMPLAINT, outcome=Outcome.REWORK)
    assert due_at(deal) == NOW + timedelta(days=10)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_only_who_answered_with_a_rework_may_begin_it_beside_the_desk(role: str) -> None:
    """Without the promise a manager moves nothing from ready."""
    person = staff_actor(7, frozenset({role}))  # type: ignore[arg-type]  # a role of the staff
    free = {offer.action for offer in offers(complained(DealStage.READY), person)}
    promised = {offer.action for offer in offers(complained(DealStage.READY, Outcome.REWORK), person)}
    assert (DealAction.REWORK in free) is (role in ("operator", "dispatcher"))
    assert (DealAction.REWORK in promised) is (role in ("operator", "dispatcher", "manager", "director"))


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9), st.booleans())
def test_a_discount_lowers_the_bill_to_nothing_at_most(price: int, discount: int, refused: bool) -> None:
    deal = a_deal(approved_total=price, refusal_fee=price // 2, refused=refused, discount=discount)
    assert deal.charged == max(deal.full_price - discount, 0) <= deal.full_price
