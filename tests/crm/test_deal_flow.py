"""The tables of both flows: nothing unreachable, no dead end, no gap between two conditions, a label for every action."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.labels import DEAL_ACTIONS, DEAL_STAGES, LEAD_ACTIONS, LEAD_STAGES
from crm.actor import STAFF_ROLES, Role
from crm.deal import FINAL, Deal, DealAction, DealStage, OrderType
from crm.deal_flow import DEAL_FLOW
from crm.flow import always
from crm.lead import LEAD_FLOW, LeadAction, LeadStage
from tests.crm.deals import a_deal

MONEY = st.integers(min_value=0, max_value=10_000)


def reachable(flow: object, start: object) -> set[object]:
    seen, frontier = {start}, [start]
    while frontier:
        for move in flow.at(frontier.pop()):  # type: ignore[attr-defined]  # either flow
            if move.target is not None and move.target not in seen:
                seen.add(move.target)
                frontier.append(move.target)
    return seen


def test_every_stage_is_reachable() -> None:
    assert reachable(DEAL_FLOW, DealStage.NEW) == set(DealStage)
    assert reachable(LEAD_FLOW, LeadStage.NEW) == set(LeadStage)


def test_every_stage_that_is_not_final_has_an_exit() -> None:
    for stage in set(DealStage) - set(FINAL):
        assert any(move.target not in (None, stage) for move in DEAL_FLOW.at(stage)), stage
    for lead_stage in (LeadStage.NEW, LeadStage.IN_WORK, LeadStage.WITH_MANAGER):
        assert any(move.target not in (None, lead_stage) for move in LEAD_FLOW.at(lead_stage)), lead_stage


DEALS = st.fixed_dictionaries(
    {
        "device_here": st.booleans(),
        "work_begun": st.booleans(),
        "short_close": st.booleans(),
        "order_type": st.sampled_from(OrderType),
        "estimate_total": MONEY,
        "agreed_limit": MONEY,
        "paid": MONEY,
    }
)


@given(DEALS)
def test_conditions_of_one_action_leave_no_gap_and_no_choice(values: dict[str, Any]) -> None:
    """Rows of one stage, action and role that lead to different stages: never two at once; and one, where the row has its twin."""
    deal: Deal = a_deal(**values)
    groups: dict[tuple[object, object, Role], list[object]] = defaultdict(list)
    for move in DEAL_FLOW:
        for role in move.by:
            if move.target is not None and move.when is not always:
                groups[move.source, move.action, role].append(move)
    for (stage, action, role), moves in groups.items():
        applying = {move.target for move in moves if move.when(deal)}  # type: ignore[attr-defined]  # a Move
        assert len(applying) <= 1, (stage, action, role)
        if len({move.target for move in moves}) == 2 and not (action == DealAction.CLOSE and role is Role.DISPATCHER):  # type: ignore[attr-defined]  # a Move
            assert applying, (stage, action, role)


def test_every_action_and_stage_has_its_name() -> None:
    assert set(DEAL_ACTIONS) == set(DealAction)
    assert set(LEAD_ACTIONS) == set(LeadAction)
    assert set(DEAL_STAGES) == set(DealStage)
    assert set(LEAD_STAGES) == set(LeadStage)


def test_every_role_has_work() -> None:
    by = {role for flow in (DEAL_FLOW, LEAD_FLOW) for move in flow for role in move.by}
    assert by >= {*STAFF_ROLES, Role.CLIENT, Role.SYSTEM}


def test_the_accountant_moves_no_stage() -> None:
    assert not [m for m in DEAL_FLOW if Role.ACCOUNTANT in m.by and m.target is not None]
